#!/usr/bin/env python3
"""Rules of the house, kept by a script: a folder includes only folders before it, the library keeps its mouth shut and its hands off exit,
no machine path or promise of later work in tracked files, public symbols are dln_ alone, no very long function."""
import os
import re
import subprocess

from _tap import BUILD, ROOT, done, ok, skip

ORDER = ["base", "read", "lang", "mean", "story", "collate", "store", "write", "engine", "desk"]
ROOF = ["cli", "serve"]


def sources(*folders):
    for folder in folders:
        for base, _, files in sorted(os.walk(os.path.join(ROOT, folder))):
            for f in sorted(files):
                if f.endswith((".c", ".h", ".cc")):
                    yield os.path.join(base, f)


def include_direction():
    bad = []
    for path in sources("src"):
        parts = os.path.relpath(path, os.path.join(ROOT, "src")).split(os.sep)
        if len(parts) == 1:
            continue
        mine = parts[0]
        for line in open(path, encoding="utf-8"):
            m = re.match(r'#include "([a-z]+)/', line)
            if not m:
                continue
            other = m.group(1)
            if mine in ROOF:
                good = other == mine
            else:
                good = other == mine or (other in ORDER and ORDER.index(other) < ORDER.index(mine))
            if not good:
                bad.append(f"{os.path.relpath(path, ROOT)} includes {other}/")
    ok(not bad, "a folder includes only folders before it; the roof only the public header", "\n".join(bad))


def quiet_library():
    bad = []
    for path in sources("src"):
        if "/cli/" in path or "/serve/" in path:
            continue
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            code = re.sub(r"/\*.*", "", line.split("//")[0])
            if re.search(r"\bclock_gettime|\btimer_|\bgettimeofday", code) and not path.endswith("src/base/budget.c"):
                bad.append(f"{os.path.relpath(path, ROOT)}:{number}: a clock outside base/budget.c")
            if re.search(r"\b(printf|puts|fprintf|perror|exit|abort|getenv|setjmp|longjmp|strtok|gets|sprintf|system|popen|rand|srand|time)\s*\(", code) and "__attribute__" not in code and not re.search(r"^\s*(/\*|\*)", line):
                if "getenv" in code and path.endswith("src/engine/dateline.c"):
                    continue
                bad.append(f"{os.path.relpath(path, ROOT)}:{number}: {line.strip()[:90]}")
    ok(not bad, "the library never prints, exits, asks the clock or rolls dice", "\n".join(bad[:20]))


def malloc_door():
    bad = [os.path.relpath(p, ROOT) for p in sources("src") if "/cli/" not in p and not p.endswith("base/mem.c") and re.search(r"\b(malloc|calloc|realloc)\s*\(", re.sub(r"/\*.*?\*/", "", open(p, encoding="utf-8").read(), flags=re.S))]
    ok(not bad, "memory comes through base/mem alone", "\n".join(bad))


def sorting():
    bad = [os.path.relpath(p, ROOT) for p in sources("src") if not p.endswith("base/sort.h") and re.search(r"\bqsort(_r)?\s*\(", open(p, encoding="utf-8").read())]
    ok(not bad, "lists are sorted by list_sort (qsort must not be given NULL)", "\n".join(bad))


def tracked_text():
    files = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True)
    if files.returncode != 0:
        return skip("tracked files", "no git here")
    paths, promises, large = [], [], []
    for name in files.stdout.split("\n"):
        path = os.path.join(ROOT, name)
        if not name or not os.path.isfile(path):
            continue
        if os.path.getsize(path) > 35 << 20:
            large.append(name)
        try:
            text = open(path, encoding="utf-8").read()
        except UnicodeDecodeError:
            continue
        if re.search(r"(/wo" + r"rk/|/fa" + r"rm/|/ro" + r"ot/|/ho" + r"me/[a-z]+/)", text):
            paths.append(name)
        if name.endswith((".c", ".h", ".py", ".sh")) and re.search(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b", re.sub(r'"X+"', "", text)):
            promises.append(name)
    ok(not paths, "no machine path in tracked files", "\n".join(paths))
    ok(not promises, "no promise of later work in code", "\n".join(promises))
    ok(not large, "no very large file", "\n".join(large))


def lone_names():
    """What only its own file uses is static: every global name of src is asked for by another file of src, bench, tests or train."""
    objects = [os.path.join(base, f) for base, _, files in os.walk(os.path.join(BUILD, "obj", "src")) for f in files if f.endswith(".o")]
    objects = [o for o in objects if any(os.path.exists(os.path.join(ROOT, os.path.relpath(o, os.path.join(BUILD, "obj"))[:-2] + e)) for e in (".c", ".cc"))]
    if not objects:
        return skip("names of one file", "nothing is built here")
    defined, used, where = {}, {}, ""
    for line in subprocess.run(["nm", "-A", *objects], capture_output=True, text=True).stdout.split("\n"):
        m = re.match(r"(\S+\.o):[0-9a-f ]*([TDRBVU]) (\w+)$", line)
        if m and m.group(2) == "U":
            used.setdefault(m.group(3), set()).add(m.group(1))
        elif m:
            defined[m.group(3)] = m.group(1)
    others = "".join(open(p, encoding="utf-8").read() for p in sources("bench", "tests", "train", "examples", "python"))
    lone = sorted(n for n, o in defined.items() if not n.startswith(("dln_", "_Z")) and n != "main" and not used.get(n, set()) - {o} and not re.search(rf"\b{n}\b", others))
    ok(not lone, "what only its own file uses is static", lone[:20])


def symbols():
    out = subprocess.run(["nm", "-D", "--defined-only", os.path.join(BUILD, "libdateline.so")], capture_output=True, text=True).stdout
    names = [line.split()[-1] for line in out.split("\n") if line]
    bad = [n for n in names if not n.startswith("dln_")]
    declared = set(re.findall(r"DLN_API [^;]*?\b(dln_\w+)\s*\(", open(os.path.join(ROOT, "include", "dateline.h")).read()))
    ok(names and not bad, "the shared library exports dln_ names alone", bad[:20])
    ok(declared == set(names), "and exactly those of the public header", sorted(declared ^ set(names)))


GENERATED = ("src/read/html/entities.c", "src/read/charset_labels.c", "src/read/html/tags.c")
COMPLEX = 25  # decisions of one function; what is over it today stands in ratchet.txt and may only fall
CHARACTERS = 1800


def functions():
    """(file, name, lines, code) of every C function under src/; None where ctags is missing. Comments and literals are blanked in the code."""
    if subprocess.run(["which", "ctags"], capture_output=True).returncode != 0:
        return None
    out = subprocess.run(["ctags", "-f", "-", "--languages=C", "--kinds-C=f", "--fields=+neK", "-R", os.path.join(ROOT, "src")], capture_output=True, text=True).stdout
    texts, found = {}, []
    for line in out.split("\n"):
        m = re.search(r"^(\S+)\t(\S+).*line:(\d+).*end:(\d+)", line)
        if not m:
            continue
        name, path, first, last = m.group(1), m.group(2), int(m.group(3)), int(m.group(4))
        if path not in texts:
            texts[path] = open(path, encoding="utf-8").read().split("\n")
        code = "\n".join(texts[path][first - 1:last])
        code = re.sub(r"/\*.*?\*/", "", code, flags=re.S)
        code = re.sub(r"'(\\.|[^'\\])+'", "0", re.sub(r'"(\\.|[^"\\])*"', '""', code))
        found.append((os.path.relpath(path, ROOT), name, last - first + 1, code))
    return found


def function_sizes():
    found = functions()
    if not found:
        return skip("sizes of functions", "universal-ctags is not installed, or tells no ends")
    lengths = sorted(f[2] for f in found)
    middle, ninety = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    print(f"# {len(lengths)} functions: median {middle}, 90 % under {ninety}, longest {lengths[-1]}")
    ok(middle <= 15 and ninety <= 60, "functions can be seen whole: median at most 15 lines, nine in ten at most 60", f"{middle} {ninety}")
    ratchet(found)


def ratchet(found):
    """No function is more complex or larger than the gate, but for those that were when the gate came; these may only shrink."""
    allowed = {}
    for line in open(os.path.join(ROOT, "tests", "e2e", "ratchet.txt"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, decisions, characters = line.split()
            allowed[name] = (int(decisions), int(characters))
    worse, over = [], 0
    for path, name, _, code in found:
        decisions = 1 + len(re.findall(r"\b(?:if|for|while|case)\b|&&|\|\||\?", code))
        most = allowed.get(name, (COMPLEX, CHARACTERS))
        over += decisions > COMPLEX
        if decisions > max(most[0], COMPLEX) or len(code) > max(most[1], CHARACTERS):
            worse.append(f"{path}: {name} has {decisions} decisions, {len(code)} characters; at most {max(most[0], COMPLEX)}, {max(most[1], CHARACTERS)}")
    print(f"# {over} functions over {COMPLEX} decisions")
    ok(not worse, "no function is over the gate of decisions and characters", "\n".join(worse))


def width():
    wide = total = 0
    for path in sources("src"):
        if os.path.relpath(path, ROOT) in GENERATED:
            continue
        for line in open(path, encoding="utf-8"):
            total += 1
            wide += len(line.rstrip("\n")) > 100
    ok(wide * 200 <= total, "fewer than one line in two hundred is wider than 100 columns", f"{wide} of {total}")


ROOTS = {".ci", "bench", "data", "docs", "examples", "include", "python", "spark", "src", "tests", "tools", "train"}
LOOSE = {".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".git-blame-ignore-revs", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md",
         "Containerfile", "LICENSE", "Makefile", "NOTICE", "README.md", "SECURITY.md"}
# Where a text of more than 2 KB may stand: our own words, each with an owner named here.
PROSE = {"data/": "lists (data/LICENSES.md)", "examples/": "invented reports", "tests/": "invented cases", "docs/": "documentation",
         "train/speakers.tsv": "ids, places and names, labelled by us"}


def owners():
    """No text of others comes in unseen: tracked files stand in known folders, long texts where our own stand."""
    files = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True)
    if files.returncode != 0:
        return skip("owners of files", "no git here")
    names = [n for n in files.stdout.split("\n") if n and os.path.isfile(os.path.join(ROOT, n))]
    strays = [n for n in names if (n.split("/")[0] not in ROOTS if "/" in n else n not in LOOSE)]
    ok(not strays, "tracked files stand in known folders", "\n".join(strays))
    texts = [n for n in names if n.endswith((".txt", ".jsonl", ".json", ".html", ".md", ".csv", ".tsv", ".xml")) and "/" in n
             and os.path.getsize(os.path.join(ROOT, n)) > 2048 and not n.startswith(tuple(PROSE))]
    ok(not texts, "no long text without an owner", "\n".join(texts))


def licences():
    """Every data file is listed with what it was made from."""
    listed = open(os.path.join(ROOT, "data", "LICENSES.md"), encoding="utf-8").read()
    files = subprocess.run(["git", "-C", ROOT, "ls-files", "data"], capture_output=True, text=True).stdout.split("\n")
    missing = [f for f in files if f and os.path.isfile(os.path.join(ROOT, f)) and not f.endswith(("README.md", "LICENSES.md"))
               and not re.search(r"[ |]" + re.escape(f[5:]) + r"[ ,|]", listed)]
    ok(not missing, "every data file has its licence in data/LICENSES.md", "\n".join(missing))
    for name, words in (("LICENSE", "Apache License"), ("NOTICE", "GeoNames")):
        path = os.path.join(ROOT, name)
        ok(os.path.exists(path) and words in open(path, encoding="utf-8").read(), f"{name} is there")


if __name__ == "__main__":
    include_direction()
    quiet_library()
    malloc_door()
    sorting()
    tracked_text()
    owners()
    licences()
    lone_names()
    symbols()
    function_sizes()
    width()
    done()
