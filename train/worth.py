#!/usr/bin/env python3
"""worth.py [--check]    tests/cases/collate/worth_lines.txt -> data/worth.model

Which facts are worth a line (src/collate/worth.c), learned from lines that were read and marked useful, trivial or wrong.
data/worth.model: small boosted trees over the numbers of src/collate/worth_columns.c, for facts of several voices; a wrong line
weighs as WRONG others, and 0 of the sum is the bar of a printed line. Prints, with stories left out, what would be printed: each line
counts for those of its story that it was drawn from. --check: only that. Needs PyPI numpy, lightgbm, xxhash for the model.
New lines: build/train/worth_columns FILES shows of every fact of several voices its evidence and columns; mark and add them.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
LINES = os.path.join(ROOT, "tests/cases/collate/worth_lines.txt")
MODEL = os.path.join(ROOT, "data/worth.model")
TREES = dict(objective="binary", learning_rate=.05, num_leaves=8, min_data_in_leaf=15, feature_fraction=.3, bagging_fraction=.7, bagging_freq=1, lambda_l2=5.)
ROUNDS, WRONG, FOLDS = 150, 3., 10
LATER, TWICE = 267, 2.     # stories from here on were read under the rules of today: their lines weigh more
CONFLICT = -1.386     # as much less for a contradiction: CONFLICT_WORTH of src/collate/record.h
BAR = .45     # log odds that a printed line has at least; with stories left out it leaves some 5 wrong in 100


def rows_of(path):
    for line in open(path, encoding="utf-8"):
        if not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


def report(name, got):
    """got: [(mark, shown, lines that it stands for)]"""
    def share(rows, of):
        return 100 * sum(w for _, _, w in rows) / max(1, sum(w for _, _, w in of))
    shown = [g for g in got if g[1]]
    useful = [g for g in got if g[0] == "useful"]
    print("%s: %.0f lines, %.0f %% useful; shown %.0f, of these useful %.1f %%, wrong %.1f %%; of the useful shown %.1f %%" % (
        name, sum(w for _, _, w in got), share(useful, got), sum(w for _, _, w in shown), share([g for g in shown if g[0] == "useful"], shown),
        share([g for g in shown if g[0] == "wrong"], shown), share([g for g in useful if g[1]], useful)))


def trees():
    import align
    import numpy as np
    rows = [(mark, int(story), float(weight), [float(x) for x in columns.split()]) for mark, story, weight, columns in rows_of(LINES)]
    mark = np.array([r[0] for r in rows])
    fold = np.array([r[1] % FOLDS for r in rows])
    x, useful = np.array([r[3] for r in rows], np.float32), mark == "useful"
    weigh = np.where(mark == "wrong", WRONG, 1.) * np.where(np.array([r[1] for r in rows]) >= LATER, TWICE, 1.)

    def booster(use):
        return align.fit(x[use], useful[use], weigh[use], ROUNDS, TREES, 1)
    score = np.zeros(len(rows))
    for k in range(FOLDS):
        score[fold == k] = booster(fold != k).predict(x[fold == k], raw_score=True)
    bar = [BAR, BAR, BAR + CONFLICT]     # of wordings; other contradictions are always printed
    got = [(int(r[3][0]), (m, s >= bar[int(r[3][0])], r[2])) for m, s, r in zip(mark, score, rows)]
    report("trees, a tenth of the stories left out", [g for _, g in got])
    for verdict, name in enumerate(("agree", "refined", "conflict")):
        report("  " + name, [g for v, g in got if v == verdict])
    return booster(np.ones(len(rows), bool)), x.shape[1], align


def write_trees(booster, columns, align):
    packed = align.pack(booster, columns)
    packed = packed[:12] + align.struct.pack("<f", -BAR) + packed[16:]     # the bar is one half
    align.datafile.write(MODEL, {"shared": packed})


def main():
    model = trees()
    if "--check" not in sys.argv[1:]:
        write_trees(*model)


if __name__ == "__main__":
    main()
