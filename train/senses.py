#!/usr/bin/env python3
"""senses.py [--check] [--wrong]    tests/cases/events/senses.txt -> data/en/senses.txt

Weights of what is true of a word of violence and its surroundings (src/mean/events/events_sense.c), learned from words
that were read and marked: meant as they stand, or a figure of speech. Logistic regression with a pull to nought; nothing
but the standard library. Prints how many are told right with the stories of each tenth left out in turn. --check: only that.
--wrong: also the words told wrong. New lines: build/train/sense_traits FILES (make build/train/sense_traits) shows the traits of every such word of a report; mark them and add them to the sheet.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import logistic

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
    """The word itself is pulled less: some words are always meant."""
    return logistic.fit(rows, STEPS, LEAST, lambda t: OF_WORD if t.startswith(("word ", "kind ")) else PULL)


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
