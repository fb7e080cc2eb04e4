#!/usr/bin/env python3
"""lines.py [--check]    tests/cases/write/event_lines.txt -> data/lines.model

Which lines that tell events are printed, and with which day (src/write/brief_events.c), learned from lines that were read beside their reports. Small
boosted trees over the numbers of src/write/brief_line.c: `worth` says whether a line is useful, a wrong one weighs as WRONG others; `day` whether the
day before it is that of what it tells. 0 of the sum is the bar. Prints what would be printed with stories left out. --check: only that.
Needs PyPI numpy, lightgbm, xxhash for the model.
New lines: `build/train/line_traits FILES` shows of every line of a story its words and numbers; mark them and add mark, day, story, numbers.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import align
import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
LINES = os.path.join(ROOT, "tests/cases/write/event_lines.txt")
MODEL = os.path.join(ROOT, "data/lines.model")
TREES = dict(objective="binary", learning_rate=.05, num_leaves=6, min_data_in_leaf=10, feature_fraction=.3, bagging_fraction=.7, bagging_freq=1, lambda_l2=5.)
ROUNDS, FOLDS, WRONG = 100, 10, 2.
BAR = {"worth": .1, "day": 1.1}      # log odds that a printed line, a printed day has at least


def read():
    """marks, days, stories, numbers"""
    rows = [x.rstrip("\n").split("\t") for x in open(LINES, encoding="utf-8") if not x.startswith("#")]
    return np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([int(r[2]) for r in rows]), np.array(
        [[float(v) for v in r[3].split()] for r in rows], np.float32)


def blind(x, y, weigh, story):
    """log odds of every line by trees that did not see its story"""
    score = np.zeros(len(y))
    for k in range(FOLDS):
        out = story % FOLDS == k
        score[out] = align.fit(x[~out], y[~out], weigh[~out], ROUNDS, TREES, 1).predict(x[out], raw_score=True)
    return score


def main():
    mark, day, story, x = read()
    dated = (day == "y") | (day == "n")
    asked = {"worth": (np.ones(len(x), bool), mark == "useful", np.where(mark == "wrong", WRONG, 1.)),
             "day": (dated, day == "y", np.ones(len(x)))}
    score, sections = {}, {}
    for name, (use, y, weigh) in asked.items():
        score[name] = np.full(len(x), -9.)
        score[name][use] = blind(x[use], y[use], weigh[use], story[use])
        packed = align.pack(align.fit(x[use], y[use], weigh[use], ROUNDS, TREES, 1), x.shape[1])
        sections[name] = packed[:12] + align.struct.pack("<f", -BAR[name]) + packed[16:]     # the bar is one half
    with_day = score["day"] >= BAR["day"]
    right = (day == "y")[dated]
    print("days: %d, right %.1f %%; printed %.1f %% of them, right %.1f %%; of the right ones printed %.1f %%" % (
        dated.sum(), 100 * right.mean(), 100 * with_day[dated].mean(), 100 * (day == "y")[with_day].mean(), 100 * with_day[day == "y"].mean()))
    shown = score["worth"] >= BAR["worth"]
    for what, of in (("before", np.ones(len(x), bool)), ("printed", shown), ("printed with a day", shown & with_day), ("printed without", shown & ~with_day)):
        told = {m: 100 * (mark[of] == m).mean() for m in ("useful", "again", "noise", "awkward", "wrong")}
        print("%s: %d lines, %s; of the useful %.1f %%" % (what, of.sum(), ", ".join("%s %.1f" % t for t in told.items()),
                                                         100 * (of & (mark == "useful")).sum() / (mark == "useful").sum()))
    if "--check" not in sys.argv[1:]:
        align.datafile.write(MODEL, sections)


if __name__ == "__main__":
    main()
