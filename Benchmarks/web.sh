#!/usr/bin/env bash
# Measures the web application and the exchange with a release build, on made-up cases, and prints the figures: start and memory at rest with few cases, pages with many beside a
# bare route, messages between two nodes beside bare cryptography and bare inserts, and what people notice while 10,000 messages that have waited go through.
#
#   Benchmarks/web.sh [--cases 100000] [--small 10000] [--seconds 4] [--messages 10000] [--folder DIR] [--postgres]
#
# The nodes stay in DIR (usually .build-benchmark-web) and are used again: making 100,000 cases takes minutes, the rest less than six. With --postgres the large node is in a database
# of the server of CORRIDOR_TEST_POSTGRES, made anew each time: CORRIDOR_POSTGRES_SYNC=on Scripts/with-postgres.sh Benchmarks/web.sh --postgres
set -euo pipefail
cd "$(dirname "$0")/.."

cases=100000
small=10000
seconds=4
messages=10000
folder=$PWD/.build-benchmark-web
postgres=no
while [ $# -gt 0 ]; do
    case $1 in
        --cases) cases=$2; shift 2 ;;
        --small) small=$2; shift 2 ;;
        --seconds) seconds=$2; shift 2 ;;
        --messages) messages=$2; shift 2 ;;
        --folder) folder=$2; shift 2 ;;
        --postgres) postgres=yes; shift ;;
        *) echo "usage: Benchmarks/web.sh [--cases N] [--small N] [--seconds S] [--messages N] [--folder DIR] [--postgres]" >&2; exit 2 ;;
    esac
done

Scripts/build-release.sh corridor corridor-bench >&2
program=$PWD/.build/release/corridor
mkdir -p "$folder"

# The name of the node, its cases, and for PostgreSQL the address of its database.
node() {
    [ -f "$folder/$1.json" ] && return
    rm -rf "${folder:?}/$1" "$folder/$1.key"
    echo "Making $2 cases" >&2
    if [ -n "${3:-}" ]; then
        "$program" init --data "$folder/$1" --key-file "$folder/$1.key" --organisation "Benchmark (generated)" --country NP --database "$3" --json >&2
    fi
    "$program" demo --data "$folder/$1" --key-file "$folder/$1.key" --cases "$2" --accounts --json >"$folder/$1.partial"
    mv "$folder/$1.partial" "$folder/$1.json"
}
load() {
    echo "$1" >&2
    python3 Benchmarks/load.py --program "$program" --data "$folder/$2" --key-file "$folder/$2.key" --sign-ins "$folder/$2.json" --seconds "$3" --output "$folder/$4.figures.json"
}

if [ "$postgres" = yes ]; then
    [ -n "${CORRIDOR_TEST_POSTGRES:-}" ] || { echo "CORRIDOR_TEST_POSTGRES names no server" >&2; exit 2; }
    psql -q "$CORRIDOR_TEST_POSTGRES" -c 'DROP DATABASE IF EXISTS corridor_benchmark' -c "CREATE DATABASE corridor_benchmark ENCODING 'UTF8' TEMPLATE template0"
    rm -f "$folder/postgres.json"
    node postgres "$cases" "${CORRIDOR_TEST_POSTGRES/postgres:\/\/\/postgres/postgres:///corridor_benchmark}"
    load "Pages with $cases cases, PostgreSQL" postgres "$seconds" load-postgres
    exit
fi

node small "$small"
node large "$cases"
load "Start and memory with $small cases" small 0 rest
load "Pages with $cases cases" large "$seconds" load
echo "Messages between two nodes" >&2
CORRIDOR_PASSPHRASE=benchmark-benchmark "$PWD/.build/release/corridor-bench" exchange --folder "$folder/exchange" | tee "$folder/exchange.figures.json"
echo "Messages that have waited" >&2
python3 Benchmarks/drain.py --program "$program" --messages "$messages" --folder "$folder" --output "$folder/drain.figures.json"
