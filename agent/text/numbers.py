"""Numbers in running text, in figures and in words, with their exact spans and all their readings.

The way of a number: tokens, then the reading of its figure or its words, then the scale words behind it
(``12,5 mila``, ``2,5 Mrd.``), which multiply. Percent signs, currencies and units stay outside.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.document import Span
from agent.text.figures import read_figure
from agent.text.lexicon import TABLED, NumberWords, decimals, lexicon, shared
from agent.text.number_places import neighbourhoods
from agent.text.number_reading import Reading
from agent.text.number_words import READABLE, NumberWordReader, is_number_word
from agent.text.numerals import separate
from agent.text.tokens import TokenSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE = Decimal(1)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Number(Span):
    """A number at its place.

    ``values`` are its readings, the likeliest first; there is always one. ``scale`` is the product of the scale words
    it ends with (1,000,000 in ``2.5 million``), 1 without one.
    """

    values: tuple[Decimal, ...]
    scale: Decimal = _ONE

    @property
    def value(self) -> Decimal:
        """The likeliest reading."""
        return self.values[0]


def read_numbers(text: str, language: str | None = None) -> list[Number]:
    """The numbers of ``text``, in order and without overlap.

    ``language`` (ISO 639-1) decides between readings (``12.500``, ``billion``) and lets numbers in words be
    read; without it only figures are, with the scale words of all languages. Digits in names (``GPT4``,
    ``v1.5``) are no numbers, nor are ordinals in words and the words for 1. Linear in the text's length.
    """
    return list(_Reader(text, language).numbers())


def same_number(one: Number, other: Number) -> bool:
    """Whether two numbers have the same value.

    The likeliest readings count. Where both leave a choice, as ``12,500`` and ``12.500`` in texts of
    different languages, it is enough that the likeliest reading of one is possible for the other.
    """
    if one.value == other.value:
        return True
    both_open = len(one.values) > 1 and len(other.values) > 1
    return both_open and (one.value in other.values or other.value in one.values)


class _Reader:
    """One pass over a text's tokens."""

    def __init__(self, text: str, language: str | None) -> None:
        self._row = TokenSequence(text, neighbourhoods(text, language))
        self._language = language
        self._words = lexicon(language).numbers if language else NumberWords()
        self._spelled = NumberWordReader(self._row, language) if language in READABLE else None
        self._scales = _scales(language)

    def numbers(self) -> Iterator[Number]:
        position = 0
        while position < len(self._row):
            if self._row[position].kind == "word":
                found = self._in_words(position)
            else:
                found = read_figure(self._row, position, self._language)
                if not found:
                    yield from self._separate(position)
            if found:
                found = self._scaled(found)
                yield Number(found.start, found.end, tuple(map(_plain, found.values)), found.scale or _ONE)
            position = found.after if found else position + 1

    def _separate(self, position: int) -> Iterator[Number]:
        token = self._row[position]
        for (start, end), value in separate(self._row.text[token.start : token.end], token.start):
            yield Number(start, end, (value,))

    def _in_words(self, position: int) -> Reading | None:
        token = self._row[position]
        word = self._row.word(position)
        if not _may_begin(word, self._language):
            return None
        if word in _fractions():
            return Reading(token.start, token.end, (_fractions()[word],), position + 1)
        if word in self._words.words:
            return Reading(token.start, token.end, (self._words.words[word],), position + 1)
        half = self._row.phrase(position, self._words.half_before)
        if half and self._is_scale(position + half):
            return Reading(token.start, self._row[position + half - 1].end, (_HALF,), position + half)
        reading = self._spelled.read(position) if self._spelled else None
        if reading:
            scale = self._scales.get(self._row.word(reading.after - 1), (None,))[0]
            return Reading(reading.start, reading.end, reading.values, reading.after, scale)
        if word in self._words.one and self._is_scale(position + 1):
            return Reading(token.start, token.end, (Decimal(1),), position + 1)
        return None

    def _scaled(self, reading: Reading) -> Reading:
        """``reading`` times the scale words behind it, and a half more where words say so."""
        half = self._half_after(reading)
        if half and self._is_scale(reading.after + half):
            reading = reading.plus(_HALF, end=self._row[reading.after + half - 1].end, tokens=half)
        while self._row.follows(reading.after):
            scales = self._scales.get(self._row.word(reading.after)) or self._scale_of_money(reading.after)
            if not scales:
                break
            reading = reading.times(scales, end=self._scale_end(reading.after))
        half = self._half_after(reading)
        if half and reading.scale:
            return reading.plus(
                _HALF * reading.scale, end=self._row[reading.after + half - 1].end, tokens=half
            )
        return reading

    def _half_after(self, reading: Reading) -> int:
        after = reading.after
        return self._row.phrase(after, self._words.half_after) if self._row.follows(after) else 0

    def _is_scale(self, position: int) -> bool:
        return self._row.follows(position) and self._row.word(position) in self._scales

    def _scale_of_money(self, position: int) -> tuple[Decimal, ...]:
        """The scale of a short form that is one only before a currency sign (``4 M€``)."""
        token = self._row[position]
        if self._row.text[token.end : token.end + 1] not in shared()["suffixes"]["currency"].split():
            return ()
        scale = shared()["scales"]["before_currency"].get(self._row.text[token.start : token.end])
        return (Decimal(scale),) if scale else ()

    def _scale_end(self, position: int) -> int:
        """Where a scale word ends: after its full stop if it is an abbreviation that has one."""
        end = self._row[position].end
        dotted = self._row.word(position) in shared()["suffixes"]["dotted"].split()
        return end + 1 if dotted and self._row.text[end : end + 1] == "." else end


def _plain(value: Decimal) -> Decimal:
    """``value`` without an exponent: ``350000``, not ``3.50E+5``."""
    return Decimal(int(value)) if value == value.to_integral_value() else value


@lru_cache(maxsize=65_536)
def _may_begin(word: str, language: str | None) -> bool:
    """Whether a number can begin with ``word`` (lower case)."""
    words = lexicon(language).numbers if language else NumberWords()
    return (
        word in _fractions()
        or word in words.words
        or word in words.one
        or any(phrase[0] == word for phrase in words.half_before)
        or (language in READABLE and is_number_word(word, str(language)))
    )


@lru_cache(maxsize=1)
def _fractions() -> dict[str, Decimal]:
    return {sign: Decimal(unicodedata.numeric(sign)) for sign in shared()["suffixes"]["fractions"].split()}


@lru_cache(maxsize=16)
def _scales(language: str | None) -> dict[str, tuple[Decimal, ...]]:
    """The values of every scale word; those of ``language`` alone for its own words."""
    scales: dict[str, tuple[Decimal, ...]] = {
        word: (value,) for word, value in decimals(shared()["scales"]["spaced"]).items()
    }
    for name in TABLED:
        for word, value in lexicon(name).numbers.scales.items():
            scales[word] = tuple(dict.fromkeys((*scales.get(word, ()), value)))
    if language:
        scales.update({word: (value,) for word, value in lexicon(language).numbers.scales.items()})
    return scales
