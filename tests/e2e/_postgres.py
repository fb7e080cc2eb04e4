"""A PostgreSQL 15 server of the tests' own: in a folder of its own, reached through a socket there, owned by somebody who is not root, stopped at the end.
Server() gives None for `why` when it runs, else the reason why it cannot be had."""
import os
import pwd
import shutil
import subprocess
import tempfile
import time

PLACES = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"]


class Server:
    def __init__(self, settings=()):
        self.folder, self.why, self.n, self.running = None, None, 0, False
        self.bin = next((p for p in PLACES if os.path.exists(os.path.join(p, "initdb"))), None)
        if not self.bin:
            self.why = "PostgreSQL 15 is not installed"
            return
        self.user = self.somebody()
        if self.user is None:
            self.why = "no user but root to run a server as"
            return
        self.folder = tempfile.mkdtemp(prefix="dateline-pg-")
        if os.getuid() == 0:
            shutil.chown(self.folder, self.user)
        self.data = os.path.join(self.folder, "data")
        self.settings = list(settings)
        made = self.do("initdb", "-D", self.data, "-A", "trust", "-U", "desk", "-E", "UTF8", "--locale=C", "--no-sync")
        if made.returncode != 0:
            self.why = "initdb: " + (made.stderr.strip().split("\n") or [""])[-1]
        else:
            self.start()

    @staticmethod
    def somebody():
        if os.getuid() != 0:
            return pwd.getpwuid(os.getuid()).pw_name
        if not shutil.which("runuser"):
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name).pw_name
            except KeyError:
                pass
        return None

    def do(self, program, *args):
        command = [os.path.join(self.bin, program), *args]
        if os.getuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder, stdin=subprocess.DEVNULL, timeout=120)

    def start(self):
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=64MB " + " ".join(f"-c {s}" for s in self.settings)
        log = os.path.join(self.folder, "log")
        out = self.do("pg_ctl", "-D", self.data, "-l", log, "-o", options, "-w", "-t", "60", "start")
        self.running = out.returncode == 0
        if not self.running:
            self.why = "the server does not start: " + (out.stdout + out.stderr).strip()[-200:]

    def stop(self, how="fast"):
        if self.running:
            self.do("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")
        self.running = False

    def url(self, base):
        return f"postgresql://desk@/{base}?host={self.folder}"

    def sql(self, text, base="postgres"):
        return subprocess.run([os.path.join(self.bin, "psql"), "-h", self.folder, "-U", "desk", "-d", base, "-At", "-c", text], capture_output=True, text=True, timeout=60)

    def fresh(self):
        """The address of an empty database."""
        self.n += 1
        self.sql(f"CREATE DATABASE desk{self.n}")
        return self.url(f"desk{self.n}")

    def close(self):
        self.stop("immediate")
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
