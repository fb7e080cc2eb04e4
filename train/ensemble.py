"""Soft name labels by several voters: a checkpoint of this project's own net and the token-tag files of outside taggers (silver.py).

    ensemble.py --data LANGUAGE_DEV --net CHECKPOINT.pt --out OUT.pkl --share 0.3 0.2 [--ewt] A.core A.spacy [B.core B.spacy ...]

Mixed per token: 1 - sum(share) of the net, share[k] of the k-th tagger's hard tags, which also leave a little for MISC. The mix was chosen
on the dev sets, where it beats every voter alone. With --ewt the files are EWT train's own tokens and the trees are kept.
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


def hard(tags):
    p = np.full((len(tags), len(T.NAME_TAGS)), 0.003)
    for k, t in enumerate(tags):
        p[k, INDEX[t]] += 1
        if t == "O":
            p[k, MISC] += 0.05
    return p / p.sum(1, keepdims=True)


def net_says(net, batcher, sents, labels):
    """Name probabilities of every sentence; sentences without a tree get the net's own tags, lemmas and tree, with its sureness of each arc."""
    out = [None] * len(sents)
    order = sorted(range(len(sents)), key=lambda k: len(sents[k].words))
    with torch.no_grad():
        for k in range(0, len(order), 96):
            ids = order[k:k + 96]
            with torch.autocast("cpu", torch.bfloat16):
                b = batcher.make([sents[i] for i in ids])
                x = net.encoder(b)
            x = x.float()
            tags = {k: v.float() for k, v in net.heads.tag_logits(x).items()}
            p = torch.softmax(tags["names"], -1).numpy()
            arcs = torch.softmax(net.heads.arcs(x, b["mask"]), -1)
            sure, heads = arcs.max(-1)
            rels = net.heads.rel_logits(x, heads).argmax(-1)
            best = {k: tags[k].argmax(-1) for k in ("upos", "xpos", "lemma")}
            for r, i in enumerate(ids):
                s, n = sents[i], len(sents[i].words)
                out[i] = p[r, :n]
                if s.heads:
                    continue
                s.upos, s.xpos = [labels["upos"][k] for k in best["upos"][r, :n]], [labels["xpos"][k] for k in best["xpos"][r, :n]]
                s.lemmas = [C.apply_script(w, labels["lemma"][k]) for w, k in zip(s.words, best["lemma"][r, :n])]
                s.heads, s.rels = heads[r, :n].tolist(), [labels["rel"][k] for k in rels[r, :n]]
                s.soft = {"conf": (0.6 * sure[r, :n] ** 2).numpy().astype(np.float16)}
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--net", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--share", type=float, nargs="+", required=True)
    ap.add_argument("--ewt", action="store_true")
    ap.add_argument("files", nargs="+")
    a = ap.parse_args()
    torch.set_num_threads(1)
    ck = torch.load(a.net, weights_only=False)
    net = T.build(ck["labels"])
    net.load_state_dict(ck["average"])
    net.eval()
    batcher = T.Batcher(ck["labels"], T.Forms())
    voters, out = len(a.share), []
    for k in range(0, len(a.files), voters):
        rows = [S.read_tsv(f) for f in a.files[k:k + voters]]
        if a.ewt:
            sents = C.read_conllu(a.data + "/parse/ewt-train.conllu.gz")
            flat = [[x for r in v for x in r] for v in rows]
            rows, at = [[] for _ in rows], 0
            for s in sents:
                for v in range(voters):
                    rows[v].append(flat[v][at:at + len(s.words)])
                at += len(s.words)
        else:
            sents = [C.Sentence([w for w, _ in r]) for r in rows[0]]
        assert all(len(v) == len(sents) for v in rows)
        for s, p, *votes in zip(sents, net_says(net, batcher, sents, ck["labels"]), *rows):
            mix = (1 - sum(a.share)) * p
            for share, vote in zip(a.share, votes):
                mix = mix + share * hard(S.tags_of(vote))
            conf = s.soft["conf"] if s.soft else np.ones(len(s.words), np.float16)
            s.soft = {"names": mix.astype(np.float16), "conf": conf}
            if a.ewt or 3 <= len(s.words) <= 100:
                out.append(s)
    pickle.dump(out, open(a.out, "wb"))
    print(a.out, len(out), sum(len(s.words) for s in out))


if __name__ == "__main__":
    main()
