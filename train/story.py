#!/usr/bin/env python3
"""Trains data/story.model: the background of term counts and the trees that judge pairs of reports.

    train/story.py --predict bench/predict --out data/story.model allsides.jsonl gva.jsonl ecb.jsonl [pairs.jsonl] [--cv]

Input: files in the form of the stories bench, with gold `story`. Features are never computed here: bench/predict prints them
(tasks stories-train-*), so that training sees what the program sees. `--cv` also clusters with probabilities from models that saw neither
report's story, and prints BCubed and pairwise F1 over a range of thresholds. Needs numpy, scikit-learn, xxhash. Seeds are fixed.
"""
import argparse
import collections
import heapq
import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

import datafile

RAW = ("cos_body cos_title cos_lead cos_name cos_number cos_phrase in_title_low in_lead_low in_name_low in_phrase_low in_title_high in_lead_high "
       "in_name_high in_phrase_high rare_names rare_phrases rare_words rare_title days words_low words_high").split()
RELATIVE = [f"{kin}_{what}" for kin in ("all", "near", "names") for what in ("rank_low", "rank_high", "dense_low", "dense_high", "share_low", "share_high")]
FEATURES = RAW + RELATIVE
BACKGROUND_LEAST = 5   # reports that must hold a term


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def run(predict, task, path, model_dir):
    env = dict(os.environ, DATELINE_DATA=model_dir)
    return subprocess.run([predict, task, path], env=env, capture_output=True, check=True).stdout


def background(predict, files, model_dir):
    seen, reports = collections.Counter(), 0
    for path in files:
        rows = load(path)
        if rows and "a" in rows[0]:
            rows = [{"title": r[k]["title"], "text": r[k]["text"]} for r in rows for k in "ab"]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
            f.writelines(json.dumps(r) + "\n" for r in rows)
            f.flush()
            for line in run(predict, "stories-train-terms", f.name, model_dir).split(b"\n")[:-1]:
                seen.update(line.split())
                reports += 1
    kept = sorted((int(k), n) for k, n in seen.items() if n >= BACKGROUND_LEAST)
    print(f"background: {reports} reports, {len(seen)} terms, {len(kept)} kept")
    keys, counts = zip(*kept)
    return struct.pack("<II", reports, len(kept)) + struct.pack(f"<{len(kept)}I", *keys) + struct.pack(f"<{len(kept)}H", *(min(c, 65535) for c in counts))


def trees_bytes(model):
    """The container section of src/story/pair.h: roots, then nodes whose children stand behind them."""
    roots, nodes = [], b""
    count = 0
    for (predictor,) in model._predictors:
        roots.append(count)
        order, place = [0], {0: 0}
        for old in order:               # breadth first: children behind parents
            n = predictor.nodes[old]
            if not n["is_leaf"]:
                for child in (int(n["left"]), int(n["right"])):
                    place[child] = len(order)
                    order.append(child)
        for old in order:
            n = predictor.nodes[old]
            if n["is_leaf"]:
                nodes += struct.pack("<HHHHf", 0xFFFF, 0, 0, 0, n["value"])
            else:
                nodes += struct.pack("<HHHHf", int(n["feature_idx"]), place[int(n["left"])], place[int(n["right"])], 0, n["num_threshold"])
        count += len(order)
    base = float(np.ravel(model._baseline_prediction)[0])
    return struct.pack("<If", len(roots), base) + struct.pack(f"<{len(roots)}I", *roots) + nodes


EMPTY_TREES = struct.pack("<IfI", 1, -3.0, 0) + struct.pack("<HHHHf", 0xFFFF, 0, 0, 0, 0.0)


class Set:
    def __init__(self, predict, task, path, model_dir):
        rows = load(path)
        self.name = os.path.basename(path).split(".")[0]
        self.gold = [r["story"] for r in rows]
        ids = {s: k for k, s in enumerate(sorted(set(self.gold)))}
        self.story = np.array([ids[s] for s in self.gold])
        raw = run(predict, task, path, model_dir)
        table = np.array(raw.split(), dtype=np.float32).reshape(-1, 2 + len(FEATURES))
        self.pairs = table[:, :2].astype(int)
        self.x = table[:, 2:]
        self.y = self.story[self.pairs[:, 0]] == self.story[self.pairs[:, 1]]
        tp = self.y.sum()
        total = sum(n * (n - 1) // 2 for n in collections.Counter(self.gold).values())
        print(f"{task} {self.name}: {len(self.y)} pairs, {tp} of {total} positive ones among them", flush=True)


def fit(sets, masks, seed=1):
    """Each set counts alike. Of the far pairs that are no story one in four is kept, at four times the weight."""
    rng = np.random.RandomState(seed)
    xs, ys, ws = [], [], []
    for s, m in zip(sets, masks):
        far = ~s.y & (s.x[:, 0] < 0.15)
        kept = m & (~far | (rng.rand(len(s.y)) < 0.25))
        xs.append(s.x[kept])
        ys.append(s.y[kept])
        ws.append(1000.0 / max(1, s.y[m].sum()) * np.where(far[kept], 4.0, 1.0))
    x, y, w = np.concatenate(xs), np.concatenate(ys), np.concatenate(ws)
    return HistGradientBoostingClassifier(max_iter=ARGS.trees, max_leaf_nodes=8, learning_rate=0.1, min_samples_leaf=40, l2_regularization=2.0, random_state=seed, early_stopping=False).fit(x, y, sample_weight=w)


def held_out(sets, folds=2, seed=5):
    """Probability of each pair from a model that did not see the story of its first report, nor pairs with that part at all."""
    rng = np.random.RandomState(seed)
    part = [rng.randint(0, folds, s.story.max() + 1)[s.story] for s in sets]
    ends = [(p[s.pairs[:, 0]], p[s.pairs[:, 1]]) for p, s in zip(part, sets)]
    prob = [np.zeros(len(s.y)) for s in sets]
    for a in range(folds):              # pairs across parts are negative by construction; the model of the first part's complement judges them
        model = fit(sets, [(u != a) & (v != a) for u, v in ends])
        for s, (u, v), out in zip(sets, ends, prob):
            test = u == a
            out[test] = model.predict_proba(s.x[test])[:, 1]
    return prob


def score(gold, pred):
    g, p, x = collections.Counter(gold), collections.Counter(pred), collections.Counter(zip(gold, pred))
    n = len(gold)
    bp, br = sum(v * v / p[b] for (a, b), v in x.items()) / n, sum(v * v / g[a] for (a, b), v in x.items()) / n
    pairs = lambda c: sum(v * (v - 1) // 2 for v in c.values())
    return 200 * bp * br / (bp + br), 200 * pairs(x) / (pairs(p) + pairs(g)), len(p)


def average_linkage(n, pairs, prob, threshold):
    members = {i: 1 for i in range(n)}
    label = list(range(n))
    near = collections.defaultdict(dict)
    for (a, b), q in zip(pairs, prob):
        if q > 0.02:
            near[a][b] = near[b][a] = q
    heap = [(-q, a, b) for a in near for b, q in near[a].items() if a < b]
    heapq.heapify(heap)
    inside = {i: [i] for i in range(n)}
    new = n
    while heap:
        q, a, b = heapq.heappop(heap)
        if -q < threshold:
            break
        if a not in inside or b not in inside:
            continue
        inside[new] = inside.pop(a) + inside.pop(b)
        na, nb = near.pop(a), near.pop(b)
        sums = {c: na.get(c, 0) + nb.get(c, 0) for c in set(na) | set(nb) if c in inside}
        for c in sums:
            near[c].pop(a, None), near[c].pop(b, None)
            near[c][new] = sums[c]
            mean = sums[c] / (len(inside[c]) * len(inside[new]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, c, new))
        near[new] = sums
        new += 1
    for c, ms in inside.items():
        for i in ms:
            label[i] = c
    return label


def one_pass(n, pairs, prob, threshold, members=8, best=0.2):
    near = collections.defaultdict(list)
    for (a, b), q in zip(pairs, prob):
        near[b].append((a, q))
    label, size = [], collections.Counter()
    for i in range(n):
        by = collections.defaultdict(list)
        for a, q in near[i]:
            by[label[a]].append(q)
        top = (-1.0, i)
        for c, qs in by.items():
            mean = sum(qs[:members]) / min(size[c], members)
            top = max(top, ((1 - best) * mean + best * max(qs), -c))
        label.append(-top[1] if top[0] >= threshold else i)
        size[label[-1]] += 1
    return label


def show(sets, prob, how, grid):
    for s, p in zip(sets, prob):
        cells = []
        for t in grid:
            b, f, k = score(s.gold, how(len(s.gold), s.pairs, p, t))
            cells.append(f"{t:.2f}: {b:.1f}/{f:.1f} k{k}")
        print(f"  {s.name:9} {how.__name__:16} gold {len(set(s.gold))}  " + " | ".join(cells), flush=True)


def main():
    global ARGS
    ap = argparse.ArgumentParser()
    ap.add_argument("files", nargs="*")
    ap.add_argument("--predict", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--trees", type=int, default=150)
    ap.add_argument("--cv", action="store_true")
    ap.add_argument("--only-limits", action="store_true", help="keep the trees of OUT, set its thresholds")
    ap.add_argument("--limits", default="0.5,0.5,0.32", help="join_online,join_batch,pair_threshold")
    ARGS = ap.parse_args()
    limits = struct.pack("<3f", *(float(v) for v in ARGS.limits.split(",")))
    if ARGS.only_limits:
        datafile.write(ARGS.out, dict(datafile.read(ARGS.out), limits=limits))
        return
    data_dir = os.path.dirname(os.path.abspath(ARGS.out))
    if not os.path.exists(ARGS.out):    # the program opens no data folder without one
        datafile.write(ARGS.out, {"background": struct.pack("<IIIH", 1, 1, 1, 1), "online": EMPTY_TREES, "batch": EMPTY_TREES, "limits": limits})
    ground = background(ARGS.predict, ARGS.files, data_dir)
    datafile.write(ARGS.out, {"background": ground, "online": EMPTY_TREES, "batch": EMPTY_TREES, "limits": limits})
    sections = {"background": ground}
    labelled = [f for f in ARGS.files if "story" in load(f)[0]]
    for track, how in (("online", one_pass), ("batch", average_linkage)):
        sets = [Set(ARGS.predict, f"stories-train-{track}", f, data_dir) for f in labelled]
        if track == "online":
            sets = [s for s in sets if (s.x[:, FEATURES.index("days")] >= 0).any()]
        if ARGS.cv:
            show(sets, held_out(sets), how, (0.3, 0.4, 0.5, 0.55, 0.6, 0.7))
        model = fit(sets, [np.ones(len(s.y), bool) for s in sets])
        sections[track] = trees_bytes(model)
    sections["limits"] = limits
    datafile.write(ARGS.out, sections)
    print(f"wrote {ARGS.out}: {os.path.getsize(ARGS.out)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
