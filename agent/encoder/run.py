"""Token ids in, numbers out: input vectors, and ONNX Runtime set up so that results are stable."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from agent.encoder.weights import WeightFile

MOST_THREADS = 4


def start(graph: str | bytes, *, threads: int | None = None) -> onnxruntime.InferenceSession:
    """A session for a graph, given as its path or its bytes.

    ``threads`` defaults to the processors this process may use, four at most.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(MOST_THREADS, _processors())
    # Spinning threads wait for each other through whole time slices when the machine has other work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph is written as it should run; higher levels would fuse what is faster apart.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class InputVectors:
    """Sums of word, position and kind vectors: what the first layer reads."""

    def __init__(self, weights: WeightFile) -> None:
        self._weights = weights
        figures = weights.figures
        self.longest = figures.longest
        self._width = figures.width
        self._positions = weights.vector("emb.pos").reshape(figures.longest, figures.width)
        self._kind = weights.vector("emb.type")[: figures.width]

    def of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Shape ``(1, len(ids), width)``; at most ``longest`` ids."""
        words = self._weights.rows("emb.word", np.array(ids, np.int64), self._width)
        summed: NDArray[np.float32] = (words + self._positions[: len(ids)] + self._kind)[None]
        return summed
