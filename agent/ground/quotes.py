"""Quotes: copied out of the source by code and checked against it, or not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from agent.corpus.origins import passage_origins
from agent.document import Metadata
from agent.errors import StoreError
from agent.result import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.protocols import Candidate


class Texts(Protocol):
    """Gives a document's canonical text by its source name."""

    def text(self, source: str) -> str:
        """The exact text."""


def cite(candidates: Iterable[Candidate], texts: Texts) -> list[Citation]:
    """Citations of the candidates' sentences, numbered from 1 in their order.

    The words are taken from the document as it is rebuilt from the store, not from the candidate, and compared.

    Raises:
        StoreError: the two differ, so the index is damaged; nothing is quoted then.
    """
    citations = []
    known: dict[str, str] = {}
    for number, candidate in enumerate(candidates, start=1):
        record, sentence = candidate.source, candidate.sentence
        if record.source not in known:
            known[record.source] = texts.text(record.source)
        quote = sentence.of(known[record.source])
        if quote != candidate.text or len(known[record.source]) != record.characters:
            raise StoreError(
                f"The index holds {record.source} incompletely.",
                next_step="Remove the document and ingest it again.",
            )
        citations.append(
            Citation(
                id=number,
                source=record.source,
                quote=quote,
                start=sentence.start,
                end=sentence.end,
                sha256=record.sha256,
                language=sentence.language,
                title=record.title,
                outlet=record.outlet,
                published=record.published,
                origin=origin(candidate),
                page=sentence.page,
            )
        )
    return citations


def origin(candidate: Candidate) -> str | None:
    """Whom the words go back to: the origin the sentence names, else its passage, else its document's first."""
    record = candidate.source
    document = Metadata(language=record.language, outlet=record.outlet, origins=tuple(record.origins))
    for words in (candidate.text, candidate.hit.text):
        named = passage_origins(words, document)
        if named:
            return named[0]
    return record.origins[0] if record.origins else None


def independent_origins(citations: Sequence[Citation]) -> int:
    """How many origins stand behind citations; a source that names none and repeats nobody is its own."""
    return len({citation.origin or citation.source for citation in citations})
