"""Readers of the rules for what hangs on something else: relative dates, weekdays, and times of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.mentions.dates.calendar import LEAP_YEAR, SEASONS, Days, month_days, without_year, years
from agent.mentions.dates.match import Match, full_year
from agent.mentions.dates.relative import (
    day_at,
    month_at,
    season_at,
    unit_at,
    weekday_at,
    weekdays_near,
)
from agent.mentions.dates.surroundings import opens_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.dates.runs import Token

Values = dict[str, Any]
_PLAIN_UNITS = ("quarter", "half", "weekend", "century", "decade")


def deictic(match: Match) -> Values | None:
    """``yesterday``, ``heute Abend``, ``stamattina``."""
    core = match.tokens("core")[0]
    if match.text[core.start].isupper() and not opens_sentence(match.text, core.start):
        return None
    offset, part = _offset(core.value("deictic"))
    return _relative("day", day_at(match.published, offset)) | ({"part": part} if part else {})


def ago(match: Match) -> Values | None:
    """``two years ago``, ``vor zehn Tagen``: approximate where it counts weeks, months or years."""
    return _counted(match, -1)


def ahead(match: Match) -> Values | None:
    """``in zwei Wochen``, ``two weeks from now``."""
    return _counted(match, 1)


def relative(match: Match) -> Values | None:
    """``last Tuesday``, ``il mese scorso``, ``this morning``."""
    core = match.tokens("core")
    offset = 0
    for token in core:
        for role in ("relative_before", "relative_after"):
            if token.has(role) and not match.tokens("this"):
                offset = int(token.value(role))
    if match.tokens("daypart2"):
        days = day_at(match.published, offset) if offset <= 0 else None
        return _relative("day", days) | {"part": match.value("daypart2", "daypart")}
    return _shifted(match, core, offset)


def part_of_unit(match: Match) -> Values | None:
    """``Jahresende``, ``fine anno 2024``."""
    part, unit = match.tokens("core")[0].value("part_of_unit").split()
    named = match.tokens("year")
    if not named:
        return _relative(unit, unit_at(match.published, unit, 0)) | {"part": part}
    if unit != "year":
        return None
    first, last = years(full_year(named[-1]))
    return {"precision": "year", "first": first, "last": last, "part": part}


def lone_unit(match: Match) -> Values | None:
    """``the end of the year``, ``Mitte der Woche``: of the one that runs at publication."""
    core = match.tokens("core")[0]
    unit = _unit(core)
    return None if unit == "day" or core.has("plural") else _relative(unit, unit_at(match.published, unit, 0))


def year_word(match: Match) -> Values:
    """``heuer``."""
    return _relative(
        "year", unit_at(match.published, "year", int(match.tokens("core")[0].value("year_word")))
    )


def weekday(match: Match) -> Values | None:
    """``Tuesday``: near the day of publication one of two or three days."""
    core = match.tokens("core")[0]
    if match.has_before("habit"):
        return None
    capital = match.text[core.start].isupper() and not match.grammar.words.capitals
    if capital and not opens_sentence(match.text, core.start):
        return None
    number = int(core.value("weekday"))
    days = weekdays_near(match.published, number)
    values: Values = {"precision": "day", "weekday": number, "relative": True, "candidates": days}
    return values | ({"first": days[0], "last": days[-1]} if days else {})


def weekday_range(match: Match) -> None:
    """``from Monday to Friday``: hours of opening, as a rule, and no days of one week."""


def clock(match: Match) -> Values | None:
    """``8.30 am``, ``15.30 Uhr``, ``20 heures``, ``midnight``."""
    time = _time(match.tokens("core", "core2", "core3"))
    if time is None:
        return None
    minute, precise = time
    return {"precision": "minute" if precise else "hour", "minutes": (minute, minute)} | _dotted_end(match)


def clock_range(match: Match) -> Values | None:
    """``from 9 am to 5 pm``, ``dalle 9 alle 17``."""
    left = match.tokens("left", "left2", "left3", "left4")
    right = match.tokens("right", "right3", "right4")
    meridiem = next((token for token in right if token.has("meridiem", "meridiem_letter")), None)
    first, last = _time([*left, meridiem] if meridiem and not _meridiem(left) else left), _time(right)
    if first is None or last is None:
        return None
    if meridiem and first[0] > last[0]:
        first = _time(left) or first
    precision = "minute" if first[1] or last[1] else "hour"
    return {"precision": precision, "minutes": (first[0], last[0]), "ranged": True} | _dotted_end(match)


def _dotted_end(match: Match) -> Values:
    """``p.m.`` ends with its full stop."""
    last = match.run.tokens[match.last]
    dotted = last.has("meridiem_end") and match.text.startswith(".", last.end)
    return {"end": last.end + 1} if dotted else {}


def _time(tokens: Sequence[Token]) -> tuple[int, bool] | None:
    """The minute of the day, and whether minutes are named."""
    word = next((token for token in tokens if token.has("clock_word")), None)
    if word is not None:
        return int(word.value("clock_word")) * 60, False
    figures = [token.figure for token in tokens if token.figure is not None]
    if not figures or figures[0] > 24:
        return None
    hour, half_day = figures[0], _meridiem(tokens)
    if half_day:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    minute = figures[1] if len(figures) > 1 else 0
    return (hour % 24) * 60 + minute, len(figures) > 1


def _meridiem(tokens: Sequence[Token]) -> str | None:
    for token in tokens:
        for role in ("meridiem", "meridiem_letter"):
            if token.has(role):
                return token.value(role)
    return None


def _counted(match: Match, sign: int) -> Values | None:
    tokens = match.tokens("core")
    unit = next(token.value("unit") for token in reversed(tokens) if token.has("unit"))
    (count,) = match.tokens("count", "count2")
    number = count.figure if count.figure is not None else int(count.value("number"))
    values = _relative(unit, unit_at(match.published, unit, sign * number))
    return values | {"approximate": unit != "day" or bool(match.tokens("about", "approx"))}


def _shifted(match: Match, core: Sequence[Token], offset: int) -> Values | None:
    """The unit, month, season or weekday in ``core``, ``offset`` away from publication."""
    published = match.published
    for token in core:
        if token.has("month"):
            month = int(token.value("month"))
            return _relative("month", month_at(published, month, offset)) | _open_month(match, month)
        for role in ("season", "season_loose"):
            if token.has(role):
                name = token.value(role)
                days = season_at(published, name, offset)
                return _relative("season", days) | ({} if days else {"yearless": SEASONS[name]})
        if token.has("weekday"):
            number = int(token.value("weekday"))
            return _relative("day", weekday_at(published, number, offset)) | {"weekday": number}
        if token.has("unit", *_PLAIN_UNITS) and not token.has("relative_before", "relative_after", "this"):
            unit = _unit(token)
            return (
                None
                if unit == "day" or token.has("plural")
                else _relative(unit, unit_at(published, unit, offset))
            )
    return None


def _open_month(match: Match, month: int) -> Values:
    return {} if match.published else {"yearless": without_year(month_days(LEAP_YEAR, month))}


def _unit(token: Token) -> str:
    return (
        token.value("unit") if token.has("unit") else next(unit for unit in _PLAIN_UNITS if token.has(unit))
    )


def _relative(precision: str, days: Days | None) -> Values:
    first, last = days or (None, None)
    return {"precision": precision, "first": first, "last": last, "relative": True}


def _offset(value: str) -> tuple[int, str | None]:
    offset, _, part = value.partition(" ")
    return int(offset), part or None
