#!/usr/bin/env python3
"""dateline consume and group --follow between topics of a real broker: workers and the broker are killed at random instants, and a reader of
committed messages is asked what it sees: every report, card and change of a story once. A few kills here; SCALE_KILLS=200 SCALE_BROKER_KILLS=20
SCALE_PAGES=12000 for more. The broker is that of tests/broker (Java, fetched by `make test-scale`); without it all that needs one is skipped."""
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from _tap import DATELINE, ROOT, done, ok, run, skip

sys.path.insert(0, os.path.join(ROOT, "tests", "broker"))
import broker as brokers  # noqa: E402
import client  # noqa: E402

ENDS = (0, 1, 3)  # done; some pages could not be read; lost its broker in the middle of a commit: to be started again
KILLS, BROKER_KILLS, PAGES = (int(os.environ.get(name, few)) for name, few in (("SCALE_KILLS", 4), ("SCALE_BROKER_KILLS", 1), ("SCALE_PAGES", 120)))
PLACES = ["Ellery", "Stonebridge", "Marlow", "Havel", "Kestrel", "Oakmere", "Dunvale", "Northgate"]
PEOPLE = ["Tobias Renner", "Ingrid Castell", "Marek Dolan", "Philippa Voss", "Hamid Orell", "Greta Linwood", "Simon Achebe", "Lucia Farrow"]
THINGS = ["ferry", "warehouse", "bridge", "school", "bakery", "mill", "tram"]

WHO = "Neighbours officials engineers traders pupils drivers surveyors fishermen volunteers clerks gardeners masons".split()
DID = "measured praised doubted repainted emptied counted photographed defended inspected mapped cleared guarded".split()
WHAT = "cellars beams ledgers lanterns railings gutters archives pumps stairways signboards kitchens orchards".split()


def page(k):
    """Two tellings of every incident; every fifteenth page cannot be read; one outlet sends pages of its own charset."""
    i, telling = k // 2, k % 2
    place, name, thing, number = PLACES[i % 8], PEOPLE[(i * 3 + i // 8) % 8], THINGS[i % 7], 100 + 37 * i
    if k % 15 == 14:
        return f"p{k}", b"\x1f\x8b\x08\x00broken", {}
    text = [f"The {thing} of {place} at {number} Quay Street was badly damaged on Monday night. {name} was taken to hospital, officials said. The loss is put at {number} thousand crowns.",
            f"{name} is in hospital, said the mayor. Late on Monday a {thing} gave way in {place}, at {number} Quay Street. It will cost {number} thousand crowns to mend."][telling]
    rng = random.Random(k)  # words of its own, so that nothing but the incident binds two pages
    more = "".join("<p>" + " ".join(f"{rng.choice(WHO)} {rng.choice(DID)} {rng.choice(WHAT)} and {rng.choice(WHAT)}," for _ in range(6)) + " it was said.</p>" for _ in range(9))
    body = f"<html><body><article><h1>{thing.capitalize()} in {place} damag\u00e9</h1><p>{text}</p>{more}</article></body></html>".encode("iso-8859-1")
    return f"p{k}", body, {"charset": "iso-8859-1", "url": f"https://{place.lower()}.example/{k}", "outlet": f"{place} Post", "published": f"2024-05-{1 + i % 28:02}"}


def without_broker():
    for args, why in ((("consume", "a", "b"), "three topics"), (("group", "--follow", "a", "b"), "--state"), (("consume", "--take", "0", "a", "b", "c"), "--take")):
        out = run(*args)
        said = out.stderr.decode()
        ok(out.returncode == 2 and why in said or "without librdkafka" in said, f"dateline {' '.join(args)} is wrong use", said)


class Setup:
    def __init__(self, broker, place):
        self.broker, self.place, self.rng = broker, place, random.Random(int(os.environ.get("SCALE_SEED", "7")))

    def worker(self, *args):
        log = open(os.path.join(self.place, "workers.log"), "ab")
        return subprocess.Popen([DATELINE, args[0], "--broker", self.broker.address, *args[1:]], stdout=log, stderr=log)

    def consumer(self, name="w1", idle="2"):
        return self.worker("consume", "--worker", name, "--idle", idle, "--take", "20", "pages", "reports", "cards")

    def follower(self, state, consumers, stories, idle="2"):
        return self.worker("group", "--follow", "--idle", idle, "--take", "5", "--days", "60", "--consumers", consumers, "--state", state, *self.follower_cards, stories)

    def log(self):
        with open(os.path.join(self.place, "workers.log"), encoding="utf-8", errors="replace") as text:
            return text.read()[-4000:]

    def troubles(self, start, longest, before):
        """Starts a process and kills it, KILLS times; between them, spread evenly, the broker dies under one and comes up again, BROKER_KILLS times.
        What is to be worked on comes before each start. How many were killed before they had ended by themselves; -1: one failed."""
        count = 0
        for step in range(KILLS + BROKER_KILLS):
            before()
            process = start("5")
            if (step + 1) * BROKER_KILLS // (KILLS + BROKER_KILLS) > step * BROKER_KILLS // (KILLS + BROKER_KILLS):
                time.sleep(self.rng.uniform(0.2, longest))
                self.broker.kill()
                time.sleep(self.rng.uniform(0.1, 1.0))
                self.broker.start()
                code = process.wait(180)
            else:
                try:
                    code = process.wait(self.rng.uniform(0.05, longest))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    count, code = count + 1, 0
            if code not in ENDS:
                return -1
        return count


def once(messages):
    counts = collections.Counter(key for _, _, key, _ in messages)
    return counts, [key for key, n in counts.items() if n != 1]


def consume(s):
    pages = [page(k) for k in range(PAGES)]
    bad = sum(1 for k in range(PAGES) if k % 15 == 14)
    parts, others = iter(range(KILLS + BROKER_KILLS)), [s.consumer("w2", "600")]

    def more():
        """The next part of the pages; a second worker shares the partitions all the while, and is started again where it lost its broker."""
        client.produce(s.broker.address, "pages", pages[next(parts)::KILLS + BROKER_KILLS])
        if others[-1].poll() is not None:
            others.append(s.consumer("w2", "600"))

    killed = s.troubles(lambda idle: s.consumer(idle=idle), 1.5, more)
    lap("kills")
    if others[-1].poll() is None:
        others[-1].terminate()
    ended = {other.wait(60) for other in others}
    wanted, tries, code = {key for key, _, _ in pages}, 0, 0
    while code in ENDS and tries < 5 and (tries == 0 or {m[2] for m in client.read(s.broker.address, "reports", 2)} != wanted):
        code, tries = s.consumer().wait(120), tries + 1  # what a dead worker held comes to others after ten seconds
    ok(killed == KILLS and code in (0, 1) and ended <= set(ENDS), f"a worker killed {killed} times and a broker {BROKER_KILLS} times come to an end; SIGTERM ends another", s.log())
    reports, cards = client.read(s.broker.address, "reports", 2), client.read(s.broker.address, "cards", 2)
    counts, wrong = once(reports)
    ok(set(counts) == wanted and not wrong, f"of {len(wanted)} pages every one is there once", (len(wanted - set(counts)), wrong[:10], s.log()))
    rows = {key: json.loads(value) for _, _, key, value in reports}
    errors = [r for r in rows.values() if r["format"] == "dateline.error/1"]
    ok(len(errors) == bad and all(r["stage"] == "read" and r["message"] for r in errors), "what cannot be read is a line with its error", errors[:2])
    good = next(r for r in rows.values() if r["format"] == "dateline.record/1")["reports"][0]
    ok(good["outlet"].endswith(" Post") and good["url"].startswith("https://") and good["published"]["value"].startswith("2024-05") and good["title"].endswith("damag\u00e9"),
       "headers tell outlet, address, day and charset", {k: good[k] for k in ("outlet", "url", "published", "title")})
    counts, wrong = once(cards)
    ok(len(counts) == len(wanted) - bad and not wrong, "every report has one card", (len(counts), wrong[:10]))
    ok(len({p for p, _, _, _ in cards}) == 1, "cards of one language stand in one partition")
    loose = len(client.read(s.broker.address, "reports", 2, "read_uncommitted")) - len(reports)
    print(f"# {killed} workers killed, the broker {BROKER_KILLS} times; {loose} reports of transactions that were caught open, besides {len(wanted)}")
    return [(key, value, {}) for _, _, key, value in sorted(cards, key=lambda m: m[:2])]


def stories_of(messages):
    """What the lines come to: story -> reports, and how often each card was told as new."""
    stories, new = {}, collections.Counter()
    for _, _, key, value in sorted(messages, key=lambda m: (m[0], m[1])):
        row = json.loads(value)
        assert row["story"] == key
        if "merged_into" in row:
            stories.pop(key, None)
            continue
        stories[key] = row["reports"]
        new.update(row["new"])
    return stories, new


def follow(s, cards):
    """Followers take the cards as they come, a part before each start."""
    state, steps = os.path.join(s.place, "state"), KILLS + BROKER_KILLS
    s.follower_cards = ["--partition", "0", "cards-in-parts"]
    parts = iter(range(steps))

    def more():
        k = next(parts)
        client.produce(s.broker.address, "cards-in-parts", cards[len(cards) * k // steps:len(cards) * (k + 1) // steps], partition=0)

    killed = s.troubles(lambda idle: s.follower(state, "killed", "stories", idle), 0.7, more)
    code, tries = 3, 0
    while code == 3 and tries < 5:
        code, tries = s.follower(state, "killed", "stories").wait(300), tries + 1
    straight = s.follower(os.path.join(s.place, "straight"), "straight", "stories-straight").wait(300)
    ok(killed == KILLS and code == 0 and straight == 0, f"a follower killed {killed} times and a broker {BROKER_KILLS} times come to an end", s.log())
    lap("followed")
    told = client.read(s.broker.address, "stories", 2)
    loose = len(client.read(s.broker.address, "stories", 2, "read_uncommitted")) - len(told)
    print(f"# {killed} followers killed, the broker {BROKER_KILLS} times; {loose} changes of transactions that were caught open, besides {len(told)}")
    stories, new = stories_of(told)
    ok(set(new) == {key for key, _, _ in cards} and set(new.values()) == {1}, "every card is told as new once", (len(new), [k for k, n in new.items() if n > 1][:9], s.log()))
    other, _ = stories_of(client.read(s.broker.address, "stories-straight", 2))
    ok(stories == other, "the stories are those of a follower that nobody killed", (len(stories), len(other)))
    ok(sum(len(r) for r in stories.values()) == len(cards) and len(stories) < len(cards) * 3 / 4, "every card stands in one story", len(stories))
    refused = run("group", "--follow", "--broker", s.broker.address, "--idle", "1", "--days", "9", "--consumers", "killed", "--state", state, *s.follower_cards, "stories")
    ok(refused.returncode == 3 and "not a state of this model" in refused.stderr.decode(), "a state of another window is refused", refused.stderr.decode())


def slow(s):
    """--max-seconds: a page that takes longer is a line with its error and has its card all the same; the others go on."""
    rng = random.Random(5)
    words = "harbour council engineers bridge inspectors ferry minister residents warehouse police".split()
    long = " ".join(f"The {rng.choice(words)} of {rng.choice(words)} number {k} told {rng.choice(words)} on Monday that {k + 100} {rng.choice(words)} would leave." for k in range(4000))
    pages = [("before", b"LIMA, May 6 - A fire killed ten people on Sunday, the mayor said.", {}), ("slow", ("LIMA, May 6 - " + long).encode(), {}),
             ("behind", b"LIMA, May 7 - The mayor said on Tuesday that twelve people had died.", {})]
    client.produce(s.broker.address, "slow-pages", pages, partition=0)
    code = s.worker("consume", "--worker", "slow", "--consumers", "slow", "--idle", "2", "--max-seconds", "0.2", "slow-pages", "slow-reports", "slow-cards").wait(120)
    rows = {key: json.loads(value) for _, _, key, value in client.read(s.broker.address, "slow-reports", 2)}
    cards = sorted(key for _, _, key, _ in client.read(s.broker.address, "slow-cards", 2))
    late = rows.get("slow", {})
    ok(code == 1 and late.get("format") == "dateline.error/1" and late.get("code") == -8 and "limit of time" in late.get("message", ""),
       "a page that takes longer than --max-seconds is a line with its error", (code, late, s.log()))
    ok(cards == ["before", "behind", "slow"] and all(rows[k]["format"] == "dateline.record/1" and rows[k]["events"] for k in ("before", "behind")),
       "it has its card, and the pages round it are analysed", (cards, {k: r["format"] for k, r in rows.items()}))


def example(s):
    """The commands of docs/kafka.md, with this broker's address and this build's program."""
    with open(os.path.join(ROOT, "docs", "kafka.md"), encoding="utf-8") as text:
        code = re.search(r"```sh\n(.*?)```", text.read(), re.S).group(1)
    env = dict(os.environ, BROKER=s.broker.address, PATH=os.path.dirname(DATELINE) + os.pathsep + os.environ["PATH"], STATE=os.path.join(s.place, "desk.state"))
    out = subprocess.run(["bash", "-eu", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=ROOT, timeout=120, text=True)
    ok(out.returncode == 0 and '"story":"examples/1-adria-wire.txt"' in out.stdout, "the example of docs/kafka.md runs", out.stdout)


began = time.time()


def lap(what):
    print(f"# {what} [{time.time() - began:.1f} s]", flush=True)


without_broker()
if not client.LIB or b"without librdkafka" in run("consume", "--kafka", "no-such-file", "a", "b", "c").stderr:
    skip("consume and group --follow on a broker", "dateline was built without librdkafka")
    done()
path, why = brokers.jars()
if not path:
    skip("consume and group --follow on a broker", why)
    done()
with tempfile.TemporaryDirectory(prefix="dateline-kafka-") as folder:
    setup = Setup(brokers.Broker(os.path.join(folder, "broker")), folder)
    setup.broker.start()
    lap("the broker is up")
    try:
        follow(setup, consume(setup))
        slow(setup)
        if os.path.exists(os.path.join(ROOT, "docs", "kafka.md")):
            example(setup)
    finally:
        setup.broker.stop()
done()
