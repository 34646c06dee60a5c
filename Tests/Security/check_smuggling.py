"""Sends requests whose boundaries are in doubt down a socket: what a strict reader must refuse is refused or cut off, and never taken for two requests.

The cases are those of llhttp, where they are at hand; a few are written here, so that something is tried without it.
"""

import base64
import json
import socket
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import GROUND_TRUTH, ServedNode

# Behind each comes a second request that must not be answered as one of its own.
HIDDEN = b"GET /health/live HTTP/1.1\r\nHost: hidden\r\n\r\n"
OWN = {
    "length and chunks": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two lengths": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\nabc" + HIDDEN,
    "space before the colon": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "unknown coding": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "signed length": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc" + HIDDEN,
    "chunk size with a sign": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + HIDDEN,
}


def answers(port: int, request: bytes) -> bytes:
    """All that comes back until the server closes or says nothing more."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.settimeout(1.0)
        try:
            connection.sendall(request)
            while True:
                piece = connection.recv(65536)
                if not piece:
                    break
                received += piece
        except (TimeoutError, ConnectionError):
            pass
    return received


def statuses(received: bytes) -> list[int]:
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:] if part[:3].isdigit()]


def main() -> int:
    cases = [(name, raw) for name, raw in OWN.items()]
    path = GROUND_TRUTH / "conformance/http/llhttp-cases.jsonl"
    if path.exists():
        for line in path.read_text().splitlines():
            case = json.loads(line)
            # Only what must be refused when read strictly, and is a whole request in itself.
            if case["mode"] == "request" and case["strict"] and case["verdict"] == "reject":
                cases.append((f"{case['suite']}: {case['name']}", base64.b64decode(case["raw_base64"])))
    else:
        print("The cases of llhttp are not here; only the built-in ones are sent.")
    faults = []
    with tempfile.TemporaryDirectory() as name:
        node = ServedNode(Path(name), cases=5, requests_per_second=5_000, request_seconds=5)
        try:
            for title, raw in cases:
                received = answers(node.port, raw)
                found = statuses(received)
                good = [status for status in found if status < 400]
                if len(good) > 0 and title in OWN:
                    faults.append(f"{title}: answered {found}")
                if b"alive" in received:
                    faults.append(f"{title}: the hidden request was answered")
                # A request may be answered before its body is found to be malformed, which then is refused with 400: that is no second request.
                if len([status for status in found if status != 400]) > max(1, raw.count(b" HTTP/1.")):
                    faults.append(f"{title}: more answers than requests, {found}")
            status = statuses(answers(node.port, b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
            if status != [200]:
                faults.append(f"the server does not answer any more: {status}")
        finally:
            node.stop()
    print(f"{len(cases)} requests with boundaries in doubt were sent.")
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
