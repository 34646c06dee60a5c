"""Learns Sources/Matching/Resources/name-weights.csv from labelled pairs of names.

    corridor match names PAIRS.csv --with-features --output scored.csv
    learn_weights.py scored.csv > name-weights.csv

Rows need `label` (match or no-match); rows whose `pair_kind` is other-name-alias are left out, because those names are not spellings of one another. An additive logistic
model with a line of a few corners for each feature; quality is measured on entities that were left out in turn and told on standard error. Needs scikit-learn.
"""

import csv
import sys
import zlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

SOURCE = (
    "learned by Benchmarks/matching/learn_weights.py from labelled pairs: nomenklatura name_bench (MIT), UN Security Council list of 2020-11-30, "
    "OFAC list of April 2021 (United States, public domain)"
)
CORNERS = 6


def corners(values):
    places = np.unique(np.round(np.quantile(values, np.linspace(0, 1, CORNERS)), 3))
    return places if len(places) > 1 else np.array([values.min(), values.min() + 1])


def hats(values, places):
    """The share of each corner in a value: a line with corners is a weighted sum of these."""
    return np.array([np.interp(values, places, row) for row in np.eye(len(places))]).T


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("pair_kind") != "other-name-alias"]
    names = [name[len("feature_"):] for name in rows[0] if name.startswith("feature_")]
    features = np.array([[float(row["feature_" + name]) for name in names] for row in rows])
    labels = np.array([row["label"] == "match" for row in rows])
    groups = np.array([zlib.crc32(row.get("entity", row["name_a"]).split("|")[0].encode()) for row in rows])
    places = [corners(column) for column in features.T]
    table = np.hstack([hats(column, place) for column, place in zip(features.T, places)])
    model = lambda: LogisticRegression(C=1, max_iter=5000)
    guess = np.zeros(len(rows))
    for learn, test in GroupKFold(5).split(table, labels, groups):
        guess[test] = model().fit(table[learn], labels[learn]).predict_proba(table[test])[:, 1]
    print(f"area under the precision-recall curve, entities left out in turn: {average_precision_score(labels, guess):.4f}", file=sys.stderr)
    fitted = model().fit(table, labels)
    weights = list(fitted.coef_[0])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["feature", "places", "values", "source"])
    out.writerow(["intercept", "", f"{fitted.intercept_[0]:.4f}", SOURCE])
    for name, place in zip(names, places):
        values, weights = weights[: len(place)], weights[len(place):]
        out.writerow([name, " ".join(f"{value:.3f}" for value in place), " ".join(f"{value:.4f}" for value in values), ""])


main()
