"""Dates, periods and times of day in running text, with their exact spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.mentions.dates import absolute, hanging
from agent.mentions.dates.grammar import Grammar, grammar
from agent.mentions.dates.match import Match
from agent.mentions.dates.period import Period
from agent.mentions.dates.relative import Published, published_on
from agent.mentions.dates.runs import find_runs
from agent.mentions.dates.surroundings import opens_sentence, stands_free
from agent.mentions.dates.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.mentions.dates.runs import Run

READERS: dict[str, Callable[[Match], dict[str, Any] | None]] = {
    "year_first": absolute.year_first,
    "day_first": absolute.day_first,
    "day_month": absolute.day_month,
    "month_figures": absolute.month_figures,
    "date_range": absolute.date_range,
    "date_of_year": absolute.date_of_year,
    "date_relative": absolute.date_relative,
    "fiscal_year": absolute.fiscal_year,
    "date": absolute.date,
    "year_range": absolute.year_range,
    "quarter": absolute.quarter,
    "half": absolute.half,
    "season": absolute.season,
    "century": absolute.century,
    "decade": absolute.decade,
    "lone_month": absolute.lone_month,
    "lone_season": absolute.lone_season,
    "year": absolute.year,
    "month": absolute.date,
    "month_range": absolute.date_range,
    "clock_range": hanging.clock_range,
    "clock": hanging.clock,
    "ago": hanging.ago,
    "ahead": hanging.ahead,
    "deictic": hanging.deictic,
    "part_of_unit": hanging.part_of_unit,
    "relative": hanging.relative,
    "weekday": hanging.weekday,
    "weekday_range": hanging.weekday_range,
    "year_word": hanging.year_word,
    "lone_unit": hanging.lone_unit,
}
"""The reader of every rule of the grammar."""


def read_dates(text: str, language: str, *, published: str | None = None) -> list[Period]:
    """The dates, periods and times of day that ``text`` mentions, in order, none inside another.

    ``language`` is an ISO 639-1 code; of one without a table, only dates in figures are read. ``published`` is the
    document's own date in ISO 8601, at the precision known: relative mentions are resolved by it, and where it is
    missing or too coarse they are reported as not resolved. Linear in the length of ``text``.
    """
    rules = grammar(language if language in LANGUAGES else "")
    day = published_on(published)
    periods: list[Period] = []
    for run in find_runs(text, rules.words):
        for found in rules.scan.finditer(run.signs):
            period = _read(text, run, found.lastgroup or "", found.span(), rules, day)
            if period is not None:
                periods.append(period)
    return periods


def _read(
    text: str, run: Run, rule: str, at: tuple[int, int], rules: Grammar, published: Published | None
) -> Period | None:
    found = rules.rules[rule].fullmatch(run.signs, *at)
    if found is None:
        return None
    match = Match(text, run, rule, found, rules, published)
    if not stands_free(match):
        return None
    try:
        values = READERS[rule](match)
    except ValueError:  # the calendar has no such day
        return None
    if values is None:
        return None
    bound, approx = match.value("bound", "bound"), bool(match.tokens("approx"))
    part = _half(match) or match.value("part", "part") or match.value("daypart", "daypart")
    values = {"start": match.start, "end": match.end} | values
    if bound and _only_origin(match):
        values["start"] = match.tokens("approx", "core")[0].start
    elif bound:
        values["bound"] = bound
    if part:
        values["part"] = part
    if approx:
        values["approximate"] = True
    return Period(**values)


def _half(match: Match) -> str | None:
    """``first half of`` a month, decade or century is its early part."""
    ordinal = match.value("part", "ordinal")
    return ordinal and ("early" if ordinal == "1" else "late")


def _only_origin(match: Match) -> bool:
    """``dates from 1850`` and ``data from 2019`` name a year, ``From 2026,`` a start."""
    return (
        match.rule == "year"
        and match.tokens("bound")[0].has("origin")
        and not opens_sentence(match.text, match.start)
    )
