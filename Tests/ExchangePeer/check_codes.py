"""Carries envelopes from one node to another as QR codes: draws them with corridor, reads the pictures with another program, and imports what it read.

The program is .build/debug/corridor, or what CORRIDOR_PROGRAM names.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    from code_pictures import read
except ImportError:
    print("The package zxing-cpp is not installed; QR codes are not read back.")
    sys.exit(0)

root = pathlib.Path(__file__).resolve().parents[2]
corridor = os.path.abspath(os.environ.get("CORRIDOR_PROGRAM", root / ".build/debug/corridor"))
failures = []


def check(what, holds):
    print(("ok    " if holds else "FAILED ") + what)
    if not holds:
        failures.append(what)


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    environment = {**os.environ, "HOME": str(folder)}

    def run(*arguments, status=0):
        result = subprocess.run([corridor, *arguments], capture_output=True, text=True, env=environment, timeout=120)
        if result.returncode != status:
            raise SystemExit(f"{' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
        return result.stdout + result.stderr

    places = {name: ["--data", str(folder / name), "--key-file", str(folder / f"{name}.key")] for name in ("here", "there")}
    for name, country in (("here", "QA"), ("there", "NP")):
        run("init", "--organisation", name, "--country", country, *places[name])
    for name, other in (("here", "there"), ("there", "here")):
        invitation = folder / f"{other}.invitation"
        invitation.write_text(run("exchange", "invite", *places[other]))
        run("exchange", "add", str(invitation), *places[name])

    def partner(name):
        return json.loads(run("exchange", "peers", "--json", *places[name]))["partners"][0]

    for name, other in (("here", "there"), ("there", "here")):
        run("exchange", "verify", partner(name)["identifier"], "--code", partner(name)["code"], *places[name], status=1)
        run("exchange", "verify", partner(name)["identifier"], "--code", partner(other)["code"], *places[name])

    def scanned(name, number):
        """What a phone reads of all codes that a node shows, each a few times and in no order."""
        shown = folder / f"codes-{number}"
        run("exchange", "export", partner(name)["identifier"], "--qr", str(shown), *places[name])
        texts = [read(path.read_text()) for path in sorted(shown.iterdir())]
        check(f"all {len(texts)} codes are read by another program", all(text.startswith("CORRIDOR1/") for text in texts))
        random.Random(number).shuffle(texts)
        return texts

    run("exchange", "try", partner("here")["identifier"], "--count", "40", *places["here"])
    texts = scanned("here", 1)
    file = folder / "scanned.txt"
    file.write_text("\n".join(texts[1:]))
    answer = run("exchange", "import", str(file), *places["there"], status=1)
    check("with one code missing it says which", f"1 of {len(texts)} codes are missing" in answer and partner("there")["received"] == 0)
    file.write_text("\n".join(texts[:3] + texts))
    run("exchange", "import", str(file), *places["there"])
    check("forty messages have arrived", partner("there")["received"] == 40)
    run("exchange", "import", str(file), *places["there"])
    check("twice is once", partner("there")["received"] == 40 and partner("there")["untold"] == 0)
    file.write_text("".join(scanned("there", 2)))
    run("exchange", "import", str(file), *places["here"])
    check("the confirmation comes back the same way", partner("here")["waiting"] == 0 and partner("here")["confirmed"] == 40)
    page = folder / "codes.html"
    run("exchange", "export", partner("here")["identifier"], "--html", str(page), *places["here"])
    check("a page with all codes is written", page.read_text().count("<svg") >= 1)

print(f"{len(failures)} failed" if failures else "passed")
sys.exit(1 if failures else 0)
