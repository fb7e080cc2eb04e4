"""A valid model file of a few kilobytes with random weights: seed of the fuzz target tests/fuzz/fuzz_model.c.

    tiny_model.py OUT.model
"""
import os
import sys
import tempfile

import numpy as np
import torch

import features as FT
import model as M


def main():
    FT.TABLES = tuple((name, 4, 16) for name, _, _ in FT.TABLES)
    FT.WIDTH = 16 * len(FT.TABLES)
    M.WIDTH = M.ARC = M.REL_HIDDEN = M.CnnEncoder.width = 32
    M.DILATIONS = (1,)
    M.WordEncoder.__init__.__defaults__ = (32, None)
    M.ConvBlock.__init__.__defaults__ = (32,)
    torch.manual_seed(1)
    labels = {"upos": ["NOUN", "VERB"], "xpos": ["NN", "VBD"], "lemma": ["l|0|", "l|*|be"], "names": ["O", "B-PER", "E-PER", "S-LOC"], "rel": ["root", "nsubj", "nsubj:pass"]}
    vectors = {"keys": np.array([5, 900, 4000000000], np.uint32), "rows": np.zeros((4, 16), np.int8), "scale": np.float32(0.01)}
    net = M.Net(M.CnnEncoder(torch.zeros(4, 16)), [(k, len(v)) for k, v in labels.items()])
    with tempfile.NamedTemporaryFile(suffix=".pt") as f:
        np.savez(f.name + ".npz", **vectors)
        torch.save({"average": net.state_dict(), "labels": labels, "args": {"vectors": f.name + ".npz"}}, f.name)
        import export
        sys.argv = ["export.py", f.name, sys.argv[1]]
        export.main()
        os.remove(f.name + ".npz")


if __name__ == "__main__":
    main()
