"""Where numbers can stand: around digits, and around words that begin as number words do.

Most of a news text is neither, so looking only there makes reading numbers several times faster.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.text.lexicon import lexicon, shared
from agent.text.number_words import is_number_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORDS_BEFORE = 2
_AHEAD = re.compile(r"\S*+(?:\s++\S++){0,4}+")
_BREAK = re.compile(r"(?<!\d)\s|\s(?!\d)")
_SLACK = 64


def neighbourhoods(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Offsets of the parts of ``text`` that hold all its numbers with the words that bear on them.

    In order, apart, and cut only at white space that is not inside a figure. All of the text where nothing is
    known of the number words of ``language``. Linear in the text's length.
    """
    pattern = _anchor(language)
    if pattern is None:
        yield 0, len(text)
        return
    start = end = 0
    for match in pattern.finditer(lowered(text)):
        at = match.start()
        if match[1] and not _is_anchor(match[1], str(language)):
            continue
        before = _break_before(text, end, at) if at > end else end
        if before > end:
            if end > start:
                yield start, end
            start = before
        if match.end() + _SLACK > end:
            end = max(end, _break_after(text, match.end()))
    if end > start:
        yield start, end


def lowered(text: str) -> str:
    """``text`` in lower case with every character at its offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of ``words`` that looks at each character once; the longest is tried first."""
    branches: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not branches:
        return ""
    either = "|".join(re.escape(first) + any_of(rest) for first, rest in sorted(branches.items()))
    return f"(?:{either}){'?' if ends else ''}"


def _break_before(text: str, floor: int, at: int) -> int:
    """A place to cut some words before ``at``, not before ``floor``."""
    start = at
    for _ in range(_WORDS_BEFORE + 1):
        start = text.rfind(" ", floor, start)
        if start < 0:
            return floor
    while not _BREAK.match(text, start):
        start = text.rfind(" ", floor, start)
        if start < 0:
            return floor
    return start


def _break_after(text: str, at: int) -> int:
    ahead = _AHEAD.match(text, at, at + _SLACK)
    found = _BREAK.search(text, ahead.end() if ahead else at)
    return found.start() if found else len(text)


@lru_cache(maxsize=16)
def _anchor(language: str | None) -> re.Pattern[str] | None:
    signs = "".join(shared()["suffixes"]["fractions"].split())
    if language is None:
        return re.compile(rf"[\d{signs}]()")
    words = lexicon(language).numbers
    if not words.openers:
        return None
    openers = any_of({*words.openers, *words.scales, *words.words})
    return re.compile(rf"[\d{signs}]|(?<![^\W_])({openers}[^\W\d_]*+)")


@lru_cache(maxsize=65_536)
def _is_anchor(word: str, language: str) -> bool:
    words = lexicon(language).numbers
    if word in words.scales or word in words.words:
        return True
    return word not in words.one and is_number_word(word, language)
