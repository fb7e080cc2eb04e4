#!/usr/bin/env python3
"""Fits data/en/sure.txt: how sure events and their participants are (src/base/signs.c).

  sure.py gather OUT.json PREDICT DATELINE STORIES.jsonl...    signs of participants with labels, from stories in the form of story/real.jsonl
  sure.py sheet OUT.json PREDICT DATELINE SHEET.tsv FOLDER     the same of events and participants from a judged sheet (bench/audit.py);
                                                               FOLDER/STORY/*.txt are the reports that were judged
  sure.py judge FILE.json...                                   of those at .9 and more, how many are right; every story left out once
  sure.py fit TABLE FILE.json...                               weights on all

A participant is right where its words lie on a mention of one that the sheet has in that role (of several who meet, in any). Logistic
regression with ridge, by Newton's steps; numpy."""
import collections, glob, json, os, subprocess, sys, tempfile

import numpy as np

MUTUAL = {"CONSULT", "AGREE", "COOPERATE"}


def analyse(predict, dateline, docs):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in docs:
            paths.append(os.path.join(folder, i + ".txt"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write(text)
        record = json.loads(subprocess.run([dateline, "story", "--format", "json"] + paths, check=True, capture_output=True).stdout)
        order = [os.path.basename(r["source"])[:-4] for r in record["reports"]]
        texts = dict(docs)
        row = os.path.join(folder, "row.jsonl")
        with open(row, "w", encoding="utf-8") as f:
            f.write(json.dumps({"docs": [{"id": i, "text": texts[i]} for i in order]}) + "\n")
        made = json.loads(subprocess.run([predict, "event-pairs", row], check=True, capture_output=True).stdout)
    roles = ["actor", "recipient", "other"]
    signs = collections.defaultdict(list)
    for role, report, b, e, s in made["parties"]:
        signs[("r%d" % (report + 1), b, e)].append(s)
    if len(made["events"]) != len(record["events"]):
        sys.exit("signs and record do not fit")
    return record, order, signs, made["events"]


def gather(out, predict, dateline, *files):
    rows = []
    for path in files:
        for s in map(json.loads, open(path, encoding="utf-8")):
            record, order, signs, _ = analyse(predict, dateline, [(d["id"], d["text"]) for d in s["docs"]])
            at = {m: e["id"] for e in s["entities"] for m in ((m["doc"], m["b"], m["e"]) for m in e["mentions"])}
            country = {e["id"]: e.get("country") for e in s["entities"]}
            owner = {}
            for e in record["entities"]:
                votes = collections.Counter(g for m in e["mentions"] for (d, b, x), g in at.items()
                                            if d == order[int(m["report"][1:]) - 1] and b < m["span"][1] and x > m["span"][0])
                if votes:
                    owner[e["id"]] = votes.most_common(1)[0][0]
            for g in s["events"]:
                for v in record["events"]:
                    if not any(order[int(m["report"][1:]) - 1] == t["doc"] and m["trigger"][0] < t["e"] and t["b"] < m["trigger"][1]
                               for m in v["mentions"] for t in g["triggers"]):
                        continue
                    for p in v["participants"] + v["unnamed"]:
                        if p["role"] == "other":
                            continue
                        want = g["who"] + g["whom"] if set(g["types"]) & MUTUAL else g["who"] if p["role"] == "actor" else g["whom"]
                        doc = order[int(p["report"][1:]) - 1]
                        b, e = p["span"]
                        meets = {x for (d, f, t), x in at.items() if d == doc and f < e and t > b}
                        if p["entity"] is None and not meets:
                            continue
                        right = owner.get(p["entity"]) in want or bool(meets & set(want))
                        if not want and p["entity"] is None:
                            continue
                        for sign in signs.get((p["report"], b, e), [])[:1]:
                            rows.append(["party", s["story"], sign, right])
    json.dump(rows, open(out, "w"))
    print(len(rows), sum(r[3] for r in rows))


def sheet(out, predict, dateline, path, folder):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench"))
    import audit
    rows, by = [], collections.defaultdict(list)
    for r in audit.read(path):
        by[r["key"].rsplit(":", 2)[0]].append(r)
    for story, judged in by.items():
        docs = [(os.path.basename(p)[:-4], open(p, encoding="utf-8").read()) for p in sorted(glob.glob(os.path.join(folder, story, "*.txt")))]
        record, _, signs, events = analyse(predict, dateline, docs)
        for r in judged:
            report, span = r["key"].rsplit(":", 2)[1:]
            begin, end = map(int, span.split("-"))
            for i, v in enumerate(record["events"]):
                m = v["mentions"][0]
                if m["report"] != "r%d" % (int(report) + 1) or m["trigger"] != [begin, end]:
                    continue
                rows.append(["event", story, events[i], r["verdict"] == "y"])
                now = v["participants"] + v["unnamed"]
                if [p["role"] for p in now] != [x.split("=")[0] for x in r["who"].split("; ")]:
                    continue  # other parties than those that were judged
                for p, mark in zip(now, r["parties"]):
                    if mark in "yn":
                        for sign in signs.get((p["report"], *p["span"]), [])[:1]:
                            rows.append(["party", story, sign, mark == "y"])
    json.dump(rows, open(out, "w"))
    print(len(rows), collections.Counter((r[0], r[3]) for r in rows))


def load(files):
    return [r for f in files for r in json.load(open(f))]


def logistic(rows, names):
    x = np.zeros((len(rows), len(names)))
    for i, r in enumerate(rows):
        for s in r[2]:
            if s in names:
                x[i, names[s]] = 1
    y = np.array([r[3] for r in rows], float)
    w = np.zeros(len(names))
    ridge = np.full(len(names), 1.5)
    for first in ("party", "event"):
        if first in names:
            ridge[names[first]] = 0.05
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ w))
        h = x.T @ (x * (p * (1 - p))[:, None]) + np.diag(ridge)
        w -= np.linalg.solve(h, x.T @ (p - y) + ridge * w)
    return w


def names_of(rows):
    count = collections.Counter(s for r in rows for s in r[2])
    return {s: i for i, s in enumerate(sorted(s for s in count if count[s] >= 4))}


def judge(*files):
    rows = load(files)
    for kind in ("party", "event"):
        mine = [r for r in rows if r[0] == kind]
        got = []
        for story in sorted({r[1] for r in mine}):
            rest = [r for r in mine if r[1] != story]
            names = names_of(rest)
            w = logistic(rest, names)
            for r in mine:
                if r[1] == story:
                    got.append((1 / (1 + np.exp(-sum(w[names[s]] for s in r[2] if s in names))), r[3]))
        line = "%s %d, right %.3f" % (kind, len(got), np.mean([g for _, g in got]) if got else 0)
        for low, high in ((0, .5), (.5, .7), (.7, .8), (.8, .9), (.9, 1.01)):
            part = [g for p, g in got if low <= p < high]
            line += " | %.1f-: %d %.2f" % (low, len(part), np.mean(part) if part else 0)
        print(line)


def fit(table, *files):
    rows = load(files)
    lines = ["# sure.txt - how sure events and their participants are (src/base/signs.c): a sum of weights, as a probability.",
             "# Columns: sign, weight in hundredths. Made by train/sure.py."]
    for kind in ("event", "party"):
        mine = [r for r in rows if r[0] == kind]
        if mine:
            names = names_of(mine)
            w = logistic(mine, names)
            lines += ["%s\t%d" % (s, round(100 * w[i])) for s, i in names.items()]
    with open(table, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def main():
    call = {"gather": gather, "sheet": sheet, "judge": judge, "fit": fit}
    if len(sys.argv) < 3 or sys.argv[1] not in call:
        sys.exit(__doc__)
    call[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
