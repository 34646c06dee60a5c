#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that Corridor needs, if they are missing. It is quick when they are there.
#
#   Scripts/install-dependencies.sh build|run|test|bench …
#
# build: what the program is compiled and linked with. run: what a node calls to make letters. test: PostgreSQL and Python for the tests. bench: Python for what is measured beside it.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
for purpose in "$@"; do
    case $purpose in
    build) packages+=(pkg-config libsqlite3-dev libpq-dev libargon2-dev zlib1g-dev) ;;
    run) packages+=(pandoc weasyprint fonts-noto-core) ;;
    test) packages+=(postgresql python3 python3-venv chromium fonts-noto-core) ;;
    bench) packages+=(python3 python3-venv) ;;
    *)
        echo "usage: $0 build|run|test|bench …" >&2
        exit 2
        ;;
    esac
done

if ! command -v swift >/dev/null; then
    echo "There is no Swift on this machine. Install Swift 6.2 or later: https://www.swift.org/install/linux/" >&2
    exit 1
fi

# Whether a package is there. Where it came without apt (another distribution, a compiled Python), what it brings is asked for instead.
is_present() {
    if command -v dpkg-query >/dev/null && [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; then return 0; fi
    case $1 in
    pkg-config) command -v pkg-config >/dev/null ;;
    libsqlite3-dev) pkg-config --exists sqlite3 2>/dev/null ;;
    libpq-dev) pkg-config --exists libpq 2>/dev/null ;;
    libargon2-dev) pkg-config --exists libargon2 2>/dev/null ;;
    zlib1g-dev) pkg-config --exists zlib 2>/dev/null ;;
    postgresql) command -v initdb >/dev/null && command -v pg_ctl >/dev/null ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
    fonts-noto-core) command -v fc-list >/dev/null && [ -n "$(fc-list "Noto Sans Devanagari")" ] ;;
    pandoc | weasyprint) command -v "$1" >/dev/null ;;
    python3) command -v python3 >/dev/null ;;
    python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    *) return 1 ;;
    esac
}

missing=()
for package in "${packages[@]}"; do
    is_present "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "To be installed: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
    echo "This is not Debian or Ubuntu: install the packages that bring the same as ${missing[*]} and start again." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        echo "That takes an administrator. Have this run, and start again:" >&2
        echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
}
"${as_root[@]}" apt-get update -q </dev/null || echo "The package lists could not be brought up to date; trying with those that are there." >&2
if ! install; then
    echo "apt-get could not install ${missing[*]} (its messages are above). Install them by hand and start again." >&2
    exit 1
fi
