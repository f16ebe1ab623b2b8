"""Stretches of days: the days on which what a period speaks of may lie, as numbers that can be compared."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.mentions.dates.calendar import LEAP_YEAR, month_days, years

if TYPE_CHECKING:
    from agent.mentions.dates.period import MonthDay, Part, Period

EARLIEST, LATEST = 0, 4_000_000
"""Before and after all days, counted as `datetime.date.toordinal` does."""
_LEEWAY = {"day": 3, "weekend": 7, "week": 7, "month": 31, "season": 92, "quarter": 92, "half": 183}
_LEEWAY |= {"year": 366, "fiscal_year": 366, "decade": 3653, "century": 36525}
_FISCAL_LEEWAY = 366
_HALF_YEAR = 183


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``first`` to ``last``, both inclusive, as ordinals."""

    first: int
    last: int

    def meets(self, other: Stretch) -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def near(self, other: Stretch) -> bool:
        """Whether the two lie in the same year, or within half a year of each other."""
        same = any(
            datetime.date.fromordinal(day).year == datetime.date.fromordinal(against).year
            for day in (self.first, self.last)
            for against in (other.first, other.last)
        )
        return same or max(self.first - other.last, other.first - self.last) <= _HALF_YEAR


def stretches(period: Period, beside: tuple[int, ...] = (LEAP_YEAR,)) -> list[Stretch]:
    """The days named, bounds left aside: one stretch, or one for each day or year that may be meant.

    A period without a year is taken in each year of ``beside``; a weekday in it must fall on its day, if it does so
    in any of them.
    """
    if period.candidates:
        return [Stretch(day.toordinal(), day.toordinal()) for day in period.candidates]
    if period.first is not None and period.last is not None:
        return [_narrowed(Stretch(period.first.toordinal(), period.last.toordinal()), period.part)]
    if period.yearless is None:
        return []
    found = [stretch for year in beside if (stretch := _in_year(period.yearless, year)) is not None]
    if period.weekday is not None and not period.ranged:
        found = [each for each in found if datetime.date.fromordinal(each.first).weekday() == period.weekday]
    return [_narrowed(stretch, period.part) for stretch in found]


def years_of(period: Period) -> tuple[int, ...]:
    """The years beside which a period without one is to be seen: those of ``period`` and their neighbours."""
    if period.first is None or period.last is None:
        return (LEAP_YEAR - 1, LEAP_YEAR, LEAP_YEAR + 1)
    first, last = period.first.year, period.last.year
    return tuple(sorted({first - 1, first, first + 1, last - 1, last, last + 1}))


def widened(stretch: Stretch, period: Period, *, fiscal: bool = False) -> Stretch:
    """``stretch`` with the leeway that an approximate period has, or a fiscal year beside a calendar one."""
    leeway = _LEEWAY[period.precision] if period.approximate else 0
    leeway += _FISCAL_LEEWAY if fiscal else 0
    return Stretch(stretch.first - leeway, stretch.last + leeway)


def bounded(stretch: Stretch, period: Period) -> Stretch:
    """The days that the bound of ``period`` allows, ``stretch`` being those it names."""
    late, early = period.part == "late", period.part == "early"
    match period.bound:
        case "by" | "until":
            return Stretch(EARLIEST, stretch.last)
        case "before":
            return Stretch(EARLIEST, stretch.last if late else stretch.first - 1)
        case "after":
            return Stretch(stretch.first if early else stretch.last + 1, LATEST)
        case "since":
            return Stretch(stretch.first, LATEST)
    return stretch


def ends(period: Period, stretch: Stretch) -> tuple[Stretch, Stretch]:
    """The first and the last unit of a range: days, months or years by its precision."""
    first, last = datetime.date.fromordinal(stretch.first), datetime.date.fromordinal(stretch.last)
    if period.precision == "month":
        opening, closing = month_days(first.year, first.month), month_days(last.year, last.month)
    elif period.precision in {"year", "fiscal_year"}:
        opening, closing = years(first.year), years(last.year)
    else:
        opening, closing = (first, first), (last, last)
    return (
        Stretch(opening[0].toordinal(), opening[1].toordinal()),
        Stretch(closing[0].toordinal(), closing[1].toordinal()),
    )


def _in_year(yearless: tuple[MonthDay, MonthDay], year: int) -> Stretch | None:
    """``yearless`` as it begins in ``year``; ``None`` for a 29 February that the year has not."""
    (month, day), (last_month, last_day) = yearless
    last_year = year + ((last_month, last_day) < (month, day))
    if (last_month, last_day) == (2, 29) and day == 1:
        last_day = month_days(last_year, 2)[1].day
    try:
        first = datetime.date(year, month, day)
        return Stretch(first.toordinal(), datetime.date(last_year, last_month, last_day).toordinal())
    except ValueError:
        return None


def _narrowed(stretch: Stretch, part: Part | None) -> Stretch:
    """The first, middle or last half of ``stretch``: what ``early``, ``mid`` and ``late`` leave at most."""
    length = stretch.last - stretch.first + 1
    match part:
        case "early":
            return Stretch(stretch.first, stretch.first + (length - 1) // 2)
        case "mid":
            return Stretch(stretch.first + length // 4, stretch.last - length // 4)
        case "late":
            return Stretch(stretch.first + (length + 1) // 2, stretch.last)
    return stretch
