#!/usr/bin/env python3
"""piles.py OUT STORIES_DIR [SHEET ...]: the texts that the readers' sheets speak of, as OUT/PILE/REPORT.txt.

STORIES_DIR: ../shared/bench/stories/dev (allsides.jsonl, gva.jsonl). SHEET: chains.tsv, {parties,modality}_{read,held}.tsv and pronouns_read.tsv of tests/cases/events if
none is named; they hold bytes alone, no text. A pile is a story of these files; its name ends with FILE-STORY. Readers had the texts in one of a few forms (with or without
title, outlet and date in front) and in the file's order, some without a report: each report's form and place are those on which its offsets fall on whole words.
Says which reports fit badly; what they hold is then not to be trusted."""
import collections, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHEETS = [os.path.join(HERE, "../tests/cases/events", n) for n in ("chains.tsv", "parties_read.tsv", "parties_held.tsv", "modality_read.tsv", "modality_held.tsv", "pronouns_read.tsv")]
FROM_ONE = 4   # the form whose reports are counted from 1
LEAST = 0.93   # of the words that must begin where the sheet says so


def forms(d):
    head, day, source = [d["title"]] if d["title"] else [], [d["date"]], ["%s, %s" % (d["outlet"], d["date"][:10])]
    return ["\n\n".join(x + [d["text"]]).encode() for x in (head, head + day, [], day + head, head + source)]


def spans(sheet):
    """(pile, report) -> bytes at which a word begins"""
    out = collections.defaultdict(list)
    for row in (x.rstrip("\n").split("\t") for x in open(sheet, encoding="utf-8") if x.strip() and x[0] != "#"):
        if row[2] == "?":
            continue
        for listed in row[3].split():
            chained = re.match(r"(\d+)-\d+", listed)
            out[row[1], row[2]] += [int(chained[1])] if chained else [int(n) for n in re.findall(r"\d+", listed)]
    return out


def in_word(byte):
    return byte >= 128 or bytes([byte]).isalnum()


def fit(text, begins):
    return sum(b < len(text) and in_word(text[b]) and not (b and in_word(text[b - 1])) for b in begins) / max(1, len(begins))


def choose(docs, begins, place, usual, used):
    """the text that fits best; of equal ones the usual form at its own place"""
    all_texts = [(fit(text, begins) - .001 * (n != usual) - .0001 * abs(i - place + (n == FROM_ONE)) - .01 * (i in used), i, text)
                 for i, d in enumerate(docs) for n, text in enumerate(forms(d))]
    return max(all_texts, key=lambda x: x[0])


def main():
    out, folder, sheets = sys.argv[1], sys.argv[2], sys.argv[3:] or SHEETS
    stories, wanted, bad = collections.defaultdict(list), collections.defaultdict(list), 0
    for name in ("allsides", "gva"):
        for row in map(json.loads, open(os.path.join(folder, name + ".jsonl"), encoding="utf-8")):
            stories["%s-%s" % (name, row["story"])].append(row)
    for sheet in sheets:
        for key, begins in spans(sheet).items():
            wanted[key] += begins
    used = collections.defaultdict(set)
    for pile, report in sorted(wanted, key=lambda x: (x[0], int(x[1]))):
        numbered = pile[0].isdigit()      # these were drawn with the date below the title
        docs = stories[pile.split("-", 1)[1] if numbered else pile]
        score, i, text = choose(docs, wanted[pile, report], int(report), int(numbered), used[pile])
        used[pile].add(i)
        os.makedirs(os.path.join(out, pile), exist_ok=True)
        with open(os.path.join(out, pile, report + ".txt"), "wb") as f:
            f.write(text)
        if score < LEAST:
            bad += 1
            print("fits badly: %s %s %.2f" % (pile, report, score))
    print("%d piles, %d reports, %d fit badly" % (len({p for p, _ in wanted}), len(wanted), bad))


if __name__ == "__main__":
    main()
