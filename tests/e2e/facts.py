#!/usr/bin/env python3
"""What the record must say, and must not say, of the small stories of tests/cases/collate/stories.txt (form: at its head)."""
import json
import os
import tempfile

from _tap import ROOT, done, ok, run

KEYS = ("story", "report", "fact", "apart", "none", "entity", "said", "event", "statement")


def pairs(words):
    """[(report, words)] of "a:three words b:two words": a word with one letter and a colon begins the next."""
    out = []
    for word in words.split(" "):
        if len(word) > 1 and word[1] == ":":
            out.append([word[0], word[2:]])
        elif out:
            out[-1][1] += " " + word
    return [tuple(p) for p in out]


def read(path):
    stories, lines = [], None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        key, _, rest = line.partition(" ")
        if line.startswith("#"):
            continue
        if key not in KEYS:
            lines.append(line)
            continue
        if key == "story":
            stories.append((rest, {}, []))
        elif key == "report":
            lines = stories[-1][1].setdefault(rest, [])
        else:
            stories[-1][2].append((key, rest))
    return stories


def record_of(reports):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, lines in reports.items():
            paths.append(os.path.join(folder, name + ".txt"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write("\n".join(lines) + "\n")
        return json.loads(run("story", "--format", "json", *paths).stdout)


def evidence(record, fact):
    """[(report's letter, words)] of a fact."""
    reports = {r["id"]: (os.path.basename(r["source"])[0], r["text"].encode()) for r in record["reports"]}
    found = [(reports[e["report"]], e["span"]) for v in fact["values"] for e in v["evidence"]]
    return [(letter, text[b:e].decode()) for (letter, text), (b, e) in found]


def holds(record, fact, want):
    got = evidence(record, fact)
    return all(any(g == letter and words in text for g, text in got) for letter, words in want)


def entities_at(record, places):
    """The entities that words of the reports mention, each by the name's first place in its report."""
    reports = {r["id"]: (os.path.basename(r["source"])[0], r["text"].encode()) for r in record["reports"]}
    found = []
    for letter, words in places:
        at = {e["id"] for e in record["entities"] for m in e["mentions"] if reports[m["report"]][0] == letter
              and reports[m["report"]][1][slice(*m["span"])].decode() == words}
        found.append(at)
    return found


def events_at(record, places):
    """The events that are told by a trigger at words of the reports, told with the word behind them where one word stands twice."""
    reports = {r["id"]: (os.path.basename(r["source"])[0], r["text"].encode()) for r in record["reports"]}
    found = []
    for letter, words in places:
        at = {e["id"] for e in record["events"] for m in e["mentions"] if reports[m["report"]][0] == letter
              and reports[m["report"]][1][m["trigger"][0]:].decode().startswith(words)}
        found.append(at)
    return found


def statements_at(record, places):
    """The statements whose versions have words of the reports."""
    reports = {r["id"]: (os.path.basename(r["source"])[0], r["text"].encode()) for r in record["reports"]}
    return [{s["id"] for s in record["statements"] for v in s["versions"] for b, e in v["content"]
             if reports[v["report"]][0] == letter and words in reports[v["report"]][1][b:e].decode()} for letter, words in places]


def check(name, record, key, rest):
    facts = record["facts"]
    shown = [(f["attribute"], f["verdict"], evidence(record, f)) for f in facts if f["verdict"] != "only"]
    if key == "fact":
        attributes, verdict, words = rest.split(" ", 2)
        good = any(f["attribute"] in attributes.split("|") and f["verdict"] == verdict and holds(record, f, pairs(words)) for f in facts)
        ok(good, f"{name}: {rest}", "\n".join(map(str, shown)))
    elif key == "said":
        place, name = rest.split(" = ")
        letter, words = pairs(place)[0]
        reports = {r["id"]: (os.path.basename(r["source"])[0], r["text"].encode()) for r in record["reports"]}
        names = {e["id"]: e["name"] for e in record["entities"]}
        by = {names.get(s["speaker"], "-") for s in record["statements"] for v in s["versions"] for b, e in v["content"]
              if reports[v["report"]][0] == letter and words in reports[v["report"]][1][b:e].decode()}
        ok(by == {name}, f"{name}: said {rest}", by)
    elif key == "statement":
        how, words = rest.split(" ", 1)
        at = statements_at(record, pairs(words))
        met = set.intersection(*at)
        ok(all(at) and bool(met) == (how != "apart"), f"{name}: statement {rest}", at)
    elif key in ("entity", "event"):
        how, words = rest.split(" ", 1)
        at = (entities_at if key == "entity" else events_at)(record, pairs(words))
        met = set.intersection(*at)
        if how == "main":
            met &= {e["id"] for e in record["events"] if e["main"]}
        ok(all(at) and bool(met) == (how != "apart"), f"{name}: {key} {rest}", at)
    elif key == "apart":
        both = [(f["attribute"], f["verdict"]) for f in facts if holds(record, f, pairs(rest))]
        ok(not both, f"{name}: apart {rest}", both)
    else:
        verdict, _, attribute = rest.partition(" ")
        bad = [(f["attribute"], f["verdict"], evidence(record, f)) for f in facts if f["verdict"] == verdict and attribute in ("", f["attribute"])]
        ok(not bad, f"{name}: none {rest}", bad)


for story, reports, wants in read(os.path.join(ROOT, "tests", "cases", "collate", "stories.txt")):
    told = record_of(reports)
    for want in wants:
        check(story, told, *want)
done()
