"""Figures that say no quantity: dates, times of day, numbers of things (``Room 12``), names, versions, telephones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.mentions.neighbours import words_after

if TYPE_CHECKING:
    from agent.mentions.amounts import Amount
    from agent.mentions.quantity_words import QuantityWords
    from agent.mentions.surroundings import Surroundings

_YEAR = re.compile(r"1\d\d\d|2[01]\d\d")
_RECENT = re.compile(r"(?:19|20)\d[1-9]")
_YEARS = re.compile(r"(?<!\d)[12]\d{3}[-–/]\d\d(?:\d\d)?\Z")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:]\d\d")
_ORDINAL_DOT = re.compile(r"\.?[\u00a0 ]?")
_AFTER_HOURS = re.compile(r"\d[\u00a0\u202f ]?h[\u00a0\u202f ]?\Z")
_DATE_SIGNS = "/:."
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})


def is_other(text: str, amount: Amount, around: Surroundings, words: QuantityWords) -> bool:
    """Whether ``amount`` with its surroundings is something else than a quantity."""
    written = text[amount.start : amount.end]
    if amount.kind == "ordinal" and written[:1].isdigit():
        return _is_dated_ordinal(text, amount, around, words)
    figure = written[-1:].isdigit()
    if figure and _glued(text, amount, written):
        return True
    if _is_date(text, amount, around, words) or _is_ago(text, around, words):
        return True
    if amount.scale != 1:
        return False
    if not figure:
        named = written[0].isupper() and around.before and not around.unit and not around.noun
        return bool(named) and amount.kind == "number"  # ``il Novecento``
    return _is_clock(text, amount, around, words) or _is_name(text, amount, around, words)


def _is_dated_ordinal(text: str, amount: Amount, around: Surroundings, words: QuantityWords) -> bool:
    """Whether an ordinal in figures is a day or a century, or has an ending that makes a decade of it."""
    suffix = amount.of(text).lstrip("0123456789.°")
    if suffix and suffix not in words.ordinal_suffixes:
        return True
    row = words_after(text, amount.end)
    return (bool(row) and row[0].word in words.calendar) or _is_date(text, amount, around, words)


def _glued(text: str, amount: Amount, written: str) -> bool:
    """Whether what touches the figure makes it part of something else."""
    before, after = text[amount.start - 1 : amount.start], text[amount.end : amount.end + 2]
    farther = text[max(0, amount.start - 2) : amount.start - 1]
    if before in ("#", "§", "+", "№", "_", "@", "=") and before:
        return True
    if written[0] == "0" and len(written) > 1 and written.isdigit():
        return True
    if before and before in "-–" and farther.isalpha():
        return True
    if before in ("'", "’") and before and not farther.isalpha():
        return True
    if before and before in "-–/" and _YEARS.search(text, max(0, amount.start - 6), amount.end):
        return True
    if before and before in _DATE_SIGNS and farther.isdigit():
        return True
    if after[:1] and after[0] in _DATE_SIGNS and after[1:].isdigit():
        return True
    if _AFTER_HOURS.search(text, max(0, amount.start - 4), amount.start):
        return True
    line_start = not amount.start or before == "\n"
    return line_start and after[:1] in (".", ")") and after[1:] in (" ", "\t")


def _is_date(text: str, amount: Amount, around: Surroundings, words: QuantityWords) -> bool:
    if around.unit or amount.scale != 1:
        return False
    written = text[amount.start : amount.end]
    before = around.before[0] if around.before else None
    day = amount.value <= 31 and amount.value == int(amount.value)
    if day:
        dot = _ORDINAL_DOT.match(text, amount.end)
        row = words_after(text, amount.end) or words_after(text, dot.end() if dot else amount.end)
        at = 1 if row and row[0].word == words.month_link else 0
        if at < len(row) and row[at].word in words.months and (row[at].capital or not words.month_capital):
            return True
        if before and words.day_after_month and before.word in words.months and before.capital:
            return True
    if not _YEAR.fullmatch(written):
        return before is not None and before.word in words.decade_before
    if _RECENT.fullmatch(written) and around.bound is None:
        return True
    if words.noun_capital and around.noun and not text[amount.end + 1 : amount.end + 2].isupper():
        return around.bound is None  # ``die 1887 gebaute Mühle``
    if not before:
        return around.noun is None or not around.plural
    if before.word in words.years_before | words.months | words.decade_before:
        return around.bound is None or not around.plural
    return around.noun is None or not around.plural


def _is_ago(text: str, around: Surroundings, words: QuantityWords) -> bool:
    """``three days ago``: a time that the reader of dates resolves."""
    if not around.unit or around.unit.name not in _TIMES:
        return False
    row = words_after(text, around.end)
    if row and row[0].word in words.ago_after:
        return True
    phrase = words.ago_before.find(around.before)
    if not phrase:
        return False
    rest = around.before[phrase[0] :]
    return not (rest and rest[0].word in words.not_ago)


def _is_clock(text: str, amount: Amount, around: Surroundings, words: QuantityWords) -> bool:
    written = text[amount.start : amount.end]
    row = words_after(text, amount.end)
    following = row[0].word if row else ""
    before = words.clock_before.find(around.before)
    clock = _CLOCK.fullmatch(written) is not None
    if around.unit and around.unit.name == "hour":
        return before is not None and around.bound is None
    if around.unit:
        return False
    if following in words.clock_after:
        return True
    small = len(written) <= 2 and written.isdigit() and around.noun is None
    return before is not None and (clock or (small and int(written) <= 24))


def _is_name(text: str, amount: Amount, around: Surroundings, words: QuantityWords) -> bool:
    """``Room 12``, ``Boeing 737``, a telephone number: a figure after a label or a name that counts nothing."""
    if around.unit or around.bound or not around.before:
        return False
    before = around.before[0]
    if before.word in words.labels and amount.value < 10_000:
        return True
    if around.noun and around.plural:
        return False
    if any(word.word in words.phones for word in around.before[:5]):
        return amount.end - amount.start >= 3
    return before.capital and before.word not in words.stops and before.gap in (" ", "\u00a0", "-")
