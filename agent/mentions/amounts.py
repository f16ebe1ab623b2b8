"""The bare amounts of a text: numbers, shares in words, and ordinals, before anything around them is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from agent.document import Span
from agent.mentions.neighbours import words_after, words_before
from agent.mentions.quantity_words import QuantityWords, quantity_words
from agent.mentions.units import names
from agent.text.number_places import any_of, lowered
from agent.text.number_words import ordinal_value
from agent.text.numbers import read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.mentions.neighbours import Neighbour
    from agent.text.numbers import Number

_HALF = Decimal("0.5")
_ONE = Decimal(1)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,3})(?![\d/.,])")


@dataclass(frozen=True, slots=True)
class Amount(Span):
    """A number at its place with all its readings; ``scale`` is its multiplier, ``step`` the place it is exact to."""

    values: tuple[Decimal, ...]
    kind: Literal["number", "fraction", "ordinal"] = "number"
    scale: Decimal = _ONE

    @property
    def value(self) -> Decimal:
        """The likeliest reading."""
        return self.values[0]


def read_amounts(text: str, language: str) -> list[Amount]:
    """The amounts of ``text``, in order and without overlap."""
    numbers = list(_slashed(text, read_numbers(text, language)))
    ends = {amount.end: amount for amount in numbers}
    special = [found for found in _Parts(text, quantity_words(language), ends).read() if found]
    if not special:
        return numbers
    amounts: list[Amount] = []
    for amount in sorted((*numbers, *special), key=lambda amount: (amount.start, -amount.end)):
        if amounts and amount.start < amounts[-1].end:
            if amount.kind == "number" or amount.end <= amounts[-1].end:
                continue
            amounts.pop()
        amounts.append(amount)
    return amounts


def _slashed(text: str, numbers: Sequence[Number]) -> Iterator[Amount]:
    """``numbers`` with those parted by a slash (``1/3``, ``2 1/2``) as one fraction."""
    pending: Amount | None = None
    skip_to = 0
    for number in numbers:
        if number.start < skip_to:
            continue
        amount = Amount(number.start, number.end, number.values, "number", number.scale)
        match = _SLASHED.match(text, number.start) if text[number.end : number.end + 1] == "/" else None
        if match and 0 < int(match[1]) < int(match[2]) <= 20 and text[number.start - 1 : number.start] != "/":
            part, skip_to = Decimal(match[1]) / Decimal(match[2]), match.end()
            amount = Amount(match.start(), match.end(), (part,), "fraction")
            if pending and pending.scale == 1 and text[pending.end : match.start()] == " ":
                amount = Amount(pending.start, match.end(), (pending.value + part,))
                pending = None
        if pending:
            yield pending
        pending = amount
    if pending:
        yield pending


class _Parts:
    """Reads shares in words, halves of units, and ordinals."""

    def __init__(self, text: str, words: QuantityWords, ends: dict[int, Amount]) -> None:
        self._text = text
        self._words = words
        self._ends = ends
        self._units = names(words.language)

    def read(self) -> Iterator[Amount | None]:
        words = self._words
        for match in _openers(words.language).finditer(lowered(self._text)):
            word, start, end = match[0], match.start(), match.end()
            found: Amount | None = None
            if word in words.denominators or word in words.single:
                found = self._share(start)
            elif word in words.halves:
                found = self._half(start, end)
            if not found and word in words.half_unit:
                found = self._half_unit(start)
            if not found and word in _half_words(words.language):
                found = self._one_and_a_half(start)
            if not found and not self._text[start - 1 : start].isdigit():
                found = self._ordinal(word, start, end)
            yield found

    def _share(self, start: int) -> Amount | None:
        """``two thirds``, ``a quarter of``."""
        row = words_after(self._text, start)
        numerator = self._ends.get(start - 1)
        phrase = self._words.denominators.find(row)
        if numerator and numerator.kind == "number":
            phrase = phrase or self._words.single.find(row)
            if not phrase or numerator.value >= phrase[1] * 4 or self._is_idiom(row):
                return None
            end = row[phrase[0] - 1].end
            return Amount(numerator.start, end, (numerator.value / phrase[1],), "fraction")
        phrase = self._words.single.find(row)
        before = words_before(self._text, start)[:1]
        if not phrase or not before or before[0].word not in self._words.one:
            return None
        if phrase[0] == len(row) or row[phrase[0]].word not in self._words.of:
            return None
        return Amount(before[0].start, row[phrase[0] - 1].end, (1 / phrase[1],), "fraction")

    def _half(self, start: int, end: int) -> Amount | None:
        """``half of the``, not ``the second half of``."""
        row = words_after(self._text, end)
        if not row or row[0].word not in self._words.of:
            return None
        times = self._words.calendar | self._words.months | self._words.decade_before
        if (
            any(word.word in times for word in row[1:3])
            or self._text[row[0].end + 1 : row[0].end + 2].isdigit()
        ):
            return None
        before = words_before(self._text, start)[:1]
        if before and ordinal_value(before[0].word, self._words.language):
            return None
        return Amount(start, end, (_HALF,), "fraction")

    def _half_unit(self, start: int) -> Amount | None:
        """``half an hour``, ``mezzo chilo``: only before a unit."""
        row = words_after(self._text, start)
        phrase = self._words.half_unit.find(row)
        unit = self._units.find(row, phrase[0]) if phrase else None
        if not phrase or not unit:
            return None
        return Amount(start, row[phrase[0] - 1].end, (_HALF,))

    def _one_and_a_half(self, start: int) -> Amount | None:
        """``un an et demi``: the unit stands between one and the half, and is read again later."""
        row = words_before(self._text, start)[:3]
        if len(row) < 3 or row[2].word not in self._words.one or not self._units.find(row[1:2]):
            return None
        half = self._words.half_after.find([row[0], *words_after(self._text, start)])
        return Amount(row[2].start, row[2].end, (_ONE,)) if half else None

    def _ordinal(self, word: str, start: int, end: int) -> Amount | None:
        value = self._words.ordinals.get(word) or ordinal_value(word, self._words.language)
        capital = self._text[start].isupper()
        if not value:
            return None
        tens = self._ends.get(start - 1)
        if tens and self._text[start - 1] == "-" and value < 10 <= tens.value and tens.value % 10 == 0:
            start, value = tens.start, value + int(tens.value)
        before = words_before(self._text, start)[:1]
        row = words_after(self._text, start)
        if len(row) < 2 or self._is_idiom(row) or row[1].gap not in (" ", "\u00a0", "\n"):
            return None
        cued = bool(before) and before[0].word in self._words.ordinal_cues
        if not (cued or (capital and not before)) or (capital and before):
            return None
        if self._words.noun_capital and not (row[1].capital or (len(row) > 2 and row[2].capital)):
            return None
        stopped = row[1].word in self._words.stops or row[1].word in self._words.calendar
        return None if stopped else Amount(start, end, (Decimal(value),), "ordinal")

    def _is_idiom(self, row: Sequence[Neighbour]) -> bool:
        return self._words.idioms.find(row) is not None


@lru_cache(maxsize=8)
def _half_words(language: str) -> frozenset[str]:
    from agent.mentions.units import table

    return frozenset(phrase.split()[-1] for phrase in table(language)["parts"]["half_after"])


@lru_cache(maxsize=8)
def _openers(language: str) -> re.Pattern[str]:
    words = quantity_words(language)
    whole = {*words.denominators, *words.single, *words.halves, *words.half_unit, *_half_words(language)}
    either = f"(?:{any_of(whole)}(?![^\\W_])|{any_of(words.ordinal_openers)}[^\\W\\d_]*+)"
    return re.compile(rf"(?<![^\W_]){either}")
