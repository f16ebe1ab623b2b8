"""Numbers in words, read by text2num (Allo-Media) for the languages it knows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.text.lexicon import NumberWords, lexicon
from agent.text.number_reading import Reading

if TYPE_CHECKING:
    from agent.text.tokens import TokenSequence

READABLE = frozenset({"en", "de", "it", "fr", "es", "pt", "nl"})
_LONGEST = 120
_UNIT_WORDS = frozenset(map(Decimal, ("1e2", "1e3", "1e6", "1e9", "1e12")))


class NumberWordReader:
    """Reads the numbers in words of one row of tokens, from its beginning to its end."""

    def __init__(self, row: TokenSequence, language: str) -> None:
        self._row = row
        self._language = language
        self._words: NumberWords = lexicon(language).numbers
        self._run_end = 0
        self._found: dict[int, tuple[int, Decimal]] = {}

    def read(self, position: int) -> Reading | None:
        """The number that begins with the word at ``position``.

        ``None`` for ordinals, for the words for 1 alone, which are articles more often than numbers, and for
        number words that count nothing.
        """
        word = self._row.word(position)
        if is_number_word(word, self._language):
            return self._reading(position, position)
        if word in self._words.one and self._row.follows(position + 1):
            return self._reading(position, position + 1)
        return None

    def _reading(self, start: int, first: int) -> Reading | None:
        """The number of the words from ``first`` on, which begins at ``start`` with its article."""
        if first >= self._run_end:
            self._read_run(first)
        length, value = self._found.get(first, (0, Decimal(0)))
        if not length or not self._counts(start, first, length, value):
            return None
        after = first + length
        return Reading(self._row[start].start, self._row[after - 1].end, (value,), after)

    def _counts(self, start: int, first: int, length: int, value: Decimal) -> bool:
        before = self._row.word(start - 1) if self._row.follows(start) else ""
        word = self._row.word(first)
        if before in self._words.vague or f"{before} {word}" in self._words.phrases:
            return False
        if length > 1:
            return start == first or value > 1
        if start < first:
            return value in _UNIT_WORDS
        return value != 1 and (value not in _UNIT_WORDS or word in self._words.bare)

    def _read_run(self, position: int) -> None:
        """Read the number words from ``position`` on, with the connectors between them, in one go."""
        from text_to_num import find_numbers

        run: list[_Word] = []
        while not run or self._row.follows(position + len(run)):
            word = self._row.word(position + len(run))
            if not is_number_word(word, self._language) and not (run and word in self._words.connectors):
                break
            run.append(_Word(word))
        self._run_end = position + len(run)
        for number in find_numbers(run, self._language, 0.0) if run else ():
            if not number.is_ordinal:
                self._found[position + number.start] = (number.end - number.start, Decimal(int(number.value)))


@lru_cache(maxsize=65_536)
def is_number_word(word: str, language: str) -> bool:
    """Whether ``word`` (lower case) alone is a number in ``language``."""
    if len(word) > _LONGEST or word in lexicon(language).numbers.vague:
        return False
    from text_to_num import text2num

    try:
        text2num(word, language)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Word:
    """One word as text2num takes it."""

    word: str

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


@lru_cache(maxsize=65_536)
def ordinal_value(word: str, language: str) -> int | None:
    """The value of ``word`` (lower case) if it is an ordinal in ``language``."""
    from text_to_num import find_numbers

    if len(word) > _LONGEST or language not in READABLE:
        return None
    found = find_numbers([_Word(word)], language, 0.0)
    return int(found[0].value) if len(found) == 1 and found[0].is_ordinal else None
