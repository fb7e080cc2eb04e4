#!/usr/bin/env python3
"""The HTML page in headless Chromium: it works without script, every reference leads to its words, the script lights up a claim's words, and axe-core
finds nothing to say in light and dark. Skips what is not at hand: Chromium (apt), axe-core (npm; tests/setup.sh fetches it when npm is there)."""
import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from html.parser import HTMLParser

from _tap import EXAMPLES, ROOT, done, ok, run, skip

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE_CORE", os.path.join(ROOT, "build", "axe", "package", "axe.min.js"))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=20000"]


class Page(HTMLParser):
    """Ids, links and open elements of the page."""
    VOID = {"meta", "br", "hr", "img", "link", "input"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.stack, self.faults, self.marks, self.inside, self.sources = [], [], [], [], [], None, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        for key in attrs:
            if key in ("src", "srcset", "xlink:href") or key.startswith("on"):
                self.sources.append((tag, key, attrs[key]))
        if tag in ("img", "iframe", "object", "embed", "form", "base"):
            self.sources.append((tag, "", ""))
        if tag == "mark":
            self.marks.append([attrs["data-c"].split(), ""])
            self.inside = self.marks[-1]
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        if tag == "mark":
            self.inside = None
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if self.inside:
            self.inside[1] += data


def still(text):
    page = Page()
    page.feed(text)
    ok(not page.faults and not page.stack, "every element is closed", (page.faults, page.stack))
    ok(len(page.ids) == len(set(page.ids)), "ids are unique", [i for i in page.ids if page.ids.count(i) > 1][:5])
    ok(len(text.encode()) < 300 << 10 and "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'" in text, "the page is small and may ask nobody for anything", len(text))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    lost = sorted(set(inner) - set(page.ids))
    ok(inner and not lost, f"all {len(inner)} references lead to a place in the page", lost[:10])
    ok(not page.sources, "nothing is fetched, nothing hangs on an element", page.sources[:5])
    record = json.loads(run("story", "--format", "json", *EXAMPLES).stdout)
    texts = {r["id"]: r["text"].encode() for r in record["reports"]}
    bad = []
    for fact in record["facts"]:
        if fact["id"] not in page.ids:
            continue
        want = "".join(texts[e["report"]][e["span"][0]:e["span"][1]].decode() for v in fact["values"] for e in v["evidence"])
        lit = "".join(words for claims, words in page.marks if fact["id"] in claims)
        if sorted(want) != sorted(lit) and len(set((e["report"], tuple(e["span"])) for v in fact["values"] for e in v["evidence"])) == sum(len(v["evidence"]) for v in fact["values"]) and not overlaps(fact):
            bad.append((fact["id"], want[:60], lit[:60]))
    ok(not bad, "the words lit for a fact are the words of its evidence", bad[:5])


def overlaps(fact):
    spans = sorted((e["report"], *e["span"]) for v in fact["values"] for e in v["evidence"])
    return any(a[0] == b[0] and b[1] < a[2] for a, b in zip(spans, spans[1:]))


def hostile():
    evil = b"LIMA, May 3 (ABC) - Mayor <script>alert(1)</script> \"><img src=x onerror=alert(2)> O'Neil said on Sunday: \"</q></mark><b>'&amp;\" javascript:alert(3)\n"
    text = run("story", "--format", "html", "-", stdin=evil).stdout.decode()
    page = Page()
    page.feed(text)
    ok(text.count("<script") == 1 and not page.sources and not page.faults and not any(link.startswith("javascript") for link in page.links), "a report's markup is shown, never run", page.sources)


def dump(page, name, tmp, *flags, at=""):
    path = os.path.join(tmp, name + ".html")
    with open(path, "w") as f:
        f.write(page)
    out = subprocess.run([CHROMIUM, *FLAGS, *flags, "--user-data-dir=" + os.path.join(tmp, "profile-" + name), "--dump-dom", "file://" + path + at], capture_output=True, timeout=240)
    return out.stdout.decode("utf-8", "replace")


def moving(text, tmp):
    click = "<script>document.querySelector('.claim').click(); document.title = 'lit ' + document.querySelectorAll('mark.on').length;</script></body>"
    bare = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text)
    dom = dump(bare.replace("</body>", click), "click", tmp)
    m = re.search(r"<title>lit (\d+)</title>", dom)
    ok(m and int(m.group(1)) > 0, "a click on a claim lights its words", dom[:300])
    keys = "<script>document.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true})); var one = document.querySelector('.card.chosen').id; document.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true})); document.title = 'keys ' + one + ' ' + document.querySelector('.card.chosen').id + ' ' + document.querySelectorAll('mark.on').length;</script></body>"
    m = re.search(r"<title>keys (f\d+) (f\d+) (\d+)</title>", dump(bare.replace("</body>", keys.replace("document.dispatchEvent", "document.body.dispatchEvent")), "keys", tmp))
    ok(m and m.group(1) != m.group(2) and int(m.group(3)) > 0, "n goes from difference to difference and lights its words", m and m.groups())
    sift = "<script>var v = document.getElementById('f-verdict'); v.value = 'differ'; v.dispatchEvent(new Event('input')); document.title = 'sift ' + document.querySelectorAll('.claim:not(.out)').length + ' ' + document.querySelectorAll('.claim.p-differ').length + ' ' + document.querySelectorAll('.claim').length;</script></body>"
    m = re.search(r"<title>sift (\d+) (\d+) (\d+)</title>", dump(bare.replace("</body>", sift), "sift", tmp))
    ok(m and m.group(1) == m.group(2) and 0 < int(m.group(1)) < int(m.group(3)), "the filter leaves what was asked for", m and m.groups())
    words = "<script>var v = document.getElementById('f-text'); v.value = 'valves'; v.dispatchEvent(new Event('input')); document.title = 'words ' + Array.prototype.every.call(document.querySelectorAll('.claim:not(.out)'), function (c) { return /valves/i.test(c.textContent); }) + ' ' + document.querySelectorAll('.claim:not(.out)').length;</script></body>"
    m = re.search(r"<title>words true (\d+)</title>", dump(bare.replace("</body>", words), "words", tmp))
    ok(m and int(m.group(1)) > 0, "so do words")
    own = dump(text, "own", tmp, at="#f1")
    ok(re.search(r'<mark class="[^"]* on"', own), "the page's own script runs under its policy and lights the claim in the address")
    policy = dump(text.replace("</body>", "<script>document.title = 'broken into'</script></body>"), "policy", tmp)
    ok("<title>broken into" not in policy, "the page's policy lets no other script run")
    if not os.path.exists(AXE):
        return skip("axe-core", "axe-core is not at hand (npm pack axe-core)")
    report = "<script>" + open(AXE).read().replace("</script>", "<\\/script>") + "</script><script>axe.run(document, {resultTypes: ['violations']}).then(function (r) { var p = document.createElement('pre'); p.id = 'axe'; p.textContent = 'AXE' + JSON.stringify(r.violations.map(function (v) { return [v.id, v.nodes.length, v.nodes[0].html]; })) + 'END'; document.body.appendChild(p); });</script></body>"
    for scheme, flags in (("light", []), ("dark", ["--blink-settings=preferredColorScheme=0"])):
        dom = dump(bare.replace("</body>", report), scheme, tmp, *flags)
        m = re.search(r'id="axe">AXE(.*?)END</pre>', dom, re.S)
        found = json.loads(html.unescape(m.group(1))) if m else None
        ok(found == [], f"axe-core finds no violation ({scheme})", found if m else dom[-500:])


if __name__ == "__main__":
    page_text = run("story", "--format", "html", *EXAMPLES).stdout.decode()
    still(page_text)
    hostile()
    if CHROMIUM:
        with tempfile.TemporaryDirectory() as folder:
            moving(page_text, folder)
    else:
        skip("headless Chromium", "chromium is not installed ")
    done()
