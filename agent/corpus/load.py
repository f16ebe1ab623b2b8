"""Reading documents from files, folders, patterns and standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

from agent.corpus.discover import Found, discover
from agent.corpus.formats import SUFFIXES, sniff
from agent.errors import DocumentError, UsageError
from agent.result import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agent.document import Document

MAX_BYTES = 200_000_000
"""Largest file that is read, in bytes."""


def load(paths: Sequence[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Document | Skipped]:
    """The documents behind ``paths``: files, folders with all below them, unexpanded patterns, ``-``.

    The paths are resolved at the call; files are read one by one as the result is iterated over. ``stdin``
    is read for ``-``; it defaults to standard input.

    A file from a folder or pattern that cannot be read comes as ``Skipped`` and the rest goes on; a file is
    read whole or not at all, so a jsonl file with one bad line gives no document.

    Raises:
        DocumentError: a path is missing, holds no document, or a file that the user named cannot be read.
        UsageError: two documents would have the same source name.
    """
    return _read(discover(paths), stdin)


def _read(entries: list[Found | Skipped], stdin: BinaryIO | None) -> Iterator[Document | Skipped]:
    places: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, Skipped):
            yield entry
            continue
        try:
            documents = _documents(entry, stdin)
        except DocumentError as error:
            if entry.named:
                raise
            yield Skipped(source=entry.source, why=f"{error.reason} {error.next_step}")
            continue
        for document in documents:
            place = _place(entry)
            other = places.setdefault(document.source, place)
            if other != place:
                raise UsageError(
                    f"{other} and {place} both hold a document called {document.source!r}.",
                    next_step="Change the id or the file name of one of them.",
                )
            yield document


def _documents(entry: Found, stdin: BinaryIO | None) -> list[Document]:
    data = _bytes(entry, stdin)
    if not data:
        raise DocumentError(_place(entry), "The file is empty.", next_step="Fill it or remove it.")
    loader = sniff(data) if entry.path is None else SUFFIXES[entry.path.suffix.lower()]
    try:
        return loader(data, entry.source)
    except DocumentError as error:
        raise DocumentError(_place(entry), error.reason, next_step=error.next_step) from error
    except (RecursionError, MemoryError) as error:
        raise DocumentError(
            _place(entry), "Too deeply nested or too large to be read.", next_step="Save its text as .txt."
        ) from error


def _bytes(entry: Found, stdin: BinaryIO | None) -> bytes:
    place = _place(entry)
    try:
        if entry.path is None:
            data = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
        else:
            with entry.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(
            place, f"Cannot be read ({error.strerror}).", next_step="Check its permissions."
        ) from error
    if len(data) > MAX_BYTES:
        raise DocumentError(
            place, f"Larger than {MAX_BYTES // 1_000_000} MB.", next_step="Split it into smaller files."
        )
    return data


def _place(entry: Found) -> str:
    return "standard input" if entry.path is None else str(entry.path)
