#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL server, and stops and removes the server afterwards.
#
#   Scripts/with-postgres.sh COMMAND [ARGUMENT…]
#
# The command finds the server's address in CORRIDOR_TEST_POSTGRES (a superuser's, so that tests can make databases). Where PostgreSQL is not
# installed the command runs without it, and the tests say what they skip. The server listens on a socket in a temporary folder only, and does not
# wait for the disk, as tests need not; for measurements CORRIDOR_POSTGRES_SYNC=on lets it.
set -euo pipefail
[ $# -gt 0 ] || {
    echo "usage: $0 COMMAND [ARGUMENT…]" >&2
    exit 2
}

if [ -n "${CORRIDOR_TEST_POSTGRES:-}" ]; then exec "$@"; fi

find_binaries() {
    local folder
    for folder in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
}
binaries=$(find_binaries)
if [ -z "$binaries" ]; then
    echo "PostgreSQL is not installed; what needs it is skipped." >&2
    exec "$@"
fi

# PostgreSQL refuses to run as root.
as_server=()
if [ "$(id -u)" -eq 0 ]; then
    account=nobody
    if id postgres >/dev/null 2>&1; then account=postgres; fi
    as_server=(runuser -u "$account" --)
fi

# A socket's path has at most 107 bytes, so the folder is not put under a TMPDIR that may be long.
folder=$(mktemp -d /tmp/corridor-postgres.XXXXXX)
stop() {
    trap - EXIT INT TERM HUP
    (cd "$folder" && "${as_server[@]}" "$binaries/pg_ctl" stop -D "$folder/data" -m immediate -s) >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM HUP
if [ ${#as_server[@]} -gt 0 ]; then chown "$account" "$folder"; fi

sync=${CORRIDOR_POSTGRES_SYNC:-off}

start_server() {
    # The order of texts follows a language by default, as on many servers, so that tests notice where the order of bytes was not asked for.
    "${as_server[@]}" "$binaries/initdb" -D data -A trust -U corridor -E UTF8 --no-sync --locale-provider=icu --icu-locale=en --locale=C.UTF-8 ||
        { rm -rf data && "${as_server[@]}" "$binaries/initdb" -D data -A trust -U corridor -E UTF8 --no-sync --locale=C; } || return 1
    "${as_server[@]}" "$binaries/pg_ctl" start -D data -w -t 60 -l server.log \
        -o "-k '$folder' -c listen_addresses='' -c fsync=$sync -c full_page_writes=$sync -c synchronous_commit=$sync -c max_connections=200"
}
if ! (cd "$folder" && start_server) >"$folder/start.log" 2>&1; then
    echo "A PostgreSQL server could not be started:" >&2
    cat "$folder/start.log" "$folder/server.log" >&2 2>/dev/null || true
    exit 1
fi

export CORRIDOR_TEST_POSTGRES="postgres:///postgres?host=$folder&user=corridor"
status=0
"$@" || status=$?
exit "$status"
