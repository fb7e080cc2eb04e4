#!/usr/bin/env python3
"""wordkinds.py WORDNET_DIR OUT    nouns for persons, for groups of them, for deeds and for what else lives, by their usual sense in WordNet 3.0 -> OUT (data/en/nouns.txt)

WORDNET_DIR: index.noun, data.noun, cntlist.rev (Debian package wordnet-base). A noun is for people where most of its tagged uses mean a person or a
group of people, for deeds where they mean an act, an event, or a thing said that a verb tells as well ("announcement": announce) and do not lie
under what WordNet files there though nothing happens (STANDING: writings, signs, laws, offices, duties, trades, films): those are things. Nouns that nobody
tagged count when all their senses agree. Deterministic: same folder, same bytes. The file bears WordNet's notice."""
import collections, os, re, sys

FILES = "tops act animal artifact attribute body cognition communication event feeling food group location motive object person phenomenon plant " \
    "possession process quantity relation shape state substance time".split()
# words that are deeds to a dictionary and mere frame to a newsroom, and words that are hate
PLAIN = set("""action activity age aim air area art avenue aspect base baseball basketball behavior behaviour behalf beginning bit business care career case
cause chance character charge chore class condition conduct context core country course craft critic cuisine danger day death-bed design detail din
duty edge effort employment end error event evidence exercise experience experiment fact factor fate fault feature field fishing football form frame
fun function game gene golf goods growth hand hands home homer hour image incident industry instance interest interval issue item job journalism labor labour
language latter law leadership leisure length level life line living love luck making manner market marketing matter means measure measurement method
mode model moment movie music nature news number objective occasion operation opportunity order origin outcome part past path pattern performance
period phase piece place play point policy position possession power practice presence prevention priority problem procedure process product production program
project property prospect purpose quality quantity question race range rate reaction reason recreation reference region relation result rise role roleplaying round
routine rule run scene schedule school science season second section sense series service session set sex shape side sight sign single situation skill
source space span specialty sport stage standard staining start state stay step story stretch structure study style subject substance success sum support
system task tears technique technology tendency tennis term test text theme thing thinking time top topic trend trouble truth turn type undertaking use
usage value variation version view violation-free voice war-time wave way weather work working world writing years
america god holmes hollywood crossroads jap nigger negro bastard yank yankee redcoat adam eve plato rousseau voltaire shakespeare jesus darwin dante
balzac bunter aeschylus stravinsky belshazzar coleridge bitch whore retard faggot coon kike spic wop chink gook dyke cripple midget savage squaw
papist devil angel monster dragon witch saint prey ghost utility battery settlement colony republic civilization bourbon capital jack potter planter sitter
catcher batter hunter-killer conductor reader press jury-rig board foundation bay delta meeting conference convention rally session assembly-line gathering reception party-line demonstration""".split())

# (word, sense): what stands under these lasts, says or is held, and does not happen ("list", "code", "obligation")
STANDING = [("written_communication", 1), ("language_unit", 1), ("signal", 1), ("sign", 2), ("database", 1), ("indication", 1), ("law", 1), ("condition", 2),
            ("administration", 1), ("duty", 1), ("commercial_enterprise", 1), ("occupation", 1), ("movie", 1), ("information", 1), ("education", 1), ("organization", 1)]
ISSUED = ("legal_document", 1)  # of writings these are acts of a court or an office all the same ("injunction", "subpoena")


def load(folder):
    synset, count, senses = {}, collections.Counter(), {}
    for line in open(os.path.join(folder, "data.noun"), encoding="latin-1"):
        if line[0] == " ":
            continue
        f = line.split(" | ")[0].split()
        n = int(f[3], 16)
        k = 4 + 2 * n
        links = [(f[k + 1 + 4 * i], f[k + 2 + 4 * i], f[k + 3 + 4 * i], f[k + 4 + 4 * i][:2]) for i in range(int(f[k]))]
        words = [f[4 + 2 * i].lower() for i in range(n)]
        said = {words[int(src, 16) - 1] for p, _, pos, src in links if p == "+" and pos == "v" and src != "00"}
        synset[f[0]] = (FILES[int(f[1]) - 3], [o for p, o, pos, _ in links if p in ("@", "@i") and pos == "n"], said)
    for line in open(os.path.join(folder, "cntlist.rev"), encoding="latin-1"):
        key, sense, uses = line.split()
        word, rest = key.split("%")
        if rest[0] == "1":
            count[(word, int(sense))] += int(uses)
    for line in open(os.path.join(folder, "index.noun"), encoding="latin-1"):
        if line[0] != " ":
            f = line.split()
            senses[f[0]] = f[-int(f[2]):]
    return synset, count, senses


def above(synset, offset):
    out, stack = set(), [offset]
    while stack:
        x = stack.pop()
        if x not in out:
            out.add(x)
            stack += synset[x][1]
    return out


def kinds(folder):
    synset, count, senses = load(folder)
    groups = {senses["social_group"][0], senses["people"][0], senses["gathering"][0]}
    standing = {senses[word][n - 1] for word, n in STANDING}
    issued = senses[ISSUED[0]][ISSUED[1] - 1]
    out = {"person": [], "group": [], "deed": [], "thing": [], "living": []}
    for word, offsets in sorted(senses.items()):
        if not re.fullmatch(r"[a-z]{3,}(-[a-z]+)?", word) or word in PLAIN:
            continue
        share = collections.Counter()
        for i, o in enumerate(offsets):
            file, _, said = synset[o]
            group = file == "group" and above(synset, o) & groups
            deed = file in ("act", "event") or (file == "communication" and word in said)
            over = above(synset, o)
            lasts = deed and bool(over & standing) and not (issued in over and senses["law"][1] not in over)
            share["person" if file == "person" else "group" if group else "thing" if lasts else "deed" if deed else ""] += count[(word, i + 1)] + (0.5 if i == 0 else 0.1)
            share["living"] += (count[(word, i + 1)] + (0.5 if i == 0 else 0.1)) * (file in ("animal", "body"))
        tagged = sum(count[(word, i + 1)] for i in range(len(offsets)))
        share["alive"] = share["person"] + share["group"]
        total, least = share["alive"] + share["deed"] + share["thing"] + share[""], 0.6 if tagged else 0.99
        if share["alive"] / total > least:
            out["person" if share["person"] >= share["group"] else "group"].append(word)
        elif share["deed"] / total > least:
            out["deed"].append(word)
        elif (share["deed"] + share["thing"]) / total > least:
            out["thing"].append(word)
        elif tagged and share["living"] / total > least:
            out["living"].append(word)
    return out


def main():
    folder, path = sys.argv[1:]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# nouns.txt - nouns for people, for deeds and for animals and parts of bodies, by their usual sense. Made by train/wordkinds.py from WordNet 3.0, (c) 2006 Princeton\n"
                "# University, used by its licence (free use with this notice). Two columns, tab separated: person, group, deed, thing or living, words parted by blanks.\n")
        for kind, words in kinds(folder).items():
            for i in range(0, len(words), 12):
                f.write("%s\t%s\n" % (kind, " ".join(words[i:i + 12])))


if __name__ == "__main__":
    main()
