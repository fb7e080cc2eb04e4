#!/usr/bin/env python3
"""The desk on the command line, in a file and on a PostgreSQL server: add, stories, show, search, export, check, backup, the same answers from both; what was
said to be kept survives kill -9 at any instant (DESK_KILLS of them, DESK_ENGINE=file or server for one alone); a full disk, a read-only file, a second writer,
and a file that is no desk are clear errors and lose nothing; a desk of the first layout is brought up to the present one."""
import csv
import glob
import io
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time

from _postgres import Server
from _tap import BUILD, ROOT, done, ok, skip

PROGRAM = os.path.join(BUILD, "dateline")
KILLS = int(os.environ.get("DESK_KILLS", "30"))  # of each engine


def run(*args, desk, **more):
    return subprocess.run([PROGRAM, args[0], "--desk", desk, *args[1:]], capture_output=True, text=True, **more)


def report(number, words="two workers"):
    """An invented report; the number makes it one of its own."""
    return json.dumps({"url": f"http://example.org/{number}", "title": f"Fire at depot {number}", "date": "2024-05-13",
                       "text": f"A fire at depot {number} in the port of Tarvik killed {words} on Sunday, the mayor said. "
                               f"\"We will rebuild depot {number},\" the mayor, Ana Lint, told reporters."})


class File:
    """Desks in files of a folder."""
    name = "file"

    def __init__(self, folder):
        self.folder, self.n = folder, 0

    def fresh(self):
        self.n += 1
        return os.path.join(self.folder, f"{self.n}.db")

    def made(self, desk):
        return os.path.exists(desk)


class OnServer:
    """Desks in databases of a server."""
    name = "server"

    def __init__(self, server):
        self.server = server

    def fresh(self):
        return self.server.fresh()

    def made(self, desk):
        return True


QUERIES = [["explosion"], ["by:Stavarache"], ["depot", "-managers"], ["\"fuel depot\""], ["\"fuel depot\"", "-\"dock workers\""], ["Stavar*"], ["said:valves"], ["place:constanta"],
           ["outlet:HERALD"], ["date:2024-05-14"], ["verdict:conflict"], ["title:depot"], ["ștavarache"], ["type:ASSAULT"], ["\"oana lup\"*"], ["the"], ["about:balta", "fuel"], ["zeppelin"], ["-fire"]]


def whole_round(place, folder):
    desk = place.fresh()
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
    copy = os.path.join(folder, place.name + "-copy.db")
    ok(run("backup", copy, desk=desk).returncode == 0 and run("stories", desk=copy).stdout == run("stories", desk=desk).stdout, "backup gives a desk")
    ok(run("backup", copy, desk=desk).returncode == 3, "and writes over none")
    out = run("check", desk=desk)
    ok(out.returncode == 0 and "0 faults" in out.stdout, "check finds no fault", out.stdout + out.stderr)
    return desk


def answers(desk):
    """All that can be asked of a desk; clocks are left out."""
    said = [run("search", "--all", "--format", "jsonl", "--", *q, desk=desk) for q in QUERIES]
    said += [run("search", "--all", "--format", f, "--", "depot", desk=desk) for f in ("text", "csv")]
    said += [run("stories", "--format", "jsonl", desk=desk), run("export", desk=desk), run("export", "--table", "facts", desk=desk), run("show", "1", desk=desk)]
    return [(r.returncode, re.sub(r'"changed": \d+', "", r.stdout), r.stderr) for r in said]


def same_answers(first, second, why):
    """`first`: a desk's answers."""
    a, b = first, answers(second)
    differ = [(x, y) for x, y in zip(a, b) if x != y]
    ok(not differ and sum(x[0] == 0 for x in a) > 12, why, str(differ[:1]))


def versions(place, folder):
    desk = place.fresh()
    for name, words in (("one", "two workers"), ("two", "three workers")):
        path = os.path.join(folder, name + ".json")
        open(path, "w").write(report(7, words))
        out = run("add", path, desk=desk)
    ok(out.stdout == "1 report kept (1 a later version)\n", "other text at an address is a later version", out.stdout)
    rows = [json.loads(line) for line in run("search", "--format", "jsonl", "depot", desk=desk).stdout.split("\n") if line]
    ok(sorted((r["report"], r["replaced_by"]) for r in rows) == [(1, 2), (2, 0)], "the earlier one says by which it was replaced", str(rows))
    shown = run("show", "1", desk=desk).stdout
    ok("three workers" in shown and "killed two workers" not in shown, "and speaks no more", shown)
    page = "<html><head><title>Fire at depot 9</title><link rel=canonical href=http://example.org/9></head><body><p>A fire at depot 9 killed two workers on Sunday, the mayor of Tarvik said.</p>%s</body></html>"
    for number in (1, 2):
        path = os.path.join(folder, f"page{number}.html")
        open(path, "w").write(page % f"<script>var visit = {number}</script>")
        out = run("add", path, desk=desk)
    ok(out.stdout == "0 reports kept, 1 known\n", "a page whose frame alone changed is no version", out.stdout)


def kept_lines(path):
    try:
        return [int(line) for line in open(path)]
    except OSError:
        return []


def kills(place, folder):
    """A shell loop adds report after report and writes down each that was said to be kept; it is killed whole at random instants."""
    folder = os.path.join(folder, "kills-" + place.name)
    os.mkdir(folder)
    desk, said = place.fresh(), os.path.join(folder, "said")
    rng, number, slow = random.Random(7), 0, 0.0
    for i in range(KILLS):
        files = []
        for k in range(40):
            number += 1
            files.append(os.path.join(folder, f"{number}.json"))
            open(files[-1], "w").write(report(number))
        loop = "; ".join(f"'{PROGRAM}' add -q --desk '{desk}' '{f}' >/dev/null && echo {os.path.basename(f)[:-5]} >> '{said}'" for f in files)
        child = subprocess.Popen(["bash", "-c", loop], start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.05, 1.2))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        start = time.time()
        opened = run("check", desk=desk) if kept_lines(said) else None
        slow = max(slow, time.time() - start)
        # a report whose words are not in the server's index yet is put there by the next `add`
        wrong = [line for line in opened.stdout.split("\n") if line and "cannot be searched" not in line and not re.search(r"\d faults?$", line)] if opened else []
        if wrong or (opened and opened.returncode > 1):
            ok(False, f"{place.name}: the desk holds together after a kill", f"kill {i}: {opened.stdout}{opened.stderr}")
            return
    ok(run("add", "-q", os.path.join(folder, "1.json"), desk=desk).returncode == 0, f"{place.name}: the desk goes on after {KILLS} kills")
    rows = [json.loads(line) for line in run("search", "--all", "--format", "jsonl", "tarvik", desk=desk).stdout.split("\n") if line]
    there = {int(r["url"].rsplit("/", 1)[1]) for r in rows}
    lost = [n for n in kept_lines(said) if n not in there]
    ok(not lost and kept_lines(said), f"{place.name}: no report that was said to be kept is lost ({len(kept_lines(said))} kept)", str(lost[:5]))
    out = run("check", desk=desk)
    ok(out.returncode == 0 and "0 faults" in out.stdout, f"{place.name}: and check finds no fault", out.stdout)
    print(f"# {place.name}: slowest opening after a kill {slow:.2f} s")


def two_writers(place, folder):
    """Two writers at once, one killed in the middle: the other's reports and the dead one's acknowledged ones are there, in stories as one writer makes them."""
    folder = os.path.join(folder, "two-" + place.name)
    os.mkdir(folder)
    desk, workers = place.fresh(), []
    for w in range(2):
        files = [os.path.join(folder, f"{w * 100 + k}.json") for k in range(1, 21)]
        for f in files:
            open(f, "w").write(report(int(os.path.basename(f)[:-5])))
        loop = "; ".join(f"'{PROGRAM}' add -q --desk '{desk}' '{f}' >/dev/null && echo {os.path.basename(f)[:-5]} >> '{folder}/said{w}'" for f in files)
        workers.append(subprocess.Popen(["bash", "-c", loop], start_new_session=True, stderr=subprocess.DEVNULL))
    time.sleep(1.0)
    os.killpg(workers[0].pid, signal.SIGKILL)
    workers[0].wait()
    workers[1].wait()
    run("add", "-q", os.path.join(folder, "101.json"), desk=desk)
    rows = [json.loads(line) for line in run("search", "--all", "--format", "jsonl", "tarvik", desk=desk).stdout.split("\n") if line]
    there = {int(r["url"].rsplit("/", 1)[1]) for r in rows}
    said = kept_lines(os.path.join(folder, "said0")) + kept_lines(os.path.join(folder, "said1"))
    ok(set(said) <= there and len(kept_lines(os.path.join(folder, "said1"))) == 20, f"{place.name}: two writers at once, one killed: nothing is lost", f"{sorted(set(said) - there)} {len(said)}")
    out = run("check", desk=desk)
    ok(out.returncode == 0 and "0 faults" in out.stdout, f"{place.name}: and the desk holds together", out.stdout + out.stderr)


def broken(desk, folder, sql, index=None):
    """A copy of a desk, damaged by statements, or by a page of an index that is empty."""
    copy = os.path.join(folder, "broken.db")
    for rest in ("", "-wal", "-shm"):
        if os.path.exists(copy + rest):
            os.unlink(copy + rest)
    run("backup", copy, desk=desk)
    db = sqlite3.connect(copy)
    db.execute("PRAGMA foreign_keys = OFF")
    db.executescript(sql)
    size = db.execute("PRAGMA page_size").fetchone()[0]
    page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index or "",)).fetchone()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    if page:
        with open(copy, "r+b") as f:
            f.seek((page[0] - 1) * size)
            f.write(bytes([10, 0, 0, 0, 0, size >> 8, size & 255, 0]) + bytes(size - 8))
    return copy


def repairs(desk, folder):
    """What follows from the rest of a desk is made anew, with the same answers; what does not is named and left."""
    said = answers(desk)
    mended = (("words of the index", "INSERT INTO found(found) VALUES('delete-all')", "cannot be searched", None), ("words of a report", "DELETE FROM words WHERE id = 2", "has no words", None),
              ("an analysed form", "UPDATE report SET saved = x'00' WHERE id = 3", "damaged analysed form", None), ("half an analysed form", "UPDATE report SET saved = substr(saved, 1, length(saved) / 2) WHERE id = 1", "damaged analysed form", None),
              ("rows of stories", "DELETE FROM story; DELETE FROM tag", "is not listed", None), ("links to later versions", "UPDATE report SET later = 99 WHERE id = 1", "by which it was replaced", None),
              ("outlets", "DELETE FROM outlet", "cannot be searched for", None), ("words of no report", "INSERT INTO words SELECT 77, title, body, n_said, n_by, n_about, n_place FROM words WHERE id = 1", "belong to none", None),
              ("a story of no report", "INSERT INTO story SELECT 77, title, first, last, changed, reports, outlets, conflicts, refined, agree FROM story LIMIT 1", "has no report", None),
              ("an index of the file", "", "missing from index", "report_day"))
    for what, sql, words, index in mended:
        copy = broken(desk, folder, sql, index)
        out = run("check", desk=copy)
        ok(out.returncode == 1 and words in out.stdout, f"check finds: {what}", out.stdout + out.stderr)
        out = run("check", "--repair", desk=copy)
        ok(out.returncode == 0 and out.stdout.endswith(" 0 faults\n"), f"--repair makes anew: {what}", out.stdout + out.stderr)
        out = run("check", desk=copy)
        ok(out.returncode == 0, "check finds nothing then", out.stdout + out.stderr)
        same_answers(said, copy, "and the answers are as before")
    for what, sql, words in (("the bytes of an input", "UPDATE input SET bytes = substr(bytes, 1, 20) || x'00' || substr(bytes, 22) WHERE id = 1", "the bytes of input 1 are damaged"),
                             ("an input that is gone", "DELETE FROM input WHERE id = 2", "report 2 has no input"),
                             ("a form and its input", "UPDATE report SET saved = x'00' WHERE id = 3; UPDATE input SET bytes = x'00' WHERE id = 3", "report 3 has a damaged analysed form")):
        copy = broken(desk, folder, sql)
        out = run("check", "--repair", desk=copy)
        ok(out.returncode == 1 and words in out.stdout, f"what only a backup brings back is named: {what}", out.stdout + out.stderr)
        ok(run("check", desk=copy).stdout.count("\n") == out.stdout.count("\n"), "and left as it is", out.stdout)
    none = os.path.join(folder, "none.db")
    ok(run("check", "--repair", desk=none).returncode == 3 and not os.path.exists(none), "--repair makes no desk where there is none")


def lost_report(desk, folder):
    """A report that is gone stays a gap; what stands behind it is looked at, mended and joined all the same."""
    last = "(SELECT max(id) FROM report)"
    copy = broken(desk, folder, f"DELETE FROM report WHERE id = 2; DELETE FROM words WHERE id = 2; UPDATE report SET saved = x'00' WHERE id = {last}")
    out = run("check", desk=copy)
    ok(out.returncode == 1 and "without a gap" in out.stdout and "damaged analysed form" in out.stdout and "story 1 lost a report" in out.stdout, "check looks at the reports behind one that is gone", out.stdout + out.stderr)
    out = run("check", "--repair", desk=copy)
    ok(out.returncode == 1 and "analysed again" in out.stdout and "damaged" not in out.stdout, "--repair mends them", out.stdout + out.stderr)
    rows = lambda: {r["story"]: r["reports"] for r in map(json.loads, run("stories", "--format", "jsonl", desk=copy).stdout.splitlines())}
    out = run("check", "--repair", desk=copy)
    ok(rows() == {1: 4} and "joined again" not in out.stdout, "the row of its story, mended, counts what is left, once", str(rows()) + out.stdout)
    for gone in (2, 3):
        copy = broken(desk, folder, f"DELETE FROM report WHERE id IN (2, {gone}); DELETE FROM words WHERE id IN (2, {gone})")
        path = os.path.join(folder, f"behind{gone}.json")
        open(path, "w").write(report(500 + gone))
        out = run("add", path, desk=copy)
        ok(out.returncode == 0 and rows().get(6) == 1, f"a report that comes when as many as {gone - 1} are gone is listed", out.stdout + out.stderr + str(rows()))


FIRST_LAYOUT = """CREATE TABLE input(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, size INTEGER NOT NULL, added INTEGER NOT NULL, bytes BLOB);
CREATE TABLE report(id INTEGER PRIMARY KEY, input INTEGER NOT NULL REFERENCES input(id), sha256 TEXT NOT NULL, member TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,
 title TEXT NOT NULL, language TEXT NOT NULL, published TEXT NOT NULL, day INTEGER, added INTEGER NOT NULL, story INTEGER NOT NULL, copy_of INTEGER NOT NULL,
 earlier INTEGER NOT NULL, later INTEGER NOT NULL, saved BLOB NOT NULL);
CREATE INDEX report_bytes ON report(sha256, member); CREATE INDEX report_url ON report(url) WHERE url <> ''; CREATE INDEX report_story ON report(story, later);
CREATE INDEX report_day ON report(day);
CREATE TABLE story(id INTEGER PRIMARY KEY, title TEXT NOT NULL, first INTEGER, last INTEGER, changed INTEGER NOT NULL, reports INTEGER NOT NULL, outlets INTEGER NOT NULL,
 conflicts INTEGER NOT NULL, refined INTEGER NOT NULL, agree INTEGER NOT NULL);
CREATE INDEX story_changed ON story(changed, id); CREATE TABLE tag(tag TEXT NOT NULL, story INTEGER NOT NULL, PRIMARY KEY(tag, story)) WITHOUT ROWID;
CREATE INDEX tag_story ON tag(story); CREATE TABLE kept(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, text, said, by, about, place, tokenize = "unicode61 remove_diacritics 2"); PRAGMA user_version = 1;"""


def first_layout(folder):
    """A desk as the first version kept it: found, searched and added to after it was brought up."""
    new, old = os.path.join(folder, "new.db"), os.path.join(folder, "first.db")
    files = sorted(glob.glob(f"{ROOT}/examples/*.txt") + glob.glob(f"{ROOT}/examples/*.md") + glob.glob(f"{ROOT}/examples/*.html"))
    run("add", *files, desk=new)
    db = sqlite3.connect(old)
    db.executescript(FIRST_LAYOUT)
    db.execute("ATTACH ? AS n", (new,))
    db.execute("INSERT INTO input SELECT * FROM n.input")
    db.execute("INSERT INTO report SELECT id, input, sha256, member, url, outlet, title, language, published, day, added, story, copy_of, earlier, later, saved FROM n.report")
    for table in ("story", "tag", "kept"):
        db.execute(f"INSERT INTO {table} SELECT * FROM n.{table}")
    db.execute("INSERT INTO words(rowid, title, text, said, by, about, place) SELECT id, title, body, n_said, n_by, n_about, n_place FROM n.words")
    db.commit()
    db.close()
    out = run("stories", desk=old)
    ok(out.returncode == 3 and "layout" in out.stderr, "a desk of the first layout is named by who only reads", out.stderr)
    out = run("add", files[0], desk=old)
    ok(out.returncode == 0 and "1 known" in out.stdout, "and brought up by who writes", out.stdout + out.stderr)
    same_answers(answers(new), old, "with the same answers as a new one")


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
    ok(out.returncode == 0 and out.stdout.startswith("1 report,"), "and loses nothing", out.stdout + out.stderr)
    bad = os.path.join(folder, "no.db")
    open(bad, "w").write("no desk, but a text that is long enough to be looked at by what reads databases, a hundred bytes and more\n")
    out = run("stories", desk=bad)
    ok(out.returncode == 3 and bad in out.stderr and "no desk" in out.stderr, "a file that is no desk is named", out.stderr)
    out = run("add", path, desk=folder)
    ok(out.returncode == 3 and folder in out.stderr and "Is a directory" in out.stderr, "that a desk is a folder is said", out.stderr)
    ok("Is a directory" in run("stories", desk=folder).stderr, "to who reads as well")
    out = run("add", path, desk=os.path.join(folder, "none", "x.db"))
    ok(out.returncode == 3 and "No such file or directory" in out.stderr, "why a desk cannot be opened is said", out.stderr)
    out = run("stories", desk=os.path.join(folder, "none", "x.db"))
    ok(out.returncode == 3 and out.stderr, "a desk that cannot be opened is named", out.stderr)
    ok(run("stories", "--order", "best", desk=desk).returncode == 2, "an unknown order is wrong use")
    ok(run("search", "date:never", desk=desk).returncode == 2, "so is a date that is none")
    out = run("search", "tarvik", "author:Lint", desk=desk)
    ok(out.returncode == 1 and "'author:' is no field" in out.stderr and "said by about" in out.stderr, "a field that there is not is said", out.stderr)
    ok(run("search", "-q", "tarvik", "author:Lint", desk=desk).stderr == "", "not with -q")
    ok(run("show", "99", desk=desk).returncode == 3, "a story that is not there is said")


def server_gone(server, folder):
    """The server stops and comes back; the desk is not lost, and says what is wrong meanwhile without the address."""
    desk = server.fresh()
    path = os.path.join(folder, "gone.json")
    open(path, "w").write(report(1))
    run("add", path, desk=desk)
    server.stop("immediate")
    out = run("stories", desk=desk.replace("desk@", "desk:hunter2@"))
    ok(out.returncode == 3 and out.stderr and "hunter2" not in out.stderr, "a server that is gone is said, without the password", out.stderr)
    server.start()
    out = run("check", desk=desk)
    ok(out.returncode == 0 and out.stdout.startswith("1 report,"), "and what was kept is there when it is back", out.stdout + out.stderr)
    ok(run("stories", desk=server.url("nothing")).returncode == 3, "a database that is not there is an error")
    empty = run("stories", desk=server.fresh())
    ok(empty.returncode == 3 and "desk" in empty.stderr, "so is one without a desk", empty.stderr)


def both(file_desk, server_desk, server, folder):
    said = answers(file_desk)
    same_answers(said, server_desk, "file and server give the same answers")
    moved = server.fresh()
    out = run("backup", moved, desk=file_desk)
    ok(out.returncode == 0, "a file is copied to a server", out.stderr)
    same_answers(said, moved, "with the same answers")
    back = os.path.join(folder, "back.db")
    ok(run("backup", back, desk=moved).returncode == 0 and run("backup", moved, desk=file_desk).returncode == 3, "and back; over a desk that is there nothing is written")
    same_answers(said, back, "again with the same answers")


def engine(place, folder):
    desk = whole_round(place, folder)
    versions(place, folder)
    kills(place, folder)
    two_writers(place, folder)
    return desk


ONLY = os.environ.get("DESK_ENGINE", "")
with tempfile.TemporaryDirectory() as tmp:
    kept = None
    if ONLY != "server":
        kept = engine(File(tmp), tmp)
        repairs(kept, tmp)
        lost_report(kept, tmp)
        first_layout(tmp)
        troubles(tmp)
    server = Server() if ONLY != "file" else None
    try:
        if server and server.why:
            skip("the desk on a PostgreSQL server", server.why)
        elif server:
            other = engine(OnServer(server), tmp)
            server_gone(server, tmp)
            if kept:
                both(kept, other, server, tmp)
    finally:
        if server:
            server.close()
done()
