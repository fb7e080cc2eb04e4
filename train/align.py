#!/usr/bin/env python3
"""align.py --dump build/train/align_dump --scorer SCORE.py --out data/align.model [--folds DIR] --texts NEWS.jsonl [--texts ...] COLLECTION.jsonl ...

Trains what lines up claims of several reports (src/mean/claims, src/collate/align*.c) and writes align.model.
Needs PyPI numpy, lightgbm, xxhash. Rows: {"story" or "topic", "docs": [{"id", "text"}], "facts": [...]}.
All columns are computed by the C program align_dump, never here. Folds are whole collections, those that share reports in one
(8-word shingles): every score a later step learns from was made by weights that had not seen the collection.

--texts: rows {"text"} of news of all sorts, by which words are weighed: one that most reports use tells little. No answer is in them.

1 worth   is a stretch the value of a fact?           boosted trees over CLAIM_COLUMNS
2 pair    do two claims answer one question?          boosted trees over PAIR_COLUMNS
3 again   the same, knowing the first scores          ... and AGAIN_COLUMNS
4 verdict do the tellings of a group agree?           boosted trees over VERDICT_COLUMNS, on the groups that meet a fact of the gold
5 cuts    join, merge, repeat of align_group.c, agree of align_verdict.c; those of a fold are chosen on the other folds, by weights that had
          not seen these, but had seen the fold itself: what is printed at the end is nearly blind, its cuts not quite. They are chosen
          on what the trees say alone: the program then also drops a group whose figures, days or places cannot all hold, and calls
          none of one voice or with unlike lists agreed (facts_aligned.c, align_value.c), which no column knows of. So the program is
          stricter than the figures here; measure it by story/run.sh with DATELINE_DATA=DIR/K
--folds DIR keeps, for each fold, a data folder with the weights of the other folds in DIR/K and DIR/folds.json: for figures that
leave collections out (DATELINE_DATA=DIR/K).
"""
import argparse, collections, importlib.util, json, os, struct, subprocess, sys, tempfile

import lightgbm
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile

FOLDS, PER_TOKEN = 5, 1.0
ONE = dict(objective="binary", learning_rate=.08, num_leaves=16, min_data_in_leaf=60, feature_fraction=.5, bagging_fraction=.7, bagging_freq=1, lambda_l2=4., max_bin=63)
TWO = dict(ONE, objective="cross_entropy", learning_rate=.08, min_data_in_leaf=40, bagging_fraction=.8)
THREE = dict(ONE, num_leaves=8, min_data_in_leaf=25, learning_rate=.05)
ROUNDS = {"worth": 80, "pair": 80, "again": 60, "verdict": 80}
CUTS = [(j, m, r) for j in (.1, .14, .18, .22, .26) for m in (.06, .1) for r in (.12, .16, .2, .25, .3)]
NEARLY = .99   # of the best gain; precision comes before recall
AGREES = (.45, .5, .55, .6, .65, .7, .75, .8)


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def read_rows(paths):
    return [json.loads(l) for p in paths for l in open(p, encoding="utf-8") if l.strip()]


def row_id(row):
    return row.get("story") or row["topic"]


def shingles(row):
    out = set()
    for d in row["docs"]:
        w = d["text"].lower().split()
        out |= {hash(tuple(w[i:i + 8])) for i in range(len(w) - 7)}
    return out


def folds_of(rows):
    """fold of every collection; those that share more than a few shingles stay together"""
    group, sets = list(range(len(rows))), [shingles(r) for r in rows]
    for i in range(len(rows)):
        for k in range(i):
            if len(sets[i] & sets[k]) > 8:
                old, new = group[i], group[k]
                group = [new if g == old else g for g in group]
                print("one fold:", row_id(rows[i]), row_id(rows[k]), len(sets[i] & sets[k]), file=sys.stderr)
    names = sorted(set(group))
    return [names.index(g) * 7 % FOLDS for g in group]


# ---- trees ----

def pack(booster, features):
    """a lightgbm model as a section of base/trees.h"""
    nodes, roots = [], []

    def add(tree):
        stack, first = [(tree, None, None)], len(nodes)
        roots.append(first)
        while stack:
            t, parent, side = stack.pop()
            here = len(nodes)
            if parent is not None:
                nodes[parent][side] = here
            if "split_feature" in t:
                assert t["decision_type"] == "<="
                cut = np.float32(t["threshold"])
                if float(cut) > t["threshold"]:
                    cut = np.nextafter(cut, np.float32(-np.inf))     # so that float32 values fall as they did
                nodes.append([t["split_feature"], cut, 0, 0])
                stack.append((t["right_child"], here, 3))
                stack.append((t["left_child"], here, 2))
            else:
                nodes.append([-1, np.float32(t["leaf_value"]), 0, 0])
    for t in booster.dump_model()["tree_info"]:
        add(t["tree_structure"])
    return (struct.pack("<IIIf", len(roots), len(nodes), features, 0.) + struct.pack("<%dI" % len(roots), *roots)
            + b"".join(struct.pack("<ifII", *n) for n in nodes))


def fit(x, y, weight, rounds, params, seed):
    p = dict(params, verbosity=-1, num_threads=1, seed=seed, deterministic=True, force_row_wise=True, use_missing=False)
    return lightgbm.train(p, lightgbm.Dataset(x, y, weight=weight), rounds)


def nothing(features):
    return struct.pack("<IIIf", 1, 1, features, 0.) + struct.pack("<I", 0) + struct.pack("<ifII", -1, 0., 0, 0)


class Weights:
    usual = b""     # words that most news uses, the same for all folds: no answer of a collection is in it

    def __init__(self, columns):
        self.columns, self.parts, self.cuts, self.agree = columns, {}, (.2, .1, .3), .5

    def write(self, path):
        s = {n: pack(self.parts[n], k) if n in self.parts else nothing(k) for n, k in self.columns.items()}
        s["usual"] = self.usual
        s["claims"], s["cuts"] = struct.pack("<f", PER_TOKEN), struct.pack("<4f", *self.cuts, self.agree)
        datafile.write(path, s)


# ---- the C program ----

class Program:
    def __init__(self, dump, data, temp):
        self.dump, self.data, self.temp = dump, data, temp

    def folder(self, name, weights):
        here = os.path.join(self.temp, name)
        os.makedirs(here, exist_ok=True)
        for f in os.listdir(self.data):
            if f != "align.model" and not os.path.islink(os.path.join(here, f)):
                os.symlink(os.path.join(os.path.abspath(self.data), f), os.path.join(here, f))
        weights.write(os.path.join(here, "align.model"))
        return here

    def run(self, mode, rows, folder, cuts=()):
        """per row: (header, [(ids [n, 4], columns [n, k]) of pass 0 and 1])"""
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=self.temp) as f:
            for r in rows:
                f.write(json.dumps({"story": row_id(r), "docs": [{"id": d["id"], "text": d["text"]} for d in r["docs"]]}) + "\n")
            f.flush()
            p = subprocess.Popen([self.dump, mode, f.name] + [",".join(map(str, c)) for c in cuts], stdout=subprocess.PIPE,
                                 env=dict(os.environ, DATELINE_DATA=folder))
            for _ in rows:
                line = p.stdout.readline()
                if not line:
                    break
                head, parts = json.loads(line), []
                for n, m in zip(head["rows"], head["floats"]):
                    ids = np.frombuffer(p.stdout.read(16 * n), np.uint32).reshape(n, 4)
                    x = np.frombuffer(p.stdout.read(4 * m), np.float32)
                    parts.append((ids, x.reshape(n, -1) if n else x.reshape(0, 0)))
                yield head, parts
            if p.wait() != 0:
                sys.exit("align_dump failed")


# ---- gold ----

class Gold:
    def __init__(self, row):
        self.by = collections.defaultdict(list)
        for n, f in enumerate(row.get("facts") or []):
            for v in f["values"]:
                self.by[v["doc"]].append((v["b"], v["e"], -1 - n if f.get("ambiguous") else n))

    def at(self, doc, b, e):
        """{fact: overlap}; ambiguous facts have negative numbers"""
        out = {}
        for x, y, f in self.by[doc]:
            o = overlap((b, e), (x, y))
            if o >= .5:
                out[f] = max(o, out.get(f, 0))
        return out


def pair_target(a, b):
    common = a.keys() & b.keys()
    sure = [a[f] * b[f] for f in common if f >= 0]
    return max(sure) if sure else -1 if common else 0


def pair_targets(gold, head, ids):
    at = [[gold.at(d, b, e) for b, e, _ in cs] for d, cs in zip(head["docs"], head["claims"])]
    return np.array([pair_target(at[r][c], at[s][d]) for r, c, s, d in ids.tolist()], np.float32)


# ---- judging ----

def load_scorer(path):
    spec = importlib.util.spec_from_file_location("collation_score", path)
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    return m


def simple_verdict(texts):
    low = {" ".join("".join(c if c.isalnum() else " " for c in t.lower()).split()) for t in texts}
    return "agree" if len(low) == 1 else "refined"


def facts_of(row, head, groups, agree=None):
    text = {d["id"]: d["text"].encode("utf-8") for d in row["docs"]}
    out = []
    for n, g in enumerate(groups):
        vs = [{"doc": head["docs"][r], "b": head["claims"][r][c][0], "e": head["claims"][r][c][1]} for r, c in g]
        for v in vs:
            v["value"] = text[v["doc"]][v["b"]:v["e"]].decode("utf-8", "replace")
        out.append({"attribute": "fact", "values": vs,
                    "verdict": "agree" if agree and agree[n] else simple_verdict([v["value"] for v in vs])})
    return out


def judge(scorer, rows, facts):
    with tempfile.TemporaryDirectory() as t:
        g, p = os.path.join(t, "g"), os.path.join(t, "p")
        for path, all_facts in ((g, [r.get("facts") or [] for r in rows]), (p, facts)):
            with open(path, "w") as f:
                for r, fs in zip(rows, all_facts):
                    fs = [dict(x, verdict="elsewhere") if x["verdict"] == "conflict" and x.get("between") == "parties" else x for x in fs]
                    f.write(json.dumps({"topic": row_id(r), "facts": fs}) + "\n")
        return scorer.score_conflict(g, p)


def show(s):
    return "link %s agree %s refined %s" % tuple("/".join("%.1f" % x for x in s[k]) for k in ("link", "agree", "refined"))


# ---- training ----

def sample(y, share, rng):
    return (y > 0) | ((y == 0) & (rng.random(len(y)) < share))


def train_worth(spans, chosen, rng, seed):
    x, y, w = [], [], []
    for i in chosen:
        keep = (spans[i][1] > 0) | (rng.random(len(spans[i][1])) < .35)
        x.append(spans[i][0][keep])
        y.append(spans[i][1][keep] >= .6)
        w.append(np.where(spans[i][1][keep] > 0, 1, 1 / .35))
    return fit(np.vstack(x), np.concatenate(y).astype(np.float32), np.concatenate(w), ROUNDS["worth"], ONE, seed)


def train_pairs(pairs, chosen, name, seed):
    x = np.vstack([pairs[i][0] for i in chosen if len(pairs[i][1])])
    y = np.concatenate([pairs[i][1] for i in chosen])
    return fit(x, np.where(y > .3, .4 + .6 * y, 0), None, ROUNDS[name], TWO, seed)  # the nearer to the gold's words, the likelier


def gather(program, rows, golds, fold, weights, which, share, rng):
    """pairs of every collection, by the weights that did not see it"""
    out = [None] * len(rows)
    for k in range(FOLDS):
        mine = [i for i in range(len(rows)) if fold[i] == k]
        here = program.folder("fold%d" % k, weights[k])
        for i, (head, parts) in zip(mine, program.run("pairs", [rows[i] for i in mine], here)):
            ids, x = parts[which]
            y = pair_targets(golds[i], head, ids)
            keep = sample(y, share, rng)
            out[i] = (x[keep].copy(), y[keep])
    print("pairs: %d, of them %d on one fact" % (sum(len(p[1]) for p in out), sum((p[1] > .3).sum() for p in out)), file=sys.stderr)
    return out


def verdict_target(row, head, group):
    """1 where most of the group lies on a fact that agrees, 0 on one refined, -1 else"""
    best, target = 1, -1
    for f in row.get("facts") or []:
        if f.get("ambiguous") or f["verdict"] not in ("agree", "refined"):
            continue
        n = len({(v["doc"], v["b"]) for v in f["values"] for r, c in group if head["docs"][r] == v["doc"]
                 and overlap(head["claims"][r][c][:2], (v["b"], v["e"])) >= .5})
        if n > best:
            best, target = n, int(f["verdict"] == "agree")
    return target


def train_verdicts(program, rows, scorer, fold, weights, unseen):
    """adds the verdict's trees and its cut to every set of weights; returns the facts of every collection"""
    n = len(rows)
    heads, x, y = [None] * n, [None] * n, [None] * n
    for k in range(FOLDS):
        mine = [i for i in range(n) if fold[i] == k]
        for i, (head, parts) in zip(mine, program.run("verdicts", [rows[i] for i in mine], program.folder("fold%d" % k, weights[k]))):
            heads[i], x[i] = head, parts[0][1]
            y[i] = np.array([verdict_target(rows[i], head, g) for g in head["groups"]])
    for k, w in enumerate(weights):
        xs = np.vstack([x[i][y[i] >= 0] for i in unseen[k] if len(y[i]) and (y[i] >= 0).any()])
        ys = np.concatenate([y[i][y[i] >= 0] for i in unseen[k] if len(y[i])])
        w.parts["verdict"] = fit(xs, ys.astype(np.float32), None, ROUNDS["verdict"], THREE, k)
    p = [weights[fold[i]].parts["verdict"].predict(x[i]) if len(y[i]) else [] for i in range(n)]
    known = [(a, b) for i in range(n) for a, b in zip(p[i], y[i]) if b >= 0]
    print("verdict: %d groups, right %.3f (always the commoner: %.3f)" % (len(known), np.mean([(a > .5) == b for a, b in known]),
          max(np.mean([b for _, b in known]), 1 - np.mean([b for _, b in known]))), file=sys.stderr)
    told = {c: [facts_of(rows[i], heads[i], heads[i]["groups"], [a >= c for a in p[i]]) for i in range(n)] for c in AGREES}
    best = best_by_fold(AGREES, fold, lambda c, mine: (lambda s: s["agree"][2] + s["refined"][2])(
        judge(scorer, [rows[i] for i in mine], [told[c][i] for i in mine])))
    print("agree", best, file=sys.stderr)
    for w, cut in zip(weights, best):
        w.agree = cut
    gains = sorted(zip(weights[-1].parts["verdict"].feature_importance("gain"), program.all_names["verdict"]), reverse=True)
    print("verdict gains:", [(c, round(float(g))) for g, c in gains], file=sys.stderr)
    return [told[best[fold[i]]][i] for i in range(n)]


def best_by_fold(choices, fold, gain, nearly=1.):
    """for each fold the choice that is best on the other folds, and the best on all; `gain` of a choice on some collections, all of
    them judged by weights that did not see them. Of choices nearly as good as the best the strictest: the last"""
    parts = [[i for i in range(len(fold)) if fold[i] == k] for k in range(FOLDS)]
    table = {c: [gain(c, mine) for mine in parts] for c in choices}

    def best(without):
        total = {c: sum(g for j, g in enumerate(table[c]) if j != without) for c in choices}
        return [c for c in choices if total[c] >= nearly * max(total.values())][-1]
    return [best(k) for k in range(FOLDS + 1)]


def lined_up(scorer, rows, facts):
    """F1 of links and of facts that are lined up, whatever is said of them"""
    def alike(f):
        return dict(f, verdict="agree") if f["verdict"] == "refined" else f
    s = judge(scorer, [dict(r, facts=[alike(f) for f in r.get("facts") or []]) for r in rows], [[alike(f) for f in fs] for fs in facts])
    return s["link"][2] + s["agree"][2]


def usual_words(program, paths, most=3000, letters=6000, least=8):
    """section "usual": words of news texts with how much they tell, 0 every text has them .. 1 fewer than `least` have them"""
    rng, texts = np.random.default_rng(3), []
    for p in paths:                       # as many of each file
        mine = [r["text"][:letters] for r in read_rows([p]) if r.get("text") and r.get("lang", "en") == "en"]
        rng.shuffle(mine)
        texts += mine[:most // len(paths)]
    rows = [{"story": str(i), "docs": [{"id": "d", "text": t}]} for i, t in enumerate(texts)]
    found, count = 0, collections.Counter()
    for head, parts in program.run("words", rows, program.folder("none", Weights(program.columns))):
        count.update(set(parts[0][0][:, 1].tolist()))
        found += 1
    top = np.log(found / least)
    weight = sorted((w, min(1., float(np.log(found / n) / top))) for w, n in count.items() if n >= least)
    print("usual words: %d of %d texts" % (len(weight), found), file=sys.stderr)
    return b"".join(struct.pack("<If", *w) for w in weight)


def train(program, rows, scorer, folds_dir):
    rng, n = np.random.default_rng(1), len(rows)
    fold, golds = folds_of(rows), [Gold(r) for r in rows]
    header = program.columns
    weights = [Weights(header) for _ in range(FOLDS + 1)]
    unseen = [[i for i in range(n) if fold[i] != k] for k in range(FOLDS)] + [list(range(n))]
    spans = []
    for row, gold, (head, parts) in zip(rows, golds, program.run("spans", rows, program.folder("none", Weights(header)))):
        ids, x = parts[0]
        spans.append((x, np.array([max(gold.at(head["docs"][r], b, e).values(), default=0.) for r, b, e, _ in ids.tolist()], np.float32)))
    for k in range(FOLDS + 1):
        weights[k].parts["worth"] = train_worth(spans, unseen[k], rng, k)
    for which, (name, share) in enumerate((("pair", .12), ("again", .5))):
        pairs = gather(program, rows, golds, fold, weights, which, share, rng)
        for k in range(FOLDS + 1):
            weights[k].parts[name] = train_pairs(pairs, unseen[k], name, k)
    gains = sorted(zip(weights[-1].parts["again"].feature_importance("gain"), range(header["again"])), reverse=True)
    print("again gains:", [(program.all_names["again"][i], round(float(g))) for g, i in gains], file=sys.stderr)
    facts = collections.defaultdict(lambda: [None] * n)
    for k in range(FOLDS):
        mine = [i for i in range(n) if fold[i] == k]
        here = program.folder("fold%d" % k, weights[k])
        for i, (head, _) in zip(mine, program.run("groups", [rows[i] for i in mine], here, CUTS)):
            for c, groups in zip(CUTS, head["groups"]):
                facts[c][i] = facts_of(rows[i], head, groups)
    best = best_by_fold(CUTS, fold, lambda c, mine: lined_up(scorer, [rows[i] for i in mine], [facts[c][i] for i in mine]), NEARLY)
    print("cuts", best, show(judge(scorer, rows, [facts[best[fold[i]]][i] for i in range(n)])), file=sys.stderr)
    for w, cuts in zip(weights, best):
        w.cuts = cuts
    shown = train_verdicts(program, rows, scorer, fold, weights, unseen)
    if folds_dir:
        where = program.temp
        program.temp = folds_dir
        for k in range(FOLDS):
            program.folder(str(k), weights[k])
        program.temp = where
        json.dump({row_id(r): k for r, k in zip(rows, fold)}, open(os.path.join(folds_dir, "folds.json"), "w"), indent=0)
    report(scorer, rows, shown)
    return weights[-1]


def report(scorer, rows, facts):
    """figures of every collection by weights that did not see it, by file"""
    parts = collections.defaultdict(list)
    for i, r in enumerate(rows):
        parts[r["_file"]].append(i)
    for name, mine in sorted(parts.items()):
        print(name, len(mine), show(judge(scorer, [rows[i] for i in mine], [facts[i] for i in mine])))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--dump", required=True)
    ap.add_argument("--scorer", required=True)
    ap.add_argument("--data", default="data")
    ap.add_argument("--out", required=True)
    ap.add_argument("--folds")
    ap.add_argument("--texts", action="append", required=True)
    ap.add_argument("files", nargs="+")
    o = ap.parse_args()
    rows = []
    for path in o.files:
        for r in read_rows([path]):
            rows.append(dict(r, _file=os.path.basename(path)))
    with tempfile.TemporaryDirectory() as temp:
        program = Program(o.dump, o.data, temp)
        names = json.loads(subprocess.run([o.dump, "names"], capture_output=True, check=True).stdout)
        program.columns, program.all_names = {k: len(v) for k, v in names.items()}, names
        Weights.usual = usual_words(program, o.texts)
        if o.folds:
            os.makedirs(o.folds, exist_ok=True)
        train(program, rows, load_scorer(o.scorer), o.folds).write(o.out)


if __name__ == "__main__":
    main()
