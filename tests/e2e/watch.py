#!/usr/bin/env python3
"""`dateline watch` against a feed server of the tests' own: what is new is fetched once and kept; 304, 429 and 503 with Retry-After, redirects and their circles,
bodies without end, slow ones, wrong kinds, robots.txt and its delay, private addresses; a kill -9 in the middle loses nothing; SIGTERM ends it."""
import http.server
import json
import os
import signal
import subprocess
import tempfile
import threading
import time

from _postgres import Server
from _tap import DATELINE, done, ok, skip

def page(number, words="killed two workers"):
    return f"""<html><head><title>Fire at depot {number}</title></head><body><h1>Fire at depot {number}</h1><p>TARVIK, May 13, 2024 - A fire at depot {number} in the port of
Tarvik {words} on Sunday, the mayor said.</p><p>"We will rebuild depot {number}," the mayor, Ana Lint, told reporters at the port on Monday.</p></body></html>""".encode()


class Site:
    """A server whose answers are functions of the request; it writes down what was asked and how many were being answered at once."""

    def __init__(self):
        self.asked, self.lock, self.now, self.most, self.answers = [], threading.Lock(), 0, 0, {}
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with site.lock:
                    site.asked.append((self.path, dict(self.headers), time.time()))
                    site.now += 1
                    site.most = max(site.most, site.now)
                try:
                    answer = site.answers.get(self.path)
                    if answer is None:
                        self.send_error(404)
                    else:
                        answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                finally:
                    with site.lock:
                        site.now -= 1

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # a client that hangs up is meant here
        self.http.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def count(self, path):
        return sum(a[0] == path for a in self.asked)

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def send(body, kind="text/html; charset=utf-8", code=200, **headers):
    def answer(h):
        h.send_response(code)
        h.send_header("Content-Type", kind)
        h.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            h.send_header(name.replace("_", "-"), value)
        h.end_headers()
        h.wfile.write(body)
    return answer


def conditional(body, etag):
    def answer(h):
        if h.headers.get("If-None-Match") == etag:
            return send(b"", code=304, ETag=etag)(h)
        send(body, "application/rss+xml", ETag=etag)(h)
    return answer


def endless(h):
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.end_headers()
    h.close_connection = True
    for _ in range(4000):
        h.wfile.write(b"x" * 65536)


def slow(h):
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Content-Length", "1000000")
    h.end_headers()
    h.close_connection = True
    for _ in range(600):
        h.wfile.write(b"y")
        h.wfile.flush()
        time.sleep(0.1)


def rss(base, items):
    """items: (path, day) pairs."""
    return ("<?xml version='1.0'?><rss version='2.0'><channel><title>Coast</title>" + "".join(
        f"<item><title>t</title><link>{base}{path}</link><pubDate>Mon, {day:02} May 2024 08:00:00 GMT</pubDate></item>" for path, day in items) + "</channel></rss>").encode()


def watch(desk, *args, private=True, **more):
    return subprocess.run([DATELINE, "watch", "--once", "--desk", desk, *(["--allow-private"] if private else []), *args], capture_output=True, text=True, timeout=120, **more)


def urls(desk):
    out = subprocess.run([DATELINE, "search", "--desk", desk, "--all", "--format", "jsonl", "depot"], capture_output=True, text=True).stdout
    return sorted(json.loads(line)["url"] + (" replaced" if json.loads(line)["replaced_by"] else "") for line in out.split("\n") if line)


def kinds_of_feeds(folder):
    site, desk = Site(), os.path.join(folder, "kinds.db")
    for n in range(1, 7):
        site.answers[f"/{n}"] = send(page(n))
    site.answers["/rss"] = send(rss(site.base, [("/1", 13)]), "application/rss+xml")
    site.answers["/atom"] = send(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='enclosure' href='/no'/><link href='/2'/><updated>2024-05-13T08:00:00Z</updated></entry></feed>".encode(), "application/atom+xml")
    site.answers["/json"] = send(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a", "url": "3#top", "date_published": "2024-05-13T08:00:00+02:00"}]}).encode(), "application/feed+json")
    site.answers["/rdf"] = send(f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item><link>{site.base}/4</link></item></rdf:RDF>".encode(), "text/xml")
    site.answers["/index.xml"] = send(f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site.base}/news.xml</loc><lastmod>2024-05-13</lastmod></sitemap></sitemapindex>".encode(), "text/xml")
    site.answers["/news.xml"] = send(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{site.base}/5</loc><news:news><news:publication_date>2024-05-13</news:publication_date></news:news></url><url><loc>{site.base}/1</loc></url></urlset>".encode(), "text/xml")
    out = watch(desk, *(site.base + f for f in ("/rss", "/atom", "/json", "/rdf", "/index.xml")))
    ok(out.returncode == 0 and urls(desk) == [f"{site.base}/{n}" for n in range(1, 6)], "RSS, Atom, JSON Feed, RDF, a sitemap index and a news sitemap", f"{out.stdout}{out.stderr}{urls(desk)}")
    ok(all(site.count(f"/{n}") == 1 for n in range(1, 6)), "each report is fetched once, though two feeds have it", str([a[0] for a in site.asked]))
    ok(site.count("/robots.txt") == 1, "robots.txt is asked for once")
    ok(all(a[1]["User-Agent"].startswith("dateline/") for a in site.asked) and site.most == 1, "under its name, one request of a host at a time", f"{site.most}")
    site.close()


def goes_on(folder):
    site, desk = Site(), os.path.join(folder, "on.db")
    for n in (1, 2, 3):
        site.answers[f"/{n}"] = send(page(n))
    site.answers["/feed"] = conditional(rss(site.base, [("/1", 13), ("/2", 13)]), '"a"')
    watch(desk, site.base + "/feed")
    before = len(site.asked)
    out = watch(desk, site.base + "/feed", "--agent", "desk@paper.example")
    ok(out.returncode == 0 and len(site.asked) == before + 2 and site.asked[-1][1].get("If-None-Match") == '"a"', "what did not change is not sent again (304)", str(site.asked[before:]))
    ok("(desk@paper.example)" in site.asked[-1][1]["User-Agent"], "--agent says who asks")
    site.answers["/feed"] = conditional(rss(site.base, [("/3", 14), ("/1", 13), ("/2", 15)]), '"b"')
    site.answers["/2"] = send(page(2, "killed three workers"))
    out = watch(desk, site.base + "/feed")
    ok(site.count("/1") == 1 and site.count("/3") == 1 and site.count("/2") == 2, "a new item and one that changed are fetched, others not", str([a[0] for a in site.asked]))
    ok(f"{site.base}/2 replaced" in urls(desk) and "a later version" in out.stdout, "the changed one is a later version", str(urls(desk)))
    site.close()


def troubles(folder):
    site, desk = Site(), os.path.join(folder, "troubles.db")
    site.answers.update({
        "/robots.txt": send(b"User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /secret\nAllow: /secret/open\n", "text/plain"),
        "/good": send(page(1)), "/secret/a": send(page(2)), "/secret/open": send(page(3)), "/moved": send(b"", code=301, Location="/good2"), "/good2": send(page(4)),
        "/circle": send(b"", code=302, Location="/circle"), "/file": send(b"", code=302, Location="file:///etc/passwd"), "/endless": endless, "/slow": slow,
        "/picture": send(b"\x89PNG", "image/png"), "/empty": send(b""), "/teapot": send(b"", code=418), "/latin": send("<p>Depot 9 in the port of Tarvik burned on Sunday, mayor Ren\u00e9 Lint told reporters.</p>".encode("latin-1"), "text/html; charset=iso-8859-1")})
    site.answers["/feed"] = send(rss(site.base, [(p, 13) for p in ("/good", "/secret/a", "/secret/open", "/moved", "/circle", "/file", "/endless", "/slow", "/picture", "/empty", "/teapot", "/missing", "/latin")]), "text/xml")
    start = time.time()
    out = watch(desk, site.base + "/feed", "--timeout", "3")
    ok(out.returncode == 1 and time.time() - start < 60, "troubles are named and end", f"{out.returncode} {time.time() - start:.0f} s")
    ok(urls(desk) == sorted(site.base + p for p in ("/good", "/good2", "/latin", "/secret/open")), "what is good is kept, at the address it was found at", f"{urls(desk)}")
    said = {p: next((line for line in out.stderr.split("\n") if f"{site.base}{p}:" in line), "") for p in ("/secret/a", "/circle", "/file", "/endless", "/slow", "/picture", "/teapot", "/missing")}
    wanted = {"/secret/a": "does not allow", "/circle": "too often", "/file": "no web address", "/endless": "larger than the limit", "/slow": "too long", "/picture": "image/png", "/teapot": "418", "/missing": "404"}
    ok(all(wanted[p] in said[p] for p in wanted), "each with what is wrong", str(said))
    ok(site.count("/secret/a") == 0 and site.count("/circle") == 6, "what robots.txt does not allow is never asked for, a circle of redirects five times more", str(site.count("/circle")))
    hits = subprocess.run([DATELINE, "search", "--desk", desk, "René"], capture_output=True, text=True)
    ok(hits.returncode == 0 and "René" in hits.stdout, "the transport's charset counts", hits.stdout)
    asked = len(site.asked)
    watch(desk, site.base + "/feed", "--timeout", "3")
    again = [a[0] for a in site.asked[asked:]]
    ok(sorted(again) == ["/feed", "/robots.txt", "/slow"], "only what may pass is tried again", str(again))
    site.answers["/nofeed"] = send(b"<html><body>hello</body></html>")
    out = watch(desk, site.base + "/nofeed")
    ok(out.returncode == 1 and "is no feed" in out.stderr, "a page that is no feed is named", out.stderr)
    site.close()


def left_alone(folder):
    site, desk = Site(), os.path.join(folder, "alone.db")
    site.answers["/feed"] = send(b"", code=429, Retry_After="120")
    out = watch(desk, site.base + "/feed")
    ok(out.returncode == 1 and "429" in out.stderr, "429 is named", out.stderr)
    asked = len(site.asked)
    watch(desk, site.base + "/feed")
    ok(len(site.asked) == asked, "and the host left alone as long as it asked for, by the next run too", str(site.asked[asked:]))
    site.close()
    site, desk = Site(), os.path.join(folder, "alone2.db")
    site.answers["/feed"] = send(rss(site.base, [("/1", 13), ("/2", 13)]), "text/xml", ETag='"x"')
    site.answers["/1"] = send(b"", code=503, Retry_After="2")
    site.answers["/2"] = send(page(2))
    out = watch(desk, site.base + "/feed")
    times = [a[2] for a in site.asked if a[0] in ("/1", "/2")]
    ok(urls(desk) == [f"{site.base}/2"] and times[1] - times[0] >= 1, "503: the next request waits for Retry-After", f"{out.stderr} {times}")
    site.answers["/1"] = send(page(1))
    watch(desk, site.base + "/feed")
    ok(urls(desk) == [f"{site.base}/1", f"{site.base}/2"] and site.count("/2") == 1, "what failed is fetched by the next run, though the feed did not change")
    site.close()
    site, desk = Site(), os.path.join(folder, "delay.db")
    site.answers["/robots.txt"] = send(b"User-agent: *\nCrawl-delay: 1.5\n", "text/plain")
    site.answers["/feed"] = send(rss(site.base, [("/1", 13), ("/2", 13)]), "text/xml")
    for n in (1, 2):
        site.answers[f"/{n}"] = send(page(n))
    watch(desk, site.base + "/feed")
    times = [a[2] for a in site.asked[1:]]
    ok(len(times) == 3 and all(b - a > 1.3 for a, b in zip(times, times[1:])), "Crawl-delay is kept", str(times))
    site.close()
    site, desk = Site(), os.path.join(folder, "closed.db")
    site.answers["/robots.txt"] = send(b"", code=500)
    site.answers["/feed"] = send(rss(site.base, []), "text/xml")
    out = watch(desk, site.base + "/feed")
    ok(site.count("/feed") == 0 and "robots.txt" in out.stderr, "a host that cannot give its robots.txt is left alone", out.stderr)
    site.close()
    site, desk = Site(), os.path.join(folder, "large.db")
    site.answers["/robots.txt"] = send(b"User-agent: *\nDisallow: /1\n" + b"# filler\n" * 80000, "text/plain")
    site.answers["/feed"] = send(rss(site.base, [("/1", 13), ("/2", 13)]), "text/xml")
    for n in (1, 2):
        site.answers[f"/{n}"] = send(page(n))
    watch(desk, site.base + "/feed")
    ok(urls(desk) == [f"{site.base}/2"] and site.count("/1") == 0, "of a robots.txt of 700 KB the first 500 speak", str(urls(desk)))
    site.close()
    site, other, desk = Site(), Site(), os.path.join(folder, "later.db")
    site.answers["/feed"] = send(rss(other.base, [("/1", 13)]), "text/xml")
    other.answers["/robots.txt"] = send(b"", code=500)
    other.answers["/1"] = send(page(1))
    for _ in range(4):
        watch(desk, site.base + "/feed")
    other.answers["/robots.txt"] = send(b"User-agent: *\nAllow: /\n", "text/plain")
    watch(desk, site.base + "/feed")
    ok(urls(desk) == [f"{other.base}/1"], "a report whose host would not be asked four times is not given up", str(urls(desk)))
    site.close()
    other.close()


def indices(folder):
    """An index of an index of an index ... ends, and that is said; the sitemaps of two levels are read."""
    site, desk = Site(), os.path.join(folder, "indices.db")
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    for n in range(60):
        site.answers[f"/s{n}"] = send(f"<sitemapindex {space}><sitemap><loc>{site.base}/s{n + 1}</loc></sitemap><sitemap><loc>{site.base}/n{n}</loc></sitemap></sitemapindex>".encode(), "text/xml")
        site.answers[f"/n{n}"] = send(f"<urlset {space}><url><loc>{site.base}/{n}</loc></url></urlset>".encode(), "text/xml")
        site.answers[f"/{n}"] = send(page(n))
    out = watch(desk, site.base + "/s0")
    deepest = max(int(a[0][2:]) for a in site.asked if a[0].startswith("/s"))
    ok(deepest == 3 and urls(desk) == [f"{site.base}/{n}" for n in range(3)], "indices of indices without end are followed three deep", f"{deepest} {urls(desk)}")
    ok(out.stderr.count("behind three others") == 1 and f"{site.base}/s3:" in out.stderr, "and that is said", out.stderr)
    site.close()
    site, desk = Site(), os.path.join(folder, "wide.db")
    site.answers["/s"] = send(f"<sitemapindex {space}>{''.join(f'<sitemap><loc>{site.base}/n{n}</loc></sitemap>' for n in range(60))}</sitemapindex>".encode(), "text/xml")
    out = watch(desk, site.base + "/s")
    ok(sum(a[0].startswith("/n") for a in site.asked) == 50 and "the fifty that changed last" in out.stderr, "of sixty sitemaps fifty are asked for, and that is said", out.stderr[:300])
    site.close()


def robots_elsewhere(folder):
    """A robots.txt that lies on another host is asked for at that host's pace, and speaks for the one that was asked."""
    site, other, desk = Site(), Site(), os.path.join(folder, "elsewhere.db")
    site.base = site.base.replace("127.0.0.1", "localhost")  # a name of its own: hosts of one name are asked one at a time

    def moved(h):
        time.sleep(2.5)  # until the other's robots.txt is known
        send(b"", code=302, Location=other.base + "/for-site")(h)
    site.answers["/robots.txt"] = moved
    site.answers["/feed"] = send(rss(site.base, [("/1", 13), ("/2", 13)]), "text/xml")
    other.answers["/robots.txt"] = send(b"User-agent: *\nCrawl-delay: 1.5\n", "text/plain")
    other.answers["/for-site"] = send(b"User-agent: *\nDisallow: /2\n", "text/plain")
    other.answers["/feed"] = send(rss(other.base, [(f"/{n}", 13) for n in (3, 4, 5)]), "text/xml")
    for n in range(1, 6):
        (site if n < 3 else other).answers[f"/{n}"] = send(page(n))
    watch(desk, other.base + "/feed", site.base + "/feed")
    times = [a[2] for a in other.asked if a[0] != "/robots.txt"]
    ok(len(times) == 5 and all(b - a > 1.3 for a, b in zip(times, times[1:])), "a robots.txt of one host that lies on another waits its turn there", str([(a[0], round(a[2] % 1000, 1)) for a in other.asked]))
    ok(urls(desk) == sorted([site.base + "/1"] + [f"{other.base}/{n}" for n in (3, 4, 5)]) and site.count("/2") == 0, "and its rules are those of the host that was asked", str(urls(desk)))
    site.close()
    other.close()


def private_addresses(folder):
    site, desk = Site(), os.path.join(folder, "private.db")
    site.answers["/feed"] = send(rss(site.base, [("/1", 13)]), "text/xml")
    port = site.base.rsplit(":", 1)[1]
    spellings = ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]
    outs = [watch(desk, f"http://{s}:{port}/feed", private=False) for s in spellings]
    ok(not site.asked and all(o.returncode == 1 for o in outs), "this machine is never asked, however its address is spelled", str(site.asked))
    ok("private network" in outs[0].stderr, "and that is said", outs[0].stderr)
    bad = [subprocess.run([DATELINE, "watch", "--once", "--desk", desk, a], capture_output=True, text=True) for a in ("file:///etc/passwd", "ftp://x.example/", "http://user:word@x.example/", "feed.xml")]
    ok(all(o.returncode == 2 for o in bad), "addresses that are none of the web are wrong use", str([o.returncode for o in bad]))
    site.close()


def killed(folder, desk, engine):
    """kill -9 at random instants; every report is kept in the end, and none that was kept is asked for twice."""
    site = Site()
    paths = [f"/{n}" for n in range(1, 25)]
    for n, path in enumerate(paths, 1):
        site.answers[path] = send(page(n))
    site.answers["/feed"] = conditional(rss(site.base, [(p, 13) for p in paths]), '"k"')
    said, kills, twice = [], 0, []
    for wait in (0.35, 0.5, 0.6, 0.8, 0.45, 1.0, 0.7):
        before = len(site.asked)
        child = subprocess.Popen([DATELINE, "watch", "--once", "--desk", desk, "--allow-private", site.base + "/feed"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        time.sleep(wait)
        if child.poll() is None:
            kills += 1
        child.kill()
        here = [line.strip() for line in child.communicate()[0].split("\n") if line.startswith("http")]
        twice += [u for u in said if u in [site.base + a[0] for a in site.asked[before:]]]
        said += here
    before = len(site.asked)
    watch(desk, site.base + "/feed")
    twice += [u for u in said if u in [site.base + a[0] for a in site.asked[before:]]]
    check = [u for u in said if u not in urls(desk)]
    ok(kills >= 3 and not check, f"{engine}: what was said to be kept is there after kill -9 ({kills} kills, {len(said)} said)", str(check))
    ok(urls(desk) == sorted(site.base + p for p in paths), f"{engine}: and the rest is fetched", str(len(urls(desk))))
    ok(said and not twice, f"{engine}: nothing that was kept is fetched again", str(twice))
    out = subprocess.run([DATELINE, "check", "--desk", desk], capture_output=True, text=True)
    ok("0 faults" in out.stdout, f"{engine}: the desk holds together", out.stdout)
    site.close()


def ends(folder):
    site, desk = Site(), os.path.join(folder, "ends.db")
    site.answers["/feed"] = send(rss(site.base, [("/1", 13), ("/slow", 13)]), "text/xml")
    site.answers["/1"] = send(page(1))
    site.answers["/slow"] = slow
    child = subprocess.Popen([DATELINE, "watch", "--interval", "1", "--desk", desk, "--allow-private", site.base + "/feed"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        if site.count("/slow"):
            break
        time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    start = time.time()
    out, err = child.communicate(timeout=30)
    ok(child.returncode == 0 and time.time() - start < 10 and "1 report kept" in out, "SIGTERM ends it in the middle of a request, cleanly", f"{child.returncode} {out} {err}")
    stories = subprocess.run([DATELINE, "stories", "--desk", desk], capture_output=True, text=True).stdout
    ok("depot 1" in stories, "and its stories are joined", stories)
    site.close()


with tempfile.TemporaryDirectory() as tmp:
    kinds_of_feeds(tmp)
    goes_on(tmp)
    troubles(tmp)
    left_alone(tmp)
    indices(tmp)
    robots_elsewhere(tmp)
    private_addresses(tmp)
    ends(tmp)
    killed(tmp, os.path.join(tmp, "killed.db"), "file")
    server = Server()
    try:
        if server.why:
            skip("kills on a PostgreSQL server", server.why)
        else:
            killed(tmp, server.fresh(), "server")
    finally:
        server.close()
done()
