"""Runs `corridor match` as people do: on files as they come, with every flag, stopped in the middle and repeated.

    check_match.py [PROGRAM]       by default .build/debug/corridor
"""

import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build/debug/corridor")

PEOPLE = [
    ("1", "Ram Bahadur", "Thapa", "1990-01-02"), ("2", "Ram Bahadur", "Thapa", "1990-01-02"), ("3", "Sita", "Rai", "1985-05-05"), ("4", "Hari", "KC", "1970-01-01"),
    ("5", "Anwar", "Hossain", "1979-11-30"), ("6", "Kamala", "Gurung", "1992-02-28"), ("7", "Sitaa", "Rai", "1985-05-05"), ("8", "Bikash", "Tamang", "1988-08-08"),
]
HEADER = ("id", "given_name", "surname", "date_of_birth")


def match(*arguments, fails=False):
    outcome = subprocess.run([PROGRAM, "match", *map(str, arguments)], capture_output=True, text=True, timeout=300)
    if fails:
        assert outcome.returncode not in (0, None) and outcome.returncode > 0, f"{arguments}: should have failed"
        assert "rror" in outcome.stderr and "Fatal" not in outcome.stderr, f"{arguments}: {outcome.stderr}"
    else:
        assert outcome.returncode == 0, f"{arguments}: {outcome.stderr}"
    return outcome


def write(path, rows, header=HEADER, delimiter=",", start=b"", ending="\n"):
    text = ending.join(delimiter.join('"' + field.replace('"', '""') + '"' if any(c in field for c in '",;\n') else field for field in row) for row in [header, *rows])
    path.write_bytes(start + (text + ending).encode())
    return path


def pairs(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["left", "right", "probability", "weight"], rows[0]
    assert all(0 <= float(row[2]) <= 1 and float(row[3]) == float(row[3]) for row in rows[1:])
    return {tuple(row[:2]) for row in rows[1:]}


def check_files(folder):
    output = folder / "pairs.csv"
    same = {("1", "2"), ("3", "7")}
    plain = write(folder / "plain.csv", PEOPLE)
    told = match("link", plain, "--output", output)
    assert pairs(output) == same, pairs(output)
    assert "given_name is taken as given-name" in told.stderr and "date_of_birth is taken as birth-date" in told.stderr, told.stderr
    marked = write(folder / "marked.csv", PEOPLE, delimiter=";", start=b"\xef\xbb\xbf", ending="\r\n")
    match("link", marked, "--output", output)
    assert pairs(output) == same, "semicolons and a byte order mark"
    quoted = write(folder / "quoted.csv", [(identifier, f'{given} "{given[0]}"', f"{surname},", born) for identifier, given, surname, born in PEOPLE])
    match("link", quoted, "--output", output)
    assert pairs(output) == same, "quotes and commas in fields"
    other = write(
        folder / "other.csv", [(f"b{identifier}", given, surname, "/".join(reversed(born.split("-")))) for identifier, given, surname, born in PEOPLE if identifier != "2"],
        header=("Record No", "First Name", "Last Name", "DOB"))
    match("link", plain, other, "--output", output)
    assert {("1", "b1"), ("2", "b1"), ("3", "b3"), ("4", "b4"), ("8", "b8")} <= pairs(output), pairs(output)
    match("link", plain, other, "--output", output, "--one-to-one")
    found = pairs(output)
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found), "one to one"
    doubled = write(folder / "doubled.csv", [("1", *PEOPLE[0][1:]), ("1", *PEOPLE[1][1:]), *PEOPLE[2:]])
    told = match("link", doubled, "--output", output)
    assert len(pairs(output)) == 2, "records whose identifiers are not their own are told by their places"
    match("link", write(folder / "nameless.csv", [row[1:] for row in PEOPLE], header=HEADER[1:]), "--output", output)
    assert len(pairs(output)) == 2, "records without identifiers"


def check_refusals(folder):
    output = folder / "pairs.csv"
    plain = write(folder / "plain.csv", PEOPLE)
    (folder / "empty.csv").write_bytes(b"")
    match("link", folder / "empty.csv", "--output", output, fails=True)
    match("link", write(folder / "header.csv", []), "--output", output, fails=True)
    match("link", write(folder / "ragged.csv", [("1", "a"), ("2", "b", "c", "d", "e")]), "--output", output, fails=True)
    match("link", folder / "nowhere.csv", "--output", output, fails=True)
    match("link", plain, "--output", output, "--threshold", "1.5", fails=True)
    match("link", plain, plain, plain, "--output", output, fails=True)
    match("find", "Ram", fails=True)
    match("find", "Ram", "--in", plain, "--born", "yesterday", fails=True)
    (folder / "model.yaml").write_text("columns:\n  nothing: {means: given-name}\n")
    match("link", plain, "--config", folder / "model.yaml", "--output", output, fails=True)
    (folder / "model.yaml").write_text("columns: [\n")
    match("link", plain, "--config", folder / "model.yaml", "--output", output, fails=True)


def check_settings(folder):
    output = folder / "pairs.csv"
    plain = write(folder / "plain.csv", PEOPLE)
    truth = folder / "truth.csv"
    truth.write_text("left,right\n1,2\n7,3\n")
    outcome = json.loads(match("link", plain, "--truth", truth, "--output", output, "--json").stdout)
    assert set(outcome) == {"records", "pairs", "seconds", "peakMemoryMB", "precision", "recall", "f1"}, outcome
    assert outcome["records"] == 8 and outcome["pairs"] == 2 and outcome["f1"] == 1, outcome
    assert set(json.loads(match("link", plain, "--output", output, "--json").stdout)) == {"records", "pairs", "seconds", "peakMemoryMB"}
    (folder / "model.yaml").write_text("columns:\n  given_name: ignored\n  surname: {means: surname}\nblocking:\n  - [date_of_birth]\nthreshold: 0.2\n")
    told = match("link", plain, "--config", folder / "model.yaml", "--output", output)
    assert pairs(output) == {("1", "2"), ("3", "7")} and "date_of_birth" in told.stderr, told.stderr
    labels = folder / "labels.csv"
    labels.write_text("left,right,match\n1,2,yes\n3,7,yes\n4,5,no\n")
    match("link", plain, "--labels", labels, "--output", output)
    assert ("1", "2") in pairs(output)
    picture = folder / "why.svg"
    told = json.loads(match("explain", "1", "2", "--in", plain, "--svg", picture, "--json").stdout)
    assert told["probability"] > 0.5 and picture.read_text().startswith("<svg"), told
    match("explain", "Md. Rafiq|Mohamed Rafeek")


def check_finding(folder):
    plain = write(folder / "plain.csv", PEOPLE)
    found = json.loads(match("find", "Raam", "Thapa", "--in", plain, "--born", "1990", "--limit", "3", "--json").stdout)
    assert found["records"] == 8 and found["matches"][0]["id"] in "12", found
    queries = folder / "queries.csv"
    queries.write_text("query,expected\nKamala Grung,6\nTamang Bikash,8\n")
    told = json.loads(match("bench-find", "--in", plain, "--queries", queries, "--json").stdout)
    assert {"records", "queries", "p50ms", "p95ms", "recallAt10", "buildSeconds", "peakMemoryMB"} <= set(told) and told["recallAt10"] == 1, told
    rows = folder / "names.csv"
    rows.write_text("name_a,name_b\nRafiq,রফিক\nRafiq,Sunita\nRafiq,Rafiq\n")
    match("names", rows, "--left", "name_a", "--right", "name_b", "--output", folder / "scored.csv")
    with open(folder / "scored.csv", newline="", encoding="utf-8") as file:
        scores = [float(row["score"]) for row in csv.DictReader(file)]
    assert scores[2] == 1 and scores[0] > scores[1] and all(0 <= score <= 1 for score in scores), scores


def check_encoded(folder):
    (folder / "secret").write_bytes(os.urandom(32))
    for name, rows in (("a", PEOPLE[:5]), ("b", PEOPLE[1:])):
        write(folder / f"{name}.csv", rows)
        match("encode", folder / f"{name}.csv", "--secret-file", folder / "secret", "--output", folder / f"{name}.clk")
    output = folder / "encoded.csv"
    told = json.loads(match("compare", folder / "a.clk", folder / "b.clk", "--threshold", "0.9", "--output", output, "--json").stdout)
    assert {"pairs", "comparisons", "seconds"} <= set(told) and told["comparisons"] == 35, told
    with open(output, newline="", encoding="utf-8") as file:
        found = {tuple(row[:2]) for row in list(csv.reader(file))[1:]}
    assert {("2", "2"), ("3", "3"), ("1", "2")} <= found, found
    damaged = bytearray((folder / "a.clk").read_bytes())
    damaged[40] ^= 1
    (folder / "damaged.clk").write_bytes(damaged)
    match("compare", folder / "damaged.clk", folder / "b.clk", "--threshold", "0.9", "--output", output, fails=True)
    (folder / "short").write_bytes(b"short")
    match("encode", folder / "a.csv", "--secret-file", folder / "short", "--output", folder / "c.clk", fails=True)


def check_stopped(folder):
    """A run that is killed goes on where it was, and gives what a run that was not stopped gives."""
    subprocess.run([sys.executable, ROOT / "Benchmarks/matching/generate_people.py", folder, "--people", "30000", "--queries", "1"], check=True)
    register, checkpoint = folder / "register.csv", folder / "run.checkpoint"
    match("link", register, "--output", folder / "whole.csv")
    command = [PROGRAM, "match", "link", str(register), "--checkpoint", str(checkpoint), "--output", str(folder / "stopped.csv")]
    kills = 0
    for most in (1, 3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = checkpoint.stat().st_size if checkpoint.exists() else 0
        grown = 0
        while process.poll() is None and grown < most:
            size = checkpoint.stat().st_size if checkpoint.exists() else 0
            grown, before = grown + (size > before), size
            time.sleep(0.001)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills > 0, "the run was over before it could be killed"
    kept = checkpoint.stat().st_size
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    assert checkpoint.stat().st_size > kept > 0, "nothing was left to do after the kill"
    assert (folder / "stopped.csv").read_bytes() == (folder / "whole.csv").read_bytes(), "a stopped and repeated run gives other pairs"
    print(f"    killed {kills} times with {kept} bytes kept, the same {len(pairs(folder / 'whole.csv'))} pairs in the end")


def main():
    for check in (check_files, check_refusals, check_settings, check_finding, check_encoded, check_stopped):
        with tempfile.TemporaryDirectory() as folder:
            check(pathlib.Path(folder))
        print(f"{check.__name__[6:]}: as it should be")


main()
