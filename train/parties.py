#!/usr/bin/env python3
"""Fits data/parties.model: who does it, who undergoes it (src/mean/events/events_judge.c).

  parties.py none MODEL                             weights that leave everything to the rules
  parties.py signs OUT.gz TOOL SHEET.tsv FOLDER     signs of every noun beside every happening of the sheet; TOOL is build/train/party_signs,
                                                    FOLDER/PILE/REPORT.txt the reports that were read (tests/cases/events/parties_read.tsv)
  parties.py forms OUT.tsv TOOL FOLDER              a sheet of our own sentences (tests/cases/events/forms.txt), which go to FOLDER/forms/LINE.txt
  parties.py judge SIGNS.gz                         precision and recall, each fifth of the piles left out once, beside those of the rules
  parties.py held MODEL SIGNS.gz                    the same of weights that are there, on signs of a sheet they have not seen (parties_held.tsv)
  parties.py fit MODEL SIGNS.gz [WITHOUT]           weights on all; WITHOUT: file of names of piles that are left out

Two logistics with ridge over hashed signs, by L-BFGS (scipy); weights are kept as bytes. Run `signs` with the
weights of `none` in data/, so that the rules speak alone."""
import collections, gzip, hashlib, json, os, re, struct, subprocess, sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile

BITS, RIDGE, ROLES = 16, 10.0, ("doer", "undergoer")
NOT_SHOWN, LAST_OF_NOUNS, TRIGGER = ("ADJ", "DET", "NUM"), "H", 14   # readers A to H were shown nouns and pronouns alone: "two were shot" is not marked


def read_sheet(path):
    """{(pile, report): {byte of the word: (doers, undergoers) or None}}; bytes of nouns. And who read it last."""
    out, who = collections.defaultdict(dict), {}
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            continue
        reader, pile, report, items = line.rstrip("\n").split("\t")
        who[pile, report] = reader
        for item in items.split():
            at, rest = item.split("=")
            sides = None if rest == "x" else tuple({int(x) for x in re.findall(r"\d+", side)} for side in rest.split(">"))
            out[pile, report][int(at)] = sides
    return out, who


def nouns_of(tool, paths):
    """Rows of the tool, those of one happening together: {(path, byte of its word): [columns]}."""
    out = collections.defaultdict(list)
    for line in subprocess.run([tool, *paths], check=True, capture_output=True, text=True).stdout.splitlines():
        columns = line.split("\t")
        out[columns[0], int(columns[1])].append(columns)
    return out


def same_party(nouns, side):
    """The nouns of a side with the relative pronouns that stand for them, and the other way round: readers mark either."""
    pairs = [(int(c[3]), int(c[10])) for c in nouns if c[3] != c[10]]
    return side | {b for a, b in pairs if a in side} | {a for a, b in pairs if b in side}


def signs(out, tool, sheet, folder):
    (marks, who), n = read_sheet(sheet), 0
    keys = sorted(marks)
    with gzip.open(out, "wt", encoding="utf-8") as f:
        for i in range(0, len(keys), 40):
            paths = {os.path.join(folder, p, r + ".txt"): (p, r) for p, r in keys[i:i + 40]}
            for (path, at), nouns in nouns_of(tool, paths).items():
                sides = marks[paths[path]].get(at)
                sides = [same_party(nouns, side) for side in sides or ()]
                for _, _, _, noun, end, numbers, parts, entity, acts, tag, _ in nouns if sides else ():
                    if tag in NOT_SHOWN and who[paths[path]] <= LAST_OF_NOUNS:
                        continue
                    told = [int(x.split(":")[0]) for x in parts.split() if int(x.split(":")[1]) <= int(noun) and int(end) <= int(x.split(":")[2])]
                    row = [*paths[path], at, int(noun), [int(int(noun) in s) for s in sides], told[0] if told else -1, int(entity) >= 0,
                           [int(x) >> (32 - BITS) for x in numbers.split()], acts == "1"]
                    f.write(json.dumps(row) + "\n")
                    n += 1
    print("%d nouns beside happenings" % n)


def forms(out, tool, folder):
    """Our own sentences tell plain grammar (by whom, held talks with) that readers' marks of free text rarely show."""
    path, rows, paths = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/cases/events/forms.txt"), [], {}
    os.makedirs(os.path.join(folder, "forms"), exist_ok=True)
    for line, row in enumerate(open(path, encoding="utf-8"), 1):
        if row[0] == "#" or row.count("\t") < 3 or "no event" in row or row.split("\t")[1] == "harmless":
            continue
        paths[os.path.join(folder, "forms", "%d.txt" % line)] = row.rstrip("\n").split("\t")
        with open(os.path.join(folder, "forms", "%d.txt" % line), "w", encoding="utf-8") as f:
            f.write(row.split("\t")[0] + "\n")
    told = nouns_of(tool, sorted(paths))
    for file, (sentence, word, *sides) in sorted(paths.items()):
        begin = sentence.encode().find(word.encode())
        ats = [at for f, at in told if f == file and begin - TRIGGER <= at <= begin]   # "faces [charges]"
        if not ats:
            continue
        at, nouns = max(ats), told[file, max(ats)]
        marked = [sorted({head_in(nouns, sentence, party) for party in side.split(";") if party != "-"} - {None}) for side in sides]
        rows.append("=\tforms\t%s\t%d=%s" % (os.path.basename(file)[:-4], at, ">".join(",".join(map(str, m)) for m in marked)))
    with open(out, "w", encoding="utf-8") as f:
        f.write("".join(r + "\n" for r in rows))
    print("%d forms" % len(rows))


def head_in(nouns, sentence, party):
    """byte of the noun that a party's words end with, before "of" or a comma"""
    first = sentence.encode().find(party.encode())
    if first < 0:
        return None
    last = first + len(re.split(r" of |,", party)[0].encode())
    inside = [int(n[3]) for n in nouns if first <= int(n[3]) and int(n[4]) <= last]
    return max(inside, default=None)


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(x) for x in f]


def matrix(rows):
    import scipy.sparse
    at = np.concatenate([np.array(sorted(set(r[7]))) for r in rows])
    first = np.cumsum([0] + [len(set(r[7])) for r in rows])
    return scipy.sparse.csr_matrix((np.ones(len(at)), at, first), shape=(len(rows), 1 << BITS))


def weights(x, y):
    """Ridge logistic: least of the loss and RIDGE / 2 of the squares."""
    from scipy.optimize import minimize
    sign, turned = 2.0 * y - 1, x.T.tocsr()

    def loss(w):
        m = sign * (x @ w)
        p = 1 / (1 + np.exp(np.clip(m, -60, 60)))
        return np.logaddexp(0, -m).sum() + RIDGE / 2 * (w @ w), RIDGE * w - turned @ (sign * p)
    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 80, "ftol": 1e-9}).x


def as_bytes(w):
    """(scale, bytes): the same scale for both roles."""
    scale = float(np.float32(np.abs(w).max() / 127))
    return scale, np.clip(np.rint(w / scale), -127, 127).astype(np.int8)


def judge(path):
    rows = load(path)
    x = matrix(rows)
    fold = np.array([int(hashlib.sha256(r[0].encode()).hexdigest(), 16) % 5 for r in rows])
    chance = np.zeros((len(rows), 2))
    for f in range(5):
        w = np.array([weights(x[fold != f], np.array([r[4][k] for r in rows])[fold != f]) for k in (0, 1)])
        scale, kept = as_bytes(w)
        chance[fold == f] = (1 / (1 + np.exp(-scale * (x[fold == f] @ kept.T.astype(float)))))
    print_figures(rows, chance)


def print_figures(rows, chance):
    told, entity = np.array([r[5] for r in rows]), np.array([r[6] for r in rows], bool)
    print("%d happenings of %d piles, %d nouns" % (len({tuple(r[:3]) for r in rows}), len({r[0] for r in rows}), len(rows)))
    for k, name in enumerate(ROLES):
        gold = np.array([r[4][k] for r in rows], bool)
        for which, some in (("all", np.ones(len(rows), bool)), ("named", entity)):
            def line(said):
                return "P %.3f R %.3f" % ((said & gold & some).sum() / max(1, (said & some).sum()), (said & gold & some).sum() / max(1, (gold & some).sum()))
            rule, p = told == k, chance[:, k]
            print("%-9s %-5s rules %s | weights at .5 %s | both %s" % (name, which, line(rule), line(p >= .5), line(np.where(rule, p >= .4, p >= .7))))
        for lo in (.3, .4, .5, .6, .7, .8, .9):
            some = (chance[:, k] >= lo) & (chance[:, k] < lo + .1)
            print("    said %.2f to %.2f: %d, right %.2f" % (lo, lo + .1, some.sum(), gold[some].mean()))


def held(model, path):
    rows, sections = load(path), datafile.read(model)
    kept = np.frombuffer(sections["weights"], np.int8).reshape(-1, 2).astype(float)
    print_figures(rows, 1 / (1 + np.exp(-struct.unpack("<f", sections["scale"])[0] * (matrix(rows) @ kept))))


def fit(model, path, without=None):
    out = set(open(without, encoding="utf-8").read().split()) if without else set()
    rows = [r for r in load(path) if r[0] not in out]
    x = matrix(rows)
    scale, kept = as_bytes(np.array([weights(x, np.array([r[4][k] for r in rows])) for k in (0, 1)]))
    datafile.write(model, {"weights": np.ascontiguousarray(kept.T).tobytes(), "scale": struct.pack("<f", scale)})
    print("%d nouns, scale %.5f, %d weights" % (len(rows), scale, (kept != 0).any(axis=0).sum()))


def none(model):
    datafile.write(model, {"weights": bytes(2 << BITS), "scale": struct.pack("<f", 0.0)})


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("none", "signs", "forms", "judge", "held", "fit"):
        sys.exit(__doc__)
    {"none": none, "signs": signs, "forms": forms, "judge": judge, "held": held, "fit": fit}[sys.argv[1]](*sys.argv[2:])
