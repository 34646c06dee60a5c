#!/usr/bin/env bash
# Measures Corridor beside its peers on made-up cases, on this machine, in one run, and prints the figures (also in .build/benchmarks.json).
#
#   Benchmarks/run.sh [--cases 1000000] [--postgres postgres://…] [--keep]
#
# It builds the release binary, makes a Python environment with DuckDB in .build-python, and works in a temporary folder on the disk of this folder.
set -euo pipefail
cd "$(dirname "$0")/.."

cases=1000000
postgres=${CORRIDOR_BENCH_POSTGRES:-}
keep=no
while [ $# -gt 0 ]; do
    case $1 in
        --cases) cases=$2; shift 2 ;;
        --postgres) postgres=$2; shift 2 ;;
        --keep) keep=yes; shift ;;
        *) echo "usage: Benchmarks/run.sh [--cases N] [--postgres ADDRESS] [--keep]" >&2; exit 2 ;;
    esac
done

Scripts/build-release.sh corridor corridor-bench >&2
corridor=$PWD/.build/release/corridor
bench=$PWD/.build/release/corridor-bench

if [ ! -x .build-python/bin/python ]; then python3 -m venv .build-python >&2; fi
.build-python/bin/python -c 'import duckdb' 2>/dev/null || .build-python/bin/pip install --quiet duckdb >&2

folder=$(mktemp -d "$PWD/.build-benchmark-XXXXXX")
if [ "$keep" = no ]; then trap 'rm -rf "$folder"' EXIT; else echo "The data stay in $folder" >&2; fi
export CORRIDOR_PASSPHRASE=benchmark-benchmark
export CORRIDOR="$corridor" CORRIDOR_BENCH="$bench" BENCH_FOLDER="$folder" BENCH_CASES="$cases" BENCH_POSTGRES="$postgres"

.build-python/bin/python Benchmarks/measure.py
