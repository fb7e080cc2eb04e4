"""A broker of Kafka (KRaft, one node) on loopback, in a folder of its own, for tests/e2e/kafka.py and for trying things out.

    python3 tests/broker/broker.py fetch           the jars, 44 MB, of Maven Central into build/broker (make test-scale does it)
    python3 tests/broker/broker.py run FOLDER      a broker on a free port; prints HOST:PORT; ends with it on SIGTERM or the end of its input

Without the jars `jars()` is None and says why.
"""
import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
JARS = os.environ.get("DATELINE_BROKER_JARS", os.path.join(ROOT, "build", "broker"))

PROPERTIES = """process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
num.partitions=2
auto.create.topics.enable=true
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
offsets.topic.num.partitions=2
transaction.state.log.num.partitions=2
message.max.bytes=10485760
replica.fetch.max.bytes=10485760
"""


def fetch(offline=False):
    """True when the jars are there afterwards. Offline: of what Maven has kept on this machine, seconds at most."""
    if os.path.isdir(JARS) and len(os.listdir(JARS)) > 20:
        return True
    if not shutil.which("mvn"):
        return False
    part = JARS + ".part"
    shutil.rmtree(part, ignore_errors=True)
    command = ["mvn", "-q", "-B", *(["-o"] if offline else []), "-f", os.path.join(HERE, "pom.xml"), "dependency:copy-dependencies",
               "-DincludeScope=runtime", "-DoutputDirectory=" + os.path.abspath(part)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30 if offline else 600)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode or not os.path.isdir(part):
        return False
    os.makedirs(os.path.dirname(JARS), exist_ok=True)
    os.rename(part, JARS)
    return True


def jars():
    """(class path, "") or (None, why there is none). Nothing is fetched."""
    if not shutil.which("java"):
        return None, "no java"
    kept = os.path.expanduser("~/.m2/repository/org/apache/kafka/kafka_2.13/4.3.0")
    if not os.path.isdir(JARS) and os.path.isdir(kept):
        fetch(offline=True)
    if not os.path.isdir(JARS):
        return None, "the broker's jars are not here: make test-scale fetches them"
    return os.path.join(JARS, "*"), ""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cluster_name():
    """The 22 letters of 16 random bytes. The first bit is 0: a name may not open with "-", which
    the broker's own command takes for an option (one name in 64)."""
    letters = bytearray(uuid.uuid4().bytes)
    letters[0] &= 0x7F
    return base64.urlsafe_b64encode(letters).decode().rstrip("=")


class Broker:
    """`address` is HOST:PORT; start(), kill() and stop() as often as one likes: the data stay."""

    def __init__(self, folder):
        self.path, why = jars()
        if not self.path:
            raise RuntimeError(why)
        self.folder, self.process = os.path.abspath(folder), None
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        os.makedirs(self.folder, exist_ok=True)
        self.properties = os.path.join(self.folder, "server.properties")
        with open(self.properties, "w", encoding="utf-8") as out:
            out.write(PROPERTIES.format(port=self.port, controller=free_port(), data=os.path.join(self.folder, "data")))
        name = cluster_name()
        subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", self.path, "kafka.tools.StorageTool", "format", "--standalone", "-t", name, "-c", self.properties], check=True, capture_output=True)

    def start(self, seconds=180):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(["java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", self.path, "kafka.Kafka", self.properties],
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder)
        end = time.time() + seconds
        while time.time() < end:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the broker does not come up: " + os.path.join(self.folder, "log"))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def main(args):
    if args[:1] == ["fetch"]:
        return 0 if fetch() else 1
    if args[:1] == ["run"] and len(args) == 2:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # by way of `finally`: the broker ends too
        broker = Broker(args[1])
        try:
            print(broker.start().address, flush=True)
            sys.stdin.read()
        finally:
            broker.stop()
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
