#!/usr/bin/env python3
"""Tables and rows that other programs read: every row can be traced to the words of a report, cells are harmless, ids are unique over a run; foreign
readers (csv, pandas, DuckDB) agree on what is there."""
import csv
import io
import json
import os
import tempfile
import time

from _tap import EXAMPLES, done, ok, run, skip

TABLES = ["events", "statements", "facts", "entities", "reports", "times"]


def table(*args):
    out = run(*args)
    return list(csv.DictReader(io.StringIO(out.stdout.decode())))


def traced():
    record = json.loads(run("story", "--format", "json", *EXAMPLES).stdout)
    texts = {r["id"]: r["text"].encode() for r in record["reports"]}
    for name in TABLES:
        rows = table("story", "--table", name, *EXAMPLES)
        ids = {x["id"] for x in record[name]}
        ok(rows and {r["id"] for r in rows} == ids, f"{name}: every item of the record has its rows", (len(rows), len(ids)))
        if name == "reports":
            continue
        bad = [r for r in rows if " ".join(texts[r["report"]][int(r["begin"]):int(r["end"])].decode().split()) != r["text"].lstrip("'")]
        ok(not bad, f"{name}: text is the words of the span", bad[:2])
        lost = [r for r in rows if r["sentence"] and r["text"].lstrip("'")[:20] not in r["sentence"]]
        ok(not lost, f"{name}: the sentence holds the words", lost[:2])


def harmless():
    evil = b"=HYPERLINK(\"x\") Times\nLIMA, May 3 (ABC) - A fire killed ten people, \"it\twas, +1 bad\" @mayor O'Neil said on Sunday.\n"
    for name in TABLES:
        out = run("annotate", "--table", name, "-", stdin=evil).stdout.decode()
        rows = list(csv.reader(io.StringIO(out)))
        ok(out and len({len(r) for r in rows}) == 1 and not any(c and c[0] in "=+-@\t" for r in rows for c in r), f"{name}: no cell is a formula, rows have one length", [r for r in rows if any(c and c[0] in "=+-@" for c in r)][:2])


def columns():
    rows = table("story", "--table", "statements", "--fields", "id,speaker,text", *EXAMPLES)
    ok(rows and list(rows[0]) == ["id", "text", "speaker"], "--fields chooses columns", rows[:1])
    out = run("story", "--table", "facts", "--fields", "id,nonsense", *EXAMPLES)
    ok(out.returncode == 2 and b"no column 'nonsense'" in out.stderr, "an unknown column is named", out.stderr.decode())
    ok(run("story", "--table", "events", *EXAMPLES).stdout == run("story", "--format", "csv", *EXAMPLES).stdout, "--format csv is the table of events")


def bare(value):
    """What --compact keeps of a record."""
    if isinstance(value, list):
        return [bare(v) for v in value]
    if not isinstance(value, dict):
        return value
    words = "text" in value and any(k in value for k in ("span", "content", "trigger")) and "role" not in value
    empty = [k for k, v in value.items() if v is None or v is False or v == []]  # 0 says something
    return {k: bare(v) for k, v in value.items() if k not in empty and not (words and k == "text")}


def parts():
    record = json.loads(run("story", "--format", "json", "--only", "events,facts", *EXAMPLES).stdout)
    ok(record["events"] and record["facts"] and record["reports"] and not record["statements"] and not record["entities"], "--only leaves the other lists empty")
    full, compact = (json.loads(run("story", "--format", "json", *more, *EXAMPLES).stdout) for more in ((), ("--compact",)))
    ok(compact.pop("compact") and compact == bare(full), "--compact leaves out what is null, false, empty or words of a span, and nothing else")
    ok(run("story", "--format", "json", "--only", "news", *EXAMPLES).returncode == 2, "--only takes the lists' names alone")
    every = json.loads(run("story", "--format", "json", *EXAMPLES).stdout)
    sure = json.loads(run("story", "--format", "json", "--min-confidence", "1", *EXAMPLES).stdout)
    ok(len(sure["statements"]) <= len(every["statements"]) and run("story", "--min-confidence", "2", *EXAMPLES).returncode == 2, "--min-confidence takes a share")
    named = lambda record: [p["confidence"] for e in record["events"] for p in e["participants"] + e["unnamed"]]
    some = json.loads(run("story", "--format", "json", "--min-confidence", "0.8", *EXAMPLES).stdout)
    ok(min(named(every)) < 0.8 <= min(named(some)), "--min-confidence leaves out parties that are less sure")
    left = {x["id"] for name in ("events", "statements", "entities", "reports") for x in some[name]}
    points = [x[name] for x in some["facts"] + some["events"] for name in ("about", "part_of", "consequence_of") if x.get(name)]
    ok(len(some["events"]) < len(every["events"]) and points and set(points) <= left, "and no id points to what was left out", set(points) - left)
    texts = {r["id"]: r["text"].encode() for r in every["reports"]}
    cut = lambda r, s: texts[r][s[0]:s[1]].decode()
    bad = [v for s in every["statements"] for v in s["versions"] if [cut(v["report"], c) for c in v["content"]] != v["text"]]
    bad += [m for e in every["events"] for m in e["mentions"] if cut(m["report"], m["trigger"]) != m["text"]]
    bad += [e for f in every["facts"] for v in f["values"] for e in v["evidence"] if cut(e["report"], e["span"]) != e["text"]]
    bad += [e for e in every["story"]["lead"] if cut(e["report"], e["span"]) != e["text"]]
    ok(not bad and every["story"]["lead"], "JSON carries the words beside every span", bad[:2])
    names = {e["id"]: e["name"] for e in every["entities"]}
    ok(all(s["speaker_name"] == names.get(s["speaker"]) for s in every["statements"]), "and the names of speakers")


def unique():
    lines = [json.loads(x) for x in run("annotate", "--format", "jsonl", *EXAMPLES).stdout.splitlines()]
    for part in ("reports", "entities", "times", "statements", "events"):
        ids = [x["id"] for r in lines for x in r[part]]
        ok(len(ids) == len(set(ids)), f"jsonl: ids of {part} are unique over a run")
    rows = [json.loads(x) for x in run("annotate", "--format", "plover", *EXAMPLES).stdout.splitlines()]
    ok(rows and len({r["id"] for r in rows}) == len(rows) and all("outlet" in m and "url" in m and "member" in m and "published" in m for r in rows for m in r["mentions"]), "plover: ids are unique, mentions name outlet, date, address and entry")
    gdelt = [x.split("\t") for x in run("annotate", "--format", "gdelt", *EXAMPLES).stdout.decode().split("\n") if x]
    ok(gdelt and {len(r) for r in gdelt} == {66} and len({r[0] for r in gdelt}) == len(gdelt) and all(r[0].isdigit() for r in gdelt), "gdelt: whole, unique GlobalEventIDs, 61 columns and five of ours")
    conllu = run("annotate", "--format", "conllu", *EXAMPLES).stdout.decode().split("\n")
    ids = [x for x in conllu if x.startswith("# sent_id")]
    ok(ids and len(ids) == len(set(ids)) and len(set(x for x in conllu if x.startswith("# newdoc"))) == len(EXAMPLES), "conllu: sentences and documents have ids of their own")
    ok(run("annotate", "--table", "events", *EXAMPLES).stdout.count(b"id,report,outlet") == 1, "csv: one header line a run")


def one_document():
    many = json.loads(run("annotate", "--format", "json", *EXAMPLES).stdout)
    one = json.loads(run("annotate", "--format", "json", EXAMPLES[0]).stdout)
    ok(isinstance(many, list) and len(many) == len(EXAMPLES) and isinstance(one, dict), "json of many reports is one document, of one its record")
    ok(len(json.loads(run("read", "--format", "json", *EXAMPLES).stdout)) == len(EXAMPLES), "so is that of read")


def foreign(tmp):
    try:
        import pandas
    except ImportError:
        pandas = None
    try:
        import duckdb
    except ImportError:
        duckdb = None
    for name in TABLES:
        path = os.path.join(tmp, name + ".csv")
        with open(path, "wb") as f:
            f.write(run("story", "--table", name, *EXAMPLES).stdout)
        mine = len(list(csv.DictReader(open(path))))
        if pandas:
            ok(len(pandas.read_csv(path)) == mine, f"pandas reads {name}")
        if duckdb:
            ok(duckdb.sql(f"select count(*) from read_csv('{path}')").fetchall()[0][0] == mine, f"DuckDB reads {name}")
    if not pandas:
        skip("pandas", "it is not installed")
    if not duckdb:
        skip("DuckDB", "it is not installed")


def speed(tmp):
    paths = []
    body = open(EXAMPLES[0]).read()
    for i in range(300):
        path = os.path.join(tmp, f"s{i:03}.txt")
        with open(path, "w") as f:
            f.write(body.replace("four people", f"{i + 2} people"))
        paths.append(path)
    took = {}
    for form in ("jsonl", "csv", "jsonl", "csv"):
        start = time.process_time() + os.times().children_user
        run("annotate", "--jobs", "1", "--format", form, *paths)
        took.setdefault(form, []).append(time.process_time() + os.times().children_user - start)
    ok(min(took["csv"]) <= 1.1 * min(took["jsonl"]), "a table takes no longer than JSONL", took)


if __name__ == "__main__":
    traced()
    harmless()
    columns()
    parts()
    unique()
    one_document()
    with tempfile.TemporaryDirectory() as folder:
        foreign(folder)
        speed(folder)
    done()
