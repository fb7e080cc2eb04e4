"""A valid careful.model of some tens of kilobytes with random weights and letters as word pieces: for the unit tests, the command test and
as a seed of the fuzz target tests/fuzz/fuzz_model.c.

    tiny_careful.py OUT.model
"""
import string
import sys
import tempfile

import torch
from transformers import BertConfig, BertModel

import export_careful as EC
import features as FT
import model as M
import train as T

PIECES = ["the", "minister", "##s", "say", "##ing", "don", "un", "##want", "##ed", "don", "cafe", "3", "##0", "19", "##90", "of", "##\u0436", "\u0434\u0430"]


def main():
    FT.TABLES = tuple((name, 4, 16) for name, _, _ in FT.TABLES)
    FT.WIDTH = 16 * len(FT.TABLES)
    FT.ROWS = {t[0]: t[1] for t in FT.TABLES}
    M.ARC = M.REL_HIDDEN = M.TeacherEncoder.width = 32
    EC.POSITIONS = 64
    torch.manual_seed(1)
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + sorted(set(PIECES) | {"##" + c for c in string.ascii_lowercase} | set(string.ascii_lowercase + ".,-'"))
    labels = {"upos": ["NOUN", "VERB"], "xpos": ["NN", "VBD"], "lemma": ["l|0|", "l|*|be"], "names": ["O", "B-PER", "E-PER", "S-LOC"], "rel": ["root", "nsubj", "nsubj:pass"]}
    with tempfile.TemporaryDirectory() as folder:
        BertModel(BertConfig(vocab_size=len(vocab), hidden_size=32, num_hidden_layers=2, num_attention_heads=1, intermediate_size=64, max_position_embeddings=64,
                             initializer_range=0.3), add_pooling_layer=False).save_pretrained(folder)
        net = T.build(labels, folder)
    for p in net.parameters():
        torch.nn.init.normal_(p, std=0.3)
    net.encoder.words.act.top.fill_(3.0)
    seen = {k: torch.ones(m.in_features) for k, m in net.named_modules() if isinstance(m, torch.nn.Linear)}
    seen.update({"heads.act_" + k: torch.full((1,), 5.0) for k in ("dep", "head", "bi", "rel")})
    EC.export(sys.argv[1], dict(net.state_dict()), labels, seen, vocab, set(range(len(vocab))), 1_000_000)


if __name__ == "__main__":
    main()
