#!/usr/bin/env python3
"""The three stories written for this project (tests/cases/story/own: a summit, a veto, protests), each three reports of invented outlets with an
answer sheet made before the program read them: the record must quote every report, and where ../shared is at hand the scorer of the main job must
give each part of each story at least its floor (FLOORS) and no more false conflicts than told."""
import json
import os
import subprocess
import sys
import tempfile

from _tap import ROOT, SHARED, done, ok, run, skip

sys.path.insert(0, os.path.join(ROOT, "tests", "cases", "story"))
import sheet  # noqa: E402

SCORE = os.path.join(SHARED, "bench", "story", "score.py")
# part of the score -> floor, by story; "false conflicts" is a ceiling
FLOORS = {
    "summit": {"facts": .60, "statements": .86, "speakers": .92, "times": .93, "entities": .93, "events": .62, "conflicts": 1, "false conflicts": 0},
    "veto": {"facts": .40, "statements": .84, "speakers": .76, "times": .90, "entities": .92, "events": .34, "conflicts": 1, "false conflicts": 0},
    "protests": {"facts": .45, "statements": .80, "speakers": .66, "times": .80, "entities": .88, "events": .42, "conflicts": 2, "false conflicts": 0},
}


def figures(o):
    right, said, _ = o["facts"]["conflict_n"]
    return {"facts": o["facts"]["verdict_macro_f1"], "statements": o["quotes"]["end_to_end"], "speakers": o["quotes"]["speaker_recall"],
            "times": o["times"]["value"], "entities": o["entities"]["pairs"][2], "events": o["events"]["recall"],
            "conflicts": right, "false conflicts": said - right}


def score(*args):
    return json.loads(subprocess.run([sys.executable, SCORE, *args], capture_output=True, check=True, timeout=120).stdout)


def check(o):
    for story, floors in FLOORS.items():
        got = figures(o["by_story"][story])
        for part, floor in floors.items():
            good = got[part] <= floor if part == "false conflicts" else got[part] >= floor
            ok(good, f"{story}: {part} {'at most' if part == 'false conflicts' else 'at least'} {floor}", f"is {got[part]}")


with tempfile.TemporaryDirectory() as tmp:
    stories = sheet.write(tmp)
    for s in stories:
        files = [os.path.join(tmp, s["story"], d["id"] + ".txt") for d in s["docs"]]
        r = run("story", "--format", "json", *files)
        texts = {x["text"] for x in json.loads(r.stdout)["reports"]} if r.returncode == 0 else set()
        ok(texts == {d["text"] for d in s["docs"]}, f"{s['story']}: a record of its {len(files)} reports, every text as it is", r.stderr.decode())
        with open(os.path.join(tmp, s["story"] + ".json"), "wb") as f:
            f.write(r.stdout)
    gold = os.path.join(tmp, "stories.jsonl")
    if os.path.exists(SCORE):
        ok(score("--self-test", gold)["gold"]["headline"] == 1.0, "the answer sheets turned into records score 1.0")
        check(score("--by-story", gold, tmp))
    else:
        skip("scores of our own stories", "../shared/bench/story is not at hand")
done()
