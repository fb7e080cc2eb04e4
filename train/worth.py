#!/usr/bin/env python3
"""worth.py [--check]    tests/cases/collate/worth.txt -> data/en/worth.txt

Weights of the traits of a fact (src/collate/worth.c), learned from lines that were read and marked useful, trivial or
wrong. Logistic regression with a pull to nought, by Newton's steps; nothing but the standard library. Prints precision and recall
of "useful" with each story left out in turn. --check: only that. New lines: build/train/worth_traits FILES shows the traits of
every fact of a story; mark them and add them to the sheet.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import logistic

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHEET = os.path.join(ROOT, "tests/cases/collate/worth.txt")
TABLE = os.path.join(ROOT, "data/en/worth.txt")
PULL, STEPS, LEAST = 1.0, 400, 3


def read():
    """[(useful, story, traits)]; what only a line or two have teaches nothing."""
    rows = []
    for line in open(SHEET, encoding="utf-8"):
        if not line.startswith("#"):
            mark, story, traits = line.rstrip("\n").split("\t")
            rows.append((mark, story, traits.split("; ")))
    return rows


def fit(rows):
    return logistic.fit([(mark == "useful", story, traits) for mark, story, traits in rows], STEPS, LEAST, lambda t: PULL)


def judge(weights, traits):
    return sum(weights.get(t, 0) for t in traits) >= 0


def report(name, got):
    """got: [(mark, shown)]"""
    shown = [m for m, s in got if s]
    useful = sum(m == "useful" for m, _ in got)
    hit = sum(m == "useful" for m in shown)
    print("%s: %d lines, %d useful; shown %d, of these useful %d (%.0f %%), wrong %d (%.0f %%); of the useful shown %.0f %%" % (
        name, len(got), useful, len(shown), hit, 100 * hit / max(1, len(shown)), sum(m == "wrong" for m in shown),
        100 * sum(m == "wrong" for m in shown) / max(1, len(shown)), 100 * hit / max(1, useful)))


def main():
    rows = read()
    got = []
    for left in sorted({story for _, story, _ in rows}):
        weights = fit([r for r in rows if r[1] != left])
        got += [(mark, judge(weights, traits)) for mark, story, traits in rows if story == left]
    report("each story left out", got)
    if "--check" in sys.argv[1:]:
        return
    weights = fit(rows)
    report("in view", [(mark, judge(weights, traits)) for mark, _, traits in rows])
    with open(TABLE, "w", encoding="utf-8") as f:
        f.write("# worth.txt - what makes a fact worth a line where a person reads (src/collate/worth.c).\n"
                "# Columns: trait, weight in hundredths. Made by train/worth.py from tests/cases/collate/worth.txt.\n")
        for name in sorted(weights):
            if round(100 * weights[name]):
                f.write("%s\t%d\n" % (name, round(100 * weights[name])))


if __name__ == "__main__":
    main()
