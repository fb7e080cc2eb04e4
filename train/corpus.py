"""Reading of the training data: CoNLL-U treebanks, JSONL name sets, GUM's entity brackets, and the noise copies.

Out: Sentence objects (words, tags, lemma scripts, heads, names), None where a set has no such layer.
"""
import gzip
import json
import random
import re

NAME_TYPES = ("PER", "ORG", "LOC", "MISC")
TITLES = set("""president vice mr. mr mrs. mrs ms. ms dr. dr sen. senator rep. representative congressman congresswoman gov. governor prime
minister chancellor king queen prince princess sir lord lady dame general gen. colonel col. captain capt. lieutenant lt. sergeant sgt. major maj.
admiral judge justice secretary professor prof. professor pope archbishop bishop cardinal sheikh ayatollah imam rabbi reverend rev. father
sheriff mayor chairman chairwoman ambassador attorney director commissioner inspector detective officer saint st. aunt uncle""".split())


class Sentence:
    __slots__ = ("words", "upos", "xpos", "lemmas", "heads", "rels", "names", "has_misc", "weight", "soft")

    def __init__(self, words):
        self.words = words
        self.upos = self.xpos = self.lemmas = self.heads = self.rels = self.names = self.soft = None
        self.has_misc = False
        self.weight = 1.0


def read_text(path):
    raw = open(path, "rb").read()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")


def entity_spans(rows):
    """GUM brackets of one sentence: (first, last, type, min-span indices); an entity that runs over the sentence end is left out."""
    spans, open_ = [], {}
    for k, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", m.group(1)):
            if part[0] == "(":
                f = part.strip("()").split("-")
                key = re.sub(r"\[.*", "", f[0])
                mins = [int(x) for x in f[5].split(",") if x.isdigit()] if len(f) > 5 else []
                if part.endswith(")"):
                    spans.append((k, k, f[1], mins))
                else:
                    open_.setdefault(key, []).append((k, f[1], mins))
            else:
                key = re.sub(r"\[.*", "", part[:-1])
                if open_.get(key):
                    s, t, mins = open_[key].pop()
                    spans.append((s, k, t, mins))
    return spans


def gum_names(rows):
    """Names out of GUM mentions: the minimal span of a mention whose head is a proper noun, titles cut off; longest first."""
    kind = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "MISC", "object": "MISC", "abstract": "MISC"}
    found = []
    for s, e, t, mins in entity_spans(rows):
        if t not in kind:
            continue
        head = [k for k in range(s, e + 1) if not (s <= int(rows[k][6]) - 1 <= e)]
        if not head or rows[head[0]][3] != "PROPN" or not mins:
            continue
        a, b = s + min(mins) - 1, s + max(mins) - 1
        if b > e or not a <= head[0] <= b:
            a = b = head[0]
        while a < b and rows[a][3] not in ("PROPN", "ADJ", "NOUN", "NUM", "X"):
            a += 1
        while kind[t] == "PER" and a < b and rows[a][1].lower() in TITLES:
            a += 1
        if not any(rows[k][1][:1].isupper() for k in range(a, b + 1)):
            continue
        found.append((b - a, a, b, kind[t]))
    taken, names = set(), []
    for _, a, b, t in sorted(found, reverse=True):
        if taken.isdisjoint(range(a, b + 1)):
            taken.update(range(a, b + 1))
            names.append((a, b, t))
    return names


def bioes(n, names):
    tags = ["O"] * n
    for a, b, t in names:
        for k in range(a, b + 1):
            tags[k] = ("S-" if a == b else "B-" if k == a else "E-" if k == b else "I-") + t
    return tags


def read_conllu(path, skip_docs=(), names=False):
    """One Sentence per tree. skip_docs: prefixes of document ids to leave out."""
    out, doc = [], ""
    for block in read_text(path).split("\n\n"):
        rows = []
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                doc = line[14:]
            elif line and line[0] != "#":
                f = line.split("\t")
                if f[0].isdigit():
                    rows.append(f)
        if not rows or any(doc.startswith(p) for p in skip_docs):
            continue
        s = Sentence([r[1] for r in rows])
        s.upos, s.xpos, s.lemmas = [r[3] for r in rows], [r[4] for r in rows], [r[2] for r in rows]
        s.heads, s.rels = [int(r[6]) for r in rows], [r[7] for r in rows]
        if names:
            s.names, s.has_misc = bioes(len(rows), gum_names(rows)), True
        out.append(s)
    return out


def read_names(path, weight=1.0):
    """JSONL rows {"text","tokens","spans"}, byte offsets."""
    out = []
    for line in read_text(path).split("\n"):
        if not line.strip():
            continue
        r = json.loads(line)
        raw = r["text"].encode("utf-8")
        toks = [tuple(t) for t in r["tokens"]]
        sents = r.get("sents") or [[0, len(raw)]]
        for b, e in sents:
            here = [t for t in toks if b <= t[0] and t[1] <= e]
            if not here:
                continue
            begin = {t[0]: k for k, t in enumerate(here)}
            end = {t[1]: k for k, t in enumerate(here)}
            s = Sentence([raw[x:y].decode("utf-8") for x, y in here])
            s.names = bioes(len(here), [(begin[x], end[y], t) for x, y, t in r["spans"] if x in begin and y in end])
            s.weight = weight
            out.append(s)
    return out


# ---- lemma scripts -------------------------------------------------------------------------------------------------------------------

def lemma_script(form, lemma):
    """Edit script that turns form into lemma: CASE|DROP|SUFFIX, or CASE|*|WHOLE. CASE: l lower the form, k keep it, t title case, u upper."""
    for case, base in (("l", form.lower()), ("k", form), ("t", form[:1].upper() + form[1:].lower()), ("u", form.upper())):
        k = 0
        while k < min(len(base), len(lemma)) and base[k] == lemma[k]:
            k += 1
        if k == len(lemma) or (k >= 1 and (len(lemma) - k <= 3 or k * 2 >= len(lemma))):
            if k >= 1:
                return "%s|%d|%s" % (case, len(base) - k, lemma[k:])
    return "l|*|" + lemma


def apply_script(form, script):
    case, drop, tail = script.split("|", 2)
    if drop == "*":
        return tail
    base = {"l": form.lower(), "k": form, "t": form[:1].upper() + form[1:].lower(), "u": form.upper()}[case]
    cut = int(drop)
    return base + tail if cut == 0 else base[:-cut] + tail if cut < len(base) else tail


# ---- noise ---------------------------------------------------------------------------------------------------------------------------

OCR = {"l": "1I", "1": "lI", "I": "l1", "O": "0", "0": "O", "o": "0c", "e": "c", "c": "e", "m": "rn", "n": "ri", "h": "b", "b": "h", "S": "5", "s": "5",
       "B": "8", "g": "q", "u": "ii", "t": "f", "f": "t", "a": "o", "d": "cl", "w": "vv", "i": "j"}
LOOKALIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і", "A": "А", "B": "В", "E": "Е", "K": "К", "M": "М", "H": "Н", "O": "О",
             "P": "Р", "C": "С", "T": "Т", "X": "Х", "n": "п"}
SMALL = set("a an the of in on at to for and or but nor by with from as is are was it its be if than that".split())


def noisy_words(words, rng):
    """A copy of the words with one kind of damage, or the words themselves; reads like a headline, a shouted line, a bad scan."""
    r = rng.random()
    if r < 0.05:
        return [w.upper() for w in words]
    if r < 0.095:
        return [w.lower() for w in words]
    if r < 0.14:
        all_ = rng.random() < 0.5
        return [w[:1].upper() + w[1:] if all_ or k == 0 or w.lower() not in SMALL else w for k, w in enumerate(words)]
    if r < 0.17:
        return [ocr_word(w, rng) if rng.random() < 0.12 else w for w in words]
    if r < 0.185:
        return ["".join(LOOKALIKE.get(c, c) if rng.random() < 0.3 else c for c in w) if rng.random() < 0.3 else w for w in words]
    return words


def ocr_word(w, rng):
    if len(w) < 2:
        return w
    k = rng.randrange(len(w))
    kind = rng.random()
    if kind < 0.6 and w[k] in OCR:
        return w[:k] + rng.choice((OCR[w[k]][0], OCR[w[k]])) + w[k + 1:]
    if kind < 0.8:
        return w[:k] + w[k + 1:]
    return w[:k] + rng.choice("~'.,") + w[k:]
