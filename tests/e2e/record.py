#!/usr/bin/env python3
"""The record as a contract: valid against the schema, every span inside its report, every id known, the same bytes on any number of threads
and in any order of files."""
import json
import random
import sys

from _tap import EXAMPLES, ROOT, SEEDS, done, ok, run, skip

try:
    import jsonschema
except ImportError:
    jsonschema = None
SCHEMA = json.load(open(ROOT + "/data/record.schema.json"))


def spans(node, report=None, at=""):
    """(report id, span, where) of every span in the record below `node`."""
    if isinstance(node, dict):
        report = node.get("report", report)
        for key, value in node.items():
            if key in ("span", "speaker_span", "cue_span", "speaker_words", "trigger", "sentence", "instrument", "manner", "purpose") and value:
                yield report, value, at + "/" + key
            elif key == "content":
                for v in value:
                    yield report, v, at + "/content"
            elif key not in ("text", "map"):
                yield from spans(value, report, at + "/" + key)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from spans(value, report, f"{at}/{i}")


def boundary(text, i):
    return i == 0 or i == len(text) or (i < len(text) and text[i] & 0xC0 != 0x80)


def bad_spans(record):
    texts = {r["id"]: r["text"].encode() for r in record["reports"]}
    bad = []
    for r in record["reports"]:
        for report, (b, e), where in spans({k: v for k, v in r.items()}, r["id"], r["id"]):
            if not (0 <= b <= e <= len(texts[r["id"]]) and boundary(texts[r["id"]], b) and boundary(texts[r["id"]], e)):
                bad.append((where, b, e))
    for part in ("entities", "times", "statements", "events", "facts"):
        for report, (b, e), where in spans(record[part], None, part):
            text = texts.get(report, b"")
            if not (0 <= b < e <= len(text) and boundary(text, b) and boundary(text, e)):
                bad.append((where, report, b, e))
    return bad


def bad_ids(record):
    known = {x["id"] for part in ("reports", "entities", "times", "statements", "events", "facts") for x in record[part]}
    bad = []

    def walk(node, key=""):
        if isinstance(node, dict):
            for k, v in node.items():
                walk(v, k)
        elif isinstance(node, list):
            for v in node:
                walk(v, key)
        elif key in ("report", "reports", "speaker", "via", "occasion", "entity", "time", "place", "places", "place_in", "vouched_by", "about", "said_by", "copy_of") and node is not None and node not in known:
            bad.append((key, node))

    walk({k: v for k, v in record.items() if k != "reports"})
    walk([r["copy_of"] for r in record["reports"]], "copy_of")
    return bad


def bad_roles(record):
    """Words that the record quotes as text must be the report's own."""
    texts = {r["id"]: r["text"].encode() for r in record["reports"]}
    return [(e["id"], role) for e in record["entities"] for role in e["roles"] if texts[role["report"]][role["span"][0]:role["span"][1]].decode() != role["text"]]


def check(name, files):
    done_ = run("story", "--format", "json", *files)
    if not ok(done_.returncode == 0, f"{name}: a record is printed", done_.stderr.decode()):
        return
    record = json.loads(done_.stdout)
    if jsonschema:
        errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in jsonschema.Draft202012Validator(SCHEMA).iter_errors(record)]
        ok(not errors, f"{name}: valid against the schema", "\n".join(errors[:10]))
    else:
        skip(f"{name}: valid against the schema", "python3-jsonschema is not installed")
    ok(not bad_spans(record), f"{name}: every span lies in its report, on character boundaries", bad_spans(record)[:5])
    ok(not bad_ids(record), f"{name}: every id that is named exists", bad_ids(record)[:5])
    ok(not bad_roles(record), f"{name}: roles are the reports' own words", bad_roles(record)[:5])
    for report, path in zip(record["reports"], sorted(files)):
        if path.endswith((".txt", ".md")):
            raw = open(path, "rb").read()
            ok(report["text"].encode() == raw, f"{name}: the text of {path.rsplit('/', 1)[-1]} is the file's own bytes")
    for jobs in ("1", "2", "5"):
        ok(run("story", "--format", "json", "--jobs", jobs, *files).stdout == done_.stdout, f"{name}: the same bytes on {jobs} threads")
    for seed in range(3):
        order = list(files)
        random.Random(seed).shuffle(order)
        ok(run("story", "--format", "json", *order).stdout == done_.stdout, f"{name}: the same bytes in another order of files ({seed})")
    for form in ("text", "jsonl", "html", "conllu", "webannotation", "gdelt", "plover"):
        out = run("story", "--format", form, *files)
        ok(out.returncode == 0 and out.stdout == run("story", "--format", form, *files).stdout, f"{name}: {form} is printed, the same each time", out.stderr.decode())
    ok(json.loads(run("story", "--format", "jsonl", *files).stdout) == record, f"{name}: jsonl holds what json holds")
    check_annotations(name, files, record)


def check_annotations(name, files, record):
    """Positions of the web annotations count code points: they must quote the same words as the bytes do."""
    page = json.loads(run("story", "--format", "webannotation", *files).stdout)
    texts = {r["url"] or r["source"]: r["text"] for r in record["reports"]}
    bad, n = [], 0
    for item in page["items"]:
        for target in item["target"]:
            position, quote = target["selector"]
            n += 1
            if texts[target["source"]][position["start"]:position["end"]] != quote["exact"]:
                bad.append((item["id"], quote["exact"]))
    ok(n > 0 and not bad, f"{name}: {n} annotation targets quote their report", bad[:5])


if __name__ == "__main__":
    check("examples", EXAMPLES)
    if SEEDS:
        check("seeds", SEEDS)
    else:
        skip("seeds", "../shared/seeds is not here")
    done()
