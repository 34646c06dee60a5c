// Written by Scripts/embed-resources.sh from the files in the Resources folders. Do not edit.
#include "EmbeddedResources.h"

static const unsigned char file_0[] = {
#embed "../Dictionary/Resources/reference/htcds-2.0.csv"
};

static const unsigned char file_1[] = {
#embed "../Dictionary/Resources/reference/huridocs.csv"
};

static const corridor_embedded_file files[] = {
    {"Dictionary/Resources/reference/htcds-2.0.csv", file_0, sizeof file_0},
    {"Dictionary/Resources/reference/huridocs.csv", file_1, sizeof file_1},
};

const corridor_embedded_file *corridor_embedded_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
