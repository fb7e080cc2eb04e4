#!/usr/bin/env python3
"""Trains data/joins.model: which tellings of events are of one happening (src/collate/event_pair.h).

  joins.py gather OUT.npz PREDICT SHEET:FOLDER[:READERS]  features of pairs (PREDICT: bench/predict, task event-pairs) with labels, and how alike
                                                      tellings are by their words (alike.py); the model's features must be these: `senses` first
  joins.py judge OUT.npz                               pairs: precision/recall at cuts with every reader left out once
  joins.py train OUT.npz MODEL                         trees and likeness on all piles of OUT.npz, put into MODEL
  joins.py links PREDICT SHEET:FOLDER[:READERS]        groups: what of the links that the program makes in the readers' piles is right and found
  joins.py senses WORDNET_DIR MODEL                    the tables of senses of a WordNet 3 folder (index.*, data.*, *.exc) with empty trees

SHEET: piles whose every trigger a reader put into a chain (tests/cases/events/chains.tsv), their reports in FOLDER/PILE/REPORT.txt. A pair is one
event where both triggers are of one chain. Seed 7. Needs numpy, lightgbm, xxhash."""
import collections, glob, itertools, json, math, os, struct, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import align
import alike
import wordnet
import datafile

FEATURES, ROUNDS, FOLDS = 93, 160, 4
ONE_REPORT = 20   # the feature that is 1 of two tellings of one report
CUTS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)


def features_of(predict, stories_docs, task="event-pairs", data=None):
    """what bench/predict makes of each story's reports, by the data folder beside it or another"""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        for docs in stories_docs:
            f.write(json.dumps({"docs": [{"id": d["id"], "text": d["text"]} for d in docs]}) + "\n")
        f.flush()
        env = dict(os.environ, DATELINE_DATA=data) if data else None
        return [json.loads(x) for x in subprocess.run([predict, task, f.name], check=True, capture_output=True, env=env).stdout.splitlines()]


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
            yield a, b, values, self.same(chain[a], chain[b])
        told = collections.defaultdict(collections.Counter)
        for u, c in zip(made["units"], chain):
            told[c][u[0]] += 1
        told.pop(None, None)
        one = sum(n * (n - 1) // 2 for c in told.values() for n in c.values())
        made["wanted"] = one, sum(n * (n - 1) // 2 for n in (sum(c.values()) for c in told.values())) - one


def reports(folder, pile):
    return [{"id": os.path.basename(p)[:-4], "text": open(p, encoding="utf-8").read()} for p in sorted(glob.glob(os.path.join(folder, pile, "*.txt")))]


def chained(sheet, folder, readers=""):
    """(reader, reports, Chains) of each pile that one of the readers read; no readers: of all"""
    piles = collections.defaultdict(list)
    for reader, pile, *row in (x.rstrip("\n").split("\t") for x in open(sheet, encoding="utf-8") if x.strip() and x[0] != "#"):
        if not readers or reader in readers:
            piles[reader, pile].append(row)
    for (reader, pile), rows in sorted(piles.items()):
        yield reader, reports(folder, pile), Chains(rows)


def same_of(gold, units):
    """alike.Pile's matrix: which two tellings are one"""
    import numpy as np
    chain = gold.of(units)
    known = np.array([x is not None for x in chain], bool)
    name = np.array([-10 ** 9 if x is None else x for x in chain])
    same = np.where(known[:, None] & known[None], name[:, None] == name[None], -1).astype(np.int8)
    for a, b in map(tuple, gold.unsure):
        both = (name[:, None] == a) & (name[None] == b)
        same[both | both.T] = -1
    np.fill_diagonal(same, -1)
    return same


def pairs_unseen(predict, told, piles):
    """features of each pile's pairs with the likeness that piles of other readers taught"""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
    fold = [sorted({r for r, _, _ in told}).index(r) % FOLDS for r, _, _ in told]
    out = [None] * len(told)
    for k in sorted(set(fold)):
        with tempfile.TemporaryDirectory() as data:
            for name in os.listdir(here):
                if name != "joins.model":
                    os.symlink(os.path.join(here, name), os.path.join(data, name))
            put(os.path.join(here, "joins.model"), os.path.join(data, "joins.model"), align.nothing(FEATURES), *alike.fit([p for p, f in zip(piles, fold) if f != k]))
            mine = [i for i, f in enumerate(fold) if f == k]
            for i, made in zip(mine, features_of(predict, [told[i][1] for i in mine], data=data)):
                out[i] = made
    return out


def put(model, out, trees, like, like_words):
    sections = datafile.read(model)
    datafile.write(out, {"senses": sections["senses"], "above": sections["above"], "like": like, "like words": like_words, "trees": trees})


def gather(out, predict, where):
    import numpy as np
    values, label, story, wanted, readers = [], [], [], [], []
    told = list(chained(*where.split(":")))
    piles = [alike.Pile(made["tellings"], same_of(gold, made["units"])) for (_, _, gold), made in zip(told, features_of(predict, [d for _, d, _ in told], "event-tellings"))]
    like, like_words = alike.fit(piles)
    for (reader, _, gold), made in zip(told, pairs_unseen(predict, told, piles)):
        for _, _, x, y in gold.rows(made):
            values.append(np.array(x, np.float32))
            label.append(y)
            story.append(len(readers))
        readers.append(reader)
        wanted.append(made["wanted"])
    np.savez_compressed(out, x=np.stack(values), y=np.array(label, np.int8), story=np.array(story), readers=np.array(readers), wanted=np.array(wanted),
                        like=np.frombuffer(like, np.uint8), like_words=np.frombuffer(like_words, np.uint8))
    print("piles", len(readers), "pairs", len(label), "labelled", sum(y >= 0 for y in label), "together", sum(y == 1 for y in label))


def weights(story, y):
    """every pile weighs alike, up to a root: few large ones must not decide alone"""
    import numpy as np
    return 1 / np.sqrt(np.maximum(np.bincount(story[y >= 0], minlength=story.max() + 1), 1)[story])


def fit(x, y, w):
    import lightgbm
    params = dict(objective="binary", learning_rate=0.07, num_leaves=16, min_data_in_leaf=150, feature_fraction=0.3, bagging_fraction=0.8, bagging_freq=1,
                  lambda_l2=5.0, max_bin=63, verbosity=-1, num_threads=1, seed=7, deterministic=True, force_row_wise=True, use_missing=False)
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=w / w.mean()), ROUNDS)


def judge(path):
    """precision/recall at CUTS, of all pairs of a chain, those that the join does not compare too"""
    import numpy as np
    z = dict(np.load(path))
    known, w, p, of = z["y"] >= 0, weights(z["story"], z["y"]), np.zeros(len(z["y"]), np.float32), z["readers"][z["story"]]
    for reader in sorted(set(of)):
        use = (of != reader) & known
        p[of == reader] = fit(z["x"][use], z["y"][use], w[use]).predict(z["x"][of == reader])
    print("cuts", *CUTS)
    one, yes = z["x"][:, ONE_REPORT] > 0.5, z["y"] == 1
    for same in (True, False):
        wanted, said = z["wanted"][:, 0 if same else 1].sum(), [known & (one == same) & (p >= cut) for cut in CUTS]
        print("%-10s" % ("one report" if same else "across"), " ".join("%.2f/%.2f" % ((s & yes).sum() / max(s.sum(), 1), (s & yes).sum() / wanted) for s in said), "of", wanted)


def train(path, out):
    import numpy as np
    z = dict(np.load(path))
    keep, w = z["y"] >= 0, weights(z["story"], z["y"])
    put(out, out, align.pack(fit(z["x"][keep], z["y"][keep], w[keep]), FEATURES), z["like"].tobytes(), z["like_words"].tobytes())


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
    table = b"".join(struct.pack("<I5H", w, *r[:5]) for w, r in sorted(rows.items()))
    above = sorted({(ids[a], ids[b]) for a, b in kinds if a in ids and b in ids})
    like, like_words = alike.nothing()
    datafile.write(out, {"senses": table, "above": b"".join(struct.pack("<HH", *p) for p in above), "like": like, "like words": like_words,
                         "trees": align.nothing(FEATURES)})
    print("words", len(rows), "concepts", len(many), "kinds", len(above))


def main():
    call = {"gather": lambda a: gather(*a), "judge": lambda a: judge(*a), "train": lambda a: train(*a), "links": lambda a: links(*a), "senses": lambda a: senses(*a)}
    if len(sys.argv) < 3 or sys.argv[1] not in call:
        sys.exit(__doc__)
    call[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
