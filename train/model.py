"""The networks: one set of heads over two encoders, the hash CNN that ships and the MiniLM teacher.

Everything the C code computes in integers is computed here with the same rounding (fake quantisation, straight-through gradients):
activations 8 bits with one scale a tensor, weights 7 bits (-63..63) with one scale an output row, so that sums of products fit the AVX2 path
and every processor gives the same answer. Shapes: B sentences, L words, d width.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

import features as FT

WIDTH = 192
DILATIONS = (1, 1, 2, 2, 4, 4)
ARC = 128
REL_HIDDEN = 128
BUCKETS = 24


def round_ste(x):
    return x + (torch.round(x) - x).detach()


class ActQuant(nn.Module):
    """8-bit activations: value = q * scale, q in -127..127; scale follows the running maximum seen in training."""

    def __init__(self):
        super().__init__()
        self.register_buffer("top", torch.tensor(0.0))
        self.on = True

    def forward(self, x):
        if not self.on:
            return x
        if self.training:
            with torch.no_grad():
                seen = x.detach().abs().amax().float()
                self.top.copy_(seen if self.top.item() == 0 else self.top * 0.98 + seen * 0.02)
        scale = (self.top * 0.9 / 127).clamp_min(1e-6)
        y = x.float() / scale
        return (round_ste(y.clamp(-127, 127)) * scale).to(x.dtype)


class QLinear(nn.Linear):
    """Linear layer with 7-bit weights, one scale a row."""
    quant = True

    def weight_q(self):
        if not self.quant:
            return self.weight
        scale = self.weight.detach().abs().amax(1, keepdim=True).clamp_min(1e-6) / 63
        return self.weight + ((self.weight / scale).round().clamp(-63, 63) * scale - self.weight).detach()

    def forward(self, x):
        return F.linear(x, self.weight_q(), self.bias)


def gate(a, b):
    """Gated linear unit with a hard sigmoid."""
    return a * (b * 0.25 + 0.5).clamp(0, 1)


class WordEncoder(nn.Module):
    """Word forms to vectors: summed hash rows, layer norm, one gated layer. Depends on the form alone, so C keeps a cache of results."""

    def __init__(self, width=WIDTH, vectors=None):
        """vectors: float [words + 1][width] of vectors.py, kept as they are; None: no such table."""
        super().__init__()
        self.tables = nn.ModuleDict({n: nn.Embedding(r, w) for n, r, w in FT.TABLES})
        for t in self.tables.values():
            nn.init.normal_(t.weight, std=0.1)
        inputs = FT.WIDTH
        if vectors is not None:
            self.register_buffer("vec", vectors, persistent=False)
            inputs += vectors.shape[1]
        self.norm = nn.LayerNorm(inputs)
        self.act = ActQuant()
        self.mix = QLinear(inputs, 2 * width)

    def forward(self, one, grams, gram_offsets, gram_scale, drop=0.0, vec=None):
        t = self.tables
        low = t["low"](one[:, 0]) + t["low"](one[:, 1])
        form = t["form"](one[:, 2])
        if drop > 0:
            keep = (torch.rand(one.shape[0], 1) >= drop).float()
            low, form = low * keep, form * keep
        gram = F.embedding_bag(grams, t["gram"].weight, gram_offsets, mode="sum") * gram_scale
        x = torch.cat([low, form, t["pre3"](one[:, 3]), t["suf2"](one[:, 4]), t["suf3"](one[:, 5]), t["suf4"](one[:, 6]), t["shape"](one[:, 7]), gram]
                      + ([self.vec[vec]] if hasattr(self, "vec") else []), 1)
        a, b = self.mix(self.act(self.norm(x))).chunk(2, -1)
        return gate(a, b)


class ConvBlock(nn.Module):
    def __init__(self, dilation, width=WIDTH):
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.act = ActQuant()
        self.lin = QLinear(3 * width, 2 * width)

    def forward(self, h, mask, drop):
        x = self.act(self.norm(h)) * mask
        d = self.dilation
        y = F.pad(x, (0, 0, d, d))
        n = x.shape[1]
        a, b = self.lin(torch.cat([y[:, :n], x, y[:, 2 * d:2 * d + n]], -1)).chunk(2, -1)
        return h + F.dropout(gate(a, b), drop, self.training)


class CnnEncoder(nn.Module):
    """Word vectors + sentence-case vectors, then dilated gated convolutions with residuals; reach 14 words either way."""
    width = WIDTH

    def __init__(self, vectors=None):
        super().__init__()
        self.words = WordEncoder(vectors=vectors)
        self.context = nn.Embedding(FT.CONTEXTS, WIDTH)
        nn.init.normal_(self.context.weight, std=0.02)
        self.blocks = nn.ModuleList(ConvBlock(d) for d in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.act = ActQuant()

    def forward(self, b, drop=0.1, word_drop=0.0):
        types = self.words(b["one"], b["grams"], b["gram_offsets"], b["gram_scale"], word_drop if self.training else 0.0, b.get("vec"))
        h = types[b["inverse"]] + self.context(b["context"])
        mask = b["mask"].unsqueeze(-1).to(h.dtype)
        h = F.dropout(h, drop, self.training) * mask
        for block in self.blocks:
            h = block(h, mask, drop)
        return self.act(self.norm(h))


class TeacherEncoder(nn.Module):
    """MiniLM (first and last piece of every word) + the hash word vector, which gives the letters' case back."""
    width = 384

    def __init__(self, path):
        super().__init__()
        from transformers import BertModel
        self.bert = BertModel.from_pretrained(path, add_pooling_layer=False, attn_implementation="eager")
        self.words = WordEncoder(self.width)
        self.context = nn.Embedding(FT.CONTEXTS, self.width)
        self.down = nn.Linear(3 * self.width, self.width)
        self.norm = nn.LayerNorm(self.width)
        self.act = nn.Identity()

    def forward(self, b, drop=0.1, word_drop=0.0):
        out = self.bert(input_ids=b["pieces"], attention_mask=b["piece_mask"]).last_hidden_state
        rows = torch.arange(out.shape[0]).unsqueeze(1)
        first, last = out[rows, b["first"]], out[rows, b["last"]]
        types = self.words(b["one"], b["grams"], b["gram_offsets"], b["gram_scale"], word_drop if self.training else 0.0)
        w = types[b["inverse"]] + self.context(b["context"])
        x = F.dropout(torch.cat([first, last, w.to(first.dtype)], -1), drop, self.training)
        return self.norm(first + self.down(x) + w)


def bucket_table(n):
    """[n, n+1] distance class of (word, head): 0 for the root, then log-spaced signed distances."""
    i = torch.arange(n).unsqueeze(1)
    j = torch.arange(-1, n).unsqueeze(0)
    dist = j - i
    mag = dist.abs()
    steps = torch.tensor([1, 2, 3, 4, 5, 7, 10, 15, 21, 30])
    k = (mag.unsqueeze(-1) >= steps).sum(-1)          # 1..10 (0 only for the word itself)
    out = torch.where(dist > 0, k, 10 + k)
    out = torch.where(mag == 0, torch.zeros_like(out) + 22, out)
    out[:, 0] = 0
    return out


class Heads(nn.Module):
    """Tags, lemma scripts, names (one matrix), arcs (bilinear + distance classes), relation of the chosen arc."""

    def __init__(self, width, sizes, quant):
        super().__init__()
        self.sizes = sizes                                  # [("upos", n), ("xpos", n), ("lemma", n), ("names", n)]
        self.tags = QLinear(width, sum(n for k, n in sizes if k != "rel"))
        self.dep = QLinear(width, ARC)
        self.head = QLinear(width, ARC)
        self.bilinear = QLinear(ARC, ARC)
        self.root = nn.Parameter(torch.randn(ARC) * 0.1)
        self.distance = QLinear(ARC, BUCKETS)
        self.rel_dep = QLinear(width, REL_HIDDEN)
        self.rel_head = QLinear(width, REL_HIDDEN)
        self.rel_root = nn.Parameter(torch.zeros(REL_HIDDEN))
        self.rel_out = QLinear(REL_HIDDEN, dict(sizes)["rel"])
        self.act_dep, self.act_head, self.act_bi, self.act_rel = ActQuant(), ActQuant(), ActQuant(), ActQuant()
        if not quant:
            for m in self.modules():
                if isinstance(m, QLinear):
                    m.quant = False
                if isinstance(m, ActQuant):
                    m.on = False

    def tag_logits(self, x):
        out = self.tags(x)
        return dict(zip([n for n, _ in self.sizes if n != "rel"], out.split([n for k, n in self.sizes if k != "rel"], -1)))

    def arcs(self, x, mask):
        """[B, L, L+1]; column 0 is the root."""
        b, n, _ = x.shape
        d = self.act_dep(F.relu(self.dep(x)))
        k = self.act_head(F.relu(self.head(x)))
        k = torch.cat([self.root.to(k.dtype).expand(b, 1, -1), self.bilinear(k)], 1)
        k = self.act_bi(k)
        s = torch.bmm(d, k.transpose(1, 2)).float()
        s = s + self.distance(d).float().gather(2, bucket_table(n).unsqueeze(0).expand(b, -1, -1))
        ok = torch.cat([torch.ones(b, 1, dtype=torch.bool), mask], 1).unsqueeze(1)
        return s.masked_fill(~ok, -1e4)

    def rel_logits(self, x, heads):
        """heads [B, L] with 0 = root."""
        h = self.rel_head(x)
        h = torch.cat([self.rel_root.to(h.dtype).expand(x.shape[0], 1, -1), h], 1)
        g = h.gather(1, heads.clamp_min(0).unsqueeze(-1).expand(-1, -1, REL_HIDDEN))
        return self.rel_out(self.act_rel(F.relu(self.rel_dep(x) + g))).float()


class Net(nn.Module):
    def __init__(self, encoder, sizes, quant=True):
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.width, sizes, quant)
