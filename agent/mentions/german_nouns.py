"""Whether a capitalised German word is a common noun: German writes every noun with a capital.

A word is one by its ending (``-ung``, ``-heit``), by the list of nouns in ``tables/german_nouns.txt`` after taking off
its inflection, or as a compound that ends in one (``Hafen-behörde``). The list is cut from Wikidata's lexemes (CC0) by
``training/german_nouns.py``: it holds no proper names, and no noun that the two other rules know already.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.mentions.name_tables import name_table

if TYPE_CHECKING:
    from collections.abc import Collection

_UMLAUTS = str.maketrans("äöüÄÖÜ", "aouAOU")
_LONG_TAIL = 6
"""A listed noun of so many letters at the end makes a compound whatever stands before it."""
_TOWNS = frozenset({"Stadt", "Feld", "Tal"})
"""Ends of places' names that are ordinary ends of nouns as well, behind a noun of five letters or more."""
_LONGEST = 60


class GermanNouns:
    """Common nouns by a list of lemmas, which the rules for endings and compounds make many more."""

    def __init__(self, lemmas: Collection[str]) -> None:
        table = name_table("de")
        self._lemmas = lemmas
        self._inflections = table.inflections
        self._links = tuple(link for link in table.compound_links if link)
        self._singulars = table.singulars
        self._noun_endings = tuple(
            f"{end}{more}" for end in table.noun_endings for more in ("", *table.inflections)
        )
        self._place_endings = table.place_endings

    def is_noun(self, word: str) -> bool:
        """Whether ``word``, capitalised, is a common noun in any inflection, or a compound that ends in one."""
        if len(word) > _LONGEST:
            return False
        return self._listed(word) or self.is_derived(word)

    def is_derived(self, word: str) -> bool:
        """Whether ``word`` is a noun by its ending or by its parts."""
        return (len(word) > 6 and word.endswith(self._noun_endings)) or self._is_compound(word)

    def _is_compound(self, word: str) -> bool:
        """Whether ``word`` is made of a known first part and a known noun; a place's name (``Heidelberg``) is not."""
        for cut in range(3, len(word) - 2):
            tail = word[cut:].capitalize()
            if len(tail) < 4 or not self._listed(tail):
                continue
            if word.endswith(self._place_endings) and len(tail) < _LONG_TAIL:
                return tail in _TOWNS and self._lemma(word[:cut])
            if len(tail) >= _LONG_TAIL or self._opens(word[:cut]):
                return True
        return False

    def _lemma(self, word: str) -> bool:
        return len(word) > 4 and word in self._lemmas

    def _listed(self, word: str) -> bool:
        lemmas = self._lemmas
        if word in lemmas:
            return True
        for ending in self._inflections:
            if word.endswith(ending) and len(word) - len(ending) > 2:
                stem = word[: -len(ending)]
                if stem in lemmas or stem + "e" in lemmas or stem.translate(_UMLAUTS) in lemmas:
                    return True
                if ending == "en" and any(stem + singular in lemmas for singular in self._singulars):
                    return True
        plain = word.translate(_UMLAUTS)
        return plain != word and plain in lemmas

    def _opens(self, part: str) -> bool:
        """Whether a compound may begin with ``part``: a noun, with or without the sound that links it."""
        if self._listed(part):
            return True
        return any(
            part.endswith(link) and self._listed(part[: -len(link)])
            for link in self._links
            if len(part) > len(link) + 2
        )


@lru_cache(maxsize=1)
def german_nouns() -> GermanNouns:
    """The rules with the packaged list, read on first use."""
    read = files("agent.mentions").joinpath("tables", "german_nouns.txt").read_text(encoding="utf-8")
    return GermanNouns(frozenset(line for line in read.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=100_000)
def is_german_noun(word: str) -> bool:
    """Whether ``word`` is a common German noun in any inflection."""
    return german_nouns().is_noun(word)
