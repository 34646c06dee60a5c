"""Makes up people, and the ways in which others write them down.

    generate_people.py FOLDER [--people 1000000] [--queries 2000] [--duplicates 0.1] [--seed 1]

Writes into FOLDER:
    people.csv        rec_id,given_name,surname,sex,date_of_birth,district,country,phone,passport: the people, each once
    queries.csv       query,expected: names of some of them as they were misheard and misspelt
    queries-born.csv, queries-district.csv   the same with a year of birth, or the district
    register.csv      the people and, for a share of them, one to three more records with other spellings, in random order
    truth.csv         left,right: all pairs of records in register.csv that are one person

Everything follows from the seed. Nobody in it exists; the parts of names are in name-parts.csv with their sources, districts are numbered.
"""

import argparse
import bisect
import csv
import itertools
import pathlib
import random

HERE = pathlib.Path(__file__).parent

# Share of the people by country, and how many districts each has.
COUNTRIES = {"NP": (0.28, 77), "BD": (0.22, 64), "IN": (0.18, 120), "PK": (0.1, 90), "ID": (0.1, 100), "PH": (0.07, 81), "LK": (0.05, 25)}
CODES = {"NP": "977", "BD": "880", "IN": "91", "PK": "92", "ID": "62", "PH": "63", "LK": "94"}


class Choice:
    """Draws from a list in which few are common and many are rare (Zipf), as names are."""

    def __init__(self, values, exponent=0.6):
        self.values = values
        self.cumulated = list(itertools.accumulate((rank + 3) ** -exponent for rank in range(len(values))))

    def draw(self, dice):
        return self.values[bisect.bisect(self.cumulated, dice.random() * self.cumulated[-1])]


def name_choices(dice):
    lists = {}
    with open(HERE / "name-parts.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lists.setdefault((row["country"], row["script"], row["kind"]), []).append(row["name"])
    for values in lists.values():
        dice.shuffle(values)
    for sex in ("male", "female"):
        lists["PK", "Latin", f"given-{sex}"] = lists["PK", "Latin", "given"]
    return {key: Choice(values) for key, values in lists.items()}


def draw_name(country, sex, names, dice):
    """Given names and surname as on a passport."""
    draw = lambda kind, script="Latin": names[country, script, kind].draw(dice)
    given, surname = draw(f"given-{sex}"), draw("surname")
    chance = dice.random()
    if country == "NP":
        if chance < 0.06:
            return draw(f"given-{sex}", "Devanagari"), draw("surname", "Devanagari")
        if chance < 0.66:
            given += " " + draw(f"middle-{sex}")
    elif country == "BD":
        if chance < 0.06:
            return draw(f"given-{sex}", "Bengali"), draw("surname", "Bengali")
        if sex == "male" and chance < 0.5:
            given = dice.choice(["Mohammad", "Md", "Md.", "Mohammed", "MD"]) + " " + given
        elif sex == "female":
            surname = dice.choice(["Begum", "Akter", "Khatun", "Bibi", surname])
            given += " " + draw("given-female") if chance < 0.4 else ""
        elif chance < 0.8:
            given += " " + draw("given-male")
    elif country == "PK":
        given = (dice.choice(["Muhammad", "Mohammad"]) + " " if sex == "male" and chance < 0.4 else "") + given
        surname = draw("given-male") if chance > 0.6 else surname
    elif country == "ID":
        if chance < 0.15:
            surname = ""
        elif chance < 0.6:
            given += " " + draw(f"given-{sex}")
    elif country == "PH":
        given += " " + (draw(f"given-{sex}") if chance < 0.5 else "") + " " + draw("surname")
    elif country == "LK":
        given += " " + draw(f"given-{sex}") if chance < 0.5 else ""
    elif country == "IN" and chance < 0.3:
        given += " " + dice.choice(["Kumar", "Kumari", "Lal", "Singh", "Devi", draw(f"given-{sex}")])
    return " ".join(given.split()), surname


# What is written for one another when a name is heard: applied once, at a random place where it fits.
SPELLINGS = [
    ("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "oo"), ("ou", "u"), ("aa", "a"), ("a", "aa"), ("a", "e"), ("e", "a"), ("o", "u"), ("u", "o"), ("e", "i"), ("i", "e"),
    ("sh", "s"), ("s", "sh"), ("ch", "chh"), ("chh", "ch"), ("kh", "k"), ("k", "kh"), ("gh", "g"), ("th", "t"), ("t", "th"), ("dh", "d"), ("d", "dh"), ("bh", "b"),
    ("b", "bh"), ("v", "b"), ("b", "v"), ("w", "v"), ("v", "w"), ("ph", "f"), ("f", "ph"), ("j", "z"), ("z", "j"), ("q", "k"), ("k", "q"), ("c", "k"), ("ks", "x"),
    ("y", "i"), ("i", "y"), ("ai", "ay"), ("ay", "ai"), ("au", "ow"), ("h", ""), ("mm", "m"), ("m", "mm"), ("ss", "s"), ("s", "ss"), ("ll", "l"), ("tt", "t"),
    ("nn", "n"), ("r", "rr"), ("a", ""), ("", "a"),
]
KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
SHORT = {"mohammad": ["Md", "Md.", "Mohd", "Mohammed", "Muhammad", "Mohamad"], "mohammed": ["Md", "Mohd.", "Muhammad"], "muhammad": ["Mohd", "M.", "Mohammed", "Md"],
         "md": ["Mohammad", "Mohammed", "Muhammad"], "md.": ["Mohammad", "Mohd"], "bahadur": ["Bdr", "B."], "kumar": ["Kr"], "kumari": ["Kri", "Kumaree"], "prasad": ["Pd", "Prashad"]}
TITLES = ["Mr", "Mrs", "Shri", "Haji", "Mst", "Ms", "Dr"]


def respell(word, dice):
    lower = word.lower()
    fitting = [(old, new) for old, new in SPELLINGS if old in lower] if word.isascii() else []
    if not fitting:
        return slip(word, dice)
    old, new = dice.choice(fitting)
    places = [place for place in range(len(lower)) if lower.startswith(old, place)]
    place = dice.choice(places[1:] or places) if old not in ("h",) else places[-1]
    changed = lower[:place] + new + lower[place + len(old):]
    return changed[:1].upper() + changed[1:] if changed else word


def slip(word, dice):
    if len(word) < 3:
        return word
    place = dice.randrange(1, len(word))
    kind = dice.random()
    if kind < 0.25:
        return word[:place] + word[place + 1:]
    if kind < 0.5 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2:]
    letter = word[place].lower()
    row = next((row for row in KEYS if letter in row), None)
    other = row[min(len(row) - 1, max(0, row.index(letter) + dice.choice([-1, 1])))] if row else word[place - 1]
    return word[:place] + other + word[place + (1 if kind < 0.8 else 0):]


def rewrite(name, dice, most=3):
    """A full name as somebody else writes it, with one to three changes."""
    words = name.split()
    for _ in range(dice.choices([1, 2, 3], [0.45, 0.37, 0.18])[0] if most >= 3 else 1):
        kind = dice.random()
        place = dice.randrange(len(words))
        if kind < 0.5:
            words[place] = respell(words[place], dice)
        elif kind < 0.68:
            words[place] = slip(words[place], dice)
        elif kind < 0.76 and len(words) > 2:
            del words[dice.randrange(1, len(words) - 1) if dice.random() < 0.7 else place]
        elif kind < 0.84 and len(words) > 1:
            words = words[-1:] + words[:-1]
        elif kind < 0.92:
            known = [number for number, word in enumerate(words) if word.lower() in SHORT]
            if known:
                words[known[0]] = dice.choice(SHORT[words[known[0]].lower()])
            elif len(words) > 2:
                words[1] = words[1][0] + "."
        elif kind < 0.96 and len(words) > 1:
            joined = dice.randrange(len(words) - 1)
            words[joined:joined + 2] = [words[joined] + words[joined + 1].lower()]
        else:
            words.insert(0, dice.choice(TITLES))
    return " ".join(words)


def rewrite_date(date, dice):
    year, month, day = date.split("-")
    kind = dice.random()
    if kind < 0.7:
        return date
    if kind < 0.78:
        return f"{year}-01-01"
    if kind < 0.84 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if kind < 0.9:
        return ""
    if kind < 0.95:
        return f"{int(year) + dice.choice([-1, 1])}-{month}-{day}"
    return f"{year}-{month}-{dice.randrange(1, 29):02d}"


def draw_person(number, names, dice):
    country = dice.choices(list(COUNTRIES), [share for share, _ in COUNTRIES.values()])[0]
    sex = "male" if dice.random() < 0.68 else "female"
    # Passports spell a name as the clerk heard it.
    given, surname = (" ".join(respell(word, dice) if dice.random() < 0.12 else word for word in text.split()) for text in draw_name(country, sex, names, dice))
    born = f"{dice.randrange(1960, 2006)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
    district = f"{country} district {dice.randrange(COUNTRIES[country][1]) + 1}"
    phone = f"+{CODES[country]}{dice.randrange(10**8, 10**9)}" if dice.random() < 0.6 else ""
    passport = f"{dice.choice('ABCEKNP')}{dice.choice('ABCDEFGH')}{dice.randrange(10**6, 10**7)}" if dice.random() < 0.5 else ""
    return [f"p{number}", given, surname, sex, born, district, country, phone, passport]


def rewrite_person(person, identifier, dice):
    _, given, surname, sex, born, district, country, phone, passport = person
    words = rewrite(f"{given} {surname}".strip(), dice).split()
    given, surname = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (words[0], "")
    phone = phone if dice.random() < 0.6 else ""
    if passport and dice.random() < 0.1:
        passport = slip(passport, dice).upper()
    elif dice.random() < 0.4:
        passport = ""
    return [identifier, given, surname, sex if dice.random() < 0.97 else "", rewrite_date(born, dice), district if dice.random() < 0.8 else "", country, phone, passport]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--duplicates", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(options.seed)
    names = name_choices(dice)
    people = [draw_person(number, names, dice) for number in range(options.people)]
    header = ["rec_id", "given_name", "surname", "sex", "date_of_birth", "district", "country", "phone", "passport"]

    def write(name, head, rows):
        with open(options.folder / name, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)

    write("people.csv", header, people)
    asked = dice.sample(people, min(options.queries, len(people)))
    queries = [(rewrite(f"{person[1]} {person[2]}".strip(), dice), person) for person in asked]
    write("queries.csv", ["query", "expected"], [[query, person[0]] for query, person in queries])
    write("queries-born.csv", ["query", "expected", "born"], [[query, person[0], person[4][:4]] for query, person in queries])
    write("queries-district.csv", ["query", "expected", "district"], [[query, person[0], person[5]] for query, person in queries])
    register, truth = list(people), []
    number = len(people)
    for person in people:
        if dice.random() >= options.duplicates:
            continue
        same = [person[0]]
        for _ in range(dice.choices([1, 2, 3], [0.75, 0.2, 0.05])[0]):
            register.append(rewrite_person(person, f"p{number}", dice))
            same.append(f"p{number}")
            number += 1
        truth += itertools.combinations(same, 2)
    dice.shuffle(register)
    write("register.csv", header, register)
    write("truth.csv", ["left", "right"], truth)


main()
