"""How often encodings of two spellings of one name come near each other, and how often those of strangers do.

    CORRIDOR=.build/release/corridor encoded_names.py [--threshold 0.735] [--people 1500]

Each set is a list of made-up people with two names, put together from pairs of spellings of the name sets (CORRIDOR_GROUND_TRUTH), a year of birth (in one of the two lists missing for a tenth and one off
for a seventh) and a sex; the pairs across scripts are of the fifth that no cost of sounds was learned from. Both lists are encoded and compared (`match encode`, `match compare`): what share of the people
meets. Strangers are people of `generate_people.py`, in which common names are as common as in a register: how many of all pairs of two different people meet. Everything follows from the seed.
Prints one JSON object.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
CORRIDOR = os.environ.get("CORRIDOR", str(ROOT / ".build/release/corridor"))
TRUTH = pathlib.Path(os.environ.get("CORRIDOR_GROUND_TRUTH", ROOT.parent / "shared/data")) / "names"


def rows_of(name):
    with open(TRUTH / name, encoding="utf-8") as file:
        yield from csv.DictReader(file)


def sets(people):
    dice = random.Random(5)
    couple = lambda values: [(a[0] + " " + b[0], a[1] + " " + b[1]) for a, b in ((dice.choice(values), dice.choice(values)) for _ in range(people))]
    sources = collections.defaultdict(set)
    for row in rows_of("name-script-pairs.csv"):
        if zlib.crc32(row["native"].encode()) % 5 == 0:
            sources[f"{row['script']}-Latin, {row['source']}"].add((row["native"], row["latin"]))
    for source, pairs in sorted(sources.items()):
        yield source, couple(sorted(pairs))
    whole = {}
    for row in rows_of("name-pairs-labelled.csv"):
        if row["label"] == "match" and row["pair_kind"] == "name-form" and row["script_a"] == row["script_b"] == "Latin":
            whole.setdefault(row["entity"], (row["name_a"], row["name_b"]))
    yield "Latin spellings of whole names (labelled pairs)", list(whole.values())
    across, latin = [], []
    for row in rows_of("name-variant-groups.csv"):
        forms = row["forms"].split("|")
        ascii_forms = [form for form in forms if form.isascii()]
        others = [form for form in forms if ord(form[0]) > 0x500]
        if ascii_forms and others:
            across.append((dice.choice(others), dice.choice(ascii_forms)))
        if len(ascii_forms) > 1:
            latin.append(tuple(dice.sample(ascii_forms, 2)))
    yield "variants of Wikidata, another script-Latin", couple(across)
    yield "variants of Wikidata, Latin-Latin", couple(latin)


def with_years(names, dice):
    for left, right in names:
        year, sex, chance = int(dice.gauss(1990, 9)), dice.choice("mmf"), dice.random()
        other = "" if chance < 0.1 else year + dice.choice((-1, 1)) if chance < 0.25 else year
        yield (left, year, sex), (right, other, sex)


def compared(lefts, rights, threshold, folder):
    """The pairs of rows of two lists whose encodings are alike."""
    (folder / "secret").write_bytes(random.Random(9).randbytes(32))
    for name, rows in (("a", lefts), ("b", rights)):
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("id", "name", "birth_year", "sex"), *((number, *row) for number, row in enumerate(rows))])
        subprocess.run(
            [CORRIDOR, "match", "encode", folder / f"{name}.csv", "--secret-file", folder / "secret", "--output", folder / f"{name}.clk"], check=True, capture_output=True)
    subprocess.run(
        [CORRIDOR, "match", "compare", folder / "a.clk", folder / "b.clk", "--threshold", str(threshold), "--output", folder / "pairs.csv"], check=True, capture_output=True)
    with open(folder / "pairs.csv", encoding="utf-8") as file:
        return {(int(row["left"]), int(row["right"])) for row in csv.DictReader(file)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--threshold", type=float, default=0.735)
    options.add_argument("--people", type=int, default=1500)
    options = options.parse_args()
    results = {"threshold": options.threshold}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, names in sets(options.people):
            rows = list(with_years(names, random.Random(zlib.crc32(name.encode()))))
            found = compared([row[0] for row in rows], [row[1] for row in rows], options.threshold, folder)
            results[name] = round(sum((number, number) in found for number in range(len(rows))) / len(rows), 3)
        subprocess.run([sys.executable, ROOT / "Benchmarks/matching/generate_people.py", folder / "people", "--people", "6000", "--queries", "1", "--seed", "9"], check=True, capture_output=True)
        with open(folder / "people/people.csv", encoding="utf-8") as file:
            people = [(row["given_name"] + " " + row["surname"], row["date_of_birth"][:4], row["sex"][:1]) for row in csv.DictReader(file)]
        lefts, rights = people[:3000], people[3000:]
        found = compared(lefts, rights, options.threshold, folder)
        strange = [pair for pair in found if sorted(lefts[pair[0]][0].lower().split()) != sorted(rights[pair[1]][0].lower().split())]
        results["strangers of a million pairs"] = round(len(strange) / len(lefts) / len(rights) * 1e6, 1)
    print(json.dumps(results, indent=1, ensure_ascii=False))


main()
