#!/usr/bin/env python3
"""The desk in trouble: `serve` killed at random instants while files are sent to it and reports are added (SERVE_KILLS of them), a read-only file, a read-only
folder, a full disk (a small tmpfs where mounting is allowed, else a limit of file sizes). Nothing that was acknowledged is lost, and each trouble is said."""
import http.client
import json
import os
import random
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time

from _tap import DATELINE, done, ok, skip

KILLS = int(os.environ.get("SERVE_KILLS", "50"))
NOBODY = 65534


def run(*args, desk, **more):
    return subprocess.run([DATELINE, args[0], "--desk", desk, *args[1:]], capture_output=True, text=True, timeout=120, **more)


def report(number):
    """An invented report; the number makes it one of its own."""
    return json.dumps({"url": f"http://example.org/{number}", "title": f"Fire at depot {number}", "date": "2024-05-13",
                       "text": f"A fire at depot {number} in the port of Tarvik killed two workers on Sunday, the mayor said. "
                               f"\"We will rebuild depot {number},\" the mayor, Ana Lint, told reporters."})


def file_of(folder, number):
    path = os.path.join(folder, f"{number}.json")
    with open(path, "w") as f:
        f.write(report(number))
    return path


def there(desk):
    rows = [json.loads(line) for line in run("search", "--all", "--format", "jsonl", "tarvik", desk=desk).stdout.split("\n") if line]
    return {int(r["url"].rsplit("/", 1)[1]) for r in rows}


def start(desk, **more):
    child = subprocess.Popen([DATELINE, "serve", "--desk", desk, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    line = child.stdout.readline()
    return child, int(re.search(r":(\d+)/", line).group(1)) if line else 0


def send(port, text, answers):
    """One upload; what came whole goes into `answers`."""
    body = b'--dropped\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + text.encode() + b"\r\n--dropped--\r\n"
    try:
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        c.request("POST", "/api/read", body=body, headers={"Content-Type": "multipart/form-data; boundary=dropped"})
        r = c.getresponse()
        data = r.read()  # IncompleteRead where the server went away in the middle
        answers.append((r.status, data))
        c.close()
    except (OSError, http.client.HTTPException):
        pass


def kills(folder):
    """Senders and a writer beside a server that is killed and started again and again."""
    desk, said, stop, answers = os.path.join(folder, "kills.db"), [], threading.Event(), []
    run("add", "-q", file_of(folder, 0), desk=desk)
    said.append(0)
    port_now = [0]

    def writer():
        number = 0
        while not stop.is_set():
            number += 1
            if run("add", "-q", file_of(folder, number), desk=desk).returncode == 0:
                said.append(number)

    def sender(n):
        for i in range(10 ** 9):
            if stop.is_set():
                return
            send(port_now[0], f"TARVIK, May 13, 2024 - A fire at depot {n}-{i} killed two workers on Sunday, mayor Ana Lint said. " * 40, answers)
    rng, failed, slowest = random.Random(11), [], 0.0
    threads = [threading.Thread(target=writer)] + [threading.Thread(target=sender, args=(n,)) for n in range(3)]
    for i in range(KILLS):
        begin = time.time()
        child, port_now[0] = start(desk)
        slowest = max(slowest, time.time() - begin)
        if not port_now[0]:
            failed.append((i, child.stderr.read()))
        if i == 0:
            for t in threads:
                t.start()
        time.sleep(rng.uniform(0.02, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
    stop.set()
    for t in threads:
        t.join()
    ok(not failed, f"serve starts again after each of {KILLS} kills (slowest {slowest:.2f} s)", str(failed[:2]))
    whole = sum(code == 200 and json.loads(data)["format"] == "dateline.record/1" for code, data in answers)
    ok(whole and all(code in (200, 503) for code, _ in answers), f"each answer that came is a whole record ({whole}) or says to come again", str([c for c, _ in answers if c not in (200, 503)][:5]))
    lost = sorted(set(said) - there(desk))
    ok(len(said) > 5 and not lost, f"no report that was said to be kept is lost ({len(said)} kept)", str(lost[:5]))
    out = run("check", desk=desk)
    ok(out.returncode == 0 and out.stdout.endswith(" 0 faults\n") and out.stdout.startswith(f"{len(there(desk))} reports"), "and check finds no fault, nor what was only sent to be read", out.stdout + out.stderr)


def as_nobody():
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def read_only(folder):
    """A desk that belongs to somebody else: readers read where a file may be made beside it, writers are told why not."""
    place = os.path.join(folder, "theirs")
    os.mkdir(place)
    desk, more = os.path.join(place, "d.db"), file_of(folder, 2000)
    os.chmod(folder, 0o755)
    run("add", "-q", file_of(folder, 1999), desk=desk)
    os.chmod(desk, 0o444)
    os.chmod(place, 0o777)
    out = run("add", more, desk=desk, preexec_fn=as_nobody, cwd="/")
    ok(out.returncode == 3 and "read-only for this user" in out.stderr, "a read-only file is said by who would write", f"{out.returncode} {out.stdout} {out.stderr}")
    out = run("stories", desk=desk, preexec_fn=as_nobody, cwd="/")
    ok(out.returncode == 0 and "depot 1999" in out.stdout, "and read by who only reads", out.stdout + out.stderr)
    child, port = start(desk, preexec_fn=as_nobody, cwd="/")
    answers = []
    send(port, "TARVIK, May 13, 2024 - A fire at a depot killed two workers on Sunday, mayor Ana Lint said.", answers)
    child.kill()
    ok([code for code, _ in answers] == [200], "and served", f"{port} {answers}"[:300])
    for rest in (desk + "-wal", desk + "-shm"):
        if os.path.exists(rest):
            os.unlink(rest)
    os.chmod(place, 0o555)
    for command in ("stories", "serve", "check"):
        out = run(command, *(["--port", "0"] if command == "serve" else []), desk=desk, preexec_fn=as_nobody, cwd="/")
        ok(out.returncode == 3 and "folder that is read-only" in out.stderr and "write" not in out.stderr.split("folder")[0], f"{command}: a read-only folder is said, and what helps", f"{out.returncode} {out.stderr}")
    os.chmod(place, 0o755)
    os.chmod(desk, 0o644)
    ok(there(desk) == {1999} and run("check", desk=desk).returncode == 0, "nothing of it is lost")


def full_disk(folder):
    """Reports are added until the disk is full: each that was said to be kept is there, the server goes on, and so does the desk once there is room."""
    place = os.path.join(folder, "small")
    os.mkdir(place)
    mounted = os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", place], capture_output=True).returncode == 0
    if not mounted:
        skip("a disk that is really full", "no right to mount one; a limit of file sizes instead")
    desk, said, failed = os.path.join(place, "d.db"), [], None

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    try:
        run("add", "-q", file_of(folder, 3000), desk=desk)
        said.append(3000)
        child, port = start(desk)
        for number in range(3001, 3200):
            out = run("add", "-q", file_of(folder, number), desk=desk, preexec_fn=limit)
            if out.returncode != 0:
                failed = out
                break
            said.append(number)
        ok(failed is not None and failed.returncode == 3 and re.search(r"full|I/O", failed.stderr), f"a full disk is said (after {len(said)} reports)", f"{failed}")
        answers = []
        send(port, "TARVIK, May 13, 2024 - A fire at a depot killed two workers on Sunday, mayor Ana Lint said.", answers)
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        c.request("GET", "/api/search?q=tarvik")
        r = c.getresponse()
        found = json.loads(r.read()).get("total")
        ok([code for code, _ in answers] == [200] and r.status == 200 and found == len(said), "the server goes on", f"{answers} {r.status} {found}"[:300])
        child.send_signal(signal.SIGTERM)
        ok(child.wait(timeout=30) == 0, "and ends in order", child.stderr.read())
        ok(there(desk) == set(said), f"no report that was said to be kept is lost ({len(said)})", str(set(said) ^ there(desk)))
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=8m", place], check=True)
        out = run("add", file_of(folder, 3999), desk=desk)
        ok(out.returncode == 0 and there(desk) == set(said) | {3999}, "with room again the desk goes on", out.stdout + out.stderr)
        out = run("check", desk=desk)
        ok(out.returncode == 0 and "0 faults" in out.stdout, "and check finds no fault", out.stdout + out.stderr)
    finally:
        if mounted:
            subprocess.run(["umount", place], capture_output=True)


with tempfile.TemporaryDirectory() as tmp:
    kills(tmp)
    read_only(tmp)
    full_disk(tmp)
done()
