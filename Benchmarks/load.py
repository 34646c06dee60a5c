"""Measures a node's web application from a second process: lists, case pages, search, a first contact, the day view, claims, beside a route that does nothing.

    Benchmarks/load.py --program PATH --data DIR --key-file FILE --sign-ins FILE [--seconds 4] [--only NAME] [--output FILE]

It starts `corridor serve` on a free port of this machine, signs in as the made-up supervisor, asks each page one after the other over one kept connection for the given
number of seconds, and ends the server. For each it prints

- p50, p95, p99: milliseconds from sending a request to having the whole answer, as the asker sees them; the time of the bare route and of the asker itself is in all of them;
- processor: milliseconds of processor time of the server a request (from /proc), which other programs on the machine change little;
- ratio: p95 beside that of the bare route in this run.

Memory is what the server's process has resident, all of it and without the pages of the program's own file. The sign-ins are the JSON that `corridor demo --accounts --json` printed.
A node on PostgreSQL is measured in the same way: the processor time of PostgreSQL itself is not in the figures then.
"""

import argparse
import html
import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

NAMES = ["Seeta Tamang", "Mohamad Rahman", "Shirin Mola", "Hari Tamang", "সিরিন", "हरि तामाङ", "Lestari", "Bandara"]
WORDS = ["passport", "wages contract", "employer", "agency paid", "hospital"]
SYLLABLES = "ba da ga ka la ma na pa ra sa ta va bi di gi ki li mi ni pi ri si ti bu du gu ku lu mu nu pu ru su tu shre bha dhu ksha tri".split()
TICKS = os.sysconf("SC_CLK_TCK")


class Client:
    """One browser: a connection that is kept, and its cookies."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {}
        self.count = 0
        self.last = time.monotonic()

    def send(self, method: str, path: str, form=None):
        # Each request comes from an address of its own behind the trusted proxy, since the limit on requests is not what is measured.
        self.count += 1
        headers = {"X-Forwarded-For": f"10.{self.count >> 16 & 255}.{self.count >> 8 & 255}.{self.count & 255}", "Accept-Encoding": "identity"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # The server closes a connection on which nothing was asked for half a minute.
        if time.monotonic() - self.last > 20:
            self.connection.close()
        self.last = time.monotonic()
        started = time.perf_counter()
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        elapsed = (time.perf_counter() - started) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content.decode(), elapsed, answer.headers.get("Location") or ""


class Server:
    """`corridor serve`, and what /proc says of it."""

    def __init__(self, program, data, key_file, port):
        environment = dict(os.environ, CORRIDOR_TRUSTED_PROXIES="127.0.0.1")
        started = time.monotonic()
        self.process = subprocess.Popen(
            [program, "serve", "--data", data, "--key-file", key_file, "--port", str(port)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment)
        self.port = None
        for line in self.process.stderr:
            found = re.search(r"\(port (\d+)\)", line)
            if found:
                self.port = int(found.group(1))
                break
            print(line, end="", file=sys.stderr)
        if self.port is None:
            raise SystemExit("the server did not start")
        self.start_seconds = time.monotonic() - started
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def processor(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self) -> dict:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return {name: round(int(re.search(key + r":\s+(\d+)", status).group(1)) / 1024, 1) for name, key in [("resident", "VmRSS"), ("own", "RssAnon"), ("most", "VmHWM")]}

    def read_megabytes(self) -> float:
        """What it has read from the disk so far."""
        return int(re.search(r"^read_bytes: (\d+)", Path(f"/proc/{self.process.pid}/io").read_text(), re.M).group(1)) / 1e6

    def quiet(self, longest: float):
        """Waits until the server has used next to no processor time and read next to nothing for two seconds: what it prepares after its start is ready. It looks for work now
        and then also at rest."""
        end = time.monotonic() + longest
        while time.monotonic() < end:
            before = (self.processor(), self.read_megabytes())
            time.sleep(2)
            if self.processor() - before[0] < 0.15 and self.read_megabytes() - before[1] < 1:
                return

    def end(self):
        self.process.terminate()
        self.process.wait(60)


def token(page: str) -> str:
    return re.search(r'name="form-token" value="([^"]+)"', page).group(1)


def hidden(page: str) -> dict:
    """The fields that a form carries along, as a browser sends them back."""
    form = page[page.index('id="form"'):]
    return {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measure(seconds: float, server, step):
    """Calls `step`, which returns a status, milliseconds and a note, until the time is over; the first calls warm up and do not count."""
    for _ in range(3):
        step()
    times, wrong, notes = [], 0, {}
    before = server.processor()
    end = time.monotonic() + seconds
    while time.monotonic() < end or (len(times) < 20 and time.monotonic() < end + 20):
        status, elapsed, note = step()
        times.append(elapsed)
        wrong += status >= 400
        if note:
            notes[note] = notes.get(note, 0) + 1
    spent = server.processor() - before
    figures = {"requests": len(times)}
    figures.update({f"p{share}": round(percentile(times, share / 100), 2) for share in (50, 95, 99)})
    figures.update({"processor": round(spent * 1000 / len(times), 2), "refused": wrong})
    if notes:
        figures["notes"] = notes
    return figures


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--data", required=True)
    options.add_argument("--key-file", required=True)
    options.add_argument("--sign-ins", required=True)
    options.add_argument("--seconds", type=float, default=4, help="for each page; 0 measures start and memory only")
    options.add_argument("--only", help="a regular expression for the names of pages")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--output")
    options = options.parse_args()
    made = json.loads(Path(options.sign_ins).read_text())
    sign_in = next(one for one in made["signIns"] if one["name"] == "supervisor")
    figures = {"date": time.strftime("%Y-%m-%d %H:%M"), "cases": made["cases"], "load": round(os.getloadavg()[0], 1), "secondsForEach": options.seconds}
    server = Server(options.program, options.data, options.key_file, options.port)
    try:
        figures["startSeconds"] = round(server.start_seconds, 2)
        figures["processorSecondsToStart"] = round(server.processor(), 2)
        client = Client(server.port)
        _, page, _, _ = client.send("GET", "/sign-in")
        status, _, _, _ = client.send("POST", "/sign-in", {"name": sign_in["name"], "passphrase": sign_in["passphrase"], "form-token": token(page)})
        if status != 303:
            raise SystemExit(f"signing in was answered with {status}")
        prepared = time.monotonic()
        server.quiet(900)
        figures["secondsUntilPrepared"] = round(time.monotonic() - prepared - 2, 1)
        figures["processorSecondsUntilPrepared"] = round(server.processor(), 2)
        figures["megabytesAtRest"] = server.megabytes()
        if options.seconds > 0:
            figures["routes"] = Pages(client, server, options.seconds, made.get("seconds", 60), options.only).run()
            figures["megabytesAtEnd"] = server.megabytes()
    finally:
        server.end()
    text = json.dumps(figures, indent=2)
    print(text)
    table(figures.get("routes", {}))
    if options.output:
        Path(options.output).write_text(text + "\n")


def table(routes):
    bare = routes.get("bare route", {}).get("p95")
    if not bare:
        return
    print(f"\n{'':32}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'processor':>11}{'ratio':>7}  refused", file=sys.stderr)
    for name, row in routes.items():
        if not row["requests"]:
            print(f"{name:32}        –  {row['notes']}", file=sys.stderr)
            continue
        print(f"{name:32}{row['requests']:9}{row['p50']:9}{row['p95']:9}{row['processor']:11}{row['p95'] / bare:7.1f}  {row['refused']} {row.get('notes', '')}", file=sys.stderr)


class Pages:
    """The pages that are asked, and with what."""

    def __init__(self, client, server, seconds, made_seconds, only):
        self.client, self.server, self.seconds, self.only = client, server, seconds, only
        self.made_milliseconds = int(made_seconds * 1000)
        self.chance = random.Random(1)
        self.form_token = token(client.send("GET", "/search")[1])

    def run(self):
        self.newest, self.cases = self.cursors(), []
        for _ in range(40):
            self.cases += re.findall(r'href="/cases/([0-9A-Z]{16})"', self.client.send("GET", self.deep())[1])
        self.claims = re.findall(r'name="forum"[^>]*>.*?</select>', self.client.send("GET", "/claims")[1], re.S)
        self.forums = re.findall(r'<option value="([a-z0-9-]+)"', self.claims[0]) if self.claims else []
        filters = [
            "status=active", "destination-country=QA&order=priority", "status=closed&sector=construction&order=changed", "assigned=nobody", "clash=yes",
            "origin-country=NP&priority=urgent",
        ]
        pages = {
            "bare route": lambda: self.get("/health/live"),
            "list": lambda: self.get("/cases"),
            "list, filters and orders": lambda: self.get("/cases?" + self.chance.choice(filters)),
            "list, deep pages": lambda: self.get(self.deep()),
            "case page": lambda: self.get("/cases/" + self.chance.choice(self.cases)),
            "search, a name": lambda: self.search(self.chance.choice(NAMES)),
            "search, words": lambda: self.search(self.chance.choice(WORDS)),
            "search, a number": lambda: self.search(f"98{self.chance.randrange(10 ** 8):08d}"),
            "day view, all cases": lambda: self.get("/today?who=all"),
            "day view, own": lambda: self.get("/today"),
            "claims": lambda: self.get("/claims"),
            "claims, filters": lambda: self.get(f"/claims?due={self.chance.choice(['over', '7', '30', '90', 'none'])}"),
            "claims, a rare forum": lambda: self.get(f"/claims?forum={self.chance.choice(self.forums or [''])}"),
            "claims, results": lambda: self.get("/claims/results"),
            "form of first contact": lambda: self.get("/cases/new"),
            "save: first contact": self.save,
            "list after a save": lambda: self.after_save("/cases"),
            "day view after a save": lambda: self.after_save("/today"),
            "claims after a save": lambda: self.after_save("/claims"),
            "bare route, again": lambda: self.get("/health/live"),
        }
        figures = {}
        for name, step in pages.items():
            if self.only and not re.search(self.only, name) and not name.startswith("bare"):
                continue
            print(f"  {name} …", file=sys.stderr, flush=True)
            try:
                figures[name] = measure(self.seconds, self.server, step)
            except TimeoutError:
                figures[name] = {"requests": 0, "p50": None, "p95": None, "p99": None, "processor": None, "refused": 0, "notes": "no answer within 30 s"}
                self.client.connection.close()
        return figures

    def get(self, path):
        status, text, elapsed, _ = self.client.send("GET", path)
        return status, elapsed, None

    def cursors(self):
        """Where the second page of the list begins; places deep in the list are made from it."""
        found = re.search(r'href="/cases\?[^"]*after=([0-9a-f.]+)\.', self.client.send("GET", "/cases")[1])
        return found.group(1)

    def deep(self):
        """A page somewhere in the list, in the order of registration: made-up cases were registered one after the other."""
        rank, _, moment = self.newest.partition(".")
        milliseconds = int(moment[:12], 16) - self.chance.randrange(self.made_milliseconds)
        return f"/cases?order=newest&after={rank}.{milliseconds:012x}{moment[12:]}.0000000000000000"

    def search(self, question):
        status, text, elapsed, _ = self.client.send("POST", "/search", {"q": question, "form-token": self.form_token})
        return status, elapsed, "no result" if 'class="result' not in text and "<mark>" not in text else None

    def answers(self):
        name = " ".join("".join(self.chance.choices(SYLLABLES, k=self.chance.choice([2, 3]))).title() for _ in range(2))
        number = "".join(self.chance.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(16))
        return {"q-worker_name": name, "q-destination": "QA", "q-what_happened": "Made up by a measurement.", "action": "save", "submission": number}

    def save(self, path="/forms/fill/first_contact"):
        """As somebody does it: where the worker may be known, the form comes back and is sent once more; only the first is timed, and counted apart."""
        if not hasattr(self, "carried"):
            self.carried = hidden(self.client.send("GET", "/cases/new")[1])
        form = {**self.carried, **self.answers()}
        status, text, elapsed, location = self.client.send("POST", path, form)
        if location.startswith("/cases/"):
            return status, elapsed, None
        if "known" not in location:
            return 500, elapsed, f"led to {location.partition('?')[2] or status}"
        self.client.send("POST", path, {**form, "duplicates": "seen"})
        return status, elapsed, "may be known"

    def after_save(self, path):
        self.save()
        return self.get(path)


if __name__ == "__main__":
    main()
