#!/usr/bin/env python3
"""Fits data/modality.model: how an event is told (src/mean/events/events_told.c).

  modality.py none MODEL                            weights that leave everything to the rules
  modality.py signs OUT.gz TOOL SHEET.tsv FOLDER    signs of every marked happening; TOOL is build/train/modality_signs (run it with the weights of
                                                    `none` in data/, so that the rules speak alone), FOLDER/PILE/REPORT.txt the reports
                                                    (tests/cases/events/modality_read.tsv)
  modality.py forms OUT.tsv TOOL FOLDER             a sheet of our own sentences (tests/cases/events/modality.txt), which go to FOLDER/forms/LINE.txt
  modality.py judge SIGNS.gz                        right by the rules and by the weights, each fifth of the piles left out once
  modality.py held MODEL SIGNS.gz                   the same of weights that are there, on signs of a sheet they have not seen (modality_held.tsv)
  modality.py fit MODEL SIGNS.gz                    weights on all

A softmax with ridge over hashed signs, by L-BFGS (scipy); weights are kept as bytes. A happening may have two marks, the better first: either is
right, the first is learned."""
import collections, gzip, hashlib, json, os, struct, subprocess, sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile

BITS, RIDGE, SURER = 15, 2.0, 0.5
NAMES = ("happened", "planned", "possible", "denied", "alleged", "asked", "conditional")   # Modality of src/mean/mean.h
LETTERS, TRIGGER, OWN = "HPSDARC", 14, 4


def read_sheet(path):
    """{(pile, report): {byte of the word: letters}}"""
    out = collections.defaultdict(dict)
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            continue
        _, pile, report, items = line.rstrip("\n").split("\t")
        for item in items.split():
            at, marks = item.split("=")
            out[pile, report][int(at)] = marks
    return out


def signs(out, tool, sheet, folder):
    marks, n = read_sheet(sheet), 0
    keys = sorted(marks)
    with gzip.open(out, "wt", encoding="utf-8") as f:
        for i in range(0, len(keys), 40):
            paths = {os.path.join(folder, p, r + ".txt"): (p, r) for p, r in keys[i:i + 40]}
            for line in subprocess.run([tool, *paths], check=True, capture_output=True, text=True).stdout.splitlines():
                path, at, rule, numbers = line.split("\t")
                mark = marks[paths[path]].get(int(at), "")
                if mark and mark != "x":
                    row = [*paths[path], int(at), [LETTERS.index(x) for x in mark], int(rule), [int(x) >> (32 - BITS) for x in numbers.split()]]
                    f.write((json.dumps(row) + "\n") * (OWN if row[0] == "forms" else 1))
                    n += 1
    print("%d happenings" % n)


def forms(out, tool, folder):
    """Our own sentences: plain grammar that readers' marks of free text rarely show; each counts OWN times."""
    path, rows, paths = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/cases/events/modality.txt"), [], {}
    os.makedirs(os.path.join(folder, "forms"), exist_ok=True)
    for line, row in enumerate(open(path, encoding="utf-8"), 1):
        if row[0] != "#" and row.count("\t") == 2:
            paths[os.path.join(folder, "forms", "%d.txt" % line)] = row.rstrip("\n").split("\t")
            with open(os.path.join(folder, "forms", "%d.txt" % line), "w", encoding="utf-8") as f:
                f.write(row.split("\t")[0] + "\n")
    told = collections.defaultdict(list)
    for row in subprocess.run([tool, *sorted(paths)], check=True, capture_output=True, text=True).stdout.splitlines():
        told[row.split("\t")[0]].append(int(row.split("\t")[1]))
    for file, (sentence, word, modality) in sorted(paths.items()):
        begin = sentence.encode().find(word.encode())
        ats = [at for at in told[file] if begin - TRIGGER <= at <= begin]   # "launch an [attack]"
        if ats:
            rows.append("=\tforms\t%s\t%d=%s" % (os.path.basename(file)[:-4], max(ats), LETTERS[NAMES.index(modality)]))
    with open(out, "w", encoding="utf-8") as f:
        f.write("".join(r + "\n" for r in rows))
    print("%d forms" % len(rows))


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(x) for x in f]


def matrix(rows):
    import scipy.sparse
    at, n = np.concatenate([np.array(r[5]) for r in rows]), [len(r[5]) for r in rows]
    x = scipy.sparse.csr_matrix((np.ones(len(at)), at, np.cumsum([0] + n)), shape=(len(rows), 1 << BITS))
    x.sum_duplicates()
    return x


def weights(x, y):
    """Ridge softmax: least of the loss and RIDGE / 2 of the squares; [buckets][modalities]"""
    from scipy.optimize import minimize
    one, turned, k = np.eye(len(NAMES))[y], x.T.tocsr(), len(NAMES)

    def loss(w):
        w = w.reshape(-1, k)
        z = x @ w
        z -= z.max(1, keepdims=True)
        log = z - np.log(np.exp(z).sum(1, keepdims=True))
        return -(log * one).sum() + RIDGE / 2 * (w * w).sum(), (turned @ (np.exp(log) - one) + RIDGE * w).ravel()
    return minimize(loss, np.zeros(x.shape[1] * k), jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-9}).x.reshape(-1, k)


def as_bytes(w):
    scale = float(np.float32(np.abs(w).max() / 127))
    return scale, np.clip(np.rint(w / scale), -127, 127).astype(np.int8)


def weighed(rows, scale, sums):
    """as events_told_judge.c does it: never back to happened, only where surer than the rule by far"""
    rule, at = np.array([r[4] for r in rows]), np.arange(len(rows))
    open_to = np.where((np.arange(len(NAMES)) == 0)[None] & (rule != 0)[:, None], -np.inf, sums)
    best = open_to.argmax(1)
    return np.where(scale * (sums[at, best] - sums[at, rule]) > SURER, best, rule)


def print_figures(rows, said):
    rule, good = np.array([r[4] for r in rows]), lambda p: np.array([x in r[3] for x, r in zip(p, rows)])
    gold = np.array([r[3][0] for r in rows])
    print("%d happenings of %d piles: rules right %.3f, weights %.3f" % (len(rows), len({r[0] for r in rows}), good(rule).mean(), good(said).mean()))
    for k, name in enumerate(NAMES):
        def line(p):
            return "P %.3f R %.3f" % (good(p)[p == k].mean() if (p == k).any() else 0, (p == k)[gold == k].mean() if (gold == k).any() else 0)
        print("%-12s %5d  rules %s | weights %s" % (name, (gold == k).sum(), line(rule), line(said)))


def judge(path):
    rows = load(path)
    x, y = matrix(rows), np.array([r[3][0] for r in rows])
    fold = np.array([int(hashlib.sha256(r[0].encode()).hexdigest(), 16) % 5 for r in rows])
    said = np.zeros(len(rows), int)
    for f in range(5):
        scale, kept = as_bytes(weights(x[fold != f], y[fold != f]))
        said[fold == f] = weighed([r for r, k in zip(rows, fold) if k == f], scale, x[fold == f] @ kept.astype(float))
    print_figures(rows, said)


def held(model, path):
    rows, sections = load(path), datafile.read(model)
    kept = np.frombuffer(sections["weights"], np.int8).reshape(-1, len(NAMES)).astype(float)
    print_figures(rows, weighed(rows, struct.unpack("<f", sections["scale"])[0], matrix(rows) @ kept))


def fit(model, path):
    rows = load(path)
    scale, kept = as_bytes(weights(matrix(rows), np.array([r[3][0] for r in rows])))
    datafile.write(model, {"weights": np.ascontiguousarray(kept).tobytes(), "scale": struct.pack("<f", scale)})
    print("%d happenings, scale %.5f, %d weights" % (len(rows), scale, (kept != 0).any(axis=1).sum()))


def none(model):
    datafile.write(model, {"weights": bytes(len(NAMES) << BITS), "scale": struct.pack("<f", 0.0)})


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("none", "signs", "forms", "judge", "held", "fit"):
        sys.exit(__doc__)
    {"none": none, "signs": signs, "forms": forms, "judge": judge, "held": held, "fit": fit}[sys.argv[1]](*sys.argv[2:])
