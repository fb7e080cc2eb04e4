#!/usr/bin/env python3
"""The option --engine: the careful engine reads, the same on any number of threads; a missing or damaged careful.model is named and only
asked for when wanted. The weights are the tiny random ones of the fuzz corpus, so what they say is not looked at; data/careful.model, where
it is there, is."""
import os
import tempfile

from _tap import EXAMPLES, ROOT, done, ok, run, skip

DATA = os.path.join(ROOT, "data")
TINY = os.path.join(ROOT, "tests", "fuzz", "corpus", "model", "careful.model")


def data_folder(tmp, name, careful):
    folder = os.path.join(tmp, name)
    os.mkdir(folder)
    for entry in os.listdir(DATA):
        if entry != "careful.model":
            os.symlink(os.path.join(DATA, entry), os.path.join(folder, entry))
    if careful is not None:
        with open(os.path.join(folder, "careful.model"), "wb") as f:
            f.write(careful)
    return folder


def report(tmp, name):
    path = os.path.join(tmp, name)
    with open(path, "w") as f:
        f.write("LIMA, May 3 (ABC) - Port minister Rosa Quispe told reporters on Sunday that the harbour of Callao would open again.\n\n"
                "\"We will not wait any longer,\" she said. " + "Ships and boats and barges left. " * 30 + "\n")
    return path


def main():
    with tempfile.TemporaryDirectory() as tmp:
        tiny = open(TINY, "rb").read()
        with_model, without, damaged = data_folder(tmp, "with", tiny), data_folder(tmp, "without", None), data_folder(tmp, "damaged", tiny[:-100])
        files = [report(tmp, f"n{i}.txt") for i in range(6)] + EXAMPLES
        one = run("annotate", "--engine", "careful", "--data", with_model, "--jobs", "1", *files)
        ok(one.returncode == 0 and len(one.stdout.split(b"\n")) > 6, "--engine careful annotates", one.stderr.decode())
        for jobs in ("2", "5"):
            ok(run("annotate", "--engine=careful", "--data", with_model, "--jobs", jobs, *files).stdout == one.stdout, f"the same bytes on {jobs} threads")
        fast = run("annotate", "--engine", "fast", *files)
        ok(fast.returncode == 0 and fast.stdout == run("annotate", *files).stdout, "fast is the default")
        ok(fast.stdout == run("annotate", "--data", without, *files).stdout, "the fast engine does not ask for careful.model")
        for folder, kind in ((without, "missing"), (damaged, "damaged")):
            out = run("story", "--engine", "careful", "--data", folder, files[0])
            ok(out.returncode == 3 and b"careful.model" in out.stderr and out.stdout == b"", f"a {kind} careful.model is named, exit code 3", out.stderr.decode())
        out = run("story", "--engine", "reckless", files[0])
        ok(out.returncode == 2 and b"--engine" in out.stderr, "an unknown engine: exit code 2", out.stderr.decode())
        ok(b"--engine" in run("help", "annotate").stdout and b"fast careful" in run("completion", "bash").stdout, "help and completion know the option")
        if not os.path.exists(os.path.join(DATA, "careful.model")):
            skip("the real weights read a report", "data/careful.model is not there")
        else:
            out = run("annotate", "--format", "conllu", "--engine", "careful", files[0])
            rows = [line.split("\t") for line in out.stdout.decode().split("\n") if line[:1].isdigit()]
            ok(out.returncode == 0 and any(r[1] == "told" and r[2] == "tell" and r[7] == "root" for r in rows), "the real weights read a report", out.stdout.decode()[:800] + out.stderr.decode())
    done()


main()
