"""Exported journals as lists of lines: read, linked anew, signed anew."""

import base64
import copy
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def compact(value):
    """Canonical JSON of what occurs here: names in ASCII, no fractions."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def identifier_of(body):
    return hashlib.sha256(b"corridor-entry-1\n" + body.encode()).hexdigest()


def link_of(before, body):
    whole = b"corridor-link-1\n" + bytes.fromhex(before) + bytes.fromhex(identifier_of(body))
    return hashlib.sha256(whole).hexdigest()


def is_entry(line):
    return "body" in line


def is_signature(line):
    return "signed" in line


def linked(lines):
    """The lines with sequences and links made anew; what was signed at an entry is signed at its new sequence."""
    link, sequence, result = "00" * 32, 0, []
    for line in copy.deepcopy(lines):
        if is_entry(line):
            sequence, link = sequence + 1, link_of(link, line["body"])
            line |= {"sequence": sequence, "link": link}
        elif is_signature(line):
            line["signed"] = sequence
        result.append(line)
    return result


def signed(lines):
    """The lines linked and signed anew, with a key of our own."""
    key, result = Ed25519PrivateKey.from_private_bytes(bytes(range(32))), linked(lines)
    organisation, link = result[0]["organisation"], None
    public = {"generation": 1, "key": key.public_key().public_bytes_raw().hex(), "since": 1}
    result[0]["publicKeys"] |= {"receiving": [public], "signing": [public]}
    for line in result:
        if is_signature(line):
            message = f"corridor-signature-1\n{organisation}\n{line['signed']}\n{link}\n"
            line |= {"generation": 1, "signature": base64.b64encode(key.sign(message.encode())).decode()}
        link = line.get("link")
    return result


def as_bytes(lines):
    return "".join(compact(line) + "\n" for line in lines).encode()


def indices(lines, wanted):
    return [index for index, line in enumerate(lines) if wanted(line)]
