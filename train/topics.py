#!/usr/bin/env python3
"""topics.py WORDNET_DIR OUT    words that show what a report is about -> OUT (data/en/topics.txt)

WORDNET_DIR: index.*, data.*, cntlist.rev of WordNet 3.0 (Debian package wordnet-base). A word belongs to a topic where
seven in ten of its tagged uses mean something that WordNet files under the topic's domain, or that is a kind of
one of the topic's seeds ("bowler": a kind of athlete; "senator": of politician). Words that nobody tagged count by
their first sense. Deterministic: same folder, same bytes. The file bears WordNet's notice."""
import collections
import os
import re
import sys

POS = {"noun": "n", "verb": "v"}
# topic: synsets that are domains, synsets whose kinds belong; "word sense" of WordNet 3.0 nouns
TOPICS = {
    "sport": (["sport 1", "athletics 1", "team_sport 1", "athletic_game 1", "contact_sport 1"],
              ["athlete 1", "sport 1", "sports_equipment 1", "athletic_contest 1", "sports_implement 1", "playing_field 2",
               "tournament 1", "championship 2", "coach 1", "player 1", "score 3", "athletic_game 1"]),
    "arms": (["military 1", "weaponry 1", "gun 1", "war 1"],
             ["weapon 1", "ammunition 1", "military_unit 1", "homicide 1", "injury 1", "wound 1", "assault 2", "terrorist 1",
              "killer 1", "explosive 1", "combatant 1", "criminal 1", "policeman 1", "military_officer 1", "victim 1"]),
    "politics": (["politics 1", "diplomacy 1", "parliament 1", "legislature 1"],
                 ["politician 1", "legislator 1", "political_party 1", "election 1", "campaign 1", "legislature 1",
                  "head_of_state 1", "vote 1", "bill 1"]),
    "words": (["journalism 1", "journalism 2", "broadcasting 2", "television 1"],
              ["journalist 1", "interview 1", "press_conference 1", "speech 1", "broadcast 2", "newspaper 1", "criticism 1",
               "argument 2", "debate 1", "insult 1", "disrespect 1", "remark 1"]),
    "money": (["finance 1", "commerce 1", "stock_exchange 1", "banking 1", "economics 1"],
              ["money 1", "price 3", "gain 4", "income 1", "security 4", "share 1", "currency 1", "financial_loss 1",
               "businessperson 1", "stock 4"]),
}

# words of war that are said of anything
FIGURES = set("""attack assault fight battle war combat strike fire target campaign raid blow siege retreat offensive defense defence shot shoot
beat briefing march hit blast clash conquest charge hacker meet""".split())


def load(folder):
    """{(pos, offset): (words, links)}, {(pos, word): offsets by sense}, {(pos, word, sense): uses}"""
    synset, senses, uses = {}, {}, collections.Counter()
    for pos, p in POS.items():
        for line in open(os.path.join(folder, "data." + pos), encoding="latin-1"):
            if line[0] == " ":
                continue
            f = line.split(" | ")[0].split()
            n = int(f[3], 16)
            k = 4 + 2 * n
            links = [(f[k + 1 + 4 * i], f[k + 3 + 4 * i], f[k + 2 + 4 * i]) for i in range(int(f[k]))]
            synset[p, f[0]] = ([f[4 + 2 * i].lower() for i in range(n)], links)
        for line in open(os.path.join(folder, "index." + pos), encoding="latin-1"):
            if line[0] == " ":
                continue
            f = line.split()
            senses[p, f[0]] = f[-int(f[2]):]
    for line in open(os.path.join(folder, "cntlist.rev"), encoding="latin-1"):
        key, sense, count = line.split()
        word, rest = key.split("%")
        if rest[0] in "12":
            uses["nv"[int(rest[0]) - 1], word, int(sense)] = int(count)
    return synset, senses, uses


def below(synset, tops):
    """Synsets that are kinds of one of `tops`."""
    down = collections.defaultdict(list)
    for key, (_, links) in synset.items():
        for sign, pos, at in links:
            if sign == "@":
                down[pos, at].append(key)
    seen, todo = set(tops), list(tops)
    while todo:
        for kid in down[todo.pop()]:
            if kid not in seen:
                seen.add(kid)
                todo.append(kid)
    return seen


def topics(folder):
    synset, senses, uses = load(folder)

    def named(text):
        word, sense = text.split()
        return "n", senses["n", word][int(sense) - 1]
    member = {}
    for topic, (domains, seeds) in TOPICS.items():
        fields = below(synset, [named(d) for d in domains])
        member[topic] = below(synset, [named(s) for s in seeds]) | {
            key for key, (_, links) in synset.items() if any(sign == ";c" and (pos, at) in fields for sign, pos, at in links)}
    out = {topic: [] for topic in TOPICS}
    for (pos, word), offsets in sorted(senses.items()):
        if not re.fullmatch("[a-z]{3,}", word) or word in FIGURES:
            continue
        share = collections.Counter()
        for i, offset in enumerate(offsets):
            weight = uses[pos, word, i + 1] + (0.5 if i == 0 else 0.1)
            share[""] += weight
            for topic in TOPICS:
                if (pos, offset) in member[topic]:
                    share[topic] += weight
        for topic in TOPICS:
            if share[topic] > 0.7 * share[""]:
                out[topic].append(word + "/" + pos)
    return out


def main():
    folder, path = sys.argv[1:]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# topics.txt - words that show what a report is about, by their usual sense. Made by train/topics.py from WordNet 3.0, (c) 2006\n"
                "# Princeton University, used by its licence (free use with this notice). Two columns, tab separated: topic, base forms parted by blanks\n"
                "# (\"bat/n\" the noun, \"bat/v\" the verb).\n")
        for topic, words in topics(folder).items():
            for i in range(0, len(words), 12):
                f.write("%s\t%s\n" % (topic, " ".join(words[i:i + 12])))


if __name__ == "__main__":
    main()
