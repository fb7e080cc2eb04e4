#!/usr/bin/env python3
"""A precision audit: are the events that the record prints right?

  audit.py draw [--seed N] [--each N] [--parties] RECORD.json...   a random sample of printed events as TSV, to be judged by a reader
  audit.py score SHEET.tsv                                        figures of a judged sheet, one line of JSON
  audit.py keep SHEET.tsv                                         the sheet without texts of others, to be kept as a test set

RECORD.json: `dateline story --format json`. Columns of a sheet: verdict, parties, id, joined, key, confidence, type, label, modality, parties as
printed, place, day, trigger, sentence. A reader fills the first two and, for events of several tellings, the fourth:
  verdict   y the trigger tells such a happening, and type, modality and place are not wrong; n it does not
  parties   one letter for each printed party, in order: y right in that role, n wrong, ? cannot be told; "-" where none is printed
  joined    y all tellings are of one happening, n not; empty for a single telling
The sample is drawn by a hash of seed and key, so that it does not hang on the order of files. Standard library only."""
import argparse
import hashlib
import json
import os
import sys

COLUMNS = ["verdict", "parties", "id", "joined", "key", "confidence", "type", "label", "modality", "who", "place", "day", "trigger", "sentence"]


def plain(words):
    return " ".join(words.split()) or "-"


def name_of(record, part):
    entity = next((e for e in record["entities"] if e["id"] == part.get("entity")), None)
    return plain((entity and entity["name"]) or part.get("text") or "?")


def line(record, story, event):
    texts = {r["id"]: r["text"].encode() for r in record["reports"]}
    cut = lambda m, span: plain(texts[m["report"]][span[0]:span[1]].decode("utf-8", "replace"))
    first = event["mentions"][0]
    tellings = " || ".join(cut(m, m["sentence"] or m["trigger"]) for m in event["mentions"][:3])
    triggers = " || ".join(cut(m, m["trigger"]) for m in event["mentions"][:3])
    who = "; ".join("%s=%s%s" % (p["role"], name_of(record, p), " %.2f" % p["confidence"] if "confidence" in p else "") for p in event["participants"] + event["unnamed"])
    place = next((e["name"] for e in record["entities"] if e["id"] == event["place"]), None)
    key = "%s:%d:%d-%d" % (story, [r["id"] for r in record["reports"]].index(first["report"]), *first["trigger"])
    return ["", "" if who else "-", event["id"], "", key, "%.2f" % event.get("confidence", 0), plain(event["type"] or event.get("kind") or "-"),
            plain(event["label"] or "-"), event["modality"], who or "-", plain(place or "-"), event["from"] or "-", triggers, tellings]


def draw(args):
    print("\t".join(COLUMNS))
    for path in args.records:
        with open(path, encoding="utf-8") as f:
            record = json.load(f)
        story = os.path.splitext(os.path.basename(path))[0]
        if story == "rec":
            story = os.path.basename(os.path.dirname(path))
        rows = [line(record, story, e) for e in record["events"] if e["participants"] or e["unnamed"] or not args.parties]
        rows.sort(key=lambda r: hashlib.sha256(("%d %s" % (args.seed, r[4])).encode()).hexdigest())
        for r in rows[:args.each]:
            print("\t".join(r))


def read(path):
    with open(path, encoding="utf-8") as f:
        rows = [x.rstrip("\n").split("\t") for x in f if x.strip() and not x.startswith("#")]
    return [dict(zip(COLUMNS, r + [""] * len(COLUMNS))) for r in rows if r[0] in ("y", "n")]


def share(right, all_):
    return round(right / all_, 4) if all_ else None


def score(args):
    rows = read(args.sheet)
    parties = [(r, i, mark) for r in rows for i, mark in enumerate(r["parties"]) if mark in "yn"]
    sure = [r for r in rows if float(r["confidence"] or 0) >= .9]
    joined = [r for r in rows if r["joined"] in ("y", "n")]
    told = [float(p.rsplit(" ", 1)[1]) if p.rsplit(" ", 1)[-1][:1].isdigit() and "." in p.rsplit(" ", 1)[-1] else 0
            for r in rows for p in (r["who"].split("; ") if r["who"] != "-" else [])]
    marks = [m for r in rows for m in (r["parties"] if r["who"] != "-" else "")]
    high = [m for m, c in zip(marks, told) if c >= .9 and m in "yn"] if len(marks) == len(told) else []
    with_party = [r for r in rows if set(r["parties"]) & set("yn")]
    print(json.dumps({
        "events": len(rows), "right": share(sum(r["verdict"] == "y" for r in rows), len(rows)),
        "events_at_.9": len(sure), "right_at_.9": share(sum(r["verdict"] == "y" for r in sure), len(sure)),
        "parties": len(parties), "parties_right": share(sum(m == "y" for _, _, m in parties), len(parties)),
        "parties_at_.9": len(high), "parties_right_at_.9": share(high.count("y"), len(high)),
        "events_with_party": len(with_party),
        "all_right": share(sum(r["verdict"] == "y" and "n" not in r["parties"] for r in with_party), len(with_party)),
        "joined": len(joined), "joined_right": share(sum(r["joined"] == "y" for r in joined), len(joined))}))


def keep(args):
    """no more of the texts than the trigger's first words and where it stands"""
    print("# verdict, parties, id, joined, key (story:report:bytes), confidence, type, label, modality, roles; see bench/audit.py")
    for r in read(args.sheet):
        roles = "; ".join("%s=%s" % (p.split("=")[0], p.rsplit(" ", 1)[-1] if p[-3:-2] == "." else "") for p in r["who"].split("; ")) if r["who"] != "-" else "-"
        print("\t".join([r[c] for c in COLUMNS[:9]] + [roles]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="what", required=True)
    d = sub.add_parser("draw")
    d.add_argument("--seed", type=int, default=1)
    d.add_argument("--each", type=int, default=5)
    d.add_argument("--parties", action="store_true", help="events that name a party only")
    d.add_argument("records", nargs="+")
    for name in ("score", "keep"):
        sub.add_parser(name).add_argument("sheet")
    args = ap.parse_args()
    {"draw": draw, "score": score, "keep": keep}[args.what](args)


if __name__ == "__main__":
    main()
