"""Lets a served node send mail to a mail server of others on this machine: over STARTTLS with a sign-in, and not at all where the certificate is not trusted or STARTTLS is not offered.

Needs the packages of Tests/requirements.txt; says so and passes where they are not.
"""

import datetime
import importlib.util
import ipaddress
import os
import re
import socket
import ssl
import sys
import tempfile
import time
from email import message_from_bytes, policy
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import ServedNode

USER, PASSWORD = "corridor", "a secret of the mail server"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for localhost."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    files = folder / "mail.pem", folder / "mail.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files


class Taker:
    """Keeps what arrives, with how it came."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None, session.authenticated))
        return "250 taken"


def mail_server(taker: Taker, context):
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode())

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        taker, hostname="127.0.0.1", port=port, ready_timeout=30, tls_context=context, require_starttls=context is not None, auth_required=context is not None, auth_require_tls=True,
        authenticator=authenticate)
    controller.start()
    return controller, port


def give_work(node: ServedNode) -> str:
    """The lawyer wants mail; the supervisor gives them cases that they had no part in. Returns a name that must be in no message."""
    colleague = node.browser("lawyer")
    status, _ = colleague.post(
        "/account/mail", {"address": "case@example.org", "pace": "at-once", "hour": "8", "quiet-from": "0", "quiet-until": "0", "zone": "UTC"}, page="/account/mail")
    assert status == 200, f"the wishes were answered with {status}"
    supervisor = node.browser("supervisor")
    _, cases = supervisor.get("/cases")
    for record in re.findall(r'href="/cases/([0-9A-Z]{16})"', cases):
        _, page = supervisor.get(f"/cases/{record}")
        others = re.findall(r'<input[^>]*name="account"[^>]*>', page)
        values = {re.search(r'value="([^"]+)"', one).group(1): "checked" in one for one in others}
        if values and not all(values.values()):
            status, _ = supervisor.post(f"/cases/{record}/assign", {"account": list(values)}, page=f"/cases/{record}")
            assert status == 200, f"assigning was answered with {status}"
    return re.search(r"<h1[^>]*>([^<]+)<", page).group(1).strip()


def is_waiting(node: ServedNode) -> bool:
    """Whether the server's log says that a message could not go."""
    return re.search(r"waiting=.*\bmail\b", node.log.read_text()) is not None


def wait(taker: Taker, node: ServedNode, seconds: int) -> None:
    end = time.monotonic() + seconds
    while not taker.messages and not is_waiting(node) and time.monotonic() < end:
        time.sleep(0.5)


def case(folder: Path, context, environment: dict, arrives: bool) -> list[str]:
    folder.mkdir()
    taker = Taker()
    controller, port = mail_server(taker, context)
    os.environ.update({"CORRIDOR_MAIL_SERVER": "localhost", "CORRIDOR_MAIL_PORT": str(port), "CORRIDOR_MAIL_FROM": "corridor@example.org", **environment})
    try:
        node = ServedNode(folder, cases=15, requests_per_second=5_000)
        try:
            secret = give_work(node)
            wait(taker, node, 45)
        finally:
            node.stop()
    finally:
        controller.stop()
        for key in list(os.environ):
            if key.startswith("CORRIDOR_MAIL_"):
                del os.environ[key]
    if not arrives:
        return (["a message went over a line that is not trusted"] if taker.messages else []) + ([] if is_waiting(node) else ["the log does not say that mail waits"])
    if len(taker.messages) != 1:
        return [f"{len(taker.messages)} messages arrived and not one"]
    sender, receivers, content, is_tls, is_signed_in = taker.messages[0]
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_content()
    faults = []
    if (sender, receivers) != ("corridor@example.org", ["case@example.org"]) or not is_tls or not is_signed_in:
        faults.append(f"it came from {sender} to {receivers}, TLS {is_tls}, signed in {is_signed_in}")
    if message["subject"] != "There is something to see" or node.address.split("://")[0] not in text or message["auto-submitted"] != "auto-generated":
        faults.append(f"it says {message['subject']}: {text}")
    if any(part in text for part in [secret, "lawyer", "/cases"]) or re.search(r"[0-9A-Z]{16}", text):
        faults.append(f"it says more than that there is something: {text}")
    return faults


def main() -> int:
    if importlib.util.find_spec("aiosmtpd") is None or importlib.util.find_spec("cryptography") is None:
        print("aiosmtpd and cryptography are not here; no mail is sent.")
        return 0
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pem, key = certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem, key)
        signed = {"CORRIDOR_MAIL_USER": USER, "CORRIDOR_MAIL_PASSWORD": PASSWORD}
        trusted = {**signed, "CORRIDOR_MAIL_TRUSTED_CERTIFICATES": str(pem)}
        for title, server_context, environment, arrives in [
            ("STARTTLS and a sign-in", context, trusted, True), ("a certificate that nobody vouches for", context, signed, False), ("a server without STARTTLS", None, trusted, False),
        ]:
            found = case(folder / title.replace(" ", "-"), server_context, environment, arrives)
            print(f"{title}: {'as it should be' if not found else found}", flush=True)
            faults += found
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
