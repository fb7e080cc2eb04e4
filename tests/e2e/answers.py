#!/usr/bin/env python3
"""What the record must say of examples/ (the event is invented; the answers are in tests/cases/story/examples.json), and the figures of the
benchmark of the main job where ../shared is at hand."""
import json
import os
import subprocess
import tempfile

from _tap import DATELINE, EXAMPLES, ROOT, SHARED, done, ok, run, skip

CASES = json.load(open(os.path.join(ROOT, "tests", "cases", "story", "examples.json")))


def want_ok(want, good, name, detail=""):
    """A wish marked "open" is known not to be met yet: it is said, and does not fail the run."""
    if want.get("open") and not good:
        skip(name, "open: not found yet")
    else:
        ok(good, name, detail)


def speakers(want):
    return want["speaker"] if isinstance(want["speaker"], list) else [want["speaker"]]


def words(record, report, span):
    text = next(r for r in record["reports"] if r["id"] == report)["text"].encode()
    return text[span[0]:span[1]].decode()


def evidence(record, fact):
    """{(report file's first letter, words)} of a fact."""
    names = {r["id"]: os.path.basename(r["source"])[0] for r in record["reports"]}
    return {(names[e["report"]], words(record, e["report"], e["span"])) for v in fact["values"] for e in v["evidence"]}


def says(record, fact, want):
    got = evidence(record, fact)
    return all(any(g == letter and part in text for g, text in got) for letter, part in want["words"])


def check_facts(record):
    for want in CASES["facts"]:
        hits = [f for f in record["facts"] if f["attribute"] in want["attributes"] and says(record, f, want)]
        good = [f for f in hits if f["verdict"] == want["verdict"] and f["between"] == want.get("between")]
        want_ok(want, bool(good), f"{want['verdict']}: {want['about']}", [(f["attribute"], f["verdict"], f["between"], sorted(evidence(record, f))) for f in hits] or "no fact holds these words together")
    allowed = [w for w in CASES["facts"] if w["verdict"] == "conflict"]
    false = [f for f in record["facts"] if f["verdict"] == "conflict" and not any(f["attribute"] in w["attributes"] and says(record, f, w) for w in allowed)]
    ok(not false, "no false conflict", [(f["attribute"], sorted(evidence(record, f))) for f in false])


def check_entities(record):
    for want in CASES["entities"]:
        spellings = [{s["text"] for s in e["spellings"]} for e in record["entities"] if e["kind"] == want["kind"]]
        want_ok(want, any(set(want["spellings"]) <= s for s in spellings), f"one {want['kind']}: {', '.join(want['spellings'])}", [s for s in spellings if s & set(want["spellings"])])


def check_statements(record):
    names = {e["id"]: {s["text"] for s in e["spellings"]} | {e["name"]} for e in record["entities"]}
    for want in CASES["statements"]:
        found = [s for s in record["statements"] for v in s["versions"] if any(want["words"] in words(record, v["report"], c) for c in v["content"])]
        want_ok(want, any(set(speakers(want)) & set(names.get(s["speaker"], ())) for s in found), f"{speakers(want)[0]} said: {want['words']}", [(s["speaker"] and names[s["speaker"]], s["kind"]) for s in found])


def check_copies(record):
    names = {r["id"]: os.path.basename(r["source"])[0] for r in record["reports"]}
    ok({names[r["id"]]: names[r["copy_of"]] for r in record["reports"] if r["copy_of"]} == CASES["copies"], "the reprint is told from the independent reports", [(r["source"], r["copy_of"]) for r in record["reports"]])


def bench():
    script = os.path.join(SHARED, "bench", "story", "run.sh")
    if not os.path.exists(script):
        return skip("the main job on the seeds", "../shared/bench/story is not here")
    with tempfile.TemporaryDirectory() as tmp:
        out = subprocess.run(["bash", script, DATELINE, tmp], capture_output=True, text=True)
    figures = json.loads(out.stdout.strip().split("\n")[-1]) if out.returncode == 0 else {}
    print("# seeds: " + json.dumps(figures))
    ok(figures.get("headline", 0) >= CASES["seeds_headline"], f"the main job on the seeds: headline {figures.get('headline')}, not under {CASES['seeds_headline']}", out.stderr)


if __name__ == "__main__":
    check_facts(json.loads(run("story", "--format", "json", *EXAMPLES).stdout))
    for check in (check_entities, check_statements, check_copies):
        check(json.loads(run("story", "--format", "json", *EXAMPLES).stdout))
    bench()
    done()
