"""Lets a peer that was written from Docs/exchange.md exchange with a real node over HTTP and by file, and sends what a malicious partner would.

The program is .build/debug/corridor, or what CORRIDOR_PROGRAM names.
"""

import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
except ImportError:
    print("The package cryptography is not installed; the exchange with a peer is not checked.")
    sys.exit(0)

from exchange_peer import Message, Peer, Reader, canonical, domain, field

root = pathlib.Path(__file__).resolve().parents[2]
corridor = os.path.abspath(os.environ.get("CORRIDOR_PROGRAM", root / ".build/debug/corridor"))
failures = []


def check(what, holds):
    print(("ok    " if holds else "FAILED ") + what)
    if not holds:
        failures.append(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", int(os.environ.get("CORRIDOR_TEST_PORT", "0"))))
        return probe.getsockname()[1]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    environment = {**os.environ, "HOME": str(folder)}

    def run(*arguments, status=0, text=None):
        result = subprocess.run([corridor, *arguments], capture_output=True, text=True, env=environment, input=text, timeout=60)
        if status is not None and result.returncode != status:
            raise SystemExit(f"{' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
        return result.stdout

    node = ["--data", str(folder / "node"), "--key-file", str(folder / "node.key")]
    run("init", "--organisation", "Desk", "--country", "QA", *node)
    port = free_port()
    settings = folder / "corridor.yaml"
    settings.write_text(
        f"data: {folder / 'node'}\nport: {port}\npublic-address: http://127.0.0.1:{port}\nexchange-loopback: yes\nrelay-mailboxes: 2\n"
        "requests-per-second: 1000\nrequest-seconds: 10\n")

    def start():
        server = subprocess.Popen([corridor, "serve", "--config", str(settings), "--key-file", str(folder / "node.key")],
                                  env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1)
                return server
            except OSError:
                time.sleep(0.05)
        server.kill()
        raise SystemExit("the node does not answer")

    def hear(peer, count):
        """Asks until so many answers have come: the node's own work in the background may be telling at the moment of a request, whose answer comes with the next."""
        for _ in range(60):
            if len(peer.told) >= count:
                return
            time.sleep(0.5)
            peer.post(peer.envelope())

    server = start()
    try:
        peer = Peer("0PEER0PEER0PEER0", "समुद्रपार साझेदार", "NP")
        peer.meet(run("exchange", "invite", "--address", f"http://127.0.0.1:{port}", *node))

        # First contact
        peer.put(Message("peer-test", b"{}"))
        check("an organisation that was never added is answered like a mailbox that is not there",
              peer.post(peer.envelope()) == 404 and peer.post(b"x", f"/exchange/mailboxes/{'0' * 32}") == 404)
        invitation = folder / "peer.txt"
        invitation.write_text(peer.invitation())
        run("exchange", "add", str(invitation), *node)
        check("adding trusts nobody: nothing is taken", peer.post(peer.envelope()) == 404)
        run("exchange", "verify", peer.identifier, "--code", "00000 00000 00000", *node, status=1)
        check("a wrong code trusts nobody", peer.post(peer.envelope()) == 404)
        run("exchange", "verify", peer.identifier, "--code", " ".join(peer.code()), *node)

        # Messages
        check("after the code was compared the envelope is taken", peer.post(peer.envelope()) == 200)
        check("the message is confirmed", peer.acknowledged == 1)
        refusals = [json.loads(message.content) for message in peer.told]
        check("and refused, since no feature takes its kind",
              refusals == [{"code": "unknown-kind", "message": peer.outgoing[0][1].identifier.hex()}])
        replayed = peer.envelope(peer.parcel(items=peer.outgoing))
        check("the same again is taken", peer.post(replayed) == 200 and peer.post(replayed) == 200)
        check("and takes effect once", len(peer.told) == 1)
        first, second, third = (Message("peer-test", b"{}", conversation=bytes([7] * 16)) for _ in range(3))
        second.after, third.after = first.identifier, second.identifier
        for message in (first, second, third):
            peer.put(message)
        late = [peer.outgoing[3], peer.outgoing[2], peer.outgoing[1]]
        for number in late[:2]:
            peer.post(peer.envelope(peer.parcel(items=[number])))
        check("what overtakes waits", len(peer.told) == 1)
        peer.post(peer.envelope(peer.parcel(items=late[2:])))
        hear(peer, 4)
        answered = [json.loads(message.content)["message"] for message in peer.told[1:]]
        check("and is told in the order of the conversation", answered == [each.identifier.hex() for each in (first, second, third)])

        # Attachments
        data = os.urandom(300_000)
        file = peer.put(Message("peer-test", b"{}", attachments=[("scan.pdf", "application/pdf", data)]))
        pieces = list(file.pieces())
        peer.post(peer.envelope(peer.parcel(pieces=pieces[:1])))
        check("after a cut the node says from which piece to go on", peer.lacking == [(file.identifier, 0, 1)] and len(peer.told) == 4)
        server.send_signal(signal.SIGKILL)
        server.wait()
        server = start()
        peer.post(peer.envelope(peer.parcel(pieces=pieces[1:])))
        hear(peer, 5)
        check("it goes on there although the node was killed", not peer.lacking and len(peer.told) == 5)

        # What a malicious partner sends
        before = peer.acknowledged
        bad = peer.put(Message("peer-test", b"{}"))
        stranger = Ed25519PrivateKey.generate()
        rows = {
            "a forged signature": peer.envelope(signing=stranger),
            "another sender's name": peer.envelope(sender="0THER0THER0THER0"),
            "another recipient's name": peer.envelope(recipient="0THER0THER0THER0"),
            "our own name as the sender (reflection)": peer.envelope(sender=peer.partner["organisation"]),
            "an altered bit": bytes([*peer.envelope()[:-20], 0, *peer.envelope()[-19:]]),
            "half of it": peer.envelope()[:300],
            "a parcel of rubbish": peer.envelope(os.urandom(900)),
            "a number out of range": peer.envelope(peer.parcel(items=[(1 << 60, bad)])),
            "a replacement of the key that nobody signed": peer.envelope(rotations=[{
                "organisation": peer.identifier, "kind": "signing", "generation": 2, "oldKey": peer.public()[0].hex(), "newKey": "00" * 32, "since": 1 << 50,
                "signatureByOld": "00" * 64, "signatureByNew": "00" * 64}], signing=stranger),
            "nothing": b"",
        }
        for what, envelope in rows.items():
            check(what + " is not taken", peer.post(envelope) == 404)
        check("three megabytes are not taken", peer.post(bytes(3 << 20)) == 413)
        slow = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(50)]
        for connection in slow:
            connection.sendall(f"POST /exchange/mailboxes/{peer.partner['mailbox']} HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n".encode())
        check("while fifty send slowly others are served", peer.post(peer.envelope(peer.parcel(items=[]))) == 200)
        check("who sends slowly is cut off", all(connection.recv(100).startswith(b"HTTP/1.1 408") for connection in slow))
        for connection in slow:
            connection.close()
        with socket.create_connection(("127.0.0.1", port), timeout=60) as giant:
            giant.sendall(f"POST /exchange/mailboxes/{'0' * 32} HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n".encode())
            check("for a mailbox that is not here nothing is waited for", giant.recv(100).startswith(b"HTTP/1.1 404"))
        check("nothing of all that had an effect", peer.acknowledged == before and len(peer.told) == 5)
        peer.answer = None
        lie = peer.parcel(items=[])
        check("a confirmation of what was never sent is not believed",
              peer.post(peer.envelope((900).to_bytes(8, "big") + bytes(32) + (900).to_bytes(8, "big") + bytes(32) + lie[80:])) == 200)
        check("the node asks, and goes on", peer.answer is not None and peer.post(peer.envelope()) == 200 and peer.acknowledged == 6)

        # A replaced key
        peer.rotate()
        peer.put(Message("peer-test", b"{}"))
        check("a replaced key without its statement is nobody's", peer.post(peer.envelope(rotations=[])) == 404)
        check("with it the exchange goes on", peer.post(peer.envelope()) == 200 and peer.acknowledged == 7)
        thief = Peer(peer.identifier, peer.name, "NP")
        invitation.write_text(thief.invitation())
        run("exchange", "add", str(invitation), *node, status=1)
        check("keys of a generation that was replaced change nothing", peer.post(peer.envelope()) == 200)
        thief.rotate()
        invitation.write_text(thief.invitation())
        run("exchange", "add", str(invitation), *node)
        check("keys that nothing ties to the ones held stop the exchange", peer.post(peer.envelope()) == 404)
        invitation.write_text(peer.invitation())
        run("exchange", "add", str(invitation), *node)
        check("the true ones let it go on", peer.post(peer.envelope()) == 200)

        # By file
        peer.put(Message("peer-test", b"{}"))
        carried = folder / "carried"
        envelope = peer.envelope()
        carried.write_bytes(domain("corridor/exchange-file/1") + (1).to_bytes(4, "big") + field(envelope))
        told = json.loads(run("exchange", "import", str(carried), "--json", *node))
        check("a file is taken", told == {"taken": 1, "refused": 0, "new": 1, "repeated": 0})
        told = json.loads(run("exchange", "import", str(carried), "--json", *node))
        check("and twice does no harm", told == {"taken": 1, "refused": 0, "new": 0, "repeated": 1})
        run("exchange", "export", peer.identifier, "--output", str(folder / "back"), *node)
        reader = Reader((folder / "back").read_bytes())
        reader.take(len(domain("corridor/exchange-file/1")))
        for _ in range(reader.number("I")):
            peer.take(reader.field())
        check("the file that comes back confirms it and brings the answer", peer.acknowledged == 8 and len(peer.told) == 8)
        run("exchange", "block", peer.identifier, *node)
        check("from a blocked partner nothing is taken", peer.post(peer.envelope()) == 404)
        run("exchange", "export", peer.identifier, "--output", str(folder / "never"), *node, status=1)

        # A referral, written from Docs/referrals.md
        page = (root / "Docs/referrals.md").read_text()
        example = json.loads(page[page.index("```json") + 7:page.index("```", page.index("```json") + 7)])
        content = canonical(example)
        vector = re.search(r"(\d+) bytes whose SHA-256 is `([0-9a-f]{64})`", page)
        check("the example of a referral is the test vector", (len(content), hashlib.sha256(content).hexdigest()) == (int(vector[1]), vector[2]))
        newer = Peer("0NEWERNEWERNEWER", "A newer partner", "NP")
        newer.meet(run("exchange", "invite", *node))
        invitation.write_text(newer.invitation())
        run("exchange", "add", str(invitation), *node)
        run("exchange", "verify", newer.identifier, "--code", " ".join(newer.code()), *node)

        def offer(expected, **changes):
            """Offers the example with other members of its offer, and hears whether it is refused."""
            before = len(newer.told)
            newer.put(Message("referral", canonical({**example, "offer": {**example["offer"], **changes}})))
            newer.post(newer.envelope())
            hear(newer, before + 1) if expected else newer.post(newer.envelope())
            return [json.loads(message.content)["code"] for message in newer.told[before:]] == expected

        check("the example is taken", offer([]))
        check("so is one with codes of a newer dictionary, and one with an empty reason",
              offer([], needs=["shelter", "0-new-kind-of-help"], reason="0-new-reason") and offer([], reason=""))
        check("one whose urgency or kind nobody knows is refused", offer(["malformed"], urgency="0-new") and offer(["malformed"], kind="0-new"))
        peers = run("exchange", "peers", *node)
        check("the program counts what it has received", f"{newer.identifier}" in peers and newer.acknowledged == 5)

        # A relay
        holder = Ed25519PrivateKey.generate()

        def fetch(number=0, when=None, signing=holder):
            content = domain("corridor/fetch/1") + holder.public_key().public_bytes_raw() + field(f"http://127.0.0.1:{port}".encode())
            content += number.to_bytes(8, "big") + int(time.time() * 1000 if when is None else when).to_bytes(8, "big")
            box = Peer("", "", "")
            box.mailbox_key = holder
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/exchange/mailboxes/{box.mailbox()}/fetch", data=content + signing.sign(content))
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    reader, kept = Reader(answer.read()), []
                    while reader.position < len(reader.data):
                        kept.append((reader.number("q"), reader.field()))
                    return box.mailbox(), kept
            except urllib.error.HTTPError as error:
                return box.mailbox(), error.code

        mailbox, kept = fetch()
        check("the first fetch makes a mailbox", kept == [])
        check("an envelope is kept in it", peer.post(b"sealed", f"/exchange/mailboxes/{mailbox}") == 202)
        check("only its holder fetches", fetch(signing=stranger)[1] == 404)
        check("a clock that is wrong by hours is told", fetch(when=0)[1] == 422)
        check("the holder gets it", fetch()[1] == [(1, b"sealed")] and fetch()[1] == [(1, b"sealed")])
        check("and what is confirmed is forgotten", fetch(1)[1] == [])
    finally:
        server.kill()
        server.wait()

if failures:
    raise SystemExit(f"{len(failures)} checks failed")
print("The peer and the node agree.")
