"""Sentences as spans of the exact text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.document import Span
from agent.text.breaks import MARK, ends_sentence, rules
from agent.text.lines import line_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2_000
"""No sentence has more code points than this."""

_GAP = re.compile(r"\s++")
_SOFTER = tuple(re.compile(pattern) for pattern in (r"[;:][\"'”’»)\]]?\s", r"[,–—|][\"'”’»)\]]?\s", r"\s"))


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of ``text``, in order and without overlap.

    Spans have no surrounding white space, are never empty, and cover every character that is not white space.
    A blank line always ends a sentence, and so does the end of a heading, a list item, or a short line. What
    is still longer than `LONGEST` is split at the best softer boundary. ``language`` (ISO 639-1) chooses the
    table of abbreviations; without it, or for a language without a table, all tables are used together.
    Linear in the text's length.
    """
    rule = rules(language)
    ends = set(line_breaks(text, rule))
    for mark in MARK.finditer(text):
        gap = _GAP.match(text, mark.end())
        if gap and ends_sentence(text, mark, gap.end(), rule):
            ends.add(mark.end())
    return [piece for span in _trimmed(text, sorted(ends)) for piece in _shortened(text, span)]


def _trimmed(text: str, ends: list[int]) -> Iterator[Span]:
    for start, end in pairwise([0, *ends, len(text)]):
        yield from _without_space(text, start, end)


def _without_space(text: str, start: int, end: int) -> list[Span]:
    """The span ``start`` to ``end`` without white space around it; none if there is nothing else."""
    raw = text[start:end]
    content = raw.strip()
    first = start + len(raw) - len(raw.lstrip())
    return [Span(first, first + len(content))] if content else []


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """``span`` in pieces of at most `LONGEST`, cut after the last semicolon, comma or space there."""
    start = span.start
    while span.end - start > LONGEST:
        end = _softer_end(text, start)
        yield from _without_space(text, start, end)
        start = end
    yield from _without_space(text, start, span.end)


def _softer_end(text: str, start: int) -> int:
    for boundary in _SOFTER:
        places = [match.end() for match in boundary.finditer(text, start + LONGEST // 2, start + LONGEST)]
        if places:
            return places[-1]
    return start + LONGEST
