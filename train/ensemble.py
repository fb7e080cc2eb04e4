"""Soft labels by several voters: checkpoints of this project's own nets, the MiniLM teacher among them, and the token-tag files of outside
name taggers (silver.py).

    ensemble.py --data LANGUAGE_DEV --nets A.pt B.pt --net-shares 0.6 0.4 --taggers 0.3 0.1 --out OUT.pkl [--ewt] F.core F.spacy [G.core G.spacy ...]

Names: the nets' probabilities mixed by their shares, then 1 - sum(taggers) of that and taggers[k] of the k-th tagger's hard tags, which also
leave a little for MISC. Trees, tags and relations of sentences without a gold tree: the nets' mixture, of every word's head the three best
with their probabilities. Lemmas: of the first net that is no MiniLM (it alone was trained on the letters' case throughout). With --ewt the
files are EWT train's own tokens and the gold trees are kept. Shares were chosen on the dev sets (the figures: docs/model-card.md).
"""
import argparse
import pickle

import numpy as np
import torch

import corpus as C
import silver as S
import train as T

INDEX = {t: i for i, t in enumerate(T.NAME_TAGS)}
MISC = [k for k, t in enumerate(T.NAME_TAGS) if t.endswith("MISC")]
HEADS = 3


def hard(tags):
    p = np.full((len(tags), len(T.NAME_TAGS)), 0.003)
    for k, t in enumerate(tags):
        p[k, INDEX[t]] += 1
        if t == "O":
            p[k, MISC] += 0.05
    return p / p.sum(1, keepdims=True)


class Voter:
    def __init__(self, path):
        ck = torch.load(path, weights_only=False)
        teacher, vectors = ck["args"].get("teacher"), ck["args"].get("vectors")
        vectors = dict(np.load(vectors)) if vectors else None
        self.labels, self.teacher = ck["labels"], bool(teacher)
        self.net = T.build(ck["labels"], teacher, vectors)
        self.net.load_state_dict(ck["average"])
        self.net.eval()
        self.batcher = T.Batcher(ck["labels"], T.Forms(vectors), T.tokenizer_of(teacher) if teacher else None)

    def says(self, sents):
        """(probabilities by head kind, arcs [B, L, L+1], relations given heads: a function)."""
        b = self.batcher.make(sents)
        with torch.autocast("cpu", torch.bfloat16):
            x = self.net.encoder(b)
        x = x.float()
        tags = {k: torch.softmax(v.float(), -1) for k, v in self.net.heads.tag_logits(x).items()}
        arcs = torch.softmax(self.net.heads.arcs(x, b["mask"]), -1)
        return tags, arcs, lambda heads: torch.softmax(self.net.heads.rel_logits(x, heads), -1)


def mixed(voters, shares, sents):
    said = [v.says(sents) for v in voters]
    tags = {k: sum(w * s[0][k] for w, s in zip(shares, said)) for k in ("upos", "xpos", "names")}
    plain = [s for v, s in zip(voters, said) if not v.teacher]
    tags["lemma"] = plain[0][0]["lemma"] if plain else said[0][0]["lemma"]
    arcs = sum(w * s[1] for w, s in zip(shares, said))
    best = arcs.argmax(-1)
    return tags, arcs, best, sum(w * s[2](best) for w, s in zip(shares, said))


def dress(s, r, tags, arcs, best, rels, labels):
    """Tags, lemmas and a soft tree for a sentence that has none."""
    n = len(s.words)
    s.upos, s.xpos = ([labels[k][i] for i in tags[k][r, :n].argmax(-1)] for k in ("upos", "xpos"))
    s.lemmas = [C.apply_script(w, labels["lemma"][i]) for w, i in zip(s.words, tags["lemma"][r, :n].argmax(-1))]
    s.heads = best[r, :n].tolist()
    s.rels = [labels["rel"][i] for i in rels[r, :n].argmax(-1)]
    p, heads = arcs[r, :n, :n + 1].topk(min(HEADS, n + 1), -1)
    width = HEADS - p.shape[1]
    p, heads = np.pad(p.numpy(), ((0, 0), (0, width))), np.pad(heads.numpy(), ((0, 0), (0, width)))
    return {"conf": np.full(n, 0.7, np.float16), "heads": heads.astype(np.int16), "heads_p": p.astype(np.float16)}


def label(sents, voters, shares):
    """Sets every sentence's soft layers; returns name probabilities in the order of the sentences."""
    out = [None] * len(sents)
    order = sorted(range(len(sents)), key=lambda k: len(sents[k].words))
    at = 0
    while at < len(order):
        n = len(sents[order[at]].words)
        ids = order[at:at + max(1, min(128, 2400 // max(1, n)))]
        at += len(ids)
        with torch.no_grad():
            tags, arcs, best, rels = mixed(voters, shares, [sents[i] for i in ids])
        for r, i in enumerate(ids):
            s = sents[i]
            out[i] = tags["names"][r, :len(s.words)].numpy()
            s.soft = {"conf": np.ones(len(s.words), np.float16)} if s.heads else dress(s, r, tags, arcs, best, rels, voters[0].labels)
    return out


def rows_of_files(files, n, ewt):
    """(sentences, tagger rows of each) of every group of n files."""
    for k in range(0, len(files), n):
        rows = [S.read_tsv(f) for f in files[k:k + n]]
        if not ewt:
            yield [C.Sentence([w for w, _ in r]) for r in rows[0]], rows
            continue
        flat, cut, at = [[x for r in v for x in r] for v in rows], [[] for _ in rows], 0
        for s in ewt:
            for v in range(n):
                cut[v].append(flat[v][at:at + len(s.words)])
            at += len(s.words)
        yield ewt, cut


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--nets", nargs="+", required=True)
    ap.add_argument("--net-shares", type=float, nargs="+", required=True)
    ap.add_argument("--taggers", type=float, nargs="+", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--ewt", action="store_true")
    ap.add_argument("files", nargs="+")
    a = ap.parse_args()
    torch.set_num_threads(1)
    voters = [Voter(p) for p in a.nets]
    assert all(v.labels == voters[0].labels for v in voters) and abs(sum(a.net_shares) - 1) < 1e-6
    ewt = C.read_conllu(a.data + "/parse/ewt-train.conllu.gz") if a.ewt else None
    out = []
    for sents, rows in rows_of_files(a.files, len(a.taggers), ewt):
        keep = [k for k, s in enumerate(sents) if a.ewt or 3 <= len(s.words) <= 100]
        sents, rows = [sents[k] for k in keep], [[v[k] for k in keep] for v in rows]
        for s, p, *votes in zip(sents, label(sents, voters, a.net_shares), *rows):
            mix = (1 - sum(a.taggers)) * p
            for share, vote in zip(a.taggers, votes):
                mix = mix + share * hard(S.tags_of(vote))
            s.soft["names"] = mix.astype(np.float16)
        out += sents
        print(len(out), "sentences", flush=True)
    pickle.dump(out, open(a.out, "wb"))
    print(a.out, len(out), sum(len(s.words) for s in out))


if __name__ == "__main__":
    main()
