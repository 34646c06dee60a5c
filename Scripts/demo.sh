#!/usr/bin/env bash
# Builds Corridor, makes a node with made-up cases and accounts in ./demo-data, and serves its web application. A second run serves the node that is there.
#
#   Scripts/demo.sh [CASES]
#
# It uses the debug build, which is ready in a fraction of the time of the release build and several times slower at its work.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${1:-300}
data=demo-data

echo "Building Corridor (the first time takes some minutes) …"
swift build --product corridor
program=$(swift build --show-bin-path)/corridor

corridor() {
    echo
    echo "\$ corridor $*"
    "$program" "$@" </dev/null
}
if [ -f "$data/node.json" ]; then
    echo
    echo "The node in ./$data is there already (to begin anew: rm -r $data)."
else
    # The key lies beside the data so that the demonstration leaves nothing elsewhere. With real cases it must not.
    umask 077
    corridor demo --data "$data" --cases "$cases" --key-file "$data/node.key" --accounts | tee "$data.log"
    grep -A 11 '^Sign in as' "$data.log" >"$data/sign-ins.txt"
    rm "$data.log"
fi

cat <<END

Everybody in this node is made up. Sign in at http://127.0.0.1:${CORRIDOR_PORT:-8080} with:

$(cat "$data/sign-ins.txt")

On the command line, in another window:

  alias corridor=$program
  corridor cases --data $data --where case.status=active
  corridor tabulate --data $data --by violation.type
  corridor verify --data $data

Control-C ends the server.
END
exec "$program" serve --data "$data"
