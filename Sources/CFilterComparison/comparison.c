#include "CFilterComparison.h"
