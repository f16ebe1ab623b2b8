"""The words next to a place in a text, as long as no punctuation comes between."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"([ \t\r\n\u00a0\u2009\u202f]{1,2}|[-‐‑'’]|)([^\W\d_]+)")
_GAPS = frozenset(" -‐‑'’\u00a0\u202f\u2009\n\t")
HYPHENS = frozenset("-‐‑")
_BACK = 56
_MOST = 6


class Neighbour(NamedTuple):
    """A word of letters at ``start`` to ``end``, ``gap`` being what parts it from what is before."""

    start: int
    end: int
    word: str
    gap: str
    capital: bool


@lru_cache(maxsize=64)  # several rules look at the same place
def words_after(text: str, at: int) -> tuple[Neighbour, ...]:
    """The words from ``at`` on, at most six, in lower case; hyphens and apostrophes part words."""
    found: list[Neighbour] = []
    for _ in range(_MOST):
        match = _AFTER.match(text, at)
        if not match:
            break
        gap, word = match.groups()
        at = match.end()
        found.append(Neighbour(at - len(word), at, word.lower(), gap, word[0].isupper()))
    return tuple(found)


def words_before(text: str, at: int, dotted: frozenset[str] = frozenset()) -> list[Neighbour]:
    """The words that end at ``at`` with at most a space between, the nearest first, in lower case, at most six.

    A full stop ends the row unless the word before it is one of the abbreviations ``dotted``.
    """
    floor = max(0, at - _BACK)
    found: list[Neighbour] = []
    for start, end in [match.span() for match in _WORD.finditer(text, floor, at)][: -_MOST - 1 : -1]:
        gap = text[end:at]
        joined = gap in _GAPS or (len(gap) == 2 and gap.isspace())
        if not joined and (gap.rstrip() != "." or text[start:end].lower() not in dotted):
            break
        if start == floor and start and text[start - 1].isalpha():
            break
        found.append(Neighbour(start, end, text[start:end].lower(), gap, text[start].isupper()))
        at = start
    return found
