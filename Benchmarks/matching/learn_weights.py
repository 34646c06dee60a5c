"""Learns Sources/Matching/Resources/name-weights.csv from labelled pairs of names.

    learn_weights.py --pairs GROUND-TRUTH/names > pairs.csv
    corridor match names pairs.csv --with-features --output scored.csv
    learn_weights.py scored.csv > name-weights.csv

Pairs: the labelled ones without those whose `pair_kind` is other-name-alias, because these names are not spellings of one another; names of the same lists drawn together at random; and pairs
across scripts of four fifths of name-script-pairs.csv (the other fifth is what `peers.py` measures), each right one beside a name drawn at random and one that begins alike.

An additive logistic model with a line of a few corners for each feature. Each line may only rise, or only fall: more agreement never lowers a score, more that stays unanswered never raises it
(W. Duivesteijn, A. Feelders, Nearest Neighbour Classification with Monotonicity Constraints, 2008, on why a model must be so where people have to follow it). Quality is measured on entities that
were left out in turn and told on standard error. Needs numpy, scipy and scikit-learn.
"""

import argparse
import collections
import csv
import pathlib
import random
import sys
import zlib

SOURCE = (
    "learned by Benchmarks/matching/learn_weights.py, each line rising or falling only, from labelled pairs: nomenklatura name_bench (MIT), UN Security Council list of 2020-11-30, "
    "OFAC list of April 2021 (United States, public domain); unrelated pairs of these; pairs across scripts as in sound-costs.csv"
)
CORNERS = 6
# What more of a feature does to the score; features that are not named rise.
FALLING = {"contradicted", "unanswered", "reordered"}
# Not an amount of agreement: may do either, by one step.
FREE = {"acrossScripts"}


def pairs(folder):
    dice = random.Random(11)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name_a", "name_b", "label", "entity", "kind"])
    with open(folder / "name-pairs-labelled.csv", encoding="utf-8") as file:
        labelled = list(csv.DictReader(file))
    for row in labelled:
        if row["pair_kind"] != "other-name-alias":
            out.writerow([row["name_a"], row["name_b"], row["label"], row["entity"], "labelled"])
    names = sorted({row[side] for row in labelled for side in ("name_a", "name_b")})
    for _ in range(1500):
        left, right = dice.sample(names, 2)
        out.writerow([left, right, "no-match", "unrelated|" + left, "unrelated"])
    sources = collections.defaultdict(set)
    with open(folder / "name-script-pairs.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if zlib.crc32(row["native"].encode()) % 5:
                sources[row["source"]].add((row["native"], row["latin"]))
    for source, known in sorted(sources.items()):
        latin = sorted({name for _, name in known})
        alike = collections.defaultdict(list)
        for name in latin:
            alike[name[:1].lower(), len(name)].append(name)
        for native, right in dice.sample(sorted(known), 500):
            out.writerow([native, right, "match", "script|" + native, source])
            for other in (dice.choice(latin), dice.choice(alike[right[:1].lower(), len(right)])):
                if (native, other) not in known:
                    out.writerow([native, other, "no-match", "script|" + native, source])


def main(path):
    import numpy as np
    from scipy.optimize import minimize
    from sklearn.metrics import average_precision_score
    from sklearn.model_selection import GroupKFold

    def corners(values):
        places = np.unique(np.round(np.quantile(values, np.linspace(0, 1, CORNERS)), 3))
        return places if len(places) > 1 else np.array([values.min(), values.min() + 1])

    def climbed(values, places):
        """How far each piece of the line between two corners has been gone, from 0 to 1: a line is a weighted sum of these."""
        return np.array([np.clip((values - low) / (high - low), 0, 1) for low, high in zip(places, places[1:])]).T

    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name[len("feature_"):] for name in rows[0] if name.startswith("feature_")]
    features = np.array([[float(row["feature_" + name]) for name in names] for row in rows])
    labels = np.array([row["label"] == "match" for row in rows])
    signs = np.where(labels, 1.0, -1.0)
    groups = np.array([zlib.crc32(row["entity"].split("|")[1 if row["kind"] != "labelled" else 0].encode()) for row in rows])
    labelled = np.array([row["kind"] == "labelled" for row in rows])
    places = [corners(column) for column in features.T]
    table = np.hstack([climbed(column, place) for column, place in zip(features.T, places)])
    bounds = [(None, None)]
    for name, place in zip(names, places):
        bounds += [(None, None) if name in FREE else (None, 0) if name in FALLING else (0, None)] * (len(place) - 1)

    def fit(table, signs):
        def loss(weights):
            margins = signs * (weights[0] + table @ weights[1:])
            wrong = -signs / (1 + np.exp(margins))
            value = np.logaddexp(0, -margins).sum() + weights[1:] @ weights[1:] / 2
            return value, np.concatenate([[wrong.sum()], table.T @ wrong + weights[1:]])

        return minimize(loss, np.zeros(table.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000, "maxfun": 100000}).x

    guess = np.zeros(len(rows))
    for learn, test in GroupKFold(5).split(table, labels, groups):
        weights = fit(table[learn], signs[learn])
        guess[test] = weights[0] + table[test] @ weights[1:]
    told = {"labelled pairs": labelled, "across scripts": np.array([row["entity"].startswith("script") for row in rows])}
    for what, chosen in told.items():
        print(f"area under the precision-recall curve, entities left out in turn, {what}: {average_precision_score(labels[chosen], guess[chosen]):.4f}", file=sys.stderr)
    weights = fit(table, signs)
    intercept, steps = weights[0], list(weights[1:])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["feature", "places", "values", "source"])
    out.writerow(["intercept", "", f"{intercept:.4f}", SOURCE])
    for name, place in zip(names, places):
        own, steps = steps[: len(place) - 1], steps[len(place) - 1:]
        values = np.concatenate([[0], np.cumsum(own)])
        out.writerow([name, " ".join(f"{value:.3f}" for value in place), " ".join(f"{value:.4f}" for value in values), ""])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("scored", nargs="?", type=pathlib.Path)
    options.add_argument("--pairs", type=pathlib.Path, help="the folder of the name sets: writes the pairs to be scored")
    options = options.parse_args()
    pairs(options.pairs) if options.pairs else main(options.scored)
