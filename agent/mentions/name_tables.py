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

    ``openers``: words that begin sentences and stand before names without being part of them. ``titles``: offices and
    forms of address, perhaps capitalised; ``roles``: those that stand small before a name. ``organisation_words`` and
    ``place_words`` are parts of names, ``organisation_endings`` and ``place_endings`` ends of single words.
    ``*_cues``: small words before a name of that kind. ``verbs`` follow a name that begins a sentence, as words with
    ``verb_endings`` do; ``speech`` follows a person's. ``firm_words``: words for a trade behind a firm's own name. ``joiners``
    stand inside names; after ``joining_heads_only`` only where a word of a name's kind stands before them
    (``University of``). ``particles_not``: particles of other languages' surnames that are ordinary words here.
    ``small_heads`` and ``small_tails``: uncapitalised parts of names (``ministère de la Santé``, ``Union européenne``).
    ``relations``: nouns of what firms are to each other. ``plain``: words written with a capital that name nothing,
    ``peoples``: nations and languages. ``places``: names of places that are common nouns too. ``capital_adjectives``: stems of
    adjectives that open a name. ``adjective_endings``: those of adjectives inside names, behind
    a noun. ``determiners`` stand before common nouns, numbers after ``numbered_nouns``; ``nouns`` are some of these that open
    sentences, ``opener_endings`` those of words that do. ``noun_endings``, ``compound_links``, ``inflections`` and
    ``singulars`` are German (`agent.mentions.german_nouns`).
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
    relations: Words = frozenset()
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
    """What all languages share: ``legal_forms`` by their form without full stops in lower case, to the group of one form."""

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
    return NameTable(**{field.name: _typed(field.type, read[field.name]) for field in fields(NameTable) if field.name in read})


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


def _typed(declared: Any, value: str | list[str]) -> Words | tuple[str, ...]:
    parts = value.split() if isinstance(value, str) else value
    return tuple(parts) if str(declared).startswith("tuple") else frozenset(parts)


def _read(name: str) -> dict[str, Any]:
    path = files("agent.mentions").joinpath("tables", "names", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
