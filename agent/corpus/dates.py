"""Dates that stand by themselves, as under a headline, to ISO 8601 at the precision they are written in."""

from __future__ import annotations

import datetime
import re
from functools import cache

from agent.corpus.languages import tables_for

_MAX_CHARACTERS = 80
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?P<mark>[-./])(?P<m>\d{1,2})(?:(?P=mark)(?P<d>\d{1,2}))?(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[-./])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d{1,6})?(?!\d)(?:\s?z\b|\s?[+-]\d{2}:?\d{2}\b)?|(?<!\d)\d{1,2}\s?(?:h|[ap]\.?m)\b"
)
_WORD = re.compile(r"[^\W\d_]+\.?[^\W\d_]*|\d+|[^\s\w]")
_PUNCTUATION = frozenset(",.()-–—")


def parse_date(written: str, *, language: str | None) -> str | None:
    """``written`` as an ISO 8601 date (``2026-02-11``, ``2026-02``), if it is a date and nothing else.

    Weekdays and clock times may stand beside it. Never guesses: 02/11/2026 is read as day and month only
    where ``language`` writes no month first (``None`` tries all languages' month names, and is as careful as
    English); a year alone is no date.
    """
    text = written.strip().casefold()
    if len(text) > _MAX_CHARACTERS:
        return None
    iso = re.sub(r"(\d)t(?=\d{2}:)", r"\1 ", text)
    for form, read in ((_YEAR_FIRST, _year_first), (_YEAR_LAST, _year_last)):
        found = form.search(iso)
        if found is not None:
            rest = iso[: found.start()] + " " + iso[found.end() :]
            return read(found, language) if _only_words(rest, language) else None
    return _with_month_name(text, language)


def declared_date(written: str) -> str | None:
    """A date that metadata declares, as ISO 8601; as `parse_date`, but a year alone counts."""
    year = re.fullmatch(r"\s*(1[89]\d{2}|2[01]\d{2})\s*", written, re.ASCII)
    return year[1] if year else parse_date(written, language=None)


def find_numeric_date(text: str, language: str | None) -> str | None:
    """The first date in figures (``2026.01.15``, ``15.1.2026``) in ``text`` as ISO 8601, or ``None``."""
    for form, read in ((_YEAR_FIRST, _year_first), (_YEAR_LAST, _year_last)):
        found = form.search(text)
        if found is not None and found["d" if form is _YEAR_FIRST else "a"]:
            return read(found, language)
    return None


def _year_first(found: re.Match[str], language: str | None) -> str | None:
    del language
    return iso_date(int(found["y"]), int(found["m"]), int(found["d"]) if found["d"] else None)


def _year_last(found: re.Match[str], language: str | None) -> str | None:
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    month_first = found["mark"] != "." and any(table.dates.month_first for table in tables_for(language))
    if month_first and first != second:
        if first <= 12 and second <= 12:
            return None
        if second > 12:
            first, second = second, first
    return iso_date(year, second, first)


def iso_date(year: int, month: int, day: int | None) -> str | None:
    """``2026-02-11``, or ``2026-02`` without a day; ``None`` if the calendar has no such day after 1900."""
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    if not 1900 <= year <= 2199:
        return None
    return date.isoformat() if day else f"{year:04d}-{month:02d}"


def _only_words(text: str, language: str | None) -> bool:
    _, words = _vocabulary(language)
    return all(token.strip(".") in words or token in _PUNCTUATION for token in _tokens(text))


def _with_month_name(text: str, language: str | None) -> str | None:
    months, words = _vocabulary(language)
    month: int | None = None
    numbers: list[str] = []
    for token in _tokens(text):
        if token.isdecimal():
            numbers.append(token)
        elif month is None and token.strip(".") in months:
            month = months[token.strip(".")]
        elif token.strip(".") not in words and token not in _PUNCTUATION:
            return None
    if month is None or not 1 <= len(numbers) <= 2 or len(numbers[-1]) != 4:
        return None
    if len(numbers) == 2 and len(numbers[0]) > 2:
        return None
    return iso_date(int(numbers[-1]), month, int(numbers[0]) if len(numbers) == 2 else None)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(_CLOCK.sub(" ", text))


@cache
def _vocabulary(language: str | None) -> tuple[dict[str, int], frozenset[str]]:
    """Month names to numbers, and the words that may stand beside a date."""
    tables = [table.dates for table in tables_for(language)]
    months = {
        name: number for table in tables for number, names in enumerate(table.months, 1) for name in names
    }
    words = {word for table in tables for word in (*table.weekdays, *table.words, *table.ordinals)}
    return months, frozenset(words - months.keys() if language is None else words)
