#include "EmbeddedResources.h"

// The list of files. `FILE(name, path)`: a name that is unique in this list, and the path below Sources/.
#include "files.inc"

const corridor_embedded_file *corridor_embedded_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
