"""Figures in their surroundings: the sign before them and what is glued to their end."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.text.lexicon import decimals, shared
from agent.text.number_reading import Reading
from agent.text.numerals import readings

if TYPE_CHECKING:
    from agent.text.tokens import Token, TokenSequence

_SIGNS = "-−–"
_BEFORE_SIGN = (" ", "\t", "\n", "\r", "\u00a0", "\u202f", "(", "[", "{", "/", ":", '"', "“", "„", "«")


def read_figure(row: TokenSequence, position: int, language: str | None) -> Reading | None:
    """The number that begins with the figure at ``position``; ``None`` if it is no single number."""
    token = row[position]
    figure = row.text[token.start : token.end]
    values = readings(figure, language)
    if not values:
        return None
    start = token.start
    if _is_fraction_of_one(row.text, token):
        start, values = start - 1, (Decimal(f"0.{figure}"),)
    elif _is_signed(row.text, start):
        start, values = start - 1, tuple(-value for value in values)
    return _with_suffix(row.text, token, Reading(start, token.end, values, position + 1))


def _is_fraction_of_one(text: str, token: Token) -> bool:
    """Whether a decimal point without a digit before it opens the figure, as in ``.5``."""
    before = text[max(0, token.start - 2) : token.start]
    return (
        before[-1:] == "."
        and before[:-1] in ("", *_BEFORE_SIGN)
        and text[token.start : token.end].isdecimal()
    )


def _is_signed(text: str, start: int) -> bool:
    """Whether a minus stands before a figure, rather than the dash of a range or a compound."""
    if not start or text[start - 1] not in _SIGNS:
        return False
    before = text[max(0, start - 4) : start - 1]
    return not before or (before[-1] in _BEFORE_SIGN and not before.rstrip()[-1:].isdecimal())


def _with_suffix(text: str, token: Token, reading: Reading) -> Reading:
    suffix, table = token.suffix, shared()["suffixes"]
    if not suffix:
        return reading
    end = token.end + len(suffix)
    if suffix in table["ordinal"].split():
        return Reading(reading.start, end, reading.values, reading.after + 1)
    if suffix in table["fractions"].split():
        return reading.plus(Decimal(unicodedata.numeric(suffix)), end=end, tokens=1)
    scale = _glued_scales().get(suffix)
    if scale is None:
        return reading
    scaled = reading.times((scale,), end=end)
    if suffix in table["measure"].split() and not _has_currency(text, reading.start, end):
        return Reading(scaled.start, end, (*scaled.values, *reading.values), scaled.after, scale)
    return scaled


def _has_currency(text: str, start: int, end: int) -> bool:
    beside = text[max(0, start - 2) : start].strip() + text[end : end + 2].strip()
    return any(sign in beside for sign in shared()["suffixes"]["currency"].split())


@lru_cache(maxsize=1)
def _glued_scales() -> dict[str, Decimal]:
    return decimals(shared()["scales"]["glued"])
