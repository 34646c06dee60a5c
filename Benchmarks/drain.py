"""Measures how soon messages that have waited reach the other node, and what people notice of it meanwhile.

    Benchmarks/drain.py --program PATH [--messages 10000] [--cases 300] [--seconds 10] [--folder DIR] [--output FILE]

It makes two nodes with made-up cases that are partners of each other, serves both on this machine, and asks pages of both in turn: first at rest, then while the messages go from
the first to the second. It prints messages a second, and the 95th percentile of the pages of each node at rest and meanwhile. The goal is that it is at most doubled. The asker and
the two servers share the machine's cores, so on two cores the figures hold what they take from each other.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import Client, percentile, token

PAGES = ["/cases", "/cases?status=active&order=priority", "/today"]


class Node:
    def __init__(self, program, folder, number, port, sign_ins):
        self.program, self.number, self.port = program, number, port + number
        self.data = f"{folder}/node" + ("" if number == 0 else f"-{number + 1}")
        self.key = f"{folder}/node.key" + ("" if number == 0 else f"-{number + 1}")
        self.log = open(f"{self.data}.log", "w+")
        environment = dict(os.environ, CORRIDOR_TRUSTED_PROXIES="127.0.0.1")
        self.process = subprocess.Popen(
            [program, "serve", "--config", f"{self.data}.yaml", "--key-file", self.key], stdout=subprocess.DEVNULL, stderr=self.log, env=environment)
        self.client = self.signed_in([one for one in sign_ins if one["name"] == "supervisor"][number])
        page = self.client.send("GET", "/cases")[1]
        self.cases = re.findall(r'href="/cases/([0-9A-Z]{16})"', page)

    def signed_in(self, sign_in):
        for _ in range(300):
            try:
                client = Client(self.port)
                page = client.send("GET", "/sign-in")[1]
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("a server did not start")
        status, _, _, _ = client.send("POST", "/sign-in", {"name": sign_in["name"], "passphrase": sign_in["passphrase"], "form-token": token(page)})
        if status != 303:
            raise SystemExit(f"signing in was answered with {status}")
        return client

    def ask(self, chance):
        path = chance.choice(PAGES + ["/cases/" + chance.choice(self.cases)] * 2)
        status, _, elapsed, _ = self.client.send("GET", path)
        if status != 200:
            raise SystemExit(f"{path} was answered with {status}")
        return elapsed

    def partner(self):
        """The organisation of the other node; the first node has a second organisation, which is a partner too."""
        other = "Demonstration 2 (generated)" if self.number == 0 else "Demonstration (generated)"
        command = [self.program, "exchange", "peers", "--data", self.data, "--key-file", self.key, "--json"]
        partners = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["partners"]
        return next(one for one in partners if one["name"] == other)


def asked(nodes, chance, seconds=None, until=None, pause=0.01):
    """Asks pages of both nodes, as people do it: with pauses between. Returns the milliseconds of each node."""
    times = [[], []]
    end = time.monotonic() + (seconds or 0)
    while until() if until else time.monotonic() < end:
        for index, node in enumerate(nodes):
            times[index].append(node.ask(chance))
            time.sleep(pause)
    return times


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--cases", type=int, default=300)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--port", type=int, default=18_480)
    options.add_argument("--folder")
    options.add_argument("--output")
    options = options.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        figures = measure(options, folder)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.output:
        Path(options.output).write_text(text + "\n")


def measure(options, folder):
    print("  making two nodes …", file=sys.stderr, flush=True)
    made = subprocess.run(
        [options.program, "demo", "--data", f"{folder}/node", "--key-file", f"{folder}/node.key", "--cases", str(options.cases), "--accounts", "--nodes", "2",
         "--port", str(options.port), "--json"], check=True, capture_output=True, text=True)
    sign_ins = json.loads(made.stdout)["signIns"]
    chance = random.Random(1)
    nodes = []
    try:
        for number in (0, 1):
            nodes.append(Node(options.program, folder, number, options.port, sign_ins))
        time.sleep(3)
        asked(nodes, chance, seconds=2)
        print("  at rest …", file=sys.stderr, flush=True)
        rest = asked(nodes, chance, seconds=options.seconds)
        partner = nodes[0].partner()
        before = partner["confirmed"]
        print(f"  {options.messages} messages …", file=sys.stderr, flush=True)
        subprocess.run(
            [options.program, "exchange", "try", partner["identifier"], "--count", str(options.messages), "--data", nodes[0].data, "--key-file", nodes[0].key], check=True,
            capture_output=True)
        started = last = time.monotonic()
        state = {"confirmed": before}

        def goes_on():
            # Looking costs a little too, so not oftener than twice a second.
            nonlocal last
            if time.monotonic() - last > 0.5:
                state.update(nodes[0].partner())
                last = time.monotonic()
            return state["confirmed"] < before + options.messages and last - started < 300

        meanwhile = asked(nodes, chance, until=goes_on)
        took = last - started
        reached = state["confirmed"] - before
        told = nodes[1].partner()
    finally:
        for node in nodes:
            node.process.terminate()
        for node in nodes:
            node.process.wait(60)
    p95 = [[round(percentile(times, 0.95), 2) for times in both] for both in (rest, meanwhile)]
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"), "load": round(os.getloadavg()[0], 1), "messages": options.messages, "confirmed": reached,
        "receivedThere": told["received"], "notToldThere": told["untold"], "seconds": round(took, 1), "messagesPerSecond": round(reached / took),
        "p95AtRest": p95[0], "p95Meanwhile": p95[1], "times": [round(b / a, 2) for a, b in zip(*p95)], "requestsMeanwhile": [len(times) for times in meanwhile],
    }


if __name__ == "__main__":
    main()
