#!/usr/bin/env python3
"""`dateline serve`: the pages and the API over a desk of the examples; errors as problem+json; what a stranger, a slow client, a large body and path tricks
get; what is added meanwhile shows; a clean end on SIGTERM. All on the loopback address, bounded in count and time."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from _tap import DATELINE, EXAMPLES, done, ok


def start(desk):
    child = subprocess.Popen([DATELINE, "serve", "--desk", desk, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = child.stdout.readline()
    return child, int(re.search(r":(\d+)/", line).group(1)) if line else 0


def get(port, path, method="GET", headers=None, body=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
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


def interface(port):
    code, _, body = get(port, "/api/stories?limit=1")
    rows = json.loads(body)
    ok(code == 200 and len(rows["stories"]) == 1 and rows["more"] is False, "stories as JSON")
    code, _, body = get(port, "/api/stories/1")
    ok(code == 200 and json.loads(body)["format"] == "dateline.record/1", "a record as JSON")
    code, _, body = get(port, "/api/search?q=explosion")
    ok(code == 200 and json.loads(body)["total"] > 0, "hits as JSON")
    document = json.loads(get(port, "/openapi.json")[2])
    ok(document["openapi"] == "3.1.0" and set(document["paths"]) == {"/api/stories", "/api/stories/{id}", "/api/search"}, "described by OpenAPI")
    ok(b"dateline_reports 5" in get(port, "/metrics")[2], "metrics")
    for path, want in (("/api/stories/77", 404), ("/api/stories/x", 404), ("/api/stories?limit=0", 400), ("/api/stories?order=best", 400),
                       ("/api/search", 400), ("/api/search?q=date:never", 400), ("/none", 404), ("/api/stories?offset=-1", 400)):
        code, headers, body = get(port, path)
        ok(code == want and headers["Content-Type"] == "application/problem+json" and json.loads(body)["status"] == want, f"{path} is {want}, as problem+json", f"{code} {body[:200]}")


def strangers(port):
    ok(get(port, "/", headers={"Host": "news.example"})[0] == 421, "another host's name is not answered")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        ok(get(port, "/", method=method)[0] == 405, f"{method} is not allowed")
    ok(get(port, "/", method="POST", body=b"x" * 3000000)[0] == 405, "nor a large body")
    for path in ("/../../etc/passwd", "/story/../../etc/passwd", "/story/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "//etc/passwd", "/story/1/../1", "/story/1%00.html"):
        code, _, body = get(port, path)
        ok(code == 404 and b"root:" not in body, f"{path} leads nowhere", f"{code} {body[:100]}")
    ok(get(port, "/search?q=" + "a" * 3000)[0] in (414, 400, 431), "a long query is refused")
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
    ok(child.wait(timeout=20) == 0, "SIGTERM ends it in order", child.stderr.read())


with tempfile.TemporaryDirectory() as tmp:
    store = os.path.join(tmp, "d.db")
    subprocess.run([DATELINE, "add", "-q", "--desk", store, *EXAMPLES], capture_output=True)
    server, number = start(store)
    ok(number > 0, "it says where it listens")
    try:
        pages(number)
        interface(number)
        strangers(number)
        slow_clients(number)
        goes_on(number, store, tmp, server)
    finally:
        server.kill()
done()
