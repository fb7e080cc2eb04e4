#!/usr/bin/env python3
"""Trains data/joins.model: which tellings of events are of one happening (src/collate/event_pair.h).

  joins.py gather OUT.npz PREDICT SET=FILE...          features of pairs (PREDICT: bench/predict, task event-pairs) with labels; the model's
                                                      features must be these: `senses` first
  joins.py judge OUT.npz                               pairs: precision/recall at cuts with every collection (of chains: every reader) left out once
  joins.py train OUT.npz MODEL [LEFT_OUT,...]          trees on all collections but those left out (also readers), put into MODEL
  joins.py links PREDICT SHEET:FOLDER[:READERS]        groups: what of the links that the program makes in the readers' piles is right and found
  joins.py senses WORDNET_DIR MODEL                    the tables of senses of a WordNet 3 folder (index.*, data.*, *.exc) with empty trees

SET: "chains" (SHEET.tsv:FOLDER[:READERS], piles whose every trigger a reader put into a chain, tests/cases/events/chains.tsv; FOLDER/PILE/REPORT.txt),
"pairs" (SHEET.tsv:FOLDER, pairs judged by a reader, tests/cases/events/joins.tsv), "ecb" (rows of collation/dev/ecb-coref.jsonl: each of the two
look-alike incidents of a topic is a story), "story" (rows in the form of story/real.jsonl), "gum" (gum-train.jsonl.gz: texts with every mention and its
chain). A pair is one event where both triggers lie on triggers of one gold event, none where only one does, or each on another's. Seed 7. Needs numpy,
lightgbm, xxhash."""
import collections, glob, gzip, itertools, json, math, os, struct, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import align
import collate as wordnet
import datafile

FEATURES, FOLDS, ROUNDS, ELSEWHERE = 99, 6, 120, 0.3
CUTS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)


CLOSED = tuple("GUM_%s_" % genre for genre in ("whow", "fiction", "essay", "letter", "podcast"))  # not free for every use


def gum(path):
    """a document a story; its chains by the heads of their mentions, none for a verb that nothing refers to"""
    for d in map(json.loads, gzip.open(path, "rt", encoding="utf-8")):
        if not d["id"].startswith(CLOSED):
            gold = [("d", *(m["head"] if m["head"] else (m["s"], m["e"])), m["c"]) for m in d["mentions"]]
            yield "gum " + d["id"], [{"id": "d", "text": d["text"]}], gold


def stories(kind, path):
    if kind in SETS:
        yield from SETS[kind](*path.split(":"))
        return
    for s in map(json.loads, open(path, encoding="utf-8")):
        if kind == "ecb":
            gold = [(m["doc"], m["b"], m["e"], m["chain"]) for m in s["mentions"] if m["kind"] == "event"]
            for sub in sorted({d["sub"] for d in s["docs"]}):
                yield "ecb %s %s" % (s["topic"], sub), [d for d in s["docs"] if d["sub"] == sub], gold
        else:
            gold = [(t["doc"], t["b"], t["e"], str(i)) for i, e in enumerate(s["events"]) for t in e["triggers"]]
            yield s["story"], s["docs"], gold


def features_of(predict, stories_docs):
    """what bench/predict makes of each story's reports"""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        for docs in stories_docs:
            f.write(json.dumps({"docs": [{"id": d["id"], "text": d["text"]} for d in docs]}) + "\n")
        f.flush()
        return [json.loads(x) for x in subprocess.run([predict, "event-pairs", f.name], check=True, capture_output=True).stdout.splitlines()]


def whole(read, unit):
    """does the unit lie where every event is marked?"""
    spans = read[unit[0]]
    return spans is None or any(b <= unit[1] < e for b, e in spans)


def label_of(kind, a, b, x, y):
    """(label, sure) of two tellings with chains a and b and units x and y; label -1: nothing is known. A sheet's telling and one that is in no
    sheet are weakly two; a text whose every noun is in a chain says of a verb only whether a noun refers to it."""
    if kind == "gum":
        if a is None and b is None or (not x[3] and not y[3] and a != b):
            return -1, False
        return int(a is not None and a == b), all(c is not None or not u[3] for c, u in ((a, x), (b, y)))
    if a is None and b is None:
        return -1, False
    return int(a is not None and a == b), kind == "ecb" or (a is not None and b is not None)


def sheet_rows(kind, docs, gold, made):
    at = collections.defaultdict(list)
    for d, b, e, c in gold:
        at[d].append((b, e, c))
    read = {d["id"]: d.get("annotated") for d in docs}
    units = made["units"]
    chain = [next((c for x, y, c in at[u[0]] if x < u[2] and y > u[1]), None) for u in units]
    inside = [whole(read, u) for u in units]
    for a, b, *values in made["pairs"]:
        known = inside[a] and inside[b]
        yield (a, b, values, *(label_of(kind, chain[a], chain[b], units[a], units[b]) if known else (-1, False)))
    wanted = collections.Counter()
    for c in set(chain) - {None}:
        docs_of = collections.Counter(u[0] for u, x, i in zip(units, chain, inside) if x == c and i)
        n = sum(docs_of.values())
        wanted["one"] += sum(k * (k - 1) // 2 for k in docs_of.values())
        wanted["all"] += n * (n - 1) // 2
    made["wanted"] = wanted["one"], wanted["all"] - wanted["one"]


def judged_rows(rows, made):
    """pairs that a reader judged and the join still compares"""
    at = {(u[0], "%d-%d" % (u[1], u[2])): i for i, u in enumerate(made["units"])}
    told = {frozenset((at.get((a, x)), at.get((b, y)))): verdict for verdict, _, a, x, b, y in rows if verdict in "yn"}
    for a, b, *values in made["pairs"]:
        verdict = told.get(frozenset((a, b)))
        yield a, b, values, -1 if verdict is None else int(verdict == "y"), True
    made["wanted"] = 0, 0


def piles(sheet, folder):
    """(name, reports, judged pairs) of each pile"""
    rows = [x.rstrip("\n").split("\t") for x in open(sheet, encoding="utf-8") if x.strip() and x[0] != "#"]
    for pile in sorted({r[1] for r in rows}):
        yield "pile " + pile, reports(folder, pile), [r for r in rows if r[1] == pile]


class Chains:
    """a pile whose every telling a reader put into a chain: tests/cases/events/chains.tsv"""

    def __init__(self, rows):
        self.chain, self.unsure, alone = {}, set(), -1
        for report, listed in rows:
            for one in listed.split():
                if report == "?":
                    self.unsure.add(frozenset(map(int, one.split("-"))))
                    continue
                span, _, chain = one.partition("=")
                self.chain[report, span] = int(chain) if chain else alone
                alone -= 1

    def of(self, units):
        """each unit's chain, None unread"""
        return [self.chain.get((u[0], "%d-%d" % (u[1], u[2]))) for u in units]

    def same(self, x, y):
        """1 one happening, 0 two, -1 nothing is known"""
        if x is None or y is None or frozenset((x, y)) in self.unsure:
            return -1
        return int(x == y)

    def rows(self, made):
        chain = self.of(made["units"])
        for a, b, *values in made["pairs"]:
            yield a, b, values, self.same(chain[a], chain[b]), True
        told = collections.defaultdict(collections.Counter)
        for u, c in zip(made["units"], chain):
            told[c][u[0]] += 1
        told.pop(None, None)
        one = sum(n * (n - 1) // 2 for c in told.values() for n in c.values())
        made["wanted"] = one, sum(n * (n - 1) // 2 for n in (sum(c.values()) for c in told.values())) - one


def reports(folder, pile):
    return [{"id": os.path.basename(p)[:-4], "text": open(p, encoding="utf-8").read()} for p in sorted(glob.glob(os.path.join(folder, pile, "*.txt")))]


def chained(sheet, folder, readers=""):
    """(name, reports, Chains) of each pile that one of the readers read; no readers: of all"""
    piles = collections.defaultdict(list)
    for reader, pile, *row in (x.rstrip("\n").split("\t") for x in open(sheet, encoding="utf-8") if x.strip() and x[0] != "#"):
        if not readers or reader in readers:
            piles[reader, pile].append(row)
    for (reader, pile), rows in sorted(piles.items()):
        yield "chain %s %s" % (reader, pile), reports(folder, pile), Chains(rows)


SETS = {"gum": gum, "pairs": piles, "chains": chained}


def told_rows(kind, docs, gold, made):
    if kind == "chains":
        return gold.rows(made)
    return judged_rows(gold, made) if kind == "pairs" else sheet_rows(kind, docs, gold, made)


def gather(out, predict, sets):
    import numpy as np
    values, label, story, sure, pair = [], [], [], [], []
    names, wanted = [], []
    for given in sets:
        kind, path = given.split("=", 1)
        told = list(stories(kind, path))
        for (name, docs, gold), made in zip(told, features_of(predict, [docs for _, docs, _ in told])):
            for a, b, x, y, s in told_rows(kind, docs, gold, made):
                values.append(np.array(x, np.float32))
                label.append(y)
                sure.append(s)
                pair.append((a, b))
                story.append(len(names))
            names.append(name)
            wanted.append(made["wanted"])
    np.savez_compressed(out, x=np.stack(values), y=np.array(label, np.int8), story=np.array(story), names=np.array(names), sure=np.array(sure),
                        pair=np.array(pair, np.int32), wanted=np.array(wanted))
    print("stories", len(names), "pairs", len(label), "labelled", sum(y >= 0 for y in label), "together", sum(y == 1 for y in label))


def weights(story, y, sure, names):
    """every story weighs alike, up to a root: few large topics must not decide alone; that a story's sheet leaves out a trigger is
    weak proof that it is another event; a pair judged alone weighs as one of a pile read whole, what is marked elsewhere less"""
    import numpy as np
    n = np.maximum(np.bincount(story[y >= 0], minlength=len(names)), 1)
    kind = np.array([kind_of(x) for x in names])[story]
    w = np.where(sure, 1, 0.3) / np.sqrt(n[story])
    whole_piles = kind == "chain" if (kind == "chain").any() else kind != "pile"
    return np.where(kind == "pile", w[whole_piles].mean(), np.where(kind == "chain", w, ELSEWHERE * w))


def kind_of(name):
    return name.split()[0] if name.split()[0] in ("ecb", "pile", "gum", "chain") else "story"


def collection(name, reader):
    """what is left out together: both incidents of a topic, the piles of a reader and what else was judged of them"""
    kind, *of = name.split()
    if kind in ("pile", "chain"):
        return reader.get(of[-1], name)
    return " ".join(name.split()[:2]) if kind == "ecb" else kind + " ".join(of)


def collections_of(names):
    reader = {n.split()[2]: n.split()[1] for n in names if n.startswith("chain ")}
    return [collection(n, reader) for n in names]


def fit(x, y, w):
    import lightgbm
    params = dict(objective="binary", learning_rate=0.07, num_leaves=16, min_data_in_leaf=150, feature_fraction=0.3, bagging_fraction=0.8, bagging_freq=1,
                  lambda_l2=5.0, max_bin=63, verbosity=-1, num_threads=1, seed=7, deterministic=True, force_row_wise=True, use_missing=False)
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=w / w.mean()), ROUNDS)


def judge(path):
    """precision/recall at CUTS, of all pairs of a gold event, those that the join does not compare too"""
    import numpy as np
    z = dict(np.load(path))
    known, w, p = z["y"] >= 0, weights(z["story"], z["y"], z["sure"], z["names"]), np.zeros(len(z["y"]), np.float32)
    of = collections_of(z["names"])
    order = sorted(set(of))
    fold = np.array([order.index(c) % FOLDS for c in of])[z["story"]]
    for k in range(FOLDS):
        use = (fold != k) & known
        p[fold == k] = fit(z["x"][use], z["y"][use], w[use]).predict(z["x"][fold == k])
    print("cuts", *CUTS)
    table(z, p)


def table(z, p):
    import numpy as np
    kind, one = np.array([kind_of(n) for n in z["names"]]), z["x"][:, 24] > 0.5
    for name in ("ecb", "story", "gum", "pile", "chain"):
        for same in (True, False):
            mask = (kind[z["story"]] == name) & z["sure"] & (z["y"] >= 0) & (one == same)
            yes = z["y"] == 1
            wanted = z["wanted"][kind == name][:, 0 if same else 1].sum() or (mask & yes).sum()
            if not mask.any():
                continue
            said = [mask & (p >= cut) for cut in CUTS]
            print("%-6s %-10s" % (name, "one report" if same else "across"), " ".join("%.2f/%.2f" % ((s & yes).sum() / max(s.sum(), 1), (s & yes).sum() / wanted) for s in said), "of", wanted)


def train(path, out, left_out=""):
    import numpy as np
    z = dict(np.load(path))
    left = set(left_out.split(","))
    keep = np.array([c not in left for c in collections_of(z["names"])])[z["story"]] & (z["y"] >= 0)
    w = weights(z["story"], z["y"], z["sure"], z["names"])
    sections = datafile.read(out)
    sections["trees"] = align.pack(fit(z["x"][keep], z["y"][keep], w[keep]), FEATURES)
    datafile.write(out, {k: sections[k] for k in ("senses", "above", "trees")})


def links(predict, where):
    told = list(chained(*where.split(":")))
    said, found = collections.Counter(), collections.Counter()
    for (_, _, gold), made in zip(told, features_of(predict, [docs for _, docs, _ in told])):
        chain = gold.of(made["units"])
        group = {u: i for i, g in enumerate(made["groups"]) for u in g}
        for a, b in itertools.combinations(range(len(chain)), 2):
            same = gold.same(chain[a], chain[b])
            side = "one report" if made["units"][a][0] == made["units"][b][0] else "across"
            joined = a in group and group[a] == group.get(b)
            found[side, joined] += same == 1
            said[side, joined] += same >= 0
    for side in ("one report", "across"):
        right, wanted = found[side, True], found[side, True] + found[side, False]
        p, r = right / max(said[side, True], 1), right / max(wanted, 1)
        print("%-10s P %.3f R %.3f F1 %.3f, %d right of %d joined" % (side, p, r, 2 * p * r / max(p + r, 1e-9), right, said[side, True]))


def tie_of(synsets, derived):
    """synset -> the concept that it stands for: a noun of doing ("explosion") the verb that it is made from. One step, never through a
    second noun: chains of ties make one lump of half the verbs."""
    verbs = collections.defaultdict(list)
    for a, b in derived:
        if a in synsets and b in synsets and a[0] != b[0] and any(x[:3] == y[:3] for x in synsets[a] for y in synsets[b]):
            noun, verb = (a, b) if a[0] == "n" else (b, a)
            verbs[noun].append(verb)
    return {k: min(verbs[k]) if verbs[k] else k for k in synsets}


def concepts(src):
    """word -> up to four concepts, most usual first; word -> how wide its first sense is; pairs (concept, what it is a kind of)"""
    synsets, above, derived = {}, collections.defaultdict(set), []
    for name, pos in (("verb", "v"), ("noun", "n")):
        for key, lexname, words, rel in wordnet.synsets_of(os.path.join(src, "data." + name), pos):
            if pos == "v" or lexname in wordnet.KEEP:
                synsets[key] = words
                derived += [(key, t) for kind, t in rel if kind == "+" and t[0] in "vn"]
                above[key] |= {t for kind, t in rel if kind == "@"}
    tie = tie_of(synsets, derived)
    words = collections.defaultdict(list)
    for name, pos in (("verb", "v"), ("noun", "n")):
        for line in open(os.path.join(src, "index." + name), encoding="latin-1"):
            f = line.split()
            if line[0] != " " and f[0].isalpha() and not (int(f[5 + int(f[3])]) == 0 and int(f[2]) > 2):
                words[f[0]] += [(rank, pos + o) for rank, o in enumerate(f[6 + int(f[3]):][:3]) if pos + o in synsets]
    breadth = breadths([(k, t) for k, ts in above.items() for t in ts])
    wide = {w: breadth(min(s, key=lambda x: (x[0], x[1][0] == "v"))[1]) for w, s in words.items() if s}
    words = {w: list(dict.fromkeys(tie[k] for _, k in sorted(s, key=lambda x: (x[0], x[1][0] == "v"))))[:4] for w, s in words.items()}
    for name in ("verb", "noun"):
        for line in open(os.path.join(src, name + ".exc"), encoding="latin-1"):
            f = line.split()
            if f[0].isalpha() and f[1] in words and (name == "verb" or f[0] not in words):  # "fell" is "fall", not "to fell"
                words[f[0]], wide[f[0]] = words[f[1]], wide.get(f[1], 0)
    return words, wide, {(tie[k], tie[t]) for k, ts in above.items() for t in ts if t in synsets and tie[k] != tie[t]}


def breadths(kinds):
    """concept -> how many are kinds of it, by fourths of powers of two"""
    below, known = collections.defaultdict(set), {}
    for kind, of in kinds:
        below[of].add(kind)

    def count(concept):
        seen, todo = set(), [concept]
        while todo:
            new = below[todo.pop()] - seen
            seen |= new
            todo += new
        return len(seen)

    def breadth(concept):
        if concept not in known:
            known[concept] = round(4 * math.log2(1 + count(concept)))
        return known[concept]
    return breadth


def senses(source, out):
    words, wide, kinds = concepts(source)
    used = collections.Counter(c for s in words.values() for c in s)
    many = sorted({c for c in used if used[c] > 1} | {c for p in kinds for c in p if c in used})[:65000]
    ids = {c: i + 1 for i, c in enumerate(many)}
    rows = {}
    for w, s in sorted(words.items()):
        row = [ids[c] for c in s if c in ids]
        if row:
            rows[wordnet.h32(w)] = row + [0] * (4 - len(row)) + [wide[w]]
    table = b"".join(struct.pack("<II6H", w, 0, *r[:4], 0, r[4]) for w, r in sorted(rows.items()))
    above = sorted({(ids[a], ids[b]) for a, b in kinds if a in ids and b in ids})
    datafile.write(out, {"senses": table, "above": b"".join(struct.pack("<HH", *p) for p in above), "trees": align.nothing(FEATURES)})
    print("words", len(rows), "concepts", len(many), "kinds", len(above))


def main():
    call = {"gather": lambda a: gather(a[0], a[1], a[2:]), "judge": lambda a: judge(*a), "train": lambda a: train(*a), "links": lambda a: links(*a), "senses": lambda a: senses(*a)}
    if len(sys.argv) < 3 or sys.argv[1] not in call:
        sys.exit(__doc__)
    call[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
