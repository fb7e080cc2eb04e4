#!/usr/bin/env python3
"""The public interface says everything: examples/record.c prints a whole record through it, line by line what the JSON of the same reports says.
A user's program is linked against an installed library of another folder and finds the data beside that library."""
import glob
import json
import os
import shutil
import subprocess
import tempfile

from _tap import BUILD, ROOT, done, ok


def flat(text):
    return "-" if text in (None, "") else str(text).replace("\t", " ").replace("\n", " ").replace("\r", " ")


def span(at):
    return "-" if not at else f"{at[0]}:{at[1]}"


def yes(flag):
    return "true" if flag else "false"


def line(*fields):
    return "\t".join(flat(f) for f in fields)


def report_lines(record):
    for r in record["reports"]:
        yield line("report", r["id"], r["source"], r["sha256"], r["media_type"], r["language"], r["title"], r["outlet"], r["byline"],
                   (r["published"] or {}).get("value"), r["url"], r["copy_of"], yes(r["partial"]), *r["agencies"])


def entity_lines(record):
    for e in record["entities"]:
        yield line("entity", e["id"], e["kind"], e["name"], e["country"], e["key"], e["place_in"], yes(e["as_government"]))
        for s in e["spellings"]:
            yield line("spelling", e["id"], s["text"], s["note"], s["count"], *s["reports"])
        for r in e["roles"]:
            yield line("role", e["id"], r["text"], r["report"], span(r["span"]))
        for m in e["mentions"]:
            yield line("mention", e["id"], m["report"], span(m["span"]), m["form"])


def time_lines(record):
    for t in record["times"]:
        yield line("time", t["id"], t["type"], t["value"])
        for m in t["mentions"]:
            yield line("time-mention", t["id"], m["report"], span(m["span"]), m["basis"])


def statement_lines(record):
    for s in record["statements"]:
        yield line("statement", s["id"], s["speaker"], s["speaker_text"], s["kind"], s["verb"], s["polarity"], yes(s["same_words"]))
        for v in s["versions"]:
            yield line("version", s["id"], v["report"], v["kind"], span(v["speaker_span"]), span(v["cue_span"]), span(v["speaker_words"]), v["occasion"], v["time"],
                       *[span(c) for c in v["content"]], *v["via"])


def event_lines(record):
    for e in record["events"]:
        yield line("event", e["id"], e["type"], e["cameo"], e["kind"], e["label"], e["modality"], e["time"], e["place"], yes(e["background"]),
                   yes(e["main"]), e["part_of"], e["consequence_of"])
        for p in e["participants"] + e["unnamed"]:
            yield line("participant", e["id"], p["role"], p.get("entity"), p["text"], p["report"], span(p["span"]))
        for v in e["vouched_by"]:
            yield line("voucher", e["id"], v)
        for m in e["mentions"]:
            yield line("event-mention", e["id"], m["report"], span(m["trigger"]), span(m["sentence"]), m["modality"])


def claim_lines(record):
    for c in record.get("claims", []):
        yield line("claim", span(c["span"]), c["attribute"], c["kind"], c["entity"], c["time"], c["about"], span(c["predicate"]), c["role"], yes(c["denied"]),
                   c["modality"], c["when"], c["statement"], c["said_by"], span(c["ground"]), c["sure"])


def fact_lines(record):
    for f in record["facts"]:
        yield line("fact", f["id"], f["about"], f["attribute"], f["verdict"], f.get("between"), f["why"])
        for v in f["values"]:
            yield line("value", f["id"], v["value"], *v["said_by"], *[x for at in v["evidence"] for x in (at["report"], span(at["span"]))])


def record_lines(record):
    yield line("story", record["story"]["title"], record["story"]["key"], *record["story"]["places"])
    for lines in (report_lines, entity_lines, time_lines, statement_lines, event_lines, claim_lines, fact_lines):
        yield from lines(record)


def build(folder, name):
    made = subprocess.run([os.environ.get("CC", "gcc"), "-std=gnu17", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/include", f"{ROOT}/examples/{name}.c",
                           f"-L{folder}/there/lib", "-ldateline", f"-Wl,-rpath,{folder}/there/lib", "-o", f"{folder}/{name}"], capture_output=True, text=True)
    ok(made.returncode == 0, f"a user's program builds against the shared library: {name}.c", made.stderr)
    return f"{folder}/{name}"


def compiled(folder):
    """examples/record.c against the shared library, which lies with the data in a folder of its own, away from the program."""
    os.makedirs(f"{folder}/there/lib")
    os.makedirs(f"{folder}/there/share")
    shutil.copy(os.path.join(BUILD, "libdateline.so"), f"{folder}/there/lib/libdateline.so.0")
    os.symlink("libdateline.so.0", f"{folder}/there/lib/libdateline.so")
    os.symlink(os.path.join(ROOT, "data"), f"{folder}/there/share/dateline")
    return build(folder, "record")


def letter(k):
    body = "" if k == 2 else f"RIGA, May {k} (Reuters) - Police arrested Mara Oldin in dock {k} of Riga on Monday, officials said.\n"
    return f"From desk@post.example Mon May  1 10:00:0{k} 2023\nFrom: desk@post.example\nTo: all@post.example\nSubject: Arrest {k}\nDate: Mon, 1 May 2023 10:00:00 +0000\n\n{body}\n"


def archive(folder, env):
    """examples/archive.c: a mailbox, entry by entry."""
    with open(f"{folder}/news.mbox", "w", encoding="utf-8") as out:
        out.write("".join(letter(k) for k in range(1, 6)))
    out = subprocess.run([build(folder, "archive"), f"{folder}/news.mbox"], capture_output=True, env=env, text=True)
    found = [json.loads(line)["reports"][0] for line in out.stdout.splitlines()]
    ok(out.returncode == 1 and [r["source"] for r in found] == [f"letter {k}" for k in (1, 3, 4, 5)] and out.stderr.startswith("letter 2: "),
       "an archive by a function that yields its entries: a record each, an error is its own row", f"{out.returncode} {out.stdout[:300]} {out.stderr[:300]}")
    ok(all(f"dock {r['source'][7:]} of Riga" in r["text"] for r in found), "each with its own words")
    gone = subprocess.run([f"{folder}/archive", f"{folder}/nothing"], capture_output=True, env=env)
    ok(gone.returncode == 3 and gone.stderr, "no archive: said")


def compare(printed, files, command, kind):
    """What the program printed against the JSON of the same reports; lines of `kind` are among them."""
    printed = printed.decode("utf-8").split("\n")[:-1]
    text = subprocess.run([os.path.join(BUILD, "dateline"), command, "--format", "json", *files], capture_output=True).stdout
    wanted = list(record_lines(json.loads(text)))
    wrong = [f"{a}\n  not {b}" for a, b in zip(printed, wanted) if a != b]
    some = sum(w.startswith(kind + "\t") for w in wanted)
    ok(len(printed) == len(wanted) > 100 and some > 10 and not wrong,
       f"the interface gives the record as the JSON of {command} does, {len(wanted)} lines, {some} of a {kind}", "\n".join(wrong[:6]))


def main():
    files = sorted(glob.glob(f"{ROOT}/examples/*.txt") + glob.glob(f"{ROOT}/examples/*.md") + glob.glob(f"{ROOT}/examples/*.html"))
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(folder)
        bare = {k: v for k, v in os.environ.items() if k != "DATELINE_DATA"}
        out = subprocess.run([program, *files], capture_output=True, env=bare)
        ok(out.returncode == 0, "the library finds its data beside itself", out.stderr.decode())
        compare(out.stdout, files, "story", "fact")
        alone = subprocess.run([program, files[0]], capture_output=True, env=bare)
        compare(alone.stdout, files[:1], "annotate", "claim")
        archive(folder, bare)


main()
done()
