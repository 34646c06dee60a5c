"""Single changes of an exported journal by somebody without the signing key. Each must be found.

Each takes the lines and a generator of random numbers, and gives the bytes of a file, or None if the journal has no place
for it.
"""

import base64
import json

from journal_lines import as_bytes, compact, indices, is_entry, is_signature, linked

ORDER = 2 ** 252 + 27742317777372353535851937790883648493      # of the base point of Ed25519


def entry_removed(lines, random):
    del lines[random.choice(indices(lines, is_entry))]
    return as_bytes(lines)


def entry_removed_and_linked(lines, random):
    last = indices(lines, is_signature)[-1]
    del lines[random.choice([index for index in indices(lines, is_entry) if index < last])]
    return as_bytes(linked(lines))


def entry_doubled(lines, random):
    index = random.choice(indices(lines, is_entry))
    lines.insert(index + 1, lines[index])
    return as_bytes(lines)


def entry_doubled_and_linked(lines, random):
    index = random.choice(indices(lines, is_entry))
    lines.insert(index, lines[index])
    return as_bytes(linked(lines))


def two_entries(lines, random):
    found = indices(lines, is_entry)
    return random.sample(found, 2) if len(found) > 1 else None


def entries_swapped(lines, random):
    if not (two := two_entries(lines, random)):
        return None
    lines[two[0]], lines[two[1]] = lines[two[1]], lines[two[0]]
    return as_bytes(lines)


def bodies_swapped_and_linked(lines, random):
    if not (two := two_entries(lines, random)):
        return None
    lines[two[0]]["body"], lines[two[1]]["body"] = lines[two[1]]["body"], lines[two[0]]["body"]
    return as_bytes(linked(lines))


def body_byte_changed(lines, random):
    line = lines[random.choice(indices(lines, is_entry))]
    place = random.randrange(len(line["body"]))
    other = random.choice([sign for sign in "abcXYZ019 \"{,é" if sign != line["body"][place]])
    line["body"] = line["body"][:place] + other + line["body"][place + 1:]
    return as_bytes(lines)


def author_changed_and_linked(lines, random):
    line = lines[random.choice(indices(lines, is_entry))]
    entry = json.loads(line["body"])
    line["body"] = compact(entry | {"author": entry["author"] + "x"})
    return as_bytes(linked(lines))


def link_changed(lines, random):
    line = lines[random.choice(indices(lines, is_entry))]
    place = random.randrange(64)
    line["link"] = line["link"][:place] + "0123456789abcdef"[int(line["link"][place], 16) - 1] + line["link"][place + 1:]
    return as_bytes(lines)


def link_in_capitals(lines, random):
    line = lines[random.choice(indices(lines, is_entry))]
    line["link"] = line["link"].upper()
    return as_bytes(lines)


def sequence_changed(lines, random):
    lines[random.choice(indices(lines, is_entry))]["sequence"] += random.choice([-1, 1])
    return as_bytes(lines)


def signature_replaced(lines, random):
    found = indices(lines, is_signature)
    if len(found) < 2:
        return None
    one, other = random.sample(found, 2)
    lines[one]["signature"] = lines[other]["signature"]
    return as_bytes(lines)


def with_signature(change):
    """A change of one signature's bytes."""
    def changed(lines, random):
        line = lines[random.choice(indices(lines, is_signature))]
        signature = change(bytearray(base64.b64decode(line["signature"])), random)
        line["signature"] = base64.b64encode(bytes(signature)).decode()
        return as_bytes(lines)
    changed.__name__ = change.__name__
    return changed


@with_signature
def signature_bit_changed(signature, random):
    signature[random.randrange(64)] ^= 1 << random.randrange(8)
    return signature


@with_signature
def signature_plus_order(signature, random):
    """RFC 8032 section 5.1.7 wants the second half below the order."""
    return signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")


@with_signature
def signature_too_long(signature, random):
    return signature + b"\0"


@with_signature
def signature_too_short(signature, random):
    return signature[:63]


def signature_spelled_otherwise(lines, random):
    line = lines[random.choice(indices(lines, is_signature))]
    line["signature"] = line["signature"].rstrip("=") if random.random() < 0.5 else line["signature"][:-3] + "h=="
    return as_bytes(lines)


def signature_of_other_generation(lines, random):
    lines[random.choice(indices(lines, is_signature))]["generation"] += len(lines[0]["publicKeys"]["signing"])
    return as_bytes(lines)


def signature_of_other_sequence(lines, random):
    lines[random.choice(indices(lines, is_signature))]["signed"] += random.choice([-1, 1])
    return as_bytes(lines)


def signature_moved(lines, random):
    index = random.choice(indices(lines, is_signature))
    lines.insert(index - 1, lines.pop(index))
    return as_bytes(lines)


def signature_doubled(lines, random):
    index = random.choice(indices(lines, is_signature))
    lines.insert(index, lines[index])
    return as_bytes(lines)


def last_entry_removed(lines, random):
    del lines[indices(lines, is_entry)[-1]]
    return as_bytes(lines)


def cut_back_but_for_the_signature(lines, random):
    """What is left ends with a signed entry, and one signature more."""
    ends = [index for index in indices(lines, is_signature) if is_signature(lines[index - 2])]
    if not ends:
        return None
    end = random.choice(ends)
    return as_bytes(lines[:end - 1] + [lines[end]])


def last_signature_removed(lines, random):
    del lines[indices(lines, is_signature)[-1]]
    return as_bytes(lines)


def cut_within_a_transaction(lines, random):
    ends = [index for index in indices(lines, is_entry) if not is_signature(lines[index + 1])]
    return as_bytes(lines[:random.choice(ends) + 1]) if ends else None


def signing_key_changed(lines, random):
    key = lines[0]["publicKeys"]["signing"][0]
    key["key"] = f"{int(key['key'], 16) ^ 1 << random.randrange(256):064x}"
    return as_bytes(lines)


def organisation_changed(lines, random):
    lines[0]["organisation"] = lines[0]["publicKeys"]["organisation"] = lines[0]["organisation"][::-1] + "X"
    return as_bytes(lines)


def first_line_removed(lines, random):
    return as_bytes(lines[1:])


def member_added(lines, random):
    lines[random.randrange(len(lines))]["zeal"] = 1
    return as_bytes(lines)


def members_in_other_order(lines, random):
    index = random.randrange(len(lines))
    texts = [compact(line) for line in lines]
    texts[index] = json.dumps(dict(reversed(lines[index].items())), ensure_ascii=False, separators=(",", ":"))
    return "".join(text + "\n" for text in texts).encode()


def blank_inserted(lines, random):
    data = as_bytes(lines)
    place = random.choice([index for index, byte in enumerate(data) if byte == ord(":")])
    return data[:place + 1] + b" " + data[place + 1:]


def blank_line_inserted(lines, random):
    texts = as_bytes(lines).splitlines(keepends=True)
    texts.insert(random.randrange(len(texts) + 1), b"\n")
    return b"".join(texts)


def last_line_feed_removed(lines, random):
    return as_bytes(lines)[:-1]


def carriage_returns(lines, random):
    return as_bytes(lines).replace(b"\n", b"\r\n")


def byte_changed(lines, random):
    """Any byte after the first line (of which not everything is signed: the dates of the keys)."""
    data = bytearray(as_bytes(lines))
    data[random.randrange(data.index(b"\n") + 1, len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def byte_removed(lines, random):
    data = bytearray(as_bytes(lines))
    del data[random.randrange(data.index(b"\n"), len(data))]
    return bytes(data)


CHANGES = (entry_removed, entry_removed_and_linked, entry_doubled, entry_doubled_and_linked, entries_swapped,
           bodies_swapped_and_linked, body_byte_changed, author_changed_and_linked, link_changed, link_in_capitals,
           sequence_changed, signature_replaced, signature_bit_changed, signature_plus_order, signature_too_long,
           signature_too_short, signature_spelled_otherwise, signature_of_other_generation, signature_of_other_sequence,
           signature_moved, signature_doubled, last_entry_removed, cut_back_but_for_the_signature,
           last_signature_removed, cut_within_a_transaction, signing_key_changed, organisation_changed,
           first_line_removed, member_added, members_in_other_order, blank_inserted, blank_line_inserted,
           last_line_feed_removed, carriage_returns, byte_changed, byte_removed)
