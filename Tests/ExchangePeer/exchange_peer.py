"""An organisation that exchanges with a node, written from Docs/exchange.md alone."""

import base64
import hashlib
import hmac
import json
import os
import struct
import time
import urllib.error
import urllib.request

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PIECE = 128 << 10


def domain(name):
    return name.encode() + b"\0"


def field(value):
    return struct.pack(">I", len(value)) + value


def sha256(value):
    return hashlib.sha256(value).digest()


def canonical(value):
    # RFC 8785 for what stands in invitations: no numbers but small integers, and names in ASCII.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def now():
    return int(time.time() * 1000)


class Damaged(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.data, self.position = data, 0

    def take(self, count):
        if self.position + count > len(self.data):
            raise Damaged("too short")
        self.position += count
        return self.data[self.position - count:self.position]

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]

    def field(self):
        return self.take(self.number("I"))

    def rest(self):
        return self.take(len(self.data) - self.position)


# HPKE, RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.

KEM = b"KEM" + struct.pack(">H", 0x20)
SUITE = b"HPKE" + struct.pack(">HHH", 0x20, 1, 3)


def extract(salt, material):
    return hmac.new(salt or b"\0" * 32, material, hashlib.sha256).digest()


def expand(key, info, length):
    result, block, counter = b"", b"", 1
    while len(result) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        result, counter = result + block, counter + 1
    return result[:length]


def labelled_extract(suite, salt, label, material):
    return extract(salt, b"HPKE-v1" + suite + label + material)


def labelled_expand(suite, key, label, info, length):
    return expand(key, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info, length)


def key_schedule(shared, encapsulated, recipient, info):
    secret = labelled_expand(
        KEM, labelled_extract(KEM, b"", b"eae_prk", shared), b"shared_secret", encapsulated + recipient, 32)
    context = b"\0" + labelled_extract(SUITE, b"", b"psk_id_hash", b"") + labelled_extract(SUITE, b"", b"info_hash", info)
    schedule = labelled_extract(SUITE, secret, b"secret", b"")
    return labelled_expand(SUITE, schedule, b"key", context, 32), labelled_expand(SUITE, schedule, b"base_nonce", context, 12)


INFO = domain("corridor/sealed-message/1") + b"exchange"


def seal(plaintext, recipient, generation, public, ephemeral=None):
    ephemeral = ephemeral or X25519PrivateKey.generate()
    encapsulated = ephemeral.public_key().public_bytes_raw()
    key, nonce = key_schedule(ephemeral.exchange(X25519PublicKey.from_public_bytes(public)), encapsulated, public, INFO)
    return b"\x01" + struct.pack(">I", generation) + encapsulated + ChaCha20Poly1305(key).encrypt(nonce, plaintext, recipient.encode())


def unseal(envelope, recipient, private):
    reader = Reader(envelope)
    if reader.take(1) != b"\x01":
        raise Damaged("format")
    reader.number("I")
    encapsulated = reader.take(32)
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    key, nonce = key_schedule(shared, encapsulated, private.public_key().public_bytes_raw(), INFO)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, reader.rest(), recipient.encode())
    except InvalidTag:
        raise Damaged("it does not open") from None


def padded(length):
    if length <= 512:
        return 512
    exponent = length.bit_length() - 1
    unit = 1 << (exponent - exponent.bit_length())
    return (length + unit - 1) // unit * unit


def following(link, identifier):
    return sha256(domain("corridor/exchange-link/1") + link + identifier)


class Message:
    def __init__(self, kind, content, conversation=None, after=bytes(16), attachments=(), identifier=None, made=None):
        self.identifier = identifier or os.urandom(16)
        self.conversation = conversation or os.urandom(16)
        self.after, self.kind, self.content = after, kind, content
        self.attachments = [(sha256(data), len(data), name, media) for name, media, data in attachments]
        self.data = [data for _, _, data in attachments]
        self.made = now() if made is None else made

    def encoded(self):
        result = self.identifier + self.conversation + self.after + struct.pack(">q", self.made)
        result += field(self.kind.encode()) + field(self.content) + struct.pack(">H", len(self.attachments))
        for digest, size, name, media in self.attachments:
            result += digest + struct.pack(">q", size) + field(name.encode()) + field(media.encode())
        return result

    @staticmethod
    def read(reader):
        message = Message("", b"", identifier=reader.take(16), conversation=reader.take(16), after=reader.take(16), made=reader.number("q"))
        message.kind, message.content = reader.field().decode(), reader.field()
        message.attachments = [
            (reader.take(32), reader.number("q"), reader.field().decode(), reader.field().decode()) for _ in range(reader.number("H"))]
        return message

    def pieces(self):
        for index, data in enumerate(self.data):
            for piece in range(0, (len(data) + PIECE - 1) // PIECE):
                yield self.identifier, index, piece, data[piece * PIECE:(piece + 1) * PIECE]


class Peer:
    """One organisation, and its two streams with one node."""

    def __init__(self, identifier, name, country):
        self.identifier, self.name, self.country = identifier, name, country
        self.signing, self.receiving = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        self.generation, self.since = 1, now() - 1000
        self.former, self.rotations = [], []
        self.mailbox_key = Ed25519PrivateKey.generate()
        self.partner = None
        self.sent, self.sent_links, self.acknowledged, self.outgoing = 0, [bytes(32)], 0, []
        self.received, self.received_link, self.incoming, self.told = 0, bytes(32), {}, []
        self.lacking, self.question, self.answer = [], None, None

    # Keys and first contact

    def public(self):
        return self.signing.public_key().public_bytes_raw(), self.receiving.public_key().public_bytes_raw()

    def keys(self):
        current = {"generation": self.generation, "key": self.public()[0].hex(), "since": self.since}
        return {"organisation": self.identifier, "signing": self.former + [current],
                "receiving": [{"generation": 1, "key": self.public()[1].hex(), "since": 0}]}

    def mailbox(self):
        return sha256(domain("corridor/mailbox/1") + self.mailbox_key.public_key().public_bytes_raw())[:16].hex()

    def invitation(self, **changes):
        content = canonical({"organisation": self.identifier, "name": self.name, "country": self.country, "keys": self.keys(),
                             "rotations": self.rotations, "mailbox": self.mailbox(), "address": "", "relay": "", **changes})
        signature = self.signing.sign(domain("corridor/invitation/1") + content)
        return "corridor-invitation-1:" + base64.b64encode(signature + content).decode()

    def meet(self, invitation):
        data = base64.b64decode(invitation.strip().removeprefix("corridor-invitation-1:"))
        partner = json.loads(data[64:])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(partner["keys"]["signing"][-1]["key"]))
        key.verify(data[:64], domain("corridor/invitation/1") + data[64:])
        self.partner = partner

    def fingerprint(self, keys):
        signing, receiving = keys["signing"][-1], keys["receiving"][-1]
        content = domain("corridor/organisation-keys/1") + field(keys["organisation"].encode())
        for key in (signing, receiving):
            content += struct.pack(">I", key["generation"]) + field(bytes.fromhex(key["key"]))
        return sha256(content).hex()

    def code(self):
        prints = sorted([self.fingerprint(self.keys()), self.fingerprint(self.partner["keys"])])
        value = sha256(domain("corridor/pair-code/1") + b"".join(field(each.encode()) for each in prints))
        groups = ["%05d" % (int.from_bytes(value[5 * i:5 * i + 5], "big") % 100000) for i in range(6)]
        return groups[:3] if self.identifier < self.partner["organisation"] else groups[3:]

    def rotate(self):
        new = Ed25519PrivateKey.generate()
        old_text, new_text = self.public()[0].hex(), new.public_key().public_bytes_raw().hex()
        since = now()
        content = domain("corridor/key-rotation/1") + field(self.identifier.encode()) + field(b"signing")
        content += struct.pack(">I", self.generation + 1) + field(old_text.encode()) + field(new_text.encode()) + struct.pack(">q", since)
        self.rotations.append({
            "organisation": self.identifier, "kind": "signing", "generation": self.generation + 1, "oldKey": old_text, "newKey": new_text, "since": since,
            "signatureByOld": self.signing.sign(content).hex(), "signatureByNew": new.sign(content).hex()})
        self.former.append({"generation": self.generation, "key": old_text, "since": self.since, "until": since})
        self.signing, self.generation, self.since = new, self.generation + 1, since

    # Streams

    def put(self, message):
        self.sent += 1
        self.sent_links.append(following(self.sent_links[-1], message.identifier))
        self.outgoing.append((self.sent, message))
        return message

    def parcel(self, items=None, pieces=None):
        items = [each for each in self.outgoing if each[0] > self.acknowledged] if items is None else items
        result = struct.pack(">q", self.sent) + self.sent_links[-1] + struct.pack(">q", self.received) + self.received_link
        result += struct.pack(">II", self.partner["keys"]["signing"][-1]["generation"], self.partner["keys"]["receiving"][-1]["generation"])
        result += bytes([(2 if self.question else 0) | (4 if self.answer else 0)]) + (self.question or b"") + (self.answer or b"")
        beyond = sorted(number for number in self.incoming if number > self.received)
        result += struct.pack(">H", len(beyond)) + b"".join(struct.pack(">q", number) for number in beyond)
        result += struct.pack(">H", 0) + struct.pack(">H", len(items))
        for number, message in items:
            result += struct.pack(">q", number) + message.encoded()
        pieces = pieces or []
        result += struct.pack(">H", len(pieces))
        for message, attachment, piece, data in pieces:
            result += message + struct.pack(">HI", attachment, piece) + field(data)
        self.answer = None
        return result

    def envelope(self, parcel=None, sender=None, recipient=None, signing=None, rotations=None, made=None, ephemeral=None):
        parcel = self.parcel() if parcel is None else parcel
        recipient = recipient or self.partner["organisation"]
        rotations = self.rotations if rotations is None else rotations
        content = domain("corridor/parcel/1") + field((sender or self.identifier).encode()) + field(recipient.encode())
        content += struct.pack(">Iq", self.generation, now() if made is None else made)
        content += struct.pack(">H", len(rotations)) + b"".join(field(json.dumps(each).encode()) for each in rotations) + field(parcel)
        content += (signing or self.signing).sign(domain("corridor/parcel-signature/1") + sha256(content))
        content += bytes(padded(len(content)) - len(content))
        key = self.partner["keys"]["receiving"][-1]
        return seal(content, self.partner["organisation"], key["generation"], bytes.fromhex(key["key"]), ephemeral)

    def take(self, envelope):
        plaintext = unseal(envelope, self.identifier, self.receiving)
        reader = Reader(plaintext)
        if reader.take(len(domain("corridor/parcel/1"))) != domain("corridor/parcel/1"):
            raise Damaged("format")
        sender, recipient = reader.field().decode(), reader.field().decode()
        generation, _ = reader.number("I"), reader.number("q")
        for _ in range(reader.number("H")):
            reader.field()
        parcel = reader.field()
        signed = plaintext[:reader.position]
        signature = reader.take(64)
        end = reader.position
        if any(reader.rest()) or padded(end) != len(plaintext):
            raise Damaged("padding")
        key = self.partner["keys"]["signing"][-1]
        if (sender, recipient, generation) != (self.partner["organisation"], self.identifier, key["generation"]):
            raise Damaged("not from the partner")
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["key"])).verify(signature, domain("corridor/parcel-signature/1") + sha256(signed))
        except InvalidSignature:
            raise Damaged("signature") from None
        self.take_parcel(Reader(parcel))

    def take_parcel(self, reader):
        reader.number("q"), reader.take(32)
        received, link = reader.number("q"), reader.take(32)
        reader.number("I"), reader.number("I")
        marks = reader.number("B")
        if marks & 2:
            self.answer = reader.take(16)
        answered = reader.take(16) if marks & 4 else None
        for _ in range(reader.number("H")):
            reader.number("q")
        self.lacking = [(reader.take(16), reader.number("H"), reader.number("I")) for _ in range(reader.number("H"))]
        if answered and answered == self.question:
            self.question = None
        if received <= self.sent and self.sent_links[received] == link:
            self.acknowledged = max(self.acknowledged, received)
        for _ in range(reader.number("H")):
            number, message = reader.number("q"), Message.read(reader)
            if number > self.received:
                self.incoming.setdefault(number, message)
        for _ in range(reader.number("H")):
            reader.take(16), reader.number("H"), reader.number("I"), reader.field()
        if reader.rest():
            raise Damaged("something behind the end")
        while self.received + 1 in self.incoming:
            self.received += 1
            message = self.incoming.pop(self.received)
            self.received_link = following(self.received_link, message.identifier)
            self.told.append(message)

    # HTTP

    def post(self, envelope, path=None):
        """The status of the answer; an envelope in it is taken."""
        address = self.partner["address"] + (path or "/exchange/mailboxes/" + self.partner["mailbox"])
        request = urllib.request.Request(address, data=envelope, headers={"Content-Type": "application/octet-stream"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                body = answer.read()
                if answer.status == 200 and not path:
                    self.take(body)
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
