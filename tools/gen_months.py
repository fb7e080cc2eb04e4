#!/usr/bin/env python3
"""gen_months.py OUT.txt: month names and abbreviations of many languages, from CLDR by the package Babel."""
import re
import sys

from babel import Locale

LANGUAGES = ("en de fr es it pt nl da nb sv fi is et lv lt pl cs sk hu ro bg hr sr sl mk sq el tr ru uk be ka hy az kk uz ar he fa ur hi bn ta "
             "te ml mr gu id ms tl vi th sw af ca gl eu cy ga mt ha so am").split()
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("# Month names and abbreviations. Written by tools/gen_months.py from CLDR (package Babel).\n")
    f.write("# Columns: language, then twelve columns of names for January to December, separated by blanks.\n")
    for lang in LANGUAGES:
        loc = Locale.parse(lang)
        cols = []
        for month in range(1, 13):
            names = []
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    word = loc.months[context][width][month].lower().strip(".")
                    if not re.search(r"[\d\s]", word) and len(word) >= 3 and word not in names:
                        names.append(word)
            cols.append(" ".join(names))
        if all(cols):
            f.write("\t".join([lang] + cols) + "\n")
