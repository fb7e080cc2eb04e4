#!/usr/bin/env python3
"""dateline group: stories, copies folded under their source, shared bytes that quote exactly, states that go on, records of stories."""
import json
import os
import random
import tempfile

from _tap import done, ok, run

PLACES = ["Ellery", "Stonebridge", "Marlow", "Havel", "Kestrel", "Oakmere", "Dunvale", "Northgate"]
PEOPLE = ["Tobias Renner", "Ingrid Castell", "Marek Dolan", "Philippa Voss", "Hamid Orell", "Greta Linwood", "Simon Achebe", "Lucia Farrow"]
THINGS = ["ferry", "warehouse", "bridge", "school", "bakery", "mill", "tram", "chapel"]
WHO = "neighbours officials engineers traders pupils drivers surveyors fishermen volunteers clerks gardeners masons".split()
DID = "measured praised doubted repainted emptied counted photographed defended inspected mapped cleared guarded".split()
WHAT = "cellars beams ledgers lanterns railings gutters archives pumps stairways signboards kitchens orchards".split()
WHEN = "before dawn,after supper,during the rain,on Tuesday,last winter,within hours,without pay,at noon,in silence,by candlelight".split(",")


def sentence(rng):
    return f"{rng.choice(WHO).capitalize()} {rng.choice(DID)} {rng.choice(WHAT)} and {rng.choice(WHAT)} {rng.choice(WHEN)}, {rng.choice(WHO)} {rng.choice(DID)} {rng.choice(WHAT)} {rng.choice(WHEN)}."


def telling(i, t):
    """Incident i in words of telling t; long enough to be copied."""
    rng = random.Random(i * 100 + t)
    place, name, thing, number = PLACES[i % 8], PEOPLE[(i * 3 + i // 8) % 8], THINGS[(i * 5 + i // 8 * 3) % 8], 100 + 37 * i
    facts = [[f"The {thing} of {place} at {number} Quay Street was badly damaged on Monday night.", f"{name} was taken to hospital.", f"The loss is put at {number} thousand crowns."],
             [f"{name} is in hospital.", f"Late on Monday a {thing} gave way in {place}, at {number} Quay Street.", f"It will cost {number} thousand crowns to mend."]][t % 2]
    paragraphs = [fact + " " + sentence(rng) + " " + sentence(rng) for fact in facts] + [sentence(rng) + " " + sentence(rng) for _ in range(4)]
    return {"title": [f"{thing.capitalize()} in {place} damaged, {name} hurt", f"{name} in hospital after {thing} fails in {place}"][t % 2],
            "text": "\n\n".join(paragraphs), "date": f"2023-04-{i % 27 + 1:02}", "outlet": f"{PLACES[(i + t) % 8]} Post"}


def pile():
    rows = []
    for i in range(24):
        first, second = telling(i, 0), telling(i, 1)
        rows += [first, second]
        if i % 4 == 0:
            copy = dict(first, outlet="Copy Desk", title="UPDATE " + first["title"], text=first["text"] + "\n\nOur reporter will follow the matter in the days to come.")
            rows += [copy, dict(copy, outlet="Second Copy Desk")]
    return rows


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(dict(r, id=str(k))) + "\n" for k, r in enumerate(rows))
    return path


def lines(out):
    return [json.loads(line) for line in out.stdout.decode().splitlines()]


def spans(tmp, rows):
    path = write(os.path.join(tmp, "pile.jsonl"), rows)
    texts = [r["text"].encode() for line in run("read", "-f", "jsonl", path).stdout.decode().splitlines() for r in [json.loads(line)] if "text" in r] or None
    got = lines(run("group", "-f", "jsonl", path))
    ok(len(got) == len(rows), "one line a report", len(got))
    copies = [g for g in got if g["copy_of"] is not None]
    ok(len(copies) == 12 and all(g["story"] == got[g["copy_of"]]["story"] for g in copies), "every copy is found and stands in the story of its source", [(g["report"], g["copy_of"], g["story"], got[g["copy_of"]]["story"], g["share"], rows[g["report"]]["outlet"]) for g in copies])
    if texts and len(texts) == len(rows):
        bad = [(x, y) for g in copies for s, e, b, n in g["shared"] for x, y in [(texts[g["words_from"]][s:e], texts[g["report"]][b:n])] if x != y]
        ok(not bad, "shared bytes are the same words in both texts", bad[:1])
    together = sum(got[k]["story"] == got[k + 1]["story"] for k in range(0, len(rows) - 1) if rows[k]["date"] == rows[k + 1]["date"])
    ok(together >= 30, "tellings of one incident stand together", together)
    ok(len({g["story"] for g in got}) >= 22, "incidents stay apart", len({g["story"] for g in got}))
    ok(run("group", "-f", "jsonl", path).stdout == run("group", "-f", "jsonl", "-j", "2", path).stdout, "the same bytes from one thread and two, and twice")


def states(tmp, rows):
    a, b = write(os.path.join(tmp, "a.jsonl"), rows[:31]), write(os.path.join(tmp, "b.jsonl"), rows[31:])
    both = run("group", "-f", "jsonl", a, b)
    state = os.path.join(tmp, "state")
    first, second = run("group", "-f", "jsonl", "--state", state, a), run("group", "-f", "jsonl", "--state", state, b)
    ok(first.returncode == second.returncode == 0 and first.stdout + second.stdout == both.stdout, "two runs with a state say what one run says", second.stderr.decode())
    raw = bytearray(open(state, "rb").read())
    raw[len(raw) // 3] ^= 64
    open(state, "wb").write(raw)
    bad = run("group", "-f", "jsonl", "--state", state, b)
    ok(bad.returncode == 3 and b"not a state" in bad.stderr, "a damaged state is refused", bad.stderr.decode())
    ok(run("group", "--state", state, b).returncode == 2, "a state with text output is wrong use")


def text(tmp, rows):
    folder = os.path.join(tmp, "folder")
    os.makedirs(os.path.join(folder, "inner"))
    write(os.path.join(folder, "one.jsonl"), rows[:20])
    write(os.path.join(folder, "inner", "two.jsonl"), rows[20:])
    out = run("group", folder)
    ok(out.returncode == 0 and b" +2 " in out.stdout and f"{len(rows)} reports".encode() in out.stdout, "a folder is read to its ends; copies are folded under their source", out.stdout.decode()[-300:])
    batch = run("group", "--batch", folder)
    mixed = write(os.path.join(tmp, "mixed.jsonl"), random.Random(3).sample(rows, len(rows)))
    other = run("group", "--batch", mixed)
    ok(batch.stdout.splitlines()[-1] == other.stdout.splitlines()[-1], "--batch: the order of the pile changes nothing", (batch.stdout[-200:], other.stdout[-200:]))
    one = run("group", os.path.join(tmp, "gone.jsonl"), folder)
    ok(one.returncode == 1 and b"gone.jsonl" in one.stderr and one.stdout == out.stdout, "a missing input is named, the rest is done")
    ok(f"group: {len(rows)} reports read, 1 input failed" in one.stderr.decode(), "and how much was read and failed is said", one.stderr.decode())
    long = write(os.path.join(tmp, "long.jsonl"), [{"title": "Fire at a warehouse in the port of Tarvik kills four people and injures twelve, ministry says, " + w, "text": f"A fire at a warehouse in the port of Tarvik killed four people, {w} said. The fire in Tarvik burned six hours, the mayor of Tarvik, Ana Lint, told reporters on Monday."} for w in ("police", "officials")])
    whole, narrow = run("group", long).stdout.decode(), run("group", "-w", "80", long).stdout.decode()
    rows_of = lambda out: [line for line in out.split("\n") if line.startswith("  ")]
    ok(rows_of(narrow) and all(len(line) <= 80 and line.endswith("\u2026") for line in rows_of(narrow)), "with a width, titles are cut behind a word", narrow)
    ok(rows_of(whole) and all("ministry says" in line for line in rows_of(whole)) and "ministry says" in run("group", "-a", "-w", "80", long).stdout.decode().split("voices")[-1], "a file, and --all, have them whole", whole)
    unbroken = write(os.path.join(tmp, "unbroken.jsonl"), [{"title": "\u30bf\u30eb\u30f4\u30a3\u30af\u306e\u6e2f" * 12, "text": f"A fire at a warehouse in the port of Tarvik killed four people, {w} said."} for w in ("police", "officials")])
    ok("\u2026" in run("group", "-w", "80", unbroken).stdout.decode(), "a title without blanks is cut between characters")
    ok(run("group").returncode == 2, "no input is wrong use")
    os.makedirs(os.path.join(tmp, "empty"))
    empty = run("group", os.path.join(tmp, "empty"))
    ok(empty.returncode == 3 and empty.stdout == b"", "an empty folder: nothing could be done")


BRIEFS = (("ferry", "Ferry runs aground\n\nA ferry ran aground off the island of Halden early on Wednesday, and 90 people waited for hours until tugs pulled it free, the coastguard said."),
          ("town", "Town to close two libraries\n\nCouncillors in Merrow voted on Tuesday to close two libraries to save money, in spite of a petition with 4,000 names."),
          ("shop", "Jeweller robbed at noon\n\nTwo masked men robbed a jeweller in Dresk at noon and fled on a motorcycle, police said. The owner was unhurt."))


def apart(tmp):
    paths = []
    for name, text in BRIEFS:
        paths.append(os.path.join(tmp, name + ".txt"))
        with open(paths[-1], "w", encoding="utf-8") as f:
            f.write(text)
    for way in ([], ["--batch"]):
        got = lines(run("group", *way, "-f", "jsonl", *paths))
        ok(len({r["story"] for r in got}) == 3, f"three unrelated briefs are three stories {way}", [r["story"] for r in got])
    listed = run("group", "--batch", "--all", *paths).stdout.decode()
    ok("ferry.txt" in listed, "the list names the file", listed)
    said = run("story", *paths)
    ok(said.returncode == 0 and b"look like 3 stories" in said.stderr and b"shop.txt" in said.stderr, "story says that its reports look like several stories, and which", said.stderr)


def records(tmp, rows):
    path = write(os.path.join(tmp, "few.jsonl"), rows[:6])
    got = lines(run("group", "--records", "-f", "jsonl", path, timeout=600))
    ok(len(got) >= 1 and all(r["format"] == "dateline.record/1" and len(r["reports"]) > 1 for r in got), "--records prints the record of each story with two voices", len(got))
    copies = [r["copy_of"] for record in got for r in record["reports"] if r["copy_of"]]
    ok(copies, "the record names copies")


with tempfile.TemporaryDirectory() as folder:
    reports = pile()
    spans(folder, reports)
    states(folder, reports)
    text(folder, reports)
    apart(folder)
    records(folder, reports)
done()
