#!/usr/bin/env bash
# Whether the Swift toolchain can build fuzzers: status 0 if so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/probe.swift" <<'SOURCE'
@_cdecl("LLVMFuzzerTestOneInput") public func probe(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { 0 }
SOURCE
swiftc -parse-as-library -sanitize=fuzzer,address -o "$folder/probe" "$folder/probe.swift" >/dev/null 2>&1
"$folder/probe" -runs=1 >/dev/null 2>&1
