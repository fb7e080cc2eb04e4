#!/usr/bin/env python3
"""Trains bench/models/chains.model: which mentions of happenings in many texts are one, as ECB+ annotates (bench/predict_chains.c).

  chains.py train GOLD.jsonl PREDICT SCORE DATELINE MODEL   the rows with split "train"; the cut by their topics left out in four parts
  chains.py judge GOLD.jsonl PREDICT SCORE                  CoNLL of the rows with split "dev" by the model beside PREDICT

PREDICT: bench/predict (its task collation-pairs writes the features of pairs). DATELINE: the program (lemmas of the words). SCORE:
../shared/bench/collation/score.py. Seed 7. Needs numpy, lightgbm, xxhash."""
import collections, json, os, struct, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import align
import datafile
from wordnet import h32

FEATURES, FOLDS, SEED = 101, 4, 7
CUTS, NEAR = [x / 20 for x in range(4, 13)], .25


def rows_of(gold, split):
    return [r for r in map(json.loads, open(gold, encoding="utf-8")) if r["split"] == split]


def asked(rows, f):
    """rows as the bench asks them: nobody tells which texts or mentions belong together"""
    for r in rows:
        docs = [{k: v for k, v in d.items() if k not in ("sub", "annotated")} for d in r["docs"]]
        f.write(json.dumps({"topic": r["topic"], "docs": docs, "mentions": [{k: v for k, v in m.items() if k not in ("chain", "tag")} for m in r["mentions"]]}) + "\n")
    f.flush()


def pairs(rows, predict):
    """features, together, topic and ids of each pair; chain and topic of each mention"""
    import numpy as np
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        asked(rows, f)
        raw = subprocess.run([predict, "collation-pairs", f.name], check=True, capture_output=True).stdout
    a = np.frombuffer(raw, dtype=np.dtype([("ids", "<u4", 2), ("f", "<f4", FEATURES)]))
    chain = [(r["topic"], m["chain"]) for r in rows for m in r["mentions"]]
    x, y = a["ids"][:, 0], a["ids"][:, 1]
    together = np.array([chain[i] == chain[k] for i, k in a["ids"]])
    return a["f"], together, np.array([chain[i][0] for i in x]), np.stack([x, y], 1), chain


def fit(x, y, w, seed):
    import lightgbm
    params = dict(objective="binary", learning_rate=0.04, num_leaves=31, min_data_in_leaf=300, feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1,
                  lambda_l2=5.0, verbosity=-1, num_threads=1, seed=seed, deterministic=True, force_row_wise=True, use_missing=False)
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=w / w.mean()), 300)


def weights(topic):
    import numpy as np
    many = collections.Counter(topic)
    return np.array([many[t] ** -.5 for t in topic])


def grouped(n, scored, cut):
    """average link over the scores of n items, pairs without one 0; every item's group"""
    import numpy as np
    sim = np.zeros((n, n), np.float32)
    for a, b, p in scored:
        sim[a, b] = sim[b, a] = p
    np.fill_diagonal(sim, -1)
    size, group = np.ones(n), list(range(n))
    while n > 1:
        at = int(sim.argmax())
        i, k = divmod(at, n)
        if sim[i, k] < cut:
            break
        row = (sim[i] * size[i] + sim[k] * size[k]) / (size[i] + size[k])
        row[sim[i] < 0] = -1
        row[k] = -1
        sim[i] = sim[:, i] = row
        sim[k] = sim[:, k] = -1
        size[i] += size[k]
        group = [i if g == k else g for g in group]
    return group


def conll(rows, group, score):
    """of the events of rows, group: one of each mention, in order"""
    at = iter(group)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as want, tempfile.NamedTemporaryFile("w", suffix=".jsonl") as said:
        for r in rows:
            want.write(json.dumps(r) + "\n")
            said.write(json.dumps({"topic": r["topic"], "mentions": [dict(m, chain="c%d" % next(at)) for m in r["mentions"]]}) + "\n")
        want.flush(), said.flush()
        told = subprocess.run([sys.executable, score, want.name, said.name, "--kind", "event"], check=True, capture_output=True, text=True).stdout
    return json.loads(told)["conll"]


def best_cut(rows, scored, ids, topic, chain, score):
    """the greatest cut (precision first) at which CoNLL of the training topics, each scored by trees that had not seen it, is within NEAR of the best"""
    of = collections.defaultdict(list)
    for (a, b), p, t in zip(ids.tolist(), scored, topic):
        of[t].append((a, b, p))
    found = {}
    for cut in CUTS:
        group = list(range(len(chain)))
        for pairs_of in of.values():
            items = sorted({x for a, b, _ in pairs_of for x in (a, b)})
            at = {x: i for i, x in enumerate(items)}
            for x, g in zip(items, grouped(len(items), [(at[a], at[b], p) for a, b, p in pairs_of], cut)):
                group[x] = items[g]
        found[cut] = conll(rows, group, score)
    print("CoNLL at cuts", found)
    return max(c for c in CUTS if found[c] > max(found.values()) - NEAR)


def shares(rows, dateline):
    """of each lemma's uses in the checked sentences, how many annotators marked as an event"""
    seen, marked = collections.Counter(), collections.Counter()
    docs = [(r, d) for r in rows for d in r["docs"]]
    with tempfile.TemporaryDirectory() as folder:
        for n, (_, d) in enumerate(docs):
            open(os.path.join(folder, "%05d.txt" % n), "w", encoding="utf-8").write(d["text"])
        told = subprocess.run([dateline, "annotate", "-q", "-f", "conllu", folder], check=True, capture_output=True, text=True).stdout
    for line in told.splitlines():
        field = line.split("\t")
        if line.startswith("# newdoc"):
            r, d = docs[int(line.split("/")[-1][:5])]
            events = {(m["b"], m["e"]) for m in r["mentions"] if m["kind"] == "event" and m["doc"] == d["id"]}
        elif len(field) == 10 and field[3] not in ("PUNCT", "SYM", "_") and "Bytes=" in field[9]:
            at = tuple(map(int, field[9].split("Bytes=")[1].split("|")[0].split("-")))
            if any(b <= at[0] and at[1] <= e for b, e in d["annotated"]):
                seen[field[2]] += 1
                marked[field[2]] += at in events
    table = {h32(w): (marked[w] + .2) / (n + 1) for w, n in seen.items()}
    return b"".join(struct.pack("<If", *x) for x in sorted(table.items()))


def train(gold, predict, score, dateline, path):
    import numpy as np
    rows = rows_of(gold, "train")
    datafile.write(path, {"trees": align.nothing(FEATURES), "cut": struct.pack("<f", .5), "triggers": shares(rows, dateline)})
    x, y, topic, ids, chain = pairs(rows, predict)
    w, unseen = weights(topic), np.zeros(len(y))
    names = sorted(set(topic))
    part = np.array([names.index(t) % FOLDS for t in topic])
    for k in range(FOLDS):
        use = part != k
        unseen[~use] = fit(x[use], y[use], w[use], SEED).predict(x[~use])
    cut = best_cut(rows, unseen, ids, topic, chain, score)
    print("pairs", len(y), "together", int(y.sum()), "cut", cut)
    sections = datafile.read(path)
    sections["trees"], sections["cut"] = align.pack(fit(x, y, w, SEED), FEATURES), struct.pack("<f", cut)
    datafile.write(path, sections)


def judge(gold, predict, score):
    rows = rows_of(gold, "dev")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as told, tempfile.NamedTemporaryFile("w", suffix=".jsonl") as want, tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as said:
        asked(rows, told)
        want.writelines(json.dumps(r) + "\n" for r in rows)
        want.flush()
        said.write(subprocess.run([predict, "collation-mentions", told.name], check=True, capture_output=True).stdout)
        said.flush()
        print(subprocess.run([sys.executable, score, want.name, said.name, "--kind", "event"], check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    {"train": train, "judge": judge}[sys.argv[1]](*sys.argv[2:])
