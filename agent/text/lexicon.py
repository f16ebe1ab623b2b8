"""What is known of a language, read from ``data/<ISO 639-1 code>.toml`` on first use.

Rules live in these tables, not in code: words of grammar, abbreviations by how they behave before a full
stop, elisions, and the words that make up numbers.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

TABLED = ("en", "de", "it", "fr", "es", "pt", "nl", "pl")
"""Languages with a table; the first five are those the project answers for."""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations in lower case without their last full stop.

    ``never_end`` stand before what they belong to (``Dr.``), ``before_number`` do so before a figure
    (``No.``) and ``may_end`` may close a sentence as well as stand inside one (``Inc.``). ``suffixes`` end
    longer words (``Goethestr.``).
    """

    never_end: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language writes numbers.

    ``decimal`` is its decimal mark, ``None`` where unknown. ``scales`` are its words that multiply (``million``,
    ``dozen``), ``words`` others that stand for a value; all further ones begin with one of ``openers``.
    ``half_before`` and ``half_after`` make half of a scale word (``half a``, ``e mezzo``), ``one`` means 1
    before one (``a million``), ``connectors`` link number words (``vingt et un``) and ``bare`` ones are numbers
    without any word before them (``mille``). After ``vague`` words nothing is counted (``several hundred``).
    ``phrases`` hold number words but are none (``per cento``).
    """

    decimal: str | None = None
    scales: dict[str, Decimal] = field(default_factory=dict)
    words: dict[str, Decimal] = field(default_factory=dict)
    openers: frozenset[str] = frozenset()
    half_before: tuple[tuple[str, ...], ...] = ()
    half_after: tuple[tuple[str, ...], ...] = ()
    one: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of one language, all words in lower case; empty for a language without a table.

    ``function_words`` are the words of grammar, ``question_words`` those that ask; ``letters`` are found in
    no other tabled language. ``elisions`` stand before an apostrophe (``dell'``), ``clitics`` after one
    (``'s``). ``name_particles`` begin surnames (``De Luca``). ``ordinal_cues`` come before a figure that its
    full stop makes an ordinal, ``ordinal_nouns`` after it (German ``am 3. Mai``).
    """

    language: str
    function_words: frozenset[str] = frozenset()
    question_words: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    name_particles: frozenset[str] = frozenset()
    ordinal_cues: frozenset[str] = frozenset()
    ordinal_nouns: frozenset[str] = frozenset()
    abbreviations: Abbreviations = field(default_factory=Abbreviations)
    numbers: NumberWords = field(default_factory=NumberWords)


@lru_cache(maxsize=32)
def lexicon(language: str) -> Lexicon:
    """The tables of ``language`` (ISO 639-1)."""
    if language not in TABLED:
        return Lexicon(language)
    table = _read(language)
    return Lexicon(
        language,
        **{
            name: _words(table, name)
            for name in ("function_words", "question_words", "elisions", "clitics", "name_particles")
        },
        letters=frozenset(table.get("letters", "")),
        ordinal_cues=_words(table, "ordinal_cues"),
        ordinal_nouns=_words(table, "ordinal_nouns"),
        abbreviations=_abbreviations(table["abbreviations"]),
        numbers=_numbers(table["numbers"]),
    )


def _abbreviations(table: dict[str, Any]) -> Abbreviations:
    return Abbreviations(
        never_end=_words(table, "never_end"),
        before_number=_words(table, "before_number"),
        may_end=_words(table, "may_end"),
        suffixes=tuple(table.get("suffixes", "").split()),
    )


def _numbers(table: dict[str, Any]) -> NumberWords:
    return NumberWords(
        decimal=table["decimal"],
        scales=decimals(table["scales"]),
        words=decimals(table.get("words", {})),
        openers=_words(table, "openers"),
        half_before=_phrases(table, "half_before"),
        half_after=_phrases(table, "half_after"),
        one=_words(table, "one"),
        connectors=_words(table, "connectors"),
        bare=_words(table, "bare"),
        vague=_words(table, "vague"),
        phrases=frozenset(table.get("phrases", ())),
    )


def decimals(table: dict[str, str]) -> dict[str, Decimal]:
    """A table of numerals as exact numbers."""
    return {word: Decimal(value) for word, value in table.items()}


@lru_cache(maxsize=1)
def shared() -> dict[str, Any]:
    """The table of what all languages share, ``data/shared.toml``."""
    return _read("shared")


@lru_cache(maxsize=1)
def units() -> frozenset[str]:
    """Unit symbols as they are glued to figures (``10km``); case matters."""
    return _words(shared()["suffixes"], "unit")


@lru_cache(maxsize=1)
def glued_suffixes() -> frozenset[str]:
    """What may be glued to a figure that stays one: units, ordinal endings, multipliers, fractions."""
    table = shared()["suffixes"]
    return (
        units()
        | _words(table, "ordinal")
        | _words(table, "fractions")
        | frozenset(shared()["scales"]["glued"])
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("agent.text").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def _words(table: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(table.get(name, "").split())


def _phrases(table: dict[str, Any], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in table[name])
