#!/usr/bin/env python3
"""Forms of other programs: TimeML, brat, NAF, quotations, CoNLL-U. What they mark is the words of the reports, counted as they count, and readers
that are not ours read them (bratly, KafNafParserPy, conllu from PyPI; skipped where they are not at hand)."""
import io
import json
import os
import re
import tarfile
import tempfile
import xml.etree.ElementTree as ET

from _tap import EXAMPLES, done, ok, run, skip

STRANGE = "VELM, May 3 (ABC) \u2014 \U0001F525 A fire killed ten people in Velm on Sunday, police said.\n\n\u201cNobody <closed>\nthe \"valves\" & doors,\u201d Mayor Ir\u00e9n Kov\u00e1cs said on Monday.\n".encode()


def files(form, *args, stdin=None):
    data = run("annotate", "--format", form, *args, stdin=stdin).stdout
    tar = tarfile.open(fileobj=io.BytesIO(data))
    return {m.name: tar.extractfile(m).read().decode() for m in tar.getmembers()}


def texts(*args, stdin=None):
    out = run("read", "--format", "jsonl", *args, stdin=stdin).stdout
    return [json.loads(line)["text"] for line in out.splitlines()]


INPUTS = (("examples", EXAMPLES, None), ("strange text", ["-"], STRANGE))


def timeml(name, args, stdin):
    docs = list(files("timeml", *args, stdin=stdin).values())
    want = texts(*args, stdin=stdin)
    bad = []
    for doc, text in zip(docs, want):
        root = ET.fromstring(doc)
        if "".join(root.find("TEXT").itertext()) != text:
            bad.append("text")
        ids = {e.get("tid") or e.get("eid") for e in root.iter() if e.tag in ("TIMEX3", "EVENT")}
        instances = {m.get("eiid") for m in root.iter("MAKEINSTANCE")}
        bad += [m.get("eventID") for m in root.iter("MAKEINSTANCE") if m.get("eventID") not in ids]
        bad += [x.attrib for x in root.iter("TLINK") if x.get("eventInstanceID") not in instances or x.get("relatedToTime") not in ids]
        bad += [t.attrib for t in root.iter("TIMEX3") if t.get("type") not in ("DATE", "TIME", "DURATION", "SET") or not t.get("value")]
    ok(len(docs) == len(want) and not bad and any("<EVENT" in d for d in docs), f"TimeML of {name}: the text with its marks, links lead somewhere", bad[:4])


def brat(name, args, stdin):
    docs = files("brat", *args, stdin=stdin)
    bad, bound = [], 0
    for path, ann in docs.items():
        if not path.endswith(".ann"):
            continue
        text, ids = docs[path[:-4] + ".txt"], set()
        for line in ann.split("\n"):
            if line.startswith("T"):
                key, where, words = line.split("\t")
                ids.add(key)
                bound += 1
                parts = [tuple(map(int, p.split())) for p in where.split(" ", 1)[1].split(";")]
                if " ".join(text[b:e] for b, e in parts) != words or "\n" in words:
                    bad.append(line)
        for line in ann.split("\n"):
            bad += [line for ref in re.findall(r"Arg\d:(T\d+)|^#\d+\tAnnotatorNotes (T\d+)|^A\d+\t\w+ (T\d+)", line) if not ids & set(ref)]
    ok(bound and not bad and len(docs) == 2 * len(texts(*args, stdin=stdin)), f"brat of {name}: words stand where the offsets say, in code points", bad[:4])


def naf(name, args, stdin):
    bad, words = [], 0
    for doc in files("naf", *args, stdin=stdin).values():
        root = ET.fromstring(doc)
        raw = root.find("raw").text
        for wf in root.iter("wf"):
            words += 1
            b, n = int(wf.get("offset")), int(wf.get("length"))
            if raw[b:b + n] != wf.text:
                bad.append((wf.attrib, raw[b:b + n]))
        known = {x.get("id") for x in root.iter() if x.tag in ("wf", "term")}
        bad += [t.get("id") for t in root.iter("target") if t.get("id") not in known]
        bad += [d.attrib for d in root.iter("dep") if d.get("from") not in known or d.get("to") not in known]
    ok(words and not bad, f"NAF of {name}: tokens stand where their offsets say, targets exist", bad[:4])


def quotes(name, args, stdin):
    rows = [json.loads(x) for x in run("annotate", "--format", "quotes", *args, stdin=stdin).stdout.splitlines()]
    want = texts(*args, stdin=stdin)
    bad = [s for row, text in zip(rows, want) for q in row["quotes"] for part in ("source", "cue", "content") for s in q[part]["spans"] if text[s["start"]:s["end"]] != s["text"] or text.encode()[s["begin_byte"]:s["end_byte"]].decode() != s["text"]]
    ids = [q["id"] for row in rows for q in row["quotes"]]
    ok(len(rows) == len(want) and ids and len(ids) == len(set(ids)) and not bad, f"quotations of {name}: a line a report, words where the offsets say", bad[:3])


def foreign(tmp):
    for form in ("brat", "naf"):
        for path, text in files(form, *EXAMPLES).items():
            with open(os.path.join(tmp, path), "w") as f:
                f.write(text)
    anns = sorted(p for p in os.listdir(tmp) if p.endswith(".ann"))
    try:
        from bratly import EntityAnnotation
        lines = [line for p in anns for line in open(os.path.join(tmp, p)).read().split("\n") if line.startswith("T")]
        read = [EntityAnnotation.from_line(line) for line in lines]
        ok(lines and all(r.content and r.label for r in read), "bratly reads the text-bound lines")
    except ImportError:
        skip("bratly", "it is not installed")
    try:
        from KafNafParserPy import KafNafParser
        for p in sorted(p for p in os.listdir(tmp) if p.endswith(".naf")):
            parsed = KafNafParser(os.path.join(tmp, p))
            ok(len(list(parsed.get_tokens())) == len(list(parsed.get_terms())) > 0 and len(list(parsed.get_entities())) > 0, f"KafNafParserPy reads {p}")
    except ImportError:
        skip("KafNafParserPy", "it is not installed")
    try:
        import conllu
        read = conllu.parse(run("annotate", "--format", "conllu", *EXAMPLES).stdout.decode())
        ok(read and all(any(t["head"] == 0 for t in s) for s in read) and len({s.metadata["sent_id"] for s in read}) == len(read), "the conllu package reads sentences with a root and ids of their own")
    except ImportError:
        skip("conllu", "it is not installed")


def stable():
    for form in ("timeml", "brat", "naf", "quotes"):
        one, two = run("annotate", "--jobs", "1", "--format", form, *EXAMPLES), run("annotate", "--jobs", "2", "--format", form, *EXAMPLES)
        ok(one.returncode == 0 and one.stdout == two.stdout and run("story", "--format", form, *EXAMPLES).returncode == 0, f"{form}: the same bytes on two threads; of a story too")


if __name__ == "__main__":
    for each in INPUTS:
        timeml(*each)
        brat(*each)
        naf(*each)
        quotes(*each)
    stable()
    with tempfile.TemporaryDirectory() as folder:
        foreign(folder)
    done()
