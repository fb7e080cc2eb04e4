#!/usr/bin/env python3
"""sheet.py OUT    our own stories (own/STORY) as plain reports, OUT/STORY/ID.txt, and their answer sheets, OUT/stories.jsonl

A report (own/STORY/ID.txt) is its text with the answers marked in it, so a span cannot be wrong; the marks nest and `</>` closes the last one:
  <ID>...</>            a mention of an entity of sheet.txt
  <t VALUE|VALUE>       a time (any value is right); <t? VALUE> is optional; <ts VALUE> is a set (every Tuesday)
  <qN SPEAKER>          content of statement N of the report (a second stretch: again, without a speaker); <oN> the same for what is not speech
  <sN> <cN>             its source and its cue; <c1,2> serves two
  <fN VALUE @BY>        a value of fact N of sheet.txt (&gt; for ">"), and who is said to have given it
  <v EVENT>             a trigger of an event
  <body>                the body begins here (default: at the top); the sheet covers times and statements of its first 12 paragraphs
sheet.txt: tab-separated lines `story|doc|entity|fact|event`, described by COLUMNS. The form of stories.jsonl is that of ../shared/bench/story/seeds.jsonl.
"""
import json
import os
import re
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "own")
COLUMNS = {
    "story": ("story", "topic"),
    "doc": ("id", "outlet", "date", "title"),
    "entity": ("id", "kind", "name", "country"),
    "fact": ("id", "attribute", "verdict", "of"),      # verdict: agree, refined, only, conflict, conflict/parties; "?" after it: ambiguous
    "event": ("id", "types", "who", "whom", "modality"),  # lists with commas
}
MARK = re.compile(r"<(/|body|[^<>\s]+)(?: ([^<>]*))?>")


def table(path):
    out = {k: [] for k in COLUMNS}
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if cells[0] in COLUMNS:
            out[cells[0]].append({k: v if v != "-" else None for k, v in zip(COLUMNS[cells[0]], cells[1:])})
    return out


def timex(tag, arg, span):
    value = arg.split("|")[0]
    kind = "SET" if tag == "ts" else "DURATION" if value[0] == "P" and "_" not in value else "TIME" if "T" in value else "DATE"
    return {**span, "type": kind, "values": arg.split("|"), **({"optional": True} if tag == "t?" else {})}


class Report:
    """The text and its marks: (tag, argument, begin, end)."""

    def __init__(self, path):
        raw = open(path, encoding="utf-8").read()
        self.body, self.marks, stack, parts, size, at = 0, [], [], [], 0, 0
        for m in MARK.finditer(raw):
            parts.append(raw[at:m.start()])
            size += len(parts[-1].encode())
            at = m.end()
            if m.group(1) == "/":
                self.marks.append((*stack.pop(), size))
            elif m.group(1) == "body":
                self.body = size
            else:
                stack.append((m.group(1), (m.group(2) or "").replace("&gt;", ">"), size))
        if stack:
            sys.exit(f"{path}: {stack[-1]} is not closed")
        self.text = "".join(parts) + raw[at:]
        self.marks.sort(key=lambda x: (x[2], -x[3]))

    def upto(self):
        end, n = self.body, 0
        for line in self.text.encode()[self.body:].split(b"\n"):
            n += bool(line.strip())
            if n > 12:
                break
            end += len(line) + 1
        return end

    def quotes(self, doc, names, others):
        """A person is a speaker under the fullest form of the name in this report."""
        out, full = {}, {**names, **others}
        for tag, _, b, e in self.marks:
            if tag in names and names[tag].split()[-1][:2] in (said := self.text.encode()[b:e].decode()) and " " in said:
                full[tag] = max(full[tag] if full[tag] is not names[tag] else "", said, key=len)
        for tag, arg, b, e in self.marks:
            m = re.fullmatch(r"([qosc])([\d,]+)", tag)
            for n in m.group(2).split(",") if m else ():
                q = out.setdefault(int(n), {"doc": doc, "content": [], "source": None, "cue": None, "speaker": None, "kind": "speech"})
                if m.group(1) in "qo":
                    q["content"].append([b, e])
                    q["kind"] = "other" if m.group(1) == "o" else q["kind"]
                    q["speaker"] = full[arg] if arg else q["speaker"]
                else:
                    q["source" if m.group(1) == "s" else "cue"] = [b, e]
        missing = [n for n, q in out.items() if not q["content"]]
        if missing:
            sys.exit(f"{doc}: statement {missing[0]} has no content")
        return [q for _, q in sorted(out.items())]


def fact_value(arg, span):
    value, _, by = arg.partition(" @")
    return {**span, "value": value, **({"by": by} if by else {})}


def sheet(folder):
    rows = table(os.path.join(folder, "sheet.txt"))
    names = {e["id"]: e["name"] for e in rows["entity"] if e["kind"] == "person"}
    others = {e["id"]: e["name"] for e in rows["entity"] if e["kind"] != "person"}
    s = {**rows["story"][0], "docs": [], "entities": [{**e, "mentions": []} for e in rows["entity"]], "times": [], "quotes": [], "facts": [], "events": []}
    ents = {e["id"]: e["mentions"] for e in s["entities"]}
    facts = {}
    for f in rows["fact"]:
        verdict, _, between = f["verdict"].rstrip("?").partition("/")
        facts[f["id"]] = {"id": f["id"], "attribute": f["attribute"], "of": f["of"], "verdict": verdict, "values": [],
                          **({"between": between or "reports"} if verdict == "conflict" else {}), **({"ambiguous": True} if f["verdict"][-1] == "?" else {})}
    triggers = {e["id"]: [] for e in rows["event"]}
    for d in rows["doc"]:
        r = Report(os.path.join(folder, d["id"] + ".txt"))
        s["docs"].append({**d, "text": r.text, "body": r.body, "upto": r.upto()})
        s["quotes"] += [q for q in r.quotes(d["id"], names, others) if q["content"][0][0] < r.upto()]
        for tag, arg, b, e in r.marks:
            span = {"doc": d["id"], "b": b, "e": e}
            if tag in ents:
                ents[tag].append(span)
            elif tag in ("t", "t?", "ts"):
                s["times"] += [timex(tag, arg, span)] if r.body <= b < r.upto() else []
            elif tag == "v":
                triggers[arg].append(span)
            elif re.fullmatch(r"f\d+", tag):
                facts[tag]["values"].append(fact_value(arg, span))
            elif not re.fullmatch(r"[qosc][\d,]+", tag):
                sys.exit(f"{d['id']}: unknown mark {tag}")
    s["facts"] = list(facts.values())
    split = lambda x: x.split(",") if x else []
    s["events"] = [{"id": e["id"], "types": split(e["types"]), "who": split(e["who"]), "whom": split(e["whom"]), "modality": e["modality"], "triggers": triggers[e["id"]]} for e in rows["event"]]
    check(s)
    return s


def check(s):
    for f in s["facts"]:
        docs, values = {v["doc"] for v in f["values"]}, {v["value"] for v in f["values"]}
        good = {"only": len(docs) == 1, "agree": len(docs) > 1 and len(values) == 1}.get(f["verdict"], len(values) > 1)
        if not good:
            sys.exit(f"{s['story']} {f['id']}: {f['verdict']} with {len(docs)} reports and values {sorted(values)}")
    for what in ("entities", "events"):
        for x in s[what]:
            if not x.get("mentions", x.get("triggers")):
                sys.exit(f"{s['story']}: {x['id']} is never marked")


def stories():
    return [sheet(os.path.join(HERE, name)) for name in sorted(os.listdir(HERE))]


def write(out):
    """OUT/STORY/ID.txt and OUT/stories.jsonl; returns the stories."""
    all_ = stories()
    for s in all_:
        os.makedirs(os.path.join(out, s["story"]), exist_ok=True)
        for d in s["docs"]:
            with open(os.path.join(out, s["story"], d["id"] + ".txt"), "w", encoding="utf-8") as f:
                f.write(d["text"])
    with open(os.path.join(out, "stories.jsonl"), "w", encoding="utf-8") as f:
        f.writelines(json.dumps(s, ensure_ascii=False) + "\n" for s in all_)
    return all_


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for s in write(sys.argv[1]):
        print(s["story"], *(f"{k} {len(s[k])}" for k in ("docs", "facts", "quotes", "times", "entities", "events")))
