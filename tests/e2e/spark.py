#!/usr/bin/env python3
"""spark/annotate.py and spark/stories.py on local[2]: tables of WARC, JSON lines and Parquet, errors as rows, stories the same to the label as one
process gives, what is wanted and the memory that it takes, what is left after a job that was killed. pyspark is that of build/spark (make test-scale) or of the Python that runs this; without it,
or without Java, all is skipped."""
import collections
import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from _tap import DATELINE, EXAMPLES, ROOT, done, ok, skip

KILLS = int(os.environ.get("SCALE_SPARK_KILLS", "1"))
PLACES = ["Ellery", "Stonebridge", "Marlow", "Havel", "Kestrel", "Oakmere", "Dunvale", "Northgate"]
PEOPLE = ["Tobias Renner", "Ingrid Castell", "Marek Dolan", "Philippa Voss", "Hamid Orell", "Greta Linwood", "Simon Achebe", "Lucia Farrow"]
THINGS = ["ferry", "warehouse", "bridge", "school", "bakery", "mill", "tram"]


def article(k):
    i, telling = k // 2, k % 2
    place, name, thing, number = PLACES[i % 8], PEOPLE[(i * 3 + i // 8) % 8], THINGS[i % 7], 100 + 37 * i
    text = [f"The {thing} of {place} at {number} Quay Street was badly damaged on Monday night. {name} was taken to hospital, officials said. The loss is put at {number} thousand crowns.",
            f"{name} is in hospital, said the mayor. Late on Monday a {thing} gave way in {place}, at {number} Quay Street. It will cost {number} thousand crowns to mend."][telling]
    return {"id": f"p{k:04}", "title": f"{thing.capitalize()} in {place} damaged", "text": text + "\n\nFollow the Post for more news of the bay.", "outlet": f"{place} Post", "date": f"2024-05-{1 + i % 28:02}"}


def python_with_spark():
    for python in (os.path.join(ROOT, "build", "spark", "bin", "python"), sys.executable):
        if os.path.exists(python) and subprocess.run([python, "-c", "import pyspark, pyarrow, setuptools, wheel"], capture_output=True).returncode == 0:
            return python
    return None


def installed(python, place):
    """dateline for that Python in a folder; None after a failed test."""
    source, folder = os.path.join(place, "python"), os.path.join(place, "site")
    shutil.copytree(os.path.join(ROOT, "python"), source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    out = subprocess.run([python, "-m", "pip", "install", "-q", "--no-index", "--no-build-isolation", "--no-deps", "--target", folder, source],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, DATELINE_ROOT=ROOT))
    return folder if ok(out.returncode == 0, "the Python package is built", out.stdout) else None


def share(pid):
    """MB of memory of a process's own: not files that are mapped (the model, libraries), pages it shares since a fork by its share."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
            return int(re.search(r"^Pss_Anon:\s+(\d+)", file.read(), re.M).group(1)) / 1024
    except (OSError, AttributeError):
        return 0.0


def workers(session):
    """Python workers of Spark in a session of processes."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8") as command, open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                if int(stat.read().rsplit(")", 1)[1].split()[3]) == session and "pyspark.daemon" in command.read():
                    yield pid
        except OSError:
            pass


def watch(job, processes):
    """Waits for the job (a while); the most memory, in MB, that one of the processes had."""
    most, until = 0.0, time.time() + 600
    while job.poll() is None and time.time() < until:
        most = max([most, *(share(pid) for pid in processes(job.pid))])
        time.sleep(0.2)
    if job.poll() is None:
        job.kill()
    job.wait()
    return most


class Spark:
    def __init__(self, python, folder):
        self.python = python
        self.env = dict(os.environ, PYTHONPATH=folder, PYSPARK_PYTHON=python, PYSPARK_DRIVER_PYTHON=python, SPARK_LOCAL_IP="127.0.0.1", PYTHONWARNINGS="ignore")
        self.env.pop("DATELINE_DATA", None)

    def command(self, script, *args, cores=2):
        conf = ("spark.log.level=ERROR", "spark.sql.shuffle.partitions=2")
        submit = "import sys; from pyspark.find_spark_home import _find_spark_home; print(_find_spark_home())"
        home = subprocess.run([self.python, "-c", submit], capture_output=True, text=True).stdout.strip()
        return [os.path.join(home, "bin", "spark-submit"), "--properties-file", os.path.join(ROOT, "spark", "local.conf"), "--master", f"local[{cores}]", *(x for c in conf for x in ("--conf", c)), script, *args]

    def run(self, script, *args):
        return subprocess.run(self.command(os.path.join(ROOT, "spark", script), *args), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.env, timeout=600)

    def watched(self, script, *args):
        """Its exit status, what it said, and the most memory that one of its Python workers had."""
        with tempfile.TemporaryFile("w+") as said:
            job = subprocess.Popen(self.command(os.path.join(ROOT, "spark", script), *args), stdout=said, stderr=subprocess.STDOUT, env=self.env, start_new_session=True)
            most = watch(job, workers)
            said.seek(0)
            return job.returncode, said.read(), most

    def ask(self, code, *args):
        out = subprocess.run([self.python, "-c", "import sys, json\nimport pyarrow.parquet as pq\n" + code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env)
        return json.loads(out.stdout) if out.returncode == 0 and out.stdout else out.stderr


def warc(path, pages):
    """A web archive, a gzip member a record, as crawlers write them; the last page breaks off."""
    with open(path, "wb") as out:
        for url, body in pages:
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n" + body
            for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", http)):
                head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-14T10:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
                out.write(gzip.compress(head.encode() + block + b"\r\n\r\n"))
        out.write(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\nHTTP/1.1")[:-12])


def archive(spark, place):
    """WARC: one page an incident."""
    def body(k):
        a = article(k)
        return f"<html><head><title>{a['title']}</title></head><body><article><h1>{a['title']}</h1><p>Caf\u00e9. {a['text']}</p></article></body></html>".encode("latin-1")

    warc(os.path.join(place, "crawl.warc.gz"), [(f"https://post.example/{k}", body(k)) for k in range(6)])
    out = spark.run("annotate.py", "--from", "warc", os.path.join(place, "crawl.warc.gz"), os.path.join(place, "warc"))
    rows = spark.ask("print(json.dumps(pq.read_table(sys.argv[1], columns=['id', 'error', 'record']).to_pylist()))", os.path.join(place, "warc", "annotated"))
    if not ok(out.returncode == 0 and isinstance(rows, list) and len(rows) == 6, "a web archive: a row a page", (out.stdout[-3000:], rows)):
        return
    report = json.loads(rows[0]["record"])["reports"][0]
    ok(rows[0]["id"] == "https://post.example/0" and report["url"] == rows[0]["id"] and "Caf\u00e9" in report["text"], "with its address and charset", (rows[0]["id"], report))


def slow():
    """A report of so many words that it takes many times as long as --max-seconds allows here."""
    rng = random.Random(5)
    words = "harbour council engineers bridge inspectors ferry minister residents warehouse police".split()
    text = " ".join(f"The {rng.choice(words)} of {rng.choice(words)} number {k} told {rng.choice(words)} on Monday that {k + 100} {rng.choice(words)} would leave." for k in range(4000))
    return {"id": "slow", "title": "A long list", "text": text}


def tables(spark, place, lines):
    with open(lines, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(article(k)) + "\n" for k in range(60))
        out.write(json.dumps(dict(article(0), id="p0099", outlet="Copy Desk", title="Again", date="2024-05-30", text=article(0)["text"] * 4)) + "\n")
        out.write('{"id": "nothing", "number": 1}\n')
        out.write(json.dumps(slow()) + "\n")
    found = os.path.join(place, "found")
    out = spark.run("annotate.py", "--parts", "2", "--max-seconds", "0.25", lines, found)
    if not ok(out.returncode == 0, "JSON lines become tables", out.stdout[-4000:]):
        return None
    rows = spark.ask("print(json.dumps(pq.read_table(sys.argv[1], columns=['id', 'error', 'record']).to_pylist()))", os.path.join(found, "annotated"))
    errors = {r["id"]: r for r in rows if r["error"]}
    ok(len(rows) == 63 and set(errors) == {"nothing", "slow"} and not errors["nothing"]["record"], "an input that cannot be read is a row with its error", errors or rows[:1])
    ok("limit of time" in errors.get("slow", {}).get("error", "") and not errors["slow"]["record"], "so is one that takes longer than --max-seconds", errors)
    wanted = {name: sum(sum(len(x[kind]) if kind else 1 for x in json.loads(r["record"])[name]) for r in rows if r["record"])
              for name, kind in (("events", "mentions"), ("entities", "mentions"), ("times", "mentions"))}
    counts = {name: spark.ask("print(json.dumps(pq.read_table(sys.argv[1]).num_rows))", os.path.join(found, name)) for name in wanted}
    ok(counts == wanted and min(counts.values()) > 20, "the tables have the rows of the records", (counts, wanted))
    lists = spark.ask("t = pq.read_table(sys.argv[1]); print(json.dumps([str(t.schema.field('actors').type), str(t.schema.field('from').type)]))", os.path.join(found, "events"))
    ok(isinstance(lists, list) and lists[0].startswith("list<") and lists[1].startswith("date32"), "with lists and days", lists)
    return found


def memory(spark, place):
    """What --want leaves out is not there; a worker, with pyarrow and all that is pyspark, takes at most half as much memory again as the command."""
    lines, found = os.path.join(place, "long.jsonl"), os.path.join(place, "nested")
    with open(lines, "w", encoding="utf-8") as out:
        for k in range(200):
            out.write(json.dumps(dict(article(k), text="\n\n".join(article(k + 7 * i)["text"] for i in range(30)))) + "\n")
    want = "record,card,events,statements,entities,times"
    code, said, worker = spark.watched("annotate.py", "--want", want, "--nested", lines, found)
    columns = spark.ask("t = pq.read_table(sys.argv[1]); print(json.dumps([t.num_rows, t.column_names, t['error'].null_count]))", os.path.join(found, "annotated"))
    ok(code == 0 and columns == [200, ["id", "error", *want.split(",")], 200] and os.listdir(found) == ["annotated"], "what is wanted is made, and nothing else", (said[-3000:], columns))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        plain = subprocess.Popen([DATELINE, "annotate", "-q", "-j1", "-f", "jsonl", lines], stdout=nowhere)
        command = watch(plain, lambda pid: [pid])
    print(f"# a worker {worker:.0f} MB, the command {command:.0f} MB", flush=True)
    ok(plain.returncode == 0 and 0 < worker <= 1.5 * command, "a worker takes at most 1.5 times the command's memory", (worker, command))


BATCH = r"""
from dateline import stories
t = pq.read_table(sys.argv[1], columns=["id", "card"]).to_pylist()
rows = sorted((r["id"], r["card"]) for r in t if r["card"] is not None)
ids, (story, source) = [r[0] for r in rows], stories.batch([r[1] for r in rows])
print(json.dumps([[i, ids[s], None if f[0] == stories.NOBODY else ids[f[0]], f[1]] for i, s, f in zip(ids, story, source)]))
"""


def stories(spark, found):
    out = spark.run("stories.py", "--parts", "3", os.path.join(found, "annotated"), found)
    mine = spark.ask("print(json.dumps([[r['id'], r['story'], r['source'], r['is_copy']] for r in sorted(pq.read_table(sys.argv[1]).to_pylist(), key=lambda r: r['id'])]))", os.path.join(found, "stories"))
    whole = spark.ask(BATCH, os.path.join(found, "annotated"))
    same = out.returncode == 0 and isinstance(mine, list) and mine == whole
    ok(same, "the stories are those of one process, to the label", (out.stdout[-4000:], mine, whole))
    ok(same and 10 < len({r[1] for r in mine}) < 45 and any(r[3] for r in mine), "and there are some, with copies", mine)


LISTED = r"""
import glob, os, collections
found = {}
for folder in sorted(glob.glob(sys.argv[1] + "/*")):
    files = [f for f in glob.glob(folder + "/*.parquet") if not os.path.basename(f).startswith(("_", "."))]
    name = "id" if folder.endswith("/annotated") else "report_id"
    rows = collections.Counter(i for f in files for i in pq.read_table(f, columns=[name], partitioning=None)[name].to_pylist())
    found[os.path.basename(folder)] = [os.path.exists(folder + "/_SUCCESS"), os.path.isdir(folder + "/_temporary"), rows]
print(json.dumps(found))
"""
WHOLE = r"""
import hashlib
rows = sorted(pq.read_table(sys.argv[1]).to_pylist(), key=lambda r: r["id"])
print(json.dumps([[r["id"], r["error"], hashlib.sha256(repr(r).encode()).hexdigest()] for r in rows]))
"""


def stage(target):
    """How far a job that was killed had come."""
    work = os.path.join(target, "_temporary")
    jobs = [os.path.join(work, job) for job in os.listdir(work)] if os.path.isdir(work) else []
    if not jobs:
        return "when all was there" if os.path.isdir(os.path.join(target, "annotated")) else "before the workers wrote"
    try:
        done = set().union(*(os.listdir(job) for job in jobs))
    except FileNotFoundError:  # swept just now
        return "while tables were put in place"
    return "while tables were put in place" if "whole" in done else "while workers wrote" if done else "before the workers wrote"


def timed(spark, args, target, most=600.0):
    """(exit status, seconds from the first task's folder on) of a job; None: it was killed when it had taken `most` of these."""
    job = subprocess.Popen(spark.command(os.path.join(ROOT, "spark", "annotate.py"), *args, target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env=spark.env, start_new_session=True)
    until, begun = time.time() + 600, None
    while job.poll() is None and time.time() < until:
        begun = begun or (time.time() if stage(target) != "before the workers wrote" else None)
        if begun and time.time() - begun >= most:
            os.killpg(job.pid, signal.SIGKILL)
            job.wait()
            return None, most
        time.sleep(0.02)
    return job.poll(), time.time() - (begun or time.time())


def killed(spark, place):
    """A job killed at instants spread over all of its time leaves nothing that is taken for whole and is not, no row twice, and can be done again."""
    rng, lines, target = random.Random(int(os.environ.get("SCALE_SEED", "7"))), os.path.join(place, "more.jsonl"), os.path.join(place, "killed")
    with open(lines, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(article(k)) + "\n" for k in range(600))
    args = ("--parts", "4", lines)
    code, lasts = timed(spark, args, os.path.join(place, "straight"))
    straight = spark.ask(LISTED, os.path.join(place, "straight"))
    print(f"# from the first task on a job takes {lasts:.1f} s", flush=True)
    caught, wrong, struck = collections.Counter(), [], 0
    for k in range(4 * KILLS):
        if struck == KILLS:
            break
        shutil.rmtree(target, ignore_errors=True)
        code_now, took = timed(spark, args, target, lasts * (struck + rng.random()) / KILLS)
        if code_now is not None:
            lasts = min(lasts, took)  # it was quicker than the first
            continue
        struck += 1
        left = spark.ask(LISTED, target) if os.path.isdir(target) else {}
        caught[stage(target)] += 1
        for name, (success, _, rows) in left.items():
            if success and rows != straight[name][2]:
                wrong.append((k, name, "is marked as whole and is not"))
            if any(n > straight[name][2].get(row, 0) for row, n in rows.items()):
                wrong.append((k, name, "has a row too often"))
    print(f"# {struck} jobs killed: {dict(caught)}", flush=True)
    ok(code == 0 and struck == KILLS and not wrong, f"a job killed {struck} times leaves nothing that looks whole and is not, and no row twice", (code, struck, wrong))
    out = spark.run("annotate.py", *args, target)
    again, whole, first = spark.ask(LISTED, target), spark.ask(WHOLE, os.path.join(target, "annotated")), spark.ask(WHOLE, os.path.join(place, "straight", "annotated"))
    ok(out.returncode == 0 and isinstance(whole, list) and len({r[0] for r in whole}) == 600 and whole == first and again == straight,
       "done again every report is there once, and all is as in a job that nobody killed", (out.stdout[-2000:], again if isinstance(again, str) else "", len(whole)))


def worker_killed(spark, place):
    """A worker that is killed half way costs its task, which is done again: nothing is lost, nothing is there twice."""
    lines, target = os.path.join(place, "more.jsonl"), os.path.join(place, "again")
    job = subprocess.Popen(spark.command(os.path.join(ROOT, "spark", "annotate.py"), "--parts", "4", lines, target, cores="2,4"), stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env=spark.env, start_new_session=True)
    struck, until = 0, time.time() + 600
    while job.poll() is None and time.time() < until and struck < 2:
        time.sleep(0.2)
        if os.path.isdir(os.path.join(target, "_temporary")) and stage(target) == "while workers wrote":
            busy = [pid for pid in workers(job.pid) if float(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[11]) > 0]
            parents = {open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1] for pid in busy}
            for pid in [pid for pid in busy if pid not in parents][:1]:  # not the process that forks them
                os.kill(int(pid), signal.SIGKILL)
                struck += 1
            time.sleep(1)
    job.wait(600)
    again, straight = spark.ask(LISTED, target), spark.ask(LISTED, os.path.join(place, "straight"))
    ok(job.returncode == 0 and struck and again == straight, f"{struck} workers killed: their tasks are done again, no row is lost or there twice", (job.returncode, struck, again))


def parquet_example(spark, place):
    """The commands of docs/spark.md."""
    with open(os.path.join(ROOT, "docs", "spark.md"), encoding="utf-8") as text:
        code = re.search(r"```python\n(.*?)```", text.read(), re.S).group(1)
    script = os.path.join(place, "example.py")
    with open(script, "w", encoding="utf-8") as out:
        out.write(code)
    env = dict(spark.env, PAGES=os.path.join(place, "pages.parquet"), FOUND=os.path.join(place, "example"), EXAMPLES=os.pathsep.join(EXAMPLES))
    out = subprocess.run(spark.command(script), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, cwd=ROOT, timeout=600)
    ok(out.returncode == 0 and "5 reports, 1 story" in out.stdout, "the example of docs/spark.md runs: Parquet of pages", out.stdout[-4000:])


def hostile_archives():
    """Web archives that lie or break off end where they do; no Spark is needed."""
    sys.path.insert(0, os.path.join(ROOT, "spark"))
    sys.dont_write_bytecode = True
    import annotate
    good = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\npage\r\n\r\n"
    packed = gzip.compress(good)
    cases = {"a good record": (good, 1), "two, packed": (packed + packed, 2), "a negative length": (good.replace(b": 4", b": -1") + good, 0),
             "a negative length of another record": (good.replace(b"response", b"request").replace(b": 4", b": -70") + good, 0),
             "a length that is no number": (good + good.replace(b": 4", b": four"), 1), "a head without end": (good + b"WARC/1.0\r\n" + b"a: b\r\n" * 10000, 1),
             "a damaged stream": (packed + packed[:20] + b"\xff" * 40, 1), "a stream cut off": (packed + packed[:-12], 1), "nothing": (b"", 0)}
    with tempfile.TemporaryDirectory(prefix="dateline-warc-") as place:
        for name, (data, wanted) in cases.items():
            path = os.path.join(place, "crawl.warc")
            with open(path, "wb") as out:
                out.write(data)
            got = len(list(annotate.warc_records(path)))
            ok(got == wanted, f"archive: {name}", f"{got} records")


def interrupted():
    """Tables come to their places whole, wherever the driver is stopped; no Spark is needed."""
    import found
    want, rename = ("record", "events", "times"), os.rename
    names = ["annotated", "events", "times"]

    def job(out, words, steps):
        """Files of two tasks, and a third's that nobody was told of; stopped before rename number `steps`."""
        work, left = os.path.join(out, found.WORK, words), [steps]
        files = []
        for part, told in ((0, True), (1, True), (1, False)):
            folder = os.path.join(work, f"{part}-{told}")
            os.makedirs(folder)
            for name in names:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(f"{words} {part} {told}")
                files += [(part, folder, name, 1)] * told

        def stopped(before, after):
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            rename(before, after)

        found.os.rename = stopped
        try:
            found.gather(out, work, files, want, False, 8)
        except KeyboardInterrupt:
            return False
        finally:
            found.os.rename = rename
        return True

    def tables(out):
        """What each table that is there holds."""
        def words(name):
            folder = os.path.join(out, name)
            return sorted(open(os.path.join(folder, file), encoding="utf-8").read() for file in os.listdir(folder) if file != "_SUCCESS")
        return {name: words(name) for name in names if os.path.isdir(os.path.join(out, name))}

    wrong, steps, ended = [], 0, False
    whole = {words: [f"{words} 0 True", f"{words} 1 True"] for words in ("old", "new")}
    while not ended:
        with tempfile.TemporaryDirectory(prefix="dateline-found-") as out:
            job(out, "old", 99)
            ended = job(out, "new", steps)
            left = tables(out)
            ages = {age for rows in left.values() for age, wanted in whole.items() if rows == wanted}
            if len(ages) > 1 or any(rows not in whole.values() for rows in left.values()) or (ended and left != {name: whole["new"] for name in names}):
                wrong.append((steps, left))
        steps += 1
    ok(steps == 13 and not wrong, "a driver that is stopped leaves tables whole or not at all, of one job", (steps, wrong))


def main():
    hostile_archives()
    interrupted()
    python = python_with_spark()
    if not python or not shutil.which("java"):
        skip("Spark", "no java" if python else "pyspark is not here: make test-scale fetches it")
        return
    with tempfile.TemporaryDirectory(prefix="dateline-spark-") as place:
        folder = installed(python, place)
        if not folder:
            return
        spark, lines = Spark(python, folder), os.path.join(place, "pile.jsonl")
        found = tables(spark, place, lines)
        if found:
            stories(spark, found)
        memory(spark, place)
        if os.environ.get("SCALE_SPARK") or KILLS > 1:
            archive(spark, place)
            killed(spark, place)
            worker_killed(spark, place)
        parquet_example(spark, place)


main()
done()
