"""The bytes of the journal, as Docs/journal.md gives them: canonical JSON, the form of an entry, the hashes."""

import base64
import hashlib
import json
import math
import re
import sys
from decimal import Decimal
from json.encoder import encode_basestring

ACTS = ("create", "change", "undo", "resolve", "retract", "restore", "erase", "read")
NEEDED = {"act", "author", "base", "clock", "dictionary", "format", "kind", "organisation", "record", "set"}
OPTIONAL = {"batch", "ground"}
TEXTS = ("author", "batch", "dictionary", "kind", "organisation", "record")
ANSWERS = ({"value"}, {"absent"}, {"note", "value"}, {"absent", "note"}, {"sealed"})
MARKS = {"@retracted": ('{"value":true}', "null"), "@erased": ('{"value":true}',)}
DEEPEST, LONGEST = 512, 256 << 20

sys.setrecursionlimit(20 * DEEPEST)


# Canonical JSON (RFC 8785)

def number(value):
    """A number as ECMAScript writes it: the shortest digits that give it back, which `repr` finds too."""
    if not math.isfinite(value):
        raise ValueError("a number that is none in JSON")
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    point = len(digits) + exponent
    if point > 21 or point <= -6:
        fraction = "." + text[1:] if len(text) > 1 else ""
        text = f"{text[0]}{fraction}e{point - 1:+d}"
    elif point <= 0:
        text = "0." + "0" * -point + text
    elif point < len(text):
        text = text[:point] + "." + text[point:]
    else:
        text += "0" * (point - len(text))
    return "-" + text if sign else text


def spelled(value):
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (float, int)):
        return number(float(value))
    if isinstance(value, list):
        return "[" + ",".join([spelled(item) for item in value]) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join([spelled(name) + ":" + spelled(value[name]) for name in names]) + "}"


def canonical(value):
    return spelled(value).encode("utf-8")


def depth(text):
    deepest = level = 0
    for mark in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.DOTALL)):
        level += 1 if mark in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def members(pairs):
    if len(value := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return value


def parsed(data):
    """The value of JSON text, its numbers as float."""
    text = data.decode("utf-8")
    if text.count("[") + text.count("{") > DEEPEST and depth(text) > DEEPEST:
        raise ValueError(f"more than {DEEPEST} levels of nesting")
    return json.loads(text, parse_int=float, parse_constant=float, object_pairs_hook=members)


def object_of(data, form):
    """The object of canonical JSON text; a ValueError if it is none, or if its member `form` has another number than 1.
    Halves of surrogate pairs (no UTF-8) and numbers out of range are not canonical either."""
    value = parsed(data)
    if not isinstance(value, dict):
        raise ValueError("no object")
    if form in value and (value[form] is True or value[form] != 1):
        raise ValueError(f"its {form} is not 1: a newer program wrote it")
    if canonical(value) != data:
        raise ValueError("the bytes are not the canonical form")
    return value


def is_whole(value):
    return isinstance(value, float) and value.is_integer()


def is_hexadecimal(value, length):
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{length}}}", value) is not None


def unbase64(value):
    """The bytes, or None if it is not base64 in its only spelling."""
    try:
        data = base64.b64decode(value.encode("ascii"), validate=True)
    except (AttributeError, ValueError):
        return None
    return data if base64.b64encode(data).decode() == value else None


# An entry

def check_answer(name, answer):
    if name in MARKS:
        if spelled(answer) not in MARKS[name]:
            raise ValueError(f"an answer that {name} does not have")
    elif not re.fullmatch("[a-z][a-z0-9-]*", name):
        raise ValueError(f"{name!r} is the name of no field and no mark")
    if answer is None:
        return
    if not isinstance(answer, dict) or set(answer) not in ANSWERS:
        raise ValueError(f"{name} has no stored answer")
    if any(unbase64(answer[part]) is None for part in ("note", "sealed") if part in answer):
        raise ValueError(f"a sealed part of {name} is not base64")


def read_entry(body):
    """The entry of a body (check 4); a ValueError says why it is none of format 1."""
    if len(body) > LONGEST:
        raise ValueError(f"more than {LONGEST} bytes")
    entry = object_of(body, "format")
    if not NEEDED <= set(entry) <= NEEDED | OPTIONAL:
        raise ValueError("members: " + ", ".join(sorted((set(entry) ^ NEEDED) - OPTIONAL)))
    if any(not isinstance(entry[name], str) for name in TEXTS if name in entry):
        raise ValueError("a member that is to be text is none")
    if entry["act"] not in ACTS:
        raise ValueError("act is none of the eight")
    if not is_hexadecimal(entry["clock"], 24):
        raise ValueError("clock is not 24 hexadecimal digits")
    if "ground" in entry and unbase64(entry["ground"]) is None:
        raise ValueError("ground is not base64")
    base = entry["base"]
    if not isinstance(base, list) or not all(is_hexadecimal(digest, 64) for digest in base):
        raise ValueError("base does not consist of digests")
    if base != sorted(set(base)):
        raise ValueError("base is not in order, or has a digest twice")
    if not isinstance(entry["set"], dict):
        raise ValueError("set is no object")
    for name, answer in entry["set"].items():
        check_answer(name, answer)
    return entry


def identifier_of(body):
    return hashlib.sha256(b"corridor-entry-1\n" + body).digest()


def link_of(before, identifier):
    return hashlib.sha256(b"corridor-link-1\n" + before + identifier).digest()


def message_of(organisation, sequence, link):
    return f"corridor-signature-1\n{organisation}\n{sequence}\n{link.hex()}\n".encode("utf-8")
