"""What a text says of an amount: how much, of what kind, of what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agent.document import Span

Kind = Literal["count", "fraction", "percent", "point", "money", "measure", "ordinal"]
"""``fraction`` is a share in words (``two thirds``), ``point`` a percentage or basis point, ``measure`` any unit of
measurement; what has neither unit nor currency is a ``count``."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a quantity can have. ``None`` is an open end; an end is included unless said otherwise."""

    low: Decimal | None
    high: Decimal | None
    includes_low: bool = True
    includes_high: bool = True

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        """The one value ``value``."""
        return cls(value, value)

    def scaled(self, factor: Decimal, offset: Decimal = Decimal(0)) -> Interval:
        """The interval in another unit; ``factor`` is positive."""
        low = None if self.low is None else self.low * factor + offset
        high = None if self.high is None else self.high * factor + offset
        return Interval(low, high, self.includes_low, self.includes_high)

    def holds(self, other: Interval) -> bool:
        """Whether every value of ``other`` is one of this interval."""
        return self._starts_before(other) and self._ends_after(other)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (
            self.high == other.low and not (self.includes_high and other.includes_low)
        )

    def _starts_before(self, other: Interval) -> bool:
        if self.low is None or other.low is None:
            return self.low is None
        return self.low < other.low or (
            self.low == other.low and (self.includes_low or not other.includes_low)
        )

    def _ends_after(self, other: Interval) -> bool:
        if self.high is None or other.high is None:
            return self.high is None
        return self.high > other.high or (
            self.high == other.high and (self.includes_high or not other.includes_high)
        )


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """An amount at its place.

    The span covers the number, its multiplier, its unit or currency, and a per-unit right behind that
    (``90 km/h``, ``3 euros a month``); a range is one span (``10 to 12``). Words that bound it or say it is about right
    stand outside, at ``cue``; ``interval`` has them taken at their word: ``at least 100`` is 100 and up, ``nearly 100``
    below 100 and ``approximate``.

    ``unit`` is an ISO 4217 code, a CLDR unit (``square-kilometer``, ``percent``, ``percentage-point``), or ``None``
    for counts, fractions and ordinals. ``per`` is a CLDR unit or the words of what it is per (``100000 inhabitants``).
    ``step`` is the place value of the last digit that the form vouches for, in ``unit``: 0.1 for ``12.5``, 100,000 for
    ``1.2 million``, 100 for ``12,500``. ``readings`` are all values of the number in its form, the likeliest, which
    ``interval`` was made of, first. ``counts`` is the noun it belongs to, case folded.
    """

    language: str
    kind: Kind
    interval: Interval
    step: Decimal
    readings: tuple[Decimal, ...]
    unit: str | None = None
    per: str | None = None
    approximate: bool = False
    counts: str | None = None
    cue: Span | None = None

    @property
    def value(self) -> Decimal | None:
        """The one value, if there is one."""
        return self.interval.low if self.interval.low == self.interval.high else None
