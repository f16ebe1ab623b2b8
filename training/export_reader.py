"""Turns a checkpoint into ``agent/reader/reader.onnx`` and says how far the quantised graph strays from torch.

python training/export_reader.py --checkpoint DIR/checkpoint.pt --data DIR [--output FILE]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from reader_data import Pair, read_pairs
from reader_model import HEADS, Reader
from train_reader import TASK_HEADS, Tokens

from agent.encoder.graph import balanced, reader_graph
from agent.encoder.weights import Figures, WeightFile, weight_file

OUTPUT = Path(__file__).parent.parent / "agent" / "reader" / "reader.onnx"
PARTS = {"ao": "attended", "fi": "wide", "fo": "narrow"}
NORMS = {"aln": "attended_norm", "oln": "narrow_norm"}
SAMPLES, PROBES = 120, 240


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


def largest_inputs(model: Reader, tokens: Tokens, pairs: list[Pair]) -> dict[str, np.ndarray]:
    """The largest absolute input of every channel over ``pairs``, by the key that the graph gives a matrix.

    Left out are the matrices behind the activation function: balancing them is not enough.
    """
    largest: dict[str, np.ndarray] = {}

    def watch(key: str, matrix: torch.nn.Module) -> None:
        def see(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...], __: torch.Tensor) -> None:
            seen = inputs[0].abs().flatten(0, -2).max(0).values.numpy()
            largest[key] = np.maximum(largest.get(key, 0), seen)

        matrix.register_forward_hook(see)

    for at, layer in enumerate(model.layers):
        watch("+".join(f"l{at}.{part}" for part in "qkv"), layer.qkv)
        for part in ("ao", "fi"):
            watch(f"l{at}.{part}", getattr(layer, PARTS[part]))
    with torch.no_grad():
        for pair in pairs:
            model(*tokens.batch([tokens.ids(pair)]))
    return largest


def strays(path: Path, model: Reader, tokens: Tokens, pairs: list[Pair]) -> np.ndarray:
    """How far the graph's probabilities are from torch's, the farthest of each pair's."""
    session = onnxruntime.InferenceSession(str(path))
    found = []
    for pair in pairs:
        embedded, mask = tokens.batch([tokens.ids(pair)])
        name = TASK_HEADS[pair.task]
        with torch.no_grad():
            expected = model(embedded, mask)[name].softmax(-1).numpy()
        (logits,) = session.run([name], {"embedded": embedded.numpy()})
        powers = np.exp(logits - logits.max())
        found.append(float(np.abs(powers / powers.sum() - expected).max()))
    return np.array(found)


def main() -> int:
    """Exports and compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="as for train_reader.py")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    weights = WeightFile(weight_file())
    state = torch.load(options.checkpoint, map_location="cpu")["model"]
    model = Reader(weights)
    model.load_state_dict(state)
    model.eval()
    tokens = Tokens(weights)
    _, pairs = read_pairs(options.data, held_out=frozenset(), corpora=[], seed=7)
    largest = largest_inputs(model, tokens, pairs[:SAMPLES])
    graph = reader_graph(Trained(state, weights.figures), HEADS, balanced(largest))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(graph.SerializeToString())
    far = strays(options.output, model, tokens, pairs[SAMPLES : SAMPLES + PROBES])
    size = options.output.stat().st_size / 1e6
    print(
        f"{options.output}: {size:.1f} MB; from torch in probability: mean {far.mean():.4f}, "
        f"19 of 20 within {np.quantile(far, 0.95):.4f}, farthest {far.max():.4f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
