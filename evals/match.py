"""Where citations meet gold spans: by source and characters, never by passage.

Offsets are code points into a document's canonical text, half open, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.document import Document
    from agent.result import Citation
    from evals.fact import Evidence

LONGEST_CITATION = 400
"""Characters; longer citations are right only within two sentences or the gold span's own length."""

MOST_SENTENCES = 2


def occurrences(text: str, quote: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Every place between ``start`` and ``end`` where a non-empty quote stands, overlapping ones included."""
    stop = len(text) if end is None else end
    at = text.find(quote, start, stop)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1, stop)


def inexact(citation: Citation, documents: Mapping[str, Document]) -> str | None:
    """Why a citation is not verbatim, or ``None`` if it is.

    Exact means: the source exists, its hash is the one given, and ``text[start:end] == quote``, not empty.
    """
    document = documents.get(citation.source)
    if document is None:
        return f"there is no source “{citation.source}”"
    if citation.sha256 != document.sha256:
        return f"the hash given is not that of {citation.source}"
    if not 0 <= citation.start < citation.end <= len(document.text):
        return f"{citation.source} has no characters {citation.start} to {citation.end}"
    if document.text[citation.start : citation.end] != citation.quote:
        return f"characters {citation.start} to {citation.end} of {citation.source} are not the quote"
    return None


def meets(citation: Citation, gold: Sequence[Evidence], documents: Mapping[str, Document]) -> bool:
    """Whether an exact citation overlaps one of the gold spans by enough, and is not too long for it."""
    return any(
        evidence.source == citation.source and _meets_one(citation, evidence, documents[citation.source].text)
        for evidence in gold
    )


def _meets_one(citation: Citation, evidence: Evidence, text: str) -> bool:
    width = len(evidence.quote)
    if not _short_enough(citation.quote, evidence.quote):
        return False
    if evidence.start is not None:
        return _overlaps(citation, Span(evidence.start, evidence.start + width))
    near = max(0, citation.start - width), min(len(text), citation.end + width)
    return any(_overlaps(citation, span) for span in occurrences(text, evidence.quote, *near))


def _overlaps(citation: Citation, gold: Span) -> bool:
    shared = min(citation.end, gold.end) - max(citation.start, gold.start)
    return 2 * shared >= min(citation.end - citation.start, gold.end - gold.start)


def _short_enough(quote: str, gold: str) -> bool:
    if len(quote) <= max(LONGEST_CITATION, len(gold)):
        return True
    from agent.text.sentences import split_sentences

    return len(split_sentences(quote)) <= max(MOST_SENTENCES, len(split_sentences(gold)))
