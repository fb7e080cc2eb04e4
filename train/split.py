"""Trains the token and sentence decisions of src/lang/split.c: two linear models over hashed features, int16 weights.

    split.py --data LANGUAGE_DEV --source REPOSITORY --out SPLITTER.pkl [--epochs 12]

Needs build/libdateline.a (make all): the features come from the C code itself (split_features.c). Text is rebuilt from EWT and GUM train;
some documents are added again with wrapped lines, or with one line a paragraph, since treebank text has neither.
"""
import argparse
import pickle
import random
import re
import subprocess
import tempfile

import numpy as np
import torch

import corpus as C
from train import NC_GUM

SLOTS = 1 << 15
SCALE = 256


def documents(path, skip=()):
    """Documents as paragraphs of sentences of (surface, [words], space_after)."""
    docs, doc, keep = [], None, True
    for block in C.read_text(path).split("\n\n"):
        sent, cover, fresh = [], 0, False
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                keep = not any(line[14:].startswith(p) for p in skip)
                doc = []
                if keep:
                    docs.append(doc)
            elif re.match(r"# newpar( |$)", line):
                fresh = True
            elif line and line[0] != "#":
                f = line.split("\t")
                space = "SpaceAfter=No" not in f[9]
                if "-" in f[0]:
                    cover = int(f[0].split("-")[1])
                    sent.append([f[1], [], space])
                elif "." not in f[0]:
                    if int(f[0]) <= cover:
                        sent[-1][1].append(f[1])
                    else:
                        sent.append([f[1], [f[1]], space])
        if sent and keep:
            if fresh or not doc:
                doc.append([])
            doc[-1].append(sent)
    return docs


def build(doc, between, wrap=0):
    """Text with the offsets of word and sentence beginnings (bytes)."""
    text, words, sents, column = "", [], [], 0
    for p in doc:
        if text:
            text = text.rstrip() + between
            column = 0
        for s in p:
            sents.append(len(text))
            for surface, parts, space in s:
                at = len(text)
                whole = "".join(parts) == surface
                for w in parts if whole else [surface]:
                    words.append(at)
                    at += len(w)
                text += surface
                column += len(surface)
                if space:
                    text += "\n" if wrap and column > wrap else " "
                    column = 0 if text[-1] == "\n" else column + 1
    return text.rstrip(), words, sents


def encode(doc):
    text, words, sents = doc
    raw = text.encode("utf-8")
    at = np.cumsum([0] + [len(c.encode("utf-8")) for c in text])
    w, s = [at[k] for k in words if k < len(text)], [at[k] for k in sents if k < len(text)]
    return b"%d %d %d\n" % (len(raw), len(w), len(s)) + raw + b"\n" + " ".join(map(str, w + s)).encode() + b"\n"


def features(tool, docs):
    raw = subprocess.run([tool], input=b"".join(map(encode, docs)), stdout=subprocess.PIPE, check=True).stdout
    flat = np.frombuffer(raw, np.uint32)
    rows = {0: [], 1: []}
    k = 0
    while k < len(flat):
        kind, label, n = flat[k:k + 3]
        rows[kind].append((label, flat[k + 3:k + 3 + n]))
        k += 3 + n
    return {kind: (np.array([r[0] for r in rs]), np.stack([r[1] for r in rs])) for kind, rs in rows.items()}


def fit(y, x, epochs, seed):
    """Logistic regression with dropped features; weights in 1/SCALE, int16."""
    torch.manual_seed(seed)
    w = torch.zeros(SLOTS, requires_grad=True)
    opt = torch.optim.Adam([w], lr=0.02)
    x, y = torch.tensor(x.astype(np.int64)), torch.tensor(y.astype(np.float32))
    for epoch in range(epochs):
        for g in opt.param_groups:
            g["lr"] = 0.02 * (1 - epoch / epochs) + 0.001
        order, total = torch.randperm(len(y)), 0.0
        for k in range(0, len(y), 256):
            b = order[k:k + 256]
            keep = (torch.rand(x[b].shape) > 0.15).float() / 0.85
            loss = torch.nn.functional.binary_cross_entropy_with_logits((w[x[b]] * keep).sum(1), y[b]) + 1e-6 * (w ** 2).sum()
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item() * len(b)
        print("epoch", epoch, "loss", round(total / len(y), 5), flush=True)
    return np.clip(np.round(w.detach().numpy() * SCALE), -32767, 32767).astype(np.int16)


def report(name, q, y, x):
    said = q.astype(np.int64)[x].sum(1) > 0
    print(name, "decisions", len(y), "errors", int((said != (y > 0)).sum()), "missed", int((~said & (y > 0)).sum()), flush=True)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--source", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(a.seed)
    p = a.data + "/parse/"
    train = documents(p + "ewt-train.conllu.gz") + documents(p + "gum-train.conllu.gz", NC_GUM)
    docs = [build(d, "\n\n") for d in train]
    docs += [build(d, "\n\n", rng.randrange(60, 85)) for d in train if rng.random() < 0.25] + [build(d, "\n") for d in train if rng.random() < 0.25]
    dev = [build(d, "\n\n") for n in ("ewt-dev", "gum-dev") for d in documents(p + n + ".conllu.gz")]
    with tempfile.TemporaryDirectory() as folder:
        tool = folder + "/split_features"
        libs = subprocess.run(["pkg-config", "--libs", "libutf8proc", "libxxhash"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        subprocess.run(["gcc", "-std=c17", "-D_GNU_SOURCE", "-O2", "-I" + a.source + "/include", "-I" + a.source + "/src", a.source + "/train/split_features.c",
                        a.source + "/build/libdateline.a", "-o", tool] + libs + ["-lm", "-lpthread"], check=True)
        seen, held = features(tool, docs), features(tool, dev)
    out = {}
    for kind, name in ((0, "token"), (1, "sentence")):
        print(name, "train decisions", len(seen[kind][0]), "of which boundaries", int(seen[kind][0].sum()), flush=True)
        out[name] = fit(*seen[kind], a.epochs, a.seed)
        report(name + " dev", out[name], *held[kind])
    pickle.dump(out, open(a.out, "wb"))


if __name__ == "__main__":
    main()
