"""TAP lines for the scripts of tests/e2e, and the two programs they run."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("DATELINE_BUILD", os.path.join(ROOT, "build"))
DATELINE = os.path.join(BUILD, "dateline")
SHARED = os.path.join(ROOT, "..", "shared")
EXAMPLES = sorted(os.path.join(ROOT, "examples", f) for f in os.listdir(os.path.join(ROOT, "examples")) if f.endswith((".txt", ".md", ".html")))
SEEDS = sorted(os.path.join(SHARED, "seeds", f) for f in os.listdir(os.path.join(SHARED, "seeds"))) if os.path.isdir(os.path.join(SHARED, "seeds")) else []
count = [0, 0]


def ok(good, name, detail=""):
    count[0] += 1
    count[1] += not good
    print(f"{'ok' if good else 'not ok'} {count[0]} - {name}", flush=True)
    if not good and detail:
        print("\n".join("# " + line for line in str(detail)[:8000].split("\n")))
    return good


def skip(name, why):
    count[0] += 1
    print(f"ok {count[0]} - {name} # SKIP {why}", flush=True)


def run(*args, stdin=None, env=None, stdout=subprocess.PIPE, timeout=300):
    return subprocess.run([DATELINE, *args], input=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=timeout, env=dict(os.environ, **(env or {})))


def done():
    print(f"1..{count[0]}")
    sys.exit(1 if count[1] else 0)
