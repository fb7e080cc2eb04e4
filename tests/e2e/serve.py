#!/usr/bin/env python3
"""`dateline serve`: the pages and the API over a desk of the examples; errors as problem+json; what a stranger, a slow client, a large body and path tricks
get; what is added meanwhile shows; a clean end on SIGTERM. All on the loopback address, bounded in count and time."""
import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

from _tap import DATELINE, EXAMPLES, done, ok, skip


def start(desk, *more):
    child = subprocess.Popen([DATELINE, "serve", "--desk", desk, "--port", "0", *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = child.stdout.readline()
    return child, int(re.search(r":(\d+)/", line).group(1)) if line else 0


def get(port, path, method="GET", headers=None, body=None, wait=20):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=wait)
    c.request(method, path, body=body, headers=headers or {})
    r = c.getresponse()
    data = r.read()
    c.close()
    return r.status, dict(r.getheaders()), data


def raw(port, data, wait=2.0):
    s = socket.create_connection(("127.0.0.1", port), timeout=wait)
    s.sendall(data)
    try:
        return s.recv(65536)
    except OSError:
        return b""
    finally:
        s.close()


def pages(port):
    code, headers, body = get(port, "/")
    ok(code == 200 and b"/story/1" in body and headers["Content-Type"].startswith("text/html"), "the desk lists its story")
    ok(all(h in headers for h in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options")), "with the headers that keep a page to itself")
    code, headers, body = get(port, "/story/1")
    ok(code == 200 and b"<!DOCTYPE html>" in body, "a story's page is there")
    ok(get(port, "/story/1", headers={"If-None-Match": headers["ETag"]})[0] == 304, "and not sent twice to one who has it")
    code, _, body = get(port, "/search?q=" + urllib.parse.quote('by:Stavarache "<script>alert(1)</script>'))
    ok(code == 200 and b"<script>alert" not in body and b"&lt;script&gt;" in body, "what a reader types is never HTML")
    code, _, body = get(port, "/search?q=explosion")
    ok(code == 200 and b"<mark>" in body, "search marks what it found")
    for path in ("/", "/names"):
        page = get(port, path)[2]
        links = re.findall(rb'href="(/(?:person|outlet)\?name=[^"]+)"', page)
        ok(b"/person?name=Dorin%20Stavarache" in links and b"/outlet?name=Danube%20Herald" in links and len(links) == len(set(links)), f"{path} lists who spoke and who wrote", str(links))
        codes = [get(port, link.decode())[0] for link in links]
        ok(codes and set(codes) == {200}, "and each has a page", str(list(zip(links, codes))))
    page = get(port, "/search?q=sayd:valves%20%3Cb%3E")[2]
    ok(b"is no field" in page and b"<b>" not in page, "a field that there is not is said")
    ok("sayd" in json.loads(get(port, "/api/search?q=sayd:valves")[2])["hint"] and "hint" not in json.loads(get(port, "/api/search?q=said:valves")[2]), "to programs too")
    hits = {h["report"]: h for h in json.loads(get(port, "/api/search?q=date:2024-05")[2])["hits"]}
    told = json.loads(get(port, "/api/stories/1")[2])["reports"]
    ok(len(hits) == 5 and all(hits[i + 1]["published"] == r["published"]["value"] for i, r in enumerate(told)), "a hit has the date that its story gives", str([(h["published"]) for h in hits.values()]))
    ok(hits[1]["outlet"] == "ADRIA", "and the outlet", str(hits[1]))


def interface(port):
    code, _, body = get(port, "/api/stories?limit=1")
    rows = json.loads(body)
    ok(code == 200 and len(rows["stories"]) == 1 and rows["more"] is False, "stories as JSON")
    code, _, body = get(port, "/api/stories/1")
    ok(code == 200 and json.loads(body)["format"] == "dateline.record/1", "a record as JSON")
    code, _, body = get(port, "/api/search?q=explosion")
    ok(code == 200 and json.loads(body)["total"] > 0, "hits as JSON")
    document = json.loads(get(port, "/openapi.json")[2])
    ok(document["openapi"] == "3.1.0" and set(document["paths"]) == {
        "/api/stories", "/api/stories/{id}", "/api/search", "/api/people", "/api/outlets", "/api/changes", "/api/read"}, "described by OpenAPI")
    ok("@" not in document["info"]["version"], "with the program's version")
    ok(b"dateline_reports 5" in get(port, "/metrics")[2], "metrics")
    for path, want in (("/api/stories/77", 404), ("/api/stories/x", 404), ("/api/stories?limit=0", 400), ("/api/stories?order=best", 400),
                       ("/api/search", 400), ("/api/search?q=date:never", 400), ("/none", 404), ("/api/stories?offset=-1", 400),
                       ("/api/people", 400), ("/api/people?name=Nobody%20At%20All", 404), ("/api/outlets?name=" + "a" * 201, 400), ("/api/outlets?name=x", 404)):
        code, headers, body = get(port, path)
        ok(code == want and headers["Content-Type"] == "application/problem+json" and json.loads(body)["status"] == want, f"{path} is {want}, as problem+json", f"{code} {body[:200]}")


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def errors_as_pages(port):
    """Who asks with a browser gets an error as a page with the way back; a program the same error as problem+json."""
    for path, want, words in (("/none", 404, b"there is no such address"), ("/story/77", 404, b"no such story"), ("/person?name=Nobody%20At%20All", 404, b"of this name in full"),
                              ("/?order=best", 400, b"fresh, large or differ"), ("/search?q=" + "a" * 500, 400, b"400 signs")):
        code, headers, body = get(port, path, headers=BROWSER)
        ok(code == want and headers["Content-Type"].startswith("text/html") and words in body and b'href="/"' in body, f"{path[:30]} is a page for a browser", f"{code} {body[:200]}")
        ok("Content-Security-Policy" in headers and headers.get("Vary") == "Accept" and "ETag" not in headers, "with the headers of one")
    page = get(port, "/story/%3Cscript%3E", headers=BROWSER)[2]
    ok(b"<script>" not in page and b"</html>" in page, "whose address is no HTML")
    for accept in ("*/*", "application/json", "application/json, text/html;q=0", "text/html;q=0.0, */*"):
        code, headers, body = get(port, "/none", headers={"Accept": accept})
        ok(code == 404 and headers["Content-Type"] == "application/problem+json" and json.loads(body)["status"] == 404, f"Accept: {accept} is a program", f"{headers} {body[:100]}")
    ok(get(port, "/none", "POST", headers=BROWSER)[1].get("Allow") == "GET, HEAD", "405 says what is allowed, as a page too")


def people(port):
    """A speaker's statements with the outlets that give them; what an outlet alone told; links from the story's page lead there."""
    _, headers, page = get(port, "/story/1")
    link = re.search(rb'href="(/person\?name=Dorin%20Stavarache)"', page)
    ok(link is not None and b'href="/outlet?name=Danube%20Herald"' in page, "a story's page leads to its speakers and outlets")
    ok("script-src 'unsafe-inline'" in headers["Content-Security-Policy"], "its own script stands in it")
    code, headers, page = get(port, "/person?name=Dorin%20Stavarache")
    ok(code == 200 and b"Interior Minister" in page and b"4:40 a.m." in page and b"/story/1" in page, "a speaker's page holds role, words and story")
    ok("<li>The explosion at the Marea depot happened at 4:40 a.m." in page.decode() and "<li>\u201cThe" not in page.decode(), "an outlet's account of what was said is not put between quotation marks", page.decode())
    ok("denies:</span>" in get(port, "/person?name=Balta%20Fuel")[2].decode(), "what is denied is told as denied")
    ok("unsafe-inline" not in headers["Content-Security-Policy"], "a page of the desk takes no script but the server's own")
    who = json.loads(get(port, "/api/people?name=dorin%20stavarache")[2])
    tellings = [t for story in who["stories"] for line in story["lines"] for t in line["tellings"]]
    ok(who["roles"] == ["Interior Minister"] and any(t["outlet"] == "harbourpost.example" for t in tellings), "the same as JSON, whatever the case")
    texts = [open(f, encoding="utf-8").read() for f in EXAMPLES]
    plain = [t for t in tellings if t["outlet"] == "ADRIA" or t["outlet"].endswith(".txt")]
    ok(plain and all(any(w in text for text in texts) for t in plain for w in t["words"]), "every word of it stands in a report")
    ok(get(port, "/api/people?name=dorin%20stavarache&offset=1")[0] == 404, "behind the last story there is nothing")
    ok(get(port, "/api/people?name=Stavarache")[0] == 404, "a surname alone is no speaker over the desk")
    outlet = json.loads(get(port, "/api/outlets?name=Danube%20Herald")[2])
    lines = outlet["stories"][0]["lines"]
    ok(any("report" in x for x in lines) and any(x.get("verdict") == "differs" for x in lines), "an outlet's reports and where it differs", str(lines)[:300])
    ok(all(v["outlet"] == "Danube Herald" for x in lines if x.get("verdict") == "alone" for v in x["values"]), "what it alone told is its own")


def one_name(folder):
    """Over stories a speaker is a name in full: "The ministry" of two stories is not one speaker, nor is a surname alone."""
    desk, texts = os.path.join(folder, "names.db"), (
        "TARVIK, May 13, 2024 (Adria Wire) - A blast at a fuel depot in Tarvik killed four people on Sunday, the Interior Ministry said. \"We will find who did it,\" the Interior Ministry said.\n",
        "VELM, May 20, 2024 (Coast Daily) - Two buses collided near Velm on Sunday, the ministry said. \"Nobody was killed,\" the ministry said in a statement.\n",
        "ORSK, June 2, 2024 (Hill Post) - The border of Orsk will stay closed, the Interior Ministry said on Sunday. \"We will pay for the lorries,\" the Interior Ministry said.\n")
    for n, text in enumerate(texts):
        path = os.path.join(folder, f"name{n}.txt")
        open(path, "w").write(text)
        subprocess.run([DATELINE, "add", "-q", "--desk", desk, path], capture_output=True)
    child, port = start(desk)
    try:
        ok(get(port, "/api/people?name=The%20ministry")[0] == 404 and b"/person?name=The%20ministry" not in get(port, "/story/2")[2], "who has no name has no page over stories")
        stories = [s["id"] for s in json.loads(get(port, "/api/people?name=interior%20ministry")[2])["stories"]]
        ok(sorted(stories) == [1, 3], "one full name is one speaker over stories", str(stories))
    finally:
        child.kill()


def form(files):
    body = b"".join(b'--dropped\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n' % (n, t) for n, t in files)
    return body + b"--dropped--\r\n", {"Content-Type": "multipart/form-data; boundary=dropped"}


def dropped(port):
    """Files sent to be read are a record at once, and nothing of them is kept; another site cannot send."""
    files = [(os.path.basename(f).encode(), open(f, "rb").read()) for f in EXAMPLES[:2]]
    body, headers = form(files)
    code, _, page = get(port, "/read", "POST", headers, body)
    ok(code == 200 and b"<!DOCTYPE html>" in page, "files dropped on the page are a record", f"{code} {page[:200]}")
    code, _, record = get(port, "/api/read", "POST", headers, body)
    ok(code == 200 and len(json.loads(record)["reports"]) == 2, "as JSON too", f"{code} {record[:200]}")
    ok(json.loads(get(port, "/api/stories/1")[2])["reports"].__len__() == len(EXAMPLES), "and the desk is as it was")
    for origin in ({"Origin": "http://news.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        ok(get(port, "/read", "POST", {**headers, **origin}, body)[0] == 403, f"not from {origin}")
    evil, _ = form([(b"../../x<script>.txt", b"BALTA, May 2, 2024 - The mayor of Balta, Ana Rusu, resigned on Thursday, her office said.")])
    page = get(port, "/read", "POST", headers, evil)[2]
    ok(b"x<script>" not in page and b"../.." not in page, "a file's name is never HTML, nor a path")
    ok(get(port, "/read", "POST", headers, form([(b"a", b"")])[0])[0] == 422, "an empty file is no report")
    page = get(port, "/read", "POST", headers, form([(b"good.txt", b"A depot burned in Tarvik on Sunday, the mayor said."), (b"plan<1>.pdf", b"%PDF-1.4\n"), (b"bare.txt", b"")])[0])[2]
    ok(b'Not read: plan&lt;1&gt;.pdf is a PDF' in page and b"bare.txt is empty" in page and b"A depot burned" in page, "a file that could not be read is named on the page of the others", page[:1500])
    ok(b"plan.pdf: is a PDF" in get(port, "/read", "POST", headers, form([(b"plan.pdf", b"%PDF-1.4\n")])[0])[2], "and where it is the only one")
    ok(get(port, "/api/read", "POST", {"Content-Type": "text/plain"}, b"x")[0] == 415, "another form of body is refused")
    ok(get(port, "/api/read", "POST", headers, form([(b"f%d" % i, b"x") for i in range(60)])[0])[0] == 400, "so are sixty files")
    ok(b"413" in raw(port, b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=dropped\r\nContent-Length: 99999999999\r\n\r\n"),
       "and a body of a hundred gigabytes, before it comes")


def large_uploads(port):
    """Large uploads are read one after another by a thread of their own: readers are served meanwhile; a fifth sender at one time is told to come again."""
    words = ["depot", "harbour", "bridge", "market", "school", "garden", "station", "tower", "mill", "quarry"]

    def large(n):
        """Sentences of its own: one that was met is not analysed again."""
        return form([(b"large.txt", ("TARVIK, May 13, 2024 - " + " ".join(
            f"The {words[i % 10]} number {n * 10000 + i} near the {words[i // 10 % 10]} of quarter {i // 7} was shut on Monday, and mayor {words[i // 3 % 10].title()} Lint said {i % 97} people left it." for i in range(6000))).encode())])
    codes, ends = [], []

    def send(n):
        body, headers = large(n)
        codes.append(get(port, "/api/read", "POST", headers, body, wait=300)[0])
        ends.append(time.time())
    threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    time.sleep(0.5)
    begin, answered = time.time(), []
    for _ in range(12):
        answered.append(get(port, "/api/stories", wait=300)[0])
    served = time.time()
    fifth = get(port, "/api/read", "POST", *reversed(form([(b"a.txt", b"A depot burned in Tarvik on Sunday.")])), wait=300)
    for t in threads:
        t.join()
    ok(answered == [200] * 12 and sum(e > served for e in ends) >= 3, "four large uploads keep no reader waiting",
       f"12 pages took {served - begin:.1f} s, uploads ended after {[round(e - begin, 1) for e in ends]} s")
    ok(codes == [200] * 4, "and each becomes a record", str(codes))
    ok(fifth[0] == 503 and "Retry-After" in fifth[1], "a fifth at one time is told to come again", f"{fifth[0]} {fifth[1]}")


def stops_meanwhile(desk):
    """SIGTERM while uploads wait: who waits is told, and the server ends."""
    child, port = start(desk)
    text = "TARVIK, May 13, 2024 - " + " ".join(f"Depot {i} of quarter {i * 7 % 1000} burned on Sunday and {i % 90} people left, mayor Ana Lint said." for i in range(4000))
    body, headers = form([(b"large.txt", text.encode())])
    codes = []

    def send():
        try:
            codes.append(get(port, "/api/read", "POST", headers, body, wait=120)[0])
        except (OSError, http.client.HTTPException):
            codes.append(0)
    threads = [threading.Thread(target=send) for _ in range(3)]
    for t in threads:
        t.start()
    time.sleep(0.4)
    child.send_signal(signal.SIGTERM)
    ended = child.wait(timeout=60)
    for t in threads:
        t.join()
    ok(ended == 0 and all(c in (0, 200, 503) for c in codes), "SIGTERM while uploads wait ends it in order", f"{ended} {codes} {child.stderr.read()}")


def no_threads(desk, folder):
    """A thread that cannot be had is said, and the server does not begin."""
    source, shim = os.path.join(folder, "no.c"), os.path.join(folder, "no.so")
    open(source, "w").write("#include <errno.h>\nint pthread_create(void *t, const void *a, void *(*f)(void *), void *c) { (void)t, (void)a, (void)f, (void)c; return EAGAIN; }\n")
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, source], capture_output=True).returncode != 0 or "asan" in DATELINE or "tsan" in DATELINE:
        skip("a thread that cannot be had", "no compiler, or a build that cannot be preloaded")
        return
    child = subprocess.Popen([DATELINE, "serve", "--desk", desk, "--port", "0", "--jobs", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, LD_PRELOAD=shim))
    try:
        out, err = child.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
    ok(child.returncode == 3 and "no thread" in err and not out, "a thread that cannot be had is said, and nothing begins", f"{child.returncode} {out} {err}")


def changes(port, desk, folder):
    """A stream greets, says that the desk changed, and does not keep others out."""
    s = socket.create_connection(("127.0.0.1", port), timeout=20)
    s.sendall(b"GET /api/changes HTTP/1.1\r\nHost: localhost\r\n\r\n")
    got = b""
    while b"event: desk" not in got:
        got += s.recv(4096)
    path = os.path.join(folder, "c.txt")
    open(path, "w").write("LAKESIDE, May 21, 2024 - A ferry ran aground near Lakeside on Tuesday, the coast guard said. All 40 passengers are safe.\n")
    subprocess.run([DATELINE, "add", "-q", "--desk", desk, path], capture_output=True)
    end = time.time() + 15
    while b"event: changed" not in got and time.time() < end:
        got += s.recv(4096)
    ok(b"event: changed" in got and b'"reports": 6' in got, "a stream tells that the desk has changed", got[-300:].decode())
    ok(get(port, "/api/stories")[0] == 200, "others are served meanwhile")
    more = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(70)]
    for m in more:
        m.sendall(b"GET /api/changes HTTP/1.1\r\nHost: localhost\r\n\r\n")
    heads = [m.recv(200) for m in more]
    ok(any(b" 503 " in h for h in heads) and heads[0].startswith(b"HTTP/1.1 200"), "streams are counted")
    for m in more:
        m.close()
    return s


def tokens(desk, folder):
    """Another address needs a token; its file holds only a hash; none, a wrong one and a right one."""
    path = os.path.join(folder, "tokens")
    r = subprocess.run([DATELINE, "serve", "--desk", desk, "--listen", "127.0.0.2", "--port", "0"], capture_output=True, text=True, timeout=30)
    ok(r.returncode != 0 and "--tokens" in r.stderr, "no other address without tokens", r.stderr)
    token = subprocess.run([DATELINE, "serve", "--new-token", "--tokens", path], capture_output=True, text=True).stdout.strip()
    ok(len(token) == 64 and token not in open(path).read() and os.stat(path).st_mode & 0o077 == 0, "a token is shown once, its hash kept for the owner alone")
    child, port = start(desk, "--listen", "127.0.0.2", "--tokens", path)
    try:
        def ask(headers):
            c = http.client.HTTPConnection("127.0.0.2", port, timeout=20)
            c.request("GET", "/api/stories", headers={"Host": "desk.example", **headers})
            r = c.getresponse()
            r.read()
            c.close()
            return r.status
        basic = base64.b64encode(b"editor:" + token.encode()).decode()
        ok(ask({}) == 401 and ask({"Authorization": "Bearer " + "0" * 64}) == 401, "without the token nothing is answered")
        ok(ask({"Authorization": "Bearer " + token}) == 200 and ask({"Authorization": "Basic " + basic}) == 200, "with it all is")
        ok(ask({"Authorization": "Basic %%%"}) == 401 and ask({"Authorization": "Bearer "}) == 401, "what is no token is none")
    finally:
        child.kill()


def strangers(port):
    ok(get(port, "/", headers={"Host": "news.example"})[0] == 421, "another host's name is not answered")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        ok(get(port, "/", method=method)[0] == 405, f"{method} is not allowed")
    ok(get(port, "/", method="POST", body=b"x" * 3000000)[0] == 405, "nor a large body")
    ok(b" 413 " in raw(port, b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"), "nor is one without end waited for")
    ok(b" 413 " in raw(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"), "nor one that does not say how large it is")
    pages = [get(port, p)[0] for p in ("/outlet?q=%26&order=Danube&name=Herald", "/outlet?name=Danube%26Herald", "/outlet?name=Danube%20Herald")]
    ok(pages == [404, 404, 200], "one address is never answered with another's page", str(pages))
    for path in ("/../../etc/passwd", "/story/../../etc/passwd", "/story/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "//etc/passwd", "/story/1/../1", "/story/1%00.html"):
        code, _, body = get(port, path)
        ok(code == 404 and b"root:" not in body, f"{path} leads nowhere", f"{code} {body[:100]}")
    ok(get(port, "/search?q=" + "a" * 3000)[0] in (414, 400, 431), "a long query is refused")
    for path in ("/api/stories?limit=", "/api/stories?order=", "/api/search?q=a%00b"):
        ok(get(port, path)[0] == 400, f"{path} is none")
    ok(json.loads(get(port, "/api/search?q=%C2%B6")[2]) == {"hits": [], "total": 0}, "a query without a word finds nothing")
    ok(get(port, "/api/read", "OPTIONS")[1].get("Allow") == "POST", "Allow names what is answered")
    ok(b" 200 " not in raw(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100000 + b"\r\n\r\n"), "so are large headers")
    ok(b" 200 " not in raw(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200)), "and what is no HTTP")


def slow_clients(port):
    """A hundred connections that never finish their request; the others are served meanwhile."""
    idle = []
    for _ in range(100):
        s = socket.create_connection(("127.0.0.1", port), timeout=5)
        s.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        idle.append(s)
    begin = time.time()
    codes = [get(port, "/api/stories")[0] for _ in range(50)]
    ok(codes == [200] * 50 and time.time() - begin < 10, "a hundred slow clients keep nobody out", f"{time.time() - begin:.1f} s")
    for s in idle:
        s.close()


def goes_on(port, desk, folder, child):
    before = json.loads(get(port, "/api/search?q=zeppelin")[2])["total"]
    path = os.path.join(folder, "z.txt")
    open(path, "w").write("HARBOUR, May 20, 2024 - A zeppelin landed in the harbour on Monday, the mayor said. Nobody was hurt.\n")
    subprocess.run([DATELINE, "add", "-q", "--desk", desk, path], capture_output=True)
    after = json.loads(get(port, "/api/search?q=zeppelin")[2])["total"]
    ok((before, after) == (0, 1), "what is added meanwhile shows", f"{before} {after}")
    child.send_signal(signal.SIGTERM)
    ok(child.wait(timeout=20) == 0, "SIGTERM ends it in order, streams and all", child.stderr.read())


with tempfile.TemporaryDirectory() as tmp:
    store = os.path.join(tmp, "d.db")
    subprocess.run([DATELINE, "add", "-q", "--desk", store, *EXAMPLES], capture_output=True)
    server, number = start(store)
    ok(number > 0, "it says where it listens")
    try:
        pages(number)
        interface(number)
        strangers(number)
        errors_as_pages(number)
        people(number)
        dropped(number)
        large_uploads(number)
        slow_clients(number)
        listener = changes(number, store, tmp)
        tokens(store, tmp)
        stops_meanwhile(store)
        one_name(tmp)
        no_threads(store, tmp)
        goes_on(number, store, tmp, server)
    finally:
        server.kill()
done()
