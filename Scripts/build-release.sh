#!/usr/bin/env bash
# Builds release programs, .build/release/NAME, with Swift's own libraries inside, so that a server needs no Swift toolchain to run them.
#
#   Scripts/build-release.sh [corridor|corridor-bench]...      corridor unless named
set -euo pipefail
cd "$(dirname "$0")/.."
options=(-c release -j "$(nproc)")
# Some distributions package the toolchain without the static libraries.
if [ -f "$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/swift_static/linux/libFoundation.a" ]; then
    options+=(--static-swift-stdlib)
else
    echo "This toolchain has no static libraries: the programs need its shared ones where they run." >&2
fi
for product in "${@:-corridor}"; do swift build "${options[@]}" --product "$product"; done
