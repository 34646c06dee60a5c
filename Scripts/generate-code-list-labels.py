#!/usr/bin/env python3
"""Writes the names of countries, languages and currencies in other languages into Sources/Dictionary/Resources/labels.

The names are those of the Unicode Common Locale Data Repository, from the PyPI package babel (2.18.0 was used).
What CLDR does not name in a language is left out and shown in English; what `terms.csv` of the language names stays as it is there.

    Scripts/generate-code-list-labels.py [--check]

  --check  writes nothing; says which file differs from what would be written, status 1 if one does.
"""
import argparse
import csv
import io
import pathlib
import sys
import unicodedata

from babel import Locale

RESOURCES = pathlib.Path(__file__).parent.parent / "Sources/Dictionary/Resources"
LANGUAGES = ["ne", "hi", "bn", "ar", "id"]

# The short names of these places, as the English list has them; babel holds only the long ones.
SHORT_COUNTRIES = {
    "PS": {"ne": "प्यालेस्टाइन", "hi": "फ़िलिस्तीन", "bn": "ফিলিস্তিন", "ar": "فلسطين", "id": "Palestina"},
    "HK": {"ne": "हङकङ", "hi": "हाँग काँग", "bn": "হংকং", "ar": "هونغ كونغ", "id": "Hong Kong"},
    "MO": {"ne": "मकाउ", "hi": "मकाऊ", "bn": "ম্যাকাও", "ar": "ماكاو", "id": "Makau"},
}
# Languages that CLDR names under a tag of another form than their code.
LANGUAGE_TAGS = {"prs": "fa_AF"}


def codes(name):
    with open(RESOURCES / f"vocabularies/{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def country(locale, row):
    return SHORT_COUNTRIES.get(row["code"], {}).get(locale.language) or locale.territories.get(row["code"])


def currency(locale, row):
    return locale.currencies.get(row["code"])


def language(locale, row):
    tags = (LANGUAGE_TAGS.get(row["code"]), row["alpha2"], row["code"])
    return next((locale.languages[tag] for tag in tags if tag in locale.languages), None)


def written_by_hand(tag):
    with open(RESOURCES / f"labels/{tag}/terms.csv", encoding="utf-8", newline="") as file:
        return {(row["vocabulary"], row["code"]) for row in csv.DictReader(file)}


def labels(tag):
    """Rows of one language, without two codes of a list having one name: whoever reads it could not tell them apart."""
    locale = Locale.parse(tag)
    by_hand = written_by_hand(tag)
    for name, label_of in (("country", country), ("currency", currency), ("language", language)):
        found = [(row["code"], label_of(locale, row)) for row in codes(name) if (name, row["code"]) not in by_hand]
        found = [(code, unicodedata.normalize("NFC", label).strip()) for code, label in found if label]
        spoken = [label for _, label in found]
        for code, label in found:
            if spoken.count(label) == 1:
                yield [name, code, label]


def text(tag):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["vocabulary", "code", "label"])
    writer.writerows(labels(tag))
    return buffer.getvalue()


def main():
    parser = argparse.ArgumentParser(description="Write the names of countries, languages and currencies from Unicode CLDR.")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    different = []
    for tag in LANGUAGES:
        path = RESOURCES / f"labels/{tag}/code-lists.csv"
        content = text(tag)
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            different.append(tag)
            if not arguments.check:
                path.write_text(content, encoding="utf-8")
    print(f"{'would change' if arguments.check else 'written'}: {', '.join(different) or 'nothing'}")
    return 1 if arguments.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
