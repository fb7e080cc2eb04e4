#!/usr/bin/env python3
"""The brief that people read: the news first, differences as questions, words of the reports alone, nothing in the language of codes."""
import contextlib
import json
import os
import re
import sys
import tempfile

from _tap import EXAMPLES, ROOT, SEEDS, done, ok, run

sys.path.insert(0, os.path.join(ROOT, "tests", "cases", "story"))
import sheet  # noqa: E402

HEADINGS = ["WHAT HAPPENED", "WHERE THE REPORTS DIFFER", "WHAT THE PARTIES DISPUTE", "WHAT CHANGED", "WHERE ONE IS MORE EXACT", "WHO SAID WHAT", "TOLD ALIKE", "FIGURES OF ONE OUTLET ALONE", "WHEN", "WHO IS WHO", "BACKGROUND", "SOURCES"]


def plain(text):
    return re.sub(r"\s+", " ", text)


def sections(text):
    parts, name = {}, ""
    for line in text.split("\n"):
        if line in HEADINGS:
            name = line
        else:
            parts.setdefault(name, []).append(line)
    return parts


def lines_of(part):
    """Entries of a section, hanging lines joined."""
    out = []
    for line in part:
        if line == " without a sure day:":
            continue
        if re.match(r"  \S", line):
            out.append(line.strip())
        elif line.strip() and out:
            out[-1] += " " + line.strip()
    return out


@contextlib.contextmanager
def folder_of(told):
    """A folder with a file of these words for each report."""
    with tempfile.TemporaryDirectory() as tmp:
        for name, words in told.items():
            open(os.path.join(tmp, name + ".txt"), "w").write(words)
        yield tmp


def examples():
    out = run("story", *EXAMPLES)
    text = out.stdout.decode()
    screen = text.split("\n")[:40]
    parts = sections(text)
    ok(screen[3] == "WHAT HAPPENED" and "killed" in plain("\n".join(screen[4:8])), "the news stands first", "\n".join(screen[:8]))
    for word in ("How many people were killed?", "How many managers were detained?", "WHAT THE PARTIES DISPUTE"):
        ok(word in "\n".join(screen), f"first screen: {word}", "\n".join(screen))
    differ = plain("\n".join(parts["WHERE THE REPORTS DIFFER"]))
    ok(re.search(r"How many people were killed\? four — .*Danube Herald \[4\].* five — harbourpost\.example \[2\]", differ), "answers stand with their outlets", differ)
    ok("(+1 copy)" in differ, "a copy is folded behind what it copies", differ)
    order = [h for h in re.findall("^[A-Z ]+$", text, re.M) if h.strip()]
    ok(order == [h for h in HEADINGS if h in order], "sections stand in the order of a newsroom", order)
    ok(not re.search(r"\((ASSAULT|CONSULT|REQUEST|COERCE)\)|→|claim:|count:|the story,", text), "no codes, no labels of the machine")
    ok(text == run("story", *EXAMPLES).stdout.decode(), "the same bytes again")
    wide = run("story", "--width", "120", *EXAMPLES).stdout.decode()
    ok(re.sub(r"[\s;]", "", wide) == re.sub(r"[\s;]", "", text), "the width changes line breaks alone")


def both_sides():
    """An accusation that a report tells with its denial is printed with it, however small it is beside the news."""
    text = "VELM, 3 May 2024. The council of Velm voted for a new bridge on Thursday, Mayor Ana Lint said. " \
           "Norland accused Westland of selling arms to rebels, a charge Westland denied.\n"
    other = "4 May 2024\n\nVelm gets its bridge: councillors agreed on it on Thursday after a long night, the mayor told reporters.\n"
    with folder_of({"a": text, "b": other}) as tmp:
        told = run("story", tmp).stdout.decode()
    disputes = plain("\n".join(sections(told).get("WHAT THE PARTIES DISPUTE", [])))
    ok("accused" in disputes and "denied" in disputes, "no accusation without its denial", told)


def spoken_there():
    """Whether talks are planned or were held is asked by their noun, never with a clause that tells who spoke there."""
    plan = "ORSK, 3 May 2024 (Coast Daily) - President Ana Lint travels to Orsk. She will hold talks with Prime Minister Carl Brandt on Monday.\n"
    held = "ORSK, 7 May 2024 (Hill Post) - \"The border stays open,\" President Ana Lint said during talks with Prime Minister Carl Brandt in Orsk on Monday.\n"
    with folder_of({"a": plan, "b": held}) as tmp:
        told = plain(run("story", "--width", "200", tmp).stdout.decode())
    asked = re.findall(r"Planned or held\? (.{1,30})", told)
    ok(asked and all(words.startswith("The talks planned") for words in asked), "whether it was held is asked of the talks, not of who spoke there", told)


def who_has_the_words():
    """Behind an event stand the reports that have its words, apart from those that tell of it in others."""
    apart, bad = 0, []
    for files in (EXAMPLES, SEEDS):
        if not files:
            continue
        texts = [plain(r["text"]).lower() for r in json.loads(run("story", "--format", "json", *files).stdout)["reports"]]
        parts = sections(run("story", "--width", "1000", *files).stdout.decode())
        for line in lines_of(parts.get("WHEN", []) + parts.get("BACKGROUND", [])):
            told, _, other = line.partition("; of the same event also")
            apart += bool(other)
            words = {w[:4] for w in re.findall(r"[a-zA-Z]{5,}", re.sub(r"^[^:]*\d{4}: |, citing [^\[(]*|\(.*?\)|\[\d+\]", "", told).lower())}
            for n in re.findall(r"\[(\d+)\]", told):
                there = sum(w in texts[int(n) - 1] for w in words)
                bad += [] if there >= 0.7 * len(words) else [(line, n, there, len(words))]
    ok(apart and not bad, "an event's line names who has its words, and apart from them who tells it otherwise", bad[:5] or apart)


def sure_ones():
    """An event that is less sure than not is for programs alone: JSON has it, the page does not."""
    shown = unsure = 0
    with tempfile.TemporaryDirectory() as tmp:
        own = {o["story"]: [os.path.join(tmp, o["story"], d["id"] + ".txt") for d in o["docs"]] for o in sheet.write(tmp)}
        doubt = os.path.join(tmp, "doubt.txt")
        open(doubt, "w").write("VELM, 3 May 2024. The council of Velm voted for a new bridge on Thursday.\n"
                               "An aide said that a possible strike might perhaps follow a possible attack by Norland or Chile.\n")
        for name, files in {**own, "examples": EXAMPLES, "doubt": [doubt]}.items():
            events = {e["id"]: e for e in json.loads(run("story", "--format", "json", *files).stdout)["events"]}
            page = run("story", "--format", "html", *files).stdout.decode()
            told = re.findall(r'class="claim event" id="(v\d+)"', page)
            shown += len(told)
            unsure += sum(e["confidence"] < 0.5 for e in events.values())
            bad = [e for e in told if events[e]["confidence"] < 0.5 and not events[e]["main"]]
            ok(not bad, f"{name}: the page tells what is sure", bad)
    ok(shown > 20 and unsure > 0, "some are shown, some are not", (shown, unsure))


def who_they_are():
    """A role with what it is one of, and none that says nothing."""
    text = (
        "Orsk diner turns a guest away\n\nHarbour Post, 3 May 2024\n\nThe owner of the Blue Heron, Stephanie Trask, asked a guest to leave on Monday. "
        "Ann Velm, the vice president of the Orsk Players Association, said she was sad. Former Orsk adviser Roger Bram left. Another neighbor, Patricia "
        "Stell, watched it. Peter Lind, the director, said no. Acting U.S. Attorney General Matt Holm said nothing. Lena Fisk was a good man, he said. "
        "The next president, Vera Molt, came. Nora Pell would be a great mayor. Police named Carl Dent, the gunman. President Tom Hale spoke, and Hale left; "
        "Hale said no. President Piet Orne had built the dam. Peter Lind met his counterpart Ola Brem in Velm.\n"
    )
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, "a.txt")
        with open(path, "w") as f:
            f.write(text)
        who = plain("\n".join(sections(run("story", path).stdout.decode())["WHO IS WHO"]))
    for role in ("Stephanie Trask — owner of the Blue Heron [1]", "Ann Velm — vice president of the Orsk Players Association [1]",
                 "Roger Bram — Former Orsk adviser [1]", "Patricia Stell — neighbor [1]", "Matt Holm — Acting U.S. Attorney General [1]"):
        ok(role in who, f"who is who: {role}", who)
    ok(not re.search("director|good man|next president|great mayor|Another|Bodies|Places|gunman|counterpart", who), "no bare relation, praise, hope or charge is a role", who)
    ok("Tom Hale — President [1]" in who and "Piet Orne — President" not in who, "an office of one holder is told of him who is named most", who)


def own_words():
    """Every line of the news, of what is told alike and of the events is a report's own stretch."""
    for name, files in (("examples", EXAMPLES), ("seeds", SEEDS)):
        if not files:
            continue
        texts = [plain(r["text"]) for r in json.loads(run("story", "--format", "json", *files).stdout)["reports"]]
        parts = sections(run("story", "--width", "1000", *files).stdout.decode())
        bad = []
        for line in lines_of(parts.get("WHAT HAPPENED", [])):
            if re.match(r"(When|Where|Killed|Injured|Missing|Arrested|Strength|Begins|Ends|Time) ", line):
                continue
            words = line.rsplit(" — ", 1)[0]
            bad += [words for t in [0] if not any(words in x for x in texts)]
        for line in lines_of(parts.get("WHEN", [])) + lines_of(parts.get("BACKGROUND", [])):
            words = re.sub(r"( \((planned|possible|denied|alleged|asked|conditional)\))?( \[\d+\])+(; of the same event also( \[\d+\])+)?$", "", line)
            words = re.sub(r"^[^:]*\d{4}: |, citing [^,]*$", "", words)
            if not words.startswith("...") and words != "without a sure day:":
                bad += [words for t in [0] if not any(words in x for x in texts)]
        ok(not bad, f"{name}: the news and the events are the reports' own words", bad[:5])


def wordings(tmp):
    """Of a quotation that outlets give differently: one question, an outlet that quotes a part is not given the whole, and who is asked about is not cited."""
    told = {"a": "And what you just did is an insult to people who look at it and see once again \u2018the ministry is right and everybody else out here is just wrong,\u2019 and everybody else out here is only trying to do their job,",
            "b": "", "c": "And what you just did is an insult to people who look at it and say, \u2018See, once again, the ministry is right and everybody else is just wrong,\u2019"}
    heads = {"a": "Mayor and ministry clash over depot\n\nTARVIK, May 14 (ADRIA) - The mayor of Tarvik, Ana Lint, clashed with the spokesman of the ministry on Tuesday over the burnt-out depot.",
             "b": "Anger at meeting on Tarvik depot\n\nA meeting on the burnt-out fuel depot of Tarvik ended in anger on Tuesday.\n\nPeople look at it and see \u201conce again the ministry is right and everybody else out here is just wrong,\u201d Ana Lint said.",
             "c": "Lint storms out of talks on depot\n\nThe mayor of Tarvik, Ana Lint, left talks with the ministry on Tuesday without an agreement."}
    paths = []
    for name in "abc":
        paths.append(os.path.join(tmp, name + ".txt"))
        with open(paths[-1], "w", encoding="utf-8") as f:
            f.write(heads[name] + (f"\n\n\u201c{told[name]}\u201d Ana Lint said.\n" if told[name] else "\n"))
    asked = plain("\n".join(sections(run("story", *paths).stdout.decode()).get("WHERE THE REPORTS DIFFER", [])))
    ok(asked.count("Which words did Ana Lint use?") == 1, "a quotation told in other words is asked about once", asked)
    ok("citing Ana Lint" not in asked, "who is asked about is not cited beside", asked)
    ok(re.search(r"use\? once again the ministry is right and everybody else out here is just wrong \u2014 ADRIA \[1\], b\.txt \[2\]", asked), "an outlet that quotes a part is not given the whole", asked)
    out = run("story", "-", stdin=open(paths[0], "rb").read()).stdout.decode()
    ok("      standard input" in out.split("\n"), "standard input is told by name", out[-300:])


def context():
    out = plain(run("story", "--context", "--width", "200", *EXAMPLES).stdout.decode())
    ok(re.search(r"1-adria-wire\.txt:98-102 … May 13\. /ADRIA/\. An explosion at a fuel depot in the Romanian port of Constanta killed »four« people", out), "--context gives FILE:BYTE-BYTE, the words between marks, and those around", out[:900])


def sources_by_words(tmp):
    """Who has no name is told by the report's words."""
    path = os.path.join(tmp, "one.txt")
    with open(path, "w") as f:
        f.write("VELM, May 3 (ABC) - A bridge fell into the river on Sunday.\n\n\"Nobody had looked at the piers for years,\" a senior railway official said.\n")
    text = run("story", path).stdout.decode()
    ok("senior railway official" in text and "Nobody had looked at the piers" in text and "not named" not in text, "an unnamed source is told by its words", text)


def said_how(tmp):
    """How it was said, in the report's words; what somebody else tells of an event is cited."""
    path = os.path.join(tmp, "one.txt")
    with open(path, "w") as f:
        f.write("""Harbour burns in Velm

Harbour Herald, May 3, 2019

VELM, May 3 (ABC) - A fire destroyed the old harbour of Velm on Thursday.

The port has not confirmed whether the prices of the contract are fair. Clerks Bram and Trask have pleaded guilty to burning two of the boats last year.

Mayor Ana Holm condemned the officers who had left the harbour without a guard. Orsk called for the mayor to leave her office this year.

Police said on Thursday that a man of Velm had robbed two guards of the harbour. The guards are not answering any questions of the police.

Holm told the crews of the port to leave the harbour because she wanted no more boats to burn. “The harbour is lost to us,” Holm said.
""")
    text = run("story", "--all", path).stdout.decode()
    said = plain("\n".join(sections(text).get("WHO SAID WHAT", [])))
    when = plain("\n".join(sections(text).get("WHEN", []) + sections(text).get("BACKGROUND", [])))
    ok("whether the prices" not in said, "what was not confirmed was not said", said)
    for line in ("have pleaded: guilty to", "condemned: the officers", "called for: the mayor to leave", "told the crews of the port: to leave", " “The harbour is lost"):
        ok(line in said, f"how it was said: {line}", said)
    ok("said: “" not in said and "calls for" not in said and "accuses" not in said, "what was said needs no verb; no classes", said)
    ok(re.search(r"had robbed two guards of the harbour, citing Police", when) is not None, "who tells of an event is cited", when)
    ok("(denied)" not in when, "a clause with its own not needs no tag", when)


def told_once(tmp):
    """Beside a report without words no sentence of the other opens the brief twice; no heading of the page stands over nothing."""
    words = {"a": "VELM, Jan. 1, 2024 (ABC) - Three people were killed on Monday in a blast, police said.\n\nThe mayor said 12 were injured.\n", "b": "---\n***\n"}
    for name, text in words.items():
        with open(os.path.join(tmp, name + ".txt"), "w") as f:
            f.write(text)
    paths = [os.path.join(tmp, name + ".txt") for name in words]
    lead = plain("\n".join(sections(run("story", *paths).stdout.decode()).get("WHAT HAPPENED", [])))
    ok(lead.count("Three people were killed") == 1, "a sentence opens the brief once", lead)
    ok("2 reports" in (head := run("story", *paths).stdout.decode()[:400]) and "1 independent voice" in head, "a report without words is no voice", head)
    for files in (paths, EXAMPLES, SEEDS):
        page = run("story", "--format", "html", *files).stdout.decode() if files else ""
        ok('<ul class="events"></ul>' not in page, "no list of events is empty", page[:200])
        if files == SEEDS and files:
            ok(re.search(r">accused</a><br><a [^>]*>claims China denied<", page), "the table has all that one outlet tells of a dispute", page[:200])


def alike_is_alike():
    """No stretch that is told alike holds words that the reports differ about, printed or not ("on April 16 to 18" beside "until April 19")."""
    for name, files in (("examples", EXAMPLES), ("seeds", SEEDS)):
        if not files:
            continue
        record = json.loads(run("story", "--format", "json", *files).stdout)
        texts = {r["id"]: r["text"].encode() for r in record["reports"]}
        alike = lines_of(sections(run("story", "--all", "--width", "10000", *files).stdout.decode()).get("TOLD ALIKE", []))
        said = [re.sub(r"( \[\d+\])+$", "", piece.strip()).encode() for line in alike for piece in line.split(";")]
        bad = []
        for fact in record["facts"]:
            for at in (e for v in fact["values"] for e in v["evidence"] if fact["verdict"] == "conflict"):
                text, (b, e) = texts[at["report"]], at["span"]
                for words in said:
                    found = text.find(words)
                    if words and found >= 0 and found <= b and e <= found + len(words):
                        bad.append(words)
        ok(said and not bad or not alike, f"{name}: what is told alike holds nothing that is disputed", bad)


def lines_read_alone():
    """A line is the whole sentence where that is short, ends behind what completes its verb, and does not begin with "but"."""
    roads = "the two officials of the old harbour of the many papers that the council has asked for since the winter in a probe of the bridge, the tunnel, the ferries and the roads to the new town."
    told = {"a": "VELM, 8 May 2024 (Coast Daily) - Mayor Ana Lint closed the bridge on Monday.\n\nBut Governor Carl Brandt visited the old harbour on Tuesday, which a storm had hit, and promised help.\n\n"
                 f"On Tuesday Piet Orsk charged Ivo Marlow with a plot by which he had robbed {roads}\n\nOn Tuesday Tom Hale shouted at, interrupted and accused {roads}\n",
            "b": "VELM, 8 May 2024 (Hill Post) - The bridge was closed by Mayor Ana Lint on Monday.\n\nGovernor Carl Brandt visited the old harbour on Tuesday.\n"}
    with folder_of(told) as tmp:
        parts = sections(run("story", "--all", "--width", "1000", tmp).stdout.decode())
    lines = [re.sub(r"^[^:]*\d{4}: ", "", x) for x in lines_of(parts.get("WHEN", []) + parts.get("BACKGROUND", []))]
    ok(any(x.startswith("Governor Carl Brandt visited the old harbour on Tuesday, which a storm had hit, and promised help [") for x in lines), "a short sentence is told whole, without its first but", lines)
    ok(not any(re.search(r"with a plot \[|shouted at \[", x) for x in lines), "no line ends before what completes its verb", lines)


def alike_in_figures():
    """A report with another figure is not named behind a clause."""
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - Velm Oil said on Friday that sales of its harbour plant rose 12 percent.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - Velm Oil said on Friday that sales of its harbour plant rose 14 percent.\n"}
    with folder_of(told) as tmp:
        alike = lines_of(sections(run("story", "--all", "--width", "1000", tmp).stdout.decode()).get("TOLD ALIKE", []))
    ok(not any("percent" in x for x in alike), "two figures are not told alike", alike)


def silent():
    """A page with nothing to tell says so; one with something does not."""
    for words, bare in (("Fire\n", True), ("Police in Velm arrested two men on Tuesday, Judge Ann Orsk said.\n", False)):
        with folder_of({"a": words}) as tmp:
            for form in ("text", "html"):
                page = plain(run("story", "-f", form, tmp).stdout.decode())
                ok(("was found that a page could tell" in page) == bare, f"a bare page says so: {form}", page[:400])


def said_long_ago():
    """Words of another year stand with it; those of the week, of another clause's year, without."""
    words = ("VELM, 3 May 2018 (Coast Daily) - Mayor Ann Orsk said on Wednesday that the harbour will be sold.\n\n"
             "In a 2009 interview with Hill Post, Orsk said the harbour would never be sold.\n\n"
             "Piet Trask, who left the council in 2011, said the mayor had broken her promise.\n")
    with folder_of({"a": words}) as tmp:
        page = plain(run("story", "--all", tmp).stdout.decode())
        html = plain(run("story", "--all", "-f", "html", tmp).stdout.decode())
        record = json.loads(run("story", "-f", "json", tmp).stdout)
    ok("never be sold (said in 2009)" in page and page.count("(said ") == 1, "words of 2009 stand with their year, no others", page)
    ok("(said in 2009)" in html, "in HTML too")
    value = {t["id"]: t["value"] for t in record["times"]}
    got = [value.get(v["time"]) for s in record["statements"] for v in s["versions"]]
    ok(sorted(map(str, got)) == ["2009", "2018-05-02", "None"], "the record has when it was said", got)


def one_outlet_one_voice():
    """Two reports of one outlet are one independent voice."""
    told = {"a": "Two men held in Velm\n\nHarbour Post, 2024-05-03\n\nPolice in Velm held two men over the fire at the mill on Friday.\n",
            "b": "Mill fire: bail denied\n\nHarbour Post, 2024-05-05\n\nA judge denied bail on Sunday to Jan Orlo, who is accused of the fire at the mill.\n",
            "c": "Third man sought\n\nHill Gazette, 2024-05-05\n\nDetectives were looking on Sunday for a third man after the fire at the mill in Velm.\n"}
    with folder_of(told) as tmp:
        head = plain(run("story", tmp).stdout.decode())[:300]
    ok("3 reports" in head and "2 independent voices" in head, "an outlet is one voice", head)


def roles_held_before():
    """What somebody was is told as such; a word with a hyphen and a body's name stay whole."""
    words = ("VELM, 3 May 2018 (Coast Daily) - University of Velm President Janet Orsk, formerly U.S. secretary of Homeland Security, said she was sad. "
             "\"It is a game,\" said Daniel Lund, the top U.S. diplomat for East Asia until last year. Abraham Holm, a senior defence official for East Asia under "
             "former President Carl Hale, said it was a rejection. Two-term Republican Gov. Scott Bram spoke.\n")
    with folder_of({"a": words}) as tmp:
        page = plain(run("story", "--all", "--width", "400", tmp).stdout.decode())
    for role in ("Janet Orsk — University of Velm President [1]; formerly U.S. secretary", "diplomat for East Asia until last year", "under former President Carl Hale",
                 "Scott Bram — Two-term Republican Gov."):
        ok(role in page, f"a role as it was held: {role}", page[-900:])


def surname_of_one():
    """A surname in one report is his whom another report calls so, though two relatives bear it."""
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - President Trask signed the harbour bill on Friday. Trask said he was pleased.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - President Anton Trask signed the harbour bill on Friday with Mary Trask, his wife, and Ivana Trask. "
                 "Trask said he was pleased. Trask then left. Trask had waited for months.\n"}
    with folder_of(told) as tmp:
        record = json.loads(run("story", "-f", "json", tmp).stdout)
    who = [e for e in record["entities"] if e["name"] == "Anton Trask"]
    ok(len(who) == 1 and {m["report"] for m in who[0]["mentions"]} == {"r1", "r2"}, "Trask is Anton Trask in both reports", [e["name"] for e in record["entities"]])


def page_of(told, *options):
    with folder_of(told) as tmp:
        return sections(run("story", "--width", "1000", *options, tmp).stdout.decode())


def alike_but_for_the_rest():
    """Who tells the value alone does not tell the clause: he was 36 in both reports, and acted alone in one. Nor need the clause stand in the sentence of the value."""
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - The 36-year-old Jan Orlo acted alone, Sheriff Ana Trask said on Friday. He had been drinking.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - Sheriff Ana Trask said four villagers were killed by 36-year-old Jan Orlo in four homes on Friday.\n"}
    alike = " ".join(lines_of(page_of(told, "--all").get("TOLD ALIKE", [])))
    ok("acted alone" not in alike, "what one alone says of him is not told alike", alike)


def alike_reads_alone():
    """A line that is told alike is completed, or left out: not "Two people were driven", "the office said on Friday"."""
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - Two people, a woman of 19 and a man of 23, were driven on Friday to the Harbour Hospital in Velm. The harbour office said on Friday.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - A woman of 19 and a man of 23, two people of Orsk, were driven on Friday to the Harbour Hospital in Velm. The harbour office said on Friday.\n"}
    alike = " ".join(lines_of(page_of(told, "--all").get("TOLD ALIKE", [])))
    ok("were driven [" not in alike and "office said" not in alike, "no line ends in the midst or tells only that somebody spoke", alike)


def contradictions():
    """Two days, two ages are always asked; two wordings that say the same stand behind --all."""
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - The visit of Foreign Minister Ana Lint to Velm lasts until May 8.\n\n\"We have gone to a place where, if the news cannot be trusted, it is a danger to "
                 "the people of this land,\" Mayor Carl Bram said.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - Foreign Minister Ana Lint is on a visit to Velm until May 9, her ministry said.\n\n\"We have gone to the place where, if the news cannot be trusted, it is a danger "
                 "to the people of this land,\" Mayor Carl Bram said.\n"}
    short, long = (" ".join(page_of(told, *options).get("WHERE THE REPORTS DIFFER", [])) for options in ((), ("--all",)))
    ok("8 May 2024" in short and "9 May 2024" in short, "two ends of one visit are a question", short)
    ok("gone to a place" in long and "gone to the place" in long, "--all has every contradiction", long)
    told = {"a": "VELM, 3 May 2024 (Coast Daily) - At least 12 people were killed on Friday in a fire at a factory in Velm, officials said.\n",
            "b": "VELM, 3 May 2024 (Hill Post) - More than 20 people were killed in a fire at a factory in Velm on Friday, the fire brigade said.\n"}
    exact = " ".join(page_of(told).get("WHERE ONE IS MORE EXACT", []))
    ok("at least 12" in exact and "more than 20" in exact, "the bounds of a toll are told, a copy's too", exact)


if __name__ == "__main__":
    one_outlet_one_voice()
    roles_held_before()
    surname_of_one()
    said_long_ago()
    silent()
    alike_in_figures()
    alike_but_for_the_rest()
    alike_reads_alone()
    contradictions()
    examples()
    lines_read_alone()
    both_sides()
    spoken_there()
    who_has_the_words()
    sure_ones()
    own_words()
    alike_is_alike()
    who_they_are()
    context()
    with tempfile.TemporaryDirectory() as folder:
        wordings(folder)
    with tempfile.TemporaryDirectory() as folder:
        sources_by_words(folder)
    with tempfile.TemporaryDirectory() as folder:
        said_how(folder)
    with tempfile.TemporaryDirectory() as folder:
        told_once(folder)
    done()
