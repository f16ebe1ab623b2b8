"""Periods that hang on the day a document was published."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.mentions.dates.calendar import (
    SEASONS,
    Days,
    add_months,
    century_days,
    half_days,
    month_days,
    quarter_days,
    season_days,
    week_days,
    years,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NEAR = 7  # days around its publication that a text calls by their weekday alone


@dataclass(frozen=True, slots=True)
class Published:
    """The day a document was published; ``precision`` says how much of ``day`` is known: 1 year, 2 month, 3 day."""

    day: datetime.date
    precision: int


def published_on(written: str | None) -> Published | None:
    """An ISO 8601 date at the precision known; ``None`` for nothing or no such date."""
    found = _ISO.match(written or "")
    if found is None:
        return None
    try:
        day = datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return Published(day, 3 if found[3] else 2 if found[2] else 1)


def day_at(published: Published | None, offset: int) -> Days | None:
    """The day ``offset`` days after publication."""
    if published is None or published.precision < 3:
        return None
    return _moved(published.day, offset)


def unit_at(published: Published | None, unit: str, offset: int) -> Days | None:
    """The week, month, … ``offset`` after the one of publication; ``None`` where that is not known."""
    needed, reckon = _UNITS[unit]
    if published is None or published.precision < needed:
        return None
    try:
        return reckon(published.day, offset)
    except (ValueError, OverflowError):
        return None


def month_at(published: Published | None, month: int, offset: int) -> Days | None:
    """The last (-1), this year's (0) or next (1) month of that number."""
    if published is None or published.precision < (2 if offset else 1):
        return None
    year = published.day.year
    if offset > 0:
        year += month <= published.day.month
    if offset < 0:
        year -= month >= published.day.month
    return month_days(year, month)


def season_at(published: Published | None, season: str, offset: int) -> Days | None:
    """The last (-1), this year's (0) or next (1) season."""
    if published is None or published.precision < (3 if offset else 1):
        return None
    year = published.day.year
    (month, day), _ = SEASONS[season]
    if offset > 0:
        year += datetime.date(year, month, day) <= published.day
    if offset < 0:
        ends = season_days(year - (season == "winter"), season, crosses=True)[1]
        year -= (ends >= published.day) + (season == "winter")
    return season_days(year, season, crosses=offset != 0)


def weekday_at(published: Published | None, weekday: int, offset: int) -> Days | None:
    """The last such weekday before publication (-1), that of the same week (0), or the next one after it (1)."""
    if published is None or published.precision < 3:
        return None
    away = (weekday - published.day.weekday()) % 7
    if offset == 0:
        return _moved(published.day, weekday - published.day.weekday())
    return _moved(published.day, (away or 7) if offset > 0 else away - 7)


def weekdays_near(published: Published | None, weekday: int) -> tuple[datetime.date, ...]:
    """The days up to a week before and after publication that fall on ``weekday``."""
    if published is None or published.precision < 3:
        return ()
    days = (_moved(published.day, offset) for offset in range(-_NEAR, _NEAR + 1))
    return tuple(day[0] for day in days if day is not None and day[0].weekday() == weekday)


def _moved(day: datetime.date, offset: int) -> Days | None:
    try:
        moved = day + datetime.timedelta(days=offset)
    except OverflowError:
        return None
    return moved, moved


def _week(day: datetime.date, offset: int) -> Days:
    return week_days(day + datetime.timedelta(weeks=offset))


def _weekend(day: datetime.date, offset: int) -> Days:
    sunday = _week(day, offset)[1]
    return sunday - datetime.timedelta(days=1), sunday


def _month(day: datetime.date, offset: int) -> Days:
    first = add_months(day, offset)
    return month_days(first.year, first.month)


def _quarter(day: datetime.date, offset: int) -> Days:
    first = add_months(day, 3 * offset)
    return quarter_days(first.year, (first.month + 2) // 3)


def _half(day: datetime.date, offset: int) -> Days:
    first = add_months(day, 6 * offset)
    return half_days(first.year, (first.month + 5) // 6)


def _year(day: datetime.date, offset: int) -> Days:
    return years(day.year + offset)


def _decade(day: datetime.date, offset: int) -> Days:
    first = day.year // 10 * 10 + 10 * offset
    return years(first, first + 9)


def _century(day: datetime.date, offset: int) -> Days:
    return century_days((day.year - 1) // 100 + 1 + offset)


def _day(day: datetime.date, offset: int) -> Days:
    return day + datetime.timedelta(days=offset), day + datetime.timedelta(days=offset)


_UNITS: dict[str, tuple[int, Callable[[datetime.date, int], Days]]] = {
    "day": (3, _day),
    "week": (3, _week),
    "weekend": (3, _weekend),
    "month": (2, _month),
    "quarter": (2, _quarter),
    "half": (2, _half),
    "year": (1, _year),
    "decade": (1, _decade),
    "century": (1, _century),
}
"""Each unit to the precision of the date it hangs on and to its reckoning."""
