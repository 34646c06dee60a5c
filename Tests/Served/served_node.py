"""A node with made-up cases, served on a free port, and a browser without a screen that signs in to it."""

import http.cookiejar
import json
import os
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Data sets and suites of others, beside the project or where the variable says.
GROUND_TRUTH = Path(os.environ.get("CORRIDOR_GROUND_TRUTH") or ROOT.parent / "shared/data")
PROGRAM = Path(os.environ.get("CORRIDOR_PROGRAM", ROOT / ".build/debug/corridor"))


class ServedNode:
    """
    - organisations: how many live on the node, each a verified partner of every other; the first two have accounts.
    """

    def __init__(self, folder: Path, cases: int = 20, requests_per_second: int = 20, request_seconds: int = 60, organisations: int = 2):
        self.folder, self.key = folder, folder / "node.key"
        self.environment = {**os.environ, "CORRIDOR_REQUESTS_PER_SECOND": str(requests_per_second), "CORRIDOR_REQUEST_SECONDS": str(request_seconds)}
        made = subprocess.run(
            [PROGRAM, "demo", "--data", folder / "data", "--key-file", self.key, "--cases", str(cases), "--accounts", "--json",
             *(["--organisations", str(organisations)] if organisations > 2 else [])], check=True, capture_output=True, text=True)
        self.sign_ins = {one["name"]: one for one in json.loads(made.stdout)["signIns"]}
        self.start()

    def start(self):
        # What the server writes goes to a file: a pipe that nobody reads would stop it.
        self.log = self.folder / "server.log"
        self.process = subprocess.Popen(
            [PROGRAM, "serve", *self.serving], stdout=subprocess.DEVNULL, stderr=self.log.open("w"), env=self.environment)
        for _ in range(600):
            found = re.search(r"\(port (\d+)\)", self.log.read_text())
            if found:
                self.port = int(found.group(1))
                self.address = f"http://127.0.0.1:{self.port}"
                return
            try:
                self.process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                continue
        raise RuntimeError("the server did not start")

    @property
    def serving(self) -> list:
        return ["--data", self.folder / "data", "--key-file", self.key, "--port", "0"]

    def kill(self):
        """As when the power fails: nothing is finished, nothing is told."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        # Requests under way are finished first.
        assert self.process.wait(90) == 0, "the server did not end by itself"

    def browser(self, name: str) -> "Browser":
        browser = Browser(self.address)
        browser.post("/sign-in", {"name": name, "passphrase": self.sign_ins[name]["passphrase"]})
        return browser


class Browser:
    def __init__(self, address: str):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        try:
            with self.opener.open(self.address + path, data, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get(self, path: str) -> tuple[int, str]:
        return self.open(path)

    def post(self, path: str, fields: dict, page: str = "/leave") -> tuple[int, str]:
        """Posts a form with the token of a page of this browser."""
        _, text = self.get(page if page != "/leave" else "/account" if self.signed_in else "/sign-in")
        token = re.search(r'name="form-token" value="([^"]+)"', text).group(1)
        return self.open(path, urllib.parse.urlencode({**fields, "form-token": token}, doseq=True).encode())

    @property
    def signed_in(self) -> bool:
        return any(cookie.name == "session" for cookie in self.cookies)
