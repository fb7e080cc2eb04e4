"""Hashed features of a word form: the Python twin of src/lang/features.c (same bytes in, same rows out).

In: a word as a str. Out: row numbers in the embedding tables of TABLES. Idea: hash embeddings (Bloom style, two rows for the word itself)
with affixes, shape and character n-grams, so that no vocabulary is kept and no word is unknown. Known weakness: rare words share rows.
"""
import unicodedata

# name, rows, width, how many rows of it are summed; the order is the order in the concatenated word vector
TABLES = (
    ("low", 32768, 96),     # lower-cased form, two seeds, summed
    ("form", 16384, 64),    # form with its case
    ("pre3", 8192, 48),
    ("suf2", 4096, 32),
    ("suf3", 8192, 48),
    ("suf4", 8192, 64),
    ("shape", 2048, 32),
    ("gram", 24576, 64),    # character 3- and 4-grams of <form>, sum divided by the root of their number
)
WIDTH = sum(t[2] for t in TABLES)
MAX_GRAMS = 40
ROWS = {t[0]: t[1] for t in TABLES}

PUNCT = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x60: "'", 0xB4: "'", 0x2032: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0xAB: '"',
         0xBB: '"', 0x2033: '"', 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2015: "-", 0x2212: "-"}
# letters of other scripts that look Latin: folded only inside a word that also has an ASCII letter
LOOK = {}
for _pair in ("аa", "вb", "еe", "кk", "мm", "нh", "оo", "рp", "сc", "тt", "уy", "хx", "іi", "јj", "ѕs", "һh", "ԁd", "АA", "ВB", "ЕE",
              "КK", "МM", "НH", "ОO", "РP", "СC", "ТT", "УY", "ХX", "ІI", "ЈJ", "ЅS", "αa", "οo", "νv", "ΑA", "ΒB", "ΕE", "ΖZ",
              "ΗH", "ΙI", "ΚK", "ΜM", "ΝN", "ΟO", "ΡP", "ΤT", "ΥY", "ΧX"):
    LOOK[_pair[0]] = _pair[1]


def lower1(c):
    """Simple lower case of one code point (a mapping to several code points is left alone, as utf8proc does)."""
    low = c.lower()
    return low if len(low) == 1 else c


STROKES = dict(zip("ØøĐđĦħıŁł", "OoDdHhiLl"))


def plain_letter(c):
    """A Latin letter without its accents."""
    if not (0xC0 <= ord(c) <= 0x24F or 0x1E00 <= ord(c) <= 0x1EFF):
        return c
    if c in STROKES:
        return STROKES[c]
    bare = [x for x in unicodedata.normalize("NFD", c) if unicodedata.category(x) != "Mn"]
    return bare[0] if len(bare) == 1 and bare[0].isascii() and bare[0].isalpha() else c


def fold(word):
    """Typographic marks to ASCII, digits to 0, accents off Latin letters, look-alike letters to Latin inside a Latin word."""
    latin = any("a" <= c <= "z" or "A" <= c <= "Z" for c in word)
    out = []
    for c in word:
        if "0" <= c <= "9":
            out.append("0")
        elif ord(c) in PUNCT:
            out.append(PUNCT[ord(c)])
        elif plain_letter(c) != c:
            out.append(plain_letter(c))
        elif latin and c in LOOK:
            out.append(LOOK[c])
        else:
            out.append(c)
    return "".join(out)


def row(seed, text, rows):
    """FNV-1a over UTF-8 bytes, murmur3 finish, scaled to the number of rows."""
    h = (2166136261 ^ (seed * 0x9E3779B1)) & 0xFFFFFFFF
    for b in text.encode("utf-8", "surrogatepass"):
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & 0xFFFFFFFF
    h ^= h >> 13
    h = (h * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> 16
    return (h * rows) >> 32


def lowered(word):
    return "".join(lower1(c) for c in fold(word))


def vec_key(word):
    """Key of a word in the table of static vectors (vectors.py)."""
    return row(11, lowered(word), 1 << 32)


def shape(form):
    """Xx0 classes, runs cut at four."""
    out = []
    run = 0
    for c in form:
        low = lower1(c)
        if c == "0":
            s = "0"
        elif low != c:
            s = "X"
        elif c.isascii():
            s = "x" if "a" <= c <= "z" else c
        else:
            s = "u"
        run = run + 1 if out and out[-1] == s else 1
        if run <= 4:
            out.append(s)
    return "".join(out)


def rows_of(word):
    """([low a, low b, form, pre3, suf2, suf3, suf4, shape], [gram rows])"""
    form = fold(word)
    low = "".join(lower1(c) for c in form)
    one = [row(1, low, ROWS["low"]), row(2, low, ROWS["low"]), row(3, form, ROWS["form"]), row(4, low[:3], ROWS["pre3"]),
           row(5, low[-2:], ROWS["suf2"]), row(6, low[-3:], ROWS["suf3"]), row(7, low[-4:], ROWS["suf4"]), row(8, shape(form), ROWS["shape"])]
    padded = "<" + low + ">"
    grams = []
    for k in range(len(padded) - 2):
        if len(grams) >= MAX_GRAMS - 1:
            break
        grams.append(row(9, padded[k:k + 3], ROWS["gram"]))
        if k + 4 <= len(padded):
            grams.append(row(10, padded[k:k + 4], ROWS["gram"]))
    return one, grams


CONTEXTS = 8


def sentence_case(words):
    """0 mixed, 1 all capitals, 2 no capital, 3 headline (nearly every longer word capitalised)."""
    caps = lows = titles = longer = 0
    for w in words:
        f = fold(w)
        letters = [c for c in f if lower1(c) != c or ("a" <= c <= "z")]
        if len(letters) < 2:
            continue
        up = sum(lower1(c) != c for c in letters)
        if up == len(letters):
            caps += 1
        elif up == 0:
            lows += 1
        if len(letters) >= 4:
            longer += 1
            if lower1(f[0]) != f[0]:
                titles += 1
    if caps >= 2 and lows == 0:
        return 1
    if caps + titles == 0 and lows:
        return 2
    if longer >= 4 and titles * 5 >= longer * 4:
        return 3
    return 0


def contexts(words):
    """Row of the context table for every word: twice the sentence's case class, plus one at its first word."""
    base = 2 * sentence_case(words)
    return [base + (k == 0) for k in range(len(words))]
