"""Writes data/english.model from a checkpoint: integer weights, folded scales, label strings. Needs xxhash (through datafile.py).

    export.py CHECKPOINT.pt OUT.model [--split SPLITTER.pkl] [--caution 0.4]

--caution is added to the score of "no name here": precision before recall.

Sections (all little endian; src/lang/model.c reads them):
  meta        u32: layout version, width, blocks, arc, rel hidden, distance classes, contexts, tables, sizes of upos xpos lemma names rel,
              then dilation of every block, then rows and width of every table
  labels      strings, NUL behind each: upos, xpos, lemma scripts, names, rel, in index order
  scale       f32: one of every table, then arc product, distance
  emb.NAME    s8 [rows][width]
  vec.meta    u32 words, u32 width, f32 scale; vec.key u32 [words] ascending; vec s8 [words + 1][width]: static vectors (vectors.py), if any
  context     f32 [contexts][width]
  norm.N      f32 gain[d], bias[d], both divided by the scale of the activation that follows
  LAYER.w     s8 [outputs padded to 32 / 32][inputs/4][32][4]: panels of 32 outputs; in gated layers a panel is 16 values and their 16 gates
  LAYER.r     f32 scale[outputs], f32 bias[outputs], s32 correction[outputs] (-128 x sum of the row, for unsigned activations around 128)
  root        s8 [arc]; rel.root f32 [rel hidden]
Activations of dep are 0..127 without an offset, so its readers have no correction.
"""
import argparse
import pickle
import struct

import numpy as np
import torch

import datafile
import features as FT
import model as M

OFFSET = 128


def padded(n):
    return -(-n // 32) * 32


def top(sd, key):
    return max(float(sd[key + ".top"]) * 0.9 / 127, 1e-6)


def layer(out, sd, key, name, act, after=1.0, gated=False, offset=OFFSET):
    """act: scale of the input; after: scale of the activation that follows (folded in)."""
    w, b = sd[key + ".weight"].float(), sd[key + ".bias"].float()
    scale = w.abs().amax(1).clamp_min(1e-6) / 63
    q = (w / scale[:, None]).round().clamp(-63, 63).to(torch.int8).numpy()
    rows = padded(w.shape[0])
    order = np.arange(w.shape[0])
    if gated:
        half = w.shape[0] // 2
        order = np.concatenate([np.concatenate([np.arange(k, k + 16), half + np.arange(k, k + 16)]) for k in range(0, half, 16)])
    full = np.zeros((rows, w.shape[1]), np.int8)
    full[:w.shape[0]] = q[order]
    s, bias = np.zeros(rows, np.float32), np.zeros(rows, np.float32)
    s[:w.shape[0]] = (scale.numpy() * act / after)[order]
    bias[:w.shape[0]] = (b.numpy() / after)[order]
    corr = (-offset * full.astype(np.int64).sum(1)).astype(np.int32)
    out[name + ".w"] = full.reshape(rows // 32, 32, w.shape[1] // 4, 4).transpose(0, 2, 1, 3).tobytes()
    out[name + ".r"] = s.tobytes() + bias.tobytes() + corr.tobytes()


def norm(out, sd, key, name, act):
    g, b = sd[key + ".weight"].float().numpy(), sd[key + ".bias"].float().numpy()
    out[name] = (g / act).astype(np.float32).tobytes() + (b / act).astype(np.float32).tobytes()


def tables(out, sd):
    """The hash tables, one scale each; returns the scales."""
    scales = []
    for name, _, _ in FT.TABLES:
        t = sd["encoder.words.tables." + name + ".weight"].float()
        s = max(float(t.abs().max()), 1e-6) / 127
        scales.append(s)
        out["emb." + name] = (t / s).round().clamp(-127, 127).to(torch.int8).numpy().tobytes()
    return scales


def words(out, sd):
    """From the summed rows of a word to its vector, and the vectors of the sentence's letter case."""
    e = "encoder."
    act = top(sd, e + "words.act")
    norm(out, sd, e + "words.norm", "norm.words", act)
    layer(out, sd, e + "words.mix", "mix", act, gated=True)
    out["context"] = sd[e + "context.weight"].float().numpy().tobytes()


def heads(out, sd, scales):
    """The last norm and all heads, which read its 8-bit result."""
    e, h = "encoder.", "heads."
    act = top(sd, e + "act")
    norm(out, sd, e + "norm", "norm.out", act)
    dep, head, bi, rel = (top(sd, h + "act_" + k) for k in ("dep", "head", "bi", "rel"))
    layer(out, sd, h + "tags", "tags", act)
    layer(out, sd, h + "dep", "dep", act, dep)
    layer(out, sd, h + "head", "head", act, head)
    layer(out, sd, h + "bilinear", "bilinear", head, bi, offset=0)
    layer(out, sd, h + "distance", "distance", dep, offset=0)
    layer(out, sd, h + "rel_dep", "rel.dep", act, rel)
    layer(out, sd, h + "rel_head", "rel.head", act, rel)
    layer(out, sd, h + "rel_out", "rel.out", rel, offset=0)
    out["root"] = (sd[h + "root"].float() / bi).round().clamp(-127, 127).to(torch.int8).numpy().tobytes()
    out["rel.root"] = (sd[h + "rel_root"].float() / rel).numpy().astype(np.float32).tobytes()
    out["scale"] = np.array(scales + [dep * bi], np.float32).tobytes()


def meta(out, labels, width, dilations):
    kinds = ("upos", "xpos", "lemma", "names", "rel")
    numbers = [2, width, len(dilations), M.ARC, M.REL_HIDDEN, M.BUCKETS, FT.CONTEXTS, len(FT.TABLES)] + [len(labels[k]) for k in kinds]
    numbers += list(dilations)
    for _, rows, table_width in FT.TABLES:
        numbers += [rows, table_width]
    out["meta"] = struct.pack("<%dI" % len(numbers), *numbers)
    out["labels"] = b"".join(x.encode() + b"\0" for k in kinds for x in labels[k])


def cautious(sd, labels, caution):
    """The tags' bias with "no name here" raised."""
    before = sum(len(labels[k]) for k in ("upos", "xpos", "lemma"))
    bias = sd["heads.tags.bias"].clone()
    bias[before + labels["names"].index("O")] += caution
    return {**sd, "heads.tags.bias": bias}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoint")
    ap.add_argument("out")
    ap.add_argument("--split")
    ap.add_argument("--caution", type=float, default=0.0)
    a = ap.parse_args()
    ck = torch.load(a.checkpoint, weights_only=False)
    sd, out = cautious(ck["average"], ck["labels"], a.caution), {}
    meta(out, ck["labels"], M.WIDTH, M.DILATIONS)
    scales = tables(out, sd)
    words(out, sd)
    vectors = ck.get("args", {}).get("vectors")
    if vectors:
        v = np.load(vectors)
        out["vec.meta"] = struct.pack("<IIf", len(v["keys"]), v["rows"].shape[1], v["scale"])
        out["vec.key"], out["vec"] = v["keys"].astype("<u4").tobytes(), v["rows"].tobytes()
    for k in range(len(M.DILATIONS)):
        act = top(sd, "encoder.blocks.%d.act" % k)
        norm(out, sd, "encoder.blocks.%d.norm" % k, "norm.%d" % k, act)
        layer(out, sd, "encoder.blocks.%d.lin" % k, "block.%d" % k, act, gated=True)
    heads(out, sd, scales)
    if a.split:
        sp = pickle.load(open(a.split, "rb"))
        for k, v in sp.items():
            out["split." + k] = np.asarray(v, np.int16).tobytes()
    datafile.write(a.out, out)
    print(a.out, sum(map(len, out.values())), "bytes", ck.get("dev"))


if __name__ == "__main__":
    main()
