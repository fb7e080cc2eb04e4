"""Writes data/careful.model from a teacher checkpoint (train.py --teacher): the transformer in 7-bit weights, its word pieces, the heads.

    export_careful.py TEACHER.pt OUT.model --data LANGUAGE_DEV --teacher MINILM_FOLDER [--silver NEWS.pkl] [--most-bytes 30000000]

Sections besides those that english.model has too (export.py; blocks 0 says that the encoder is a transformer):
  careful       u32: layout version, layers, width of the wide layer, positions, pieces that begin a word, pieces inside a word
  piece.text    bytes of the pieces, those that begin a word first, then those inside (without ##), each sorted by bytes
  piece.at      u32 [pieces + 1]: where each begins in piece.text
  piece.row     s8 [pieces + 3][width]: the pieces, then unknown, begin, end;  piece.scale f32 [pieces + 3]
  position      f32 [positions][width], the token type added
  norm.in, tK.norm.a, tK.norm.f   f32 gain[width], bias[width]: after the embeddings, the attention, the wide layer
  tK.asked, tK.out, tK.up, tK.down, word   .w and .r as in export.py (queries, keys, values in one, queries divided by the root of the
                head's width), .c f32 [inputs]: what each input channel is multiplied by before a row is rounded to 8 bits
Channels: a channel's factor is (largest weight / largest activation) ^ 1/2 on training sentences, and its weights are divided by it. The
scale of a weight row is the one of a few that loses least. Pieces left out: unused slots, scripts other than Latin, Greek and Cyrillic, marks
inside a word (never reached), and of the rest the rarest that no training text holds (free text: in words met three times), until the file is small enough; a word loses nothing
but its own piece by that, shorter pieces cover it.
"""
import argparse
import collections
import pickle
import random
import struct
import unicodedata

import numpy as np
import torch

import datafile
import export as E
import train as T

POSITIONS = 256
HEAD = 32
OFTEN = 3                                                  # times that free text has a word whose pieces stay
CONTAINER = 4096                                           # head, table and padding of the file, at most
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def projection(out, name, w, b, channel):
    """w [outputs, inputs]; channel [inputs]. Weights to 7 bits by rows, the scale of each row chosen by its squared error."""
    w = w.float() / channel
    top = w.abs().amax(1, keepdim=True).clamp_min(1e-9) / 63
    best, scale = torch.full_like(top, float("inf")), top.clone()
    for share in np.linspace(0.7, 1.0, 13):
        s = top * share
        loss = (((w / s).round().clamp(-63, 63) * s - w) ** 2).sum(1, keepdim=True)
        scale = torch.where(loss < best, s, scale)
        best = torch.minimum(best, loss)
    q = (w / scale).round().clamp(-63, 63).to(torch.int8).numpy()
    rows, n = w.shape
    assert rows % 32 == 0
    corr = (-E.OFFSET * q.astype(np.int64).sum(1)).astype(np.int32)
    out[name + ".w"] = q.reshape(rows // 32, 32, n // 4, 4).transpose(0, 2, 1, 3).tobytes()
    out[name + ".r"] = scale.numpy().astype(np.float32).tobytes() + b.float().numpy().tobytes() + corr.tobytes()
    out[name + ".c"] = channel.numpy().astype(np.float32).tobytes()


def seen_at(net, batcher, sents):
    """Largest absolute input a channel of every linear layer of the encoder and of the tags, and of the activations of the heads."""
    seen, hooks = {}, []

    def watch(name, module):
        def note(_, args):
            x = args[0].detach()
            x = x.abs().flatten(0, -2).amax(0)
            seen[name] = torch.maximum(seen[name], x) if name in seen else x
        hooks.append(module.register_forward_pre_hook(note))

    for name, module in net.named_modules():
        if (isinstance(module, torch.nn.Linear) and ".words." not in name) or name.startswith("heads.act_"):
            watch(name, module)
    net.eval()
    with torch.no_grad():
        for group in T.batches(sents, 4000, random.Random(1)):
            b = batcher.make(group)
            x = net.encoder(b)
            net.heads.tag_logits(x)
            heads = net.heads.arcs(x, b["mask"]).argmax(-1)
            net.heads.rel_logits(x, heads)
    for h in hooks:
        h.remove()
    return seen


def even(weights, seen):
    """Factor of every input channel."""
    w = torch.cat(weights).float().abs().amax(0).clamp_min(1e-5)
    x = seen.clamp_min(1e-5)
    c = (w / x).sqrt()
    return c / c.log().mean().exp()


def transformer(out, sd, seen):
    b = "encoder.bert."
    layers = 1 + max(int(k.split(".")[4]) for k in sd if k.startswith(b + "encoder.layer."))

    def plain(name, key):
        out[name] = sd[key + ".weight"].float().numpy().tobytes() + sd[key + ".bias"].float().numpy().tobytes()

    plain("norm.in", b + "embeddings.LayerNorm")
    for k in range(layers):
        at = b + "encoder.layer.%d." % k
        asked = [at + "attention.self." + x for x in ("query", "key", "value")]
        w, bias = [sd[x + ".weight"].float() for x in asked], [sd[x + ".bias"].float() for x in asked]
        w[0], bias[0] = w[0] / HEAD ** 0.5, bias[0] / HEAD ** 0.5
        projection(out, "t%d.asked" % k, torch.cat(w), torch.cat(bias), even(w, seen[asked[0]]))
        for name, key in (("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            x = sd[at + key + ".weight"]
            projection(out, "t%d.%s" % (k, name), x, sd[at + key + ".bias"], even([x], seen[at + key]))
        plain("t%d.norm.a" % k, at + "attention.output.LayerNorm")
        plain("t%d.norm.f" % k, at + "output.LayerNorm")
    w = sd["encoder.down.weight"]
    projection(out, "word", w, sd["encoder.down.bias"], even([w], seen["encoder.down"]))
    return layers


def fold_heads(sd, seen):
    """The heads' input channels made even: factors into the last norm and out of the weights; scales of all static activations."""
    names = ["heads." + k for k in ("tags", "dep", "head", "rel_dep", "rel_head")]
    c = even([sd[k + ".weight"] for k in names], seen["heads.tags"])
    for k in names:
        sd[k + ".weight"] = sd[k + ".weight"].float() / c
    for k in ("weight", "bias"):
        sd["encoder.norm." + k] = sd["encoder.norm." + k].float() * c
    sd["encoder.act.top"] = (seen["heads.tags"] * c).max()
    for k in ("dep", "head", "bi", "rel"):
        sd["heads.act_%s.top" % k] = seen["heads.act_" + k].max()


def reachable(piece):
    """Can the piece come out of English text in our scripts?"""
    inner = piece.startswith("##") and len(piece) > 2
    text = piece[2:] if inner else piece
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 2:
        return False
    for c in text:
        kind = unicodedata.category(c)
        if kind[0] == "L" and not c.isascii() and not unicodedata.name(c, "").startswith(SCRIPTS):
            return False
        if kind[0] == "M" or (inner and (kind[0] == "P" or (c.isascii() and not c.isalnum()))):
            return False
    return True


def choose_pieces(vocab, used, room):
    """Ids of the pieces to keep, at most `room` of them; ids follow frequency in the text that the vocabulary was made from."""
    keep = [k for k, x in enumerate(vocab) if reachable(x)]
    spare = [k for k in keep if k not in used and len(vocab[k].removeprefix("##")) > 1]
    drop = set(sorted(spare, reverse=True)[:max(0, len(keep) - room)])
    keep = [k for k in keep if k not in drop]
    assert len(keep) <= room
    return keep, len(drop)


def pieces(out, sd, vocab, keep):
    order = [sorted((x.encode(), k) for x, k in ((vocab[k].removeprefix("##") if inner else vocab[k], k) for k in keep
             if (vocab[k].startswith("##") and len(vocab[k]) > 2) == inner)) for inner in (False, True)]
    both = order[0] + order[1]
    ids = [k for _, k in both] + [vocab.index(x) for x in ("[UNK]", "[CLS]", "[SEP]")]
    table = sd["encoder.bert.embeddings.word_embeddings.weight"].float()[ids]
    scale = table.abs().amax(1).clamp_min(1e-9) / 127
    out["piece.text"] = b"".join(x for x, _ in both)
    out["piece.at"] = np.cumsum([0] + [len(x) for x, _ in both]).astype(np.uint32).tobytes()
    out["piece.row"] = (table / scale[:, None]).round().clamp(-127, 127).to(torch.int8).numpy().tobytes()
    out["piece.scale"] = scale.numpy().tobytes()
    return len(order[0]), len(order[1])


def used_pieces(batcher, words):
    ids = set()
    for w in words:
        batcher.pieces([[w]], 1, {})
    for p in batcher.piece_cache.values():
        ids.update(p)
    return ids


def export(path, sd, labels, seen, vocab, used, most_bytes, dev=None):
    """sd: averaged weights, changed here; seen: of seen_at; used: ids of pieces that may not be dropped."""
    out = {}
    width = sd["encoder.norm.weight"].shape[0]
    E.meta(out, labels, width, ())
    scales = E.tables(out, sd)
    E.words(out, sd)
    layers = transformer(out, sd, seen)
    fold_heads(sd, seen)
    E.heads(out, sd, scales)
    emb = "encoder.bert.embeddings."
    out["position"] = (sd[emb + "position_embeddings.weight"][:POSITIONS] + sd[emb + "token_type_embeddings.weight"][0]).float().numpy().tobytes()
    left = most_bytes - sum(map(len, out.values())) - CONTAINER
    text = sum(len(x) for x in vocab) // len(vocab) + 2
    keep, dropped = choose_pieces(vocab, used, left // (width + 8 + text) - 3)
    starts, inner = pieces(out, sd, vocab, keep)
    feed = sd["encoder.bert.encoder.layer.0.intermediate.dense.weight"].shape[0]
    out["careful"] = struct.pack("<6I", 1, layers, feed, POSITIONS, starts, inner)
    datafile.write(path, out)
    print(path, sum(map(len, out.values())), "bytes;", starts + inner, "pieces,", dropped, "rare ones dropped;", dev)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoint")
    ap.add_argument("out")
    ap.add_argument("--data", required=True)
    ap.add_argument("--teacher", required=True)
    ap.add_argument("--silver", nargs="*", default=[])
    ap.add_argument("--most-bytes", type=int, default=30_000_000)
    a = ap.parse_args()
    torch.manual_seed(1)
    ck = torch.load(a.checkpoint, weights_only=False)
    sd, labels = dict(ck["average"]), ck["labels"]
    gold, names = T.load_gold(a.data)
    net = T.build(labels, a.teacher)
    net.load_state_dict(sd)
    batcher = T.Batcher(labels, T.Forms(), T.tokenizer_of(a.teacher))
    rng = random.Random(1)
    seen = seen_at(net, batcher, rng.sample(gold, 500) + rng.sample(names, 300))
    silver = [s for f in a.silver for s in pickle.load(open(f, "rb"))]
    met = collections.Counter(w for s in silver for w in s.words)
    used = used_pieces(batcher, sorted({w for s in gold + names for w in s.words} | {w for w, n in met.items() if n >= OFTEN}))
    vocab = open(a.teacher + "/vocab.txt", encoding="utf-8").read().splitlines()
    export(a.out, sd, labels, seen, vocab, used, a.most_bytes, ck.get("dev"))


if __name__ == "__main__":
    main()
