"""A number on the way from its tokens to its values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a number stands, what it may be, which token comes after it, and the scale it ended with."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    after: int
    scale: Decimal | None = None

    def times(self, scales: tuple[Decimal, ...], *, end: int) -> Reading:
        """This number with one more token, a scale word, which may be any of ``scales``."""
        values = tuple(value * scale for scale in scales for value in self.values)
        return Reading(self.start, end, values, self.after + 1, scales[0])

    def plus(self, part: Decimal, *, end: int, tokens: int) -> Reading:
        """This number and ``part``, which ``tokens`` more tokens say."""
        return replace(
            self, end=end, values=tuple(value + part for value in self.values), after=self.after + tokens
        )
