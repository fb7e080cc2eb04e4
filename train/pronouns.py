#!/usr/bin/env python3
"""Trains the pronoun ranker: data/entities.model, section pronoun: f32 [3 sorts: he/she, it, they][40 features].

    python3 train/pronouns.py PREDICT OUT.model GUM_TRAIN.jsonl.gz GAP.jsonl.gz [GAP.jsonl.gz ...]

PREDICT: bench/predict; its task coref-trace gives, for every pronoun, the entities in sight with the features the library itself computes. A pronoun's right
choice is any entity in sight that has a mention of the gold chain (GUM; genres whose licence is clear alone) or the
right one of the two given names (GAP); where there is none, nobody. Loss: minus log of the share of the right choices in a soft-max over choices and
nobody (score 0). Full-batch gradient descent with momentum; no randomness. Every tenth document is held out and its accuracy printed. PyPI: numpy, xxhash.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile  # noqa: E402

FEATURES, SORTS = 40, 3
# Genres of GUM whose licence is named and allows giving weights away: CC BY (Wikimedia texts, textbook, vlog, conversation), public domain (speech).
CLEAR = {"news", "interview", "bio", "voyage", "textbook", "vlog", "conversation", "speech"}


def rows(path):
    raw = open(path, "rb").read()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    return [json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip()]


def trace(predict, gold):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for r in gold:
            f.write(json.dumps({k: r[k] for k in ("id", "text", "A", "B") if k in r}, ensure_ascii=False) + "\n")
        f.flush()
        out = subprocess.run([predict, "coref-trace", f.name], capture_output=True, check=True).stdout
    return [json.loads(line) for line in out.decode().split("\n") if line.strip()]


def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def inside(a, b):
    return a[0] >= b[0] and a[1] <= b[1]


def gum_cases(gold, seen):
    for r, t in zip(gold, seen):
        chain = {}
        for m in r["mentions"]:
            chain.setdefault(m["c"], []).append((m["s"], m["e"], m["kind"]))
        for p in t["pronouns"]:
            mine = [m["c"] for m in r["mentions"] if m["kind"] == "pron" and m["s"] == p["p"][0]]
            if not mine:
                continue
            spans = [(s, e) for s, e, kind in chain[mine[0]] if kind != "pron" or s != p["p"][0]]
            right = []
            for c in p["choices"]:
                # a name's span lies in the gold noun phrase and reaches its head part: compare ends, or the whole span
                right.append(any(inside(x, g) and (x[1] == g[1] or g[1] - g[0] < 2.2 * (x[1] - x[0])) for x in c["spans"] for g in spans))
            yield r["id"], p["sort"], [c["f"] for c in p["choices"]], right, True, 1.0


def gap_cases(gold, seen):
    for r, t in zip(gold, seen):
        for p in t["pronouns"]:
            if not meet(p["p"], r["pronoun"]):
                continue
            is_a = [any(meet(s, r["A"]) for s in c["spans"]) for c in p["choices"]]
            is_b = [any(meet(s, r["B"]) for s in c["spans"]) for c in p["choices"]]
            if r["A_coref"] or r["B_coref"]:
                right = is_a if r["A_coref"] else is_b
                if any(right):
                    yield r["id"], p["sort"], [c["f"] for c in p["choices"]], right, True, 1.0
            else:  # neither: anybody else, or nobody
                yield r["id"], p["sort"], [c["f"] for c in p["choices"]], [not (a or b) for a, b in zip(is_a, is_b)], None, 1.0


def fit(cases, rounds=250, rate=0.5, decay=2e-4):
    w = np.zeros((SORTS, FEATURES))
    w[:, 18] = -5
    speed = np.zeros_like(w)
    packed = [(s, np.array(f, dtype=float), np.array(r, dtype=bool), n, k) for _, s, f, r, n, k in cases if f]
    for step in range(rounds):
        grad = decay * w
        loss = total = 0.0
        for sort, f, right, nobody, weight in packed:
            z = np.concatenate([f @ w[sort], [0.0]])
            p = np.exp(z - z.max())
            p /= p.sum()
            good = np.concatenate([right, [not right.any() if nobody else True]])
            share = p[good].sum()
            loss -= weight * np.log(share + 1e-12)
            total += weight
            g = p.copy()
            g[good] -= p[good] / max(share, 1e-12)
            grad[sort] += weight * (g[:-1] @ f) / len(packed)
        speed = 0.9 * speed - rate * grad
        w = w + speed
        if step % 100 == 99:
            print(f"  step {step + 1}: loss {loss / total:.4f}", flush=True)
    return w


def accuracy(w, cases, bias=0.0):
    done = {}
    for _, sort, f, right, nobody, _ in cases:
        z = list(np.array(f) @ w[sort]) if f else []
        best = int(np.argmax(z)) if z and max(z) > bias else -1
        ok = right[best] if best >= 0 else (not any(right) or nobody is None)
        hit = done.setdefault(sort, [0, 0, 0, 0])
        hit[0] += ok
        hit[1] += 1
        hit[2] += best >= 0
        hit[3] += best >= 0 and ok
    return {s: f"{v[0] / v[1]:.3f} of {v[1]}, links {v[2]}, right {v[3] / max(1, v[2]):.3f}" for s, v in sorted(done.items())}


def main():
    predict, out, gum, *gaps = sys.argv[1:]
    gold = [r for r in rows(gum) if r["id"].split("_")[1] in CLEAR]
    cases = list(gum_cases(gold, trace(predict, gold)))
    for path in gaps:
        gold = rows(path)
        cases += list(gap_cases(gold, trace(predict, gold)))
    docs = sorted({c[0] for c in cases})
    held = set(docs[::10])
    train, test = [c for c in cases if c[0] not in held], [c for c in cases if c[0] in held]
    print(f"{len(cases)} pronouns, {len(test)} held out")
    w = fit(train)
    print("training", accuracy(w, train))
    print("held out", accuracy(w, test))
    w = fit(cases)
    datafile.write(out, {"pronoun": w.astype("<f4").tobytes()})
    for s in range(SORTS):
        print(s, " ".join(f"{i}:{x:.2f}" for i, x in enumerate(w[s])))


if __name__ == "__main__":
    main()
