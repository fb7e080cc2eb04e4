"""What tellings of one happening have in common by their words, learned from chains: the tables `like` and `like words` of data/joins.model
(src/collate/event_alike.c). A telling is the sum of rows (its vectors, how it stands in its clause, its words), bent to -1..1; two tellings are
scored by a weighed product. Fitted by logistic loss over all pairs of a pile (Adam, numpy); every pile weighs by the root of its links."""
import collections, struct

import numpy as np

VECTORS, WIDTH, INPUTS, DIMS = 6, 32, 432, 64
LEAST, EPOCHS, RATE, DECAY, DROP, FLAG, WORD = 8, 12, 4e-3, 1e-4, 0.15, 0.3, 0.5   # FLAG, WORD: what a flag or word counts while learning


class Pile:
    """tellings of a pile as bench/predict event-tellings tells them, and which two are one: 1, 0, -1 unknown"""

    def __init__(self, tellings, same):
        n = len(tellings)
        self.x, self.words, self.same = np.zeros((n, INPUTS), np.float32), [()] * n, same
        for unit, words, rows, vectors in tellings:
            self.words[unit] = words
            self.x[unit, rows] = FLAG
            for i, v in enumerate(vectors):
                if v:
                    self.x[unit, DIMS * i:DIMS * (i + 1)] = np.array(v, np.float32) / 1000

    def counts(self, at):
        import scipy.sparse
        rows, cols = [], []
        for i, words in enumerate(self.words):
            known = [at[w] for w in words if w in at]
            rows += [i] * len(known)
            cols += known
        return scipy.sparse.csr_matrix((np.full(len(rows), WORD, np.float32), (rows, cols)), shape=(len(self.words), len(at)))


class Adam:
    def __init__(self, *parts):
        self.parts, self.step = list(parts), 0
        self.mean, self.square = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]

    def go(self, gradients, rate):
        self.step += 1
        for p, g, m, s in zip(self.parts, gradients, self.mean, self.square):
            m += .1 * (g - m)
            s += .001 * (g * g - s)
            p -= rate * (m / (1 - .9 ** self.step)) / (np.sqrt(s / (1 - .999 ** self.step)) + 1e-8)


def fit(piles):
    """(like, like words) as sections of the model"""
    rng = np.random.default_rng(7)
    many = collections.Counter(w for p in piles for words in p.words for w in words)
    at = {w: i for i, w in enumerate(sorted(w for w, n in many.items() if n >= LEAST))}
    rows = rng.normal(0, .15, (INPUTS, WIDTH)).astype(np.float32)
    words = rng.normal(0, .15, (len(at), WIDTH)).astype(np.float32)
    weight, base = np.ones(WIDTH, np.float32), np.array([-3], np.float32)
    weight[WIDTH * 3 // 4:] = -.3
    adam, told = Adam(rows, words, weight, base), [(p, p.counts(at)) for p in piles if len(p.words) > 1]
    for epoch in range(EPOCHS):
        for i in rng.permutation(len(told)):
            p, counts = told[i]
            yes, known = p.same == 1, p.same >= 0
            x = p.x * (rng.random(p.x.shape) > DROP) / (1 - DROP)
            a = x @ rows + counts @ words
            h = a / (1 + np.abs(a))
            off = (1 / (1 + np.exp(-((h * weight) @ h.T + base))) - yes) * known / (30 * max(1, yes.sum()) ** .5)
            off = off.astype(np.float32)
            back = 2 * (off @ (h * weight)) / (1 + np.abs(a)) ** 2
            adam.go([x.T @ back + DECAY * rows, counts.T @ back + DECAY * words, ((off @ h) * h).sum(0), off.sum(keepdims=True)[0]], RATE * (1 - epoch / EPOCHS))
    return pack(rows, words, weight, base[0], at)


def pack(rows, words, weight, base, at):
    rows = rows.copy()
    rows[VECTORS * DIMS:] *= FLAG
    scale = float(np.abs(words).max()) * WORD / 127
    last = np.zeros((2, WIDTH), np.float32)
    last[0], last[1, 0], last[1, 1] = weight, scale, base
    kept = np.clip(np.rint(words * WORD / scale), -127, 127).astype(np.int8)
    table = b"".join(struct.pack("<I", w) + kept[i].tobytes() for w, i in sorted(at.items()))
    return np.concatenate([rows, last]).astype("<f4").tobytes(), table


def nothing():
    return bytes(4 * (INPUTS + 2) * WIDTH), b""
