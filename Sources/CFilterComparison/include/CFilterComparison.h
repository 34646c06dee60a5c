#ifndef CFILTERCOMPARISON_H
#define CFILTERCOMPARISON_H

#include <stddef.h>
#include <stdint.h>

#endif
