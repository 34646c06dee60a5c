"""Kills a server that is at work, and looks at what is there when it is started again: nothing half, nothing twice, and an upload that goes on where it was.

The server is killed (SIGKILL) in the middle of a form's post, right behind it, and in the middle of the pieces of a file. Says so and passes where the program is not built.
"""

import hashlib
import html
import json
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from served_node import PROGRAM, ServedNode

KINDS = ["submission", "case", "person", "relation"]


def counts(node) -> dict:
    """Records of each kind, as the database has them after its log was replayed."""
    with sqlite3.connect(f"file:{node.folder / 'data' / 'corridor.sqlite'}?mode=ro", uri=True) as connection:
        found = dict(connection.execute("SELECT kind, count(*) FROM record_state GROUP BY kind"))
    return {kind: found.get(kind, 0) for kind in KINDS}


def request(node, browser, path: str, body: bytes, kind: str, token: str) -> bytes:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{node.port}\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\nX-Form-Token: {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def send_and_kill(node, message: bytes, share: float, wait: float):
    """Sends a part of a request or all of it, waits, and kills the server without reading an answer."""
    with socket.create_connection(("127.0.0.1", node.port)) as connection:
        connection.sendall(message[: int(len(message) * share)])
        time.sleep(wait)
        node.kill()


def hidden(page: str) -> dict:
    form = page[page.index('id="form"'):]
    return {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def again(node, name: str):
    """The node started once more, and a browser on it."""
    node.start()
    return node.browser(name)


def form_is_saved_once(node, share: float, wait: float):
    browser = node.browser("caseworker")
    _, page = browser.get("/cases/new")
    fields = hidden(page)
    answers = {"q-worker_name": f"Killed {share} {wait}", "q-destination": "QA", "q-what_happened": "The power failed.", "duplicates": "seen", "action": "save"}
    body = urllib.parse.urlencode({**fields, **answers}).encode()
    before = counts(node)
    send_and_kill(node, request(node, browser, "/forms/fill/first_contact", body, "application/x-www-form-urlencoded", fields["form-token"]), share, wait)
    browser = again(node, "caseworker")
    after = counts(node)
    made = {after[kind] - before[kind] for kind in KINDS}
    assert made in ({0}, {1}), f"half of a form is saved: {before} became {after}"
    places = []
    for _ in range(2):
        _, fresh = browser.get("/cases/new")
        token = hidden(fresh)["form-token"]
        status, shown = browser.open("/forms/fill/first_contact", urllib.parse.urlencode({**fields, **answers, "form-token": token}).encode())
        assert status == 200 and answers["q-worker_name"] in shown, f"the second sending is answered with {status}"
        places.append(re.search(r'/cases/([0-9A-Z]{16})/history', shown).group(1))
    assert places[0] == places[1], "the form made two cases"
    last = counts(node)
    assert all(last[kind] == before[kind] + 1 for kind in KINDS), f"not saved once: {before} became {last}"
    return bool(made == {1})


def upload_goes_on(node):
    browser = node.browser("caseworker")
    _, page = browser.get("/cases")
    case = re.search(r'href="/cases/([0-9A-Z]{16})"', page).group(1)
    content = b"%PDF-1.7\n" + hashlib.sha256(b"corridor").digest() * 50_000

    def post(browser, path, body, kind="application/x-www-form-urlencoded"):
        _, page = browser.get("/account")
        token = re.search(r'name="form-token" value="([^"]+)"', page).group(1)
        data = urllib.parse.urlencode({**body, "form-token": token}).encode() if isinstance(body, dict) else body
        browser.opener.addheaders = [("X-Form-Token", token), ("Content-Type", kind)]
        status, text = browser.open(path, data)
        browser.opener.addheaders = []
        assert status == 200, f"{path} is answered with {status}: {text[:300]}"
        return json.loads(text), token

    _, page = browser.get(f"/cases/{case}/documents/new")
    number = re.search(r'name="submission" value="([^"]+)"', page).group(1)
    made, _ = post(browser, f"/cases/{case}/documents", {"title": "Passport", "submission": number, "pieces": "yes"})
    address = made["address"]
    begin = {"tag": "passport.pdf/1", "bytes": len(content)}
    begun, token = post(browser, address + "/uploads", begin)
    pieces = [content[start: start + begun["piece"]] for start in range(0, len(content), begun["piece"])]
    assert len(pieces) >= 3 and begun["received"] == 0
    post(browser, f"{address}/uploads/{begun['upload']}/0", pieces[0], "application/octet-stream")
    message = request(node, browser, f"{address}/uploads/{begun['upload']}/1", pieces[1], "application/octet-stream", token)
    send_and_kill(node, message, 0.6, 0.05)
    browser = again(node, "caseworker")
    begun, token = post(browser, address + "/uploads", begin)
    assert begun["received"] == 1, f"of one whole piece and a half, {begun['received']} are there"
    send_and_kill(node, request(node, browser, f"{address}/uploads/{begun['upload']}/1", pieces[1], "application/octet-stream", token), 1, 0.02)
    browser = again(node, "caseworker")
    begun, _ = post(browser, address + "/uploads", begin)
    assert begun["received"] in (1, 2)
    for place in range(begun["received"], len(pieces)):
        post(browser, f"{address}/uploads/{begun['upload']}/{place}", pieces[place], "application/octet-stream")
    post(browser, f"{address}/uploads/{begun['upload']}", {"name": "passport.pdf"})
    with browser.opener.open(f"{browser.address}{address}/files/0", timeout=60) as answer:
        assert hashlib.sha256(answer.read()).digest() == hashlib.sha256(content).digest(), "the file is another one"


def main():
    if not PROGRAM.exists():
        print("The program is not built: skipped.")
        return
    with tempfile.TemporaryDirectory() as temporary:
        node = ServedNode(Path(temporary), cases=20, requests_per_second=1000)
        # Half of the request; all of it and at once; all of it and while it is being saved.
        saved = [form_is_saved_once(node, *moment) for moment in [(0.5, 0.05), (1, 0), (1, 0.02), (1, 0.2)]]
        upload_goes_on(node)
        node.stop()
        verified = subprocess.run([PROGRAM, "verify", "--data", node.folder / "data", "--key-file", node.key], capture_output=True, text=True)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    print(f"killed 6 times; the form was saved before the answer in {sum(saved)} of 4, and once in all")


if __name__ == "__main__":
    sys.exit(main())
