#!/usr/bin/env python3
"""Versions of one report: the latest speaks, the record tells what an outlet changed, dropped and added and ties its notices of correction; the same from
files in any order and from a desk."""
import json
import os
import subprocess
import tempfile

from _tap import DATELINE, done, ok

FIRST = ("An explosion at a fuel depot in the port of Tarvik killed four people and injured 12 on Sunday, the Interior Ministry said.\n\n"
         "Police detained the owner of the depot, Radu Mares, on Sunday evening.\n\nThe depot belongs to Balta Fuel, the mayor, Ana Lint, told reporters. \"We will rebuild it,\" Lint said.\n")
SECOND = ("An explosion at a fuel depot in the port of Tarvik killed five people and injured 12 on Sunday, the Interior Ministry said.\n\n"
          "The depot belongs to Balta Fuel, the mayor, Ana Lint, told reporters. \"We will rebuild it,\" Lint said.\n\nPresident Dana Oprea will visit the port on Tuesday.\n\n"
          "Correction: An earlier version of this article misstated who was detained. Police say that the owner of the depot, Radu Mares, has not been detained.\n")
OTHER = ("An explosion at a fuel depot in the port of Tarvik killed two people and injured 12 on Sunday, the Interior Ministry said. Firefighters needed nine hours.\n\n"
         "This article was amended on 14 May 2024. An earlier version of this article misstated the number of people killed in the explosion at the depot. It was two, not three.\n")
HERALD, POST = "https://danubeherald.example/fire", "https://hillpost.example/depot"


def write(folder, name, url, date, text, title="Blast at fuel depot"):
    path = os.path.join(folder, name)
    json.dump({"url": url, "title": title, "date": date, "text": text}, open(path, "w"))
    return path


def record(*files, form="json"):
    out = subprocess.run([DATELINE, "story", "--format", form, *files], capture_output=True, text=True)
    return json.loads(out.stdout) if form == "json" else out.stdout


def words(evidence):
    return evidence and evidence["text"]


def story(a, b, c):
    r = record(a, b, c)
    number = {os.path.basename(x["source"]): x["id"] for x in r["reports"]}
    by = {x["id"]: x["replaced_by"] for x in r["reports"]}
    ok(by[number["1.json"]] == number["2.json"] and by[number["2.json"]] is None and by[number["3.json"]] is None, "the later version replaces the earlier one", str(by))
    said = {e["report"] for f in r["facts"] for v in f["values"] for e in v["evidence"]} | {m["report"] for e in r["events"] for m in e["mentions"]} | {v["report"] for s in r["statements"] for v in s["versions"]}
    ok(number["1.json"] not in said and number["2.json"] in said, "the earlier one speaks no more", str(said))
    changes = r["revisions"][0]["changes"]
    got = {(c["kind"], words(c["before"]), words(c["after"])) for c in changes}
    ok(len(r["revisions"]) == 1 and ("changed", "four", "five") in got, "what it changed, in both wordings", str(got))
    ok(("dropped", "Police detained the owner of the depot, Radu Mares, on Sunday evening.", None) in got, "what it dropped", str(got))
    ok(("added", None, "President Dana Oprea will visit the port on Tuesday.") in got, "what it added", str(got))
    ok(not any("Balta" in str(c) or "rebuild" in str(c) for c in changes), "and not what stayed", str(got))
    notes = {n["notice"]["report"]: n for n in r["corrections"]}
    ok(words(notes[number["2.json"]]["corrects"]) == "Police detained the owner of the depot, Radu Mares, on Sunday evening.", "a notice of correction is tied to what it corrects", str(notes))
    fact = next((f for f in r["facts"] if f["id"] == notes[number["3.json"]]["fact"]), None)
    ok(fact and fact["attribute"] == "killed" and notes[number["3.json"]]["corrects"] is None, "where the earlier version is not at hand, to the fact it tells now", str(fact))
    text = {x["id"]: x["text"].encode() for x in r["reports"]}
    spans = [e for c in changes for e in (c["before"], c["after"]) if e] + [n["notice"] for n in r["corrections"]]
    ok(all(text[e["report"]][e["span"][0]:e["span"][1]].decode() == e["text"] for e in spans), "spans cut out what is quoted")
    again = record(c, b, a)
    ok({(x["kind"], words(x["before"]), words(x["after"])) for x in again["revisions"][0]["changes"]} == got, "the order of the files changes nothing")


def printed(a, b, c):
    text, page = " ".join(record(a, b, c, form="text").split()), record(a, b, c, form="html")
    ok("2 reports (+1 earlier version)" in text and "an earlier version of [2]" in text, "text counts the versions apart", text[:300])
    ok("WHAT OUTLETS CHANGED" in text and "instead of “four” now “five”" in text and "no longer says “Police detained" in text, "text prints them", text)
    ok("<del>four</del> now <ins>five</ins>" in page and "an earlier version of [2]" in page, "so does the page")


def no_version(folder):
    a = write(folder, "front1.json", "https://danubeherald.example/", "2024-05-13", FIRST)
    b = write(folder, "front2.json", "https://danubeherald.example/", "2024-05-14", SECOND)
    r = record(a, b)
    ok(not r["revisions"] and all(x["replaced_by"] is None for x in r["reports"]), "a site's front door makes no versions")
    c = write(folder, "quiet.json", POST, "2024-05-13", "The correction of the tax law, adopted on Monday, takes effect in June, the minister said. Corrected figures are due on Friday.\n")
    ok(not record(c)["corrections"], "a word alone is no notice")


def desk(folder, a, b, c):
    place = os.path.join(folder, "v.db")
    for f in (a, c, b):
        subprocess.run([DATELINE, "add", "-q", "--desk", place, f], capture_output=True)
    out = subprocess.run([DATELINE, "show", "--desk", place, "--format", "json", "1"], capture_output=True, text=True).stdout
    want = record(a, c, b)
    got = json.loads(out)
    ok(got["revisions"] == want["revisions"] and got["corrections"] == want["corrections"], "a desk tells the same of its versions", str(got["revisions"])[:300])
    rows = [json.loads(line) for line in subprocess.run([DATELINE, "stories", "--desk", place, "--format", "jsonl"], capture_output=True, text=True).stdout.split("\n") if line]
    ok(rows[0]["reports"] == 2, "and counts them once", str(rows))


with tempfile.TemporaryDirectory() as tmp:
    one = write(tmp, "1.json", HERALD, "2024-05-13T08:00:00Z", FIRST, "Blast kills four")
    two = write(tmp, "2.json", HERALD + "#top", "2024-05-13T12:00:00Z", SECOND, "Blast kills five")
    three = write(tmp, "3.json", POST, "2024-05-14", OTHER, "Depot blast kills two")
    story(one, two, three)
    printed(one, two, three)
    no_version(tmp)
    desk(tmp, one, two, three)
done()
