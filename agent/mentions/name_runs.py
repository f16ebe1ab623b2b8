"""Capitalised words of a text, and the runs of them that may be one name or several."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from agent.mentions.name_tables import name_table
from agent.mentions.name_words import GAP_PLAIN, Sort, gaps, sorts
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator


def _upper_class() -> str:
    """The capitals of Latin, Greek, Cyrillic and their neighbours as ranges of a character class."""
    points = [point for point in range(0x2000) if (letter := chr(point)).isupper() or letter.istitle()]
    ranges = [
        [point for _, point in group]
        for _, group in groupby(enumerate(points), lambda pair: pair[1] - pair[0])
    ]
    return "".join(f"{chr(span[0])}-{chr(span[-1])}" if len(span) > 1 else chr(span[0]) for span in ranges)


UPPER = _upper_class()
CAPITAL = re.compile(rf"[{UPPER}]\w*+(?:[-.&'’]\w++)*+")
_SMALL = re.compile(r"(?<![\w'’])[^\W\d_]\w+")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_LAST_WORD = re.compile(r"[^\s]*$")
_OPENING = " \t\u00a0\u202f\"“„«»‹›‘‚'([{*#>•"
_QUOTES = '"“„«»‹›‘‚'
_STOPS = ".!?:…"
_DOTTED = frozenset({"inc", "ltd", "corp", "co", "bros"})
_LONGEST_GAP = 20
_LONGEST_WORD = 60
_WRAPPED = 50
"""A line of so many characters goes on in the next one."""


class Word:
    """A capitalised word at ``start`` to ``end``, without a possessive ending.

    ``sorts`` are its classes (`Sort`), ``gap`` how it hangs together with the word before (0: not at all), ``initial``
    whether its capital may be due to the beginning of a sentence, ``headline`` whether due to its line. ``cut`` is a
    common noun in lower case that a German compound ends in and that is not part of the name.
    """

    __slots__ = ("cut", "end", "gap", "headline", "initial", "lower", "possessive", "sorts", "start", "text")

    def __init__(self, start: int, end: int, text: str, *, possessive: bool) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.lower = text.lower()
        self.possessive = possessive
        self.sorts = 0
        self.gap = 0
        self.initial = False
        self.headline = False
        self.cut = ""

    @property
    def acronym(self) -> bool:
        """Whether the word is written in capitals, with more than one letter."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def shaped(self) -> bool:
        """Whether its form alone makes a name: inner capitals, or letters glued to digits."""
        inner = self.text[1:]
        return not inner.islower() and (
            any(letter.isdigit() for letter in inner)
            or any(letter.isupper() for letter in inner.partition("-")[0])
        )


def small_words(text: str) -> frozenset[str]:
    """The words that ``text`` writes with a small first letter."""
    return frozenset(word for word in _SMALL.findall(text) if word[0].islower())


def runs(text: str, language: str) -> Iterator[list[Word]]:
    """Runs of capitalised words with nothing but words that may stand inside a name in between."""
    known, between = sorts(language), gaps(language)
    run: list[Word] = []
    lines = _Lines(text, language)
    for word in _words(text, language):
        word.sorts = known.get(word.lower.rstrip("."), 0)
        if word.sorts & Sort.GIVEN and word.acronym:
            word.sorts ^= Sort.GIVEN
        word.headline = lines.headline(word.start)
        if run:
            word.gap = _gap(text, run[-1], word, between)
            if (
                run[-1].possessive
                and word.sorts & Sort.ORGANISATION
                and text[run[-1].end : word.start].strip("'’s") == " "
            ):
                word.gap = GAP_PLAIN  # St Brannock's Hospital, Health Workers' Union
            if not word.gap:
                yield run
                run = []
                word.gap = 0
        if not run:
            word.initial = starts_sentence(text, word.start, language)
        run.append(word)
    if run:
        yield run


def _gap(text: str, before: Word, word: Word, between: object) -> int:
    gap = text[before.end : word.start] if word.start - before.end <= _LONGEST_GAP else ""
    kind: int = between.get(gap, 0) if gap else 0  # type: ignore[attr-defined]
    if kind == GAP_PLAIN and gap[0] == ".":
        abbreviates = (
            len(before.text) == 1 or before.sorts & (Sort.TITLE | Sort.PLACE_PART) or "." in before.text
        )
        return kind if abbreviates and len(before.text) < 6 else 0
    if gap in {"\n", "\r\n"}:
        return GAP_PLAIN if before.end - text.rfind("\n", 0, before.end) > _WRAPPED else 0
    return kind


def _words(text: str, language: str) -> Iterator[Word]:
    elisions = lexicon(language).elisions
    for match in CAPITAL.finditer(text):
        start, end = match.span()
        if start and text[start - 1].isalnum():
            start = _word_start(text, start)
        if start >= 0 and end - start <= _LONGEST_WORD:
            word = _word(text, start, end, elisions, language)
            if word:
                yield word


def _word(text: str, start: int, end: int, elisions: frozenset[str], language: str) -> Word | None:
    """What of the characters from ``start`` to ``end`` may be part of a name, if anything."""
    raw = text[start:end]
    possessive = False
    if "'" in raw or "’" in raw:
        cut = _without_apostrophe(raw, elisions, starts=starts_sentence(text, start, language))
        if cut is None:
            return None
        start, raw, possessive = start + cut[0], raw[cut[0] : cut[1]], cut[2]
    if "-" in raw:
        whole, raw = raw, _without_small_tail(raw)
        if language == "de" and raw != whole and not raw.isupper():
            return None  # Evangelisch-methodistische
    end = start + len(raw)
    if text[end : end + 1] == "." and _keeps_stop(raw):
        raw += "."
        end += 1
    apostrophe = text[end : end + 1] in {"'", "’"}
    if not raw or (apostrophe and raw.lower() in elisions):
        return None
    return Word(start, end, raw, possessive=possessive or apostrophe)


def _keeps_stop(raw: str) -> bool:
    """Whether a full stop behind a word belongs to it (``Inc.``, ``S.p.A.``)."""
    return raw.lower() in _DOTTED or ("." in raw and _ABBREVIATION.fullmatch(raw) is not None)


def _word_start(text: str, start: int) -> int:
    """The start of a word with inner capitals (``iPhone``) whose first capital is at ``start``; -1 if it is none."""
    first = start
    while first and start - first < 4 and text[first - 1].isalpha():
        first -= 1
    return first if first == 0 or not text[first - 1].isalnum() else -1


def _without_apostrophe(raw: str, elisions: frozenset[str], *, starts: bool) -> tuple[int, int, bool] | None:
    """What of a word with an apostrophe may be a name: its bounds, and whether a possessive ending was cut off."""
    at = raw.replace("’", "'").find("'")
    head, tail = raw[:at], raw[at + 1 :]
    if tail in {"s", "S"}:
        return 0, at, True
    if head.lower() in elisions and starts:
        return (at + 1, len(raw), False) if tail[:1].isupper() else None
    if not tail[:1].isupper() and (head.lower() in elisions or len(tail) < 3):
        return None
    last = max(raw.rfind("'s"), raw.rfind("’s"))
    return (0, last, True) if last > 0 and last == len(raw) - 2 else (0, len(raw), False)


def _without_small_tail(raw: str) -> str:
    """``Kelby`` of ``Kelby-based``; a word whose last part is capitalised or a figure stays whole."""
    parts = raw.split("-")
    while len(parts) > 1 and parts[-1][:1].islower():
        parts.pop()
    return "-".join(parts)


def starts_sentence(text: str, start: int, language: str) -> bool:
    """Whether a sentence, a line or a quotation may begin at ``start``."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING and start - at < 8:
        if text[at] in _QUOTES:
            return True
        at -= 1
    if at < 0 or text[at] in "\n\r\v\f\u2028\u2029":
        return True
    if text[at] not in _STOPS or at == start - 1:
        return text[at] in "?!…"
    if text[at] != ".":
        return True
    found = _LAST_WORD.search(text[max(0, at - 12) : at])
    word = found[0].lstrip('("“„«') if found else ""
    return (
        not (len(word) == 1 and word.isalpha())
        and word.lower() not in lexicon(language).abbreviations.never_end
    )


class _Lines:
    """Which lines of a text are headlines whose capitals tell nothing: all in capitals, or in English title case."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._titled = language == "en"
        self._small = name_table(language).joiners
        self._end = 0
        self._headline = False

    def headline(self, start: int) -> bool:
        """Whether the line of ``start`` is one; to be asked with rising offsets."""
        if start >= self._end:
            first = self._text.rfind("\n", 0, start) + 1
            end = self._text.find("\n", start)
            self._end = len(self._text) if end < 0 else end
            whole = first == 0 and end < 0
            self._headline = self._end - first < 200 and self._told(
                self._text[first : self._end], whole=whole
            )
        return self._headline

    def _told(self, line: str, *, whole: bool) -> bool:
        words = [word for word in line.split() if word[0].isalpha()]
        if len(words) < 3:
            return False
        if line.isupper():
            return True
        long = [word for word in words if len(word) > 3]
        if not self._titled or whole or len(long) < 3 or line.rstrip().endswith("."):
            return False
        return sum(word[0].isupper() for word in long) >= 0.8 * len(long)
