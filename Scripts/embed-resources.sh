#!/usr/bin/env bash
# Writes Sources/EmbeddedResources/embedded.c: one #embed for each file in a target's Resources/ folder.
# Run it after a data file was added, renamed or removed. With --check it only says whether the list is up to date.
set -euo pipefail
cd "$(dirname "$0")/../Sources"
target=EmbeddedResources/embedded.c
generated=$(mktemp)
trap 'rm -f "$generated"' EXIT
mapfile -t paths < <(find . -path './*/Resources/*' -type f ! -name '.*' ! -name '*.md' | sed 's|^\./||' | LC_ALL=C sort)
{
    echo '// Written by Scripts/embed-resources.sh from the files in the Resources folders. Do not edit.'
    echo '#include "EmbeddedResources.h"'
    number=0
    for path in "${paths[@]}"; do
        printf '\nstatic const unsigned char file_%d[] = {\n#embed "../%s"\n};\n' "$number" "$path"
        number=$((number + 1))
    done
    printf '\nstatic const corridor_embedded_file files[] = {\n'
    number=0
    for path in "${paths[@]}"; do
        printf '    {"%s", file_%d, sizeof file_%d},\n' "$path" "$number" "$number"
        number=$((number + 1))
    done
    printf '};\n\nconst corridor_embedded_file *corridor_embedded_files(size_t *count) {\n    *count = sizeof files / sizeof files[0];\n    return files;\n}\n'
} > "$generated"
if [ "${1:-}" = "--check" ]; then
    cmp -s "$generated" "$target" || { echo "The list of embedded files is out of date: run Scripts/embed-resources.sh" >&2; exit 1; }
else
    cmp -s "$generated" "$target" || cp "$generated" "$target"
fi
