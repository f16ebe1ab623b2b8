"""Typed values in running text: where a number with its unit, a date or a name stands, and what stands there instead.

The one seam between the scorers and the reading of figures and dates. Each finder gives every mention of the
fact's kind in a text with its span and whether it ``states`` the fact; those that do not are its rivals. Only what
could stand in the fact's place is a mention: a number of the same unit, a date of at least the same precision.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.document import Span
from agent.mentions.dates import Period, compare_dates, read_dates
from agent.text.canonical import fold
from agent.text.language import detect_language
from agent.text.numbers import read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.text.numbers import Number
    from evals.fact import Fact, NumberValue

_AGREE = frozenset({"equal", "compatible"})
_BEHIND = 40
"""Characters behind a number in which its unit may stand, at most one word between them."""


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """A value of the fact's kind at its place in a text."""

    states: bool


def mentions(fact: Fact, text: str, language: str | None) -> list[Mention]:
    """Every value in ``text`` that could stand in the fact's place, in order; none for names and phrases.

    ``language`` (ISO 639-1) is the text's, where it is known.
    """
    if fact.number is not None:
        return list(_numbers(fact.number, text, language))
    if fact.date is not None:
        return list(_dates(fact.date, text, language))
    return []


def _numbers(wanted: NumberValue, text: str, language: str | None) -> Iterator[Mention]:
    for number in read_numbers(text, language):
        end = _unit_end(number, text, wanted.units)
        if end is not None:
            yield Mention(number.start, end, _near(number, wanted))


def _near(number: Number, wanted: NumberValue) -> bool:
    value, reach = Decimal(str(wanted.value)), Decimal(str(wanted.reach))
    return any(abs(reading - value) <= reach for reading in number.values)


def _unit_end(number: Number, text: str, units: list[str]) -> int | None:
    """Where a number ends with its unit; ``None`` if it has another or none."""
    if not units:
        return number.end
    before = fold(text[max(0, number.start - 12) : number.start]).rstrip()
    for unit in _all_forms(tuple(units)):
        if before.endswith(unit) and not before[: -len(unit)][-1:].isalnum():
            return number.end
    end = number.end
    for _ in range(3):  # the unit stands here, or one or two words on: 2 million metric tonnes
        found = _starts_with_unit(text, end, units)
        if found is not None:
            return found
        word = re.compile(r"[\s'’-]*[^\W\d_]{1,20}").match(text, end, number.end + _BEHIND)
        if word is None:
            return None
        end = word.end()
    return None


def _starts_with_unit(text: str, start: int, units: list[str]) -> int | None:
    space = re.compile(r"[\s'’-]*").match(text, start)
    start = space.end() if space else start
    for unit in _all_forms(tuple(units)):
        stop = start + len(unit)
        if fold(text[start:stop]) == unit and not (unit[-1].isalnum() and text[stop : stop + 1].isalnum()):
            return stop
    return None


@cache
def _all_forms(units: tuple[str, ...]) -> tuple[str, ...]:
    """The folded forms of these units, the longest first."""
    table: dict[str, list[str]] = tomllib.loads((files("evals") / "data/units.toml").read_text("utf-8"))[
        "units"
    ]
    forms = {fold(form) for unit in units for form in table.get(unit, [unit])}
    return tuple(sorted(forms, key=len, reverse=True))


def _dates(wanted: str, text: str, language: str | None) -> Iterator[Mention]:
    """A date states another that it agrees with at the wanted precision; a year left out is taken as meant.

    What is less precise neither states it nor stands in its place.
    """
    target = _period(wanted)
    for found in read_dates(text, language or detect_language(text)):
        if _as_precise(found, target):
            yield Mention(found.start, found.end, compare_dates(target, found).result in _AGREE)


def _period(wanted: str) -> Period:
    """``2026``, ``2026-03`` or ``2026-03-31`` as a period."""
    year, *rest = (int(part) for part in wanted.split("-"))
    months = rest[:1] or [1, 12]
    days = rest[1:2] or [1, monthrange(year, months[-1])[1]]
    first, last = date(year, months[0], days[0]), date(year, months[-1], days[-1])
    return Period(0, len(wanted), ("year", "month", "day")[len(rest)], first, last)


def _as_precise(found: Period, target: Period) -> bool:
    if target.first is None or target.last is None:
        return False
    if found.yearless is not None:
        (month, day), (last_month, last_day) = found.yearless
        length = 31 * (last_month - month) + last_day - day
        return target.precision != "year" and 0 <= length <= (target.last - target.first).days
    if found.first is None or found.last is None:
        return False
    return found.last - found.first <= target.last - target.first
