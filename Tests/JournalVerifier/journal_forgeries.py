"""What somebody with the signing key could write: entries in a wrong form (FORGED) and in an unusual one (FINE), each
giving the body as text from an entry; and small journals whose folds are worked out by hand from Docs/journal.md (FOLDS).
"""

import copy
import json

from journal_lines import as_bytes, compact, identifier_of, signed


def with_members(**members):
    return lambda entry: compact(entry | members)


def with_answer(name, answer):
    return lambda entry: compact(entry | {"set": entry["set"] | {name: answer}})


def without(name):
    return lambda entry: compact({other: value for other, value in entry.items() if other != name})


def respelled(old, new):
    return lambda entry: compact(entry).replace(old, new, 1)


def nested(levels):
    """An entry with so many levels: itself, `set`, the answer and the arrays in it."""
    deep = "[" * (levels - 3) + "]" * (levels - 3)
    return lambda entry: compact(entry | {"set": {}}).replace('"set":{}', '"set":{"deep":{"value":%s}}' % deep)


LOW, HIGH = "0" * 64, "f" * 64
FORGED = {
    "another member": with_members(zeal=1),
    "no clock": without("clock"),
    "no base": without("base"),
    "no set": without("set"),
    "unknown act": with_members(act="update"),
    "author is null": with_members(author=None),
    "batch is null": with_members(batch=None),
    "ground is not base64": with_members(ground="AAA"),
    "ground with unused bits": with_members(ground="AB=="),
    "clock in capitals": with_members(clock="01A209119AEC0000E3C85EE0"),
    "clock too short": with_members(clock="01a209119aec0000e3c85ee"),
    "base out of order": with_members(base=[HIGH, LOW]),
    "base with one twice": with_members(base=[LOW, LOW]),
    "base in capitals": with_members(base=["F" * 64]),
    "base is text": with_members(base=LOW),
    "format 2": with_members(format=2),
    "format is text": with_members(format="1"),
    "format is true": with_members(format=True),
    "another organisation": with_members(organisation="OTHER"),
    "set is an array": with_members(set=[]),
    "field begins with a digit": with_answer("1st", None),
    "field in capitals": with_answer("Name", None),
    "field with an underscore": with_answer("a_b", None),
    "field with a line feed": with_answer("name\n", None),
    "field without letters": with_answer("", None),
    "unknown mark": with_answer("@merged", {"value": True}),
    "erased is null": with_answer("@erased", None),
    "erased is false": with_answer("@erased", {"value": False}),
    "erased is 1": with_answer("@erased", {"value": 1}),
    "retracted is false": with_answer("@retracted", {"value": False}),
    "mark with a note": with_answer("@retracted", {"note": "AAAA", "value": True}),
    "answer is text": with_answer("sex", "female"),
    "answer is empty": with_answer("sex", {}),
    "note alone": with_answer("sex", {"note": "AAAA"}),
    "sealed beside a note": with_answer("sex", {"note": "AAAA", "sealed": "AAAA"}),
    "value beside absent": with_answer("sex", {"absent": "unknown", "value": 1}),
    "sealed is not base64": with_answer("sex", {"sealed": "AA-_"}),
    "sealed with a line feed": with_answer("sex", {"sealed": "AAAA\n"}),
    "sealed is a number": with_answer("sex", {"sealed": 1}),
    "blank": respelled('"author":', '"author": '),
    "line feed at the end": lambda entry: compact(entry) + "\n",
    "order of members": respelled('"format":1,"', '"format":1,"act":"read","'),
    "letter escaped": respelled('"act":"', '"act":"\\u0063'),
    "number 1.0": respelled('"format":1', '"format":1.0'),
    "name twice": respelled('"format":1', '"format":1,"format":1'),
    "integer beyond doubles": respelled('"set":{', '"set":{"a":{"value":9007199254740993},'),
    "half a surrogate pair": respelled('"author":"', '"author":"\\ud800'),
    "513 levels": nested(513),
    "not JSON": lambda entry: "{",
    "an array": lambda entry: "[]",
}
FINE = {
    "nothing changed": compact,
    "512 levels": nested(512),
    "every form of answer": with_members(set={
        "a": None, "b": {"value": None}, "c": {"absent": "refused"}, "d": {"note": "AAAA", "value": [1, {}]},
        "e": {"absent": "unknown", "note": "AAA="}, "f": {"sealed": "AA=="}, "a-9": {"value": "\u00e9\u2028\U0001f600"},
        "@retracted": {"value": True}}),
    "act and answers at odds": with_members(act="create", base=[LOW, HIGH]),
    "numbers": lambda entry: compact(entry | {"set": {}}).replace(
        '"set":{}', '"set":{"a":{"value":[0,-1.5,1e+21,1e-7,0.000001,9007199254740992,100000000000000000000]}}'),
    "order of UTF-16": lambda entry: compact(entry | {"set": {}}).replace(
        '"set":{}', '"set":{"a":{"value":{"\u20ac":1,"\U0001f600":2,"\ufb33":3}}}'),
}


def forged(lines, change, index):
    lines = copy.deepcopy(lines)
    lines[index]["body"] = change(json.loads(lines[index]["body"]))
    return as_bytes(signed(lines))


ONE, TWO, THREE, FOUR, TRUE = {"value": 1}, {"value": 2}, {"value": 3}, {"value": 4}, {"value": True}
SEALED, NOTED = {"sealed": "AAAA"}, {"note": "AAAA", "value": 1}
FOLDS = {
    # name: (entries as name, names in base, clock, set, act; names of the heads; field: answers, first the one that shows)
    "one after the other": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {"a": TWO})], "2", {"a": [TWO]}),
    "without seeing": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {"a": TWO}), ("3", "1", 3, {"a": THREE})],
                       "23", {"a": [THREE, TWO]}),
    "order of arrival": ([("3", "", 3, {"a": THREE}), ("2", "", 2, {"a": TWO})], "23", {"a": [THREE, TWO]}),
    "three answers": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": TWO}), ("3", "", 3, {"a": THREE})],
                      "123", {"a": [THREE, TWO, ONE]}),
    "settled": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": TWO}), ("3", "12", 3, {"a": ONE})], "3", {"a": [ONE]}),
    "seen but not answered": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": TWO}), ("3", "12", 3, {"b": ONE})],
                              "3", {"a": [TWO, ONE], "b": [ONE]}),
    "seen through another": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {"b": TWO}), ("3", "2", 3, {"a": THREE})],
                             "3", {"a": [THREE], "b": [TWO]}),
    "base of equal clock": ([("1", "", 1, {"b": ONE}), ("2", "1", 1, {"c": TWO})], "12", {"b": [ONE], "c": [TWO]}),
    "base of later clock": ([("1", "", 5, {"a": ONE}), ("2", "1", 2, {"a": TWO})], "12", {"a": [ONE, TWO]}),
    "unknown base": ([("1", "", 1, {"a": ONE}), ("2", "?", 2, {"a": TWO})], "12", {"a": [TWO, ONE]}),
    "base not seen through it": ([("1", "", 1, {"a": ONE}), ("2", "1", 3, {"b": TWO}), ("3", "2", 2, {"a": THREE})],
                                 "23", {"a": [THREE, ONE], "b": [TWO]}),
    "the same entry twice": ([("1", "", 1, {"a": ONE}), ("1", "", 1, {"a": ONE})], "1", {"a": [ONE]}),
    "cleared": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {"a": None})], "2", {}),
    "cleared without seeing": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": None})], "12", {"a": [None, ONE]}),
    "cleared before": ([("1", "", 2, {"a": ONE}), ("2", "", 1, {"a": None})], "12", {"a": [ONE, None]}),
    "equal open answers": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": TWO}), ("3", "", 3, {"a": ONE})],
                           "123", {"a": [ONE, TWO]}),
    "true is not 1": ([("1", "", 1, {"a": ONE}), ("2", "", 2, {"a": TRUE})], "12", {"a": [TRUE, ONE]}),
    "read": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {}, "read"), ("3", "2", 3, {"a": THREE})],
             "13", {"a": [THREE, ONE]}),
    "nothing but a read": ([("1", "", 1, {}, "read")], None, None),
    "retracted": ([("1", "", 1, {"a": ONE}), ("2", "1", 2, {"@retracted": TRUE}), ("3", "1", 3, {"a": TWO})],
                  "23", {"@retracted": [TRUE], "a": [TWO]}),
    "restored": ([("1", "", 1, {"@retracted": TRUE}), ("2", "1", 2, {"@retracted": None})], "2", {}),
    "erased": ([("1", "", 1, {"a": SEALED, "b": NOTED, "c": THREE}), ("2", "1", 2, {"@erased": TRUE})],
               "2", {"@erased": [TRUE], "b": [ONE], "c": [THREE]}),
    "erased, then answered": ([("1", "", 1, {"@erased": TRUE}), ("2", "1", 2, {"a": SEALED, "b": NOTED})],
                              "2", {"@erased": [TRUE], "b": [ONE]}),
    "erased with clashes": ([("1", "", 1, {"a": ONE, "b": TWO, "c": None, "d": None}),
                             ("2", "", 2, {"a": SEALED, "b": NOTED, "c": SEALED, "d": FOUR}),
                             ("3", "", 3, {"a": THREE, "b": ONE, "d": SEALED}), ("4", "", 4, {"@erased": TRUE})],
                            "1234", {"@erased": [TRUE], "a": [THREE, ONE], "b": [ONE, TWO], "d": [FOUR, None]}),
}


def body_of(base, time, answers, act="change"):
    return compact({"act": act, "author": "a", "base": base, "clock": f"{time:016x}0a0a0a0a", "dictionary": "1", "format": 1,
                    "kind": "person", "organisation": "O", "record": "R", "set": answers})


def journal_of(entries):
    """A signed journal of one record, and the identifiers of its entries by name."""
    lines = [{"journal": 1, "organisation": "O", "publicKeys": {"organisation": "O", "receiving": [], "signing": []}}]
    identifiers = {"?": HIGH}
    for name, base, *rest in entries:
        body = body_of(sorted(identifiers[other] for other in base), *rest)
        identifiers[name] = identifier_of(body)
        lines.append({"body": body})
    return as_bytes(signed([*lines, {"signed": 0}])), identifiers
