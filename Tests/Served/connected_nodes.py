"""Two organisations with a server each, in Doha and in Kathmandu: two processes, each with a database of its own (SQLite, and PostgreSQL where a server is given), that know
nothing of each other but what crosses."""

import json
import os
import secrets
import socket
import subprocess
from pathlib import Path

from served_node import PROGRAM, ServedNode


class ConnectedNode(ServedNode):
    """
    - has_address: whether partners reach it over the network; without one, files are carried by hand.
    """

    def __init__(self, folder: Path, name: str, country: str, database: str | None = None, has_address: bool = True, cases: int = 4):
        self.folder, self.key, self.name = folder, folder / "node.key", name
        folder.mkdir()
        options = ["--data", folder / "data", "--key-file", self.key]
        run("init", "--organisation", name, "--country", country, *options, *(["--database", database] if database else []))
        made = run("demo", *options, "--cases", str(cases), "--accounts", "--json")
        self.sign_ins = {one["name"]: one for one in json.loads(made)["signIns"]}
        # The address stands in the settings before the server is there, as in an organisation.
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        lines = [f"data: {folder / 'data'}", f"port: {port}", f"public-address: http://127.0.0.1:{port}", "requests-per-second: 1000"]
        if has_address:
            lines.append("exchange-loopback: yes")
        self.settings = folder / "settings.yaml"
        self.settings.write_text("\n".join(lines) + "\n")
        self.environment = dict(os.environ)
        self.start()

    @property
    def serving(self) -> list:
        return ["--config", self.settings, "--key-file", self.key]

    def exchange(self, *arguments: str) -> str:
        return run("exchange", *arguments, "--data", self.folder / "data", "--key-file", self.key)

    def partner(self) -> dict:
        return json.loads(self.exchange("peers", "--json"))["partners"][0]


class ConnectedNodes:
    def __init__(self, folder: Path, has_addresses: bool = True):
        self.databases: list[str] = []
        self.server = os.environ.get("CORRIDOR_TEST_POSTGRES")
        self.doha = ConnectedNode(folder / "doha", "Doha Help Desk", "QA", has_address=has_addresses)
        self.kathmandu = ConnectedNode(folder / "kathmandu", "Kathmandu Airport Desk", "NP", self.database(), has_address=has_addresses)

    def database(self) -> str | None:
        """An empty database on the server that was given; nil for SQLite."""
        if not self.server:
            return None
        name = f"border_{secrets.token_hex(6)}"
        subprocess.run(["psql", "-q", self.server, "-c", f"CREATE DATABASE {name}"], check=True)
        self.databases.append(name)
        return self.server.replace("/postgres?", f"/{name}?")

    def stop(self):
        for node in [self.doha, self.kathmandu]:
            node.stop()
        for name in self.databases:
            subprocess.run(["psql", "-q", self.server, "-c", f"DROP DATABASE {name}"], check=True)


def run(*arguments) -> str:
    result = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, arguments))} ended with {result.returncode}: {result.stderr}")
    return result.stdout
