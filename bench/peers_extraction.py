#!/usr/bin/env python3
"""peers_extraction.py BENCH [--pages N]: text and speed of dateline beside public programs, on the same pages in the same run.

BENCH: a folder with gold.jsonl and html/ (gzip), and score.py in its parent (bench/extraction/dev). Every program gets the raw bytes; seconds are
processor time (user and system) for parse, text and metadata. A peer is a package of PyPI; one that is not installed is said to be so.
dateline's judge of main text was trained on the dev pages: its figure on these is too good; train/maintext.py prints the cross-validated one.
Prints one line of JSON a program: pages, pages a second, MB a second, news_text_f1, share of bad pages, slowest page.
"""
import argparse
import gzip
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEWS = ("aeb", "aed", "fev", "fun", "wcn")


def trafilatura_peer():
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")

    def extract(data):
        doc = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=False, config=config)
        return (doc.text if hasattr(doc, "text") else (doc or {}).get("text")) or ""

    return extract


def resiliparse_peer():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def extract(data):
        tree = HTMLTree.parse(bytes_to_str(data, detect_encoding(data)))
        return extract_plain_text(tree, main_content=True, alt_texts=False, links=False)

    return extract


PEERS = {"trafilatura": trafilatura_peer, "resiliparse": resiliparse_peer}


def load(bench, pages):
    gold = [json.loads(line) for line in open(os.path.join(bench, "gold.jsonl"), encoding="utf-8")]
    gold = [g for g in gold if g["set"] in NEWS and g.get("text")]
    gold = gold[::max(1, len(gold) // pages)][:pages] if pages else gold
    return gold, [gzip.open(os.path.join(bench, "html", g["id"] + ".html.gz")).read() for g in gold]


def scorer(bench):
    spec = importlib.util.spec_from_file_location("score", os.path.join(bench, "..", "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(name, score, gold, pred, seconds, size, slowest):
    by = [score.score([g for g in gold if g["set"] == s], pred)["text"]["f1"] for s in sorted({g["set"] for g in gold})]
    line = {"program": name, "pages": len(gold), "pages_s": round(len(gold) / seconds, 1), "mb_s": round(size / seconds / 1e6, 1),
            "news_text_f1": round(sum(by) / len(by), 4), "bad_pages": score.score(gold, pred)["text"]["bad_pages"]}
    if slowest:
        line["slowest_ms"] = round(slowest * 1000, 1)
    print(json.dumps(line), flush=True)


def child_seconds():
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def run_dateline(folder, gold, pages):
    rows = os.path.join(folder, "rows.jsonl")
    with open(rows, "w") as f:
        for g, data in zip(gold, pages):
            path = os.path.join(folder, g["id"])
            with open(path, "wb") as page:
                page.write(data)
            f.write(json.dumps({"id": g["id"], "html": path}) + "\n")
    predict = os.path.join(ROOT, "bench", "predict")
    empty = os.path.join(folder, "empty.jsonl")
    open(empty, "w").close()
    before = child_seconds()
    subprocess.run([predict, "extraction", empty], check=True, stdout=subprocess.PIPE)
    start = child_seconds()
    out = subprocess.run([predict, "extraction", rows], check=True, stdout=subprocess.PIPE).stdout
    seconds = child_seconds() - start - (start - before)
    return {p["id"]: p for p in map(json.loads, out.decode().splitlines())}, seconds


def run_peer(extract, gold, pages):
    pred, total, slowest = {}, 0.0, 0.0
    for g, data in zip(gold, pages):
        start = time.process_time()
        try:
            text = extract(data)
        except Exception as e:  # a peer's crash on a page counts as an empty page
            print(f"{g['id']}: {type(e).__name__}", file=sys.stderr)
            text = ""
        took = time.process_time() - start
        total, slowest = total + took, max(slowest, took)
        pred[g["id"]] = {"id": g["id"], "text": text}
    return pred, total, slowest


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("bench")
    ap.add_argument("--pages", type=int, default=0)
    a = ap.parse_args()
    score = scorer(a.bench)
    gold, pages = load(a.bench, a.pages)
    size = sum(map(len, pages))
    with tempfile.TemporaryDirectory() as folder:
        pred, seconds = run_dateline(folder, gold, pages)
        report("dateline", score, gold, pred, seconds, size, 0)
    for name, make in PEERS.items():
        try:
            extract = make()
        except ImportError as e:
            print(json.dumps({"program": name, "skipped": str(e)}))
            continue
        pred, seconds, slowest = run_peer(extract, gold, pages)
        report(name, score, gold, pred, seconds, size, slowest)


if __name__ == "__main__":
    main()
