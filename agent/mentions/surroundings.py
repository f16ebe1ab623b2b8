"""What stands around an amount: its unit and what that is per, the noun it counts, the words that bound it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.document import Span
from agent.mentions.counted_nouns import counted_noun, is_plural
from agent.mentions.neighbours import Neighbour, words_after, words_before
from agent.mentions.units import (
    Unit,
    money_pattern,
    money_signs,
    names,
    per_pattern,
    symbol_pattern,
    symbols,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.amounts import Amount
    from agent.mentions.quantity_words import Bound, QuantityWords

_FIGURE = re.compile(r"[ \u00a0]\d")
_BASES = frozenset(Decimal(10) ** power for power in range(2, 7))  # rates are per 100, per 100,000 …
_TEMPERATURES = frozenset({"celsius", "fahrenheit"})
_MONEY_BACK = 6


@dataclass(slots=True)
class Surroundings:
    """What was found around an amount.

    ``after`` is the offset behind it, its unit and its noun; ``consumed`` the start of another number that belongs to
    this one (``per 100,000``), -1 without one.
    """

    start: int
    end: int
    after: int
    before: list[Neighbour]
    unit: Unit | None = None
    half_more: bool = False
    per: str | None = None
    consumed: int = -1
    noun: str | None = None
    plural: bool = False
    bound: Bound | None = None
    bound_after: Bound | None = None
    cue: Span | None = None
    negative: bool = False
    words: tuple[Neighbour, ...] = ()


def look_around(text: str, amount: Amount, words: QuantityWords, numbers: dict[int, Amount]) -> Surroundings:
    """The surroundings of ``amount``; ``numbers`` are the text's amounts by their start."""
    found = _Look(text, amount, words, numbers)
    found.money_before()
    found.unit_after()
    found.per_after()
    found.counted()
    found.bounds()
    return found.around


class _Look:
    def __init__(self, text: str, amount: Amount, words: QuantityWords, numbers: dict[int, Amount]) -> None:
        self._text = text
        self._amount = amount
        self._words = words
        self._numbers = numbers
        self._names = names(words.language)
        self.around = Surroundings(amount.start, amount.end, amount.end, [])

    def money_before(self) -> None:
        around, text = self.around, self._text
        at = around.start
        last = text[at - 1 : at]
        if last in (" ", "\u00a0", "\u202f"):
            last = text[at - 2 : at - 1]
        if last and (not last.isalnum() or last.isupper()) and last not in ",;:!?()\"'-–":
            match = money_pattern().search(text, max(0, at - _MONEY_BACK), at)
            if match and self._amount.kind == "number":
                around.unit = money_signs()[match[1]]
                around.start = match.start()

    def unit_after(self) -> None:
        around = self.around
        if self._amount.kind == "ordinal":
            return
        following = self._text[around.end : around.end + 2].strip()
        if following and not following[0].isalnum() and following[0] not in "%‰€$£¥°º₽₹₩₺₴₪-‐‑'’/":
            return
        if self._symbol():
            return
        row = words_after(self._text, around.end)
        if not row:
            return
        half = self._words.half_after.find(row)
        if half and self._names.find(row, half[0]):
            around.half_more = True
            row = row[half[0] :]
        at = 1 if row[0].word in self._words.links and len(row) > 1 and self._takes_link() else 0
        name = self._names.find(row, at)
        if not name or (around.unit and not name[1].money) or (name[1].name == "celsius" and at):
            around.words = row
            return
        length, around.unit = name
        around.unit = self._weighed(around.unit, row[at].word)
        around.end = row[at + length - 1].end
        self._half_more(row, at + length)

    def _half_more(self, row: Sequence[Neighbour], at: int) -> None:
        half = self._words.half_after.find(row, at)
        if half:
            self.around.half_more = True
            self.around.end = row[at + half[0] - 1].end

    def _takes_link(self) -> bool:
        last = self._text[self._amount.end - 1]
        return last == "." or (last.isalpha() and self._amount.scale != 1)

    def _weighed(self, unit: Unit, word: str) -> Unit:
        """Pounds are money unless words before them speak of weight."""
        if word != "pounds" or not self._words.weight_cues:
            return unit
        before = self._before()
        return Unit("pound") if any(one.word in self._words.weight_cues for one in before[:4]) else unit

    def _symbol(self) -> bool:
        around = self.around
        if around.unit:
            match = per_pattern().match(self._text, around.end)
            if match:
                around.per, around.end = table("units")["per_symbols"][match[1]], match.end()
            return match is not None
        match = symbol_pattern().match(self._text, around.end)
        if not match:
            return False
        sign = match[1]
        unit = symbols()[sign]
        if match[0][0] == "-" and (unit.money or len(sign) == 1) and sign != "%":
            return False
        around.unit, around.end = unit, match.end()
        if match[2]:
            around.per = table("units")["per_symbols"][match[2]]
        return True

    def per_after(self) -> None:
        """``a month`` behind a unit; ``per 100,000 inhabitants`` behind unit or noun."""
        around = self.around
        if around.unit and around.unit.per:
            around.per = around.unit.per
        if around.per or not around.unit:
            return
        around.words = words_after(self._text, around.end)
        self._per(extend=True)

    def _per(self, *, extend: bool) -> None:
        around, words = self.around, self._words
        row = around.words
        for phrases, any_word in ((words.per_any, True), (words.per_unit, False)):
            phrase = phrases.find(row)
            if not phrase:
                continue
            unit = self._names.find(row, phrase[0])
            if unit and not unit[1].money and (any_word or not unit[1].per):
                end = row[phrase[0] + unit[0] - 1].end
                if not _FIGURE.match(self._text, end):  # ``im Jahr 1970``
                    self._set_per(unit[1].name, end, extend=extend)
                return
            if any_word and phrase[0] < len(row) and self._is_single(row[phrase[0]]):
                self._set_per(row[phrase[0]].word, row[phrase[0]].end, extend=extend)
                return
        phrase = words.per_figure.find(row)
        number = self._numbers.get(row[phrase[0] - 1].end + 1) if phrase else None
        if number and number.kind == "number" and number.value in _BASES:
            thing = words_after(self._text, number.end)
            counted = f" {thing[0].word}" if thing and thing[0].word not in words.stops else ""
            around.consumed = number.start
            self._set_per(f"{number.value:f}{counted}", thing[0].end if counted else number.end, extend=False)

    def _set_per(self, per: str, end: int, *, extend: bool) -> None:
        self.around.per = per
        self.around.after = end
        if extend:
            self.around.end = end

    def _is_single(self, word: Neighbour) -> bool:
        """Whether a noun can be what something is per, rather than why or for what something is."""
        if word.word in self._words.stops or word.gap not in (" ", "\u00a0"):
            return False
        if self._words.per_nouns:
            return word.word in self._words.per_nouns
        return word.capital or not self._words.noun_capital

    def counted(self) -> None:
        """The noun the amount belongs to, and what stands behind it."""
        around = self.around
        around.after = max(around.after, around.end)
        if around.unit and around.unit.money:
            return
        row = words_after(self._text, around.end)
        noun = counted_noun(self._text, self._amount, around.unit, row, self._words)
        noun = noun or self._counted_by_another(row)
        if noun is None:
            around.words = row
            if not around.unit:
                self._per(extend=False)
            return
        around.noun, around.plural = noun.word, is_plural(noun, self._words)
        around.after = max(around.after, noun.end)
        if not around.per:
            around.words = words_after(self._text, noun.end)
            self._per(extend=False)

    def _counted_by_another(self, row: Sequence[Neighbour]) -> Neighbour | None:
        """The noun of ``a third of the 640 delegates``."""
        linked = len(row) in (1, 2) and row[0].word in self._words.of and self._amount.kind == "fraction"
        other = self._numbers.get(row[-1].end + 1) if linked else None
        if other is None:
            return None
        return counted_noun(self._text, other, None, words_after(self._text, other.end), self._words)

    def _before(self) -> list[Neighbour]:
        if not self.around.before:
            self.around.before = words_before(self._text, self.around.start, self._words.dotted)
        return self.around.before

    def bounds(self) -> None:
        """Words that bound the amount or say it is about right, before it or behind it and its noun."""
        around, words = self.around, self._words
        before = self._before()
        if self._is_negative(before):
            around.negative, around.start = True, before[0].start
            before = before[1:]
        self._bound_before(before)
        for at in dict.fromkeys((around.end, around.after)):
            row = words_after(self._text, at)
            below = words.negative_after.find(row)
            if below and self._amount.value > 0:
                zero = row[below[0] - 1]
                around.negative, around.end, around.consumed = True, zero.end, zero.start
                continue
            after = words.bounds_after.find(row)
            if after:
                around.bound_after = after[1]
                around.cue = around.cue or Span(row[0].start, row[after[0] - 1].end)
                break

    def _bound_before(self, before: list[Neighbour]) -> None:
        """A bounding phrase right before the amount, or before its article."""
        if not before:
            return
        words, row = self._words, before
        if row[0].word in words.contractions:
            row = [row[0]._replace(word=words.contractions[row[0].word]), *row[1:]]
        at = 0
        phrase = words.bounds_before.find(row)
        if not phrase and row[0].word in words.articles:
            at, phrase = 1, words.bounds_before.find(row, 1)
        if phrase:
            self.around.bound = phrase[1]
            self.around.cue = Span(row[at + phrase[0] - 1].start, row[at].end)

    def _is_negative(self, before: list[Neighbour]) -> bool:
        """Whether a word makes the amount negative; other meanings of these words are set aside."""
        if not before or before[0].word not in self._words.negative_before or self._amount.value <= 0:
            return False
        degrees = self.around.unit is not None and self.around.unit.name in _TEMPERATURES
        return degrees and self._words.bounds_before.find(before) is None
