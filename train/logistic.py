"""Logistic regression over traits, for the tables of weights in data/en (train/worth.py, train/senses.py).

In: rows (right?, anything, [traits]). Out: {trait: weight}. Gradient steps with momentum and a pull to nought; nothing but the
standard library, and the same rows give the same weights. A trait that few rows have teaches nothing.
"""
import math


def fit(rows, steps, least, pull):
    """least: rows that a trait must stand in; pull(trait): how strongly its weight is drawn to nought."""
    seen = {}
    for _, _, traits in rows:
        for t in traits:
            seen[t] = seen.get(t, 0) + 1
    names = sorted(t for t, n in seen.items() if n >= least)
    at = {t: i for i, t in enumerate(names)}
    data = [([at[t] for t in traits if t in at], float(right)) for right, _, traits in rows]
    w, speed = [0.0] * len(names), [0.0] * len(names)
    pulls = [pull(t) for t in names]
    rate = 2.0 / len(rows)
    for _ in range(steps):
        slope = [p * x for p, x in zip(pulls, w)]
        for active, right in data:
            p = 1 / (1 + math.exp(-sum(w[i] for i in active)))
            for i in active:
                slope[i] += p - right
        for i, s in enumerate(slope):
            speed[i] = 0.9 * speed[i] - rate * s / 4
            w[i] += speed[i]
    return dict(zip(names, w))
