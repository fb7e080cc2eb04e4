#!/usr/bin/env python3
"""Inputs meant to harm: too long, too dense, with bytes that act on a terminal, a line or a spreadsheet; files that are no files; states under stress.

Every input is made here (shapes found by a security trial). Laws: a record of what could be read, the cut said on standard error and in the record;
a bad report costs itself alone; nothing of a report or a file's name acts on the terminal; an old state stays until the new one is whole."""
import csv
import fcntl
import gzip
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from _tap import BUILD, DATELINE, ROOT, done, ok, run, skip

GOOD = b"RIGA, May 1 (Reuters) - Police arrested Mara Oldin in Riga on Monday, officials said.\n"
SECONDS = 60  # an upper bound for what takes one or two on a quiet machine
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TMP = None


def file(name, data):
    path = os.path.join(os.fsencode(TMP), name if isinstance(name, bytes) else name.encode())
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
    return path


def jsonl(rows):
    return "".join(json.dumps(r) + "\n" for r in rows).encode()


def timed(*args, **how):
    start = time.time()
    out = run(*args, timeout=SECONDS * 3, **how)
    return out, time.time() - start


def dense_texts():
    """No sentence, or no end of them: a record, marked; the program says where it stopped."""
    dense = b"a-" * 526000
    shapes = {"dense.txt": dense, "dense.gz": gzip.compress(dense), "line.txt": b"Police arrested Mara Oldin in Riga on Monday. " * 20000}
    for name, data in shapes.items():
        for command in ("annotate", "story"):
            out, seconds = timed(command, "--format", "json", file(name, data))
            record = json.loads(out.stdout) if out.stdout else {}
            report = record.get("reports", [{}])[0]
            notes = [n["code"] for n in report.get("notes", [])]
            good = out.returncode == 1 and report.get("partial") and "words-limit" in notes and b"limit of 60000 words" in out.stderr and len(report["text"]) < 500000
            ok(good and seconds < SECONDS, f"{command} of {name}: a record, cut short and told so ({seconds:.1f} s)", f"{out.returncode} {notes} {out.stderr[:300]}")


def poison_in_a_stream():
    poison = file("p/2.txt", b"Police arrested Mara Oldin in Riga on Monday. " * 20000)
    paths = [file("p/1.txt", GOOD), poison, file("p/3.txt", GOOD)]
    out, _ = timed("annotate", "--format", "jsonl", *paths)
    names = [os.path.basename(json.loads(line)["reports"][0]["source"]) for line in out.stdout.splitlines()]
    ok(names == ["1.txt", "2.txt", "3.txt"] and b"2.txt" in out.stderr and out.returncode == 1, "a report over a limit is named, the stream goes on", f"{names} {out.returncode} {out.stderr[:300]}")


def names(n):
    """A report of many names that meet: most of its time goes behind the words, into who is who."""
    first, last = "Bal Cor Dan Fen Gor Hal Jor Kel".split(), "den lin mor nas per ric sen".split()
    return " ".join(f"{first[i % 8]}{last[i % 7]} {first[i * 3 % 8]}{last[i // 8 % 7]}{last[i // 56 % 7]} met {first[i // 7 % 8]}{last[i * 5 % 7]} {first[i // 56 % 8]}{last[i // 3 % 7]} in Riga."
                    for i in range(n)).encode()


def out_of_time():
    """A report that takes too long is named and costs itself alone; in a story it stands without findings; nothing is cut where no limit is set."""
    slow = file("t/2.txt", names(6000))
    paths = [file("t/1.txt", GOOD), slow, file("t/3.txt", GOOD)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = run("annotate", "--jobs", "1", "--format", "jsonl", *paths)
    between = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = run("annotate", "--jobs", "1", "--max-seconds", "0.15", "--format", "jsonl", *paths)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    free, held = between.ru_utime - before.ru_utime, after.ru_utime - between.ru_utime
    lines = whole.stdout.splitlines()
    found = [os.path.basename(json.loads(line)["reports"][0]["source"]) for line in out.stdout.splitlines()]
    ok(whole.returncode == 0 and len(lines) == 3 and not whole.stderr, "without a limit it is read whole", whole.stderr[:300])
    ok(found == ["1.txt", "3.txt"] and out.returncode == 1 and b"2.txt: took longer than the 0.15 seconds" in out.stderr,
       "annotate --max-seconds: the report is named, the stream goes on", f"{found} {out.returncode} {out.stderr[:300]}")
    ok(free > 0.6 and held < 0.7 * free, f"and given up inside its stages: {held:.2f} s for {free:.2f}")
    again = run("annotate", "--jobs", "1", "--max-seconds", "600", "--format", "jsonl", *paths)
    ok(again.stdout == whole.stdout and again.returncode == 0, "under a limit that is not met: the same bytes")
    out = run("story", "--jobs", "1", "--max-seconds", "0.15", "--format", "json", *paths)
    reports = {os.path.basename(r["source"]): r for r in json.loads(out.stdout)["reports"]}
    notes = [n["code"] for n in reports["2.txt"]["notes"]]
    ok(out.returncode == 1 and reports["2.txt"]["partial"] and notes == ["time-limit"] and not reports["1.txt"].get("partial") and b"2.txt: nothing is found in it: limit of 0.15" in out.stderr,
       "story --max-seconds: it stands without findings, and says so", f"{out.returncode} {notes} {out.stderr[:300]}")
    few = run("annotate", "--max-words", "100", "--format", "json", slow)
    record = json.loads(few.stdout)["reports"][0]
    ok(few.returncode == 1 and record["partial"] and len(record["text"]) < 3000 and b"limit of 100 words" in few.stderr, "annotate --max-words", few.stderr[:300])
    for wrong in (("--max-seconds", "0"), ("--max-seconds", "-1"), ("--max-seconds", "soon"), ("--max-words", "x")):
        ok(run("annotate", *wrong, slow).returncode == 2, f"{' '.join(wrong)} is wrong use")


def runs_of_one_character():
    for mark in (b"[", b">", b"a", b" ", b"-", b"*", b"<", b"\\", b"`", b"|", b"!["):
        _, seconds = timed("read", file("run.md", b"# Title\n\n" + mark * 245000 + b"x"))
        ok(seconds < 8, f"markdown: a quarter of a million times {mark.decode()!r}: {seconds:.2f} s")


def acts_on(data):
    return ACTS.findall(data.decode("utf-8", "surrogateescape").replace("\n", ""))


def terminal():
    evil = "Ferry \u202e31m towed\u202c \x1b]0;pwn\x07 evil\u009b2J"
    rows = [{"id": "a\n1\tEVIL\tx", "title": evil, "outlet": evil, "url": "http://x/\u009b2J", "author": evil,
             "text": f"Police arrested {evil} Mara Oldin in Riga.\u2028\"We \u2066will\u2069 go,\" said Pavel \u009b2J Drost.\u0085Two people were killed."}] * 2
    data = file("evil.jsonl", jsonl(rows))
    named = file(b"evil\x1b]0;pwn\x07\xff\xc2\x9b2J.txt", GOOD)
    for command, form in (("read", "text"), ("annotate", "text"), ("annotate", "conllu"), ("annotate", "gdelt"), ("annotate", "jsonl"), ("annotate", "plover"),
                          ("annotate", "webannotation"), ("story", "text"), ("story", "json"), ("group", "text"), ("group", "jsonl")):
        out = run(command, "--format", form, data, named)
        text = out.stdout.replace(b"\t", b"") if form in ("conllu", "gdelt") else out.stdout
        bad = acts_on(text)
        try:
            out.stdout.decode()
        except UnicodeDecodeError as e:
            bad.append(str(e))
        ok(not bad and out.stdout, f"{command} --format {form}: nothing acts on a terminal", repr(bad[:5]))
    out = run("annotate", "--format", "html", named)
    ok(b"\xff" not in out.stdout, "html: a file's name is UTF-8")
    lines = run("annotate", "--format", "conllu", data).stdout.decode().split("\n")
    strange = [line for line in lines if line and not line.startswith("# ") and len(line.split("\t")) != 10]
    ok(not strange and not any("EVIL" in line and not line.startswith("# newdoc") for line in lines), "conllu: an id makes no line of its own", strange[:3])
    missing = run("read", b"gone\x1b]0;pwn\x07\xc2\x9b.txt")
    ok(not acts_on(missing.stderr) and b"gone" in missing.stderr, "a message names a file without acting on the terminal", repr(missing.stderr))
    many = run("group", "--all", file("wide.jsonl", jsonl([{"outlet": "\u00e9" * 47 + "x", "text": "Police arrested Mara Oldin in Riga on Monday."}] * 3)))
    ok(many.stdout.decode() != "", "group: a long label is cut between characters")


def formulas():
    rows = [{"url": "=HYPERLINK(1)", "text": "Police arrested Mara Oldin in Riga on Monday. The mayor, +Verin Harkov, met Mara Oldin in Oslo on Monday."},
            {"url": "@SUM(1)", "text": "Police arrested Ines Calloway in Riga on Monday."}]
    out = run("annotate", "--format", "gdelt", file("formula.jsonl", jsonl(rows))).stdout.decode()
    cells = [cell for row in csv.reader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE) for cell in row]
    bad = [c for c in cells if c and c[0] in "=+@" or re.match(r"-\D", c)]
    ok(cells and not bad and "'=HYPERLINK(1)" in cells, "gdelt: no cell is a formula", bad)


def no_files():
    file("dir/a.txt", GOOD)
    os.mkfifo(os.path.join(TMP, "dir", "pipe"))
    out, seconds = timed("read", os.path.join(TMP, "dir"))
    ok(b"Mara Oldin" in out.stdout and b"pipe: is no regular file" in out.stderr and seconds < SECONDS, "a pipe in a folder is named and not waited for", out.stderr)
    same = file("same.txt", GOOD)
    for command in ("read", "annotate", "story", "group"):
        out = run(command, "-o", same, same)
        kept = open(same, "rb").read() == GOOD
        ok(kept and out.returncode == 3 and b"where the result is written" in out.stderr, f"{command} -o X X: X stays", out.stderr)
    inside = os.path.join(TMP, "dir2", "out.txt")
    file("dir2/a.txt", GOOD)
    for _ in range(2):
        out = run("read", "-o", inside, os.path.join(TMP, "dir2"))
    ok(out.returncode == 0 and open(inside, "rb").read().count(b"Mara Oldin") == 1, "a result inside the folder it is made from is not read again", out.stderr)


def small_files():
    """No file may grow over 2,000 bytes: writing fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def states():
    state, rows = os.path.join(TMP, "state"), file("rows.jsonl", jsonl([{"title": f"News {i}", "text": f"Mara Oldin met the council of town {i} in Riga on Monday."} for i in range(20)]))
    group = ("group", "--format", "jsonl", "--state", state, rows)
    ok(run(*group).returncode == 0 and not [f for f in os.listdir(TMP) if f.startswith("state.")], "a state is saved, nothing is left beside it")
    old = open(state, "rb").read()
    full = subprocess.run([DATELINE, *group], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=small_files)
    ok(full.returncode == 3 and open(state, "rb").read() == old and not os.path.exists(state + ".new"), "a state that cannot be written: exit code 3, the old one stays", full.stderr)
    with open(state + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out = run(*group)
        ok(out.returncode == 3 and b"in use by another" in out.stderr and open(state, "rb").read() == old and not out.stdout, "a state in use is said to be, and left alone", out.stderr)
    ok(run(*group).returncode == 0, "a lock that somebody left behind keeps nobody out")
    codes, words = [], set()
    for _ in range(4):
        several = [subprocess.Popen([DATELINE, *group], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
        for process in several:
            words.add(process.communicate()[1].decode()[-40:])
            codes.append(process.returncode)
    again = run(*group)
    ok(set(codes) <= {0, 3} and codes.count(0) >= 4 and all(not w or "in use by another dateline\n" in w for w in words) and again.returncode == 0,
       "three writers at once: one saves, the others are told, the state is whole", f"{codes} {words} {again.stderr}")
    failing_save(state, group)


def failing_save(state, group):
    """The system gives no memory in the instant of saving: the hash of the state cannot be made."""
    name = "a state that cannot be made: exit code 3, the old one stays"
    library = os.path.join(TMP, "nomem.so")
    source = file("nomem.c", b"#include <stddef.h>\nvoid *XXH3_createState(void) { return NULL; }\n")
    if "asan" in BUILD or subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source]).returncode != 0:
        return skip(name, "no preloading here")
    old = open(state, "rb").read()
    out = run(*group, env={"LD_PRELOAD": library})
    ok(out.returncode == 3 and b"cannot be saved" in out.stderr and open(state, "rb").read() == old, name, f"{out.returncode} {out.stderr}")


def xml_tags():
    item = "<item><title>News</title><description>Police arrested Mara Oldin in Riga on Monday.</description></item>"
    feed = "<?xml version='1.0'?><rss %s><channel>" + item + "</channel></rss>"
    for what, pairs in (("attributes", (f'a{i}="1"' for i in range(45500))), ("namespaces", (f'xmlns:a{i}="u"' for i in range(45500))), ("quotes left open", (f"b='<y{i} c=\"1\"" for i in range(45501)))):
        out, seconds = timed("read", file("tag.xml", (feed % " ".join(pairs)).encode()))
        ok(seconds < 5 and out.returncode in (0, 3), f"a tag of 45,500 {what} costs {seconds:.2f} s", out.stderr)
    out = run("read", file("tag.xml", (feed % " ".join(f'a{i}="x=y&amp;z=1"' for i in range(400))).encode()))
    ok(out.returncode == 0 and b"Mara Oldin" in out.stdout, "a tag of 400 attributes is read", out.stderr)
    many = feed % "" + "<!-- " + "= " * 5000 + "-->" 
    ok(run("read", file("comment.xml", many.encode())).returncode == 0, "a comment is no tag")


def packed_in_packed():
    body = gzip.compress(b"<p>" + b"Police arrested Mara Oldin in Riga. " * (1 << 18))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (len(head) + len(body)) + head + body + b"\r\n\r\n"
    packed = gzip.compress(record * 50)
    out, seconds = timed("read", "--format", "jsonl", file("bodies.warc.gz", packed))
    ok(len(out.stdout) < len(packed) * 600 and b"200 times" in out.stderr and seconds < SECONDS, f"packed bodies in a packed archive: {len(packed)} bytes give {len(out.stdout)}", out.stderr)
    small = gzip.compress(b"<p>Police arrested Mara Oldin in Riga on Monday.</p>" * 20)
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (len(head) + len(small)) + head + small + b"\r\n\r\n"
    out = run("read", "--format", "jsonl", file("honest.warc.gz", gzip.compress(record * 30)))
    ok(out.returncode == 0 and out.stdout.count(b"\n") == 30, "honest packed bodies are read", out.stderr)


def damaged_data():
    """Every model with a bit turned or its end cut, every list cut inside a line: refused, and named."""
    data = os.path.join(TMP, "data")
    shutil.copytree(os.environ.get("DATELINE_DATA", os.path.join(ROOT, "data")), data)
    good = file("good.txt", GOOD)
    ok(run("annotate", "--data", data, good).returncode == 0, "a copy of the data serves")
    wrong = []
    for folder, _, names in os.walk(data):
        for name in sorted(names):
            if not name.endswith((".model", ".txt")):
                continue
            path = os.path.join(folder, name)
            whole = open(path, "rb").read()
            middle = len(whole) * 2 // 3
            spoilt = [b"", whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1:], whole[:middle]] if name.endswith(".model") else [b"", whole[:-1], whole[:middle] + b"\0" + whole[middle:]]
            for k, content in enumerate(spoilt):
                with open(path, "wb") as f:
                    f.write(content)
                engine = ("--engine", "careful") if name == "careful.model" else ()
                out = run("annotate", *engine, "--data", data, good)
                if out.returncode != 3 or name.encode() not in out.stderr or out.stdout:
                    wrong.append(f"{name} {k}: {out.returncode} {out.stderr[:100]}")
            with open(path, "wb") as f:
                f.write(whole)
    ok(not wrong, "every damaged model and list is refused and named", "\n".join(wrong))


def many_reports():
    """Writers stay near linear in the number of reports."""
    people = ["Mara Oldin", "Pavel Drost", "Ines Calloway", "Tomas Verin"]
    rows = [{"title": f"News {i}", "text": f"{people[i % 4]} met {people[(i * 7 + 1) % 4]} in Riga on Monday. {i % 99 + 2} people were killed, police said."} for i in range(4000)]
    path = file("many.jsonl", jsonl(rows))
    seconds = {}
    for form in ("json", "html", "gdelt", "text"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = run("story", "--jobs", "1", "--format", form, path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds[form] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        ok(out.returncode == 0, f"4,000 reports as {form}", out.stderr)
    ok(max(seconds.values()) < seconds["json"] * 1.6 + 1, "every format of 4,000 reports costs about what JSON costs", seconds)


def main():
    global TMP
    with tempfile.TemporaryDirectory() as TMP:
        for part in (dense_texts, poison_in_a_stream, out_of_time, runs_of_one_character, terminal, formulas, no_files, states, xml_tags, packed_in_packed, damaged_data, many_reports):
            part()
    done()


main()
