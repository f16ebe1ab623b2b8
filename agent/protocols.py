"""What the flows ask of their parts. Adapters satisfy these; flows import nothing else of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from agent.budget import Budget
    from agent.document import Passage, Sentence
    from agent.prompts import Request
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
    """A passage that was found.

    ``score`` ranks the passages of one retrieval over all languages; ``lexical`` is the share of the query's weighted
    words found in the passage or its document's title, 0 to 1.
    """

    source: SourceRecord
    passage: Passage
    text: str
    score: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be evidence, in the passage ``hit``.

    ``cosine`` is of its vector to the query's, ``standing`` how far that stands out from the runners-up of its
    language; ``lexical`` is the share of the query's weighted words found in the sentence, 0 to 1.
    """

    hit: PassageHit
    sentence: Sentence
    text: str
    cosine: float
    standing: float
    lexical: float

    @property
    def source(self) -> SourceRecord:
        """The document it stands in."""
        return self.hit.source

    @property
    def context(self) -> str:
        """Its document's title and the sentence before it in its passage."""
        passage = self.hit.passage
        before = [one for one in passage.sentences if one.end <= self.sentence.start and one.role == "body"]
        offset = passage.start
        words = self.hit.text[before[-1].start - offset : before[-1].end - offset] if before else ""
        return context_of(self.hit.source.title, words)


def context_of(title: str | None, before: str) -> str:
    """What stands before a sentence: its document's title and the sentence before it, either of which may lack."""
    return " ".join(part for part in (title, before) if part)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What one query found: passages, best first, their sentences in the same order, and how much was searched."""

    queries: tuple[Query, ...]
    passages: tuple[PassageHit, ...]
    candidates: tuple[Candidate, ...]
    passages_scanned: int
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may be searched: by source name or shell pattern, by earliest date (ISO 8601), by language."""

    sources: tuple[str, ...] = ()
    since: str | None = None
    languages: tuple[str, ...] = ()

    def admits(self, record: SourceRecord) -> bool:
        """Whether a document passes; one that states no date passes no ``since``."""
        named = not self.sources or any(fnmatch(record.source, pattern) for pattern in self.sources)
        recent = self.since is None or (record.published is not None and record.published >= self.since)
        spoken = not self.languages or record.language in self.languages
        return named and recent and spoken


class Retriever(Protocol):
    """Finds evidence for a text."""

    def retrieve(self, text: str, *, language: str, limit: int, where: Filter) -> Retrieval:
        """Passages and sentences for ``text``, at most ``limit`` passages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities for one sentence: that it answers a question; that it supports or refutes a claim.

    The chance that it does neither to a claim is what is left of 1.
    """

    answers: float
    supports: float
    refutes: float


class Reader(Protocol):
    """Reads a question or claim together with sentences. ``name`` goes into every result's provenance."""

    @property
    def name(self) -> str:
        """Which reader this is, with a fingerprint of its weights."""

    def read(self, text: str, sentences: Sequence[str], contexts: Sequence[str]) -> list[Reading]:
        """What each sentence, behind its context, is to ``text``, in their order; none depends on the others."""


class Model(Protocol):
    """A language model somewhere. Its replies are proposals: nothing of them is shown unchecked."""

    @property
    def name(self) -> str:
        """The model's name at its server."""

    @property
    def endpoint(self) -> str:
        """Where text is sent, as shown to users: scheme, host and path, never a key."""

    def reply(
        self, request: Request, budget: Budget, *, on_text: Callable[[str], None] | None = None
    ) -> dict[str, Any]:
        """The JSON object the model answers with, of the shape of ``request.schema``.

        With ``on_text`` the reply is streamed, and its pieces are handed over as they come, in the caller's thread.

        Raises:
            ModelError: there is no usable reply; its class says why.
        """
