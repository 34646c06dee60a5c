#!/usr/bin/env bash
# Measures the comparison and the finding of names beside other programs, in one run; prints one JSON object.
#
#   Benchmarks/matching/run.sh [--people 1000000] [--queries 1000] [--limit 300]
#
# --limit is how many seconds another program may take for one set of pairs or queries; one that has not ended then is told as "notEndedAfterSeconds" (of queries: with what the
# asked ones gave). --people 0 leaves the finding out, --no-names the names.
#
# It builds the release binary and makes a Python environment with the programs of requirements.txt under .build-python.
set -euo pipefail
cd "$(dirname "$0")/../.."
Scripts/build-release.sh corridor >&2
python=$(Scripts/python-environment.sh Benchmarks/matching/requirements.txt)
CORRIDOR=$PWD/.build/release/corridor "$python" Benchmarks/matching/peers.py "$@"
