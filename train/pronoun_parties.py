#!/usr/bin/env python3
"""Fits data/pronouns.model: does a pronoun mean whom coreference takes it for (src/mean/events/events_pronoun_judge.c)?

  pronoun_parties.py judge TOOL SHEET.tsv FOLDER         precision and recall at each cut, each tenth of the reports left out once
  pronoun_parties.py fit MODEL TOOL SHEET.tsv FOLDER     weights on all

TOOL is build/train/pronoun_signs, SHEET tests/cases/events/pronouns_read.tsv (no text: bytes and marks), FOLDER/PILE/REPORT.txt the reports (train/piles.py).
A logistic with ridge over hashed signs; weights are kept as bytes. What readers left open ("?") counts as wrong."""
import hashlib, os, struct, subprocess, sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile, parties

BITS, RIDGE, FOLDS = 12, 10.0, 10


def read_sheet(path):
    """{(pile, report): {byte of the pronoun: is it meant}}"""
    out = {}
    for line in open(path, encoding="utf-8"):
        if not line.startswith("#"):
            _, pile, report, items = line.rstrip("\n").split("\t")
            out[pile, report] = {int(at): mark == "y" for at, mark in (item.split("=") for item in items.split())}
    return out


def load(tool, sheet, folder):
    """(pile of each pronoun, is it meant, signs)"""
    import scipy.sparse
    marks = read_sheet(sheet)
    paths = {os.path.join(folder, p, r + ".txt"): (p, r) for p, r in marks}
    pile, meant, at, first = [], [], [], [0]
    for line in subprocess.run([tool, *paths], check=True, capture_output=True).stdout.decode("utf-8", "replace").splitlines():
        path, byte, _, _, numbers = line.split("\t")
        mark = marks[paths[path]].get(int(byte))
        if mark is None:
            continue
        signs = sorted({int(x) >> (32 - BITS) for x in numbers.split()})
        pile.append(paths[path][0])
        meant.append(mark)
        at += signs
        first.append(len(at))
    x = scipy.sparse.csr_matrix((np.ones(len(at)), at, first), shape=(len(pile), 1 << BITS))
    return pile, np.array(meant, float), x


def weights(x, y):
    parties.RIDGE = RIDGE
    w = parties.weights(x, y)
    scale = float(np.float32(np.abs(w).max() / 127))
    return scale, np.clip(np.rint(w / scale), -127, 127).astype(np.int8)


def judge(*args):
    pile, y, x = load(*args)
    fold = np.array([int(hashlib.sha256(p.encode()).hexdigest(), 16) % FOLDS for p in pile])
    chance = np.zeros(len(y))
    for f in range(FOLDS):
        scale, kept = weights(x[fold != f], y[fold != f])
        chance[fold == f] = 1 / (1 + np.exp(-scale * (x[fold == f] @ kept.astype(float))))
    print("%d pronouns of %d piles, %.3f right" % (len(y), len(set(pile)), y.mean()))
    for cut in (.5, .6, .7, .75, .8, .85, .9, .95):
        told = chance >= cut
        print("from %.2f: told %d, P %.3f R %.3f" % (cut, told.sum(), y[told].mean(), y[told].sum() / y.sum()))


def fit(model, *args):
    pile, y, x = load(*args)
    scale, kept = weights(x, y)
    datafile.write(model, {"weights": kept.tobytes(), "scale": struct.pack("<f", scale)})
    print("%d pronouns, scale %.5f, %d weights" % (len(y), scale, (kept != 0).sum()))


if __name__ == "__main__":
    if len(sys.argv) < 5 or sys.argv[1] not in ("judge", "fit"):
        sys.exit(__doc__)
    {"judge": judge, "fit": fit}[sys.argv[1]](*sys.argv[2:])
