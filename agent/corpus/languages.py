"""What is known of each language: one TOML table per language under ``tables/``.

A further language is a further table, its file named by its ISO 639-1 code. Phrases are in lower case; they
are compared after case folding, with white space and the kinds of apostrophe made equal.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FurnitureTable:
    """Page furniture.

    ``lines``: whole lines. ``counted``: whole lines beside a number (``3 comments``). ``pointers``: labels
    before a colon that lead to another page. ``credits`` and ``credit_starts``: labels before a colon, and
    beginnings, of lines that name a picture's maker. ``buttons``: beginnings of short lines without an end
    of sentence (of any, with a word of ``newsletter``). ``consent`` and ``consent_asks``: beginnings of
    cookie notices, and what one of them also says. ``rights``: reservations of rights.
    """

    lines: Phrases
    counted: Phrases
    pointers: Phrases
    credits: Phrases
    credit_starts: Phrases
    buttons: Phrases
    newsletter: Phrases
    consent: Phrases
    consent_asks: Phrases
    rights: Phrases


@dataclass(frozen=True, slots=True)
class CreditTable:
    """Lines that say who made a text and when.

    ``byline``: words before an author's name. ``author``, ``source``, ``published``, ``updated``: labels
    before a colon. ``publisher``: sentences with ``{name}`` for the outlet.
    """

    byline: Phrases
    author: Phrases
    source: Phrases
    published: Phrases
    updated: Phrases
    publisher: Phrases


@dataclass(frozen=True, slots=True)
class OriginTable:
    """How texts name where they have things from.

    ``before``: attributions that an outlet's name follows, with words of ``between`` in between (``^`` is
    the start of a sentence). ``after``: what follows the name, with words of ``adverbs`` in between, and no
    word of ``not_before`` behind it. ``after_comma``: the same behind a known outlet with a comma before it.
    ``conjunctions`` join names. ``report_nouns``: ends of compounds such as ``dpa-Meldung``. ``kinds``:
    kinds of outlets, before their names. ``name_ends``, ``name_starts``, ``compound_ends``: last and first
    words of outlets' names and ends of single words that are one, ``generic`` being common nouns among them.
    ``articles`` open a name and are dropped from it; ``joiners`` may stand inside one.
    ``nouns_capitalised``: a capital letter does not make a name.
    """

    before: Phrases
    between: Phrases
    after: Phrases
    after_comma: Phrases
    adverbs: Phrases
    conjunctions: Phrases
    report_nouns: Phrases
    kinds: Phrases
    name_ends: Phrases
    name_starts: Phrases
    compound_ends: Phrases
    generic: Phrases
    not_before: Phrases
    articles: Phrases
    joiners: Phrases
    nouns_capitalised: bool


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """All that is known of one language."""

    code: str
    furniture: FurnitureTable
    credits: CreditTable
    origins: OriginTable


@dataclass(frozen=True, slots=True)
class OutletTable:
    """The known agencies and outlets.

    ``names``: every spelling, to the name it is counted under. ``agencies``: those that are news agencies.
    ``other``: longer names that are no outlets.
    """

    names: Mapping[str, str]
    agencies: frozenset[str]
    other: Phrases


@cache
def language_tables() -> Mapping[str, LanguageTable]:
    """Every language's table by its ISO 639-1 code, in alphabetical order."""
    names = sorted(entry.name for entry in files("agent.corpus").joinpath("tables").iterdir())
    codes = [name.removesuffix(".toml") for name in names if len(name) == len("xx.toml")]
    return {code: _language_table(code, _read(code)) for code in codes}


def tables_for(language: str | None) -> tuple[LanguageTable, ...]:
    """The table of ``language``; all of them if it is unknown or has none."""
    tables = language_tables()
    table = tables.get(language or "")
    return (table,) if table else tuple(tables.values())


@cache
def outlet_table() -> OutletTable:
    """The known agencies and outlets."""
    read = _read("outlets")
    agencies, outlets = read["agencies"], read["outlets"]
    names = {spelling: name for name, more in (agencies | outlets).items() for spelling in (name, *more)}
    return OutletTable(names=names, agencies=frozenset(agencies), other=tuple(read["other"]["names"]))


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("agent.corpus").joinpath("tables", f"{name}.toml").read_text("utf-8"))


def _language_table(code: str, read: dict[str, dict[str, Any]]) -> LanguageTable:
    return LanguageTable(
        code=code,
        furniture=FurnitureTable(**_tuples(read["furniture"])),
        credits=CreditTable(**_tuples(read["credits"])),
        origins=OriginTable(**_tuples(read["origins"])),
    )


def _tuples(section: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in section.items()}
