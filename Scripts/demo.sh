#!/usr/bin/env bash
# Builds Corridor, makes a node with made-up cases in ./demo-data, and shows what it does. A second run shows the node that is there.
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
# Only the first lines of a long answer, without ending the program early.
beginning() {
    awk -v most="$1" 'NR <= most { print } END { if (NR > most) print "… (" NR - most " more lines)" }'
}

if [ -f "$data/node.json" ]; then
    echo
    echo "The node in ./$data is there already (to begin anew: rm -r $data)."
else
    # The key lies beside the data so that the demonstration leaves nothing elsewhere. With real cases it must not.
    corridor demo --data "$data" --cases "$cases" --key-file "$data/node.key"
fi

corridor cases --data "$data" --limit 5
corridor tabulate --data "$data" --by case.origin-country,case.destination-country | beginning 14
record=$("$program" cases --data "$data" --limit 1 --json 2>/dev/null </dev/null | sed -n 's/.*"record": *"\([^"]*\)".*/\1/p' | head -n 1)
corridor show "$record" --data "$data" | beginning 24
echo
echo "… and its history: who wrote what, when (\$ corridor show $record --data $data --history)"
"$program" show "$record" --data "$data" --history </dev/null | awk '/^History/ { found = 1 } found' | beginning 16
corridor verify --data "$data"

cat <<END

That was a node with made-up cases. What to try next:

  alias corridor=$program
  corridor cases --data $data --where case.status=active
  corridor tabulate --data $data --by violation.type
  corridor backup --data $data --output demo-backup
  corridor restore demo-backup --data demo-restored --key-file $data/node.key
  corridor erase $record --data $data --reason 'Asked for by the worker'
  corridor --help
END
