#!/usr/bin/env python3
"""dateline annotate --petrarch DIR: events by a toy dictionary of ours (tests/cases/events/petrarch): codes of acts and parties, dated office codes by
the date of the report, spans that quote, and folders that hold none."""
import json
import os
import tempfile

from _tap import ROOT, done, ok, run

TOY = os.path.join(ROOT, "tests", "cases", "events", "petrarch")
TEXT = "Keeper Ola rebuked Norland on Monday.\n\nNorland sent old boats to the Reef.\n"


def rows(name, text, *more):
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        r = run("annotate", "--petrarch", TOY, "--format", "plover", path, *more)
        return r.returncode, [json.loads(line) for line in r.stdout.splitlines()]


code, events = rows("toy.txt", TEXT)
found = {(e["cameo"], tuple(p["code"] for p in e["actor"]), tuple(p["code"] for p in e["recipient"])) for e in events}
ok(code == 0 and len(events) == 2, "two sentences, two events", repr(events))
ok(any(c == "111" and r == ("NOR",) for c, a, r in found), "a rebuke by its verb, its target by the actors file", repr(found))
ok(any(c == "071" and a == ("NOR",) for c, a, r in found), "a pattern of several words before the plain verb", repr(found))
words = {TEXT[m["trigger"][0]:m["trigger"][1]] for e in events for m in e["mentions"]}
ok(words == {"rebuked", "sent"}, "the triggers quote the verbs", repr(words))


def office(date):
    row = json.dumps({"id": "a", "date": date, "text": "Keeper Ola rebuked Norland."}) + "\n"
    return {p["code"] for e in rows("toy.jsonl", row)[1] for p in e["actor"]}


ok(office("1998-05-01") == {"REEGOV"} and office("2005-05-01") == {"REEELI"}, "an office by the date of the report", f"{office('1998-05-01')} {office('2005-05-01')}")
with tempfile.TemporaryDirectory() as tmp:
    r = run("annotate", "--petrarch", tmp, os.path.join(ROOT, "README.md"))
    ok(r.returncode == 3 and b"no verbs dictionary" in r.stderr, "a folder without dictionaries is said", r.stderr.decode())
r = run("annotate", "--petrarch", os.path.join(TOY, "nowhere"), os.path.join(ROOT, "README.md"))
ok(r.returncode == 3 and b"not a folder" in r.stderr, "a folder that is not there is said", r.stderr.decode())
done()
