"""Compares Docs/security.md with the list of requirements of OWASP ASVS 5.0: each of level 1 and 2 is in it once, and tests that it names exist."""

import csv
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import GROUND_TRUTH, ROOT


def named_tests(text: str) -> set[str]:
    return {name for line in text.splitlines() if "| shown |" in line for name in re.findall(r"`(\w+Tests(?:\.\w+)?)`", line)}


def missing_tests(text: str) -> list[str]:
    sources = "\n".join(path.read_text() for path in (ROOT / "Tests").rglob("*.swift"))
    missing = []
    for name in sorted(named_tests(text)):
        suite, _, function = name.partition(".")
        if not re.search(rf"\b{suite}\b", sources) and not list((ROOT / "Tests").rglob(f"{suite}*")):
            missing.append(name)
        elif function and not re.search(rf"func {function}\(", sources):
            missing.append(name)
    return missing


def main() -> int:
    text = (ROOT / "Docs/security.md").read_text()
    faults = [f"the test {name} is named and not there" for name in missing_tests(text)]
    found = re.findall(r"\bV\d+\.\d+\.\d+\b", "\n".join(line for line in text.splitlines() if line.startswith("| V")))
    faults += [f"{number} is there {found.count(number)} times" for number in sorted(set(found)) if found.count(number) > 1]
    whole = set(re.findall(r"^## (V\d+) .*\n\nAll requirements of this chapter: n/a", text, re.MULTILINE))
    path = GROUND_TRUTH / "conformance/asvs/asvs-5.0.0.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            needed = {row["req_id"] for row in csv.DictReader(file) if row["L"] in ("1", "2") and row["chapter_id"] not in whole}
        faults += [f"{number} is missing" for number in sorted(needed - set(found))]
        faults += [f"{number} is not a requirement of these levels" for number in sorted(set(found) - needed)]
    else:
        print("The list of the standard is not here; only the tests that are named were looked for.")
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(set(found))} requirements, {len(named_tests(text))} tests named.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
