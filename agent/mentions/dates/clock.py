"""Whether two times of day agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.mentions.comparison import Comparison

if TYPE_CHECKING:
    from agent.mentions.dates.period import Period

_DAY = 24 * 60
_LEEWAY = 30  # minutes that an approximate time may be off


def compare_clocks(claim: Period, source: Period) -> Comparison:
    """Compare two times of day, by the rules of `compare_dates`; ``3 pm`` is the hour from 15:00 on."""
    if claim.minutes is None or source.minutes is None:
        return Comparison("not_comparable", "a time of day and a date")
    if _said(claim) == _said(source):
        return Comparison("equal", "the same time of day")
    if claim.ranged and source.ranged:
        met = all(_meet(_unit(claim, end), _unit(source, end)) for end in (0, 1))
    elif claim.bound == source.bound and claim.bound in {"since", "until"}:
        met = _meet(_named(claim), _named(source))
    else:
        met = _meet(_allowed(claim), _allowed(source))
    return (
        Comparison("compatible", "one time allows the other")
        if met
        else Comparison("different", "another time")
    )


def _said(period: Period) -> tuple[object, ...]:
    return period.minutes, period.precision, period.ranged, period.bound, period.approximate


def _unit(period: Period, end: int) -> tuple[int, int]:
    """The minute, or the minutes of the hour, that one end names."""
    assert period.minutes is not None  # noqa: S101 - times of day have them
    minute = period.minutes[end]
    leeway = _LEEWAY if period.approximate else 0
    return minute - leeway, minute + leeway + (59 if period.precision == "hour" and not period.ranged else 0)


def _named(period: Period) -> tuple[int, int]:
    first, last = _unit(period, 0)[0], _unit(period, 1)[1]
    return (first, last) if first <= last else (first, last + _DAY)


def _allowed(period: Period) -> tuple[int, int]:
    first, last = _named(period)
    match period.bound:
        case "by" | "until":
            return 0, last
        case "before":
            return 0, first - 1
        case "after":
            return last + 1, _DAY
        case "since":
            return first, _DAY
    return first, last


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(one[0] + shift <= other[1] and other[0] <= one[1] + shift for shift in (-_DAY, 0, _DAY))
