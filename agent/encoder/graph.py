"""The encoder as an ONNX graph: twelve BERT layers over summed embeddings, mean of the states, unit length.

Weights are quantised per output column to 7-bit signed integers, activations to 8 bits when the graph runs. Seven bits,
not eight: processors without VNNI add pairs of products in 16 bits, which overflow with eight, so that vectors would
depend on the machine. The scale of activations is one per run, so a run holds one text only and its vector never
depends on the texts beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import ModelProto

    from agent.index.bundled.weights import WeightFile

LARGEST_CODE = 63
MICROSOFT = "com.microsoft"


class _Builder:
    def __init__(self, weights: WeightFile) -> None:
        self._weights = weights
        self._figures = weights.figures
        self.nodes: list[object] = []
        self.constants: list[object] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def vector(self, name: str) -> str:
        return self.constant(name, self._weights.vector(name))

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, states: str, names: list[str], columns: int, output: str) -> str:
        """``states @ W.T + b``, the matrices of ``names`` side by side."""
        matrix = np.concatenate([self._weights.matrix(f"{name}.w", columns) for name in names])
        bias = np.concatenate([self._weights.vector(f"{name}.b") for name in names])
        scale = np.abs(matrix).max(axis=1) / LARGEST_CODE
        codes = np.rint(matrix / scale[:, None]).astype(np.int8)
        key = "+".join(names)
        inputs = [
            states,
            self.constant(f"{key}.codes", codes.T),
            self.constant(f"{key}.scale", scale.astype(np.float32)),
            "",
            self.constant(f"{key}.bias", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, output, domain=MICROSOFT)

    def add_and_normalise(self, states: str, change: str, name: str, output: str) -> str:
        """Two plain nodes: the fused one of ONNX Runtime takes five times as long (see ``embedder``)."""
        total = self.node("Add", [states, change], f"{output}.sum")
        inputs = [total, self.vector(f"{name}.w"), self.vector(f"{name}.b")]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=self._figures.epsilon)

    def layer(self, states: str, at: int) -> str:
        width, inner = self._figures.width, self._figures.inner
        name = f"l{at}"
        joined = self.linear(states, [f"{name}.{part}" for part in "qkv"], width, f"{name}.qkv")
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        heads = self._figures.heads
        mixed = self.node("MultiHeadAttention", parts, f"{name}.mixed", domain=MICROSOFT, num_heads=heads)
        attended = self.linear(mixed, [f"{name}.ao"], width, f"{name}.attended")
        middle = self.add_and_normalise(states, attended, f"{name}.aln", f"{name}.middle")
        wide = self.linear(middle, [f"{name}.fi"], width, f"{name}.wide")
        active = self.node("Gelu", [wide], f"{name}.active", domain=MICROSOFT)
        narrow = self.linear(active, [f"{name}.fo"], inner, f"{name}.narrow")
        return self.add_and_normalise(middle, narrow, f"{name}.oln", f"{name}.states")


def build_graph(weights: WeightFile) -> ModelProto:
    """The graph: input ``embedded`` float32 ``(1, length, width)``, output ``vector`` float32 ``(1, width)``."""
    figures = weights.figures
    builder = _Builder(weights)
    norm = ["embedded", builder.vector("emb.ln.w"), builder.vector("emb.ln.b")]
    states = builder.node("LayerNormalization", norm, "states", axis=-1, epsilon=figures.epsilon)
    for at in range(figures.layers):
        states = builder.layer(states, at)
    axis = builder.constant("axis", np.array([1], np.int64))
    builder.node("ReduceMean", [states, axis], "vector", keepdims=0)
    graph = helper.make_graph(
        builder.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "length", figures.width])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, figures.width])],
        builder.constants,
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)
