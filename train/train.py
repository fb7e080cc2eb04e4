"""Trains the language model: the hash CNN that ships, or the MiniLM teacher (--teacher), from the bench folders named on the command line.

    train.py --data LANGUAGE_DEV --out CHECKPOINT.pt --minutes 15 [--threads 1] [--seed 1] [--resume CKPT] [--silver FILE.pkl --silver-share 0.5]
    train.py --data LANGUAGE_DEV --teacher MINILM_FOLDER --out TEACHER.pt --minutes 40

Gold: EWT train, GUM train (genres of clear licence; Reddit is not in the folder), wikigold, WNUT17, CrossNER politics train.
The rate falls with the time used, so a run ends trained whatever the machine's load. Logs one line of JSON per check on the dev sets.
Checkpoints hold raw and averaged weights, label lists and the step, and are written at every check.
"""
import argparse
import collections
import json
import math
import os
import pickle
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import corpus as C
import features as FT
import model as M
import silver as S

# Genres of GUM that no weights to be shipped may learn from: non-commercial by the corpus's own LICENSE.md. The english.model and
# careful.model of today were fitted before the last three were left out (data/LICENSES.md).
NC_GUM = tuple(f"GUM_{genre}_" for genre in ("whow", "fiction", "essay", "letter", "podcast"))
NAME_TAGS = ["O"] + [p + t for t in C.NAME_TYPES for p in ("B-", "I-", "E-", "S-")]


def load_gold(data, ewt_names=None):
    p = data + "/parse/"
    ewt, gum = C.read_conllu(p + "ewt-train.conllu.gz"), C.read_conllu(p + "gum-train.conllu.gz", NC_GUM, names=True)
    for s in gum:
        s.weight = 0.5                                     # names derived from mentions: noisy
    if ewt_names and ewt_names.endswith(".pkl"):           # trees with soft names (ensemble.py)
        ewt = pickle.load(open(ewt_names, "rb"))
    elif ewt_names:
        assert S.attach(ewt, ewt_names, 0.7), "tokens of the silver names differ"
    gold = ewt + gum
    n = data + "/ner/"
    names = (C.read_names(n + "wikigold-train.jsonl.gz") * 2 + C.read_names(n + "politics-train.jsonl.gz") * 5
             + C.read_names(n + "wnut17-train.jsonl.gz", 0.5))
    return gold, names


def load_dev(data):
    p, n = data + "/parse/", data + "/ner/"
    return {"ewt": C.read_conllu(p + "ewt-dev.conllu.gz"), "gum": C.read_conllu(p + "gum-dev.conllu.gz"),
            "ner-ewt": C.read_names(n + "ewt-dev.jsonl.gz"), "ner-politics": C.read_names(n + "politics-dev.jsonl.gz")}


def label_lists(gold):
    upos = sorted({u for s in gold for u in s.upos})
    xpos = [x for x, k in collections.Counter(x for s in gold for x in s.xpos).most_common() if k >= 5]
    rel = [r for r, k in collections.Counter(r for s in gold for r in s.rels).most_common() if k >= 5]
    scripts = collections.Counter(C.lemma_script(w, m) for s in gold for w, m in zip(s.words, s.lemmas))
    rng = random.Random(7)
    for s in gold:                                         # scripts that only the noise copies need
        for w, x, m in zip(s.words, C.noisy_words(s.words, rng), s.lemmas):
            if w != x:
                scripts[C.lemma_script(x, m)] += 1
    lemma = [x for x, k in scripts.most_common() if k >= 3]
    return {"upos": upos, "xpos": xpos, "lemma": lemma, "names": NAME_TAGS, "rel": rel}


class Forms:
    """Feature rows of every word form met so far."""

    def __init__(self, vectors=None):
        """vectors: the arrays of vectors.py, or None."""
        self.index, self.one, self.grams, self.vec = {}, [], [], [] if vectors is not None else None
        self.vec_row = {int(k): i + 1 for i, k in enumerate(vectors["keys"])} if vectors is not None else None

    def ids(self, words):
        out = []
        for w in words:
            k = self.index.get(w)
            if k is None:
                one, grams = FT.rows_of(w)
                k = self.index[w] = len(self.one)
                self.one.append(one)
                self.grams.append(grams)
                if self.vec is not None:
                    self.vec.append(self.vec_row.get(FT.vec_key(w), 0))
            out.append(k)
        return out


class Batcher:
    def __init__(self, labels, forms, tokenizer=None):
        self.forms, self.tok = forms, tokenizer
        self.map = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
        self.piece_cache = {}

    def make(self, sents, rng=None):
        """Tensors of a batch; labels are -100 where a set has no such layer."""
        b, n = len(sents), max(len(s.words) for s in sents)
        words = [C.noisy_words(s.words, rng) if rng else s.words for s in sents]
        ids = np.zeros((b, n), np.int64)
        ctx = np.zeros((b, n), np.int64)
        mask = np.zeros((b, n), bool)
        lab = {k: np.full((b, n), -100, np.int64) for k in ("upos", "xpos", "lemma", "names", "heads", "rel")}
        misc = np.zeros((b, n), bool)
        weight = np.ones((b, n), np.float32)
        conf = np.ones((b, n), np.float32)
        soft = np.zeros((b, n, len(NAME_TAGS)), np.float32)
        has_soft = np.zeros((b, n), bool)
        soft_arcs = []
        m = self.map
        for i, s in enumerate(sents):
            w, k = words[i], len(s.words)
            ids[i, :k] = self.forms.ids(w)
            ctx[i, :k] = FT.contexts(w)
            mask[i, :k] = True
            misc[i, :k] = s.has_misc
            weight[i, :k] = s.weight
            if s.upos:
                lab["upos"][i, :k] = [m["upos"].get(x, -100) for x in s.upos]
                lab["xpos"][i, :k] = [m["xpos"].get(x, -100) for x in s.xpos]
                lab["lemma"][i, :k] = [m["lemma"].get(C.lemma_script(x, y), -100) for x, y in zip(w, s.lemmas)] if s.lemmas else -100
                lab["heads"][i, :k] = s.heads
                if s.soft is not None and "heads" in s.soft:
                    soft_arcs.append((i * n + np.arange(k), s.soft["heads"].astype(np.int64), s.soft["heads_p"].astype(np.float32)))
                lab["rel"][i, :k] = [m["rel"].get(x, -100) for x in s.rels]
            if s.names:
                lab["names"][i, :k] = [m["names"][x] for x in s.names]
            if s.soft is not None:
                soft[i, :k] = s.soft["names"]
                conf[i, :k] = s.soft["conf"]
                has_soft[i, :k] = True
        types, inverse = np.unique(ids, return_inverse=True)
        grams = [self.forms.grams[t] for t in types]
        count = np.array([max(1, len(g)) for g in grams], np.float32)
        out = {"one": torch.tensor([self.forms.one[t] for t in types]), "grams": torch.tensor([r for g in grams for r in g]),
               "gram_offsets": torch.tensor(np.cumsum([0] + [len(g) for g in grams[:-1]])),
               "gram_scale": torch.tensor(1 / np.sqrt(count)).unsqueeze(1), "inverse": torch.tensor(inverse.reshape(b, n)),
               "context": torch.tensor(ctx), "mask": torch.tensor(mask), "misc": torch.tensor(misc), "weight": torch.tensor(weight),
               "soft": torch.tensor(soft), "has_soft": torch.tensor(has_soft), "conf": torch.tensor(conf)}
        out.update({"y_" + k: torch.tensor(v) for k, v in lab.items()})
        if self.forms.vec is not None:
            out["vec"] = torch.tensor([self.forms.vec[t] for t in types])
        if soft_arcs:
            out["arc_row"], out["arc_head"], out["arc_p"] = (torch.tensor(np.concatenate(x)) for x in zip(*soft_arcs))
        if self.tok:
            self.pieces(words, n, out)
        return out

    def pieces(self, words, n, out):
        rows, first, last = [], np.zeros((len(words), n), np.int64), np.zeros((len(words), n), np.int64)
        for i, w in enumerate(words):
            row = [101]
            for k, x in enumerate(w):
                p = self.piece_cache.get(x)
                if p is None:
                    p = self.piece_cache[x] = (self.tok.encode(FT.fold(x) if not any(c.isdigit() for c in x) else x, add_special_tokens=False).ids or [100])[:8]
                if len(row) + len(p) > 500:
                    p = [100] if len(row) < 510 else []
                first[i, k] = min(len(row), 509)
                row += p
                last[i, k] = len(row) - 1
            rows.append(row + [102])
        width = max(map(len, rows))
        out["pieces"] = torch.tensor([r + [0] * (width - len(r)) for r in rows])
        out["piece_mask"] = torch.tensor([[1] * len(r) + [0] * (width - len(r)) for r in rows])
        out["first"], out["last"] = torch.tensor(first), torch.tensor(last)


def batches(sents, words, rng):
    """Shuffled batches of sentences of like length, about `words` words each (padding counted)."""
    order = sorted(range(len(sents)), key=lambda k: len(sents[k].words) * (0.9 + 0.2 * rng.random()))
    groups, cur, top = [], [], 0
    for k in order:
        n = len(sents[k].words)
        if n > 160:
            continue
        if cur and max(top, n) * (len(cur) + 1) > words:
            groups.append(cur)
            cur, top = [], 0
        cur.append(sents[k])
        top = max(top, n)
    groups.append(cur)
    rng.shuffle(groups)
    return groups


def names_loss(logits, b):
    logp = F.log_softmax(logits.float(), -1)
    y = b["y_names"]
    hard = y >= 0
    loss = torch.zeros((), dtype=torch.float32)
    total = (hard | b["has_soft"]).sum().clamp_min(1)
    if hard.any():
        lp, t = logp[hard], y[hard]
        misc = [0] + [k for k, x in enumerate(NAME_TAGS) if x.endswith("MISC")]
        either = torch.logsumexp(lp[:, misc], 1)
        plain = lp.gather(1, t.unsqueeze(1)).squeeze(1)
        loss = loss - (torch.where((t == 0) & ~b["misc"][hard], either, plain) * b["weight"][hard]).sum()
    if b["has_soft"].any():
        h = b["has_soft"]
        loss = loss - (b["soft"][h] * logp[h]).sum()
    return loss / total


def losses(net, b, drop, word_drop):
    x = net.encoder(b, drop, word_drop)
    tags = net.heads.tag_logits(x)
    total, parts = torch.zeros(()), {}
    for k, w in (("upos", 0.7), ("xpos", 0.7), ("lemma", 0.8)):
        y = b["y_" + k]
        if (y >= 0).any():
            parts[k] = F.cross_entropy(tags[k].float().flatten(0, 1), y.flatten(), ignore_index=-100)
            total = total + w * parts[k]
    if ((b["y_names"] >= 0) | b["has_soft"]).any():
        parts["names"] = names_loss(tags["names"], b)
        total = total + 2.0 * parts["names"]
    y = b["y_heads"]
    if (y >= 0).any():
        rows = (y >= 0).any(1)
        xr, yr, c = x[rows], y[rows], b["conf"][rows]
        ok = yr >= 0
        score = net.heads.arcs(xr, b["mask"][rows])
        ce = F.cross_entropy(score.flatten(0, 1), yr.flatten(), ignore_index=-100, reduction="none").view(yr.shape)
        if "arc_row" in b:                                 # sentences of the voters: their whole opinion instead of the best head
            lp = F.log_softmax(score, -1).flatten(0, 1)
            place = torch.full((b["y_heads"].numel(),), -1, dtype=torch.long)
            place[rows.repeat_interleave(yr.shape[1])] = torch.arange(yr.numel())
            at = place[b["arc_row"]]
            told = -(b["arc_p"] * lp[at].gather(1, b["arc_head"])).sum(1)
            ce = ce.flatten().scatter(0, at, told).view(yr.shape)
        parts["arcs"] = (ce * c).sum() / ok.sum()
        rel = F.cross_entropy(net.heads.rel_logits(xr, yr).flatten(0, 1), b["y_rel"][rows].flatten(), ignore_index=-100, reduction="none").view(yr.shape)
        parts["rel"] = (rel * c).sum() / ok.sum()
        total = total + parts["arcs"] + 0.7 * parts["rel"]
    return total, parts


# ---- decoding and dev figures --------------------------------------------------------------------------------------------------------

def allowed(a, b):
    """May name tag b follow a (None: the sentence's edge)?"""
    if a is None or a == "O" or a[0] in "ES":
        return b is None or b == "O" or b[0] in "BS"
    return b is not None and b[0] in "IE" and b[2:] == a[2:]


ALLOW = np.array([[0.0 if allowed(a, b) else -1e9 for b in NAME_TAGS] for a in NAME_TAGS])
START = np.array([0.0 if allowed(None, b) else -1e9 for b in NAME_TAGS])
END = np.array([0.0 if allowed(a, None) else -1e9 for a in NAME_TAGS])


def viterbi(logp):
    score = START + logp[0]
    back = []
    for row in logp[1:]:
        t = score[:, None] + ALLOW
        back.append(t.argmax(0))
        score = t.max(0) + row
    k = int((score + END).argmax())
    path = [k]
    for bp in reversed(back):
        k = int(bp[k])
        path.append(k)
    return [NAME_TAGS[k] for k in reversed(path)]


def spans(tags, types=("PER", "ORG", "LOC")):
    out, start = set(), 0
    for k, t in enumerate(tags):
        if t[0] in "BS":
            start = k
        if t[0] in "ES" and t[2:] in types:
            out.add((start, k, t[2:]))
    return out


@torch.no_grad()
def check(net, batcher, dev, labels):
    net.eval()
    res = {}
    for name, sents in dev.items():
        c = collections.Counter()
        for group in batches(sents, 4000, random.Random(0)):
            b = batcher.make(group)
            with torch.autocast("cpu", torch.bfloat16, enabled=batcher.tok is not None):
                x = net.encoder(b).float()
            tags = {k: v.float() for k, v in net.heads.tag_logits(x).items()}
            if name.startswith("ner"):
                lp = F.log_softmax(tags["names"], -1).numpy()
                for i, s in enumerate(group):
                    g, p = spans(s.names), spans(viterbi(lp[i, :len(s.words)]))
                    c["hit"] += len(g & p)
                    c["gold"] += len(g)
                    c["said"] += len(p)
                continue
            heads = net.heads.arcs(x, b["mask"]).argmax(-1)
            rel = net.heads.rel_logits(x, heads).argmax(-1)
            for i, s in enumerate(group):
                for k, w in enumerate(s.words):
                    c["n"] += 1
                    c["upos"] += labels["upos"][tags["upos"][i, k].argmax()] == s.upos[k]
                    c["xpos"] += labels["xpos"][tags["xpos"][i, k].argmax()] == s.xpos[k]
                    c["lemma"] += C.apply_script(w, labels["lemma"][tags["lemma"][i, k].argmax()]) == s.lemmas[k]
                    ok = int(heads[i, k]) == s.heads[k]
                    c["uas"] += ok
                    c["las"] += ok and labels["rel"][rel[i, k]].split(":")[0] == s.rels[k].split(":")[0]
        if name.startswith("ner"):
            res[name] = round(200 * c["hit"] / max(1, c["gold"] + c["said"]), 2)
        else:
            for k in ("upos", "xpos", "lemma", "uas", "las"):
                res[name + "-" + k] = round(100 * c[k] / c["n"], 2)
    net.train()
    return res


class Average:
    """Exponential average of the weights, used for every check and for export."""

    def __init__(self, net, decay):
        self.decay, self.steps = decay, 0
        self.shadow = {k: v.detach().clone() for k, v in net.state_dict().items()}

    def update(self, net):
        self.steps += 1
        d = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for k, v in net.state_dict().items():
                if v.dtype.is_floating_point and not k.endswith(".top"):
                    self.shadow[k].lerp_(v, 1 - d)
                else:
                    self.shadow[k].copy_(v)


def build(labels, teacher=None, vectors=None):
    sizes = [(k, len(labels[k])) for k in ("upos", "xpos", "lemma", "names", "rel")]
    if teacher:
        return M.Net(M.TeacherEncoder(teacher), sizes, quant=False)
    table = None if vectors is None else torch.tensor(vectors["rows"]).float() * float(vectors["scale"])
    return M.Net(M.CnnEncoder(table), sizes)


def take_over(net, old, labels):
    """Weights of an earlier checkpoint; a head whose label list changed begins anew."""
    state = {k: v for k, v in old["average"].items() if not (k.startswith("heads.rel_out") and old["labels"]["rel"] != labels["rel"])
             and not (k.startswith("heads.tags") and any(old["labels"][x] != labels[x] for x in ("upos", "xpos", "lemma", "names")))}
    own = net.state_dict()
    for k in ("encoder.words.norm.weight", "encoder.words.norm.bias", "encoder.words.mix.weight"):
        if k in state and state[k].shape != own[k].shape:      # the static vectors came in: their columns begin at nothing
            fresh = torch.ones_like(own[k]) if k.endswith("norm.weight") else torch.zeros_like(own[k])
            fresh[..., :state[k].shape[-1]] = state[k]
            state[k] = fresh
    net.load_state_dict(state, strict=False)


def tokenizer_of(folder):
    from tokenizers import Tokenizer
    t = Tokenizer.from_file(folder + "/tokenizer.json")
    t.no_padding()
    t.no_truncation()
    return t


def groups_of(net, teacher, rate):
    """Parameter groups: the pre-trained part of the teacher learns slowly."""
    if not teacher:
        return [{"params": list(net.parameters()), "top": rate, "lr": 0}]
    for p in net.encoder.bert.embeddings.parameters():
        p.requires_grad_(False)
    bert = [p for k, p in net.named_parameters() if ".bert." in k and p.requires_grad]
    rest = [p for k, p in net.named_parameters() if ".bert." not in k]
    return [{"params": bert, "top": 1.5e-4, "lr": 0}, {"params": rest, "top": rate, "lr": 0}]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, default=15)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--batch", type=int, default=2400)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--teacher")
    ap.add_argument("--vectors", help="static word vectors (vectors.py)")
    ap.add_argument("--resume")
    ap.add_argument("--ewt-names", help="names of an outside tagger on EWT train (silver.py)")
    ap.add_argument("--silver", nargs="*", default=[], help="the same on unlabelled news")
    ap.add_argument("--silver-share", type=float, default=0.5)
    ap.add_argument("--check", type=float, default=4, help="minutes between checks")
    ap.add_argument("--drop", type=float, default=0.15)
    ap.add_argument("--word-drop", type=float, default=0.12, help="share of words that lose their own rows and keep affixes, shape and n-grams")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    gold, names = load_gold(a.data, a.ewt_names)
    dev = load_dev(a.data)
    if a.teacher:
        dev = {k: v[::3] for k, v in dev.items()}
    old = torch.load(a.resume, weights_only=False) if a.resume else None
    labels = label_lists(gold)
    vectors = dict(np.load(a.vectors)) if a.vectors else None
    batcher = Batcher(labels, Forms(vectors), tokenizer_of(a.teacher) if a.teacher else None)
    net = build(labels, a.teacher, vectors)
    if old:
        take_over(net, old, labels)
    mean = Average(net, 0.998)
    params = groups_of(net, a.teacher, a.rate)
    fused = torch.__version__ >= "2.4"                     # before that on a GPU alone
    opt = torch.optim.AdamW(params, betas=(0.9, 0.98), weight_decay=0.01, fused=fused)
    silver = [x for f in a.silver for x in (pickle.load(open(f, "rb")) if f.endswith(".pkl") else S.read_silver(f, 0.5))]
    print(json.dumps({"gold_words": sum(len(s.words) for s in gold), "name_words": sum(len(s.words) for s in names),
                      "silver_words": sum(len(s.words) for s in silver), "labels": {k: len(v) for k, v in labels.items()}}), flush=True)
    start = last = time.time()
    seen = step = 0
    log = collections.Counter()
    done = False
    pool = []
    while not done:
        epoch = gold + names
        if silver:
            want = int(len(epoch) * a.silver_share / (1 - a.silver_share))
            while len(pool) < want:
                more = list(silver)
                rng.shuffle(more)
                pool += more
            epoch, pool = epoch + pool[:want], pool[want:]
        for group in batches(epoch, a.batch, rng):
            frac = (time.time() - start) / (a.minutes * 60)
            if frac >= 1:
                done = True
                break
            for g in opt.param_groups:
                g["lr"] = g["top"] * min(1, (step + 1) / 150) * max(0.01, 1 - frac)
            b = batcher.make(group, rng)
            with torch.autocast("cpu", torch.bfloat16):
                loss, parts = losses(net, b, a.drop, a.word_drop)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step += 1
            seen += sum(len(s.words) for s in group)
            if step % 3 == 0:
                mean.update(net)
            for k, v in parts.items():
                log[k] += v.item()
                log["n_" + k] += 1
            if time.time() - last > a.check * 60:
                last = time.time()
                report(net, mean, batcher, dev, labels, a, seen, step, start, log)
    report(net, mean, batcher, dev, labels, a, seen, step, start, log)


def report(net, mean, batcher, dev, labels, a, seen, step, start, log):
    raw = {k: v.clone() for k, v in net.state_dict().items()}
    net.load_state_dict(mean.shadow)
    res = check(net, batcher, dev, labels)
    net.load_state_dict(raw)
    took = time.time() - start
    loss = {k: round(log[k] / log["n_" + k], 3) for k in list(log) if not k.startswith("n_") and log["n_" + k]}
    log.clear()
    print(json.dumps({"min": round(took / 60, 1), "step": step, "words": seen, "wps": int(seen / took), **res, "loss": loss}), flush=True)
    torch.save({"average": mean.shadow, "labels": labels, "args": vars(a), "words": seen, "dev": res}, a.out + ".tmp")
    os.replace(a.out + ".tmp", a.out)


if __name__ == "__main__":
    main()
