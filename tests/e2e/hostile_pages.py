#!/usr/bin/env python3
"""The hostile pages of the field (deep nesting, misnesting, floods of attributes, links and references, huge pages, broken bytes), all made
here: each must be read in a second of processor time without a crash, its sentence kept, and twice the page must not cost more than
about twice the time."""
import json
import os
import resource
import subprocess
import tempfile

from _tap import DATELINE, done, ok

BODY = ("The harbour office said on Monday that the ferry had left the pier at noon with one hundred and forty passengers.",
        "Rescue boats reached it two hours later, the office said, and towed it back to the northern basin before the storm.",
        "The owner of the line said that the engine had failed because of a broken pump and that nobody was hurt on board.")
MARK = "broken pump"
ARTICLE = "<article><h1>Ferry towed back to port</h1>" + "".join(f"<p>{p}</p>" for p in BODY) + "</article>"
CYRILLIC = "Паром отбуксировали обратно в порт, сообщило в понедельник управление гавани. На борту было сто сорок пассажиров, никто не пострадал. "
JAPANESE = "フェリーは月曜日に港へ曳航された、と港湾局が発表した。乗客百四十人にけがはなかった。エンジンの故障が原因だという。"


def page(inner, head="<title>Ferry towed back to port</title>"):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{inner}</body></html>"


def deep(tag, n, inside=ARTICLE):
    return page(f"<{tag}>" * n + inside + f"</{tag}>" * n)


def makers():
    """name -> (function of a size factor giving bytes, mark that must be in the text)"""
    text = lambda make: lambda k: make(k).encode()  # noqa: E731
    return {
        "200,000 open div": (text(lambda k: page("<div>" * (200000 * k) + ARTICLE)), MARK),
        "5,000 nested div": (text(lambda k: deep("div", 5000 * k)), MARK),
        "4,000 a and i misnested": (text(lambda k: page(ARTICLE + "<a href=x><i>x" * (4000 * k) + "</a></i>" * (4000 * k))), MARK),
        "200,000 attributes": (text(lambda k: page("<div " + " ".join(f"a{i}=v" for i in range(200000 * k)) + ">" + ARTICLE + "</div>")), MARK),
        "200,000 link items": (text(lambda k: page(ARTICLE + "<ul>" + "<li><a href='/a/b'>Another story here</a></li>" * (200000 * k) + "</ul>")), MARK),
        "20 MB of paragraphs": (text(lambda k: page("<article><h1>Ferry towed back to port</h1>" + "".join(f"<p>{p}</p>" for p in BODY) * (30000 * k) * 2 + "</article>")), MARK),
        "one 20 MB text": (text(lambda k: page("<article><h1>Ferry towed back to port</h1><p>" + (" ".join(BODY) + " ") * (29000 * k) * 2 + "</p></article>")), MARK),
        "3,000 nested tables": (text(lambda k: page("<table><tr><td>" * (3000 * k) + ARTICLE + "</td></tr></table>" * (3000 * k))), MARK),
        "unclosed script": (text(lambda k: page(ARTICLE) + "<script>var a = '<p>';" + "x" * (100000 * k)), MARK),
        "NUL bytes": (lambda k: page(ARTICLE.replace("pump", "pump\0") + "\0" * (100000 * k)).encode(), "broken pump"),
        "bad UTF-8": (lambda k: page(ARTICLE).encode().replace(b"hurt", b"hu\xff\xfert\xc3") + b"\xc3\xa9" * 100 + b"\xff" * k, MARK),
        "UTF-16 without a header": (lambda k: page(ARTICLE * k).encode("utf-16-le"), MARK),
        "undeclared cp1251": (lambda k: page("<article><h1>Паром в порту</h1>" + f"<p>{CYRILLIC * 3}</p>" * (3 * k) + "</article>").encode("cp1251"), "управление гавани"),
        "Shift-JIS": (lambda k: page("<article><h1>フェリー</h1>" + f"<p>{JAPANESE * 2}</p>" * (3 * k) + "</article>").encode("shift_jis"), "港湾局が発表"),
        "UTF-8 that says latin-1": (lambda k: page(ARTICLE.replace("pump", "pump – “schön”") * k, "<meta charset=iso-8859-1>").encode(), "broken pump – “schön”"),
        "colspan 9e15": (text(lambda k: page("<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>" + ARTICLE + "</td></tr></table>" * k)), MARK),
        "flood of references": (text(lambda k: page(ARTICLE + "<p>" + "&amp;&lt;&#x41;&notit;&nGt;" * (100000 * k) + "</p>")), MARK),
        "80,000 formatting elements in paragraphs": (text(lambda k: page(ARTICLE + "".join(f"<font size={i % 90}><p>x" for i in range(80000 * k)))), MARK),
        "comments without end": (text(lambda k: page(ARTICLE) + "<!-- x " * (100000 * k)), MARK),
        "100,000 CDATA in svg": (text(lambda k: page(ARTICLE + "<svg>" + "<![CDATA[x]]>" * (100000 * k) + "</svg>")), MARK),
        "broken JSON-LD": (text(lambda k: page(ARTICLE, "<script type='application/ld+json'>" + "{\"@type\":[" * (100000 * k) + "</script>")), MARK),
    }


def read(data):
    """Processor seconds, peak kilobytes, report (None: crash)."""
    with tempfile.NamedTemporaryFile(suffix=".html", delete=False) as f:
        f.write(data)
    try:
        script = "import resource,subprocess,sys,json;p=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE,stderr=subprocess.PIPE,timeout=120);" \
                 "r=resource.getrusage(resource.RUSAGE_CHILDREN);sys.stdout.buffer.write(b'%f %d %d\\n'%(r.ru_utime+r.ru_stime,r.ru_maxrss,p.returncode)+p.stdout)"
        out = subprocess.run(["python3", "-c", script, DATELINE, "read", "--format", "jsonl", f.name], stdout=subprocess.PIPE, timeout=150).stdout
    finally:
        os.unlink(f.name)
    head, _, rest = out.partition(b"\n")
    seconds, peak, code = head.split()
    return float(seconds), int(peak), json.loads(rest.split(b"\n")[0]) if code == b"0" and rest.strip() else None


def main():
    idle = min(read(b"<p>x</p>")[0] for _ in range(3))
    for name, (make, mark) in makers().items():
        data = make(1)
        seconds, peak, report = read(data)
        seconds = max(0.001, seconds - idle)
        limit = 1.0 if len(data) <= 8 << 20 else 1.0 * len(data) / (20 << 20) * 1.5
        kept = report is not None and mark in report["text"]
        again = max(0.001, read(make(2))[0] - idle)
        linear = again <= max(3.2 * seconds, 0.3)
        ok(kept and seconds < limit and linear, f"{name}: {len(data) / 1e6:.1f} MB, {seconds:.2f} s, twice {again:.2f} s, {peak // 1024} MB",
           f"kept {kept}, limit {limit:.2f} s")
    done()


if __name__ == "__main__":
    main()
