"""Whether the date a claim gives agrees with the one a source gives."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from agent.mentions.comparison import Comparison
from agent.mentions.dates.clock import compare_clocks
from agent.mentions.dates.stretch import Stretch, bounded, ends, stretches, widened, years_of

if TYPE_CHECKING:
    from agent.mentions.dates.period import Period

_WEEK = 7
_DAYPARTS = ("morning", "afternoon", "evening", "night")
_LIMITS = {"since": "start", "until": "end"}


def compare_dates(claim: Period, source: Period) -> Comparison:
    """Compare two dates of the same thing, as a careful sub-editor does.

    That they are of the same thing is the caller's to know. The rules, in their order:

    - A time of day compares with a time of day only, and a relative mention that was not resolved (``yesterday``
      in a document without a date) with nothing: ``not_comparable``.
    - ``equal`` takes the same days, year or no year, at the same precision, with the same bound, part and
      approximation, in whatever words and languages; a weekday named beside a full date adds nothing to it.
    - Two ranges must agree in both ends, each at its precision: ``3–5 May`` and ``3–6 May`` are ``different``.
    - Two starts (``since``) or two ends (``until``) are points that are told: ``since 2019`` and ``since 2020`` are
      ``different``, ``since 2019`` and ``since March 2019`` are ``compatible``.
    - All else is ``compatible`` where one day could lie in both, and ``different`` where none can. So the finer
      agrees with the coarser around it, bounds are taken at their word (``by the end of March`` allows any day
      up to the 31st, this year's or before, and contradicts ``in May``; two deadlines never contradict each
      other), and ``before`` and ``after`` leave out what they name.
    - ``early`` and ``late`` mean at most the first and the last half, ``mid`` the middle half. Approximate dates
      have a leeway of one unit of their precision (three days for a day). A fiscal year may begin or end up to a
      year off the calendar year it is named after; two of them compare by name.
    - Where one has no year, it is taken in the year of the other or the one next to it that lets them agree
      (``12 March`` and ``12 March 2024``: ``compatible``); a weekday named with it must fall on that day. Beside
      a bound, another year counts only within half a year, so that ``by the end of March`` contradicts ``in
      May``, and ``since October`` agrees with ``in February 2024``.
    - A weekday alone contradicts another weekday, or days none of which falls on it, and agrees with what
      holds it. Resolved by its document's date it is one of the days within a week.
    - Parts of the same day contradict each other, but evening and night.
    """
    if claim.minutes is not None or source.minutes is not None:
        return compare_clocks(claim, source)
    if _unknown(claim) or _unknown(source):
        return Comparison("not_comparable", "a relative date is not resolved")
    if _weekday_alone(claim) or _weekday_alone(source):
        return _compare_weekdays(claim, source)
    if _same(claim, source):
        return Comparison("equal", "the same date")
    if claim.bound == source.bound and claim.bound in _LIMITS:
        return _compare_limits(claim, source)
    if claim.ranged and source.ranged and not claim.bound and not source.bound:
        return _compare_ranges(claim, source)
    return _compare_days(claim, source)


def _unknown(period: Period) -> bool:
    return period.first is None and period.yearless is None and period.weekday is None


def _weekday_alone(period: Period) -> bool:
    return period.first is None and period.yearless is None


def _same(claim: Period, source: Period) -> bool:
    if claim.candidates or source.candidates:
        return False
    alike = (
        (claim.first, claim.last, claim.yearless) == (source.first, source.last, source.yearless)
        and (claim.precision, claim.ranged) == (source.precision, source.ranged)
        and (claim.bound, claim.part, claim.approximate) == (source.bound, source.part, source.approximate)
    )
    return alike and (claim.yearless is None or claim.weekday == source.weekday)


def _compare_limits(claim: Period, source: Period) -> Comparison:
    end = _LIMITS[claim.bound or ""]
    if any(one.meets(other) for one, other in _pairs(claim, source)):
        return Comparison("compatible", f"the {end} is told at another precision")
    return Comparison("different", f"the {end} is another")


def _compare_ranges(claim: Period, source: Period) -> Comparison:
    for one, other in _pairs(claim, source):
        units = zip(ends(claim, one), ends(source, other), strict=True)
        if all(unit.meets(against) for unit, against in units):
            return Comparison("compatible", "both ends agree at their precision")
    return Comparison("different", "the ranges begin or end at other times")


def _compare_days(claim: Period, source: Period) -> Comparison:
    nearby = bool(claim.bound or source.bound) and (claim.first is None or source.first is None)
    agreeing = [
        (one, other)
        for one, other in _pairs(claim, source)
        if bounded(one, claim).meets(bounded(other, source)) and (one.near(other) or not nearby)
    ]
    if not agreeing:
        bound = claim.bound or source.bound
        return Comparison("different", f"outside what “{bound}” allows" if bound else "no day lies in both")
    if _other_daypart(claim, source):
        return Comparison("different", "another part of the day")
    if claim.bound or source.bound:
        return Comparison("compatible", "a bound allows both")
    return Comparison("compatible", _why_compatible(claim, source))


def _why_compatible(claim: Period, source: Period) -> str:
    if claim.approximate or source.approximate:
        return "an approximate date allows both"
    if claim.candidates or source.candidates:
        return "one of the days that may be meant is the same"
    if (claim.first is None) != (source.first is None):
        return "one leaves the year open"
    return "the same at the precision of the coarser"


def _compare_weekdays(claim: Period, source: Period) -> Comparison:
    """A weekday of an unknown week against anything but a time of day."""
    alone, other = (claim, source) if _weekday_alone(claim) else (source, claim)
    if _weekday_alone(other):
        if (claim.bound or source.bound) and claim.bound != source.bound:
            return Comparison("not_comparable", "a bound and a weekday of an unknown week")
        if alone.weekday != other.weekday:
            return Comparison("different", "another weekday")
        if _other_daypart(claim, source):
            return Comparison("different", "another part of the day")
        return Comparison("compatible", "the same weekday, of whichever week")
    if claim.bound or source.bound:
        return Comparison("not_comparable", "a bound and a weekday of an unknown week")
    for stretch in stretches(other, ()) if other.first is not None else ():
        length = stretch.last - stretch.first + 1
        days = range(stretch.first, stretch.first + min(length, _WEEK))
        if any((day - 1) % _WEEK == alone.weekday for day in days):
            return Comparison("compatible", "the weekday falls into it")
    if other.first is None:
        return Comparison("compatible", "the weekday may fall on it")
    return Comparison("different", "it falls on another weekday")


def _other_daypart(claim: Period, source: Period) -> bool:
    parts = {claim.part, source.part}
    return len(parts) == 2 and parts <= set(_DAYPARTS) and parts != {"evening", "night"}


def _pairs(claim: Period, source: Period) -> list[tuple[Stretch, Stretch]]:
    """Each stretch that the claim may mean beside each that the source may mean, leeway included."""
    fiscal = (claim.precision == "fiscal_year") != (source.precision == "fiscal_year")
    ours, theirs = stretches(claim, years_of(source)), stretches(source, years_of(claim))
    return [
        (
            widened(one, claim, fiscal=fiscal and claim.precision == "fiscal_year"),
            widened(other, source, fiscal=fiscal and source.precision == "fiscal_year"),
        )
        for one, other in product(ours, theirs)
    ]
