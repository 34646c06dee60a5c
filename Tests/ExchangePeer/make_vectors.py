"""Writes the test vectors of Docs/exchange.md from the peer in Python: make_vectors.py > ../ExchangeTests/Vectors/exchange.json"""

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from exchange_peer import Message, Peer, following, padded

sender, recipient = Peer("0SENDER0SENDER00", "Sender", "NP"), Peer("0RECEIVER0RECE00", "Recipient", "QA")
for number, peer in enumerate((sender, recipient)):
    peer.signing = Ed25519PrivateKey.from_private_bytes(bytes([10 + number] * 32))
    peer.receiving = X25519PrivateKey.from_private_bytes(bytes([20 + number] * 32))
    peer.mailbox_key = Ed25519PrivateKey.from_private_bytes(bytes([30 + number] * 32))
    peer.since = 0
for peer, other in ((sender, recipient), (recipient, sender)):
    peer.partner = {"organisation": other.identifier, "keys": other.keys()}
message = sender.put(Message("referral", b'{"a":1}', conversation=bytes([2] * 16), identifier=bytes([1] * 16), made=1_750_000_000_000,
                             attachments=[("नाम.pdf", "application/pdf", b"attached")]))
envelope = sender.envelope(
    sender.parcel(pieces=list(message.pieces())), made=1_750_000_000_001, ephemeral=X25519PrivateKey.from_private_bytes(bytes([40] * 32)))
print(json.dumps({
    "sender": sender.identifier, "recipient": recipient.identifier,
    "senderSigningSecret": "0a" * 32, "senderReceivingSecret": "14" * 32, "recipientSigningSecret": "0b" * 32, "recipientReceivingSecret": "15" * 32,
    "recipientMailboxSecret": "1f" * 32, "recipientMailbox": recipient.mailbox(),
    "made": 1_750_000_000_001, "messageIdentifier": message.identifier.hex(), "messageBytes": message.encoded().hex(),
    "linkOne": following(bytes(32), message.identifier).hex(), "envelope": envelope.hex(),
    "codeGroups": sorted([sender.code(), recipient.code()], key=lambda half: half != (sender if sender.identifier < recipient.identifier else recipient).code()),
    "padded": {str(length): padded(length) for length in (1, 512, 513, 1000, 65_537, 300_001)},
}, indent=1, ensure_ascii=False))
