#!/usr/bin/env python3
"""The desk on the command line: add, stories, show, search, export, check, backup; what was said to be kept survives kill -9 at any instant; a full disk,
a read-only file, a second writer and a file that is no desk are clear errors and lose nothing."""
import csv
import glob
import io
import json
import os
import random
import resource
import signal
import subprocess
import tempfile
import time

from _tap import BUILD, ROOT, done, ok

PROGRAM = os.path.join(BUILD, "dateline")
KILLS = int(os.environ.get("DESK_KILLS", "30"))


def run(*args, desk, **more):
    return subprocess.run([PROGRAM, args[0], "--desk", desk, *args[1:]], capture_output=True, text=True, **more)


def report(number, words="two workers"):
    """An invented report; the number makes it one of its own."""
    return json.dumps({"url": f"http://example.org/{number}", "title": f"Fire at depot {number}", "date": "2024-05-13",
                       "text": f"A fire at depot {number} in the port of Tarvik killed {words} on Sunday, the mayor said. "
                               f"\"We will rebuild depot {number},\" the mayor, Ana Lint, told reporters."})


def whole_round(folder):
    desk = os.path.join(folder, "a.db")
    files = sorted(glob.glob(f"{ROOT}/examples/*.txt") + glob.glob(f"{ROOT}/examples/*.md") + glob.glob(f"{ROOT}/examples/*.html"))
    out = run("add", *files, desk=desk)
    ok(out.returncode == 0 and out.stdout == "5 reports kept\n", "add keeps the examples", out.stdout + out.stderr)
    out = run("add", *files, desk=desk)
    ok(out.returncode == 0 and out.stdout == "0 reports kept, 5 known\n", "the same bytes are known", out.stdout)
    rows = [json.loads(line) for line in run("stories", "--format", "jsonl", desk=desk).stdout.split("\n") if line]
    ok(len(rows) == 1 and rows[0]["reports"] == 5 and rows[0]["conflicts"] > 0, "they are one story with differences", str(rows))
    story = subprocess.run([PROGRAM, "story", "--format", "json", *files], capture_output=True, text=True).stdout
    shown = run("show", "--format", "json", str(rows[0]["story"]), desk=desk).stdout
    ok(shown == story, "its record is the same bytes as that of the files")
    hits = list(csv.DictReader(io.StringIO(run("search", "--format", "csv", "by:Stavarache", "explosion", desk=desk).stdout)))
    ok(hits and all(h["story"] == str(rows[0]["story"]) for h in hits), "search finds by speaker and word", str(hits))
    ok(run("search", "verdict:conflict", desk=desk).returncode == 0 and run("search", "zeppelin", desk=desk).returncode == 1, "verdict: finds it; nothing found is exit code 1")
    lines = run("export", desk=desk).stdout.strip().split("\n")
    ok(len(lines) == 1 and json.loads(lines[0])["format"] == "dateline.record/1", "export gives a record a line")
    copy = os.path.join(folder, "copy.db")
    ok(run("backup", copy, desk=desk).returncode == 0 and run("stories", desk=copy).stdout == run("stories", desk=desk).stdout, "backup gives a desk")
    ok(run("backup", copy, desk=desk).returncode == 3, "and writes over none")
    out = run("check", desk=desk)
    ok(out.returncode == 0 and "0 faults" in out.stdout, "check finds no fault", out.stdout + out.stderr)


def versions(folder):
    desk = os.path.join(folder, "v.db")
    for name, words in (("one", "two workers"), ("two", "three workers")):
        path = os.path.join(folder, name + ".json")
        open(path, "w").write(report(7, words))
        out = run("add", path, desk=desk)
    ok(out.stdout == "1 report kept (1 a later version)\n", "other text at an address is a later version", out.stdout)
    rows = [json.loads(line) for line in run("search", "--format", "jsonl", "depot", desk=desk).stdout.split("\n") if line]
    ok(sorted((r["report"], r["replaced_by"]) for r in rows) == [(1, 2), (2, 0)], "the earlier one says by which it was replaced", str(rows))
    shown = run("show", "1", desk=desk).stdout
    ok("three workers" in shown and "killed two workers" not in shown, "and speaks no more", shown)


def kept_lines(path):
    try:
        return [int(line) for line in open(path)]
    except OSError:
        return []


def kills(folder):
    """A shell loop adds report after report and writes down each that was said to be kept; it is killed whole at random instants."""
    desk, said = os.path.join(folder, "k.db"), os.path.join(folder, "said")
    rng, number, slow = random.Random(7), 0, 0.0
    for i in range(KILLS):
        files = []
        for k in range(40):
            number += 1
            files.append(os.path.join(folder, f"{number}.json"))
            open(files[-1], "w").write(report(number))
        loop = "; ".join(f"'{PROGRAM}' add -q --desk '{desk}' '{f}' >/dev/null && echo {os.path.basename(f)[:-5]} >> '{said}'" for f in files)
        child = subprocess.Popen(["bash", "-c", loop], start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.02, 0.5))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        start = time.time()
        opened = run("check", desk=desk) if os.path.exists(desk) else None
        slow = max(slow, time.time() - start)
        if opened and (opened.returncode != 0 or "0 faults" not in opened.stdout):
            ok(False, "the desk holds together after a kill", f"kill {i}: {opened.stdout}{opened.stderr}")
            return
    rows = [json.loads(line) for line in run("search", "--all", "--format", "jsonl", "tarvik", desk=desk).stdout.split("\n") if line]
    there = {int(r["url"].rsplit("/", 1)[1]) for r in rows}
    lost = [n for n in kept_lines(said) if n not in there]
    ok(not lost and kept_lines(said), f"no report that was said to be kept is lost over {KILLS} kills ({len(kept_lines(said))} kept)", str(lost[:5]))
    print(f"# slowest opening after a kill {slow:.2f} s")
    ok(run("add", "-q", os.path.join(folder, "1.json"), desk=desk).returncode == 0, "and the desk goes on")


def troubles(folder):
    desk = os.path.join(folder, "t.db")
    path = os.path.join(folder, "r.json")
    open(path, "w").write(report(1))
    run("add", path, desk=desk)
    small = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960)))
    open(path, "w").write(json.dumps({"text": " ".join(f"Depot {i} of Tarvik burned on Sunday, the mayor of quarter {i} said." for i in range(4000))}))
    out = run("add", path, desk=desk, preexec_fn=small)
    ok(out.returncode == 3 and out.stderr.strip() and "kept" in out.stdout, "a full disk is a clear error", f"{out.returncode} {out.stdout} {out.stderr}")
    out = run("check", desk=desk)
    ok(out.returncode == 0 and out.stdout.startswith("1 reports"), "and loses nothing", out.stdout + out.stderr)
    bad = os.path.join(folder, "no.db")
    open(bad, "w").write("no desk, but a text that is long enough to be looked at by what reads databases, a hundred bytes and more\n")
    out = run("stories", desk=bad)
    ok(out.returncode == 3 and "not a database" in out.stderr, "a file that is no desk is named", out.stderr)
    out = run("stories", desk=os.path.join(folder, "none", "x.db"))
    ok(out.returncode == 3 and out.stderr, "a desk that cannot be opened is named", out.stderr)
    ok(run("stories", "--order", "best", desk=desk).returncode == 2, "an unknown order is wrong use")
    ok(run("search", "date:never", desk=desk).returncode == 2, "so is a date that is none")
    ok(run("show", "99", desk=desk).returncode == 3, "a story that is not there is said")


with tempfile.TemporaryDirectory() as tmp:
    whole_round(tmp)
    versions(tmp)
    kills(tmp)
    troubles(tmp)
done()
