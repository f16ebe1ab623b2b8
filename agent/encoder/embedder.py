"""Runs the bundled model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from agent.index.bundled.unigram import Unigram
from agent.index.bundled.weights import WeightFile, weight_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GRAPH_VERSION = 1
"""Raise when the graph changes in a way that changes vectors: it is part of the embedder's name."""
MOST_THREADS = 4


class BundledEmbedder:
    """multilingual-e5-small with int8 arithmetic; see ``graph`` for what makes its vectors stable.

    The graph is built once and kept in ``cache``; where that cannot be written it is built anew in memory. Texts longer
    than the model's 512 positions are read in windows and their means averaged by length.
    """

    name = f"multilingual-e5-small-int8/{GRAPH_VERSION}"

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        self._weights = WeightFile(weight_file())
        figures = self._weights.figures
        self.dimension = figures.width
        self._window = figures.longest - 2
        self._positions = self._weights.vector("emb.pos").reshape(figures.longest, figures.width)
        self._kind = self._weights.vector("emb.type")[: figures.width]
        self._unigram = Unigram(self._weights.pieces())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        # Spinning threads wait for each other through whole time slices when the machine has other work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The graph is written as it should run; higher levels would fuse what is faster apart.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session = onnxruntime.InferenceSession(
            self._graph(cache), options, providers=["CPUExecutionProvider"]
        )

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions or claims, shape ``(len(texts), dimension)``."""
        return self._embed([f"query: {text}" for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages or sentences, shape ``(len(texts), dimension)``."""
        return self._embed([f"passage: {text}" for text in texts])

    def tokens(self, text: str) -> list[int]:
        """The piece ids of ``text``, without begin and end marks."""
        return self._unigram.encode(text)

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            ids = self._unigram.encode(text)
            for at in range(0, max(len(ids), 1), self._window):
                window = ids[at : at + self._window]
                vectors[row] += len(window) * self._mean_state(window)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)

    def _mean_state(self, ids: list[int]) -> NDArray[np.float32]:
        marked = np.array([self._unigram.begin, *ids, self._unigram.end], np.int64)
        words = self._weights.rows("emb.word", marked, self.dimension)
        embedded = words + self._positions[: len(marked)] + self._kind
        (mean,) = self._session.run(None, {"embedded": embedded[None]})
        state: NDArray[np.float32] = mean[0]
        return state

    def _graph(self, cache: Path) -> str | bytes:
        kept = cache / f"{self.name.replace('/', '-')}-{self._weights.path.stat().st_size}.onnx"
        if kept.exists():
            return str(kept)
        # onnx is only needed here, once per machine.
        from agent.index.bundled.graph import build_graph

        built: bytes = build_graph(self._weights).SerializeToString()
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=cache, delete=False) as unfinished:
                unfinished.write(built)
            Path(unfinished.name).replace(kept)
        except OSError:
            return built
        return str(kept)
