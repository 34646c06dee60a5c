"""Runs `corridor match` as people do: on files as they come, with every flag, stopped in the middle and repeated.

    check_match.py [PROGRAM]       by default .build/debug/corridor
"""

import csv
import json
import os
import pathlib
import random
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


def check_encodings(folder):
    rows = [(identifier, given.replace("i", "í"), surname, born) for identifier, given, surname, born in PEOPLE]
    plain = write(folder / "plain.csv", rows)
    text = plain.read_bytes().decode()
    latin, wide = folder / "latin.csv", folder / "wide.csv"
    latin.write_bytes(text.encode("latin-1"))
    wide.write_bytes(text.replace(",", "\t").encode("utf-16"))
    output = folder / "pairs.csv"
    told = match("link", latin, "--output", output, fails=True).stderr
    assert "latin.csv" in told and "--encoding windows-1252" in told, told
    for arguments in ((latin, "--encoding", "latin-1"), (wide,)):
        match("link", *arguments, "--output", output)
        assert pairs(output) == {("1", "2"), ("3", "7")}, arguments
    match("link", wide, latin, "--encoding", "utf-16", "--encoding", "windows-1252", "--output", output)
    assert ("4", "4") in pairs(output)
    found = json.loads(match("find", "Sita", "Rai", "--in", latin, "--encoding", "cp1252", "--json").stdout)
    assert found["matches"][0]["id"] in "37", found
    match("link", latin, "--encoding", "klingon", "--output", output, fails=True)


def check_names_alone(folder):
    """Rare names that are alike are probable pairs, common ones are not."""
    dice = random.Random(5)
    word = lambda: "".join(dice.choice("bdgklmnprst") + dice.choice("aeiou") for _ in range(4))
    names = [f"{word()} {word()}" for _ in range(500)] + ["Karim Molla"] * 3 + [f"Karim {word()}" for _ in range(60)] + [f"{word()} Molla" for _ in range(60)]
    rare = dice.sample(range(500), 20)
    rows = [(str(number), name) for number, name in enumerate(names)] + [(f"b{number}", names[number]) for number in rare]
    output = folder / "pairs.csv"
    told = match("link", write(folder / "names.csv", rows, header=("id", "name")), "--output", output)
    found, wanted = pairs(output), {(str(number), f"b{number}") for number in rare}
    assert len(found & wanted) >= 18 and len(found - wanted) <= 2, found ^ wanted
    assert "name is taken as full-name" in told.stderr and "Only names can be compared" in told.stderr, told.stderr


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
    # What is read is never written, and places that are not there are named.
    (folder / "same.csv").symlink_to(plain)
    kept = plain.read_bytes()
    for arguments in (
        ("link", plain, "--output", plain), ("link", plain, "--output", folder / "same.csv"), ("names", plain, "--left", "surname", "--right", "surname", "--output", plain),
        ("encode", plain, "--secret-file", plain, "--output", plain), ("explain", "1", "2", "--in", plain, "--svg", plain),
    ):
        outcome = match(*arguments, fails=True)
        assert outcome.returncode == 2 and "would be lost" in outcome.stderr, f"{arguments}: {outcome.stderr}"
        assert plain.read_bytes() == kept, arguments
    for arguments, words in ((("--output", folder / "nope" / "x.csv"), f"there is no folder {folder / 'nope'}"), (("--output", folder), "it is a folder")):
        outcome = match("link", plain, *arguments, fails=True)
        assert outcome.returncode == 2 and words in outcome.stderr, outcome.stderr
    match("find", "Ram", fails=True)
    for born in ("1988-13-45", "1988-02-31"):
        assert "no date of the calendar" in match("find", "Ram", "--in", plain, "--born", born, fails=True).stderr, born
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
    (folder / "zeros").write_bytes(bytes(32))
    match("encode", folder / "a.csv", "--secret-file", folder / "zeros", "--output", folder / "c.clk", fails=True)
    names = write(folder / "names.csv", [row[:3] for row in PEOPLE], header=HEADER[:3])
    assert "Warning: Only given-name, surname are encoded" in match("encode", names, "--secret-file", folder / "secret", "--output", folder / "n.clk").stderr
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


def check_killed(folder):
    """Killed at any instant, with nothing said about where to keep what is done: the same command again gives the same bytes and leaves nothing behind."""
    subprocess.run([sys.executable, ROOT / "Benchmarks/matching/generate_people.py", folder, "--people", "20000", "--queries", "1"], check=True)
    whole, stopped = folder / "whole.csv", folder / "stopped.csv"
    start = time.monotonic()
    match("link", folder / "register.csv", "--output", whole)
    length = time.monotonic() - start
    dice, kills = random.Random(3), 0
    for _ in range(8):
        process = subprocess.Popen(
            [PROGRAM, "match", "link", str(folder / "register.csv"), "--output", str(stopped)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(length * dice.uniform(0.2, 1))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.wait()
        assert not stopped.exists() or stopped.read_bytes() == whole.read_bytes(), "a part of the output stands where the output belongs"
    match("link", folder / "register.csv", "--output", stopped)
    assert kills > 0 and stopped.read_bytes() == whole.read_bytes(), "a killed and repeated run gives other pairs"
    assert not list(folder.glob("stopped.csv.*")), list(folder.iterdir())
    print(f"    killed {kills} times")


def main():
    for check in (check_files, check_encodings, check_names_alone, check_refusals, check_settings, check_finding, check_encoded, check_stopped, check_killed):
        with tempfile.TemporaryDirectory() as folder:
            check(pathlib.Path(folder))
        print(f"{check.__name__[6:]}: as it should be")


main()
