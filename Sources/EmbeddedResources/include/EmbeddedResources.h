#pragma once
#include <stddef.h>

/// One data file that was compiled into the binary. `path` is relative to `Sources/`, such as `Dictionary/Resources/fields.csv`.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t count;
} corridor_embedded_file;

/// All embedded files; `*count` receives how many.
const corridor_embedded_file *corridor_embedded_files(size_t *count);
