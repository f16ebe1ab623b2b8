"""The words next to a place in a text, as long as no punctuation comes between."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"([ \t\r\n\u00a0\u2009\u202f]{1,2}|[-‐‑'’]|)([^\W\d_]+)")
_GAPS = frozenset(" -‐‑'’\u00a0\u202f\u2009\n\t")
_BACK = 56


class Neighbour(NamedTuple):
    """A word of letters at ``start`` to ``end``, ``gap`` being what parts it from what is before."""

    start: int
    end: int
    word: str
    gap: str
    capital: bool


def words_after(text: str, at: int, limit: int = 6) -> list[Neighbour]:
    """The words from ``at`` on, at most ``limit``, in lower case; hyphens and apostrophes part words."""
    found: list[Neighbour] = []
    while len(found) < limit:
        match = _AFTER.match(text, at)
        if not match:
            break
        gap, word = match.groups()
        at = match.end()
        found.append(Neighbour(at - len(word), at, word.lower(), gap, word[0].isupper()))
    return found


def words_before(text: str, at: int, dotted: frozenset[str]) -> list[Neighbour]:
    """The words that end at ``at`` with at most a space between, the nearest first, in lower case.

    A full stop ends the row unless the word before it is one of the abbreviations ``dotted``.
    """
    floor = max(0, at - _BACK)
    places = [match.span() for match in _WORD.finditer(text, floor, at)]
    found: list[Neighbour] = []
    for start, end in reversed(places):
        gap = text[end:at]
        word = text[start:end].lower()
        joined = gap in _GAPS or (len(gap) == 2 and gap.isspace())
        if not joined and not (gap.rstrip() == "." and word in dotted):
            break
        if start == floor and start and text[start - 1].isalpha():
            break
        found.append(Neighbour(start, end, word, gap, text[start].isupper()))
        at = start
    return found
