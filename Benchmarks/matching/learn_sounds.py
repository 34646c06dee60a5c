"""Learns Sources/Matching/Resources/sound-costs.csv from pairs of spellings of the same name.

    learn_sounds.py PAIRS.tsv > sound-costs.csv

PAIRS.tsv has two columns: sounds of one spelling and of the other, each as SOUNDS/writing, in the notation of Sources/Matching/Names/Sound.swift.
For each pair of ways of writing a memoryless stochastic transducer is fitted by expectation-maximisation (Ristad and Yianilos 1998), with a prior that prefers
equal sounds, then sounds of one class, so that what was never seen is dear and not impossible. Needs numpy.
"""

import collections
import csv
import math
import sys

import numpy as np

LETTERS = " aeiou@pbtdkgqfvwhmnlrszyjCSZXGTDBJR'c"
COUNT = len(LETTERS)
CODE = {letter: number for number, letter in enumerate(LETTERS)}
WRITINGS = ["alphabet", "consonants", "indian", "southEastAsian"]
UNIT = 16
LIMIT = 24
CLASSES = ["pbBfvw", "tdTD", "kgqXG", "szSZCcjJ", "mn", "l", "rR", "aeiou@"]
NEAR = ["iy", "ey", "uw", "ow", "hX", "h'", "a'", "zD", "sT", "ah", "@a", "lR", "dR", "gj"]
EASILY_LOST = "aeiou@h'yw"


def prior(strength):
    table = np.full((COUNT, COUNT), 0.002)
    for group in CLASSES:
        for first in group:
            for second in group:
                table[CODE[first], CODE[second]] = 0.08
    for first, second in NEAR:
        table[CODE[first], CODE[second]] = table[CODE[second], CODE[first]] = 0.1
    for number in range(1, COUNT):
        table[number, number] = 1.0
        table[number, 0] = table[0, number] = 0.15 if LETTERS[number] in EASILY_LOST else 0.012
    table[0, 0] = 0
    return strength * table / table.sum() * COUNT


def padded(words):
    width = max(len(word) for word in words)
    table = np.zeros((len(words), width), dtype=np.int64)
    for number, word in enumerate(words):
        table[number, : len(word)] = word
    return table, np.array([len(word) for word in words])


def expected_counts(lefts, rights, chances):
    """How often each sound was read as each other, over all ways to align every pair."""
    counts = np.zeros(COUNT * COUNT)
    likelihood = 0.0
    for start in range(0, len(lefts), 4000):
        left, rows = padded(lefts[start : start + 4000])
        right, columns = padded(rights[start : start + 4000])
        number = len(rows)
        height, width = left.shape[1], right.shape[1]
        forward = np.zeros((height + 1, width + 1, number))
        forward[0, 0] = 1
        for i in range(height + 1):
            for j in range(width + 1):
                if i:
                    forward[i, j] += forward[i - 1, j] * chances[left[:, i - 1], 0]
                if j:
                    forward[i, j] += forward[i, j - 1] * chances[0, right[:, j - 1]]
                if i and j:
                    forward[i, j] += forward[i - 1, j - 1] * chances[left[:, i - 1], right[:, j - 1]]
        total = forward[rows, columns, np.arange(number)]
        good = total > 0
        likelihood += np.log(total[good]).sum()
        scale = np.where(good, 1 / np.where(good, total, 1), 0)
        backward = np.zeros((height + 2, width + 2, number))
        for i in range(height, -1, -1):
            for j in range(width, -1, -1):
                value = ((rows == i) & (columns == j)).astype(float)
                if i < height:
                    chance = chances[left[:, i], 0] * backward[i + 1, j]
                    value = value + chance
                    counts += np.bincount(left[:, i] * COUNT, forward[i, j] * chance * scale, COUNT * COUNT)
                if j < width:
                    chance = chances[0, right[:, j]] * backward[i, j + 1]
                    value = value + chance
                    counts += np.bincount(right[:, j], forward[i, j] * chance * scale, COUNT * COUNT)
                if i < height and j < width:
                    chance = chances[left[:, i], right[:, j]] * backward[i + 1, j + 1]
                    value = value + chance
                    counts += np.bincount(left[:, i] * COUNT + right[:, j], forward[i, j] * chance * scale, COUNT * COUNT)
                backward[i, j] = value
    return counts.reshape(COUNT, COUNT), likelihood


def fit(pairs, start, strength, rounds=8):
    lefts = [left for left, _ in pairs]
    rights = [right for _, right in pairs]
    belief = prior(strength) + start
    chances = belief / belief.sum() * 0.95
    for _ in range(rounds):
        counts, likelihood = expected_counts(lefts, rights, chances)
        counts[0, 0] = 0
        table = counts + belief
        table[0, 0] = 0
        chances = table / table.sum() * 0.95
    print(f"{len(pairs)} pairs, log-likelihood a pair {likelihood / max(1, len(pairs)):.2f}", file=sys.stderr)
    return chances, counts


def main():
    pairs = collections.defaultdict(list)
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            (left, first), (right, second) = (cell.split("/") for cell in line.rstrip("\n").split("\t"))
            left, right = [CODE[sound] for sound in left][:LIMIT], [CODE[sound] for sound in right][:LIMIT]
            if WRITINGS.index(first) > WRITINGS.index(second):
                first, second, left, right = second, first, right, left
            if left and right:
                pairs[first, second].append((left, right))
                if first == second:
                    pairs[first, second].append((right, left))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["left_writing", "right_writing", "left", "costs", "source"])
    source = (
        "learned by Benchmarks/matching/learn_sounds.py from Wikidata name groups (CC0), google/transliteration ar2en (Apache 2.0), "
        "Wikidata Arabic names (CC0), CMU Indian names (CC BY 3.0) and titles of Wikipedia in Bengali"
    )
    learned = {}
    for first in WRITINGS:
        for second in WRITINGS[WRITINGS.index(first) :]:
            # Thai, Burmese and Khmer begin from what Indian scripts taught, because there are few pairs of them.
            ancestor = tuple(sorted(("indian" if w == "southEastAsian" else w for w in (first, second)), key=WRITINGS.index))
            start = np.zeros((COUNT, COUNT))
            if ancestor != (first, second) and ancestor in learned:
                start = learned[ancestor] / learned[ancestor].sum() * 400
            chances, counts = fit(pairs[first, second], start, 60)
            learned[first, second] = counts + start
            write(out, first, second, chances, source)
            source = ""


def usual(evidence, chances):
    """The evidence that each sound gives on average when the names are the same."""
    return (evidence * chances).sum(axis=1) / np.maximum(chances.sum(axis=1), 1e-12)


def write(out, first, second, chances, source):
    left = chances.sum(axis=1)
    right = chances.sum(axis=0)
    # The share of a sound among all sounds of its side; "nothing" is no sound.
    left = left / left[1:].sum()
    right = right / right[1:].sum()
    evidence = np.full((COUNT, COUNT), -9.0)
    for a in range(COUNT):
        for b in range(COUNT):
            if a and b:
                evidence[a, b] = math.log(chances[a, b] / (left[a] * right[b]))
            elif a:
                evidence[a, 0] = math.log(chances[a, 0] / left[a])
            elif b:
                evidence[0, b] = math.log(chances[0, b] / right[b])
    floor = 0.3
    # What a sound tells when the names are the same: half way between the best and the usual, since an unwritten vowel is no loss.
    left_information = np.maximum((evidence.max(axis=1) + usual(evidence, chances)) / 2, floor)
    right_information = np.maximum((evidence.max(axis=0) + usual(evidence.T, chances.T)) / 2, floor)
    left_information[0] = right_information[0] = 0
    if first == second:
        for number in range(1, COUNT):
            left_information[number] = right_information[number] = max(evidence[number, number], floor)
    def told(values):
        return " ".join(str(max(0, min(240, round(value * UNIT)))) for value in values)

    out.writerow([first, second, "information", told(left_information), source])
    if first != second:
        out.writerow([second, first, "information", told(right_information), ""])
    for a in range(COUNT):
        costs = (left_information[a] + right_information) / 2 - evidence[a]
        if first == second and a:
            costs[a] = 0
        costs[0] = 0 if a == 0 else costs[0]
        out.writerow([first, second, LETTERS[a] if a else "nothing", told(costs), ""])



main()
