"""Sets of phrases looked up by their first or last word, the longest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.mentions.neighbours import Neighbour

Meaning = TypeVar("Meaning")
_WORD = re.compile(r"[^\W\d_]+")


class Phrases(Generic[Meaning]):
    """Phrases with their meanings. Hyphens and apostrophes part words; full stops make no difference."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], *, backwards: bool = False) -> None:
        self._by_word: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in meanings:
            words = _WORD.findall(phrase.lower())
            if words:
                first, *rest = reversed(words) if backwards else words
                self._by_word.setdefault(first, []).append((tuple(rest), meaning))
        for entries in self._by_word.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def __iter__(self) -> Iterator[str]:
        """The words that phrases begin with, or end with if they are looked up backwards."""
        return iter(self._by_word)

    def find(self, words: Sequence[Neighbour], at: int = 0) -> tuple[int, Meaning] | None:
        """The longest phrase that ``words`` go on with from ``at``: its number of words, and its meaning."""
        entries = self._by_word.get(words[at].word) if at < len(words) else None
        for rest, meaning in entries or ():
            if len(words) - at - 1 < len(rest):
                continue
            if all(words[at + place].word == word for place, word in enumerate(rest, 1)):
                return len(rest) + 1, meaning
        return None
