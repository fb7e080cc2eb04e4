#!/usr/bin/env python3
"""Trains bench/models/collate.model: which mentions of many reports are of one happening, person or thing (bench/coref/coref.h).

  collate.py concepts WORDNET_DIR TRIGGERS MODEL  concept tables from a WordNet 3 folder (index.*, data.*, *.exc), empty trees
  collate.py train GOLD.jsonl PREDICT MODEL       trees on the rows with split "train", figures on the rows with split "dev"

  collate.py triggers GOLD.jsonl MODEL             the shares of trigger words alone (train does it too)
  collate.py cuts MODEL INCIDENT EVENT ENTITY     where grouping stops

PREDICT: the program bench/predict (its task collation-pairs writes the features of pairs). Seed 7. Needs numpy, scikit-learn, xxhash.
Concepts: two words meet when they are synonyms, or when one is the noun of the other's verb (bombing, bomb): verb and noun senses tied by
derivation are one concept. The first senses of a word are kept, numbered; nothing of the definitions or examples."""
import collections, json, os, struct, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile
import xxhash

FEATURES = 34
KEEP = {4, 10, 11, 14, 19, 22, 26, 12, 9, 21}  # noun files: act, communication, event, group, phenomenon, process, state, feeling, cognition, possession
h32 = lambda w: xxhash.xxh3_64_intdigest(w.encode(), 0) & 0xFFFFFFFF


def synsets_of(path, pos):
    for line in open(path, encoding="latin-1"):
        if line[0] == " ":
            continue
        head = line.split("|")[0].split()
        n = int(head[3], 16)
        words = [head[4 + 2 * i].split("(")[0].lower() for i in range(n)]
        k = 4 + 2 * n
        yield pos + head[0], int(head[1]), words, [(head[k + 1 + 4 * i], head[k + 3 + 4 * i] + head[k + 2 + 4 * i]) for i in range(int(head[k]))]


def concepts(src, triggers):
    synsets, above, derived = {}, collections.defaultdict(set), []
    for name, pos in (("verb", "v"), ("noun", "n")):
        for key, lexname, words, rel in synsets_of(os.path.join(src, "data." + name), pos):
            if pos == "n" and lexname not in KEEP:
                continue
            synsets[key] = words
            derived += [(key, t) for kind, t in rel if kind == "+" and t[0] in "vn"]
            above[key] |= {t for kind, t in rel if kind == "@"}
    parent = {k: k for k in synsets}

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in derived:
        if b in synsets and a[0] != b[0] and any(x[:4] == y[:4] for x in synsets[a] for y in synsets[b]):
            parent[max(find(a), find(b))] = min(find(a), find(b))
    senses = collections.defaultdict(list)
    for name, pos in (("verb", "v"), ("noun", "n")):
        for line in open(os.path.join(src, "index." + name), encoding="latin-1"):
            f = line.split()
            if line[0] == " " or not f[0].isalpha():
                continue
            n, p = int(f[2]), int(f[3])
            if int(f[5 + p]) == 0 and n > 2:
                continue
            senses[f[0]] += [(rank, pos + o) for rank, o in enumerate(f[6 + p:][:3]) if pos + o in synsets]
    words = {w: list(dict.fromkeys(find(k) for _, k in sorted(s)))[:4] for w, s in senses.items()}
    count = collections.Counter(c for s in words.values() for c in s)
    up = {(find(k), find(t)) for k, ts in above.items() for t in ts if t in synsets}
    useful = sorted({c for c in count if count[c] > 1} | {c for p in up for c in p if c in count})
    ids = {c: i + 1 for i, c in enumerate(useful[:65000])}
    entries = {}
    for w, s in sorted(words.items()):
        cs = [ids[c] for c in s if c in ids]
        if cs:
            entries[h32(w)] = (h32(w), cs + [0] * (4 - len(cs)))
    for name in ("verb", "noun"):
        for line in open(os.path.join(src, name + ".exc"), encoding="latin-1"):
            f = line.split()
            if f[0].isalpha() and h32(f[1]) in entries and (name == "verb" or h32(f[0]) not in entries):  # "fell" is "fall", not "to fell"
                entries[h32(f[0])] = entries[h32(f[1])]
    classes = {}
    for line in open(triggers, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) == 2 and f[0].isalpha():
            lemma, cs = entries.get(h32(f[0]), (h32(f[0]), [0] * 4))
            entries[h32(f[0])] = (lemma, cs[:4] + [classes.setdefault(f[1], 65535 - len(classes))])
    for w, (lemma, cs) in entries.items():  # inflected forms share the class of their lemma
        entries[w] = (lemma, (cs + [entries[lemma][1][4] if lemma in entries and len(entries[lemma][1]) > 4 else 0])[:5])
    table = b"".join(struct.pack("<II6H", w, lemma, *cs, 0) for w, (lemma, cs) in sorted(entries.items()))
    pairs = sorted({(ids[a], ids[b]) for a, b in up if a in ids and b in ids and a != b})
    return table, b"".join(struct.pack("<HH", *p) for p in pairs)


EMPTY = struct.pack("<IIIf", 0, 0, FEATURES, 0.0)


ENDINGS = ["ies", "es", "s", "ied", "ed", "d", "ying", "ing"]
STOPS = set("the a an of in on at to and or with by from for as be is was were are been have has had it its that this he she they his her their who which will would not but after s him them".split())


def lemma_of(known, w):
    """word_lemma of bench/coref/coref_words.c"""
    if h32(w) in known:
        return known[h32(w)]

    def stem_of(stem):
        if len(stem) < 2:
            return None
        tries = [stem, stem + "e"]
        if len(stem) > 3 and stem[-1] == stem[-2]:
            tries.append(stem[:-1])
        elif stem.endswith("i"):
            tries.append(stem[:-1] + "y")
        return next((known[h32(t)] for t in tries if h32(t) in known), None)
    for e in ENDINGS:
        if len(w) < len(e) + 2 or not w.endswith(e):
            continue
        stem = w[:-len(e)]
        if e in ("ies", "ied") and h32(stem + "y") in known:
            return known[h32(stem + "y")]
        found = stem_of(stem)
        if found is not None:
            return found
    if len(w) > 3 and w.endswith("s") and not w.endswith("ss"):
        w = w[:-1]
    return h32(w)


def triggers(gold, table):
    """share of each lemma's uses in the checked sentences of the training topics that annotators marked as an event"""
    import re
    known = {e[0]: e[1] for e in struct.iter_unpack("<II6H", table)}
    seen, marked = collections.Counter(), collections.Counter()
    for r in map(json.loads, open(gold, encoding="utf-8")):
        if r["split"] != "train":
            continue
        events = {(m["doc"], m["b"], m["e"]) for m in r["mentions"] if m["kind"] == "event"}
        for d in r["docs"]:
            raw = d["text"].encode()
            for b, e in d["annotated"]:
                for m in re.finditer(rb"[A-Za-z0-9\xc3-\xff\x80-\xbf]+", raw[b:e]):
                    w = m.group().decode(errors="replace").lower()
                    if w not in STOPS:
                        k = lemma_of(known, w)
                        seen[k] += 1
                        marked[k] += (d["id"], b + m.start(), b + m.end()) in events
    return b"".join(struct.pack("<If", k, (marked[k] + 0.2) / (n + 1)) for k, n in sorted(seen.items()))


def trees(model):
    """scikit-learn's histogram trees in the form of src/collate/link.h"""
    roots, nodes = [], []
    for stage in model._predictors:
        t = stage[0].nodes
        base = len(nodes)
        roots.append(base)
        for n in t:
            if n["is_leaf"]:
                nodes.append(struct.pack("<ifII", -1, n["value"], 0, 0))
            else:
                nodes.append(struct.pack("<ifII", int(n["feature_idx"]), n["num_threshold"], base + int(n["left"]), base + int(n["right"])))
    return struct.pack("<IIIf", len(roots), len(nodes), FEATURES, float(model._baseline_prediction.ravel()[0])) + struct.pack("<%dI" % len(roots), *roots) + b"".join(nodes)


def pairs(gold, predict):
    import numpy as np
    rows = [json.loads(x) for x in open(gold, encoding="utf-8")]
    chain, split, kind = [], [], []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as f:
        for r in rows:
            docs = [{k: v for k, v in d.items() if k not in ("sub", "annotated")} for d in r["docs"]]
            f.write(json.dumps({"topic": r["topic"], "docs": docs, "mentions": [{k: v for k, v in m.items() if k not in ("chain", "tag")} for m in r["mentions"]]}) + "\n")
            for m in r["mentions"]:
                chain.append(r["topic"] + " " + m["chain"])
                split.append(r["split"])
                kind.append(m["kind"])
    raw = subprocess.run([predict, "collation-pairs", f.name], check=True, capture_output=True).stdout
    os.unlink(f.name)
    a = np.frombuffer(raw, dtype=np.dtype([("ids", "<u4", 2), ("f", "<f4", FEATURES)]))
    code = {c: i for i, c in enumerate(dict.fromkeys(chain))}
    c = np.array([code[x] for x in chain])
    s = np.array([x == "train" for x in split])
    e = np.array([x == "event" for x in kind])
    x, y = a["ids"][:, 0], a["ids"][:, 1]
    return a["f"], (c[x] == c[y]), s[x] & s[y], ~s[x] & ~s[y], e[x]


def train(gold, predict, path):
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import average_precision_score
    sections = datafile.read(path)
    f, y, tr, dev, ev = pairs(gold, predict)
    print("pairs", len(y), "together", int(y.sum()))
    for name, mask in (("event", ev), ("entity", ~ev)):
        leaves, least, rounds = (6, 400, 100) if name == "event" else (15, 300, 120)  # small: 25 topics are few
        m = HistGradientBoostingClassifier(max_iter=rounds, learning_rate=0.05, max_leaf_nodes=leaves, min_samples_leaf=least, l2_regularization=10.0, random_state=7)
        m.fit(f[tr & mask], y[tr & mask])
        p = m.predict_proba(f[dev & mask])[:, 1]
        print(name, "train pairs", int((tr & mask).sum()), "dev average precision %.4f" % average_precision_score(y[dev & mask], p))
        sections[name] = trees(m)
    sections["triggers"] = triggers(gold, sections["concepts"])
    datafile.write(path, sections)


def main():
    if sys.argv[1] == "concepts":
        table, above = concepts(*sys.argv[2:4])
        datafile.write(sys.argv[4], {"concepts": table, "above": above, "event": EMPTY, "entity": EMPTY, "cuts": struct.pack("<3f", 0.14, 0.33, 0.25), "triggers": b""})
        print("words", len(table) // 20, "above", len(above) // 4)
    elif sys.argv[1] == "triggers":
        sections = datafile.read(sys.argv[3])
        sections["triggers"] = triggers(sys.argv[2], sections["concepts"])
        datafile.write(sys.argv[3], sections)
    elif sys.argv[1] == "cuts":
        sections = datafile.read(sys.argv[2])
        sections["cuts"] = struct.pack("<3f", *map(float, sys.argv[3:6]))
        datafile.write(sys.argv[2], sections)
    else:
        train(*sys.argv[2:5])


if __name__ == "__main__":
    main()
