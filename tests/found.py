"""Candidates by hand, for flows that choose among what a retriever found."""

from __future__ import annotations

from agent.document import Passage, Sentence
from agent.protocols import Candidate, PassageHit, Reading, Retrieval
from agent.result import Query, SourceRecord


def record(source: str = "port.txt", text: str = "", **fields: object) -> SourceRecord:
    """A document's record."""
    values = {
        "source": source,
        "sha256": "00",
        "size": len(text.encode()),
        "characters": len(text),
        "language": "en",
        "loader": "text/1",
    }
    return SourceRecord.model_validate(values | fields)


def candidate(
    text: str,
    *,
    source: str = "port.txt",
    language: str = "en",
    standing: float = 0.05,
    lexical: float = 0.5,
    start: int = 0,
    document: str | None = None,
) -> Candidate:
    """A sentence that is a passage of its own."""
    sentence = Sentence(start, start + len(text), language)
    passage = Passage(start, start + len(text), (sentence,), language)
    hit = PassageHit(record(source, document or text), passage, text, standing, lexical)
    return Candidate(hit, sentence, text, 0.85, standing, lexical)


class FixedReader:
    """Says of each sentence what it was told to; of others that they answer and state nothing."""

    name = "fixed"

    def __init__(self, readings: dict[str, Reading] | None = None) -> None:
        self._readings = readings or {}
        self.pairs = 0

    def read(self, text: str, sentences: list[str], contexts: list[str]) -> list[Reading]:
        """The fixed readings."""
        assert len(contexts) == len(sentences)
        self.pairs += len(sentences)
        silent = Reading(answers=0.01, supports=0.01, refutes=0.01)
        return [self._readings.get(sentence, silent) for sentence in sentences]


class FixedRetriever:
    """Finds the same candidates for everything."""

    def __init__(self, *candidates: Candidate) -> None:
        self._candidates = candidates

    def retrieve(self, text: str, *, language: str, limit: int, where: object) -> Retrieval:
        """The fixed candidates."""
        return Retrieval(
            queries=(Query(text=text, language=language),),
            passages=tuple(one.hit for one in self._candidates),
            candidates=self._candidates,
            passages_scanned=len(self._candidates),
        )


class FixedTexts:
    """Documents by name."""

    def __init__(self, **texts: str) -> None:
        self._texts = texts

    def text(self, source: str) -> str:
        """A document's text."""
        return self._texts[source.removesuffix(".txt")]
