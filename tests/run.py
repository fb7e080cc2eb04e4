#!/usr/bin/env python3
"""run.py [--fast] [--build DIR] [NAME ...]: runs the tests and closes with "N passed, N failed, N skipped".

Unit programs (build/unit/*/test_*, cmocka) and scripts (tests/e2e/*.py, *.sh) both speak TAP: "ok 1 - name", "not ok 2 - name",
"ok 3 - name # SKIP why". A program that ends without its plan, or with a code other than 0 although all is ok, counts as one failure.
--fast: unit programs only. NAME: only programs whose path holds it. Standard library only.
"""
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIMIT = 900  # seconds for one program


def programs(build, fast, names):
    found = []
    unit = os.path.join(build, "unit")
    for folder, _, files in sorted(os.walk(unit)):
        found += [os.path.join(folder, f) for f in sorted(files) if f.startswith("test_") and "." not in f]
    if not fast:
        e2e = os.path.join(ROOT, "tests", "e2e")
        found += [os.path.join(e2e, f) for f in sorted(os.listdir(e2e)) if f.endswith((".py", ".sh")) and not f.startswith("_")]
    return [p for p in found if not names or any(n in p for n in names)]


def command(path):
    return [sys.executable, path] if path.endswith(".py") else ["bash", path] if path.endswith(".sh") else [path]


def run(path, build):
    env = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP", DATELINE_BUILD=build, DATELINE_DATA=os.path.join(ROOT, "data"))
    start = time.time()
    try:
        done = subprocess.run(command(path), cwd=ROOT, env=env, capture_output=True, timeout=LIMIT)
        out, err, code = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired as e:
        out, err, code = (e.stdout or b"").decode("utf-8", "replace"), f"longer than {LIMIT} s", -1
    return path, out, err, code, time.time() - start


def judge(path, out, err, code, seconds):
    name = os.path.relpath(path, ROOT)
    good = bad = skipped = 0
    for line in out.split("\n"):
        m = re.match(r"(not )?ok\b[ \d]*(?:- )?(.*)", line)
        if not m:
            continue
        if m.group(1):
            bad += 1
            print(f"FAILED {name}: {m.group(2)}")
        elif "# SKIP" in line.upper():
            skipped += 1
            print(f"skipped {name}: {m.group(2)}")
        else:
            good += 1
    if good + bad + skipped == 0 or (code != 0 and bad == 0):
        bad += 1
        print(f"FAILED {name}: exit code {code} after {good} tests")
    if bad:
        print("\n".join("    " + line for line in (out + err).split("\n")[-60:]))
    print(f"{name}: {good} passed, {bad} failed" + (f", {skipped} skipped" if skipped else "") + f" [{seconds:.1f} s]", flush=True)
    return good, bad, skipped


def main():
    args, fast, build, names = sys.argv[1:], False, os.path.join(ROOT, "build"), []
    while args:
        a = args.pop(0)
        if a == "--fast":
            fast = True
        elif a == "--build":
            build = os.path.abspath(args.pop(0))
        else:
            names.append(a)
    todo = programs(build, fast, names)
    total = [0, 0, 0]
    units = [p for p in todo if not p.endswith((".py", ".sh"))]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda p: run(p, build), units))
    for r in results + [run(p, build) for p in todo if p.endswith((".py", ".sh"))]:
        total = [a + b for a, b in zip(total, judge(*r))]
    print(f"{total[0]} passed, {total[1]} failed" + (f", {total[2]} skipped" if total[2] else ""))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
