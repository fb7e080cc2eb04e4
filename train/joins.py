#!/usr/bin/env python3
"""Trains data/joins.model: which tellings of events are of one happening (src/collate/event_pair.h).

  joins.py gather OUT.npz PREDICT SET=FILE.jsonl...   features of pairs (PREDICT: bench/predict, task event-pairs) with labels
  joins.py judge OUT.npz                              figures with every collection left out once
  joins.py train OUT.npz MODEL [LEFT_OUT,...]         trees on all collections but those left out, put into MODEL
  joins.py senses COLLATE_MODEL MODEL                 the tables of senses (train/collate.py concepts) with empty trees

SET: "ecb" (rows of collation/dev/ecb-coref.jsonl: each of the two look-alike incidents of a topic is a story) or "story" (rows in the form of
story/real.jsonl), "pairs" (SHEET.tsv:FOLDER, pairs judged by a reader, tests/cases/events/joins.tsv; FOLDER/PILE/REPORT.txt). A pair is one event where both triggers lie on triggers of
one gold event, none where only one does, or each on another's. Seed 7. Needs numpy, scikit-learn, xxhash."""
import collections, glob, json, os, struct, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import datafile

FEATURES, FOLDS, JUDGED = 53, 6, 30


def stories(kind, path):
    for s in map(json.loads, open(path, encoding="utf-8")):
        if kind == "ecb":
            gold = [(m["doc"], m["b"], m["e"], m["chain"]) for m in s["mentions"] if m["kind"] == "event"]
            for sub in sorted({d["sub"] for d in s["docs"]}):
                yield "ecb %s %s" % (s["topic"], sub), [d for d in s["docs"] if d["sub"] == sub], gold
        else:
            gold = [(t["doc"], t["b"], t["e"], str(i)) for i, e in enumerate(s["events"]) for t in e["triggers"]]
            yield s["story"], s["docs"], gold


def features_of(predict, stories_docs):
    """what bench/predict makes of each story's reports"""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        for docs in stories_docs:
            f.write(json.dumps({"docs": [{"id": d["id"], "text": d["text"]} for d in docs]}) + "\n")
        f.flush()
        return [json.loads(x) for x in subprocess.run([predict, "event-pairs", f.name], check=True, capture_output=True).stdout.splitlines()]


def judged(predict, sheet, folder):
    """(pile, features, verdict) of the pairs that a reader judged and the join still compares"""
    rows = [x.rstrip("\n").split("\t") for x in open(sheet, encoding="utf-8") if x.strip() and x[0] != "#"]
    piles = sorted({r[1] for r in rows})
    docs = [[{"id": os.path.basename(p)[:-4], "text": open(p, encoding="utf-8").read()} for p in sorted(glob.glob(os.path.join(folder, pile, "*.txt")))] for pile in piles]
    for pile, made in zip(piles, features_of(predict, docs)):
        at = {(d, "%d-%d" % (b, e)): i for i, (d, b, e) in enumerate(made["units"])}
        told = {frozenset(p[:2]): p[2:] for p in made["pairs"]}
        for verdict, name, a, x, b, y in rows:
            pair = frozenset((at.get((a, x)), at.get((b, y))))
            if name == pile and verdict in "yn" and pair in told:
                yield pile, told[pair], verdict == "y"


def whole(read, unit):
    """does the unit lie where every event is marked?"""
    spans = read[unit[0]]
    return spans is None or any(b <= unit[1] < e for b, e in spans)


def gather(out, predict, sets):
    import numpy as np
    rows, label, story, sure = [], [], [], []
    names = []
    for given in sets:
        kind, path = given.split("=", 1)
        if kind == "pairs":
            for pile, values, one in judged(predict, *path.split(":", 1)):
                if not names or names[-1] != "pile " + pile:
                    names.append("pile " + pile)
                rows.append(values)
                label.append(one)
                sure.append(True)
                story.append(len(names) - 1)
            continue
        told = list(stories(kind, path))
        lines = features_of(predict, [docs for _, docs, _ in told])
        for (name, docs, gold), made in zip(told, lines):
            at = collections.defaultdict(list)
            for d, b, e, c in gold:
                at[d].append((b, e, c))
            read = {d["id"]: d.get("annotated") for d in docs}
            chain = [next((c for x, y, c in at[d] if x < e and y > b), None) for d, b, e in made["units"]]
            for p in made["pairs"]:
                a, b = chain[p[0]], chain[p[1]]
                if (a is None and b is None) or any(not whole(read, made["units"][i]) for i in p[:2]):
                    continue
                rows.append(p[2:])
                label.append(a is not None and a == b)
                sure.append(kind == "ecb" or (a is not None and b is not None))
                story.append(len(names))
            names.append(name)
    np.savez_compressed(out, x=np.array(rows, np.float32), y=np.array(label), story=np.array(story), names=np.array(names), sure=np.array(sure))
    print("stories", len(names), "pairs", len(label), "together", sum(label))


def learner():
    from sklearn.ensemble import HistGradientBoostingClassifier
    return HistGradientBoostingClassifier(max_iter=120, learning_rate=0.06, max_leaf_nodes=5, min_samples_leaf=60, l2_regularization=5.0, random_state=7)


def weights(story, sure, names):
    """every story weighs alike, up to a root: few large topics must not decide alone; that a story's sheet leaves out a trigger is
    weak proof that it is another event; a pair that a reader judged speaks for all that no sheet marks"""
    import numpy as np
    n = np.bincount(story, minlength=len(names))
    pile = np.array([x.startswith("pile") for x in names])[story]
    ecb = np.array([x.startswith("ecb") for x in names])[story]
    w = np.where(sure, 1, 0.3) / np.sqrt(n[story])
    usual = next((w[m].mean() for m in (~pile & ~ecb & sure, ~pile & sure) if m.any()), 1.)   # without sheets of stories: of incidents
    return np.where(pile, JUDGED * usual, w)


def collection(name):
    """what is left out together: both incidents of a topic"""
    return " ".join(name.split()[:2]) if name.startswith("ecb") else name


def judge(path):
    import numpy as np
    z = np.load(path)
    x, y, story, names, sure = z["x"], z["y"], z["story"], z["names"], z["sure"]
    p = np.zeros(len(y))
    order = sorted({collection(n) for n in names})
    fold = np.array([order.index(collection(n)) % FOLDS for n in names])[story]
    for k in range(FOLDS):
        m = learner()
        m.fit(x[fold != k], y[fold != k], sample_weight=weights(story[fold != k], sure[fold != k], names))
        p[fold == k] = m.predict_proba(x[fold == k])[:, 1]
    ecb = np.array([n.startswith("ecb") for n in names])[story]
    pile = np.array([n.startswith("pile") for n in names])[story]
    for name, part in (("ecb", ecb), ("stories", ~ecb & ~pile), ("judged", pile)):
        for same in (True, False):
            mask = part & sure & ((x[:, 24] > 0.5) == same)
            for cut in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
                said = mask & (p >= cut)
                right = (said & y).sum()
                print(name, "one report" if same else "across", "cut %.2f" % cut, "P %.3f R %.3f of %d" % (right / max(said.sum(), 1), right / max((mask & y).sum(), 1), (mask & y).sum()))


def trees(model):
    roots, nodes = [], []
    for stage in model._predictors:
        t = stage[0].nodes
        base = len(nodes)
        roots.append(base)
        for n in t:
            if n["is_leaf"]:
                nodes.append(struct.pack("<ifII", -1, n["value"], 0, 0))
            else:
                nodes.append(struct.pack("<ifII", int(n["feature_idx"]), n["num_threshold"], base + int(n["left"]), base + int(n["right"])))
    base = float(model._baseline_prediction.ravel()[0])
    return struct.pack("<IIIf", len(roots), len(nodes), FEATURES, base) + struct.pack("<%dI" % len(roots), *roots) + b"".join(nodes)


def train(path, out, left_out=""):
    import numpy as np
    z = np.load(path)
    keep = np.array([not left_out or n.split()[0] not in left_out.split(",") for n in z["names"]])[z["story"]]
    m = learner()
    m.fit(z["x"][keep], z["y"][keep], sample_weight=weights(z["story"][keep], z["sure"][keep], z["names"]))
    sections = datafile.read(out)
    sections["trees"] = trees(m)
    datafile.write(out, sections)


def senses(source, out):
    s = datafile.read(source)
    datafile.write(out, {"senses": s["concepts"], "above": s["above"], "trees": struct.pack("<IIIf", 0, 0, FEATURES, 0.0)})


def main():
    call = {"gather": lambda a: gather(a[0], a[1], a[2:]), "judge": lambda a: judge(*a), "train": lambda a: train(*a), "senses": lambda a: senses(*a)}
    if len(sys.argv) < 3 or sys.argv[1] not in call:
        sys.exit(__doc__)
    call[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
