#!/usr/bin/env python3
"""The Python package: built and installed into a clean venv, the example of docs/python.md runs as it stands, records are those of the command, tables
are taken by pyarrow, pandas, polars and DuckDB where they are at hand, a wheel holds library, data and licences and nothing too large."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from _tap import EXAMPLES, ROOT, done, ok, run, skip

MOST = 30 << 20  # bytes of a wheel
ENV = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "DATELINE_DATA", "PYTHONPATH")}
ENV["DATELINE_ROOT"] = ROOT


def call(*args, cwd=ROOT):
    return subprocess.run(args, cwd=cwd, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)


def builder():
    """The Python to start from: one that has what builds a wheel, where there is one (Debian's has, by tests/setup.sh)."""
    found = [sys.executable] + [os.path.join(p, "python3") for p in os.environ.get("PATH", "").split(os.pathsep) if os.access(os.path.join(p, "python3"), os.X_OK)]
    return next((p for p in found if call(p, "-c", "import ensurepip, setuptools, venv, wheel").returncode == 0), sys.executable)


def installed(folder):
    """The venv's Python with the package in it, or why there is none."""
    venv, source, wheels = (os.path.join(folder, name) for name in ("venv", "python", "wheels"))
    if not shutil.which("make") or not shutil.which("pkg-config"):
        return None, "make or pkg-config is missing"
    made = call(builder(), "-m", "venv", "--system-site-packages", venv)
    python = os.path.join(venv, "bin", "python")
    if made.returncode:
        return None, "python3 -m venv: " + made.stdout.strip().split("\n")[-1]
    if call(python, "-c", "import setuptools, wheel").returncode and call(python, "-m", "pip", "install", "-q", "setuptools", "wheel").returncode:
        return None, "setuptools or wheel is missing"
    if not os.path.exists(os.path.join(call(python, "-c", "import sysconfig; print(sysconfig.get_paths()['include'])").stdout.strip(), "Python.h")):
        return None, "Python.h is missing"
    shutil.copytree(os.path.join(ROOT, "python"), source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    built = call(python, "-m", "pip", "wheel", "-q", "--no-index", "--no-build-isolation", "--no-deps", "-w", wheels, source)
    ok(built.returncode == 0, "a wheel is built", built.stdout)
    wheel = [os.path.join(wheels, name) for name in os.listdir(wheels)] if os.path.isdir(wheels) else []
    if not wheel:
        return None, "no wheel"
    contents(wheel[0])
    put = call(python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--force-reinstall", wheel[0])
    ok(put.returncode == 0, "and installed", put.stdout)
    share_packages(python)
    return python, ""


def share_packages(python):
    """What the Python that runs this has installed (pyarrow, mypy, ...) is seen in the venv, behind its own, where both are of one version."""
    version = "import sys; print(sys.version_info[:2])"
    if call(python, "-c", version).stdout != call(sys.executable, "-c", version).stdout:
        return
    site = call(python, "-c", "import sysconfig; print(sysconfig.get_paths()['platlib'])").stdout.strip()
    with open(os.path.join(site, "runner.pth"), "w", encoding="utf-8") as out:
        out.write("\n".join(p for p in sys.path if p.endswith("-packages")) + "\n")


def contents(wheel):
    size, names = os.path.getsize(wheel), zipfile.ZipFile(wheel).namelist()
    print(f"# {os.path.basename(wheel)}: {size / 1e6:.1f} MB")
    ok(size <= MOST, "a wheel is at most 30 MiB", size)
    ok("-cp39-abi3-" in wheel, "one wheel for Python 3.9 and later", wheel)
    wanted = {"dateline/py.typed", "dateline/_core.pyi", "dateline/data/LICENSES.md", "dateline/data/english.model", "dateline/data/NOTICE"}
    ok(wanted <= set(names) and "dateline/data/careful.model" not in names, "it holds types, data and licences, not careful.model", sorted(wanted - set(names)))


def example(python):
    for name, wanted in (("docs/python.md", ("5 reports", "read no-such-file.txt")), ("python/README.md", ("5 reports", "| ADRIA | about 4:40 a.m."))):
        text = open(os.path.join(ROOT, name), encoding="utf-8").read()
        out = call(python, "-c", re.search(r"```python\n(.*?)```", text, re.S).group(1))
        ok(out.returncode == 0 and all(words in out.stdout for words in wanted), f"the example of {name} runs", out.stdout)


def same_as_command(python):
    code = "import dateline, sys; sys.stdout.write(getattr(dateline.story(sys.argv[2:]), sys.argv[1])())"
    for form in ("json", "text", "html"):
        mine, theirs = call(python, "-c", code, form, *EXAMPLES).stdout, run("story", "--format", form, *EXAMPLES).stdout.decode()
        ok(mine == theirs, f"{form} is the command's", mine[:300])
    code = "import dateline, sys\nfor r in dateline.Engine(jobs=3).annotate(sys.argv[1:]): print(r.to_dict()['events'] == [] or len(r.events))"
    counts = [int(x) for x in call(python, "-c", code, *EXAMPLES).stdout.split()]
    theirs = [sum(len(e["mentions"]) for e in json.loads(line)["events"]) for line in run("annotate", "--format", "jsonl", *EXAMPLES).stdout.decode().split("\n") if line]
    ok(counts and counts == theirs, "annotate has the command's events, in order", (counts, theirs))


FAILURES = r"""
import dateline, pickle, threading
good = b"LIMA (ABC) - A fire killed ten people, the mayor said on Sunday."
pile = [good, b"", "missing.txt", ("damaged.gz", b"\x1f\x8b\x08\x00broken"), good] * 20
records = list(dateline.Engine(jobs=4).annotate(pile))
assert [r.error is None for r in records] == [True, False, False, False, True] * 20, records[:5]
assert records[2].error.input == "missing.txt" and records[2].error.stage == "read"
assert len(dateline.table("events", records)) == 40 * len(records[0].events)
ids = [row["id"] for row in dateline.table("entities", records)]
assert len(set(ids)) == sum(len({row["id"] for row in r.entities}) for r in records if not r.error)
reports = dateline.table("reports", records).to_dict()
assert reports["error"] == [str(r.error) if r.error else None for r in records] and reports["source"][2] == "missing.txt", reports["error"][:5]
assert reports["text" if "text" in reports else "id"][1] is None
for wrong in (lambda: records[1].json(), lambda: records[1].events.to_dict() and records[1].saved(), lambda: dateline.story([])):
    try: wrong()
    except dateline.Error as error: assert pickle.loads(pickle.dumps(error)).code == error.code
    else: raise SystemExit("no exception")
story = dateline.story([good, "missing.txt"])
assert len(story.errors) == 1 and len(story.reports) == 1
try: dateline.story([dateline.Saved(records[0].saved()[:-9])])
except dateline.Error as error: assert error.code == -5, error
else: raise SystemExit("damaged bytes were taken")
import os
taken = []
def archive(n):
    for i in range(n):
        taken.append(i)
        yield dateline.Document(b"" if i % 10 == 3 else good + b" " * 100000, name=f"e{i}", published="2024-05-06", outlet="Post")
def resident():
    with open("/proc/self/statm") as statm: return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
held, most = None, 0
for i, r in enumerate(dateline.Engine(jobs=2).annotate(archive(600))):
    assert (r.error is not None) == (i % 10 == 3) and (r.error.input if r.error else r.reports.to_dict()["source"][0]) == f"e{i}", (i, r)
    assert len(taken) <= i + 7, "an archive is taken as it is wanted, a few ahead"
    if i == 100: held = resident()
    if i > 100: most = max(most, resident())
assert i == 599 and most < held + (20 << 20), (held, most)
slow = b" ".join(b"Mara Lint met Pavel Drost of the Harbour Board in Riga on %d May, and Ines Calloway said no." % (i % 28 + 1) for i in range(2000))
held = pickle.loads(pickle.dumps(dateline.Engine(jobs=2, max_seconds=0.05, max_words=100000)))
pile = list(held.annotate([good, ("slow", slow), good]))
assert [r.error and r.error.code for r in pile] == [None, -8, None] and "time" in pile[1].error.message, pile
assert [r.json() for r in pile[::2]] == [r.json() for r in list(dateline.annotate([good, b"", good]))[::2]]
assert [r["error"] for r in dateline.table("reports", pile)][1] == str(pile[1].error)
assert len(held.story([good, ("slow", slow)]).reports) == 2
short = next(iter(dateline.Engine(jobs=1, max_words=50).annotate(slow)))
assert short.to_dict()["reports"][0]["partial"] and len(short.events) < 20
for wrong in (dict(max_seconds=-1), dict(max_seconds=float("nan")), dict(max_words=-5)):
    try: dateline.Engine(**wrong)
    except ValueError: pass
    else: raise SystemExit("no exception")
engine = pickle.loads(pickle.dumps(dateline.Engine(jobs=1)))
texts = []
threads = [threading.Thread(target=lambda: texts.append(engine.story([good, good]).json())) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
assert len(texts) == 4 and len(set(texts)) == 1
print("good")
"""

TABLES = r"""
import dateline, sys
record = dateline.story(sys.argv[2:])
more = dateline.table("facts", [])
def plain(v):
    if hasattr(v, "__len__"):
        return v if isinstance(v, str) else list(v)
    return None if v is None or type(v).__name__ == "NAType" or v != v else v
def taken(table):
    if sys.argv[1] == "pyarrow":
        import pyarrow
        t = pyarrow.table(table); t.validate(full=True)
        return t.column_names, t.to_pylist()
    if sys.argv[1] == "pandas":
        import pandas
        t = pandas.DataFrame.from_arrow(table)
        return list(t.columns), [{k: plain(v) for k, v in row.items()} for row in t.astype(object).to_dict("records")]
    if sys.argv[1] == "polars":
        import polars
        t = polars.DataFrame(table)
        return t.columns, t.to_dicts()
    import duckdb
    t = duckdb.sql('select * from "table"')
    return t.columns, [dict(zip(t.columns, row)) for row in t.fetchall()]
for name in dateline.TABLES:
    table = getattr(record, name)
    columns, rows = taken(table)
    assert list(columns) == table.columns, columns
    assert rows and rows == list(table), [(a, b) for a, b in zip(rows, table) if a != b][:1]
assert taken(more)[1] == []
some = dateline.table("reports", dateline.annotate([sys.argv[2], b"", sys.argv[3]]))
columns, rows = taken(some)
assert rows == list(some) and [row["error"] is None for row in rows] == [True, False, True] and columns[-1] == "error", rows
assert any(isinstance(row["actors"], list) for row in taken(record.events)[1])
print("good")
"""

COLUMNS = r"""
import dateline, pyarrow, sys
records = list(dateline.annotate([*sys.argv[1:], "missing.txt"]))
failed = records.pop()
for name in dateline.TABLES:
    wanted = [row for r in records for row in (list(dateline.Table(name, [r])))]
    for row in wanted: row.pop("error", None)
    grown = dateline.Columns(name)
    ends = [grown.add(r) for r in records]
    assert ends == sorted(ends) and len(grown) == ends[-1] == len(wanted) and (grown.nbytes > 0) == bool(wanted)
    batch = grown.take()
    assert len(batch) == len(wanted) and len(grown) == grown.nbytes == 0
    taken = pyarrow.record_batch(batch)
    taken.validate(full=True)
    assert taken.to_pylist() == wanted, [(a, b) for a, b in zip(taken.to_pylist(), wanted) if a != b][:1]
    assert grown.add(records[0]) == len(list(dateline.Table(name, records[:1])))
    for wrong, kind in ((lambda: batch.__arrow_c_array__(), ValueError), (lambda: grown.add(failed), dateline.Error), (lambda: dateline.Columns("nouns"), ValueError)):
        try: wrong()
        except kind: pass
        else: raise SystemExit("no exception")
    assert len(pyarrow.record_batch(grown.take())) == ends[0] and len(pyarrow.record_batch(grown.take())) == 0
assert "pandas" not in sys.modules, "pyarrow takes rows without it"
print("good")
"""

STORIES = r"""
import dateline, sys
from dateline import stories
page = "<html><head><title>Caf\u00e9 burns down in Lima</title></head><body><article><h1>Caf\u00e9 burns down in Lima</h1><p>A caf\u00e9 in Lima burned down on Sunday, the mayor said. Nobody was hurt in the fire.</p></article></body></html>".encode("latin-1")
pile = [*sys.argv[1:], dateline.Document(page, "lima", "https://post.example/1", "Post", "2024-05-06", "iso-8859-1")]
made = list(stories.cards([*pile, b"\x1f\x8b\x08broken"]))
assert [e is None for _, _, e in made] == [True] * len(pile) + [False] and made[-1][2].code == -4, made[-1]
cards = [card for _, card, error in made if not error]
last = stories.json.loads(cards[-1])
assert (last["id"], last["outlet"], last["published"], last["title"]) == ("lima", "Post", "2024-05-06", "Caf\u00e9 burns down in Lima"), last
assert [r.card(name) for r, (name, _, _) in zip(dateline.annotate(pile), made)] == cards
groups = dateline.group(pile)
story, sources = stories.batch(cards)
assert [story[p.report] == p.story and sources[p.report][1] == p.is_copy for g in groups for p in g.placed] == [True] * len(pile), story
one, two = stories.Follow(days=30), stories.Follow(days=30)
places = [one.add(card) for card in cards]
saved = b""
for i, card in enumerate(cards):
    two.add(card)
    saved = saved + two.increment(str(i)) if i else two.save(str(i))
    two = stories.Follow(days=30, saved=saved + b"DLNMORE1 and no more")
    assert two.position == str(i)
assert places[1].story == places[0].id and places[-1].story == "lima"
changes = one.changes()
assert [c.story for c in changes] == [places[0].id, "lima"] and changes[0].row["count"] == len(cards) - 1, changes
assert one.changes() == [] and two.add(cards[0]).story == places[0].id
for wrong in (lambda: one.add(b"{}"), lambda: stories.Follow(saved=b"x"), lambda: stories.Pile(sys.argv[1]), lambda: stories.link(stories.JUDGED.pack(3, 1, 0.5, 0), 2)):
    try: wrong()
    except dateline.Error as error: assert error.code in (-4, -5, -6), error
    else: raise SystemExit("no exception")
print("good")
"""


def columns(python):
    if call(python, "-c", "import pyarrow").returncode:
        return skip("a table grows record by record", "pyarrow is not installed")
    out = call(python, "-c", COLUMNS, *EXAMPLES)
    ok(out.stdout.strip() == "good", "a table grows record by record, and no record is kept", out.stdout)


def readers(python):
    for name in ("pyarrow", "pandas", "polars", "duckdb"):
        if call(python, "-c", f"import {name}").returncode:
            skip(f"tables are taken by {name}", f"{name} is not installed")
            continue
        out = call(python, "-c", TABLES, name, *EXAMPLES)
        ok(out.stdout.strip() == "good", f"tables are taken by {name}, row for row", out.stdout)


def typed(python):
    if call(python, "-c", "import mypy").returncode:
        return skip("mypy --strict is content", "mypy is not installed")
    with tempfile.TemporaryDirectory() as cache:
        out = call(python, "-m", "mypy", "--strict", "--cache-dir", cache, "dateline", cwd=os.path.join(ROOT, "python"))
    ok(out.returncode == 0, "mypy --strict is content", out.stdout)


with tempfile.TemporaryDirectory(prefix="dateline-python-") as place:
    python, why = installed(place)
    if not python:
        skip("the Python package", why)
    else:
        example(python)
        same_as_command(python)
        out = call(python, "-c", FAILURES)
        ok(out.stdout.strip() == "good", "what fails is a record with an error; threads, pickles and damaged bytes do no harm", out.stdout)
        out = call(python, "-c", STORIES, *EXAMPLES)
        ok(out.stdout.strip() == "good", "documents with metadata, cards, groups that are followed, piles in parts", out.stdout)
        columns(python)
        readers(python)
        typed(python)
done()
