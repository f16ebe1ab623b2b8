"""Whether two quantities agree.

Only quantities of the same thing are compared (`agent.mentions.counted_things`): of one kind and dimension, per the
same unit. Units of one dimension convert, currencies only with a rate that a source states. Bounds are taken at their
word.

- A figure given to fewer digits may be the other one rounded (``1.2 million`` and ``1,234,567``, ``5%`` and ``5.3%``).
  Figures exact to the same place are not roundings of each other. No figure counts as rounded to fewer than two digits,
  and none below 1,000 for its zeros.
- An approximate figure leaves room for one unit of its last digit that is not zero, and a tenth of its value at most.
- ``equal`` needs the same values or bounds and, on both sides, the same claim to exactness.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.mentions.comparison import Comparison
from agent.mentions.counted_things import same_per, same_things
from agent.mentions.quantity import Interval
from agent.mentions.units import Size, sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.mentions.quantity import Quantity

_TENTH = Decimal("0.1")
_SAME = Decimal("1e-12")
_EXACT = Size("", Decimal(1))


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A quantity in the unit that both are compared in; ``slack`` is how far an approximate one may be off."""

    interval: Interval
    step: Decimal
    approximate: bool
    slack: Decimal
    spread: Decimal

    @property
    def point(self) -> Decimal | None:
        return self.interval.low if self.interval.low == self.interval.high else None

    def widened(self) -> Interval:
        """The interval with what its approximation leaves room for."""
        interval = self.interval
        if not self.approximate and not self.spread:
            return interval
        low, high = interval.low, interval.high
        slack = self.slack
        if low is None and high is not None:
            return Interval(high - slack, high) if self.approximate else Interval(None, high + slack)
        if high is None and low is not None:
            return Interval(low, low + slack) if self.approximate else Interval(low - slack, None)
        if low is None or high is None:
            return interval
        return Interval(low - slack, high + slack)


def compare_quantities(
    claim: Quantity, source: Quantity, rates: Mapping[tuple[str, str], Decimal] | None = None
) -> Comparison:
    """Whether what ``claim`` says can hold where ``source`` holds.

    ``rates`` are those a source states: one unit of the first currency (ISO 4217) in units of the second.
    """
    sides = _same_scale(claim, source, rates or {})
    if isinstance(sides, str):
        return Comparison("not_comparable", sides)
    if not same_things(claim, source):
        return Comparison("not_comparable", f"{claim.counts} and {source.counts} are different things")
    ours, theirs, converted = sides
    exact = _compare_exact(ours, theirs)
    if exact:
        return exact
    if ours.point is not None and theirs.point is not None and not ours.approximate | theirs.approximate:
        return _compare_points(claim, source, ours, theirs, converted=converted)
    return _compare_bounds(ours, theirs)


def _same_scale(
    claim: Quantity, source: Quantity, rates: Mapping[tuple[str, str], Decimal]
) -> tuple[_Scaled, _Scaled, bool] | str:
    """Both in one unit and whether that took a conversion, or why that cannot be."""
    ours, theirs = _dimension(claim), _dimension(source)
    if ours != theirs:
        return f"{ours} and {theirs} are different kinds of quantity"
    if claim.kind == "money":
        return _same_money(claim, source, rates)
    first, second = _size(claim), _size(source)
    factors = (_per_factor(claim), _per_factor(source))
    if not same_per(claim, source) and 1 in factors:
        return _unlike_per(claim, source)
    converted = first != second or factors[0] != factors[1]
    return _scaled(claim, first, factors[0]), _scaled(source, second, factors[1]), converted


def _same_money(
    claim: Quantity, source: Quantity, rates: Mapping[tuple[str, str], Decimal]
) -> tuple[_Scaled, _Scaled, bool] | str:
    if not same_per(claim, source):
        return _unlike_per(claim, source)
    one = _scaled(claim, _EXACT, Decimal(1))
    if claim.unit == source.unit:
        return one, _scaled(source, _EXACT, Decimal(1)), False
    codes = (str(source.unit), str(claim.unit))
    rate = rates.get(codes)
    if rate is None and rates.get(codes[::-1]):
        rate = 1 / rates[codes[::-1]]
    if rate is None:
        return f"no source states a rate of {source.unit} in {claim.unit}"
    return one, _scaled(source, Size("money", rate), Decimal(1)), True


def _unlike_per(claim: Quantity, source: Quantity) -> str:
    return f"one is per {claim.per or 'nothing'}, the other per {source.per or 'nothing'}"


def _dimension(quantity: Quantity) -> str:
    if quantity.kind in ("percent", "fraction"):
        return "share"
    if quantity.kind in ("measure", "point"):
        return _size(quantity).dimension
    return quantity.kind


def _size(quantity: Quantity) -> Size:
    return sizes().get(quantity.unit or "", _EXACT)


def _per_factor(quantity: Quantity) -> Decimal:
    """What a measure per a unit of time is multiplied with to be per second; 1 where that makes no sense."""
    size = sizes().get(quantity.per or "")
    if quantity.kind == "measure" and size and size.dimension == "time":
        return 1 / size.factor
    return Decimal(1)


def _scaled(quantity: Quantity, size: Size, per_factor: Decimal) -> _Scaled:
    factor = size.factor * per_factor
    interval = quantity.interval.scaled(factor, size.offset)
    value = abs(quantity.readings[0])
    slack = max(_room(quantity) if quantity.approximate else Decimal(0), value * size.spread) * factor
    return _Scaled(interval, quantity.step * factor, quantity.approximate, slack, size.spread)


def _room(quantity: Quantity) -> Decimal:
    """How far an approximate figure may be off."""
    value = abs(quantity.readings[0])
    if value and value == value.to_integral_value():
        digits = str(int(value))
        place = Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    else:
        place = quantity.step
    return min(place, value * _TENTH) if value else quantity.step


def _compare_exact(ours: _Scaled, theirs: _Scaled) -> Comparison | None:
    """``equal``, where the two say the very same."""
    one, other = ours.interval, theirs.interval
    ends = (one.includes_low, one.includes_high) == (other.includes_low, other.includes_high)
    if not (ends and _same(one.low, other.low) and _same(one.high, other.high)):
        return None
    if ours.approximate != theirs.approximate:
        return Comparison("compatible", "the same figure, approximate on one side")
    if ours.spread != theirs.spread:
        return Comparison("compatible", "the same figure in a unit that is used loosely")
    return Comparison("equal", "the same value" if ours.point is not None else "the same bounds")


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def _compare_points(
    claim: Quantity, source: Quantity, ours: _Scaled, theirs: _Scaled, *, converted: bool
) -> Comparison:
    first, second = ours.point or Decimal(0), theirs.point or Decimal(0)
    if converted and abs(first - second) <= max(ours.step, theirs.step) / 2:
        return Comparison("compatible", "the same after conversion and rounding")
    coarse, fine = (ours, theirs) if ours.step > theirs.step else (theirs, ours)
    if ours.step != theirs.step and _rounds_to(fine.point or Decimal(0), coarse):
        return Comparison("compatible", "one is the other rounded")
    if ours.widened().meets(theirs.widened()):
        return Comparison("compatible", "the same in a unit that is used loosely")
    if _in_another_reading(claim, source):
        return Comparison("compatible", "the same in another reading of the figure")
    return Comparison("different", "different values")


def _rounds_to(value: Decimal, coarse: _Scaled) -> bool:
    target = abs(coarse.point or Decimal(0))
    half = coarse.step / 2
    return target - half <= abs(value) < target + half and value * (coarse.point or Decimal(0)) >= 0


def _in_another_reading(claim: Quantity, source: Quantity) -> bool:
    """Whether the form of one leaves a value open that is the other's (``12.500`` in an English text)."""
    if claim.unit != source.unit or claim.kind != source.kind:
        return False
    return source.readings[0] in claim.readings or claim.readings[0] in source.readings


def _compare_bounds(ours: _Scaled, theirs: _Scaled) -> Comparison:
    """Bounds, ranges and approximations: whether a value is possible for both."""
    one, other = ours.widened(), theirs.widened()
    near = ours.approximate and theirs.approximate
    if near and ours.point is not None and theirs.point is not None:
        if abs(ours.point - theirs.point) > max(ours.slack, theirs.slack):
            return Comparison("different", "too far apart for approximations of each other")
        return Comparison("compatible", "approximations of the same")
    if not one.meets(other):
        if _touches(ours, theirs) or _touches(theirs, ours):
            return Comparison("compatible", "a rounded figure at the bound")
        return Comparison("different", "no value is within both")
    if one.holds(other):
        return Comparison("compatible", "what the source says is within what the claim says")
    if other.holds(one):
        return Comparison("compatible", "the claim is narrower than the source, which leaves it open")
    return Comparison("compatible", "both can hold, neither follows from the other")


def _touches(rounded: _Scaled, bounded: _Scaled) -> bool:
    """Whether a rounded figure stands where a bound begins: ``1.2 million`` and ``more than 1.2 million``."""
    point = rounded.point
    return (
        point is not None
        and rounded.step > 1
        and point in (bounded.interval.low, bounded.interval.high)
        and bounded.interval.low != bounded.interval.high
    )
