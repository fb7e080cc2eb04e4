#!/usr/bin/env python3
"""senses.py [--check] [--wrong]    tests/cases/events/senses.txt -> data/en/senses.txt

Weights of what is true of a word of violence and its surroundings (src/mean/events/events_sense.c), learned from words
that were read and marked: meant as they stand, or a figure of speech. Logistic regression with a pull to nought; nothing
but the standard library. Prints how many are told right with the stories of each tenth left out in turn. --check: only that.
--wrong: also the words told wrong. New lines: build/train/sense_traits FILES (make build/train/sense_traits) shows the traits of every such word of a report; mark them and add them to the sheet.
"""
import math
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHEET = os.path.join(ROOT, "tests/cases/events/senses.txt")
TABLE = os.path.join(ROOT, "data/en/senses.txt")
PULL, OF_WORD, STEPS, LEAST, FOLDS = 1.0, 0.3, 250, 3, 10  # OF_WORD: pull of the word itself: some are always meant
SURE = -0.4  # logit of .4, below which a word is taken for a figure; as SURE of events_sense.c


def read():
    """[(meant, story, traits)]"""
    rows = []
    for line in open(SHEET, encoding="utf-8"):
        if not line.startswith("#"):
            mark, story, traits = line.rstrip("\n").split("\t")
            rows.append((mark == "meant", story, traits.split("; ")))
    return rows


def fit(rows):
    """Weights by gradient steps with momentum; the same rows give the same weights. What few lines have teaches nothing."""
    seen = {}
    for _, _, traits in rows:
        for t in traits:
            seen[t] = seen.get(t, 0) + 1
    names = sorted(t for t, n in seen.items() if n >= LEAST)
    at = {t: i for i, t in enumerate(names)}
    data = [([at[t] for t in traits if t in at], float(meant)) for meant, _, traits in rows]
    w, speed = [0.0] * len(names), [0.0] * len(names)
    pulls = [OF_WORD if t.startswith("word ") or t.startswith("kind ") else PULL for t in names]
    rate = 2.0 / len(rows)
    for _ in range(STEPS):
        slope = [pull * x for pull, x in zip(pulls, w)]
        for active, meant in data:
            p = 1 / (1 + math.exp(-sum(w[i] for i in active)))
            for i in active:
                slope[i] += p - meant
        for i, s in enumerate(slope):
            speed[i] = 0.9 * speed[i] - rate * s / 4
            w[i] += speed[i]
    return dict(zip(names, w))


def judge(weights, traits):
    return sum(weights.get(t, 0) for t in traits) >= SURE


def crossed(rows):
    """(meant, said to be meant, row) of each row, by weights that have not seen its story."""
    stories = sorted({story for _, story, _ in rows})
    fold = {story: i % FOLDS for i, story in enumerate(stories)}
    out = []
    for k in range(FOLDS):
        weights = fit([r for r in rows if fold[r[1]] != k])
        out += [(r[0], judge(weights, r[2]), r) for r in rows if fold[r[1]] == k]
    return out


def report(name, got):
    right = sum(m == s for m, s, _ in got)
    figure = [s for m, s, _ in got if not m]
    meant = [s for m, s, _ in got if m]
    print("%-22s %4d words, %.3f right; figures seen %.3f of %d; meant ones kept %.3f of %d" % (
        name, len(got), right / max(1, len(got)), figure.count(False) / max(1, len(figure)), len(figure), meant.count(True) / max(1, len(meant)), len(meant)))


def main():
    rows = read()
    got = crossed(rows)
    report("stories left out", got)
    report("of them invented", [g for g in got if g[2][1].startswith("own-")])
    if "--wrong" in sys.argv:
        for m, s, r in got:
            if m != s:
                print("meant " if m else "figure", r[1], "; ".join(r[2][1:]))
    if "--check" in sys.argv:
        return
    weights = fit(rows)
    with open(TABLE, "w", encoding="utf-8") as f:
        f.write("# senses.txt - in what sense words of violence are used (src/mean/events/events_sense.c): a sum above -40 is meant as it stands.\n"
                "# Columns: trait, weight in hundredths. Made by train/senses.py from tests/cases/events/senses.txt.\n")
        for name, w in sorted(weights.items()):
            if round(100 * w):
                f.write("%s\t%d\n" % (name, round(100 * w)))


if __name__ == "__main__":
    main()
