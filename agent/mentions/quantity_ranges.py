"""Quantities that belong together: ranges, units said only once, and results of matches, which are none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.mentions.quantity import Interval, Quantity

if TYPE_CHECKING:
    from agent.mentions.amounts import Amount
    from agent.mentions.quantity_words import QuantityWords
    from agent.mentions.surroundings import Surroundings

_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_LONGEST_GAP = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A quantity with what it was made of."""

    quantity: Quantity
    amount: Amount
    around: Surroundings

    @property
    def bare(self) -> bool:
        """Whether nothing says what the number is of."""
        around = self.around
        return not (
            around.unit or around.noun or around.bound or around.bound_after or self.amount.scale != 1
        )


def joined(text: str, parts: list[Part], words: QuantityWords) -> list[Part]:
    """``parts`` with ranges as one, units handed to those that leave them out, and results of matches dropped."""
    found: list[Part] = []
    position = 0
    while position < len(parts):
        one = parts[position]
        other = parts[position + 1] if position + 1 < len(parts) else None
        gap = text[one.quantity.end : other.quantity.start] if other else ""
        if not other or len(gap) > _LONGEST_GAP:
            found.append(one)
            position += 1
            continue
        link = gap.strip().lower()
        whole = _range(one, other, link, words)
        if whole:
            found.append(whole)
            position += 2
        elif gap in _DASHES or gap == ":":
            found.extend(part for part in (one, other) if not (one.bare and other.amount.value < 1000))
            position += 2
        else:
            found.append(_with_unit_of(other, one, link, words))
            position += 1
    return found


def _range(one: Part, other: Part, link: str, words: QuantityWords) -> Part | None:
    """The range from ``one`` to ``other``, if ``link`` and what is before make them one."""
    before = _word_before(one, words)
    linking, *articles = link.split() or [""]
    if not words.articles.issuperset(articles):
        return None
    between = before in words.between and linking in words.range_and
    to = (
        link in words.range_to and not (before in words.change_from and link in words.change_to)
    ) or link in _DASHES
    numbers = one.amount.kind != "ordinal" and other.amount.kind != "ordinal"
    if not (between or to) or not numbers or (other.bare and one.bare and not between):
        return None
    if one.around.unit and other.around.unit and one.around.unit != other.around.unit:
        return None
    low, high = one.quantity.readings[0], other.quantity.readings[0]
    step = one.quantity.step
    if one.amount.scale == 1 and other.amount.scale != 1 and low < high / other.amount.scale:
        low, step = low * other.amount.scale, step * other.amount.scale
    if one.around.unit and not other.around.unit:
        return None
    if low >= high:
        return None
    quantity = replace(
        other.quantity,
        start=one.quantity.start,
        interval=Interval(low, high),
        step=min(step, other.quantity.step),
        readings=(low, high),
        approximate=one.quantity.approximate or other.quantity.approximate,
        cue=one.quantity.cue,
    )
    return Part(quantity, other.amount, other.around)


def _word_before(part: Part, words: QuantityWords) -> str:
    """The nearest word before a number that is no article."""
    row = part.around.before
    place = 1 if len(row) > 1 and row[0].word in words.articles else 0
    return row[place].word if row else ""


def _with_unit_of(other: Part, one: Part, link: str, words: QuantityWords) -> Part:
    """``one`` with the unit of ``other`` if it has none: ``from 6.1 to 5.8 percent``."""
    before = one.around.before[0].word if one.around.before else ""
    lacks = one.quantity.kind == "count" and not one.around.noun and other.around.unit is not None
    if not lacks or before not in words.change_from or link not in words.change_to:
        return one
    quantity = replace(
        one.quantity, kind=other.quantity.kind, unit=other.quantity.unit, per=other.quantity.per
    )
    return Part(quantity, one.amount, one.around)
