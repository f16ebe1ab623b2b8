"""What names look like in a language, read from ``tables/names/<ISO 639-1 code>.toml`` on first use.

Countries, months, weekdays and the cities of time zones come from Unicode's CLDR by way of babel.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLED = ("en", "de", "it", "fr", "es")

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class NameTable:
    """The words around and inside one language's names, in lower case; empty for a language without a table.

    ``openers`` begin sentences and are no part of a name after them; so are ``nouns``, and words with
    ``opener_endings``. ``titles``: offices and forms of address, perhaps capitalised; ``roles``: those that stand small
    before a name. ``organisation_words`` and ``place_words`` are parts of names, ``organisation_endings`` and
    ``place_endings`` ends of single words, ``firm_words`` trades behind a firm's own name. ``*_cues``: words before a
    name of that kind. ``verbs``, and words with ``verb_endings``, follow a name that begins a sentence, ``speech`` a
    person's. ``joiners`` stand inside names; those of ``joining_heads_only`` only behind a word for a name's kind
    (``University of``). ``particles_not``: particles of other languages' surnames that are ordinary words here.
    ``name_articles`` may begin a name inside a sentence (``Le Havre``). ``small_heads`` and ``small_tails``: small
    parts of names (``ministère de la Santé``, ``Union européenne``); ``adjective_endings``: those of adjectives inside
    names. ``plain``: words written with a capital that name nothing; ``peoples``: nations and languages; ``places``:
    names of places that are common nouns too, or that nothing else shows. ``determiners`` stand before common nouns.

    German alone has ``capital_adjectives``, stems of adjectives that open a name, ``numbered_nouns``, which figures
    follow as their own, and what `agent.mentions.german_nouns` knows nouns by: ``noun_endings``, ``compound_links``,
    ``inflections`` and ``singulars``.
    """

    openers: Words = frozenset()
    titles: Words = frozenset()
    roles: Words = frozenset()
    organisation_words: Words = frozenset()
    organisation_endings: tuple[str, ...] = ()
    place_words: Words = frozenset()
    place_endings: tuple[str, ...] = ()
    organisation_cues: Words = frozenset()
    place_cues: Words = frozenset()
    product_cues: Words = frozenset()
    verbs: Words = frozenset()
    verb_endings: tuple[str, ...] = ()
    speech: Words = frozenset()
    joiners: tuple[str, ...] = ()
    joining_heads_only: tuple[str, ...] = ()
    particles_not: Words = frozenset()
    small_heads: tuple[str, ...] = ()
    small_tails: Words = frozenset()
    plain: Words = frozenset()
    peoples: Words = frozenset()
    places: Words = frozenset()
    capital_adjectives: Words = frozenset()
    determiners: Words = frozenset()
    nouns: Words = frozenset()
    numbered_nouns: Words = frozenset()
    adjective_endings: tuple[str, ...] = ()
    name_articles: Words = frozenset()
    opener_endings: tuple[str, ...] = ()
    noun_endings: tuple[str, ...] = ()
    singulars: tuple[str, ...] = ()
    firm_words: Words = frozenset()
    compound_links: tuple[str, ...] = ()
    inflections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedTable:
    """What all languages share.

    ``legal_forms``: every spelling without full stops, in lower case, to the one it is counted under. ``particles``
    begin surnames, ``suffixes`` end names (``Jr``), ``acronyms`` name nothing. ``institutions``: words, without
    accents, before a place that make one institution in each place.
    """

    legal_forms: Mapping[str, str]
    particles: tuple[str, ...]
    suffixes: Words
    acronyms: Words
    given_names: Words
    institutions: Words


@lru_cache(maxsize=32)
def name_table(language: str) -> NameTable:
    """The table of ``language`` (ISO 639-1)."""
    if language not in TABLED:
        return NameTable()
    read = _read(language)
    declared = {field.name: str(field.type) for field in fields(NameTable)}
    told: dict[str, Any] = {name: _typed(declared[name], value) for name, value in read.items()}
    return NameTable(**told)


@lru_cache(maxsize=1)
def shared_table() -> SharedTable:
    """The table of what all languages share."""
    read = _read("shared")
    groups = [group.split() for group in read["legal_forms"]]
    return SharedTable(
        legal_forms={form: group[0] for group in groups for form in group},
        particles=tuple(read["particles"]),
        suffixes=frozenset(read["suffixes"].split()),
        acronyms=frozenset(read["acronyms"].split()),
        given_names=frozenset(read["given_names"].split()),
        institutions=frozenset(read["institutions"].split()),
    )


def _typed(declared: str, value: str | list[str]) -> Words | tuple[str, ...]:
    parts = value.split() if isinstance(value, str) else value
    return tuple(parts) if declared.startswith("tuple") else frozenset(parts)


def _read(name: str) -> dict[str, Any]:
    path = files("agent.mentions").joinpath("tables", "names", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
