#!/usr/bin/env python3
"""Trains bench/models/events.model: linear classifiers over the features that bench/predict events-features writes (bench/events_model.c).

    train/events.py --bench DIR --predict bench/predict --out bench/models/events.model [--quick]

DIR: bench/events/dev with relation, penta, police and conflict30 (their README allows learning from them). Needs numpy, scipy and
scikit-learn. Fixed seeds; prints cross-validated figures, never training figures. Groups of features are scaled to length 1 each,
times GROUP_WEIGHT, as the C code does; weights are quantised to 8 bits per class.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy import sparse
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile  # noqa: E402

BUCKETS = 1 << 16
# One classifier a task: C of the hinge loss.
COST = {"relation": 0.5, "penta": 0.5, "police": 0.1, "conflict30": 0.5}


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def matrix(predict, path):
    """Sparse features of every row of a set, groups scaled to length 1."""
    out = subprocess.run([predict, "events-features", path], check=True, stdout=subprocess.PIPE).stdout
    data, index, start = [], [], [0]
    for line in out.decode().splitlines():
        seen = {}
        for group in json.loads(line)["groups"]:
            for h in group:
                seen[h] = seen.get(h, 0.0) + len(group) ** -0.5
        index += seen.keys()
        data += seen.values()
        start.append(len(index))
    return sparse.csr_matrix((data, index, start), shape=(len(start) - 1, BUCKETS), dtype=np.float32)


def fit(x, y, cost, weight=None):
    model = LinearSVC(C=cost, class_weight=weight, random_state=1, max_iter=4000)
    model.fit(x, y)
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def quantise(w):
    """[classes][buckets] -> int8 and a scale per class."""
    scale = np.abs(w).max(axis=1) / 127.0
    return np.rint(w / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def scores(x, w, b):
    q, scale = quantise(w)
    return (x @ q.T.astype(np.float32)) * scale + b


def macro(gold, got):
    total = 0.0
    labels = sorted(set(gold))
    for c in labels:
        tp = sum(g == c == p for g, p in zip(gold, got))
        n = sum(g == c for g in gold) + sum(p == c for p in got)
        total += 2 * tp / n if n else 0.0
    return total / len(labels)


def cross_classes(x, y, cost, folds):
    got = np.empty(len(y), dtype=object)
    for train, test in folds:
        w, b = fit(x[train], y[train], cost)
        here = sorted(set(y[train]))
        got[test] = [here[i] for i in scores(x[test], w, b).argmax(axis=1)]
    return float(np.mean(got == y)), macro(list(y), list(got))


POLICE = ["ANY_ACTION", "ARREST", "FAIL", "FORCE", "KILL"]


def best_shift(margin, gold):
    """Threshold of a margin that gives the best F1."""
    order = np.argsort(-margin)
    tp, best, shift = 0, 0.0, 0.0
    for k, i in enumerate(order):
        tp += gold[i]
        f = 2 * tp / (k + 1 + gold.sum())
        if f > best:
            best, shift = f, margin[i] - 1e-4
    return shift, best


def f1(gold, got):
    n = gold.sum() + got.sum()
    return 2 * (gold & got).sum() / n if n else 0.0


def police_gold(data):
    return {k: np.array([k in r["labels"] for r in data]) for k in POLICE}


def cross_police(x, data, cost):
    docs = np.array([r["doc"] for r in data])
    out = {}
    for k, gold in police_gold(data).items():
        margin = np.zeros(len(data))
        for train, test in GroupKFold(5).split(x, gold, docs):
            w, b = fit(x[train], gold[train], cost, "balanced")
            margin[test] = scores(x[test], w, b)[:, 0]
        got, shifts = np.zeros(len(data), bool), []
        for train, test in GroupKFold(5).split(x, gold, docs):  # threshold from the other folds
            shift, _ = best_shift(margin[train], gold[train])
            got[test] = margin[test] > shift
            shifts.append(shift)
        out[k] = (f1(gold, got), best_shift(margin, gold)[0])
    return out


def section(task, names, w, b):
    q, scale = quantise(w)
    return {task + ".names": "".join(n + "\n" for n in names).encode(), task + ".scale": scale.tobytes(),
            task + ".bias": b.astype(np.float32).tobytes(), task + ".w": np.ascontiguousarray(q.T).tobytes()}


def train_classes(task, data, key, x, quick):
    y = np.array([str(r[key]) for r in data])
    acc, mac = cross_classes(x, y, COST[task], StratifiedKFold(5, shuffle=True, random_state=1).split(x, y))
    print("%s: cross-validated accuracy %.4f, macro F1 %.4f (5 random folds, %d rows)" % (task, acc, mac, len(y)), flush=True)
    if quick:
        return {}
    w, b = fit(x, y, COST[task])
    return section(task, sorted(set(y)), w, b)


def unmarked(a, name):
    """Rows of a set and their features without the marked pair."""
    data = rows(os.path.join(a.bench, name))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as f:
        f.writelines(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in data)
    x = matrix(a.predict, f.name)
    os.unlink(f.name)
    return data, x


def train_type(a):
    """Event type of a sentence, pair unmarked: relation rows and, as STATEMENT, the statements of penta."""
    data, x = unmarked(a, "relation.jsonl")
    more, extra = unmarked(a, "penta.jsonl")
    keep = np.array([r["penta"] == 0 for r in more])
    extra, y = extra[keep], np.array([r["plover"] for r in data])
    extra_y = np.array(["STATEMENT"] * int(keep.sum()))
    got = np.empty(len(y), dtype=object)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(x, y):
        both = np.concatenate([y[train], extra_y])
        w, b = fit(sparse.vstack([x[train], extra]), both, COST["relation"])
        got[test] = np.array(sorted(set(both)))[scores(x[test], w, b).argmax(axis=1)]
    print("type: cross-validated accuracy on relation without marks %.4f" % np.mean(got == y), flush=True)
    if a.quick:
        return {}
    both = np.concatenate([y, extra_y])
    w, b = fit(sparse.vstack([x, extra]), both, COST["relation"])
    return section("type", sorted(set(both)), w, b)


def train_penta(a, data, x):
    """The sentence classes also learn from the relation rows, pair unmarked; those are never in a test fold."""
    more, extra = unmarked(a, "relation.jsonl")
    extra_y = np.array([str(r["penta"]) for r in more])
    y = np.array([str(r["penta"]) for r in data])
    got = np.empty(len(y), dtype=object)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(x, y):
        w, b = fit(sparse.vstack([x[train], extra]), np.concatenate([y[train], extra_y]), COST["penta"])
        got[test] = np.array(list("01234"))[scores(x[test], w, b).argmax(axis=1)]
    print("penta: cross-validated accuracy %.4f, macro F1 %.4f (5 random folds, %d rows)" % (np.mean(got == y), macro(list(y), list(got)), len(y)), flush=True)
    if a.quick:
        return {}
    w, b = fit(sparse.vstack([x, extra]), np.concatenate([y, extra_y]), COST["penta"])
    return section("penta", list("01234"), w, b)


def train_police(data, x, quick):
    crossed = cross_police(x, data, COST["police"])
    print("police: cross-validated F1 " + ", ".join("%s %.4f" % (k, v[0]) for k, v in crossed.items()) + " (5 folds by document)", flush=True)
    if quick:
        return {}
    ws, bs = [], []
    for k, gold in police_gold(data).items():
        w, b = fit(x, gold, COST["police"], "balanced")
        ws.append(w[0])
        bs.append(b[0] - crossed[k][1])
    return section("police", POLICE, np.array(ws), np.array(bs))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--bench", required=True)
    p.add_argument("--predict", required=True)
    p.add_argument("--out")
    p.add_argument("--quick", action="store_true", help="figures only")
    p.add_argument("tasks", nargs="*")
    a = p.parse_args()
    sections = {}
    for task, key in (("relation", "plover"), ("penta", "penta"), ("conflict30", "label"), ("police", "")):
        if a.tasks and task not in a.tasks:
            continue
        path = os.path.join(a.bench, task + ".jsonl")
        data, x = rows(path), matrix(a.predict, path)
        if task == "police":
            sections.update(train_police(data, x, a.quick))
        elif task == "penta":
            sections.update(train_penta(a, data, x))
        else:
            sections.update(train_classes(task, data, key, x, a.quick))
    if not a.tasks or "type" in a.tasks:
        sections.update(train_type(a))
    if a.out and sections:
        datafile.write(a.out, sections)


if __name__ == "__main__":
    main()
