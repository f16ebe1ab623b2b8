"""Readers of the rules for dates that stand by themselves: in figures, in words, ranges, years and longer periods.

Each takes a match and returns what it says, or ``None`` where it is no date after all.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from agent.mentions.dates.calendar import (
    LEAP_YEAR,
    SEASONS,
    Days,
    Fields,
    century_days,
    day_range,
    half_days,
    month_days,
    quarter_days,
    season_days,
    without_year,
    years,
)
from agent.mentions.dates.match import Match, fields, full_year, that_year

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.mentions.dates.period import Precision
    from agent.mentions.dates.runs import Token

Values = dict[str, Any]
"""Fields of a `Period`."""
_FIRST_ISO_YEAR = 1900  # from which on 2024-03 is a month; 1500-03 is four years


def year_first(match: Match) -> Values | None:
    """``2024-03-12``."""
    year, month, day = (token.figure for token in match.tokens("core"))
    return _written(Fields(year, month, day))


def day_first(match: Match) -> Values | None:
    """``12.03.2024``, ``13/02/26``; where the month may come first and both are possible, two candidates."""
    first, second, last = match.tokens("core")
    if first.figure is None or second.figure is None:
        return None
    day, month, year = first.figure, second.figure, full_year(last)
    weekday = fields(match.tokens()).weekday
    if match.found["mark2"] != "." and match.grammar.words.month_first and day != month:
        if day <= 12 and month <= 12:
            either = tuple(sorted((datetime.date(year, month, day), datetime.date(year, day, month))))
            return {"precision": "day", "first": either[0], "last": either[1], "candidates": either}
        if month > 12:
            day, month = month, day
    return _written(Fields(year, month, day, weekday))


def day_month(match: Match) -> Values | None:
    """``24.12.`` with its last full stop."""
    day, month = (token.figure for token in match.tokens("core"))
    if not match.text.startswith(".", match.end):
        return None
    values = _written(Fields(None, month, day, fields(match.tokens()).weekday))
    return values and values | {"end": match.end + 1}


def month_figures(match: Match) -> Values | None:
    """``03/2024``."""
    month, year = (token.figure for token in match.tokens("core"))
    return _written(Fields(year, month))


def date(match: Match) -> Values | None:
    """A day or month in words, with or without a year: ``Tuesday, 12 March``, ``May 2019``."""
    return _written(fields(match.tokens("core")))


def date_of_year(match: Match) -> Values | None:
    """``12 March last year``, ``im März dieses Jahres``."""
    core, that = match.tokens("core"), that_year(match)
    if core[0].has("season"):
        name = core[0].value("season")
        values = _days(season_days(that, name), "season") if that else lone_season(match)
        return values | {"relative": True}
    written = fields(core)
    written.year = that
    values_ = _written(written)
    return values_ and values_ | {"relative": True}


def date_relative(match: Match) -> Values | None:
    """``le 12 mars dernier``, ``el pasado 12 de marzo``: the last or next such day, seen from publication."""
    core = match.tokens("core")
    role = "relative_before" if core[0].has("relative_before") else "relative_after"
    offset = int(next(token.value(role) for token in core if token.has(role)))
    written = fields([token for token in core if not token.has(role)])
    published = match.published
    if written.year is None and published is not None and published.precision == 3 and written.day:
        day = datetime.date(published.day.year, written.month or 1, written.day)
        missed = day >= published.day if offset < 0 else day <= published.day
        written.year = published.day.year + offset * missed
    values = _written(written)
    return values and values | {"relative": True}


def date_range(match: Match) -> Values | None:
    """``3-5 May``, ``from March to June 2024``, ``May 3 to 5, 2024``."""
    left = fields(match.tokens("left", "left2", "left3", "left4"))
    right = fields(match.tokens("right", "right3"))
    right.month = right.month or left.month
    left.month = left.month or right.month
    if left.month is None or right.month is None:
        return None
    if right.year is None:
        if left.year is not None:
            right.year = left.year + (right.month < left.month)
    elif left.year is None:
        left.year = right.year - (left.month > right.month)
    first, last = day_range(left)[0], day_range(right)[1]
    precision = "day" if left.day or right.day else "month"
    if left.year is None:
        return {"precision": precision, "yearless": without_year((first, last)), "ranged": True}
    return _days((first, last), precision, ranged=True)


def year_range(match: Match) -> Values | None:
    """``2019–2023``, ``between 2011 and 2015``, ``2023/24``; ``2024-03`` is a month."""
    if not match.tokens("right4"):
        left, right = match.tokens("left", "left2", "left3")[-1], match.tokens("right")[-1]
        return _year_span(full_year(left), full_year(right))
    first, short = full_year(match.tokens("left4")[0]), match.tokens("right4")[0]
    last = full_year(short, near=first)
    if match.found["mark3"] == "-":
        if first >= _FIRST_ISO_YEAR and short.word.sign in "bc" and last != first + 1:
            return _written(Fields(first, short.figure))
        return _year_span(first, last)
    if (first + 1) % 100 != last % 100:
        return None
    return _year_span(first, first + 1)


def fiscal_year(match: Match) -> Values | None:
    """``fiscal 2024``, ``Geschäftsjahr 2023/24``."""
    first = full_year(match.tokens("left", "left2")[0])
    right = match.tokens("right", "right2")
    last = full_year(right[0], near=first) if right else first
    return _days(years(first, last), "fiscal_year") if first <= last <= first + 1 else None


def quarter(match: Match) -> Values | None:
    """``second quarter of 2023``, ``Q3``."""
    return _nth(match, "quarter", 4, quarter_days)


def half(match: Match) -> Values | None:
    """``first half of 2025``, ``zweites Halbjahr``."""
    return _nth(match, "half", 2, half_days)


def season(match: Match) -> Values | None:
    """``spring 2025``, ``winter 2024/25``."""
    name, year = _season(match), _year_of(match.tokens("core"))
    if year is None:
        return None
    right = match.tokens("right")
    if right:
        if (full_year(right[0], near=year) - year) % 100 != 1 or name != "winter":
            return None
        return _days(season_days(year, name, crosses=True), "season")
    return _days(season_days(year, name), "season")


def lone_season(match: Match) -> Values:
    """``in summer``."""
    return {"precision": "season", "yearless": SEASONS[_season(match)]}


def century(match: Match) -> Values | None:
    """``19th century``, ``XIX secolo``."""
    core = match.tokens("core")
    capital = any(match.text[token.start].isupper() for token in core if token.has("century"))
    if capital and not match.grammar.words.nouns_capitalised and match.word_after()[:1].isupper():
        return None
    number = _number(core)
    if number is None and core[0].has("century_word"):
        number = int(core[0].value("century_word"))
    return _days(century_days(number), "century") if number and 1 < number <= 21 else None


def decade(match: Match) -> Values | None:
    """``1990s``, ``90er Jahre``, ``anni Novanta``."""
    if match.has_before("owner"):
        return None
    for token in match.tokens("core"):
        if token.has("decade_word"):
            first = 1900 + int(token.value("decade_word"))
        elif token.is_year:
            first = full_year(token)
        elif token.figure is not None:
            first = 1900 + token.figure if token.figure >= 20 else 0
        else:
            continue
        return _days(years(first, first + 9), "decade") if first and first % 10 == 0 else None
    return None


def lone_month(match: Match) -> Values:
    """``in March``."""
    month = int(match.tokens("core")[-1].value("month"))
    return {"precision": "month", "yearless": without_year(month_days(LEAP_YEAR, month))}


def year(match: Match) -> Values | None:
    """``2024``."""
    number = match.tokens("core")[0].figure
    return None if number is None else _days(years(number), "year")


def _written(written: Fields) -> Values | None:
    precision: Precision = "day" if written.day else "month" if written.month else "year"
    days = day_range(written)
    if written.year is None:
        return {"precision": precision, "yearless": without_year(days), "weekday": written.weekday}
    return _days(days, precision) | {"weekday": written.weekday}


def _days(days: Days, precision: str, *, ranged: bool = False) -> Values:
    if days[0] > days[1]:
        raise ValueError
    return {"precision": precision, "first": days[0], "last": days[1], "ranged": ranged}


def _year_span(first: int, last: int) -> Values | None:
    return _days(years(first, last), "year", ranged=True) if first < last else None


def _nth(match: Match, precision: str, most: int, reckon: Callable[[int, int], Days]) -> Values | None:
    tokens = match.tokens("core")
    number, named = _number(tokens), _year_of(tokens)
    if number is None or number > most:
        return None
    if match.tokens("this", "that_year"):
        if match.value("this", "unit") not in {"year", None}:
            return None
        that = that_year(match)
        open_year = {"yearless": without_year(reckon(LEAP_YEAR, number))}
        days = _days(reckon(that, number), precision) if that else open_year
        return days | {"precision": precision, "relative": True}
    if named is None:
        return {"precision": precision, "yearless": without_year(reckon(LEAP_YEAR, number))}
    return _days(reckon(named, number), precision)


def _number(tokens: Sequence[Token]) -> int | None:
    """The ordinal among ``tokens``, in words, figures or Roman numerals."""
    for token in tokens:
        if token.figure is not None and not token.is_year:
            return token.figure
        for role in ("ordinal", "roman"):
            if token.has(role):
                return int(token.value(role))
    return None


def _year_of(tokens: Sequence[Token]) -> int | None:
    return next((token.figure for token in tokens if token.is_year), None)


def _season(match: Match) -> str:
    (token,) = (token for token in match.tokens("core") if token.has("season", "season_loose"))
    return token.value("season" if token.has("season") else "season_loose")
