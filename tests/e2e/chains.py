#!/usr/bin/env python3
"""bench/predict collation-mentions and collation-raw: mentions of several texts to chains, by the steps of the record."""
import json
import os
import subprocess
import tempfile

from _tap import ROOT, done, ok

PREDICT = os.path.join(ROOT, "bench", "predict")
FIRE = ["A fire destroyed a warehouse in Velm on Monday, police said. The fire killed two men.",
        "Two men died in Velm when a blaze destroyed a warehouse. The blaze broke out on Monday, Velm police said."]
MATCH = "Orsk won the cup final against Brandt on Sunday. The final ended after extra time, and Orsk fans danced in the streets."
TOPICS = {"fire": {"a": FIRE[0], "b": FIRE[1]}, "match": {"c": MATCH}}


def mention(doc, text, word, nth=0, kind="event"):
    at = [i for i in range(len(text)) if text.startswith(word, i)][nth]
    return {"doc": doc, "b": at, "e": at + len(word), "kind": kind}


def predict(task, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
        f.flush()
        made = subprocess.run([PREDICT, task, f.name], check=True, capture_output=True).stdout
    return [json.loads(x) for x in made.splitlines()], made


def rows(given):
    return [{"topic": t, "docs": [{"id": k, "text": v} for k, v in docs.items()], "mentions": [m for m in given if m["doc"] in docs]} for t, docs in TOPICS.items()]


given = [mention("a", FIRE[0], "fire"), mention("a", FIRE[0], "fire", 1), mention("b", FIRE[1], "blaze", 1), mention("c", MATCH, "final"), mention("c", MATCH, "final", 1),
         mention("a", FIRE[0], "Velm", kind="place"), mention("b", FIRE[1], "Velm", kind="place"), mention("c", MATCH, "Orsk", kind="org")]
told, first = predict("collation-mentions", rows(given))
chain = {(m["doc"], m["b"]): m["chain"] for r in told for m in r["mentions"]}
of = [chain[m["doc"], m["b"]] for m in given]
ok(len(chain) == len(given), "every mention has a chain")
ok(of[0] == of[1], "the fire of one report is one")
ok(of[3] == of[4], "so is the final")
ok(of[0] != of[3], "the fire is not the final")
ok(of[5] == of[6] != of[7], "Velm is one town in both reports, and not Orsk")
ok(predict("collation-mentions", rows(given))[1] == first, "the same bytes again")
raw = predict("collation-raw", [{k: v for k, v in r.items() if k != "mentions"} for r in rows([])])[0]
found = [(m, TOPICS[r["topic"]][m["doc"]].encode()[m["b"]:m["e"]].decode()) for r in raw for m in r["mentions"]]
ok({"Velm", "Orsk"} <= {w for m, w in found if m["kind"] != "event"}, "names are found in the texts alone")
ok({"fire", "killed", "died"} <= {w for m, w in found if m["kind"] == "event"}, "so are happenings")
done()
