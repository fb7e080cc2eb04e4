"""A valid model file of a few kilobytes with random weights: seed of the fuzz target tests/fuzz/fuzz_model.c.

    tiny_model.py OUT.model
"""
import sys
import tempfile

import torch

import features as FT
import model as M


def main():
    FT.TABLES = tuple((name, 4, 16) for name, _, _ in FT.TABLES)
    FT.WIDTH = 16 * len(FT.TABLES)
    M.WIDTH = M.ARC = M.REL_HIDDEN = M.CnnEncoder.width = 32
    M.DILATIONS = (1,)
    M.WordEncoder.__init__.__defaults__ = (32,)
    M.ConvBlock.__init__.__defaults__ = (32,)
    torch.manual_seed(1)
    labels = {"upos": ["NOUN", "VERB"], "xpos": ["NN", "VBD"], "lemma": ["l|0|", "l|*|be"], "names": ["O", "B-PER", "E-PER", "S-LOC"], "rel": ["root", "nsubj", "nsubj:pass"]}
    net = M.Net(M.CnnEncoder(), [(k, len(v)) for k, v in labels.items()])
    with tempfile.NamedTemporaryFile(suffix=".pt") as f:
        torch.save({"average": net.state_dict(), "labels": labels}, f.name)
        import export
        sys.argv = ["export.py", f.name, sys.argv[1]]
        export.main()


if __name__ == "__main__":
    main()
