"""Turns a checkpoint into ``agent/reader/reader.onnx`` and says how far the quantised graph strays from torch.

python training/export_reader.py --checkpoint DIR/checkpoint.pt [--output FILE]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from reader_data import ANSWERS, Pair
from reader_model import HEADS, Reader
from train_reader import Tokens

from agent.encoder.graph import reader_graph
from agent.encoder.weights import Figures, WeightFile, weight_file

OUTPUT = Path(__file__).parent.parent / "agent" / "reader" / "reader.onnx"
PARTS = {"ao": "attended", "fi": "wide", "fo": "narrow"}
NORMS = {"aln": "attended_norm", "oln": "narrow_norm"}
PROBES = [
    ("Who opened the bridge?", "The mayor opened the bridge on Sunday."),
    ("Wann wurde die Brücke eröffnet?", "Il sindaco ha inaugurato il ponte domenica."),
    (
        "The bridge is closed.",
        "The bridge has been open to traffic since 1998 and carries 12,000 cars a day.",
    ),
]


class Trained:
    """A checkpoint's parameters by the names of the weight file."""

    def __init__(self, state: dict[str, torch.Tensor], figures: Figures) -> None:
        self.figures = figures
        self._state = {name: value.float().numpy() for name, value in state.items()}

    def vector(self, name: str) -> np.ndarray:
        """A flat tensor."""
        return self._find(name).reshape(-1)

    def matrix(self, name: str, columns: int) -> np.ndarray:
        """A matrix."""
        return self._find(name).reshape(-1, columns)

    def _find(self, name: str) -> np.ndarray:
        owner, _, kind = name.rpartition(".")
        kind = {"w": "weight", "b": "bias"}[kind]
        if owner in HEADS:
            return self._state[f"heads.{owner}.{kind}"]
        if owner == "emb.ln":
            return self._state[f"norm.{kind}"]
        layer, part = owner.split(".")
        at = f"layers.{layer[1:]}"
        if part in "qkv":
            joined = self._state[f"{at}.qkv.{kind}"]
            return np.split(joined, 3)["qkv".index(part)]
        return self._state[f"{at}.{(PARTS | NORMS)[part]}.{kind}"]


def main() -> int:
    """Exports and compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    weights = WeightFile(weight_file())
    state = torch.load(options.checkpoint, map_location="cpu")["model"]
    graph = reader_graph(Trained(state, weights.figures), HEADS)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(graph.SerializeToString())
    model = Reader(weights)
    model.load_state_dict(state)
    model.eval()
    tokens = Tokens(weights)
    session = onnxruntime.InferenceSession(str(options.output))
    strays = []
    for first, second in PROBES:
        ids = tokens.ids(Pair(first, second, ANSWERS, 0, "en-en"))
        embedded, mask = tokens.batch([ids])
        with torch.no_grad():
            expected = {name: logits.softmax(-1).numpy() for name, logits in model(embedded, mask).items()}
        for name, logits in zip(HEADS, session.run(list(HEADS), {"embedded": embedded.numpy()}), strict=True):
            powers = np.exp(logits - logits.max())
            strays.append(float(np.abs(powers / powers.sum() - expected[name]).max()))
    size = options.output.stat().st_size / 1e6
    print(f"{options.output}: {size:.1f} MB; farthest from torch in probability: {max(strays):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
