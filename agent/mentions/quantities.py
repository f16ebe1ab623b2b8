"""Quantities in running text: amounts with their units, what they count, and the words that bound them.

The way of a quantity: numbers, shares in words and ordinals (`agent.mentions.amounts`), then what stands around each
(`agent.mentions.surroundings`), then what is no quantity is left out (`agent.mentions.not_quantities`), then ranges and
units said only once are put together.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.mentions.amounts import Amount, read_amounts
from agent.mentions.not_quantities import is_other
from agent.mentions.quantity import Interval, Quantity
from agent.mentions.quantity_ranges import Part, joined
from agent.mentions.quantity_words import TABLED, QuantityWords, quantity_words
from agent.mentions.surroundings import look_around
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.mentions.quantity import Kind
    from agent.mentions.surroundings import Surroundings

_TELEPHONE = re.compile(r"\d[ \u00a0\u202f-]\d")
_SUFFIX = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|e|ème|ère|te|de|º|ª)\Z")
_ORDINAL_SIGN = re.compile(r"\.?[ºª°]")
_TEN = Decimal(10)
_ONE = Decimal(1)
_POINTS = frozenset({"percentage-point", "basis-point"})


def read_quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of ``text`` in order and without overlap; none in a language without tables.

    ``language`` (ISO 639-1) is one of en, de, it, fr, es. Dates, times of day, ``three days ago``, numbers of rooms and
    the like, names, telephone numbers, results of matches and the words for 1 as articles are left out. Linear in the
    text's length.
    """
    if language not in TABLED:
        return []
    found: list[Quantity] = []
    for part in joined(text, list(_parts(text, language)), quantity_words(language)):
        # A sign between two figures belongs to the one before it.
        if not found or part.quantity.start >= found[-1].end:
            found.append(part.quantity)
    return found


def _parts(text: str, language: str) -> Iterator[Part]:
    words = quantity_words(language)
    amounts = read_amounts(text, language)
    numbers = {amount.start: amount for amount in amounts}
    used = -1
    for index, amount in enumerate(amounts):
        if amount.start == used or _in_telephone(text, amounts, index):
            continue
        amount = _as_ordinal(text, amount, words)  # noqa: PLW2901  # the same amount, better known
        around = look_around(text, amount, words, numbers)
        used = around.consumed if around.consumed >= 0 else used
        if is_other(text, amount, around, words):
            continue
        quantity = _quantity(text, amount, around, language)
        yield Part(quantity, amount, around)


def _in_telephone(text: str, amounts: list[Amount], index: int) -> bool:
    """Whether an amount is a figure with nothing but a space between it and another."""
    amount = amounts[index]
    if index + 1 < len(amounts):
        following = amounts[index + 1]
        if following.start - amount.end == 1 and _TELEPHONE.match(text, amount.end - 1):
            return text[amount.end] != "-"
    if not index:
        return False
    before = amounts[index - 1]
    if amount.start - before.end != 1 or not _TELEPHONE.match(text, before.end - 1):
        return False
    return text[before.end] != "-" and before.end - before.start != 4


def _as_ordinal(text: str, amount: Amount, words: QuantityWords) -> Amount:
    """``amount`` as an ordinal if its form makes it one: ``4th``, ``3.º``, German ``3.`` before its noun."""
    if amount.kind != "number" or amount.scale != 1:
        return amount
    end = amount.end
    if _SUFFIX.search(text, amount.start, end):
        return Amount(amount.start, end, amount.values[:1], "ordinal")
    sign = _ORDINAL_SIGN.match(text, end)
    if sign and text[end - 1].isdigit() and re.match(r"[ \u00a0]?[^\W\d_]{3}", text[sign.end() :][:4]):
        return Amount(amount.start, sign.end(), amount.values[:1], "ordinal")
    if words.ordinal_dot and text[end : end + 2] == ". " and text[amount.start : end].isdigit():
        noun = re.match(r"\w+", text[end + 2 : end + 40])
        known = lexicon(words.language)
        before = re.search(r"(\w+) \Z", text[max(0, amount.start - 20) : amount.start])
        cued = before is not None and before[1].lower() in known.ordinal_cues
        if noun and noun[0][0].isupper() and (cued or noun[0].lower() in known.ordinal_nouns):
            return Amount(amount.start, end + 1, amount.values[:1], "ordinal")
    return amount


def _kind(amount: Amount, around: Surroundings) -> Kind:
    if amount.kind != "number":
        return amount.kind
    if around.unit is None:
        return "count"
    if around.unit.money:
        return "money"
    if around.unit.name == "percent":
        return "percent"
    return "point" if around.unit.name in _POINTS else "measure"


def _quantity(text: str, amount: Amount, around: Surroundings, language: str) -> Quantity:
    part = around.unit.part if around.unit else _ONE
    values = _readings(text, amount, language)
    if around.half_more:
        values = tuple(value + Decimal("0.5") * amount.scale for value in values)
    if around.negative:
        values = tuple(-value for value in values)
    values = tuple(value * part for value in values)
    interval, approximate = _bounded(values[0], around)
    if amount.kind == "number" and amount.scale != 1:
        last = amount.of(text).split()[-1].lower()
        approximate = approximate or last in quantity_words(language).loose_scales
    return Quantity(
        around.start,
        around.end,
        language=language,
        kind=_kind(amount, around),
        interval=interval,
        step=_step(amount) * part,
        readings=values,
        unit=around.unit.name if around.unit else None,
        per=around.per,
        approximate=approximate,
        counts=around.noun,
        cue=around.cue,
    )


def _readings(text: str, amount: Amount, language: str) -> tuple[Decimal, ...]:
    """The readings that the form leaves open: one mark of grouping that is the language's own leaves none."""
    values = amount.values
    if len(values) > 1 and values[0] == values[1] * 1000 and _decimal_mark(language) not in amount.of(text):
        return values[:1]
    return values


def _decimal_mark(language: str) -> str:
    return lexicon(language).numbers.decimal or "."


def _bounded(value: Decimal, around: Surroundings) -> tuple[Interval, bool]:
    """The interval that bounding words make of ``value``, and whether they say it is about right."""
    bound = around.bound or around.bound_after
    about = "about" in (around.bound, around.bound_after)
    if around.bound == "about" and around.bound_after:
        bound = around.bound_after
    if bound == "at_least":
        return Interval(value, None), about
    if bound == "over":
        return Interval(value, None, includes_low=False), about
    if bound == "at_most":
        return Interval(None, value), about
    if bound == "under":
        return Interval(None, value, includes_high=False), about
    if bound == "nearly":
        return Interval(None, value, includes_high=False), True
    if bound == "just_over":
        return Interval(value, None, includes_low=False), True
    return Interval.point(value), about


def _step(amount: Amount) -> Decimal:
    """The place value the form vouches for.

    The last decimal, times the multiplier. Zeros at the end of a whole number from 1,000 on may be rounding,
    but no figure counts as rounded to fewer than two digits.
    """
    value = abs(amount.value)
    if amount.kind == "fraction" or not value:
        return Decimal("0.001") if amount.kind == "fraction" else _ONE
    bare = value if amount.scale == 1 else (value / amount.scale).normalize()
    exponent = min(0, int(bare.as_tuple().exponent))
    written = _TEN**exponent * amount.scale
    two_digits = _TEN ** (value.adjusted() - 1)
    if amount.scale != 1:
        return min(written, two_digits)
    if value < 1000 or exponent:
        return written
    digits = str(int(value))
    return min(_TEN ** (len(digits) - len(digits.rstrip("0"))), two_digits)
