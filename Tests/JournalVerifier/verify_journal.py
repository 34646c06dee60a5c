#!/usr/bin/env python3
"""Verifies the journal of an organisation, and folds its records.

First written from Docs/journal.md alone, without sight of the program that writes journals: so it checks that page as much
as the journals. It must stay so: no rule here that the page does not give. Needs Python 3.11 and the package `cryptography` (for Ed25519), and of keys only the public ones.

    python3 verify_journal.py FILE [--json] [--state]

FILE is an exported journal (JSON Lines) or a node's SQLite database; nothing is written to it. The checks are those of
the section "What is checked", by their numbers there: 0 to 9; of a database also what needs no secret of 10 (which
records have a key) and, of the projections of 11, the table record_state.

Exit status 0: no fault. 1: a fault; the first one is printed, with its place. 2: FILE cannot be read at all.
The counts are of what stood the checks, up to the first fault; `head` is the link of the last such entry.
"""

import argparse
import pathlib
import sqlite3
import sys
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from journal_fold import fold, has_clash, is_marked, needs_key
from journal_form import (canonical, identifier_of, is_hexadecimal, is_whole, link_of, message_of, object_of, read_entry,
                          spelled, unbase64)


class Fault(Exception):
    """The first thing that is not as the page says; `sequence` is None where the place is no entry."""

    def __init__(self, text, sequence=None):
        super().__init__(text)
        self.text, self.sequence = text, sequence


# Checks 0 to 9

@dataclass
class Journal:
    """What the rows or lines have said so far."""
    organisation: str
    keys: dict
    sequence: int = 0
    link: bytes = bytes(32)
    clock: str = ""
    signatures: int = 0
    signed: int = 0
    entries: dict = field(default_factory=dict)

    def add_entry(self, sequence, body, link, filed=None):
        """Checks 1 to 5. `filed` are the identifier and record that a database has beside the body."""
        following = self.sequence + 1
        if sequence != following:
            raise Fault(f"entry {sequence} follows entry {self.sequence}: removed or added", following)
        computed = identifier_of(body)
        if filed and filed[0] != computed:
            raise Fault("the identifier is not that of the body: altered", following)
        if link != link_of(self.link, computed):
            raise Fault("the link does not follow: altered, swapped, replaced or put in", following)
        try:
            entry = read_entry(body)
        except (ValueError, RecursionError) as reason:
            raise Fault(f"the body is no entry of format 1: {reason}", following) from None
        if entry["organisation"] != self.organisation:
            raise Fault("the entry is of another organisation", following)
        if filed and filed[1] != entry["record"].encode():
            raise Fault("the entry is filed under another record", following)
        self.sequence, self.link, self.clock = following, link, max(self.clock, entry["clock"])
        self.entries.setdefault(entry["record"], {})[computed.hex()] = entry

    def add_signature(self, generation, signature):
        """Check 6, of the last entry so far."""
        if signature is None or len(signature) != 64:
            raise Fault("the signature does not have 64 bytes", self.sequence)
        if generation not in self.keys:
            raise Fault("the signature is of a generation without public key", self.sequence)
        try:
            self.keys[generation].verify(signature, message_of(self.organisation, self.sequence, self.link))
        except InvalidSignature:
            raise Fault("the signature is not valid", self.sequence) from None
        self.signatures, self.signed = self.signatures + 1, self.sequence

    def check_end(self, signed_beyond=(), heads=None):
        """Checks 7 to 9; 7 and 8 are of a database. `heads` are the rows of its journal_head."""
        if signed_beyond:
            raise Fault("a signature for a sequence that has no entry: removed at the end", min(signed_beyond))
        expected = [(self.sequence, self.link, self.clock.encode())] if self.sequence else []
        if heads not in (None, expected):
            raise Fault("journal_head is not that of the last entry: removed at the end, or altered", self.sequence or None)
        if self.signed != self.sequence:
            raise Fault("the last entry is not signed", self.sequence)

    def states(self):
        folded = {record: fold(arrived) for record, arrived in self.entries.items()}
        return {record: state for record, state in folded.items() if state is not None}


def check_generations(keys):
    """Of one list of public keys: generations rise, and each key but the last is used until the next one is."""
    if not isinstance(keys, list) or not keys:
        raise Fault("a list of public keys is missing or empty")
    for index, key in enumerate(keys):
        numbers = {"generation", "since"} | ({"until"} if index < len(keys) - 1 else set())
        if not (isinstance(key, dict) and set(key) == numbers | {"key"} and is_hexadecimal(key["key"], 64)
                and all(is_whole(key[name]) for name in numbers) and key["since"] <= key.get("until", key["since"])):
            raise Fault("a public key is not in its form")
        before = keys[index - 1] if index else {"generation": 0, "until": key["since"]}
        if key["generation"] <= before["generation"] or key["since"] != before["until"]:
            raise Fault("the public keys do not follow on each other")


def read_keys(value, organisation):
    """The public signing keys by generation."""
    if not isinstance(value, dict) or set(value) != {"organisation", "receiving", "signing"}:
        raise Fault("the public keys are not in their form")
    if value["organisation"] != organisation:
        raise Fault("the public keys are of another organisation")
    check_generations(value["receiving"])
    check_generations(value["signing"])
    return {int(key["generation"]): Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["key"]))
            for key in value["signing"]}


# In a file

def start_of_file(line):
    if set(line) != {"journal", "organisation", "publicKeys"} or not isinstance(line["organisation"], str):
        raise Fault("line 1: not the first line of a journal")
    return Journal(line["organisation"], read_keys(line["publicKeys"], line["organisation"]))


def add_line(journal, line, place):
    """One line after the first: its form (check 0), then the checks of what it says."""
    if set(line) == {"body", "link", "sequence"}:
        if not (isinstance(line["body"], str) and is_hexadecimal(line["link"], 64) and is_whole(line["sequence"])):
            raise Fault(f"{place}: not the line of an entry", journal.sequence + 1)
        journal.add_entry(int(line["sequence"]), line["body"].encode(), bytes.fromhex(line["link"]))
    elif set(line) == {"generation", "signature", "signed"}:
        signature = unbase64(line["signature"])
        if signature is None or not (is_whole(line["generation"]) and is_whole(line["signed"])):
            raise Fault(f"{place}: not the line of a signature", journal.sequence)
        if line["signed"] != journal.sequence or journal.signed == journal.sequence:
            raise Fault(f"{place}: a signature of entry {int(line['signed'])} does not stand directly after it: "
                        "it was moved, or entries were removed", journal.sequence)
        journal.add_signature(int(line["generation"]), signature)
    else:
        raise Fault(f"{place}: neither an entry nor a signature", journal.sequence + 1)


def verify_file(file):
    """Yields the journal as soon as there is one; then goes on, up to the first fault."""
    journal = None
    for count, data in enumerate(file, 1):
        place = f"line {count}"
        if not data.endswith(b"\n"):
            raise Fault(f"{place}: no line feed at the end")
        try:
            line = object_of(data[:-1], "journal")
        except (ValueError, RecursionError) as reason:
            raise Fault(f"{place}: {reason}", journal and journal.sequence + 1) from None
        if journal is None:
            yield (journal := start_of_file(line))
        else:
            add_line(journal, line, place)
    if journal is None:
        raise Fault("the file is empty")
    journal.check_end()


# In the database

def opened(path):
    """Read only. Without a write-ahead log beside it the file is taken as it lies, so that no file is put beside it."""
    log = pathlib.Path(str(path) + "-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    database = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
    database.text_factory = bytes
    return database


def start_of_database(database):
    rows = database.execute("SELECT number, identifier, public_keys FROM organisation").fetchall()
    if len(rows) != 1:
        raise OSError(f"the table organisation has {len(rows)} rows instead of one")
    number, identifier, keys = rows[0]
    try:
        value = object_of(keys, None)
    except (ValueError, RecursionError) as reason:
        raise Fault(f"the public keys are not in their form: {reason}") from None
    organisation = identifier.decode("utf-8", "replace")
    return number, Journal(organisation, read_keys(value, organisation))


def check_record_keys(journal, states, keys, number):
    """What needs no secret of check 10. `keys` has the organisation's number for each record with a key."""
    for record, state in sorted(states.items()):
        if is_marked(state, "@erased"):
            if record in keys:
                raise Fault(f"record {record} is erased but has a key")
        elif record not in keys and needs_key(state, journal.entries[record]):
            raise Fault(f"record {record} has sealed parts but no key")
    for record, owner in sorted(keys.items()):
        if record != journal.organisation and (owner != number or record not in journal.entries):
            raise Fault(f"a key for {record}, which has no entry")
    by_organisation = [entry for entries in journal.entries.values() for entry in entries.values()
                       if entry["act"] in ("erase", "read") and "ground" in entry]
    if by_organisation and journal.organisation not in keys:
        raise Fault("the organisation's key for grounds is missing")


def row_of_state(record, state, number):
    return (record.encode(), number, state["kind"].encode(), state["created"].encode(), state["changed"].encode(),
            int(is_marked(state, "@retracted")), int(is_marked(state, "@erased")), int(has_clash(state)),
            canonical(state))


def check_projection(states, rows, number):
    """Of check 11 the table record_state, byte for byte, but for its column `facts`, which is not of the fold."""
    found, expected = {row[0]: row for row in rows}, {r.encode(): row_of_state(r, s, number) for r, s in states.items()}
    for record in sorted(found.keys() | expected.keys()):
        if found.get(record) != expected.get(record):
            what = "is missing" if record not in found else "is too many" if record not in expected else "differs"
            raise Fault(f"record_state of {record.decode('utf-8', 'replace')} {what}")


def verify_database(database):
    """Yields the journal as soon as there is one; then goes on, up to the first fault."""
    number, journal = start_of_database(database)
    yield journal

    def rows(columns, table):
        return database.execute(f"SELECT {columns} FROM {table} WHERE organisation = ? ORDER BY 1", (number,))

    outside = "SELECT min(sequence) FROM journal_entry WHERE organisation <> ? OR sequence < 1"
    if (stray := database.execute(outside, (number,)).fetchone()[0]) is not None:
        raise Fault("an entry outside the chain", stray)
    signatures = {row[0]: row[1:] for row in rows("sequence, generation, signature", "journal_signature")}
    for sequence, record, identifier, link, body in rows("sequence, record, identifier, link, body", "journal_entry"):
        journal.add_entry(sequence, body, link, (identifier, record))
        if sequence in signatures:
            journal.add_signature(*signatures.pop(sequence))
    journal.check_end(signatures, rows("sequence, link, clock", "journal_head").fetchall())
    states = journal.states()
    keys = database.execute("SELECT record, organisation FROM record_key")
    check_record_keys(journal, states, {record.decode("utf-8", "replace"): owner for record, owner in keys}, number)
    columns = "record, organisation, kind, created, changed, retracted, erased, clash, state"
    check_projection(states, database.execute(f"SELECT {columns} FROM record_state").fetchall(), number)


# The command

def verify(path):
    """The journal (None if there is not even a beginning of one) and the first fault (None if there is none)."""
    journal = None
    with open(path, "rb") as file:
        is_database = file.read(16) == b"SQLite format 3\0"
        file.seek(0)
        try:
            for journal in verify_database(opened(path)) if is_database else verify_file(file):
                pass
        except Fault as fault:
            return journal, fault
    return journal, None


def report(journal, states, fault):
    return {"entries": journal.sequence if journal else 0, "records": len(states),
            "signatures": journal.signatures if journal else 0,
            "head": journal.link.hex() if journal and journal.sequence else None,
            "firstFault": {"sequence": fault.sequence, "fault": fault.text} if fault else None}


def main():
    parser = argparse.ArgumentParser(description="Verifies an exported journal or a node's SQLite database.")
    parser.add_argument("file", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--state", action="store_true", help="print the fold of every record too")
    options = parser.parse_args()
    try:
        journal, fault = verify(options.file)
    except (OSError, sqlite3.Error) as problem:
        print(f"{options.file}: {problem}", file=sys.stderr)
        return 2
    states = journal.states() if journal else {}
    result = report(journal, states, fault)
    if options.json:
        print(spelled(result | ({"state": states} if options.state else {})))
        return 1 if fault else 0
    if fault:
        print((f"FAULT at entry {fault.sequence}: " if fault.sequence else "FAULT: ") + fault.text)
    print("{entries} entries, {records} records, {signatures} signatures; head {head}".format(**result))
    if options.state:
        print(spelled(states))
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
