"""What train/joins.py reads of a WordNet 3 folder (Princeton University, free use with its notice)."""
import xxhash

KEEP = {4, 10, 11, 14, 19, 22, 26, 12, 9, 21}  # noun files: act, communication, event, group, phenomenon, process, state, feeling, cognition, possession
h32 = lambda w: xxhash.xxh3_64_intdigest(w.encode(), 0) & 0xFFFFFFFF


def synsets_of(path, pos):
    for line in open(path, encoding="latin-1"):
        if line[0] == " ":
            continue
        head = line.split("|")[0].split()
        n = int(head[3], 16)
        words = [head[4 + 2 * i].split("(")[0].lower() for i in range(n)]
        k = 4 + 2 * n
        yield pos + head[0], int(head[1]), words, [(head[k + 1 + 4 * i], head[k + 3 + 4 * i] + head[k + 2 + 4 * i]) for i in range(int(head[k]))]
