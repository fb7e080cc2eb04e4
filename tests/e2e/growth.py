#!/usr/bin/env python3
"""Four times the text, about four times the time: shapes of input that a stage worse than n log n would choke on.

Each shape is made at size n and 4n and told as one story in a process of its own; what counts is processor time less that of an empty start.
n log n gives a ratio of 4.6 at the most, a square 16; the bound lies between, for shared machines. A shape that misses it is measured once more.

Then texts far beyond any report's: a record within a bound of time and memory, whatever sentence they repeat.
"""
import os
import resource
import shutil
import subprocess
import tempfile

from _tap import DATELINE, done, ok

BOUND = 8.0
LEAST = 0.05  # seconds; below this the clock tells nothing
PEOPLE = ["Mara Oldin", "Pavel Drost", "Ines Calloway", "Tomas Verin", "Lea Harkov", "Jonas Petrel", "Nadia Quist", "Omar Seldin"]
PLACES = ["Varna", "Lisbon", "Ankara", "Riga", "Porto", "Geneva", "Oslo", "Turin"]
SYLLABLES = "Bal Cor Dan Fen Gor Hal Jor Kel Lom Mar Nor Pel Ras Sol Tam Vor".split(), "den lin mor nas per ric sen tov val wek zan dor fel gan hil jan".split()
WORDS = "the harbour road was closed after heavy rain while workers of council repaired old bridge near mill and he said that".split()


def pick(seed, values):
    """A value by a fixed shuffle: the same text on every machine."""
    return values[(seed * 2654435761 >> 7) % len(values)]


def name(i):
    first, second = SYLLABLES
    return f"{first[i % 16]}{second[i // 16 % 16]} {first[i * 7 % 16]}{second[i // 3 % 16]}{second[i // 48 % 16]}"


def paragraphs(n, line):
    return ["\n\n".join(line(i) for i in range(n))]


def story_line(i):
    return pick(i, [
        f"{pick(i, PEOPLE)} met {pick(i + 3, PEOPLE)} in {pick(i, PLACES)} on {1 + i % 28} May.",
        f"\"The bridge will open in {i % 12 + 1} days,\" {pick(i, PEOPLE)} said.",
        f"Police said {i % 90 + 2} people were injured in {pick(i, PLACES)}.",
        "He told reporters that the talks had failed.",
        f"The council bought {i * 37 % 997} buses for ${i % 40 + 1} million."])


def short_report(i):
    return " ".join(f"{story_line(i * 7 + k)}\n" for k in range(4)) + f"Note {i}."


def ring_report(i):
    return "\n\n".join(f"{pick(i * 31 + k, PEOPLE)} {pick(i + k, ['met', 'arrested', 'accused', 'praised'])} {pick(i * 17 + k * 5, PEOPLE)} in {pick(k, PLACES)} on {1 + (i + k) % 28} May." for k in range(20))


SHAPES = [  # what it is, n, reports of n
    ("one report of many sentences", 500, lambda n: [" ".join(story_line(i) for i in range(n))]),
    ("one endless sentence of words", 2000, lambda n: [" ".join(pick(i, WORDS) for i in range(n))]),
    ("marks alone", 20000, lambda n: ["!?;:-," * (n // 6)]),
    ("figures alone", 4000, lambda n: [" ".join(str(i * 7919 % 100000) for i in range(n))]),
    ("marks of quotation", 8000, lambda n: ['" ' * n]),
    ("brackets in brackets", 8000, lambda n: ["(" * n + ")" * n]),
    ("a list of names", 500, lambda n: ["Leaders " + ", ".join(name(i) for i in range(n)) + " met."]),
    ("one word, line by line", 8000, lambda n: ["word\n" * n]),
    ("quotations", 500, lambda n: paragraphs(n, lambda i: f"\"We will {pick(i, ['open', 'close', 'mend', 'sell'])} road {i},\" {pick(i + 1, PEOPLE)} said.")),
    ("figures of one act", 600, lambda n: paragraphs(n, lambda i: f"The blast killed {i * 37 % 9973} people in Riga.")),
    ("dates", 600, lambda n: paragraphs(n, lambda i: f"The council met on {1 + i % 28} {pick(i, ['May', 'June', 'July'])} {1900 + i % 150}.")),
    ("one person in every paragraph", 400, lambda n: paragraphs(n, lambda i: f"Mara Oldin {pick(i, ['visited', 'left', 'praised'])} the harbour. She thanked the workers.")),
    ("one person of many offices", 400, lambda n: paragraphs(n, lambda i: f"Mara Oldin, the director of the {name(i).split()[0]} Bank, left.")),
    ("one sentence over and over", 1000, lambda n: ["They met President Ines Calloway last year. " * n]),
    ("half a sentence over and over", 800, lambda n: ["they met President Ines Calloway last year: " * n]),
    ("one paragraph of quotations", 500, lambda n: [" ".join(f"\"We will open road {i},\" {pick(i, PEOPLE)} said." for i in range(n))]),
    ("names that meet", 600, lambda n: [" ".join(f"{name(i)} met {name(i + 5000)} in Riga." for i in range(n))]),
    ("one event over and over", 800, lambda n: paragraphs(n, lambda i: "Police arrested Mara Oldin in Riga.")),
    ("many short reports", 120, lambda n: [short_report(i) for i in range(n)]),
    ("many reports of many events", 15, lambda n: [ring_report(i) for i in range(n)]),
]


PARTIES = ["Mara Oldin", "President Ines Calloway", "the mayor of Riga", "police", "The UN Security Council", "she", "they"]
DEEDS = ["arrested", "met", "accused", "said he would visit", "denied that it had attacked", "killed three of", "praised", "was told by"]
WHENS = ["on Monday", "on May 12, 2024", "last year", "in Riga", "for $4 million", "with 12 others", "after a blast killed 40 people"]
ENDS = [". ", " ", "\n", "\n\n", ", ", "; ", " - ", "... ", "' ", ".\n"]
FORMS = ["\"We will open the road,\" {a} said. ", "{a} said: \"The talks have failed, {b} knows it.\" ", "According to {a}, {b} left {t}. ", "({a}, {b}) ", "{a}, {b} and {a} met {t}. ",
         "{a} -- {b} -- {a} ", "\"{a}\" \"{b}\" ", "10 percent of {a}, $3.5 billion {t} ", "Monday Tuesday 12 May 2023 {t} ", "{a}!? {b}?! ... "]


def sentence(i):
    """One of 200 sentences and half sentences that a text may repeat."""
    a, b, t = pick(i, PARTIES), pick(i * 7 + 3, PARTIES), pick(i * 5 + 1, WHENS)
    return FORMS[i // 3 % 10].format(a=a, b=b, t=t) if i % 3 == 2 else f"{a} {pick(i * 3 + 2, DEEDS)} {b} {t}{ENDS[i % 10]}"


LARGE = [  # far over what a report is
    ("a text of 53 MB", lambda: (" ".join(story_line(i) for i in range(1000)) + "\n\n") * 1060),
    ("a line of 53 MB", lambda: "Police arrested Mara Oldin in Riga on Monday. " * 1150000),
    ("a hundred thousand equal sentences", lambda: "Police arrested Mara Oldin in Riga. " * 100000),
    ("a hundred thousand sentences of one kind", lambda: " ".join(f"The blast killed {i * 37 % 9973} people in Riga." for i in range(100000))),
    ("one long paragraph", lambda: " ".join(story_line(i) for i in range(100000))),
    ("ten thousand quotations", lambda: "\n\n".join(f"\"We will open road {i},\" {name(i)} said." for i in range(10000))),
    ("ten thousand names", lambda: " ".join(f"{name(i)} met {name(i + 5000)} in Riga." for i in range(10000))),
]
MOST_SECONDS, MOST_MEMORY = 10, 600 << 10  # processor time on a quiet machine; KB


def cost(path):
    """Processor seconds and peak KB of annotating one file, its exit code, and whether a record came."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([DATELINE, "annotate", "--jobs", "1", "--format", "jsonl", path], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0, os.SEEK_END)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, process.returncode, out.tell() > 0


def bounded(path, what, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    seconds_used, memory, code, record = cost(path)
    good = code in (0, 1) and record and seconds_used < MOST_SECONDS and memory < MOST_MEMORY
    return good, f"{what}: {seconds_used:.2f} s, {memory >> 10} MB, exit code {code}" + ("" if record else ", no record")


def large_texts(folder):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "large.txt")
    for what, make in LARGE:
        good, words = bounded(path, what, make())
        ok(good, words)
    bad = []
    for i in range(200):
        text = sentence(i)
        good, words = bounded(path, repr(text), text * (50000 // len(text)))  # every twentieth to its full length
        if good and i % 20 == 0:
            good, words = bounded(path, repr(text), text * (1000000 // len(text)))
        bad += [] if good else [words]
    ok(not bad, "two hundred sentences repeated", "\n".join(bad))


def seconds(folder, reports):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    files = []
    for i, text in enumerate(reports):
        files.append(os.path.join(folder, f"{i:05}.txt"))
        with open(files[-1], "w", encoding="utf-8") as out:
            out.write(text)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done_ = subprocess.run([DATELINE, "story", "--jobs", "1", "--format", "json", *files], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300)
    if done_.returncode not in (0, 1):  # 1: a report of more than 60,000 words was cut short, and said to be
        raise RuntimeError(done_.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(folder, make, n, start):
    small, large = (max(seconds(folder, make(k)) - start, 0) for k in (n, 4 * n))
    return small, large, large / max(small, LEAST)


def main():
    with tempfile.TemporaryDirectory() as folder:
        start = min(seconds(os.path.join(folder, "start"), ["Nothing happened."]) for _ in range(3))
        for what, n, make in SHAPES:
            small, large, ratio = measure(os.path.join(folder, "in"), make, n, start)
            if ratio > BOUND:
                small, large, ratio = measure(os.path.join(folder, "in"), make, n, start)
            ok(ratio <= BOUND, f"{what}: {small:.2f} s, four times as much {large:.2f} s", f"grows by {ratio:.1f}")
        large_texts(os.path.join(folder, "large"))
    done()


main()
