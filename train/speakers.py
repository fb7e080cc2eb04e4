#!/usr/bin/env python3
"""Fits the ranker of "he said" and "she said": data/statements.model, section speaker: f32 [32 features of statements_pronoun.c].

    python3 train/speakers.py PREDICT MODEL LABELS.tsv TEXTS.jsonl [TEXTS.jsonl ...]

TEXTS: {"id", "title", "text"} a line (../shared/bench/stories/dev). LABELS: id, byte of the pronoun in title, blank line and text, name of the person meant
("-" nobody among the choices), tab separated; ours, made by reading. PREDICT: bench/predict; its task speakers-trace gives for every such pronoun the
persons in sight with the features the library itself computes. Loss: minus log of the right choice's share in a soft-max over the choices and nobody
(score 0), and a penalty on the weights. Full-batch gradient descent, no randomness. Five folds by text are printed: links said, right, right not said.
PyPI: numpy, xxhash.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile  # noqa: E402

FEATURES, FOLDS = 32, 5


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def trace(predict, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for key, text in texts.items():
            f.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
        f.flush()
        out = subprocess.run([predict, "speakers-trace", f.name], capture_output=True, check=True).stdout
    return {r["id"]: r["pronouns"] for r in map(json.loads, out.decode().split("\n")[:-1])}


def same(a, b):
    """One person under two names of the report: the same last word."""
    return a.split()[-1] == b.split()[-1]


def cases(predict, labels, paths):
    wanted = {}
    with open(labels, encoding="utf-8") as f:
        for line in f:
            key, at, name = line.rstrip("\n").split("\t")
            wanted.setdefault(key, {})[int(at)] = name
    texts = {r["id"]: (r["title"] + "\n\n" if r.get("title") else "") + r["text"] for path in paths for r in rows(path) if r["id"] in wanted}
    for key, pronouns in trace(predict, texts).items():
        seen = set()
        for p in pronouns:
            name = wanted[key].get(p["p"][0])
            if name is None or not p["choices"] or p["p"][0] in seen:
                continue
            seen.add(p["p"][0])
            right = [i for i, c in enumerate(p["choices"]) if name != "-" and same(c["name"], name)]
            yield key, np.array([c["f"] for c in p["choices"]]), right[0] if right else len(p["choices"])


def fit(data, rounds=600, rate=0.3, decay=0.003):
    w, speed = np.zeros(FEATURES), np.zeros(FEATURES)
    for _ in range(rounds):
        grad = decay * w
        for _, f, right in data:
            z = np.concatenate([f @ w, [0.0]])
            p = np.exp(z - z.max())
            p /= p.sum()
            p[right] -= 1
            grad = grad + p[:-1] @ f / len(data)
        speed = 0.9 * speed - rate * grad
        w = w + speed
    return w


def count(w, data):
    said = right = missed = 0
    for _, f, gold in data:
        z = f @ w
        best = int(np.argmax(z))
        if z[best] > 0:
            said += 1
            right += best == gold
        else:
            missed += gold < len(f)
    return np.array([said, right, missed])


def main():
    predict, model, labels, *paths = sys.argv[1:]
    data = sorted(cases(predict, labels, paths), key=lambda c: c[0])
    keys = sorted({c[0] for c in data})
    total = np.zeros(3, int)
    for fold in range(FOLDS):
        held = set(keys[fold::FOLDS])
        w = fit([c for c in data if c[0] not in held])
        total += count(w, [c for c in data if c[0] in held])
    print(f"{len(data)} pronouns of {len(keys)} texts; five folds: said {total[0]}, right {total[1]}, named by us and not said {total[2]}")
    w = fit(data)
    print("all of them", *count(w, data))
    sections = datafile.read(model)
    sections["speaker"] = w.astype("<f4").tobytes()
    datafile.write(model, sections)
    print(" ".join(f"{i}:{x:.2f}" for i, x in enumerate(w)))


if __name__ == "__main__":
    main()
