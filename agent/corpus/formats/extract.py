"""What a loader took from a file, and the document made of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from agent.corpus.metadata import read_metadata
from agent.document import Document, Metadata
from agent.errors import DocumentError

LONGEST_TEXT = 10_000_000
"""Code points of the longest document that is taken, about five thousand printed pages."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of one file and what the file states of it.

    ``headings`` are the offsets of lines that the format marks as headings, ``pages`` where each page starts
    (see `Document`); ``markdown`` says that the text is marked up as Markdown.
    """

    text: str
    loader: str
    encoding: str | None = None
    declared: Metadata | None = None
    headings: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    markdown: bool = False


def as_document(data: bytes, source: str, extract: Extract) -> Document:
    """The document of a file with these bytes.

    Raises:
        DocumentError: the text is longer than `LONGEST_TEXT`.
    """
    require_fitting(extract.text, source)
    return Document(
        source=source,
        text=extract.text,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        loader=extract.loader,
        encoding=extract.encoding,
        headings=extract.headings,
        pages=extract.pages,
        metadata=read_metadata(
            extract.text,
            declared=extract.declared,
            markdown=extract.markdown,
            headings=extract.headings,
        ),
    )


def require_fitting(text: str, source: str) -> None:
    """Refuses a text that is longer than `LONGEST_TEXT`.

    Raises:
        DocumentError: it is.
    """
    if len(text) > LONGEST_TEXT:
        raise too_long(source)


def too_long(source: str) -> DocumentError:
    """The error of a document longer than `LONGEST_TEXT`."""
    return DocumentError(
        source,
        f"Holds more than {LONGEST_TEXT // 1_000_000} million characters.",
        next_step="Split it into smaller documents.",
    )


def spaced(words: str) -> str:
    """``words`` on one line with single spaces; those that must not break stay, since figures are grouped by them."""
    return _BLANKS.sub(" ", words).strip()


def printable(words: str) -> str:
    """``words`` of a binary format without control characters and halves of surrogate pairs."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", words))
