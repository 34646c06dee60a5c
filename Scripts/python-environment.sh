#!/usr/bin/env bash
# Makes a Python environment under .build-python/ with the packages of a list, and prints the path of its interpreter. Nothing is installed outside it.
#
#   Scripts/python-environment.sh LIST       a file such as Tests/requirements.txt
set -euo pipefail
[ $# -eq 1 ] && [ -f "$1" ] || {
    echo "usage: $0 LIST (a file with a package a line)" >&2
    exit 2
}
list=$(realpath "$1")
cd "$(dirname "$0")/.."
environment=$PWD/.build-python/$(basename "$(dirname "$list")")
if ! cmp -s "$list" "$environment/installed.txt"; then
    rm -rf "$environment"
    python3 -m venv "$environment" >&2
    "$environment/bin/python3" -m pip install --quiet --disable-pip-version-check -r "$list" >&2
    cp "$list" "$environment/installed.txt"
fi
echo "$environment/bin/python3"
