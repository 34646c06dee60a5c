"""Writes Sources/Matching/Resources/country-names.csv: names of countries in languages that the dictionary has no labels in, from Unicode CLDR as Babel has it.

    python3 Benchmarks/matching/country_names.py        needs the package babel
"""

import csv
import pathlib

import babel

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Matching" / "Resources" / "country-names.csv"
LANGUAGES = ["am", "es", "fa", "fil", "fr", "gu", "km", "kn", "lo", "ml", "ms", "my", "or", "pa", "pt", "si", "sw", "ta", "te", "th", "ur", "vi", "zh"]


def main():
    rows, seen = [], set()
    for language in LANGUAGES:
        for code, name in sorted(babel.Locale.parse(language).territories.items()):
            if len(code) != 2 or not code.isalpha() or code in ("EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"):
                continue
            # “Myanmar (Burma)” are two names.
            for part in (part.strip(" )") for part in name.split("(")):
                if part and (part, code) not in seen:
                    seen.add((part, code))
                    rows.append([part, code, language, ""])
    rows[0][3] = f"Unicode CLDR as in Babel {babel.__version__} (BSD-3-Clause, Unicode License)"
    with open(TARGET, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "code", "language", "source"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
