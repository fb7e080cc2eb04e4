#!/usr/bin/env python3
"""Trains data/story.model: the background of term counts and the trees that judge pairs of reports.

    train/story.py --predict bench/predict --out data/story.model allsides.jsonl gva.jsonl ecb.jsonl [pairs.jsonl] [--cv]

Input: files in the form of the stories bench, with gold `story`. Features are never computed here: bench/predict prints them
(tasks stories-train-*), so that training sees what the program sees. `--cv` also clusters with probabilities from models that did not see the
story, and prints BCubed and pairwise F1 over a range of thresholds. Needs numpy, scikit-learn, xxhash. Seeds are fixed.
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
    return subprocess.run([predict, task, path], env=env, stdout=subprocess.PIPE, check=True).stdout


def terms_of(predict, path, model_dir):
    """One list of term keys a report."""
    rows = load(path)
    if rows and "a" in rows[0]:
        rows = [{"title": r[k]["title"], "text": r[k]["text"]} for r in rows for k in "ab"]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
        f.flush()
        return [[int(k) for k in line.split()] for line in run(predict, "stories-train-terms", f.name, model_dir).split(b"\n")[:-1]]


def background(terms, times=1):
    """Counts over reports, `times` over: half of the reports stand for all of them."""
    seen = collections.Counter()
    for keys in terms:
        seen.update(keys)
    kept = sorted((k, n * times) for k, n in seen.items() if n * times >= BACKGROUND_LEAST)
    print(f"background: {len(terms) * times} reports, {len(seen)} terms, {len(kept)} kept", flush=True)
    keys, counts = zip(*kept)
    return struct.pack("<II", len(terms) * times, len(kept)) + struct.pack(f"<{len(kept)}I", *keys) + struct.pack(f"<{len(kept)}H", *(min(c, 65535) for c in counts))


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
    """A labelled file. Its stories (topics, where ids name them) are dealt into two parts; features of a part are taken with a background counted on the other one, as
    the names of tomorrow's stories are in no background either."""

    def __init__(self, path, seed):
        self.path, self.name = path, os.path.basename(path).split(".")[0]
        self.gold = [r["story"] for r in load(path)]
        ids = {s: k for k, s in enumerate(sorted(set(self.gold)))}
        self.story = np.array([ids[s] for s in self.gold])
        deal = [r["id"].split("_")[0] if "_" in r["id"] else r["story"] for r in load(path)]  # ecb: "topic_document"; a topic's look-alikes stay together
        order = {t: k for k, t in enumerate(sorted(set(deal)))}
        self.part = np.random.RandomState(seed).randint(0, 2, len(order))[[order[t] for t in deal]]
        self.tables = []

    def take(self, predict, task, model_dir, part):
        """Features with the background of `part`: pairs within the other part, and (once) pairs across."""
        table = np.array(run(predict, task, self.path, model_dir).split(), dtype=np.float32).reshape(-1, 2 + len(FEATURES))
        a, b = self.part[table[:, 0].astype(int)], self.part[table[:, 1].astype(int)]
        self.tables.append(table[((a != part) & (b != part)) | ((a != b) & (part == 0))])

    def close(self, task):
        table = np.concatenate(self.tables)
        table = table[np.lexsort((table[:, 0], table[:, 1]))]
        self.pairs, self.x, self.tables = table[:, :2].astype(int), table[:, 2:], []
        self.y = self.story[self.pairs[:, 0]] == self.story[self.pairs[:, 1]]
        total = sum(n * (n - 1) // 2 for n in collections.Counter(self.gold).values())
        print(f"{task} {self.name}: {len(self.y)} pairs, {self.y.sum()} of {total} positive ones among them", flush=True)


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
    return HistGradientBoostingClassifier(max_iter=ARGS.trees, max_leaf_nodes=8, learning_rate=0.05, min_samples_leaf=40, l2_regularization=2.0, random_state=seed, early_stopping=False).fit(x, y, sample_weight=w)


def held_out(sets):
    """Probability of each pair from a model that did not see the part of its first report."""
    prob = [np.zeros(len(s.y)) for s in sets]
    for part in (0, 1):
        model = fit(sets, [(s.part[s.pairs] != part).all(axis=1) for s in sets])
        for s, out in zip(sets, prob):
            test = s.part[s.pairs[:, 0]] == part
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


TRACKS = {"online": one_pass, "batch": average_linkage}


def main():
    global ARGS
    ap = argparse.ArgumentParser()
    ap.add_argument("files", nargs="*")
    ap.add_argument("--predict", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--trees", type=int, default=300)
    ap.add_argument("--track", choices=["online", "batch"], help="only that one; writes no model")
    ap.add_argument("--cv", action="store_true")
    ap.add_argument("--only-limits", action="store_true", help="keep the trees of OUT, set its thresholds")
    ap.add_argument("--limits", default="0.50,0.48,0.32", help="join_online,join_batch,pair_threshold")
    ARGS = ap.parse_args()
    limits = struct.pack("<3f", *(float(v) for v in ARGS.limits.split(",")))
    if ARGS.only_limits:
        datafile.write(ARGS.out, dict(datafile.read(ARGS.out), limits=limits))
        return
    data_dir = os.path.dirname(os.path.abspath(ARGS.out))
    if not os.path.exists(ARGS.out):    # the program opens no data folder without one
        datafile.write(ARGS.out, {"background": struct.pack("<IIIH", 1, 1, 1, 1), "online": EMPTY_TREES, "batch": EMPTY_TREES, "limits": limits})
    terms = [terms_of(ARGS.predict, f, data_dir) for f in ARGS.files]
    sets = {f: Set(f, 5 + k) for k, f in enumerate(ARGS.files) if "story" in load(f)[0]}
    halves = [[keys for f, report in zip(ARGS.files, terms) for i, keys in enumerate(report) if f not in sets or sets[f].part[i] == part] for part in (0, 1)]
    sections = {"background": background([keys for report in terms for keys in report])}
    for track, how in TRACKS.items():
        if ARGS.track and track != ARGS.track:
            continue
        chosen = [s for f, s in sets.items() if track == "batch" or load(f)[0].get("date")]
        for part in (0, 1):
            datafile.write(ARGS.out, {"background": background(halves[part], 2), "online": EMPTY_TREES, "batch": EMPTY_TREES, "limits": limits})
            for s in chosen:
                s.take(ARGS.predict, f"stories-train-{track}", data_dir, part)
        for s in chosen:
            s.close(track)
        if ARGS.cv:
            show(chosen, held_out(chosen), how, (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7))
        sections[track] = trees_bytes(fit(chosen, [np.ones(len(s.y), bool) for s in chosen]))
    if ARGS.track:
        return
    sections["limits"] = limits
    datafile.write(ARGS.out, sections)
    print(f"wrote {ARGS.out}: {os.path.getsize(ARGS.out)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
