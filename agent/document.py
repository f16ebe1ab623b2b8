"""Documents and the spans inside them.

Offsets are everywhere the same: Unicode code points into ``Document.text``, half open, so that
``document.text[span.start:span.end]`` is the span's words. Nothing in this project moves, trims or cleans the text
after loading; what should not be cited is marked (``Sentence.role``), never cut out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["body", "heading", "furniture"]
"""What a sentence is to the page: prose, a title or section heading, or page furniture (advertising marks, cookie
lines, navigation, imprint), which is never cited."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a document's canonical text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """One sentence: no surrounding white space, never empty.

    ``language`` is an ISO 639-1 code, ``page`` the number of the page on which it starts, counted from 1, in formats
    that have pages.
    """

    language: str
    role: Role = "body"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A run of sentences that is embedded as one.

    Passages tile their document: the first starts at 0, each starts where the one before ended, the last ends with
    the text. White space between passages belongs to the one before it.
    """

    sentences: tuple[Sentence, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; ``None`` where it says nothing.

    ``published`` is an ISO 8601 date (``2026-02-11``), at the precision the document gives. ``saved`` is the date
    on which the file says it was last written or made, which need not be the text's. ``origins`` are the names of
    agencies or outlets that the text says it relies on, in order of appearance.
    """

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    saved: str | None = None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One loaded document.

    ``source`` is its name: the path relative to the ingested root with ``/`` between parts, or the ``id`` of a jsonl
    line. ``text`` is the canonical text: for plain text, Markdown and jsonl exactly what stands there, decoded; for
    all other formats what the loader ``loader`` extracted. ``sha256`` is of the file's bytes (of the text's UTF-8 for a
    jsonl line); ``size`` counts the same bytes. ``encoding`` is ``None`` where the format fixes it.

    ``headings`` are the offsets of lines that the format itself marks as headings. ``pages`` are the offsets at which
    the text of each page begins, one for each page, not descending; empty in formats without pages.
    """

    source: str
    text: str
    sha256: str
    size: int
    loader: str
    encoding: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    headings: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()

    def page(self, offset: int) -> int | None:
        """The number of the page, counted from 1, on which the character at ``offset`` stands."""
        return bisect_right(self.pages, offset) or None
