#!/usr/bin/env python3
"""Checks a verifier of journals: it must accept an exported journal, and find a fault after each of many single changes.

    python3 mutate_journal.py EXPORTED_JOURNAL [--verifier COMMAND] [--seed N] [--rounds N]

Without COMMAND the verifier beside this file is checked, within this process. Another one is called as `COMMAND FILE
--json --state` and must exit with 0 or 1 and print an object with `entries`, `head`, `firstFault` and `state`, as
verify_journal.py does. Four groups of checks:

- accepted: the journal itself; what the page says nobody can see (cut back to an earlier signed entry, a signature left
  out that is not the last); the journal signed anew by another key that its first line names.
- changed: single changes by somebody without the signing key, also such as compute all links anew. Each is a fault.
- forged: changes of one entry by somebody with the key, chain and signatures made anew: only the form is wrong.
- folded: small journals whose states are worked out by hand from the page.
"""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import traceback

import verify_journal
from journal_changes import CHANGES
from journal_forgeries import FINE, FOLDS, FORGED, forged, journal_of
from journal_lines import as_bytes, compact, indices, is_entry, is_signature, signed


def result_within(file):
    """What the verifier beside this file finds: exit status and result."""
    try:
        journal, fault = verify_journal.verify(file)
        states = journal.states() if journal else {}
    except Exception:
        return 2, {"firstFault": traceback.format_exc()[-500:]}
    return (1 if fault else 0), verify_journal.report(journal, states, fault) | {"state": states}


def result_of(command):
    def result(file):
        ran = subprocess.run([*command, str(file), "--json", "--state"], capture_output=True, timeout=120)
        try:
            return ran.returncode, json.loads(ran.stdout)
        except ValueError:
            return ran.returncode, {"firstFault": f"no JSON printed: {ran.stderr.decode(errors='replace')[-300:]}"}
    return result


class Check:
    def __init__(self, folder, result=result_within):
        self.file = pathlib.Path(folder, "journal.jsonl")
        self.result = result
        self.done, self.failures = 0, []

    def run(self, data):
        self.file.write_bytes(data)
        return self.result(self.file)

    def expect(self, name, is_right, result):
        self.done += 1
        if not is_right:
            self.failures.append(name)
            print(f"WRONG  {name}: {str({**result, 'state': '…'})[:1000]}")

    def accepted(self, name, data, **expected):
        status, result = self.run(data)
        is_right = status == 0 and result["firstFault"] is None and all(result[key] == expected[key] for key in expected)
        self.expect(f"accepted: {name}", is_right, result)

    def refused(self, name, data):
        status, result = self.run(data)
        self.expect(name, status == 1 and isinstance(result["firstFault"], dict), result)

    def folded(self, name, entries, heads, fields):
        data, identifiers = journal_of(entries)
        status, result = self.run(data)
        state = result.get("state", {}).get("R")
        found = state and (state["heads"], {field: [a["answer"] for a in [one, *one.get("others", [])]]
                                            for field, one in state["fields"].items()})
        expected = None if heads is None else (sorted(identifiers[head] for head in heads), fields)
        # As text, since 1 and true are the same to Python; what is read from JSON has its numbers as float.
        is_right = status == 0 and numbers_as_float(found) == numbers_as_float(expected)
        self.expect(f"folded: {name}", is_right, {**result, "found": found})


def numbers_as_float(value):
    return compact(json.loads(compact(value), parse_int=float))


def check_accepted(check, data, lines):
    entries, ends = indices(lines, is_entry), indices(lines, is_signature)
    check.accepted("the journal", data, entries=len(entries), head=lines[entries[-1]]["link"])
    check.accepted("signed anew", as_bytes(signed(lines)), entries=len(entries))
    for end in ends[:-1]:
        check.accepted(f"cut back to entry {lines[end]['signed']}", as_bytes(lines[:end + 1]), entries=lines[end]["signed"])
        check.accepted(f"without the signature of entry {lines[end]['signed']}", as_bytes(lines[:end] + lines[end + 1:]))
    check.accepted("no entries", as_bytes(lines[:1]), entries=0)


def check_changes(check, data, lines, rounds, draw):
    for number in range(rounds):
        for change in CHANGES:
            changed = change(copy.deepcopy(lines), draw)
            if changed not in (None, data):
                check.refused(f"changed: {change.__name__}, {number + 1}", changed)


def check_forgeries(check, lines, draw):
    place = draw.choice(indices(lines, lambda line: compact(json.loads(line.get("body", "0"))) == line.get("body")))
    for name, change in FORGED.items():
        check.refused(f"forged: {name}", forged(lines, change, place))
    for name, change in FINE.items():
        check.accepted(f"signed anew: {name}", forged(lines, change, place))


def check_verifier(check, data, rounds, seed=1):
    lines = [json.loads(line) for line in data.decode().split("\n")[:-1]]
    if as_bytes(lines) != data:
        raise ValueError("not in the form of an exported journal")
    draw = random.Random(seed)
    check_accepted(check, data, lines)
    check_changes(check, data, lines, rounds, draw)
    check_forgeries(check, lines, draw)
    for name, fold in FOLDS.items():
        check.folded(name, *fold)


def main():
    parser = argparse.ArgumentParser(description="Checks a verifier of journals.")
    parser.add_argument("journal", type=pathlib.Path, metavar="EXPORTED_JOURNAL")
    parser.add_argument("--verifier", metavar="COMMAND", nargs="+", help="another verifier than verify_journal.py")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2, help="how often each change is tried, each time elsewhere")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        check = Check(folder, result_of(options.verifier) if options.verifier else result_within)
        check_verifier(check, options.journal.read_bytes(), options.rounds, options.seed)
    print(f"{check.done} checks, {len(check.failures)} wrong")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
