"""Compares Docs/security.md with the list of requirements of OWASP ASVS 5.0: each of level 1 and 2 is in it once, and tests that it names exist. The same of Docs/accessibility.md
with the success criteria of WCAG 2.2, levels A and AA, and the journeys that it names."""

import csv
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import GROUND_TRUTH, ROOT


def named_tests(text: str) -> set[str]:
    return {name for line in text.splitlines() if line.startswith("| ") for name in re.findall(r"`(\w+Tests(?:\.\w+)?)`", line)}


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


def criteria(cell: str) -> list[str]:
    """The numbers of a row's first cell, such as «1.2.1–1.2.5 Audio; 2.3.1 Flashes»."""
    numbers = []
    for first, last in re.findall(r"\b(\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))?", cell):
        chapter, place = first.rsplit(".", 1)
        numbers += [f"{chapter}.{number}" for number in range(int(place), int((last or first).rsplit(".", 1)[1]) + 1)]
    return numbers


def accessibility() -> list[str]:
    text = (ROOT / "Docs/accessibility.md").read_text()
    rows = [line.split("|")[1:-1] for line in text.splitlines() if re.match(r"\| \d", line)]
    faults = [f"the test {name} is named in accessibility.md and not there" for name in missing_tests(text)]
    for file, journey in re.findall(r"`(\w+): (\w+)`", text):
        path = ROOT / f"Tests/Browser/{file}_journeys.py"
        if not path.exists() or not re.search(rf"^def {journey}\(", path.read_text(), re.MULTILINE):
            faults.append(f"the journey {file}: {journey} is named and not there")
    found = [number for row in rows for number in criteria(row[0])]
    faults += [f"criterion {number} is there {found.count(number)} times" for number in sorted(set(found)) if found.count(number) > 1]
    path = GROUND_TRUTH / "conformance/wcag/wcag-2.2-success-criteria.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            needed = {row["number"] for row in csv.DictReader(file) if row["level"] in ("A", "AA")}
        faults += [f"criterion {number} is missing" for number in sorted(needed - set(found))]
        faults += [f"{number} is not a criterion of these levels" for number in sorted(set(found) - needed)]
    print(f"{len(set(found))} criteria of accessibility.")
    return faults


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
    faults += accessibility()
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(set(found))} requirements, {len(named_tests(text))} tests named.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
