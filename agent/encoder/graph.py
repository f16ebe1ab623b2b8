"""The encoder as an ONNX graph: BERT layers over summed embeddings, then what is made of their states.

Matrices are multiplied in integers with one scale a column for weights and one a run for activations. For vectors that
is good enough as it is. Probabilities it moves too far, for a few channels' activations are far larger than the others
and set the scale for all: the reader's graph first moves part of their size into the weights (``balanced``), and gives
the matrices behind the activation function, where that is not enough, one scale for every 32 numbers (``by_block``,
slower). A run holds one text (or pair) only, so that its result never depends on others beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import ModelProto, NodeProto

    from agent.encoder.weights import Figures

MICROSOFT = "com.microsoft"

COLUMN_CODES = 63
"""Largest weight code in ``by_column``: seven bits, since processors without VNNI add pairs of products in 16 bits,
which overflow with eight; results would depend on the machine."""

BLOCK = 32
BLOCK_CODES = 127

BALANCE = 0.8
"""How much of the channels' unequal size goes into the weights, 0 to 1."""


class Parameters(Protocol):
    """Where the graph's numbers come from, by the names of the weight file."""

    @property
    def figures(self) -> Figures:
        """The model's shape."""

    def vector(self, name: str) -> NDArray[np.float32]:
        """A flat tensor."""

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix, shape ``(rows, columns)``."""


class _Builder:
    def __init__(self, parameters: Parameters, multiply: Multiply) -> None:
        self._parameters = parameters
        self._multiply = multiply
        self._figures = parameters.figures
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def vector(self, name: str) -> str:
        return self.constant(name, self._parameters.vector(name))

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, states: str, names: list[str], columns: int, output: str) -> str:
        """``states @ W.T + b``, the matrices of ``names`` side by side."""
        matrix = np.concatenate([self._parameters.matrix(f"{name}.w", columns) for name in names])
        bias = np.concatenate([self._parameters.vector(f"{name}.b") for name in names])
        return self._multiply(self, states, "+".join(names), matrix, bias, output)

    def normalise(self, states: str, name: str, output: str) -> str:
        inputs = [states, self.vector(f"{name}.w"), self.vector(f"{name}.b")]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=self._figures.epsilon)

    def add_and_normalise(self, states: str, change: str, name: str, output: str) -> str:
        """Two plain nodes: the fused one of ONNX Runtime takes five times as long."""
        return self.normalise(self.node("Add", [states, change], f"{output}.sum"), name, output)

    def layer(self, states: str, at: int) -> str:
        width, inner, heads = self._figures.width, self._figures.inner, self._figures.heads
        name = f"l{at}"
        joined = self.linear(states, [f"{name}.{part}" for part in "qkv"], width, f"{name}.qkv")
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self._nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        mixed = self.node("MultiHeadAttention", parts, f"{name}.mixed", domain=MICROSOFT, num_heads=heads)
        attended = self.linear(mixed, [f"{name}.ao"], width, f"{name}.attended")
        middle = self.add_and_normalise(states, attended, f"{name}.aln", f"{name}.middle")
        wide = self.linear(middle, [f"{name}.fi"], width, f"{name}.wide")
        active = self.node("Gelu", [wide], f"{name}.active", domain=MICROSOFT)
        narrow = self.linear(active, [f"{name}.fo"], inner, f"{name}.narrow")
        return self.add_and_normalise(middle, narrow, f"{name}.oln", f"{name}.states")

    def states(self) -> str:
        """All layers over the graph's input."""
        states = self.normalise("embedded", "emb.ln", "states")
        for at in range(self._figures.layers):
            states = self.layer(states, at)
        return states

    def mean(self, states: str, output: str) -> str:
        axis = self.constant("axis", np.array([1], np.int64))
        return self.node("ReduceMean", [states, axis], output, keepdims=0)

    def finish(self, outputs: dict[str, int]) -> ModelProto:
        """The model, with these outputs and their widths."""
        shape: list[str | int | None] = [1, "length", self._figures.width]
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, shape)],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, size])
                for name, size in outputs.items()
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


Multiply = Callable[[_Builder, str, str, "NDArray[np.float32]", "NDArray[np.float32]", str], str]
"""Adds ``states @ matrix.T + bias`` to a graph: builder, states, key for its constants, matrix, bias, output."""


def by_column(
    builder: _Builder,
    states: str,
    key: str,
    matrix: NDArray[np.float32],
    bias: NDArray[np.float32],
    output: str,
) -> str:
    """Seven-bit weights with a scale a column, activations with a scale a run."""
    scale = np.abs(matrix).max(axis=1) / COLUMN_CODES
    codes = np.rint(matrix / scale[:, None]).astype(np.int8)
    inputs = [
        states,
        builder.constant(f"{key}.codes", codes.T),
        builder.constant(f"{key}.scale", scale.astype(np.float32)),
        "",
        builder.constant(f"{key}.bias", bias),
    ]
    return builder.node("DynamicQuantizeMatMul", inputs, output, domain=MICROSOFT)


def by_block(
    builder: _Builder,
    states: str,
    key: str,
    matrix: NDArray[np.float32],
    bias: NDArray[np.float32],
    output: str,
) -> str:
    """Eight-bit weights and activations with a scale for every block of a row."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // BLOCK, BLOCK)
    scale = np.maximum(np.abs(blocks).max(axis=2) / BLOCK_CODES, 1e-12)
    codes = (np.rint(blocks / scale[:, :, None]) + BLOCK_CODES + 1).astype(np.uint8)
    inputs = [
        states,
        builder.constant(f"{key}.codes", codes),
        builder.constant(f"{key}.scale", scale.astype(np.float32).reshape(-1)),
        "",
        "",
        builder.constant(f"{key}.bias", bias),
    ]
    shape = {"K": columns, "N": rows, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
    return builder.node("MatMulNBits", inputs, output, domain=MICROSOFT, **shape)


def balanced(largest: Mapping[str, NDArray[np.float32]]) -> Multiply:
    """``by_column``, after every channel of the activations was divided by what its weights are multiplied by.

    The method is SmoothQuant (Xiao et al. 2023), ``BALANCE`` its alpha. Matrices that ``largest`` leaves out are
    multiplied ``by_block``.
    ``largest`` gives the largest absolute activation of every channel, seen on sample texts, by the matrices' key.
    """

    def multiply(
        builder: _Builder,
        states: str,
        key: str,
        matrix: NDArray[np.float32],
        bias: NDArray[np.float32],
        output: str,
    ) -> str:
        if key not in largest:
            return by_block(builder, states, key, matrix, bias, output)
        active = np.maximum(largest[key], 1e-5)
        weight = np.maximum(np.abs(matrix).max(axis=0), 1e-5)
        size = active**BALANCE / weight ** (1 - BALANCE)
        size = (size / np.exp(np.log(size).mean())).astype(np.float32)
        shrink = builder.constant(f"{key}.balance", 1 / size)
        return by_column(
            builder, builder.node("Mul", [states, shrink], f"{output}.even"), key, matrix * size, bias, output
        )

    return multiply


def embedder_graph(parameters: Parameters) -> ModelProto:
    """Input ``embedded`` float32 ``(1, length, width)``; output ``vector`` ``(1, width)``, the mean state."""
    builder = _Builder(parameters, by_column)
    builder.mean(builder.states(), "vector")
    return builder.finish({"vector": parameters.figures.width})


def reader_graph(parameters: Parameters, heads: dict[str, int], multiply: Multiply) -> ModelProto:
    """The same input; for each of ``heads`` (by name, with its width) an output of logits ``(1, width)``.

    A head reads the mean state joined with the first state; its parameters are ``<name>.w`` and ``<name>.b``.
    """
    builder = _Builder(parameters, multiply)
    width = parameters.figures.width
    states = builder.states()
    first = builder.constant("first", np.array([0], np.int64))
    one = builder.node("Gather", [states, first], "begin.one", axis=1)
    begin = builder.node("Squeeze", [one, builder.constant("length.axis", np.array([1], np.int64))], "begin")
    pooled = builder.node("Concat", [builder.mean(states, "mean"), begin], "pooled", axis=-1)
    for name in heads:
        matrix = builder.constant(f"{name}.w", parameters.matrix(f"{name}.w", 2 * width))
        builder.node("Gemm", [pooled, matrix, builder.vector(f"{name}.b")], name, transB=1)
    return builder.finish(heads)
