#!/usr/bin/env bash
# Checks everything: the lists in the tree, the Swift tests on SQLite and PostgreSQL, the checks in other languages, and the readers with damaged input
# for a short while. Ends with status 0 only if all of it passed.
#
#   Scripts/test.sh [ARGUMENT…]      arguments go to `swift test`, such as --filter StorageTests; then only the Swift tests run
set -euo pipefail
cd "$(dirname "$0")/.."

stage_start=0
stage() {
    [ "$stage_start" -eq 0 ] || echo "    took $((SECONDS - stage_start)) s"
    stage_start=$SECONDS
    echo
    echo "$(date '+%H:%M:%S')  $1"
}

stage "Installing what is missing"
Scripts/install-dependencies.sh build run test

stage "Checking the list of embedded files"
Scripts/embed-resources.sh --check

stage "Preparing Python"
# Checks that need a package say that they are skipped where it cannot be had.
if python=$(Scripts/python-environment.sh Tests/requirements.txt); then
    PATH=$(dirname "$python"):$PATH
else
    echo "The Python packages in Tests/requirements.txt cannot be installed here; checks that need them are skipped."
    python=python3
fi
export PATH CORRIDOR_PYTHON="$python"

stage "Building the program and its tests (the first time takes minutes)"
swift build --build-tests

# The checks in other languages wait for servers most of the time, and the Swift tests for the disk: side by side both end sooner.
run_checks() {
    .build/debug/corridor dictionary check
    while IFS= read -r check; do
        local begun=$SECONDS
        echo "$check"
        Scripts/with-postgres.sh "$python" "$check" </dev/null
        echo "    took $((SECONDS - begun)) s"
    done < <(find Tests -name 'check_*.py' -not -name check_journeys.py | sort)
    feed_readers
}
# Damaged input for a short while. The other fuzzers take minutes to compile: `make fuzz`.
feed_readers() {
    local begun=$SECONDS
    if ! Scripts/has-fuzzer.sh; then
        echo "This Swift toolchain has no libFuzzer; the readers are not fed damaged input."
        return
    fi
    echo "Feeding the readers damaged input for ${FUZZ_SECONDS:-3} s each"
    Scripts/fuzz.sh "${FUZZ_SECONDS:-3}" json csv xml zip xlsx
    echo "    took $((SECONDS - begun)) s"
}
if [ $# -eq 0 ]; then
    checks_log=$(mktemp)
    # As a group of their own, so that what they have started ends with them when the Swift tests fail.
    set -m
    run_checks >"$checks_log" 2>&1 &
    checks=$!
    set +m
    trap 'kill -- -"$checks" 2>/dev/null || true; rm -f "$checks_log"' EXIT
fi

stage "Running the Swift tests"
Scripts/with-postgres.sh swift test --skip-build "$@"
if [ $# -gt 0 ]; then exit 0; fi

stage "What the checks in other languages say, which ran beside"
checks_status=0
wait "$checks" || checks_status=$?
cat "$checks_log"
[ "$checks_status" -eq 0 ] || exit "$checks_status"

# In full: `make journeys`. What was seen is kept beside the build.
export CORRIDOR_SCREENSHOTS="${CORRIDOR_SCREENSHOTS:-$PWD/.build/screenshots}"
stage "What people do in a real browser, in short"
"$python" Tests/Browser/check_journeys.py --short

stage "All checks passed"
echo "    everything took $SECONDS s"
