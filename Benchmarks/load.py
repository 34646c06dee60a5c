"""Measures a node's web application from a second process: the list, a case page, search, a save, the day view, beside a route that does nothing.

    Benchmarks/load.py --program PATH --data DIR --key-file FILE --sign-ins FILE [--seconds 5] [--output FILE]

It starts `corridor serve` on a free port of this machine, signs in as the made-up supervisor, asks each page one after the other over one kept connection for the given
number of seconds, and ends the server. What it prints are milliseconds from sending a request to having the whole answer, as the asker sees them: the time of the bare route is
in all of them. Memory is what the server's process has resident. The sign-ins are the JSON that `corridor demo --accounts --json` printed.
"""

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

NAMES = ["Seeta Tamang", "Mohamad Rahman", "Shirin Mola", "Hari Tamang", "সিরিন", "हरि तामाङ", "Lestari", "Bandara"]
WORDS = ["passport", "wages contract", "employer", "agency paid", "hospital"]


class Client:
    """One browser: a connection that is kept, and its cookies."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {}
        self.count = 0

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
        started = time.perf_counter()
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        elapsed = (time.perf_counter() - started) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, elapsed, answer.headers.get("Location")


def token(page: str) -> str:
    return re.search(r'name="form-token" value="([^"]+)"', page).group(1)


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def resident(process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def measure(seconds: float, step):
    """Calls `step`, which returns a status and milliseconds, until the time is over; the first calls warm up and do not count."""
    for _ in range(3):
        step()
    times, wrong = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, elapsed = step()
        times.append(elapsed)
        wrong += status >= 400
    return {"requests": len(times), "p50": round(percentile(times, 0.5), 2), "p95": round(percentile(times, 0.95), 2), "p99": round(percentile(times, 0.99), 2), "refused": wrong}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--data", required=True)
    options.add_argument("--key-file", required=True)
    options.add_argument("--sign-ins", required=True)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--output")
    options = options.parse_args()
    sign_in = next(one for one in json.loads(Path(options.sign_ins).read_text())["signIns"] if one["name"] == "supervisor")
    figures = {"date": time.strftime("%Y-%m-%d"), "seconds": options.seconds}
    environment = dict(os.environ, CORRIDOR_TRUSTED_PROXIES="127.0.0.1")
    started = time.monotonic()
    process = subprocess.Popen(
        [options.program, "serve", "--data", options.data, "--key-file", options.key_file, "--port", str(options.port)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env=environment)
    try:
        for line in process.stderr:
            found = re.search(r"\(port (\d+)\)", line)
            if found:
                break
        figures["startSeconds"] = round(time.monotonic() - started, 2)
        threading.Thread(target=lambda: [None for _ in process.stderr], daemon=True).start()
        client = Client(int(found.group(1)))
        _, page, _, _ = client.send("GET", "/sign-in")
        status, _, _, _ = client.send("POST", "/sign-in", {"name": sign_in["name"], "passphrase": sign_in["passphrase"], "form-token": token(page)})
        assert status == 303, f"signing in was answered with {status}"
        figures["megabytesAtStart"] = round(resident(process), 1)
        figures.update(run(client, options.seconds, process))
    finally:
        process.terminate()
        process.wait(60)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.output:
        Path(options.output).write_text(text + "\n")


def run(client, seconds, process):
    chance = random.Random(1)
    figures = {}

    def get(path):
        status, _, elapsed, _ = client.send("GET", path)
        return status, elapsed

    # The first question waits for nothing: until the index is there, the answer says so.
    _, page, _, _ = client.send("GET", "/search")
    form_token = token(page)
    waited = time.monotonic()
    while True:
        _, answer, _, _ = client.send("POST", "/search", {"q": "passport", "form-token": form_token})
        if "<mark>" in answer or time.monotonic() - waited > 900:
            break
        time.sleep(0.5)
    figures["secondsUntilSearch"] = round(time.monotonic() - waited, 1)

    # Cases all over the list, so that not the same pages of the database are read again and again.
    cases, path = [], "/cases?order=newest"
    for _ in range(12):
        _, page, _, _ = client.send("GET", path)
        cases += re.findall(r'href="/cases/([0-9A-Z]{16})"', page)
        more = re.search(r'href="(/cases\?[^"]*after=[^"]*)"', page)
        if not more:
            break
        path = more.group(1).replace("&amp;", "&")
    total = re.search(r"([\d,]+) cases fit", page)
    figures["cases"] = total.group(1) if total else None

    def search(question):
        status, _, elapsed, _ = client.send("POST", "/search", {"q": question, "form-token": form_token})
        return status, elapsed

    def save():
        number = chance.randrange(1 << 60)
        status, _, elapsed, _ = client.send(
            "POST", "/forms/fill/first_contact",
            {"q-worker_name": f"Load Person {number}", "q-destination": "QA", "q-what_happened": "Made up by a measurement.", "action": "save", "duplicates": "seen",
             "submission": "".join(chance.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(16)), "form-token": form_token})
        return status, elapsed

    filters = ["status=active", "destination-country=QA&order=priority", "status=closed&sector=construction&order=changed", "assigned=nobody", "clash=yes", "origin-country=NP&priority=urgent"]
    figures["routes"] = {
        "hello": measure(seconds, lambda: get("/health/live")),
        "list": measure(seconds, lambda: get("/cases")),
        "list, filtered": measure(seconds, lambda: get("/cases?" + chance.choice(filters))),
        "case page": measure(seconds, lambda: get("/cases/" + chance.choice(cases))),
        "search, a name": measure(seconds, lambda: search(chance.choice(NAMES))),
        "search, words": measure(seconds, lambda: search(chance.choice(WORDS))),
        "search, a number": measure(seconds, lambda: search(f"98{chance.randrange(10 ** 8):08d}")),
        "save": measure(seconds, save),
    }
    status, _, _, _ = client.send("GET", "/today")
    if status == 200:
        figures["routes"]["day view"] = measure(seconds, lambda: get("/today"))
    figures["megabytesAtEnd"] = round(resident(process), 1)
    return figures


if __name__ == "__main__":
    main()
