"""The grammar of dates, over the signs of `agent.mentions.dates.runs`.

A rule is a regular expression in which ``@role`` stands for any word of that role and ``@NAME`` for a piece. Rules are
tried in their order at each place, so longer forms come first. Every repetition is bounded: matching is linear in the
length of the run. Groups are what the reader takes a rule's values from; a group named twice ends in a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from agent.mentions.dates.runs import FIGURE_SIGNS
from agent.mentions.dates.words import DateWords, date_words

_PIECES = {
    "ORD": r"(?:=@day_suffix|\.@day_suffix|%|@DOT)",
    "NTH": r"(?:@ordinal-?|@day@ORD-?|@roman)",
    "WD": r"(?:@weekday,?@filler?|@weekday_short;?,?@filler?)",
    "DAY": r"(?:@day@ORD?|@ordinal)",
    "MON": r"(?:@month|@month_short;?)",
    "YEAR": r"(?:@COMMA@filler{0,2}@year)",
    "DATE": r"(?:@WD?@DAY@filler{0,2}@MON@YEAR?)",
    "MONTH_YEAR": r"(?:@month_of?@MON@YEAR)",
    "TO": r"(?:[-~/]|@to@filler?)",
    "FROM": r"(?:@range_from@filler?)",
    "BETWEEN": r"(?:@between@filler?)",
    "AND": r"(?:@and@filler?)",
    "BOUND": r"(?P<bound>@bound@filler{0,2})",
    "APPROX": r"(?P<approx>@approx@filler?)",
    "PART": r"(?P<part>@part-?@filler{0,3}|@ordinal@half_loose@filler{0,3}(?=@LONGER))",
    "LONGER": r"(?:@NTH?@century|@month|@decade_of)",
    "PREFIX": r"(?:@BOUND?@APPROX?@PART?)",
    "SOME_PREFIX": r"(?:(?=@bound|@approx|@part|@ordinal@half_loose)@BOUND?@APPROX?@PART?)",
    "DAYPART": r"(?:-?(?P<daypart>@daypart))",
    "COUNT": r"(?:@count|@number)",
    "UNIT": r"(?:@unit|@quarter|@half|@weekend|@century|@decade)",
    "SOME_YEAR": r"(?:@year|@short_year)",
    "THAT_YEAR": r"(?P<that_year>(?:@relative_before|@this)@unit|@unit@relative_after)",
    "OF_YEAR": r"(?:@year|@THAT_YEAR|(?P<this>@unit))",
    "OF_CENTURY": r"(?:@filler{0,2}(?:@NTH@century|@century))",
    "RELATIVE": r"(?:@UNIT|@month|@season|@season_loose|@weekday)",
    "CLOCK": r"(?:@hour(?:[.:]@minute)?=?(?:@meridiem|@meridiem_letter\.@meridiem_end|@clock)"
    r"|@hour=?@clock_letter=?@minute"
    r"|@hour[.:]@minute=?@clock_loose|@clock_before@hour(?:[.:]@minute)?|@clock_word)",
    "SOME_CLOCK": r"(?:@CLOCK|@SHORT_CLOCK)",
    "SHORT_CLOCK": r"(?:@hour(?:[.:]@minute|=?@clock_letter)?)",
}  # fmt: skip

_RULES = {
    "clock_range": r"(?:@FROM?(?P<left>@SOME_CLOCK)@TO|@clock_from(?P<left2>@SOME_CLOCK)@clock_to)(?P<right>@CLOCK)"
    r"|@clock_from(?P<left3>@SOME_CLOCK)@clock_to(?P<right3>@SHORT_CLOCK)"
    r"|@FROM(?P<left4>@SOME_CLOCK|@hour@clock_loose)@TO(?P<right4>@hour=?@clock_loose)",
    "clock": r"@BOUND?(?:(?!@clock_exact)@APPROX)?(?P<core>@CLOCK)"
    r"|(?<=@clock_cue)(?P<core2>@hour[.:]@minute|@hour@clock_loose)|(?<=@hour_cue)(?P<core3>@hour)",
    "day_month": r"(?:@BOUND|(?<=@day_cue))@WD?(?P<core>@day\.@month_figure)(?![.=])",
    "date_range": r"(?:@FROM?(?P<left>@WD?@DAY|@DATE)@TO|@BETWEEN(?P<left2>@WD?@DAY|@DATE)@AND)(?P<right>@DATE)"
    r"|(?:@FROM?(?P<left3>@MONTH_DATE)@TO|@BETWEEN(?P<left4>@MONTH_DATE)@AND)"
    r"(?P<right3>@MONTH_DATE|@day@ORD?@YEAR?)",
    "month_range": r"(?:@FROM(?P<left>@MONTH_YEAR|@month)@TO|@BETWEEN(?P<left2>@MONTH_YEAR|@month)@AND)"
    r"(?P<right>@MONTH_YEAR|@month)"
    r"|(?P<left3>@MONTH_YEAR|@MON)@TO(?P<right3>@MONTH_YEAR)",
    "year_range": r"(?:@FROM(?P<left>@year)@TO|@BETWEEN(?P<left2>@year)@AND|(?P<left3>@year)(?:[-~/]|@to))"
    r"(?P<right>@year)"
    r"|(?P<left4>@year)(?P<mark3>[-/])(?P<right4>@short_year)(?![-=]|@fiscal)",
    "ago": r"@BOUND?@APPROX?(?P<core>@ago_before(?P<about>@approx)?(?P<count>@COUNT)@unit"
    r"|(?P<count2>@COUNT)@unit@ago_after)",
    "ahead": r"(?P<core>@ahead_before(?P<about>@approx)?(?P<count>@COUNT)@unit|(?P<count2>@COUNT)@unit@ahead_after)",
    "part_of_unit": r"@BOUND?(?P<core>@part_of_unit)(?:@filler?(?P<year>@year))?",
    "weekday_range": r"(?:@FROM(?P<left>@weekday)@TO|@BETWEEN(?P<left2>@weekday)@AND|(?P<left3>@weekday)-)"
    r"(?P<right>@weekday)",
}  # fmt: skip
"""Forms that begin with words of their own, the longer before the shorter."""

_PREFIXED = {
    "year_first": r"(?P<core>@year(?P<mark1>[-./])@month_figure(?P=mark1)@day)",
    "day_first": r"@WD?(?P<core>@day(?P<mark2>[-./])@day(?P=mark2)(?:@year|@short_year))",
    "month_figures": r"(?P<core>@month_figure_long/@year)",
    "fiscal_year": r"(?P<core>@fiscal@filler{0,2}=?(?P<left>@SOME_YEAR)(?:[-/](?P<right>@SOME_YEAR))?"
    r"|(?P<left2>@year)(?:[-/](?P<right2>@SOME_YEAR))?@fiscal)",
    "date_of_year": r"(?P<core>@DATE|@MONTH_DATE|@MON|@season)@filler{0,2}@THAT_YEAR",
    "date_relative": r"(?P<core>@relative_before@filler?@DATE|@DATE@relative_after)",
    "date": r"(?P<core>@DATE|@MONTH_DATE)@DAYPART?",
    "month": r"(?P<core>@MONTH_YEAR)",
    "quarter": r"(?P<core>(?:@NTH@quarter|@quarter_letter=@day)(?:[-/]?@filler{0,2}@OF_YEAR)?)(?!@OF_CENTURY)",
    "half": r"(?P<core>(?:@NTH(?:@half|@half_loose)|@half_letter=@day)[-/]?@filler{0,2}@OF_YEAR|@NTH@half)"
    r"(?!@OF_CENTURY)",
    "season": r"(?P<core>(?:@season|@season_loose)@filler{0,2}@year(?:[-/](?P<right>@SOME_YEAR))?)",
    "century": r"(?P<core>@NTH@century|@century_word|@century(?:@roman|@day))",
    "decade": r"(?P<core>@round_year=@decade_suffix(?:-?@years)?|@short_year=@decade_suffix@YEARS|@DECADE_WORD"
    r"|(?:@decade_of|@decade@filler{0,3}@decade_of?)@filler?(?:@round_year|@short_year|@decade_word))",
    "deictic": r"(?P<core>@deictic)@DAYPART?",
    "relative": r"(?P<core>(?:@relative_before|(?P<this>@this))(?:@RELATIVE|(?P<daypart2>@daypart))"
    r"|@RELATIVE@relative_after)@DAYPART?",
    "weekday": r"(?P<core>@weekday)@DAYPART?",
    "year_word": r"(?P<core>@year_word)",
    "year": r"(?P<core>@year)",
}  # fmt: skip
"""Forms that may stand behind a bound, an approximation and a part (``by around the end of``)."""

_LONE = {
    "lone_month": r"(?:@SOME_PREFIX|(?<=@month_cue)|(?<=@month_cue@filler)|(?<=@month@and)|(?=@plain_month|@month_of))"
    r"(?P<core>@month_of?@month)",
    "lone_season": r"(?:@SOME_PREFIX|(?<=@season_cue)|(?<=@season_cue@filler))(?P<core>@season)",
    "lone_unit": r"@BOUND?@APPROX?@PART(?P<core>@UNIT)(?!@figure|@century|@roman)",
}  # fmt: skip
"""Forms that are a date only behind other words."""

_INNER = frozenset(
    "filler to and day_suffix decade_suffix years month_cue season_cue day_cue year_cue ago_after ahead_after daypart "
    "clock clock_cue clock_loose clock_to clock_exact hour_cue code habit owner zone origin meridiem meridiem_letter "
    "meridiem_end".split()
)
"""Roles of words that no form begins with."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's grammar: ``scan`` finds what some rule matches, ``rules`` has each rule by its name."""

    scan: re.Pattern[str]
    rules: dict[str, re.Pattern[str]]
    words: DateWords


@cache
def grammar(language: str) -> Grammar:
    """The grammar with the words of ``language``; for a language without a table, dates in figures."""
    words = date_words(language)
    pieces = _PIECES | {
        "DOT": ";|\\." if words.ordinal_dot else "(?!)",
        "COMMA": ",?" if words.comma_year else "",
        "MONTH_DATE": r"(?:@WD?@MON@filler?@day@ORD?@YEAR?)" if words.month_first else "(?!)",
        "YEARS": "-?@years" if words.signs.get("years") else "",
        "DECADE_WORD": _decade_word(words),
    }

    def written(rules: dict[str, str]) -> dict[str, str]:
        return {name: _written(rule, pieces, words.signs) for name, rule in rules.items()}

    prefix = _written("@PREFIX", pieces, words.signs)
    plain, prefixed, lone = written(_RULES), written(_PREFIXED), written(_LONE)
    rules = plain | {name: f"{prefix}(?:{rule})" for name, rule in prefixed.items()} | lone
    starters = "".join(sign for kinds, sign in words.kinds.items() if not kinds <= _INNER)
    scan = (
        f"(?=[{FIGURE_SIGNS['figure']}{starters}])"
        f"(?:{_either(plain)}|{_unnamed(prefix)}(?:{_either(prefixed)})|{_either(lone)})"
    )
    return Grammar(re.compile(scan), {name: re.compile(rule) for name, rule in rules.items()}, words)


def _either(rules: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{_unnamed(rule)})" for name, rule in rules.items())


def _decade_word(words: DateWords) -> str:
    """``neunziger Jahre``, ``nineties``; where the word is a number as well, none (``anni Novanta``)."""
    if words.signs.get("years"):
        return "@decade_word-?@years"
    return "(?!)" if words.signs.get("decade_of") else "@decade_word"


def _written(rule: str, pieces: dict[str, str], signs: dict[str, str]) -> str:
    """``rule`` with its pieces and roles put in."""
    while re.search(r"@[A-Z]", rule):
        rule = re.sub(r"@([A-Z_]+)", lambda found: pieces[found[1]], rule)
    return re.sub(r"@([a-z_]+)", lambda found: _class(found[1], signs), rule)


def _class(role: str, signs: dict[str, str]) -> str:
    of_role = FIGURE_SIGNS.get(role, "") + signs.get(role, "")
    return f"[{of_role}]" if of_role else "(?!)"


def _unnamed(rule: str) -> str:
    """``rule`` without groups, but those it refers back to."""
    return re.sub(r"\?P<(?!mark)\w+>", "?:", rule)
