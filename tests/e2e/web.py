#!/usr/bin/env python3
"""The desk in a real Chromium, driven over the W3C WebDriver protocol: open the desk, open a story, click a claim and see its words lit, a speaker's and an
outlet's page, search by keyboard alone, drop a file, hear of a change, see what is new; at 390 pixels, with axe-core in light and dark.
Skips what is not at hand: chromium-driver (apt), axe-core (npm; tests/setup.sh fetches it when npm is there)."""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from _tap import DATELINE, EXAMPLES, ROOT, done, ok, skip

DRIVER = shutil.which("chromedriver")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE_CORE", os.path.join(ROOT, "build", "axe", "package", "axe.min.js"))
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"tab": "\ue004", "enter": "\ue007"}


class Browser:
    """One window; every call is one request of the protocol."""

    def __init__(self, folder, dark=False):
        self.driver = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                break
        self.at = f"http://127.0.0.1:{found.group(1)}"
        args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--user-data-dir=" + os.path.join(folder, "profile-dark" if dark else "profile")]
        if dark:
            args.append("--blink-settings=preferredColorScheme=0")
        options = {"binary": CHROMIUM, "args": args}
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}, "")
        self.session = "/session/" + answer["sessionId"]

    def call(self, method, path, body=None, session=None):
        path = self.at + (self.session if session is None else session) + path
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(path, data, {"Content-Type": "application/json"}, method=method)
        try:
            return json.load(urllib.request.urlopen(request, timeout=120))["value"]
        except urllib.error.HTTPError as e:
            raise RuntimeError(e.read().decode()[:500])

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def address(self):
        return self.call("GET", "/url")

    def script(self, code, *args):
        return self.call("POST", "/execute/sync", {"script": code, "args": list(args)})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def keys(self, text):
        """On whatever has the focus."""
        actions = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]})

    def text(self):
        return self.script("return document.body.innerText")

    def wait(self, code, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            if self.script(code):
                return True
            time.sleep(0.2)
        return False

    def axe(self):
        self.script(open(AXE, encoding="utf-8").read() + "; window.axe = axe;")
        return self.call("POST", "/execute/async", {"script": "var end = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(function (r) {"
                                                    "end(r.violations.map(function (v) { return [v.id, v.nodes[0].html]; })); });", "args": []})

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=20)


def well_made(b, what):
    """No sideways scrolling on a phone; axe has nothing to say."""
    wide = b.script("return document.documentElement.scrollWidth - window.innerWidth")
    ok(wide <= 0, f"{what} fits in 390 pixels", str(wide))
    if os.path.exists(AXE):
        found = b.axe()
        ok(found == [], f"axe-core finds no violation on {what}", str(found)[:500])
    else:
        skip("axe-core on " + what, "axe-core is not at hand (npm pack axe-core)")


def through_the_desk(b, home):
    b.open(home)
    well_made(b, "the desk")
    b.click("main li a")
    ok("/story/" in b.address(), "a story opens")
    b.click(".claim")
    ok(b.script("return document.querySelectorAll('mark.on').length") > 0, "a click on a claim lights its words in the reports")
    b.click('nav[aria-label="desk"] a[href^="/person"]')
    ok("/person" in b.address() and "report" in b.text(), "a speaker's page is one click from it")
    well_made(b, "a speaker's page")
    b.click("main h3 a")
    b.click('nav[aria-label="desk"] a[href^="/outlet"]')
    ok("/outlet" in b.address(), "so is an outlet's")
    well_made(b, "an outlet's page")


def by_keyboard(b, home):
    """Tab to the search field, a word, Enter; Tab to the first hit, Enter."""
    b.open(home)
    for _ in range(10):
        b.keys(KEYS["tab"])
        if b.script("return document.activeElement.name") == "q":
            break
    b.keys("explosion" + KEYS["enter"])
    ok(b.wait("return location.pathname == '/search' && document.querySelector('mark') != null"), "search by keyboard marks what it found")
    well_made(b, "the search")
    for _ in range(10):
        b.keys(KEYS["tab"])
        if b.script("return document.activeElement.pathname || ''").startswith("/story/"):
            break
    b.keys(KEYS["enter"])
    ok(b.wait("return location.pathname.indexOf('/story/') == 0"), "a hit opens by keyboard")


def drop(b, home):
    b.open(home)
    for path in EXAMPLES[:2]:
        b.type("input[type=file]", os.path.abspath(path))
    b.click(".drop button")
    ok(b.wait("return location.pathname == '/read'") and "2 reports" in b.text(), "two files dropped are a record", b.text()[:200])


def hears(b, home, desk, folder):
    """A page that stands open says that the desk has changed; the next look marks what is new."""
    b.open(home)
    ok(b.script("return document.getElementById('live').hidden"), "nothing has changed yet")
    time.sleep(1.2)
    path = os.path.join(folder, "new.txt")
    open(path, "w").write("LAKESIDE, May 21, 2024 - A ferry ran aground near Lakeside on Tuesday, the coast guard said. All 40 passengers are safe.\n")
    subprocess.run([DATELINE, "add", "-q", "--desk", desk, path], capture_output=True)
    ok(b.wait("return !document.getElementById('live').hidden"), "an open page says that the desk has changed")
    b.click("#live a")
    ok(b.wait("return document.querySelectorAll('li.new').length == 1"), "what is new since the last look is marked")


def main():
    if not DRIVER or not CHROMIUM:
        return skip("the desk in Chromium", "chromium-driver is not installed")
    with tempfile.TemporaryDirectory() as folder:
        desk = os.path.join(folder, "d.db")
        subprocess.run([DATELINE, "add", "-q", "--desk", desk, *EXAMPLES], capture_output=True)
        server = subprocess.Popen([DATELINE, "serve", "--desk", desk, "--port", "0"], stdout=subprocess.PIPE, text=True)
        home = server.stdout.readline().strip()
        try:
            b = Browser(folder)
            try:
                b.call("POST", "/window/rect", {"width": 390, "height": 800})
                through_the_desk(b, home)
                by_keyboard(b, home)
                drop(b, home)
                hears(b, home, desk, folder)
            finally:
                b.close()
            dark = Browser(folder, dark=True)
            try:
                dark.open(home)
                ok(dark.script("return matchMedia('(prefers-color-scheme: dark)').matches"), "in the dark")
                well_made(dark, "the dark desk")
            finally:
                dark.close()
        finally:
            server.send_signal(signal.SIGTERM)
            ok(server.wait(timeout=30) == 0, "the server ends in order")


main()
done()
