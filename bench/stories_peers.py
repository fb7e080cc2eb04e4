#!/usr/bin/env python3
"""Stories and copies beside their peers, in one run on the same files. Prints JSON lines.

    bench/stories_peers.py [--data ../shared/bench/stories/dev] [--score ../shared/bench/stories/score.py] [--skip-tfidf]

Peers: datasketch MinHashLSH (word 5-grams, 128 permutations, threshold 0.3) for copies; scikit-learn tf-idf cosine, all pairs, for copies (0.45)
and for stories in a batch (average linkage x time kernel). Their settings are those that the
stories bench found best on its dev set; each is given every text at once for its document frequencies. CPU seconds of one process.
Needs numpy, scipy, scikit-learn, datasketch. The files are those of the stories bench; nothing is downloaded.
"""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
WORD = re.compile(r"\w+")


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def scored(score, gold, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
        f.flush()
        return json.loads(subprocess.run([sys.executable, score, gold, f.name], capture_output=True, check=True).stdout)


def report(task, who, out, seconds, n, **more):
    line = {"task": task, "who": who, "bcubed_f1": out["bcubed"]["f1"], "pairwise_f1": out["pairwise"]["f1"], "cpu_s": round(seconds, 2), "reports_per_cpu_s": round(n / max(seconds, 1e-9)), **more}
    for key in ("src", "reuse_bytes"):
        if key in out:
            line[key + "_f1"] = out[key]["f1"]
    if "recall_by" in out:
        line["heavy_recall"] = out["recall_by"]["level:heavy"]
    print(json.dumps(line), flush=True)


def ours(task, gold, score):
    rows = [{k: r[k] for k in ("id", "date", "lang", "outlet", "title", "text") if k in r} for r in load(gold)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        f.flush()
        before = os.times()
        out = subprocess.run([os.path.join(HERE, "predict"), task, f.name], capture_output=True, check=True).stdout
        after = os.times()
    report(task + " " + os.path.basename(gold), "dateline", scored(score, gold, [json.loads(line) for line in out.splitlines()]), after.children_user + after.children_system - before.children_user - before.children_system, len(rows))


def families(n, pairs):
    root = list(range(n))

    def find(i):
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i
    for a, b in pairs:
        root[find(a)] = find(b)
    return [find(i) for i in range(n)]


def datasketch_copies(rows):
    from datasketch import MinHash, MinHashLSH
    lsh, pairs = MinHashLSH(threshold=0.3, num_perm=128), []
    for i, r in enumerate(rows):
        words = WORD.findall(r["text"].lower())
        m = MinHash(num_perm=128)
        m.update_batch([" ".join(words[k:k + 5]).encode() for k in range(max(1, len(words) - 4))])
        pairs += [(int(j), i) for j in lsh.query(m)]
        lsh.insert(str(i), m)
    return families(len(rows), pairs)


def vectors(rows):
    from sklearn.feature_extraction.text import TfidfVectorizer
    return TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w+").fit_transform([r.get("title", "") + " " + r["text"] for r in rows])


def tfidf_copies(rows, threshold=0.45):
    x = vectors(rows)
    close = (x @ x.T).tocoo()
    return families(len(rows), [(i, j) for i, j, v in zip(close.row, close.col, close.data) if i < j and v >= threshold])


def days_of(rows):
    return [datetime.date.fromisoformat(r["date"][:10]).toordinal() if r.get("date") else 0 for r in rows]


def tfidf_batch(rows, threshold, sigma):
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    x, days = vectors(rows), np.array(days_of(rows))
    close = (x @ x.T).toarray()
    if sigma:
        gap = (days[:, None] - days[None, :]) / sigma
        close *= np.exp(-gap * gap / 2)
    return AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=threshold).fit_predict(1 - close).tolist()


def peer(task, who, gold, score, key, run):
    rows = load(gold)
    start = time.process_time()
    label = run(rows)
    report(task + " " + os.path.basename(gold), who, scored(score, gold, [{"id": r["id"], key: str(c)} for r, c in zip(rows, label)]), time.process_time() - start, len(rows))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default=os.path.join(HERE, "..", "..", "shared", "bench", "stories", "dev"))
    ap.add_argument("--score", default=os.path.join(HERE, "..", "..", "shared", "bench", "stories", "score.py"))
    ap.add_argument("--skip-tfidf", action="store_true")
    args = ap.parse_args()
    path = lambda name: os.path.join(args.data, name + ".jsonl")
    ours("stories-copies", path("neardup"), args.score)
    peer("stories-copies", "datasketch MinHashLSH 0.3", path("neardup"), args.score, "dup", datasketch_copies)
    if not args.skip_tfidf:
        peer("stories-copies", "tf-idf all pairs 0.45", path("neardup"), args.score, "dup", tfidf_copies)
    for name, sigma, batch in (("allsides", 3, 0.82), ("gva", 20, 0.82)):
        ours("stories-online", path(name), args.score)
        ours("stories-batch", path(name), args.score)
        if not args.skip_tfidf:
            peer("stories-batch", "tf-idf average linkage", path(name), args.score, "story", lambda rows: tfidf_batch(rows, batch, sigma))
    ours("stories-batch", path("ecb"), args.score)
    if not args.skip_tfidf:
        peer("stories-batch", "tf-idf average linkage", path("ecb"), args.score, "story", lambda rows: tfidf_batch(rows, 0.82, None))


if __name__ == "__main__":
    main()
