"""Whether two quantities count the same kind of thing.

Nouns of two languages cannot be judged by code: they are taken to be the same. Within a language, nouns of different
stems are different things, unless a table has them as words for one (``people persons``), or one is a German compound
of the other (``Fischerboote``, ``Boote``). A quantity whose noun is not known may count anything.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.mentions.units import sizes, table
from agent.text.words import analyse

if TYPE_CHECKING:
    from agent.mentions.quantity import Quantity

_SHORTEST_HEAD = 4


def same_things(one: Quantity, other: Quantity) -> bool:
    """Whether the nouns that two quantities belong to may mean the same."""
    if one.counts is None or other.counts is None or one.language != other.language:
        return True
    return _same_noun(one.counts, other.counts, one.language)


def same_per(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are per the same: hours and hours, 100,000 inhabitants and 100,000 Einwohner."""
    if one.per == other.per:
        return True
    if one.per is None or other.per is None or one.per in sizes() or other.per in sizes():
        return False
    (first, _, noun), (second, _, rival) = one.per.partition(" "), other.per.partition(" ")
    if first[:1].isdigit() or second[:1].isdigit():
        return first == second
    return one.language != other.language or _same_noun(noun or first, rival or second, one.language)


@lru_cache(maxsize=4096)
def _same_noun(one: str, other: str, language: str) -> bool:
    first, second = analyse(one, language), analyse(other, language)
    if first == second or not first or not second:
        return True
    if table(language)["nouns"]["compounds"] and min(len(first[0]), len(second[0])) >= _SHORTEST_HEAD:
        if one.endswith(other) or other.endswith(one):
            return True
        if first[0].endswith(second[0]) or second[0].endswith(first[0]):
            return True
    groups = _groups(language)
    return bool(groups.get(first[0], frozenset()) & groups.get(second[0], frozenset()))


@lru_cache(maxsize=8)
def _groups(language: str) -> dict[str, frozenset[int]]:
    """For each stem the groups of synonyms it is in."""
    found: dict[str, frozenset[int]] = {}
    for index, group in enumerate(table(language)["nouns"]["same"]):
        for stem in analyse(group, language):
            found[stem] = found.get(stem, frozenset()) | {index}
    return found
