#!/usr/bin/env python3
"""story_evidence.py --predict bench/predict --pages PAGES.jsonl --same train/story_pages.txt --model data/story.model SETS.jsonl... [--dry]

Adds the section "evidence" to data/story.model: how much two reports must share before anything may join them, whatever the other reports of
the pile look like. The trees of train/story.py were fitted on piles of one period and one topic, where the closest of many is mostly the right one; in a
pile of unrelated pages the closest is nothing. A logistic regression over the raw features of a pair (no ranks), on the pairs the trees would
join (probability .3 and up) of the stories sets and of PAGES: unrelated pages, of which --same lists the few that tell one story.
The limit is set so that 99 of 100 true pairs of the sets pass. Pages are split by their ids: the figures printed for "held" pages are of a fit
that did not see them. Needs numpy, xxhash. Same input, same file.
"""
import argparse
import json
import struct
import subprocess
import zlib

import numpy as np

import datafile
from story import RAW

LIKE = 14          # features that are shares of one
PULL = 0.02


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def widen(f, one_outlet):
    """As pair_evidence() of src/story/pair.c."""
    f = np.asarray(f[:len(RAW)], float)
    counts, days, words = f[LIKE:LIKE + 4], f[LIKE + 4], f[LIKE + 5:]
    return np.concatenate(([1.0], f[:LIKE], np.sqrt(f[:LIKE]), np.log1p(counts), [np.log1p(max(days, 0)), float(days < 0)], np.log1p(words), [float(one_outlet)]))


def pairs(predict, path, probability):
    reports = rows(path)
    out = subprocess.run([predict, "stories-train-batch", path], check=True, capture_output=True).stdout
    table = np.array([[float(n) for n in line.split()] for line in out.decode().split("\n") if line])
    for row in table[probability(table[:, 2:].astype(np.float32)) >= 0.3]:
        yield reports[int(row[0])], reports[int(row[1])], row[2:]


def trees(section):
    """The probability of pair_probability() of src/story/pair.c, of many pairs at once."""
    count, base = struct.unpack_from("<If", section)
    roots = struct.unpack_from(f"<{count}I", section, 8)
    nodes = np.frombuffer(section, np.dtype("<u2,<u2,<u2,<u2,<f4"), offset=8 + 4 * count)
    feature, left, right, value = (nodes[f"f{k}"].astype(t) for k, t in ((0, int), (1, int), (2, int), (4, np.float32)))

    def probability(f):
        total, every = np.full(len(f), base), np.arange(len(f))
        for root in roots:
            at = np.full(len(f), root)
            while (inner := feature[at] != 0xFFFF).any():
                column = np.where(inner, feature[at], 0)
                turn = np.where(f[every, column] <= value[at], left[at], right[at])
                at = np.where(inner, root + turn, at)
            total += value[at]
        return 1 / (1 + np.exp(-total))
    return probability


def fit(x, y, w):
    b, ridge = np.zeros(x.shape[1]), PULL * w.sum() * np.eye(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ b))
        b -= np.linalg.solve((x.T * (w * p * (1 - p))) @ x + ridge, x.T @ (w * (p - y)) + ridge @ b)
    return b


def main():
    args = argparse.ArgumentParser()
    args.add_argument("sets", nargs="+")
    for name in ("predict", "pages", "same", "model"):
        args.add_argument("--" + name, required=True)
    args.add_argument("--dry", action="store_true")
    a = args.parse_args()
    sections = datafile.read(a.model)
    probability = trees(sections["batch"])
    with open(a.same, encoding="utf-8") as f:
        story = {i: n for n, line in enumerate(f) if line[0] != "#" for i in line.split()}
    x, y, where, part = [], [], [], []
    for path in a.sets + [a.pages]:
        for p, q, f in pairs(a.predict, path, probability):
            x.append(widen(f, bool(p.get("outlet")) and p.get("outlet") == q.get("outlet")))
            same = p["story"] == q["story"] if "story" in p else p["id"] in story and story[p["id"]] == story.get(q["id"])
            y.append(same), where.append(path)
            part.append((zlib.crc32(min(p["id"], q["id"]).encode()) & 1) if path == a.pages else 2)
    x, y, where, part = np.array(x), np.array(y, float), np.array(where), np.array(part)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    mean[0], spread[0] = 0, 1
    z, pages = (x - mean) / spread, where == a.pages
    w = np.array([1000 / (where == p).sum() for p in where]) * np.where(pages, 2, np.where(y > 0, 1, 0.2))
    full = fit(z, y, w)
    score = z @ full
    held = np.concatenate([z[part == k] @ fit(z[part != k], y[part != k], w[part != k]) for k in (0, 1)])
    held_y = np.concatenate([y[part == k] for k in (0, 1)])
    limit = float(np.quantile(score[~pages & (y > 0)], 0.01))
    for p in dict.fromkeys(where):
        m = where == p
        print(p.split("/")[-1], f"true pairs {int(y[m].sum())}, kept {np.mean(score[m & (y > 0)] > limit):.3f}; false pairs {int((y[m] == 0).sum())}, kept {np.mean(score[m & (y == 0)] > limit):.3f}")
    print(f"held pages: true pairs kept {np.mean(held[held_y > 0] > limit):.3f}, false pairs kept {np.mean(held[held_y == 0] > limit):.3f}")
    weights = full / spread
    weights[0] = full[0] - (mean[1:] * weights[1:]).sum()
    print("limit", limit)
    if not a.dry:
        datafile.write(a.model, dict(sections, evidence=struct.pack(f"<{len(weights) + 1}f", *weights, limit)))


if __name__ == "__main__":
    main()
