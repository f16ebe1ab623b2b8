"""The embedder that comes with seedcheck."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agent.encoder.run import InputVectors, start
from agent.encoder.unigram import bundled_unigram
from agent.encoder.weights import bundled_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GRAPH_VERSION = 1
"""Raise when the graph changes in a way that changes vectors: it is part of the embedder's name."""


class BundledEmbedder:
    """multilingual-e5-small with int8 arithmetic; see ``agent.encoder.graph`` for what makes its vectors stable.

    The graph is built once and kept in ``cache``; where that cannot be written it is built anew in memory. Texts longer
    than the model's 512 positions are read in windows and their means averaged by length.
    """

    name = f"multilingual-e5-small-int8/{GRAPH_VERSION}"

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        self._weights = bundled_weights()
        self.dimension = self._weights.figures.width
        self._inputs = InputVectors(self._weights)
        self._window = self._inputs.longest - 2
        self._unigram = bundled_unigram()
        self._session = start(self._graph(cache), threads=threads)

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
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)

    def _mean_state(self, ids: list[int]) -> NDArray[np.float32]:
        marked = [self._unigram.begin, *ids, self._unigram.end]
        (mean,) = self._session.run(None, {"embedded": self._inputs.of(marked)})
        state: NDArray[np.float32] = mean[0]
        return state

    def _graph(self, cache: Path) -> str | bytes:
        kept = cache / f"{self.name.replace('/', '-')}-{self._weights.path.stat().st_size}.onnx"
        if kept.exists():
            return str(kept)
        # onnx is only needed here, once per machine.
        from agent.encoder.graph import embedder_graph

        built: bytes = embedder_graph(self._weights).SerializeToString()
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=cache, delete=False) as unfinished:
                unfinished.write(built)
            Path(unfinished.name).replace(kept)
        except OSError:
            return built
        return str(kept)
