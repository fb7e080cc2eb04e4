#!/usr/bin/env python3
"""event_words.py WORDNET_DIR OUT: concepts of verbs and of nouns that name happenings, from a WordNet 3 folder (index.*, data.*, *.exc).

Two words meet in a concept when they are synonyms, or when one is the noun of the other's verb (bombing, bomb): verb and noun senses tied by
derivation are one concept. Only the first senses of a word are kept, and only words that the sense-tagged texts hold or that have few senses.
Rows: form INFLECTED LEMMA (irregular forms); word LEMMA CONCEPT ... (most usual sense first); above CONCEPT CONCEPT (what it is a kind of)."""
import collections, os, sys

KEEP = {4: "act", 10: "communication", 11: "event", 14: "group", 19: "phenomenon", 22: "process", 26: "state", 12: "feeling", 9: "cognition", 21: "possession"}


def data(path, pos):
    for line in open(path, encoding="latin-1"):
        if line[0] == " ":
            continue
        head = line.split("|")[0].split()
        n = int(head[3], 16)
        words = [head[4 + 2 * i].split("(")[0].lower() for i in range(n)]
        k = 4 + 2 * n
        links = [(head[k + 1 + 4 * i], head[k + 2 + 4 * i], head[k + 3 + 4 * i]) for i in range(int(head[k]))]
        yield pos + head[0], int(head[1]), words, links


def main():
    src, out = sys.argv[1:]
    synsets, lex, above = {}, {}, collections.defaultdict(set)
    links = []
    for name, pos in (("verb", "v"), ("noun", "n")):
        for key, lexname, words, rel in data(os.path.join(src, "data." + name), pos):
            if pos == "n" and lexname not in KEEP:
                continue
            synsets[key] = words
            for kind, target, tpos in rel:
                if kind == "+" and tpos in "vn":
                    links.append((key, tpos + target))
                if kind == "@":
                    above[key].add(pos + target)
    parent = {k: k for k in synsets}

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    share = lambda a, b: any(x[:4] == y[:4] for x in synsets[a] for y in synsets[b])
    for a, b in links:
        if a in synsets and b in synsets and a[0] != b[0] and share(a, b):
            parent[max(find(a), find(b))] = min(find(a), find(b))
    senses = collections.defaultdict(list)
    for name, pos, most in (("verb", "v", 3), ("noun", "n", 3)):
        for line in open(os.path.join(src, "index." + name), encoding="latin-1"):
            if line[0] == " ":
                continue
            f = line.split()
            if not f[0].isalpha():
                continue
            n, p = int(f[2]), int(f[3])
            tagged = int(f[5 + p])
            offsets = f[6 + p:]
            if tagged == 0 and n > 2:
                continue
            for rank, off in enumerate(offsets[:most]):
                if pos + off in synsets:
                    senses[f[0]].append((rank, pos + off))
    ids = {}
    num = lambda k: ids.setdefault(find(k), len(ids) + 1)
    rows, used = [], set()
    for w in sorted(senses):
        seen = []
        for rank, k in sorted(senses[w]):
            c = num(k)
            if c not in seen:
                seen.append(c)
        seen = seen[:4]
        used |= set(seen)
        rows.append("word\t%s\t%s" % (w, "\t".join(map(str, seen))))
    count = collections.Counter(c for r in rows for c in set(r.split("\t")[2:]))
    up = collections.defaultdict(set)
    for k, ts in above.items():
        for t in ts:
            if t in synsets and find(k) in ids and find(t) in ids and ids[find(k)] != ids[find(t)]:
                up[ids[find(k)]].add(ids[find(t)])
    forms = []
    for name in ("verb", "noun"):
        for line in open(os.path.join(src, name + ".exc"), encoding="latin-1"):
            f = line.split()
            if f[0].isalpha() and f[1] in senses and f[0] not in senses:
                forms.append("form\t%s\t%s" % (f[0], f[1]))
    with open(out, "w", encoding="utf-8") as o:
        o.write("# event_words.txt - concepts of verbs and of nouns that name happenings; made by train/event_words.py from WordNet 3.0\n"
                "# (Princeton University; free use with its notice, see docs/collate.md). Columns, parted by tabs:\n"
                "#   form INFLECTED LEMMA | word LEMMA CONCEPT... (most usual sense first) | above CONCEPT CONCEPT (is a kind of)\n")
        for r in sorted(set(forms)):
            o.write(r + "\n")
        for r in rows:
            if any(count[c] > 1 or int(c) in up for c in r.split("\t")[2:]):
                o.write(r + "\n")
        for c in sorted(up):
            for t in sorted(up[c]):
                if c in used and t in used:
                    o.write("above\t%d\t%d\n" % (c, t))


main()
