"""Runs Corridor and its peers and prints the figures. Called by Benchmarks/run.sh, which sets the environment."""

import collections
import datetime
import itertools
import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time

CORRIDOR = os.environ["CORRIDOR"]
BENCH = os.environ["CORRIDOR_BENCH"]
FOLDER = pathlib.Path(os.environ["BENCH_FOLDER"])
CASES = int(os.environ["BENCH_CASES"])
POSTGRES = os.environ.get("BENCH_POSTGRES", "")
HERE = pathlib.Path(__file__).parent
CTDC = HERE.parent.parent / "shared" / "data" / "ctdc"


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command):
    """Standard output, seconds and the most memory (MB) of a command that has to succeed."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"The command failed: {' '.join(map(str, command))}")
    return output, seconds, usage.ru_maxrss / 1024


def bench(name, *options):
    output, seconds, memory = run([BENCH, name, "--folder", FOLDER, *options])
    figures = json.loads(output) if output.strip() else {}
    figures["memoryMB"] = memory
    return figures


def measure_imports():
    """Import, verify and rebuild through the command, as people run them."""
    count = 10_000
    run([BENCH, "csv", "--folder", FOLDER, "--count", count])
    results = {}
    files = [("a CSV file with a mapping", FOLDER / "import.csv", ["--mapping", HERE / "import.yaml"])]
    # The files of the Counter-Trafficking Data Collaborative are not part of the project; they are measured where they are.
    for found in sorted(CTDC.glob("*kanon*.csv")) if CTDC.is_dir() else []:
        files.append(("the CTDC preset", found, ["--preset", "ctdc"]))
    for number, (name, file, how) in enumerate(files):
        data = FOLDER / f"import-{number}"
        run([CORRIDOR, "init", "--data", data, "--organisation", "Benchmark", "--country", "NP", "--json"])
        output, _, memory = run([CORRIDOR, "import", file, "--data", data, *how, "--json"])
        outcome = json.loads(output)
        say(f"  {name}: {outcome['read'] / outcome['seconds']:.0f} rows a second")
        output, verify_seconds, verify_memory = run([CORRIDOR, "verify", "--data", data, "--json"])
        report = json.loads(output)
        assert report["chain"] == report["signatures"] == report["projections"] == "ok", report
        output, _, rebuild_memory = run([CORRIDOR, "rebuild", "--data", data, "--json"])
        rebuilt = json.loads(output)
        results[name] = {
            "rows": outcome["read"], "imported": outcome["imported"], "rejected": outcome["rejected"], "rowsPerSecond": outcome["read"] / outcome["seconds"],
            "entries": report["entries"], "entriesImportedPerSecond": report["entries"] / outcome["seconds"], "importMemoryMB": memory,
            "verifySeconds": verify_seconds, "verifyEntriesPerSecond": report["entries"] / verify_seconds, "verifyMemoryMB": verify_memory,
            "rebuildEntriesPerSecond": rebuilt["entries"] / rebuilt["seconds"], "rebuildMemoryMB": rebuild_memory,
        }
    return results


def condition(filters):
    parts = [f'"{fact}" IN ({", ".join(repr(code) for code in codes)})' for fact, codes in sorted(filters.items())]
    return " WHERE " + " AND ".join(parts) if parts else ""


def enum_connection():
    """The facts in DuckDB: a column of an ENUM type for each fact, a list of ENUM for the violations."""
    import duckdb

    connection = duckdb.connect(str(FOLDER / "duck.db"))
    file = FOLDER / "facts.csv"
    facts = [name for (name,) in connection.sql(f"SELECT unnest(columns).name FROM sniff_csv('{file}')").fetchall()]
    connection.execute(f"CREATE TEMP TABLE raw AS SELECT * FROM read_csv('{file}', header=true, all_varchar=true, nullstr='')")
    columns = []
    for fact in facts:
        kind = "e_" + fact.replace(".", "_").replace("-", "_")
        if fact == "violation.type":
            values = f"""SELECT DISTINCT unnest(string_split("{fact}", '|')) AS v FROM raw WHERE "{fact}" IS NOT NULL ORDER BY v"""
            columns.append(f"""string_split("{fact}", '|')::{kind}[] AS "{fact}" """)
        else:
            # The few cases with workers of both sexes have a value of their own, «female|male».
            values = f"""SELECT DISTINCT "{fact}" AS v FROM raw WHERE "{fact}" IS NOT NULL ORDER BY v"""
            columns.append(f"""CAST("{fact}" AS {kind}) AS "{fact}" """)
        connection.execute(f"CREATE TYPE {kind} AS ENUM ({values})")
    connection.execute(f"CREATE TABLE facts AS SELECT {', '.join(columns)} FROM raw")
    connection.execute("DROP TABLE raw")
    connection.execute("CHECKPOINT")
    return connection


def time_duck(connection, query):
    names = ", ".join(f'"{fact}"' for fact in query["by"])
    selected = ", ".join(f'unnest("{fact}") AS "{fact}"' if fact == "violation.type" else f'"{fact}"' for fact in query["by"])
    where = condition(query["filters"])
    if "violation.type" in query["by"]:
        sql = f"SELECT {names}, count(*) FROM (SELECT {selected} FROM facts{where}) GROUP BY ALL"
    else:
        sql = f"SELECT {names}, count(*) FROM facts{where} GROUP BY ALL"
    times = []
    for _ in range(15):
        start = time.perf_counter()
        rows = connection.execute(sql).fetchall()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000, rows


def compare_rows(ours, theirs, query):
    """Both must have counted the same. A case with several values of a fact is in several rows of Corridor's table."""
    expected = collections.Counter()
    for row in theirs:
        for values in itertools.product(*((value or "").split("|") for value in row[:-1])):
            expected[values] += row[-1]
    found = {tuple(row["values"]): row["count"] for row in ours}
    if "violation.type" in query["by"]:
        found = {values: count for values, count in found.items() if values[0]}
    if found != dict(expected):
        raise SystemExit(f"The two counts differ: {query['name']}")


def measure_tabulation():
    filled = bench("facts", "--count", CASES)
    say(f"  {CASES} cases filled in {filled['fillSeconds']:.0f} s")
    queries = json.loads((HERE / "queries.json").read_text())
    ours = bench("tabulate", "--queries", HERE / "queries.json")
    cold = []
    for query in queries:
        command = [CORRIDOR, "tabulate", "--data", FOLDER / "facts", "--by", ",".join(query["by"]), "--format", "json"]
        for fact, codes in sorted(query["filters"].items()):
            command += ["--where", f"{fact}={','.join(codes)}"]
        runs = [run(command) for _ in range(3)]
        cold.append({"name": query["name"], "seconds": statistics.median(r[1] for r in runs), "memoryMB": max(r[2] for r in runs)})
        say(f"  {query['name']}, whole process: {cold[-1]['seconds']:.2f} s")
    dropped = None
    try:
        subprocess.run(["sync"], check=True)
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3\n")
        dropped = run([CORRIDOR, "tabulate", "--data", FOLDER / "facts", "--by", "case.sector,person.sex", "--format", "json"])[1]
        say(f"  after dropping the page cache: {dropped:.2f} s")
    except OSError:
        pass
    # Only now, since a process that is started counts the memory of the one that starts it.
    duck = enum_connection()
    results = []
    for query, mine in zip(queries, ours["queries"]):
        theirs, rows = time_duck(duck, query)
        compare_rows(mine["rows"], rows, query)
        results.append({"name": query["name"], "corridorMilliseconds": mine["milliseconds"], "duckdbMilliseconds": theirs, "ratio": theirs / mine["milliseconds"], "rows": len(rows)})
        say(f"  {query['name']}: {mine['milliseconds']:.2f} ms, DuckDB {theirs:.2f} ms")
    duck_version = duck.execute("SELECT version()").fetchone()[0]
    duck.close()
    return {
        "cases": CASES, "fillSeconds": filled["fillSeconds"], "bytesOnDisk": filled["bytesOnDisk"], "loadSeconds": ours["loadSeconds"], "engineMemoryMB": ours["memoryMB"],
        "queries": results, "command": cold, "commandWithoutPageCacheSeconds": dropped, "duckdb": duck_version,
    }


def measure_demo():
    data = FOLDER / "demo"
    output, _, memory = run([CORRIDOR, "demo", "--data", data, "--cases", 2000, "--seed", 5, "--json"])
    outcome = json.loads(output)
    return {"cases": outcome["cases"], "entries": outcome["entries"], "seconds": outcome["seconds"], "entriesPerSecond": outcome["entries"] / outcome["seconds"], "memoryMB": memory}


def measure_start():
    """How long the command takes to begin and end: its version, and a node opened to list one case (without and with argon2id for the passphrase)."""
    version = statistics.median(run([CORRIDOR, "--help"])[1] for _ in range(7))
    dictionary = statistics.median(run([CORRIDOR, "dictionary", "show", "sex"])[1] for _ in range(7))
    cases = statistics.median(run([CORRIDOR, "cases", "--data", FOLDER / "demo", "--limit", "1", "--json"])[1] for _ in range(5))
    return {"helpMilliseconds": version * 1000, "dictionaryMilliseconds": dictionary * 1000, "casesMilliseconds": cases * 1000}


def main():
    figures = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), "cores": os.cpu_count(), "machine": platform.machine(),
        "loadBefore": os.getloadavg()[0],
    }
    say("Durable saves beside bare inserts")
    figures["saves"] = bench("saves", "--count", "2000", *(["--postgres", POSTGRES] if POSTGRES else []))["saves"]
    for row in figures["saves"]:
        say(f"  {row['database']}: {row['savesPerSecond']:.0f} saves, {row['barePerSecond']:.0f} bare inserts a second, ratio {row['ratio']:.2f}")
    say("Parts of a save")
    figures["parts"] = bench("parts")
    say("Import, verify, rebuild")
    figures["imports"] = measure_imports()
    say("Made-up cases, and starting up")
    figures["demo"] = measure_demo()
    figures["start"] = measure_start()
    say(f"Counting {CASES} cases beside DuckDB")
    figures["tabulation"] = measure_tabulation()
    figures["loadAfter"] = os.getloadavg()[0]
    text = json.dumps(figures, indent=1)
    (HERE.parent / ".build" / "benchmarks.json").write_text(text + "\n")
    print(text)


main()
