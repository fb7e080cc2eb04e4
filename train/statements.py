#!/usr/bin/env python3
"""statements.py TRAIN.jsonl [--build build] [--out data/statements.model] [--epochs-cue 12] [--epochs-frame 8] [--bits-cue 18] [--bits-frame 19]

Fits data/statements.model. TRAIN.jsonl: one article a line, {"id", "text", "quotes": [{"kind", "content", "source", "cue"}]} with
UTF-8 byte offsets (the form of ../shared/bench/quotes). The articles are read by the language stage as it is built now, so fit again after
its model changed. The work is done by train/statements_fit.c (`make build/train/statements_fit`); this script packs what it writes.
Prints the trainer's figures (losses, cross-fitted precision and recall of cues). Same input, same file. Needs the PyPI package xxhash.
"""
import argparse
import os
import subprocess
import tempfile

import datafile

SECTIONS = [name + part for name in ("cue", "frame") for part in (".info", ".w", ".edge", ".first")]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("train")
    args.add_argument("--build", default="build")
    args.add_argument("--out", default="data/statements.model")
    for name, value in (("cue", 12), ("frame", 8)):
        args.add_argument("--epochs-" + name, type=int, default=value)
    for name, value in (("cue", 18), ("frame", 19)):
        args.add_argument("--bits-" + name, type=int, default=value)
    a = args.parse_args()
    subprocess.run(["make", "-s", f"{a.build}/train/statements_fit"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        numbers = [a.epochs_cue, a.epochs_frame, a.bits_cue, a.bits_frame]
        subprocess.run([f"{a.build}/train/statements_fit", folder, a.train] + [str(n) for n in numbers], check=True)
        sections = {}
        for name in SECTIONS:
            path = os.path.join(folder, name)
            if os.path.exists(path):
                with open(path, "rb") as f:
                    sections[name] = f.read()
    if os.path.exists(a.out):
        sections["speaker"] = datafile.read(a.out)["speaker"]  # of train/speakers.py
    datafile.write(a.out, sections)
    print(a.out, os.path.getsize(a.out), "bytes")


if __name__ == "__main__":
    main()
