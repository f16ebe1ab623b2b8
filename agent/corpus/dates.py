"""Dates that stand by themselves, as under a headline, to ISO 8601 at the precision they are written in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from agent.mentions.dates import read_dates
from agent.mentions.dates.words import LANGUAGES, date_words, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.mentions.dates import Period

_MAX_CHARACTERS = 80
_YEARS = range(1900, 2200)
_YEAR = re.compile(r"\d{4}")
_YEAR_ALONE = re.compile(r"\s*(1[89]\d{2}|2[01]\d{2})\s*", re.ASCII)
_IN_FIGURES = re.compile(r"[\d./-]+")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?!\d)(?:\s?z\b|\s?[+-]\d{2}:?\d{2}\b)?", re.I
)
_TIMESTAMP = re.compile(r"(?<=\d)T(?=\d{2}:)", re.I)
_WORD = re.compile(r"[^\W\d_]+|[^\s,.()–—-]")
_BESIDE = frozenset(
    "filler weekday weekday_short zone clock clock_loose clock_letter clock_cue clock_before clock_exact month_cue "
    "day_cue meridiem meridiem_letter meridiem_end".split()
)
"""Roles of words that may stand beside a date by itself."""


def parse_date(written: str, *, language: str | None) -> str | None:
    """``written`` as an ISO 8601 date (``2026-02-11``, ``2026-02``), if it is a date and nothing else.

    Weekdays and clock times may stand beside it. Never guesses: 02/11/2026 is read as day and month only
    where ``language`` writes no month first (``None`` tries all languages' month names, and is as careful as
    English); a year alone is no date.
    """
    text = _CLOCK.sub(" ", _TIMESTAMP.sub(" ", written.strip()))
    if len(written) > _MAX_CHARACTERS or not _YEAR.search(text):
        return None
    found = {
        date
        for code in _languages(language)
        for spelled in (text, text.title())
        for date in _alone(spelled, code)
    }
    return (found.pop() or None) if len(found) == 1 else None


def declared_date(written: str) -> str | None:
    """A date that metadata declares, as ISO 8601; as `parse_date`, but a year alone counts."""
    year = _YEAR_ALONE.fullmatch(written)
    return year[1] if year else parse_date(written, language=None)


def find_numeric_date(text: str, language: str | None) -> str | None:
    """The first date in figures (``2026.01.15``, ``15.1.2026``) in ``text`` as ISO 8601, or ``None``."""
    found = {
        date
        for code in _languages(language)
        for period in read_dates(text, code)
        if _IN_FIGURES.fullmatch(period.of(text)) and period.precision == "day"
        for date in _iso_dates(period)
    }
    return min(found, key=lambda date: text.find(date[:4])) if found and "" not in found else None


def _languages(language: str | None) -> tuple[str, ...]:
    return (language,) if language in LANGUAGES else LANGUAGES


def _alone(text: str, language: str) -> Iterator[str]:
    """The date that ``text`` is, as ISO 8601; the empty string for one that can be read two ways."""
    words, rest, last = _words_beside(language), [], 0
    periods = read_dates(text, language)
    for period in periods:
        rest.append(text[last : period.start])
        last = period.end
    dates = [period for period in periods if period.minutes is None]
    beside = _WORD.findall(" ".join((*rest, text[last:])))
    if len(dates) == 1 and all(folded(word) in words for word in beside):
        yield from _iso_dates(dates[0])


def _iso_dates(period: Period) -> Iterator[str]:
    """``2026-02-11``, or ``2026-02`` for a month; for a day that can be read two ways, the empty string."""
    if period.candidates:
        yield ""
    elif period.first is not None and period.first.year in _YEARS and not _qualified(period):
        yield from {"day": [period.first.isoformat()], "month": [period.first.isoformat()[:7]]}.get(
            period.precision, ()
        )


def _qualified(period: Period) -> bool:
    return bool(period.bound or period.part or period.ranged or period.approximate or period.relative)


@cache
def _words_beside(language: str) -> frozenset[str]:
    known = date_words(language).words
    return frozenset(spelling for spelling, word in known.items() if not word.roles.isdisjoint(_BESIDE))
