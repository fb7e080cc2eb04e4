#!/usr/bin/env python3
"""Fits the constants of src/story/copies.c: when a text is a copy, when passages in it are reuse.

    train/copies.py --predict bench/predict NEARDUP.jsonl [NEARDUP.jsonl ...]

Input: sets made by the generator of the stories bench (kind, src, dup as gold), several seeds and bases. bench/predict (task
stories-train-copies) prints, for every report that shares words with an earlier one, the pair as copies.c measures it before it decides:
report, source, share, lead, longest, whole. Output: the constants, and errors of each set under constants fitted on the others.
Needs numpy, scikit-learn. Deterministic.
"""
import argparse
import json
import subprocess

import numpy as np
from sklearn.linear_model import LogisticRegression


def measured(predict, path):
    """Rows of (share, lead, longest, whole), is it a copy of that family, are the words from there."""
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    family = {d["id"]: d["dup"] for d in docs}
    x, copy, reuse = [], [], []
    for line in subprocess.run([predict, "stories-train-copies", path], capture_output=True, check=True).stdout.decode().splitlines():
        report, source, *values = line.split()
        d, s = docs[int(report)], docs[int(source)]
        related = d["src"] is not None and s["dup"] == family[d["src"]]
        x.append([float(v) for v in values])
        copy.append(related and d["kind"] == "copy")
        reuse.append(related)
    return np.array(x), np.array(copy), np.array(reuse)


def copy_features(x):
    return x[:, :2]


def reuse_features(x):
    return np.log1p(x[:, 2:4])


def errors(model, x, y):
    p = model.predict(x)
    return f"{int((~p & y).sum())} missed, {int((p & ~y).sum())} false of {len(y)}"


def fit(x, y):
    return LogisticRegression(C=30, max_iter=3000).fit(x, y)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("files", nargs="+")
    ap.add_argument("--predict", required=True)
    args = ap.parse_args()
    sets = [measured(args.predict, f) for f in args.files]
    for k, name in enumerate(args.files):
        rest = [s for j, s in enumerate(sets) if j != k] or sets
        for label, of, features in (("copy", 1, copy_features), ("reuse", 2, reuse_features)):
            model = fit(np.concatenate([features(s[0]) for s in rest]), np.concatenate([s[of] for s in rest]))
            print(f"{name} {label}: {errors(model, features(sets[k][0]), sets[k][of])}")
    x, copy, reuse = (np.concatenate(part) for part in zip(*sets))
    c, r = fit(copy_features(x), copy), fit(reuse_features(x), reuse)
    share, lead = c.coef_[0]
    print(f"COPY_SHARE {-c.intercept_[0] / share:.3f}  LEAD_WORTH {lead / share:.3f}")
    longest, whole = r.coef_[0]
    print(f"LONGEST_WEIGHT {longest:.2f}  WHOLE_WEIGHT {whole:.2f}  REUSE_LEAST {-r.intercept_[0]:.2f}")


if __name__ == "__main__":
    main()
