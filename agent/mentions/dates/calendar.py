"""Days of the calendar: what a year, month, season or week reaches from and to.

A date whose year is open is reckoned in `LEAP_YEAR`, so that the 29th of February has a place.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.mentions.dates.period import MonthDay

Days = tuple[datetime.date, datetime.date]
"""First and last day, both inclusive."""

LEAP_YEAR = 2024
FIRST_YEAR, LAST_YEAR = 1000, 2199
SEASONS: dict[str, tuple[MonthDay, MonthDay]] = {
    "spring": ((3, 1), (6, 20)),
    "summer": ((6, 1), (9, 22)),
    "autumn": ((9, 1), (12, 21)),
    "winter": ((12, 1), (3, 20)),
}
"""From the meteorological first day to the astronomical last one, northern hemisphere."""


@dataclass(slots=True)
class Fields:
    """The parts of one written date; ``None`` for what it leaves out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def month_days(year: int, month: int) -> Days:
    """The days of a month."""
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])


def years(first: int, last: int | None = None) -> Days:
    """The days of a year, or of all years up to and with ``last``.

    Raises:
        ValueError: a year the calendar does not have.
    """
    return datetime.date(first, 1, 1), datetime.date(first if last is None else last, 12, 31)


def quarter_days(year: int, quarter: int) -> Days:
    """The days of a quarter, 1 to 4."""
    return month_days(year, 3 * quarter - 2)[0], month_days(year, 3 * quarter)[1]


def half_days(year: int, half: int) -> Days:
    """The days of a half year, 1 or 2."""
    return month_days(year, 6 * half - 5)[0], month_days(year, 6 * half)[1]


def season_days(year: int, season: str, *, crosses: bool = False) -> Days:
    """The days of a season.

    The winter of a year may be the one it begins or the one it ends with: both count, unless two years are
    named (``crosses``: the one that begins in ``year``).
    """
    (month, day), (last_month, last_day) = SEASONS[season]
    if last_month > month:
        return datetime.date(year, month, day), datetime.date(year, last_month, last_day)
    first = year if crosses else year - 1
    return datetime.date(first, month, day), datetime.date(year + 1, last_month, last_day)


def century_days(century: int) -> Days:
    """The days of a century: 1801 to 1900 for the 19th."""
    return years(100 * century - 99, 100 * century)


def week_days(day: datetime.date) -> Days:
    """Monday to Sunday of the week ``day`` lies in (ISO 8601)."""
    monday = day - datetime.timedelta(days=day.weekday())
    return monday, monday + datetime.timedelta(days=6)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month that lies ``months`` after that of ``day``."""
    number = day.year * 12 + day.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def without_year(days: Days) -> tuple[MonthDay, MonthDay]:
    """Month and day of both ends."""
    return (days[0].month, days[0].day), (days[1].month, days[1].day)


def day_range(written: Fields) -> Days:
    """The days that ``written`` is, in `LEAP_YEAR` if it names no year.

    Raises:
        ValueError: the calendar has no such day.
    """
    year = written.year if written.year is not None else LEAP_YEAR
    if written.month is None:
        return years(year)
    if written.day is None:
        return month_days(year, written.month)
    day = datetime.date(year, written.month, written.day)
    return day, day
