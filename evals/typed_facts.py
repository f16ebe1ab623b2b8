"""Typed values in running text: where a number with its unit, a date or a name stands, and what stands there instead.

The one seam between the scorers and the reading of figures and dates. Each finder gives every mention of the
fact's kind in a text with its span and whether it ``states`` the fact; those that do not are its rivals. Only what
could stand in the fact's place is a mention: a number of the same unit, a date of at least the same precision.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.corpus.languages import tables_for
from agent.document import Span
from agent.text.canonical import fold
from agent.text.numbers import read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.text.numbers import Number
    from evals.fact import Fact, NumberValue

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
        return list(_dates(fact.date, text))
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


@dataclass(frozen=True, slots=True)
class _Date(Span):
    """A date as written: what it leaves out is ``None``."""

    year: int | None
    month: int | None
    day: int | None


def _dates(wanted: str, text: str) -> Iterator[Mention]:
    """A date states another where every part of the wanted precision agrees; a year left out is taken as meant.

    A month's name alone is no rival: it may be of any year, or a verb.
    """
    parts = [int(part) for part in wanted.split("-")]
    for date in _read_dates(text):
        found = [date.year, date.month, date.day][: len(parts)]
        if found[-1] is None:
            continue
        agree = all(seen is None or seen == part for seen, part in zip(found, parts, strict=True))
        if agree or date.year or date.day:
            yield Mention(date.start, date.end, agree)


def _read_dates(text: str) -> Iterator[_Date]:
    for found in _date_pattern().finditer(text):
        groups = found.groupdict()
        year = next((groups[name] for name in ("iy", "ny", "dy", "my", "y") if groups[name]), None)
        month = _month(groups)
        if groups["mw"] and not (year or groups["md"]) and not _clearly_a_month(groups["mw"]):
            continue
        day = next((groups[name] for name in ("id", "nd", "dd", "md") if groups[name]), None)
        if month is not None and not 1 <= month <= 12:
            continue
        yield _Date(found.start(), found.end(), *(int(part) if part else None for part in (year, month, day)))


def _clearly_a_month(word: str) -> bool:
    """Whether a month's name that stands alone is one: neither an abbreviation nor a verb (``may``, ``march``)."""
    english = {name for names in tables_for("en")[0].dates.months for name in names}
    return len(word) > 2 and (word[0].isupper() or (len(word) > 3 and word not in english))


def _month(groups: dict[str, str | None]) -> int | None:
    figures = groups["im"] or groups["nm"]
    if figures:
        return int(figures)
    word = groups["dw"] or groups["mw"]
    return _months()[word.casefold()] if word else None


@cache
def _months() -> dict[str, int]:
    """Month names of every language to their numbers."""
    return {
        name.casefold(): number
        for table in tables_for(None)
        for number, names in enumerate(table.dates.months, start=1)
        for name in names
    }


@cache
def _date_pattern() -> re.Pattern[str]:
    """ISO dates, ``31.3.2026``, ``31 March 2026``, ``March 31, 2026``, ``Ende März``, and years alone."""
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    small, year = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[5-9]|2[01])\d\d"
    of = r"(?:\s(?:of|de|del|di))?\s"
    return re.compile(
        rf"(?<![\w.,-])(?:"
        rf"(?P<iy>{year})-(?P<im>\d\d)(?:-(?P<id>\d\d))?"
        rf"|(?P<nd>{small})[./](?P<nm>0?[1-9]|1[0-2])[./](?P<ny>{year})"
        rf"|(?P<dd>{small})(?:\.|st|nd|rd|th|º|er|°)?{of}(?P<dw>{month})\b\.?(?:,?{of}(?P<dy>{year}))?"
        rf"|(?P<mw>{month})\b\.?(?:\s(?P<md>{small})(?:st|nd|rd|th)?(?!\w))?(?:,?{of}(?P<my>{year}))?"
        rf"|(?P<y>{year})"
        rf")(?![\w-]|[.,]\d)",
        re.IGNORECASE,
    )
