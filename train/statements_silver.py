#!/usr/bin/env python3
"""statements_silver.py OUT.jsonl TEXTS.jsonl... [--predict bench/predict] [--own tests/cases/quotes/statements.txt] [--without GOLD.jsonl]

Silver labels for train/statements.py: the statements that the present weights find in free text, in the form of the trainer. TEXTS.jsonl:
one article a line, {"id", "text"}; the texts are read and never shipped. --own: cases of ours (their first line is the text), three times
over. --without: articles that share a line of forty characters or more with these are left out, so that a measure on them stays a measure.
Kept are statements the model found by a cue (rules model and quotation); what layout or a neighbour gave is rule, not weight.
"""
import argparse
import json
import subprocess
import tempfile

LEAST, OWN_TIMES = 40, 3


def lines_of(text):
    return {line.strip() for line in text.split("\n") if len(line.strip()) >= LEAST}


def texts_of(paths, shut_out):
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                row = json.loads(line)
                if row.get("lang", "en") == "en" and not (lines_of(row["text"]) & shut_out):
                    yield {"id": row["id"], "text": row["text"]}


def own_texts(path):
    with open(path, encoding="utf-8") as f:
        blocks = f.read().split("\n\n")
    firsts = [next((line for line in b.split("\n") if line and line[0] not in "#>"), None) for b in blocks]
    for i, first in enumerate(first for first in firsts if first):
        yield {"id": f"own{i}", "text": first.replace("¶", "\n\n")}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("out")
    args.add_argument("texts", nargs="+")
    args.add_argument("--predict", default="bench/predict")
    args.add_argument("--own")
    args.add_argument("--without")
    a = args.parse_args()
    shut_out = set()
    if a.without:
        with open(a.without, encoding="utf-8") as f:
            for line in f:
                shut_out |= lines_of(json.loads(line)["text"])
    rows = list(texts_of(a.texts, shut_out)) + (list(own_texts(a.own)) * OWN_TIMES if a.own else [])
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        for row in rows:
            given.write(json.dumps(row) + "\n")
        given.flush()
        found = subprocess.run([a.predict, "quotes-all", given.name], check=True, capture_output=True).stdout
    kept = 0
    with open(a.out, "w", encoding="utf-8") as out:
        for row, line in zip(rows, found.decode("utf-8").splitlines()):
            quotes = [{"kind": "speech", "content": q["content"], "source": q["source"], "cue": q["cue"]}
                      for q in json.loads(line)["quotes"] if q["rule"].split("/")[0] in ("model", "quotation") and q["cue"]]
            kept += len(quotes)
            out.write(json.dumps({**row, "quotes": quotes}) + "\n")
    print(f"{len(rows)} texts, {kept} statements")


if __name__ == "__main__":
    main()
