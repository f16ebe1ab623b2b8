"""The classes of capitalised words: what a word tells about the name it may be part of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.mentions.name_tables import TABLED, name_table, shared_table
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Sort:
    """Bits for what a word may be; several at once. Plain integers, since every capitalised word is asked."""

    FUNCTION = 1
    OPENER = 2
    TITLE = 4
    TIME = 8
    PEOPLE = 16
    PLAIN = 32
    GIVEN = 64
    ORGANISATION = 128
    PLACE_PART = 256
    PLACE = 512
    SUFFIX = 1024
    ARTICLE = 2048
    PARTICLE = 4096


NO_NAME = Sort.FUNCTION | Sort.OPENER | Sort.TIME | Sort.PEOPLE | Sort.PLAIN
"""Words that no name begins with."""

_NOWHERE = frozenset({"001", "ZZ", "XA", "XB", "QO", "EZ", "UN"})
"""CLDR's codes for the world, for unknown and for what is an organisation."""

GAP_PLAIN, GAP_PARTICLE, GAP_JOINER, GAP_AFTER_HEAD, GAP_AND = 1, 2, 3, 4, 5
"""How two capitalised words hang together: by a space, a particle of surnames, a word inside names, or one that stands
inside a name only after a word for its kind (``University of``), or by ``&``."""


@lru_cache(maxsize=32)
def sorts(language: str) -> Mapping[str, int]:
    """The classes of every known word of ``language``, in lower case, as `Sort`."""
    table, shared = name_table(language), shared_table()
    grammar = lexicon(language)
    found: dict[str, int] = {}
    groups: tuple[tuple[int, Iterable[str]], ...] = (
        (Sort.FUNCTION, grammar.function_words | grammar.question_words),
        (Sort.OPENER, table.openers | table.nouns),
        (Sort.ARTICLE, table.name_articles),
        (Sort.TITLE, table.titles),
        (Sort.TIME, calendar_words(language)),
        (Sort.PEOPLE, table.peoples),
        (Sort.PLAIN, table.plain),
        (Sort.GIVEN, shared.given_names),
        (Sort.ORGANISATION, table.organisation_words),
        (
            Sort.PLACE_PART,
            table.place_words | {name.split()[0] for name in territories(language) if " " in name},
        ),
        (Sort.PLACE, table.places | frozenset(territories(language))),
        (Sort.SUFFIX, shared.suffixes),
        (Sort.PARTICLE, (word.rstrip("'’-") for phrase in shared.particles for word in phrase.split())),
    )
    for sort, words in groups:
        for word in words:
            found[word] = found.get(word, 0) | sort
    return found


@lru_cache(maxsize=32)
def gaps(language: str) -> Mapping[str, int]:
    """What may stand between two capitalised words of one name in ``language``."""
    table, shared = name_table(language), shared_table()
    particles = [particle for particle in shared.particles if particle not in table.particles_not]
    found = dict.fromkeys((_between(word) for word in table.joiners), GAP_JOINER)
    found |= {
        f" {tail}{_between(word)}": GAP_AFTER_HEAD for tail in table.small_tails for word in table.joiners
    }
    found |= dict.fromkeys((_between(word) for word in table.joining_heads_only), GAP_AFTER_HEAD)
    found |= dict.fromkeys((gap for gap in map(_between, particles) if gap not in found), GAP_PARTICLE)
    found |= dict.fromkeys((" ", "\u00a0", "\u202f", ". ", ".\u00a0"), GAP_PLAIN)
    found |= {" & ": GAP_AND, " + ": GAP_AND}
    return found


def _between(word: str) -> str:
    return f" {word}" if word[-1] in "'’-" else f" {word} "


@lru_cache(maxsize=32)
def calendar_words(language: str) -> frozenset[str]:
    """Months and weekdays, from CLDR; their short forms where a text would capitalise them."""
    if language not in TABLED:
        return frozenset()
    from babel import Locale

    locale = Locale(language)
    names = [
        name
        for width in (("wide", "abbreviated") if language in {"en", "de"} else ("wide",))
        for table in (locale.months["format"][width], locale.days["format"][width])
        for name in table.values()
    ]
    return frozenset(name.lower().rstrip(".") for name in names)


@lru_cache(maxsize=32)
def territories(language: str) -> Mapping[str, str]:
    """Countries, continents and cities of time zones, in lower case, to a code that all languages share; from CLDR."""
    if language not in TABLED:
        return {}
    from babel import Locale
    from babel.core import get_global

    locale = Locale(language)
    zones = get_global("zone_territories")
    cities = {zone: zone.rpartition("/")[2].replace("_", " ") for zone in zones if "/" in zone}
    cities |= {
        zone: names["city"] for zone, names in locale.time_zones.items() if "city" in names and zone in zones
    }
    countries = {code: name for code, name in locale.territories.items() if code not in _NOWHERE}
    return {name.lower(): code for code, name in (cities | countries).items()}
