"""What the flows ask of their parts. Adapters satisfy these; flows import nothing else of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from agent.document import Passage, Sentence
    from agent.result import Query, SourceRecord


class Embedder(Protocol):
    """Turns texts into unit vectors. ``name`` and ``dimension`` are recorded in an index and checked when it opens."""

    @property
    def name(self) -> str:
        """Model and version, such as ``multilingual-e5-small-int8/1``."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions or claims, shape ``(len(texts), dimension)``, rows of unit length."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages or sentences, shape ``(len(texts), dimension)``, rows of unit length."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, with its fused ``score`` (larger is better; comparable within one retrieval only)."""

    source: SourceRecord
    passage: Passage
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be evidence.

    ``dense`` is the cosine to the query after removing what its language alone explains; ``lexical`` the share of the
    query's weighted words found in the sentence, 0 to 1; ``context`` the same as ``dense`` for the passage around it.
    ``score`` ranks candidates.
    """

    source: SourceRecord
    sentence: Sentence
    text: str
    passage: Passage
    dense: float
    lexical: float
    context: float
    score: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What one query found: passages and sentences, best first, and how much was searched."""

    queries: tuple[Query, ...]
    passages: tuple[PassageHit, ...]
    candidates: tuple[Candidate, ...]
    passages_scanned: int
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may be searched: by source name or shell pattern, and by earliest date (ISO 8601)."""

    sources: tuple[str, ...] = ()
    since: str | None = None


class Retriever(Protocol):
    """Finds evidence for a text."""

    def retrieve(self, text: str, *, language: str, limit: int, where: Filter) -> Retrieval:
        """Passages and sentences for ``text``, at most ``limit`` passages."""
