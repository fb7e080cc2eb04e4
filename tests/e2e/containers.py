#!/usr/bin/env python3
"""Containers: packed files, JSON lines, feeds and web archives. The foreign suites of ../shared/conform are read where they are at hand: of each
feed's expectation the parts about title, link, date, author and content of its entries are held against the reports."""
import ast
import glob
import gzip
import html
import json
import os
import re
import subprocess
import tempfile

from _tap import EXAMPLES, SHARED, done, ok, run, skip

GOOD = open(EXAMPLES[0], "rb").read()
WANTED = 95  # percent of the well-formed feeds' expectations


def reports(*args, stdin=None):
    out = run("read", "--format", "jsonl", *args, stdin=stdin)
    return [json.loads(line) for line in out.stdout.decode().split("\n") if line], out


def words(text):
    text = re.sub(r"<[^>]*>", " ", text or "")
    return re.findall(r"\w+", html.unescape(html.unescape(text)).lower())


def packed(tmp):
    path = os.path.join(tmp, "a.txt.gz")
    with open(path, "wb") as f:
        f.write(gzip.compress(GOOD[:300]) + gzip.compress(GOOD[300:]))
    got, _ = reports(path)
    ok(len(got) == 1 and got[0]["text"].encode() == GOOD, "gzip of two members is one text")
    if subprocess.run(["which", "zstd"], capture_output=True).returncode == 0:
        zst = subprocess.run(["zstd", "-q", "-c", EXAMPLES[0]], capture_output=True).stdout
        got, _ = reports("-", stdin=zst)
        ok(len(got) == 1 and got[0]["text"].encode() == GOOD, "zstd from standard input")
    else:
        skip("zstd from standard input", "zstd is not installed")
    bomb = os.path.join(tmp, "bomb.gz")
    with open(bomb, "wb") as f:
        f.write(gzip.compress(b"0" * (300 << 20), 9))
    got, out = reports(bomb)
    ok(out.returncode == 1 and b"200 times" in out.stderr, "a bomb is cut and named", out.stderr.decode())
    cut = os.path.join(tmp, "cut.gz")
    with open(cut, "wb") as f:
        f.write(gzip.compress(GOOD)[:400])
    got, out = reports(cut)
    ok(out.returncode == 1 and b"ends early" in out.stderr and got and GOOD.startswith(got[0]["text"].encode()[:-3]), "a truncated gzip gives what it holds and is named", out.stderr.decode())


def back_through_map(report, source):
    """Every byte of text that a map run covers is the source's byte (plain stretches), and every run lies inside the source."""
    text = report["text"].encode()
    if not report["map"]:
        return text == source
    plain = sum(source[s:s + n] == text[t:t + n] for t, s, n in report["map"])
    return plain >= len(report["map"]) / 2 and all(t + n <= len(text) and s <= len(source) for t, s, n in report["map"])


def json_dumps(tmp):
    rows = [{"id": f"a{i}", "title": f"Title {i}", "text": f"A fire in port {i} killed \"two\" men,\nthe mayor\u2019s office said. \U0001f525 Caf\u00e9.", "date": f"2024-05-{i + 1:02}T08:00:00+02:00", "url": f"https://example.org/{i}", "outlet": "Example", "author": "Jane Doe"} for i in range(20)]
    raw = "\n".join(json.dumps(r) for r in rows[:10]) + "\nnot json at all\n" + "\n".join(json.dumps(r, ensure_ascii=False) for r in rows[10:]) + "\n"
    path = os.path.join(tmp, "dump.jsonl")
    with open(path, "w") as f:
        f.write(raw)
    got, out = reports(path)
    ok([r["text"] for r in got] == [r["text"] for r in rows], "every good line of a JSONL dump is a report")
    ok(out.returncode == 1 and b"line 11" in out.stderr, "the bad line is named", out.stderr.decode())
    ok(all(r["published"]["value"] == want["date"] and r["url"] == want["url"] and r["outlet"] == "Example" and r["authors"] == ["Jane Doe"] and r["title"] == want["title"] for r, want in zip(got, rows)), "dates, addresses, outlets, authors and titles come from the fields")
    ok(all(back_through_map(r, raw.encode()) for r in got), "the map leads back into the file")
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [{"id": "1", "title": "One", "content_html": "<p>First <b>words</b>.</p>", "url": "https://example.org/1", "date_published": "2024-05-01T00:00:00Z"}, {"id": "2", "content_text": "Second."}]}
    got, _ = reports("-", stdin=json.dumps(feed).encode())
    ok([r["text"] for r in got] == ["First words.", "Second."] and got[0]["outlet"] == "Feed", "JSON Feed", got)
    ninjs = {"uri": "urn:1", "headline": "A headline", "body_text": "Words of the story.", "byline": "Jane Doe", "versioncreated": "2024-05-02T10:00:00Z", "language": "en"}
    got, _ = reports("-", stdin=json.dumps(ninjs).encode())
    ok(len(got) == 1 and got[0]["title"] == "A headline" and got[0]["published"]["value"].startswith("2024-05-02") and got[0]["language"] == "en", "ninjs", got)


NEWSML = """<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" xml:lang="en"><itemMeta><provider><name>Example Agency</name></provider><versionCreated>2024-05-13T09:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Blast &amp; fire</headline><by>By Jane Doe</by></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>First paragraph.</p><p>Second one.</p></body></html></inlineXML></contentSet></newsItem>"""


def newsml():
    got, out = reports("-", stdin=NEWSML.encode())
    ok(len(got) == 1 and got[0]["title"] == "Blast & fire" and words(got[0]["text"]) == words("First paragraph. Second one.") and got[0]["outlet"] == "Example Agency", "NewsML-G2", (got, out.stderr))


def warc_of(records):
    out = b""
    for url, body in records:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        out += gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url.encode() + b"\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n")
    return out


def archives(tmp):
    page = "<html><head><title>Fire in port {0}</title></head><body><article><h1>Fire in port {0}</h1>" + "<p>A fire in the port killed two men on Sunday, the mayor said in a long statement.</p>" * 5 + "</article></body></html>"
    path = os.path.join(tmp, "many.warc.gz")
    with open(path, "wb") as f:
        f.write(warc_of([(f"http://example.org/{i}", page.format(i).encode()) for i in range(300)]))
    got, out = reports(path)
    ok([r["member"] for r in got] == [f"http://example.org/{i}" for i in range(300)], "300 records of a WARC, in order", out.stderr.decode())
    raw = open(path, "rb").read()
    broken = bytearray(raw)
    broken[len(raw) // 2] ^= 0x55
    with open(path, "wb") as f:
        f.write(broken)
    got, out = reports(path)
    ok(out.returncode == 1 and re.search(rb"byte \d+", out.stderr) and len(got) >= 100, "damage in the middle is named by its byte; what stands before is read", out.stderr.decode())
    folder = os.path.join(SHARED, "conform", "warc")
    if not os.path.isdir(folder):
        return skip("foreign archives", "../shared/conform is not here")
    for name in sorted(os.listdir(folder)):
        got, out = reports(os.path.join(folder, name))
        named = out.returncode == 0 or b"byte" in out.stderr
        ok(out.returncode in ((0, 1) if got else (0, 3)) and named, f"warc/{name}: {len(got)} reports, damage named by offset", out.stderr.decode())


def plain_words(text):
    return re.findall(r"\w+", (text or "").lower())


KEY = re.compile(r"entries\[(\d+)\]\[?\.?'?(title|link|author|description|summary|content|published|updated)'?\]?(\[0\]\['value'\])? == (u?'(?:[^'\\]|\\.)*')")


def found(report, key, value):
    if key == "title":
        return plain_words(report["title"]) == words(value)
    if key == "link":
        return (report["url"] or "") == value or not value.startswith("http")
    if key == "author":
        return bool(report["authors"]) and report["authors"][0] in value or not words(value)
    if key in ("published", "updated"):
        stamp = (report["published"] or report["modified"] or {}).get("value") or ""
        return not re.match(r"\d{4}-\d\d-\d\d", value) or stamp[:10] == value[:10]
    return plain_words(report["text"]) == words(value) or not words(value)


def expectations(path):
    raw = open(path, "rb").read()
    head = raw.decode("utf-8", "replace") if b"\0" not in raw[:200] else raw.decode("utf-16", "replace")
    m = re.search(r"Expect:\s*(.*?)\s*-->", head, re.S)
    return [(int(i), key, ast.literal_eval(v.lstrip("u"))) for i, key, _, v in KEY.findall(m.group(1))] if m else []


def foreign_feeds():
    folder = os.path.join(SHARED, "conform", "feeds")
    if not os.path.isdir(folder):
        return skip("foreign feeds", "../shared/conform is not here")
    good, bad = 0, []
    for path in sorted(glob.glob(os.path.join(folder, "wellformed", "**", "*.xml"), recursive=True)):
        wants = expectations(path)
        if not wants:
            continue
        got, _ = reports(path)
        for i, key, value in wants:
            rivals = [v for n, k, v in wants if n == i and k in ("summary", "content", "description")]
            if key in ("summary", "content", "description") and i < len(got) and any(found(got[i], key, v) for v in rivals):
                good += 1  # a report has one text; the richer of the two stands
            elif (i < len(got) and found(got[i], key, value)) or (not words(value)):
                good += 1
            else:
                bad.append(f"{os.path.relpath(path, folder)}: {key} should be {value[:60]!r}, is {(got[i].get('title'), got[i].get('url'), got[i].get('authors'), got[i]['text'][:60]) if i < len(got) else None}")
    percent = 100 * good / max(1, good + len(bad))
    ok(percent >= WANTED, f"{percent:.1f} % of {good + len(bad)} expectations about the entries of well-formed feeds", "\n".join(bad))
    lost = []
    for path in sorted(glob.glob(os.path.join(folder, "illformed", "**", "*.xml"), recursive=True)):
        got, out = reports(path)
        if out.returncode not in (0, 1, 3) or (b"<item" in open(path, "rb").read() and not got):
            lost.append(os.path.relpath(path, folder))
    ok(not lost, "ill-formed feeds keep their good entries", "\n".join(lost))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as tmp:
        packed(tmp)
        json_dumps(tmp)
        archives(tmp)
    newsml()
    foreign_feeds()
    done()
