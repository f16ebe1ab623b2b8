"""The words dates are made of, per language.

``tables/cldr.toml`` holds the names of months and weekdays of the Unicode CLDR, taken from Babel (a test compares
them); ``tables/<ISO 639-1 code>.toml`` holds what the CLDR does not know: inflected forms, bounds, parts, relative
words, and what tells a year from an amount. ``[words]`` lists words and phrases by role, ``[values.<role>]`` by role
and value. A word may have several roles; the grammar decides by what stands around it.

Roles that do not explain themselves: ``filler`` are articles and prepositions inside a date. ``*_cue`` words make a
bare month, season, year, day in figures or time one; ``*_loose`` words need such a cue or a year beside them;
``*_letter`` words are glued to a figure (``Q3``, ``15h30``). ``this``, ``relative_before`` and ``relative_after`` go
with a unit, month or weekday (``mese scorso``); a value ``-1 night`` is an offset in days and a part of the day.
``decade_of`` words precede a decade (``anni Novanta``), ``years`` follow it (``90er Jahre``). ``range_from`` opens a
range; ``origin`` words bound a day or month, but seldom a year (``data from 2019``). After a ``clock_exact`` word a
time is no approximate one (``um 15 Uhr``). ``code`` words come before figures that are no date (``version
2.5.2024``), ``habit`` words make a weekday none (``every Tuesday``), ``owner`` words a decade (``in her 60s``).
``plural`` units are not one that is running; ``zone`` names a time zone, which may stand beside a date by itself.

Keys above the tables: ``month_first`` (02/11/2026 may be the eleventh of February, and ``March 12`` is a day),
``comma_year`` (a comma may stand before the year), ``ordinal_dot`` (a full stop makes a figure an ordinal),
``capitalised`` (roles whose words begin with a capital), ``nouns_capitalised``, ``namesakes`` (months that are names
or other words too), ``before_era`` (what counts years backwards), ``roman_endings`` (what may be glued to a Roman
numeral), ``counted`` (what a four-digit amount counts: ``2024 tonnes``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
LANGUAGES = ("de", "en", "es", "fr", "it")


_NO_ROLE = chr(0x4DFF)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, phrase or figure as the grammar sees it.

    ``sign`` is one character, the same for all words of one language with the same roles. ``values`` are by role.
    ``capital``: in running text it begins with a capital letter. ``anchor``: a date may stand where it stands.
    ``phrases`` are those it begins, longest first: the words that follow and what they are together.
    """

    spelling: str
    sign: str
    roles: frozenset[str]
    values: dict[str, str] = field(default_factory=dict)
    capital: bool = False
    anchor: bool = False
    phrases: tuple[tuple[tuple[str, ...], Word], ...] = ()


@dataclass(frozen=True, slots=True)
class DateWords:
    """One language's words, by their folded spelling, and its habits.

    ``signs`` are the characters of all roles, ``kinds`` the roles that each one has. ``capitals``: months and weekdays
    begin with one. The other keys are those of the tables.
    """

    words: dict[str, Word]
    language: str
    signs: dict[str, str]
    kinds: dict[frozenset[str], str]
    months: dict[str, int]
    weekdays: frozenset[str]
    counted: frozenset[str]
    month_first: bool = False
    comma_year: bool = False
    ordinal_dot: bool = False
    capitals: bool = False
    nouns_capitalised: bool = False
    before_era: tuple[str, ...] = ()


_ANCHORS = frozenset(
    "month month_short weekday unit quarter half half_loose century century_word decade decade_of decade_suffix season "
    "season_loose weekend fiscal years deictic daypart year_word part_of_unit clock clock_loose clock_letter clock_cue "
    "clock_before clock_word hour_cue meridiem meridiem_end quarter_letter half_letter day_cue".split()
)
"""Roles without one of which there is no date but in figures."""


def folded(word: str) -> str:
    """``word`` as the tables spell it."""
    return (word if word.isascii() else unicodedata.normalize("NFC", word)).lower()


@cache
def date_words(language: str) -> DateWords:
    """The words of ``language``; for one without a table, figures alone."""
    table = _read(language) if language in LANGUAGES else {}
    roles: dict[tuple[str, ...], dict[str, str]] = {}
    for role, phrases in table.get("words", {}).items():
        for phrase in phrases:
            roles.setdefault(_split(phrase), {})[role] = ""
    for role, values in _valued(table, language).items():
        for value, phrases in values.items():
            for phrase in phrases:
                roles.setdefault(_split(phrase), {})[role] = value
    for ending in table.get("roman_endings", ()):
        for number, numeral in enumerate(_ROMAN, 1):
            roles.setdefault((numeral + ending,), {})["roman"] = str(number)
    _plain_months(table, roles)
    return _assembled(language, table, roles)


def _valued(table: dict[str, Any], language: str) -> dict[str, dict[str, list[str]]]:
    """Roles to values to phrases: the language's own and those of the CLDR."""
    values: dict[str, dict[str, list[str]]] = {
        role: {value: list(phrases) for value, phrases in by_value.items()}
        for role, by_value in table.get("values", {}).items()
    }
    if not table:
        return values
    for role, names in _read("cldr")[language].items():
        first = 0 if role.startswith("weekday") else 1
        for value, name in enumerate(names, first):
            values.setdefault(role, {}).setdefault(str(value), []).append(name)
    return values


def _assembled(
    language: str, table: dict[str, Any], roles: dict[tuple[str, ...], dict[str, str]]
) -> DateWords:
    signs: dict[frozenset[str], str] = {}
    capitals = frozenset({"roman", "century_word", *table.get("capitalised", ())})
    words: dict[str, Word] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for spelling, values in roles.items():
        kinds = frozenset(values)
        sign = signs.setdefault(kinds, chr(0x4E00 + len(signs)))
        capital, anchor = bool(kinds & capitals), bool(kinds & _ANCHORS)
        word = Word(" ".join(spelling), sign, kinds, values, capital=capital, anchor=anchor)
        if len(spelling) == 1:
            words[spelling[0]] = word
        else:
            phrases.setdefault(spelling[0], []).append((spelling[1:], word))
    for opening, more in phrases.items():
        for part in (opening, *(part for rest, _ in more for part in rest)):
            words.setdefault(part, Word(part, _NO_ROLE, frozenset()))
        longest_first = tuple(sorted(more, key=lambda item: -len(item[0])))
        words[opening] = replace(words[opening], phrases=longest_first)
    return DateWords(
        language=language,
        words=words,
        signs={
            role: "".join(sign for kinds, sign in signs.items() if role in kinds)
            for role in frozenset(role for kinds in signs for role in kinds)
        },
        kinds=signs,
        months=_named(roles, "month") | _named(roles, "month_short"),
        weekdays=frozenset(_named(roles, "weekday") | _named(roles, "weekday_short")),
        counted=frozenset(table.get("counted", ())),
        month_first=table.get("month_first", False),
        comma_year=table.get("comma_year", False),
        ordinal_dot=table.get("ordinal_dot", False),
        capitals="month" in capitals,
        before_era=tuple(f"{era} " for era in table.get("before_era", ())),
        nouns_capitalised=table.get("nouns_capitalised", False),
    )


def _plain_months(table: dict[str, Any], roles: dict[tuple[str, ...], dict[str, str]]) -> None:
    """Give the role ``plain_month`` to the months that are nothing else."""
    for (first, *more), values in roles.items():
        if "month" in values and not more and first not in table.get("namesakes", ()):
            values["plain_month"] = values["month"]


def _named(roles: dict[tuple[str, ...], dict[str, str]], role: str) -> dict[str, int]:
    return {" ".join(word): int(values[role]) for word, values in roles.items() if role in values}


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in TOKEN.findall(phrase))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("agent.mentions.dates").joinpath("tables", f"{name}.toml").read_text("utf-8"))
