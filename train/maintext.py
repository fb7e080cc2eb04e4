"""Trains the judge of main text (src/read/page/maintext.c) and writes data/maintext.model.

    python3 train/maintext.py BENCH PREDICT WORK OUT.model [--trees N] [--folds K]

BENCH: folder with gold.jsonl, html/ (gzip) and the score.py beside it (bench/extraction/dev); PREDICT: bench/predict; WORK: a scratch folder.
Labels: a block is body when most of its 4-word shingles stand in the gold text (short blocks: when they are a line of it); of equal blocks
only as many count as the gold has. Pages with segments only (set trf) label the blocks that hold a segment. Figures printed are cross-validated
by registered domain: no outlet is on both sides.
Needs numpy and scikit-learn. Seeds are fixed.
"""
import argparse
import gzip
import importlib.util
import json
import os
import struct
import subprocess
from collections import Counter, defaultdict

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

import datafile

SEED = 20240417
LEAF = 0xFFFF


def load_scorer(bench):
    spec = importlib.util.spec_from_file_location("score", os.path.join(bench, "..", "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unpack(bench, work, gold):
    os.makedirs(os.path.join(work, "html"), exist_ok=True)
    for g in gold:
        path = os.path.join(work, "html", g["id"])
        if not os.path.exists(path):
            with gzip.open(os.path.join(bench, "html", g["id"] + ".html.gz")) as f, open(path, "wb") as out:
                out.write(f.read())


def run(predict, task, rows, work):
    path = os.path.join(work, task + ".jsonl")
    with open(path, "w") as f:
        f.write("".join(json.dumps(r) + "\n" for r in rows))
    out = subprocess.run([predict, task, path], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    pages = [json.loads(line) for line in out.split("\n") if line]
    data = np.fromfile(path + ".rows", dtype=np.float32)
    return pages, data.reshape(sum(len(p["blocks"]) for p in pages), -1)


def label_page(score, gold, blocks, title_block):
    """Share of each block that is gold, 0..1; equal blocks beyond the gold's count are 0."""
    tokens = score.toks(gold["text"])
    shingles, lines = score.shingles(tokens), score.paras(gold["text"])
    flat = " %s " % " ".join(tokens)
    share = np.zeros(len(blocks))
    for i, text in enumerate(blocks):
        t = score.toks(text)
        if len(t) >= 5:
            s = score.shingles(t)
            share[i] = sum((s & shingles).values()) / sum(s.values())
        elif t:
            share[i] = float(lines.get(score.norm(text), 0) > 0)
    if title_block >= 0:
        share[title_block] = 0
    same = defaultdict(list)
    for i, text in enumerate(blocks):
        if share[i] >= 0.5:
            same[score.norm(text)].append(i)
    for text, where in same.items():
        allowed = max(1, flat.lower().count(" %s " % text))
        if len(where) > allowed:
            near = {i: sum(share[max(0, i - 3):i + 4] >= 0.5) for i in where}
            for i in sorted(where, key=lambda i: (-near[i], i))[allowed:]:
                share[i] = 0
    return share


def label_segments(gold, blocks):
    """1 where a wanted segment stands in the block, 0 where an unwanted one does, -1 unknown."""
    flat = [" ".join(b.split()) for b in blocks]
    share = -np.ones(len(blocks))
    for wanted, key in ((0.0, "without"), (1.0, "with")):
        for segment in gold.get(key, []):
            segment = " ".join(segment.split())
            hits = [i for i, b in enumerate(flat) if segment and segment in b]
            if len(hits) == 1:
                share[hits[0]] = wanted
    return share


def forest(trees, leaves, seed):
    return HistGradientBoostingClassifier(max_iter=trees, learning_rate=0.06, max_leaf_nodes=leaves, min_samples_leaf=30, l2_regularization=2.0,
                                          max_features=0.4, early_stopping=False, random_state=seed)


def body_text(blocks, p, title_block, threshold=0.5):
    keep = [b for i, b in enumerate(blocks) if p[i] >= threshold and i != title_block]
    if not keep and len(p):
        top = max(0.6 * max(p), 0.02)
        keep = [b for i, b in enumerate(blocks) if p[i] >= top and i != title_block]
    return "\n".join(keep)


def figures(score, gold, pages, slices, p):
    keep = [k for k, g in enumerate(gold) if g.get("text")]
    gold, pages, slices = [gold[k] for k in keep], [pages[k] for k in keep], [slices[k] for k in keep]
    pred = {g["id"]: {"text": body_text(pg["blocks"], p[a:b], pg["title_block"])} for g, pg, (a, b) in zip(gold, pages, slices)}
    by = {}
    for s in sorted({g["set"] for g in gold}):
        by[s] = score.score([g for g in gold if g["set"] == s], pred)["text"]["f1"]
    all_ = score.score(gold, pred)
    news = score.mean([by[s] for s in ("aeb", "aed", "fev", "fun", "wcn") if s in by])
    t = all_["text"]
    return {"news": news, "by": by, "page_f1": t["page_f1"], "bad": t["bad_pages"], "para_r": t.get("para_recall"), "para_p": t.get("para_precision"),
            "exact": t["accuracy"], "leak": all_.get("caption_leak", {}).get("rate")}


def export(model, features):
    """HistGradientBoosting -> the arrays of page_rules.h: head, roots, nodes."""
    nodes, roots = b"", []
    count = 0
    for (tree,) in model._predictors:
        roots.append(count)
        for n in tree.nodes:
            if n["is_leaf"]:
                nodes += struct.pack("<fHHHH", n["value"], LEAF, 0, 0, 0)
            else:
                nodes += struct.pack("<fHHHH", n["num_threshold"], n["feature_idx"], n["left"], n["right"], 0)
        count += len(tree.nodes)
    head = struct.pack("<fIII", float(np.ravel(model._baseline_prediction)[0]), len(roots), count, features)
    return head, np.array(roots, dtype="<u4").tobytes(), nodes


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("bench"), ap.add_argument("predict"), ap.add_argument("work"), ap.add_argument("out")
    ap.add_argument("--trees", type=int, default=170)
    ap.add_argument("--leaves", type=int, default=24)
    ap.add_argument("--folds", type=int, default=4)
    a = ap.parse_args()
    score = load_scorer(a.bench)
    gold = [json.loads(line) for line in open(os.path.join(a.bench, "gold.jsonl"), encoding="utf-8")]
    gold = [g for g in gold if g.get("text") or g.get("with")]
    unpack(a.bench, a.work, gold)
    rows = [{"id": g["id"], "html": os.path.join(a.work, "html", g["id"])} for g in gold]
    pages, x = run(a.predict, "extraction-blocks", rows, a.work)
    ends = np.cumsum([len(p["blocks"]) for p in pages])
    slices = list(zip(ends - [len(p["blocks"]) for p in pages], ends))
    share = np.concatenate([label_page(score, g, p["blocks"], p["title_block"]) if g.get("text") else label_segments(g, p["blocks"])
                            for g, p in zip(gold, pages)])
    y = (share >= 0.5).astype(int)
    length = np.array([len(score.toks(b)) for p in pages for b in p["blocks"]])
    weight = (1 + np.sqrt(length)) * (0.3 + 1.4 * np.abs(share - 0.5))
    weight[share < 0] = 0
    share = np.maximum(share, 0)
    caption = (x[:, 17] > 0) | (x[:, 27] <= 1) | (x[:, 14] == 12)  # as kind_of in html.c
    group = np.concatenate([[g["domain"]] * (e - b) for g, (b, e) in zip(gold, slices)])
    print(json.dumps({"pages": len(pages), "blocks": len(y), "body": int(y.sum()), "features": x.shape[1]}))
    print("limit of the blocks:", json.dumps(figures(score, gold, pages, slices, share)), flush=True)

    folds = list(GroupKFold(a.folds).split(x, y, group))
    opinion = np.zeros(len(y))
    for tr, te in folds:
        tr = tr[weight[tr] > 0]
        opinion[te] = forest(a.trees, a.leaves, SEED).fit(x[tr], y[tr], weight[tr]).predict_proba(x[te])[:, 1]
    np.save(os.path.join(a.work, "opinion.npy"), opinion)
    for threshold in (0.32, 0.36, 0.4, 0.44):
        moved = np.clip(opinion + 0.5 - threshold, 0, 1)
        moved[caption] = 0
        print("cross-validated, threshold", threshold, json.dumps(figures(score, gold, pages, slices, moved)), flush=True)
    used = weight > 0
    model = forest(a.trees, a.leaves, SEED).fit(x[used], y[used], weight[used])
    head, roots, nodes = export(model, x.shape[1])
    datafile.write(a.out, {"judge.head": head, "judge.roots": roots, "judge.nodes": nodes})
    print("written", a.out, os.path.getsize(a.out))


if __name__ == "__main__":
    main()
