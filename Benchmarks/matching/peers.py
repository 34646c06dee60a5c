"""Measures the comparison and the finding of names beside other programs, on the same data in one run, and prints one JSON object.

    CORRIDOR=.build/release/corridor peers.py [--people 1000000] [--queries 500] [--limit 300] [--no-names] [--folder FOLDER]

Names: area under the precision-recall curve on the labelled pairs of the ground truth (CORRIDOR_GROUND_TRUTH, by default ../shared/data beside the project), where they are.
Finding: p50, p95 and recall at ten on made-up people (generate_people.py), beside rapidfuzz, the trigram index of SQLite and pg_trgm
(the last where CORRIDOR_BENCH_POSTGRES names a database). Peers are in requirements.txt.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zlib

HERE = pathlib.Path(__file__).parent
CORRIDOR = os.environ.get("CORRIDOR", str(HERE.parent.parent / ".build/release/corridor"))
TRUTH = pathlib.Path(os.environ.get("CORRIDOR_GROUND_TRUTH", HERE.parent.parent.parent / "shared/data")) / "names"


# Seconds that another program may take for one set of pairs or queries; set from the command line.
LIMIT = 300


class NotEnded(Exception):
    pass


def scored(score, pairs):
    """The score of each pair, unless that takes longer than the limit."""
    end = time.perf_counter() + LIMIT
    scores = []
    for left, right in pairs:
        scores.append(score(left, right))
        if time.perf_counter() > end:
            raise NotEnded(f"{len(scores)} of {len(pairs)} pairs in {LIMIT} s")
    return scores


def say(text):
    print(text, file=sys.stderr, flush=True)


def average_precision(labels, scores):
    from sklearn.metrics import average_precision_score

    return round(float(average_precision_score(labels, scores)), 4)


def name_scorers():
    import jellyfish
    from rapidfuzz import fuzz, utils

    for name in ("ratio", "token_sort_ratio", "token_set_ratio", "WRatio"):
        yield "rapidfuzz " + name, lambda a, b, score=getattr(fuzz, name): score(a, b, processor=utils.default_process)
    yield "jellyfish jaro_winkler", lambda a, b: jellyfish.jaro_winkler_similarity(a.lower(), b.lower())
    try:
        from followthemoney import model
        from nomenklatura.matching import get_algorithm
    except ImportError:
        say("nomenklatura is not installed")
        return

    def entity(identifier, name):
        person = model.make_entity("Person")
        person.id = identifier
        person.add("name", name)
        return person

    for name in ("name-based", "logic-v1", "logic-v2", "regression-v1"):
        algorithm = get_algorithm(name)
        if algorithm is not None:
            config = algorithm.default_config()
            yield "nomenklatura " + name, lambda a, b, algorithm=algorithm, config=config: algorithm.compare(entity("a", a), entity("b", b), config).score


def measure_names():
    pairs = TRUTH / "name-pairs-labelled.csv"
    if not pairs.exists():
        return {}
    with tempfile.NamedTemporaryFile(suffix=".csv") as output:
        subprocess.run([CORRIDOR, "match", "names", pairs, "--output", output.name], check=True)
        rows = [row for row in csv.DictReader(open(output.name, encoding="utf-8")) if row["pair_kind"] != "other-name-alias"]
    labels = [row["label"] == "match" for row in rows]
    latin = [row["script_a"] == row["script_b"] == "Latin" for row in rows]
    results = {}

    def note(name, scores):
        if isinstance(scores, NotEnded):
            results[name] = {"notEndedAfterSeconds": LIMIT, "done": str(scores)}
            say(f"{name}: not ended after {LIMIT} s")
            return
        chosen = [number for number, value in enumerate(latin) if value]
        results[name] = {
            "all": average_precision(labels, scores),
            "latin": average_precision([labels[number] for number in chosen], [scores[number] for number in chosen]),
        }
        say(f"{name}: {results[name]}")

    note("corridor", [float(row["score"]) for row in rows])
    for name, score in name_scorers():
        note(name, attempted(lambda: scored(score, [(row["name_a"], row["name_b"]) for row in rows])))
    best = max((result["all"] for name, result in results.items() if name != "corridor" and "all" in result), default=None)
    if best:
        results["areaAboveBest"] = round(results["corridor"]["all"] - best, 4)
    return results


def attempted(work):
    """What some work gives, or why it was broken off."""
    try:
        return work()
    except NotEnded as reason:
        return reason


def script_pairs(most=1000):
    """Pairs across scripts that no cost of sounds was learned from (the same fifth as in learn_sounds.py): each right pair with a Latin name drawn at random, and with one
    that begins with the same letter and is as long. Yields what they are of, the pairs and their labels."""
    path = TRUTH / "name-script-pairs.csv"
    sources = {}
    if path.exists():
        for row in csv.DictReader(open(path, encoding="utf-8")):
            sources.setdefault(f"{row['script']}-Latin, {row['source']}", []).append((row["native"], row["latin"]))
    for source, pairs in sorted(sources.items()):
        dice = random.Random(7)
        known, latin = set(pairs), sorted({pair[1] for pair in pairs})
        alike = {}
        for name in latin:
            alike.setdefault((name[:1].lower(), len(name)), []).append(name)
        held_out = [pair for pair in sorted(known) if zlib.crc32(pair[0].encode()) % 5 == 0]
        rows, labels = [], []
        for native, right in dice.sample(held_out, min(most, len(held_out))):
            others = [dice.choice(latin), dice.choice(alike[right[:1].lower(), len(right)])]
            for name in [right] + [other for other in others if (native, other) not in known]:
                rows.append((native, name))
                labels.append(name == right)
        yield source, rows, labels


def measure_script_pairs():
    from rapidfuzz import fuzz, utils
    from unidecode import unidecode

    scorers = list(name_scorers())
    for name in ("token_sort_ratio", "WRatio"):
        scorers.append((f"rapidfuzz {name} after unidecode", lambda a, b, score=getattr(fuzz, name): score(unidecode(a), unidecode(b), processor=utils.default_process)))
    results = {}
    for source, rows, labels in script_pairs():
        results[source] = {"pairs": len(rows), "corridor": average_precision(labels, corridor_scores(rows))}
        for name, score in scorers:
            scores = attempted(lambda: scored(score, rows))
            results[source][name] = {"notEndedAfterSeconds": LIMIT} if isinstance(scores, NotEnded) else average_precision(labels, scores)
        best = max(value for name, value in results[source].items() if name not in ("pairs", "corridor") and isinstance(value, float))
        results[source]["areaAboveBest"] = round(results[source]["corridor"] - best, 4)
        say(f"{source}: {results[source]}")
    return results


def corridor_scores(rows):
    with tempfile.TemporaryDirectory() as folder:
        pairs, output = pathlib.Path(folder) / "pairs.csv", pathlib.Path(folder) / "scored.csv"
        with open(pairs, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("name_a", "name_b"), *rows])
        subprocess.run([CORRIDOR, "match", "names", pairs, "--output", output], check=True)
        with open(output, encoding="utf-8") as file:
            return [float(row["score"]) for row in csv.DictReader(file)]


def summary(times, found):
    times.sort()
    return {"p50ms": round(statistics.median(times), 3), "p95ms": round(times[int(len(times) * 0.95)], 3), "recallAt10": round(found / len(times), 4)}


def ceiling(queries, names, identifiers):
    """Of people with the very same words in their names ten can be shown: the recall at ten of a method that always finds the right name as it is written."""
    words = {identifier: " ".join(sorted(name.split())) for identifier, name in zip(identifiers, names)}
    counts = collections.Counter(words.values())
    expected = [row["expected"] for row in csv.DictReader(open(queries, encoding="utf-8"))]
    return round(sum(min(1, 10 / counts[words[person]]) for person in expected) / len(expected), 4)


def measure_finding(folder, people, queries, compared=200):
    subprocess.run([sys.executable, HERE / "generate_people.py", folder, "--people", str(people), "--queries", str(queries)], check=True)
    results = {}
    for kind in ("queries", "queries-born", "queries-district"):
        output = subprocess.run([CORRIDOR, "match", "bench-find", "--in", folder / "people.csv", "--queries", folder / f"{kind}.csv", "--json"], check=True, capture_output=True)
        results["corridor " + kind] = json.loads(output.stdout)
        say(f"corridor {kind}: {results['corridor ' + kind]}")
    # The others take half a second a query: they are asked the first of them, and so are we, for the comparison.
    asked = list(csv.DictReader(open(folder / "queries.csv", encoding="utf-8")))[:compared]
    with open(folder / "compared.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("query", "expected"), *((row["query"], row["expected"]) for row in asked)])
    output = subprocess.run([CORRIDOR, "match", "bench-find", "--in", folder / "people.csv", "--queries", folder / "compared.csv", "--json"], check=True, capture_output=True)
    results["corridor, the compared queries"] = json.loads(output.stdout)
    rows = list(csv.DictReader(open(folder / "people.csv", encoding="utf-8")))
    names = [f"{row['given_name']} {row['surname']}".strip().lower() for row in rows]
    identifiers = [row["rec_id"] for row in rows]
    results["most that any can reach"] = ceiling(folder / "queries.csv", names, identifiers)
    results["most that any can reach, the compared queries"] = ceiling(folder / "compared.csv", names, identifiers)

    def run(name, find):
        times, found, end = [], 0, time.perf_counter() + LIMIT
        for row in asked:
            start = time.perf_counter()
            answers = find(row["query"].lower())
            times.append((time.perf_counter() - start) * 1000)
            found += row["expected"] in answers
            if time.perf_counter() > end:
                break
        done = len(times)
        results[name] = summary(times, found)
        if done < len(asked):
            results[name] |= {"notEndedAfterSeconds": LIMIT, "queries": done}
        say(f"{name}: {results[name]}")

    from rapidfuzz import fuzz, process

    run("rapidfuzz token_sort_ratio", lambda text: [identifiers[place] for _, _, place in process.extract(text, names, scorer=fuzz.token_sort_ratio, limit=10)])
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE person USING fts5(name, tokenize='trigram')")
    database.executemany("INSERT INTO person(rowid, name) VALUES (?, ?)", enumerate(names))

    def sqlite_find(text):
        grams = {text[place:place + 3] for place in range(len(text) - 2)}
        match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        if not match:
            return []
        return [identifiers[row[0]] for row in database.execute("SELECT rowid FROM person WHERE person MATCH ? ORDER BY rank LIMIT 10", (match,))]

    run("SQLite FTS5 trigram", sqlite_find)
    address = os.environ.get("CORRIDOR_BENCH_POSTGRES")
    if address:
        measure_pg_trgm(address, identifiers, names, run)
    best = max(result["recallAt10"] for name, result in results.items() if isinstance(result, dict) and not name.startswith("corridor"))
    results["recallAboveBest"] = round(results["corridor, the compared queries"]["recallAt10"] - best, 4)
    # By name alone nobody can be ten points above a peer that is nearer than that to what any can reach.
    results["mostAboveBestThatAnyCanReach"] = round(results["most that any can reach, the compared queries"] - best, 4)
    return results


def measure_pg_trgm(address, identifiers, names, run):
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE TEMPORARY TABLE person(id text, name text)")
        with connection.cursor().copy("COPY person FROM STDIN") as copy:
            for row in zip(identifiers, names):
                copy.write_row(row)
        connection.execute("CREATE INDEX ON person USING gist (name gist_trgm_ops(siglen=64))")
        connection.execute("ANALYZE person")
        run("pg_trgm", lambda text: [row[0] for row in connection.execute("SELECT id FROM person ORDER BY name <-> %s LIMIT 10", (text,))])


def main():
    global LIMIT
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=LIMIT, help="seconds that another program may take for one set")
    parser.add_argument("--no-names", action="store_true", help="measure finding only")
    options = parser.parse_args()
    LIMIT = options.limit
    results = {} if options.no_names else {"names": measure_names(), "scriptPairs": measure_script_pairs()}
    if options.people:
        with tempfile.TemporaryDirectory() as temporary:
            results["finding"] = measure_finding(options.folder or pathlib.Path(temporary), options.people, options.queries)
    print(json.dumps(results, indent=2))


main()
