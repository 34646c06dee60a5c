"""Two real nodes — one on SQLite, one on PostgreSQL where a server is given — with a network between them that drops, delays, cuts short and alters, while either
is killed at any moment. At the end both have every message once, and both streams agree.

The program is .build/debug/corridor, or what CORRIDOR_PROGRAM names. CORRIDOR_EXCHANGE_SECONDS says how long the network is bad (8).
"""

import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import tempfile
import threading
import time

root = pathlib.Path(__file__).resolve().parents[2]
corridor = os.path.abspath(os.environ.get("CORRIDOR_PROGRAM", root / ".build/debug/corridor"))
seconds = float(os.environ.get("CORRIDOR_EXCHANGE_SECONDS", "8"))
seed = int(os.environ.get("CORRIDOR_EXCHANGE_SEED", "1"))
chance = random.Random(seed)


class BadNetwork(threading.Thread):
    """A port that leads to another, badly."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.is_bad, self.spoilt = target, True, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(connection,), daemon=True).start()

    def carry(self, connection):
        with connection:
            if self.is_bad and chance.random() < 0.2:
                self.spoilt += 1
                return
            try:
                other = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                return
            with other:
                back = threading.Thread(target=self.copy, args=(other, connection), daemon=True)
                back.start()
                self.copy(connection, other)
                back.join(10)

    def copy(self, source, target):
        """Carries one direction. Nodes keep their connections, so what happens is drawn for each piece and not for each connection."""
        try:
            while data := source.recv(4096):
                fate = chance.random() if self.is_bad else 1
                if fate < 0.1:
                    self.spoilt += 1
                    target.sendall(data[:chance.randint(0, len(data))])
                    break
                if fate < 0.2 and len(data) > 300:
                    self.spoilt += 1
                    place = chance.randrange(250, len(data))
                    data = data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]
                elif fate < 0.3:
                    time.sleep(chance.random() / 5)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Node:
    def __init__(self, folder, name, country, database=None):
        self.folder = folder
        self.options = ["--data", str(folder / name), "--key-file", str(folder / f"{name}.key")]
        self.key = str(folder / f"{name}.key")
        run("init", "--organisation", name, "--country", country, *self.options, *(["--database", database] if database else []))
        self.data, self.port, self.process = folder / name, 0, None
        self.settings = folder / f"{name}.yaml"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.settings.write_text(
            f"data: {self.data}\nport: {self.port}\npublic-address: http://127.0.0.1:{self.port}\nexchange-loopback: yes\nrequests-per-second: 1000\n")

    def start(self):
        self.process = subprocess.Popen(
            [corridor, "serve", "--config", str(self.settings), "--key-file", self.key], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def command(self, *arguments):
        return run("exchange", *arguments, *self.options)

    def partner(self):
        return json.loads(self.command("peers", "--json"))["partners"][0]


def run(*arguments):
    result = subprocess.run([corridor, *arguments], capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with {result.returncode}: {result.stderr}")
    return result.stdout


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    nodes = []
    try:
        database = os.environ.get("CORRIDOR_TEST_POSTGRES")
        if database:
            name = f"exchange_{os.getpid()}"
            subprocess.run(["psql", "-q", database, "-c", f"CREATE DATABASE {name}"], check=True)
            database = database.replace("/postgres?", f"/{name}?")
        nodes = [Node(folder, "doha", "QA"), Node(folder, "kathmandu", "NP", database)]
        networks = [BadNetwork(node.port) for node in nodes]
        for number, node in enumerate(nodes):
            networks[number].start()
            (folder / f"{number}.txt").write_text(node.command("invite", "--address", f"http://127.0.0.1:{networks[number].port}"))
        for number, node in enumerate(nodes):
            node.command("add", str(folder / f"{1 - number}.txt"))
        for number, node in enumerate(nodes):
            node.command("verify", node.partner()["identifier"], "--code", nodes[1 - number].partner()["code"])
        for node in nodes:
            node.start()
        # On a slow machine the bad network may have carried too little to spoil anything when the time is over: then it goes on for a while.
        sent, kills, start = [0, 0], 0, time.time()
        while time.time() < start + seconds or (min(kills, sum(network.spoilt for network in networks)) < 3 and time.time() < start + 12 * seconds):
            number = chance.randrange(2)
            nodes[number].command("try", nodes[number].partner()["identifier"], "--count", "20")
            sent[number] += 20
            time.sleep(chance.random())
            if chance.random() < 0.4:
                number = chance.randrange(2)
                nodes[number].kill()
                kills += 1
                nodes[number].start()
        for number, network in enumerate(networks):
            network.is_bad = False
            nodes[number].command("repair", nodes[number].partner()["identifier"])
        for _ in range(60):
            partners = [node.partner() for node in nodes]
            if all(partner["waiting"] == 0 and partner["untold"] == 0 for partner in partners):
                break
            time.sleep(0.5)
        spoilt = sum(network.spoilt for network in networks)
        print(f"{sum(sent)} messages, {kills} kills, {spoilt} times spoilt; {'PostgreSQL and SQLite' if database else 'SQLite'}; seed {seed}")
        for number, partner in enumerate(partners):
            expected = {"waiting": 0, "untold": 0, "confirmed": sent[number], "received": sent[1 - number]}
            if {key: partner[key] for key in expected} != expected:
                raise SystemExit(f"node {number} has {partner}, and should have {expected}")
        if kills == 0 or spoilt == 0:
            raise SystemExit("the network was not bad, or nobody was killed: nothing was shown")
        print("Both nodes have every message once.")
    finally:
        for node in nodes:
            if node.process:
                node.process.kill()
                node.process.wait()
