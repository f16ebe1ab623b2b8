"""What a mention of a date or a period says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.document import Span

if TYPE_CHECKING:
    import datetime

Precision = Literal[
    "minute", "hour", "day", "weekend", "week", "month", "season", "quarter", "half", "year", "fiscal_year",
    "decade", "century",
]  # fmt: skip
Bound = Literal["by", "before", "after", "since", "until"]
Part = Literal["early", "mid", "late", "course", "morning", "afternoon", "evening", "night"]
MonthDay = tuple[int, int]
"""A month and a day of any year."""


@dataclass(frozen=True, slots=True)
class Period(Span):
    """A mention of a date, a period or a time of day; ``start`` and ``end`` are its span in the text.

    The span takes in bounding words (``by the end of March``), words for a part (``Ende März``, ``Tuesday
    morning``), a weekday beside the date and the words that open a range (``from … to …``), and leaves out plain
    prepositions and articles before it.

    ``first`` and ``last`` are the first and last day of what is named, both inclusive: all of March for ``late
    March``, which ``part`` narrows. They are ``None`` where the text leaves the year open (then ``yearless`` has
    month and day of both ends, the last one before the first if a new year lies between), for a weekday by
    itself, for a time of day, and for a relative mention that was not resolved. Where one of several days is
    meant (``02/11/2026`` in English; ``on Tuesday`` beside a publication date), ``candidates`` has them and
    ``first`` and ``last`` enclose them. ``minutes`` are the first and last minute of a time of day, counted from
    midnight. ``weekday`` is 0 for Monday.

    ``precision`` is that of the words, of both ends for a range (``ranged``). A season reaches from its
    meteorological first to its astronomical last day, a fiscal year is given as the calendar years it is named
    after. ``bound`` says which side is open: at or ``by``, ``before`` or ``after``, from a start on (``since``),
    up to an end (``until``). ``relative`` mentions hang on the document's own date.
    """

    precision: Precision
    first: datetime.date | None = None
    last: datetime.date | None = None
    yearless: tuple[MonthDay, MonthDay] | None = None
    weekday: int | None = None
    minutes: tuple[int, int] | None = None
    candidates: tuple[datetime.date, ...] = ()
    bound: Bound | None = None
    part: Part | None = None
    ranged: bool = False
    approximate: bool = False
    relative: bool = False

    @property
    def resolved(self) -> bool:
        """Whether the days meant are known, year included."""
        return self.first is not None and not self.candidates
