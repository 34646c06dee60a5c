#!/usr/bin/env python3
"""Compares the program with a verifier of its journal that was written from Docs/journal.md alone.

Makes nodes in a temporary folder, does what a journal can hold, and checks that verify_journal.py finds the export and the
SQLite file whole, with the same counts and the same head as `corridor verify`, and every fold byte for byte as the program
keeps it; that both take the same bytes for an entry and refuse the same; that both notice altered tables; and that the
verifier notices changes of an export.

    python3 Tests/JournalVerifier/check_journal.py      from the project's folder; CORRIDOR_BINARY names another program
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

try:
    import mutate_journal
    import verify_journal
    from journal_forgeries import FINE, FORGED
    from journal_form import canonical, identifier_of, link_of
except ModuleNotFoundError as missing:
    if missing.name != "cryptography":
        raise
    print("Skipped: the Python package cryptography is missing.")
    print("0 passed, 0 failed")
    sys.exit(0)

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("CORRIDOR_BINARY") or str(PROJECT / ".build/debug/corridor")
EXAMPLES = PROJECT / "Docs/examples"
VECTORS = PROJECT / "Tests/JournalTests/Vectors"


class Tally:
    passed = failed = 0

    def expect(self, name, is_right, found=""):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
        print(f"{'ok    ' if is_right else 'FAILED'}  {name}" + ("" if is_right else f": {str(found)[:1000]}"), flush=True)


class Node:
    """A node in a folder of its own, with its keys beside it."""

    def __init__(self, folder, name):
        self.home, self.data = folder, folder / name
        self.database, self.export = self.data / "corridor.sqlite", folder / f"{name}.jsonl"

    def run(self, *arguments, expected=0):
        environment = {**os.environ, "HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "configuration")}
        ran = subprocess.run([BINARY, *map(str, arguments), "--data", str(self.data)], env=environment, timeout=300,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if expected is not None and ran.returncode != expected:
            raise SystemExit(f"corridor {arguments[0]} ended with {ran.returncode}: {ran.stderr.decode(errors='replace')}")
        return ran.stdout

    def json(self, *arguments, expected=0):
        return json.loads(self.run(*arguments, "--json", expected=expected))

    def do_everything(self):
        """Import, a reading of identity, taking back, erasure, and a signature by a second key."""
        batch = self.json("import", EXAMPLES / "helpline.csv", "--mapping", EXAMPLES / "helpline.yaml")["batch"]
        case, other = [case["record"] for case in self.json("cases")["cases"][:2]]
        self.run("show", case)
        self.run("erase", other, "--reason", "She asked for it")
        self.run("keys", "rotate", "--key", "signing")
        self.run("undo", batch, "--reason", "The wrong file")
        self.run("show", case)
        self.run("export", "--format", "journal", "--output", self.export)


def check_whole(tally, node):
    """Export and database stand all checks, and say what the program says."""
    name, told = node.data.name, node.json("verify")
    tally.expect(f"{name}: the program finds no fault", told["firstFault"] is None, told)
    for file in (node.export, node.database):
        journal, fault = verify_journal.verify(file)
        tally.expect(f"{name}: the verifier finds no fault in {file.name}", fault is None, fault and (fault.sequence, fault.text))
        found = (journal.sequence, journal.signatures, journal.link.hex())
        tally.expect(f"{name}: entries, signatures and head of {file.name} are those of the program",
                     found == (told["entries"], told["signatureCount"], told["head"]), (found, told))
    with sqlite3.connect(node.database) as database:
        kept = dict(database.execute("SELECT record, state FROM record_state"))
    folded = {record: canonical(state) for record, state in journal.states().items()}
    tally.expect(f"{name}: all {len(kept)} folds are those of the program, byte for byte", kept == folded)
    acts = {entry["act"] for entries in journal.entries.values() for entry in entries.values()}
    return acts, len(journal.keys), any(verify_journal.has_clash(state) for state in journal.states().values())


def check_example(tally):
    """The worked example of the page: the state after each entry."""
    expected = [json.loads(line, parse_int=float) for line in (VECTORS / "journal-example-states.jsonl").read_bytes().splitlines()]
    journal, fault = verify_journal.verify(VECTORS / "journal-example.jsonl")
    tally.expect("example: no fault", fault is None, fault)
    (entries,) = journal.entries.values()
    tally.expect("example: a state for each entry", [line["after"] for line in expected] == list(range(1, journal.sequence + 1)))
    for line in expected:
        first = dict(list(entries.items())[:int(line["after"])])
        tally.expect(f"example: state after entry {int(line['after'])}", canonical(verify_journal.fold(first)) == canonical(line["state"]))


def check_forms(tally, node):
    """Each form in place of the last entry, with the right hashes. Both must refuse it at check 4 or 5, or, if it is an
    entry, only at check 6, since it is not what was signed."""
    with sqlite3.connect(node.database) as database:
        *_, (_, before), (last, _) = database.execute("SELECT sequence, link FROM journal_entry ORDER BY sequence")
        (body,) = database.execute("SELECT body FROM journal_entry WHERE sequence = ?", (last,)).fetchone()
    database.close()
    disagreed = []
    for name, change in {**FORGED, **FINE}.items():
        altered = change(json.loads(body)).encode()
        if altered == body:
            continue
        identifier = identifier_of(altered)
        with sqlite3.connect(node.database) as database:
            database.execute("UPDATE journal_entry SET body = ?, identifier = ?, link = ? WHERE sequence = ?",
                             (altered, identifier, link_of(before, identifier), last))
        database.close()
        program, (_, verifier) = node.json("verify", expected=None)["firstFault"], verify_journal.verify(node.database)
        expected = "signatures" if name in FINE else "chain"
        if not (program and (program["part"], program["sequence"]) == (expected, last)
                and verifier and verifier.sequence == last
                and (verifier.text == "the signature is not valid") == (name in FINE)):
            disagreed.append((name, program, verifier and (verifier.sequence, verifier.text)))
    tally.expect(f"forms: program and verifier agree about all {len(FORGED)} wrong and {len(FINE)} unusual forms of an entry",
                 not disagreed, disagreed)


ORGANISATION = "(SELECT identifier FROM organisation)"
LAST = "(SELECT max(sequence) FROM journal_entry)"
ENTRY = "INSERT INTO journal_entry SELECT {}, {}, record, identifier, link, body FROM journal_entry WHERE sequence = 1"
KEY = "INSERT INTO record_key SELECT {}, organisation, wrapped FROM record_key LIMIT 1"
ALTERED = {
    "entry of another organisation": ENTRY.format(2, 1),
    "entry before the first": ENTRY.format(1, 0),
    "entry filed elsewhere": "UPDATE journal_entry SET record = 'X' WHERE sequence = 1",
    "identifier": "UPDATE journal_entry SET identifier = zeroblob(32) WHERE sequence = 1",
    "last entry removed": f"DELETE FROM journal_entry WHERE sequence = {LAST}",
    "last signature removed": f"DELETE FROM journal_signature WHERE sequence = {LAST}",
    "signature too many": f"INSERT INTO journal_signature SELECT 1, {LAST} + 1, generation, signature FROM journal_signature LIMIT 1",
    "head removed": "DELETE FROM journal_head",
    "clock of the head": "UPDATE journal_head SET clock = (SELECT min(created) FROM record_state)",
    "spelling of the public keys": "UPDATE organisation SET public_keys = replace(public_keys, ',', ', ')",
    "key of a record removed": f"DELETE FROM record_key WHERE record = (SELECT max(record) FROM record_key WHERE record <> {ORGANISATION})",
    "key of the organisation removed": f"DELETE FROM record_key WHERE record = {ORGANISATION}",
    "key of no record": KEY.format("'X'"),
    "key of an erased record": KEY.format("(SELECT min(record) FROM record_state WHERE erased = 1)"),
    "state removed": "DELETE FROM record_state WHERE record = (SELECT min(record) FROM record_state)",
    "state too many": "INSERT INTO record_state SELECT 'X', 1, kind, created, changed, 0, 0, 0, facts, state FROM record_state LIMIT 1",
    "state altered": "UPDATE record_state SET state = CAST(replace(state, 'created', 'creates') AS BLOB)",
    "column of a state": "UPDATE record_state SET clash = 1 - clash",
}


def check_tables(tally, node):
    """One table altered by hand, each time another way: both must find it."""
    whole, unnoticed = node.database.read_bytes(), []
    for name, statement in ALTERED.items():
        with sqlite3.connect(node.database) as database:
            changed = database.execute(statement).rowcount
        database.close()
        program, (_, verifier) = node.json("verify", expected=None)["firstFault"], verify_journal.verify(node.database)
        if changed < 1 or program is None or verifier is None:
            unnoticed.append((name, changed, program, verifier and verifier.text))
        node.database.write_bytes(whole)
    tally.expect(f"tables: program and verifier both notice all {len(ALTERED)} changes of a table", not unnoticed, unnoticed)


def check_changes(tally, folder, file, rounds):
    check = mutate_journal.Check(folder)
    mutate_journal.check_verifier(check, file.read_bytes(), rounds)
    tally.expect(f"changes: the verifier is right about all {check.done} variants of {file.name}", not check.failures, check.failures)


def main():
    if not pathlib.Path(BINARY).exists():
        sys.exit(f"There is no program {BINARY}. Build it first: swift build")
    tally = Tally()
    check_example(tally)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        demo, small = Node(folder, "demo"), Node(folder, "small")
        demo.run("demo", "--cases", 40)
        demo.do_everything()
        acts, generations, has_clash = check_whole(tally, demo)
        tally.expect("demo: the journal holds readings, erasures, what took back, a clash and two signing keys",
                     {"read", "erase", "create", "change"} < acts and acts & {"undo", "retract"} and generations == 2 and has_clash,
                     (acts, generations, has_clash))
        small.run("init", "--organisation", "Example Helpline", "--country", "NP")
        small.do_everything()
        check_whole(tally, small)
        check_changes(tally, folder, VECTORS / "journal-example.jsonl", rounds=3)
        check_changes(tally, folder, small.export, rounds=1)
        check_tables(tally, small)
        check_forms(tally, small)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
