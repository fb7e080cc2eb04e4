"""Soft labels by the engines that ship: what `dateline annotate --format conllu` says with either engine, mixed.

    labels.py --careful CAREFUL.conllu... --fast FAST.conllu... --out NEWS.pkl [--share 0.75]
    labels.py --ewt LANGUAGE_DEV --predict PREDICT --out EWT.pkl [--share 0.75]

In, first form: the same texts (only read, never shipped) through `annotate --engine careful` and `--engine fast`, which cut words and
sentences alike. Out: Sentences for train.py --silver: of every word's head the opinions of both with their shares, tags and relations of the
careful engine, lemmas of the fast one (it alone learned the letters' case throughout), names of both. Sentences met twice count once.
In, second form: EWT train; its gold trees stay, the names come from both engines by `bench/predict language-ner`. Out: for --ewt-names.
Why this instead of ensemble.py: no checkpoint of earlier runs is needed, and the gold data of earlier weights that may not be used for new
ones stays out; only what the earlier engines say about free text comes over.
Known to get wrong: two hard opinions tell less than a net's whole distribution.
"""
import argparse
import gzip
import json
import os
import pickle
import re
import subprocess
import tempfile

import numpy as np

import corpus as C
import train as T
from ensemble import HEADS, hard

LEAST, MOST = 3, 100                                       # words of a sentence
SURE, UNSURE = 0.85, 0.6                                   # weight of a tree where both engines agree, where they differ


def sentences(path):
    """Word rows of every sentence of a CoNLL-U file."""
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            f = line.split("\t")
            if f[0].isdigit():
                rows.append(f)
        elif not line and rows:
            yield rows
            rows = []
    if rows:
        yield rows


def name_tags(rows):
    """The first-or-inside marks of the name column as train.py's tags, which mark ends and single words too."""
    names, start, kind = [], None, None
    marks = [re.search(r"NER=([BI])-(\w+)", r[9]) for r in rows]
    for k, m in enumerate(marks + [None]):
        if start is not None and (m is None or m.group(1) == "B"):
            names.append((start, k - 1, kind))
            start = None
        if m and start is None:
            start, kind = k, m.group(2)
    return C.bioes(len(rows), names)


def both(careful, fast, share):
    """One Sentence of the two engines' rows for the same words."""
    n = len(careful)
    s = C.Sentence([r[1] for r in careful])
    s.upos, s.xpos, s.rels = ([r[k] for r in careful] for k in (3, 4, 7))
    s.lemmas = [r[2] for r in fast]
    s.heads = [int(r[6]) for r in careful]
    heads, p = np.zeros((n, HEADS), np.int16), np.zeros((n, HEADS), np.float16)
    other = [int(r[6]) for r in fast]
    heads[:, 0], heads[:, 1], p[:, 0], p[:, 1] = s.heads, other, share, 1 - share
    agree = np.array(s.heads) == np.array(other)
    s.soft = {"conf": np.where(agree, SURE, UNSURE).astype(np.float16), "heads": heads, "heads_p": p,
              "names": (share * hard(name_tags(careful)) + (1 - share) * hard(name_tags(fast))).astype(np.float16)}
    return s


def from_news(a):
    out, met = [], set()
    for careful_path, fast_path in zip(a.careful, a.fast):
        for careful, fast in zip(sentences(careful_path), sentences(fast_path)):
            words = tuple(r[1] for r in careful)
            assert words == tuple(r[1] for r in fast), "the engines cut the text differently"
            if LEAST <= len(words) <= MOST and words not in met:
                met.add(words)
                out.append(both(careful, fast, a.share))
    return out


def names_by(engine, predict, rows):
    """Tags of every row {"id", "text", "tokens"} by one engine."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
        f.flush()
        said = subprocess.run([predict, "language-ner", f.name], env={**os.environ, "DATELINE_ENGINE": engine},
                              capture_output=True, text=True, check=True).stdout
    out = []
    for row, line in zip(rows, said.split("\n")):
        first = {b: k for k, (b, _) in enumerate(row["tokens"])}
        last = {e: k for k, (_, e) in enumerate(row["tokens"])}
        found = [(first[b], last[e], t) for b, e, t in json.loads(line)["spans"] if b in first and e in last]
        out.append(C.bioes(len(row["tokens"]), found))
    return out


def given(words, k):
    at, spans = 0, []
    for w in words:
        n = len(w.encode())
        spans.append([at, at + n])
        at += n + 1
    return {"id": str(k), "text": " ".join(words), "tokens": spans}


def from_ewt(a):
    out = C.read_conllu(a.ewt + "/parse/ewt-train.conllu.gz")
    rows = [given(s.words, k) for k, s in enumerate(out)]
    voices = [names_by(engine, a.predict, rows) for engine in ("careful", "fast")]
    for s, careful, fast in zip(out, *voices):
        s.soft = {"conf": np.ones(len(s.words), np.float16),
                  "names": (a.share * hard(careful) + (1 - a.share) * hard(fast)).astype(np.float16)}
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--careful", nargs="*", default=[])
    ap.add_argument("--fast", nargs="*", default=[])
    ap.add_argument("--ewt")
    ap.add_argument("--predict", default="bench/predict")
    ap.add_argument("--share", type=float, default=0.75, help="of the careful engine")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    out = from_ewt(a) if a.ewt else from_news(a)
    pickle.dump(out, open(a.out, "wb"))
    print(a.out, len(out), "sentences", sum(len(s.words) for s in out), "words")


if __name__ == "__main__":
    main()
