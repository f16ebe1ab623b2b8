"""Text to runs: neighbouring words and figures that may be parts of one date, written as strings of signs.

A date is recognised on these strings by regular expressions (`agent.mentions.dates.grammar`), so that one grammar
serves every language, costs nothing where no date word stands, and is linear: every repetition in it is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from agent.mentions.dates.calendar import FIRST_YEAR, LAST_YEAR
from agent.mentions.dates.words import TOKEN, DateWords, Word, date_words, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = ("", " ", "\u00a0", "\u202f", "\n")
GAPS = {
    **dict.fromkeys((*_SPACES, "\u2009", "\r\n", "  ", "'", "’", " '", " ’"), ""),
    **{"," + space: "," for space in _SPACES},
    **{"." + space: ";" for space in _SPACES},
    **{"°" + space: "%" for space in _SPACES},
    **dict.fromkeys(("-", "–", "‑", "—", ".-", ".–"), "-"),
    **dict.fromkeys((" - ", " – ", " — ", ". - ", ". – "), "~"),
    **{"": "=", ".": ".", "/": "/", "./": "/", ":": ":"},
}
"""What may stand between two words of a run, to its sign; a plain space has none."""

_WIDEST_GAP = 3
_LONGEST_FIGURE = 4
_FIGURES = {
    **dict.fromkeys(map(str, range(1, 10)), "a"),
    **{f"0{n}": "b" for n in range(1, 10)},
    **dict.fromkeys(map(str, range(10, 13)), "c"),
    **dict.fromkeys(map(str, range(13, 24)), "d"),
    **dict.fromkeys(map(str, range(24, 32)), "e"),
    **dict.fromkeys(map(str, range(32, 60)), "f"),
    **dict.fromkeys(map(str, range(60, 100)), "g"),
    "00": "h",
    "0": "i",
}
FIGURE_SIGNS = {
    "day": "abcde",
    "month_figure": "abc",
    "month_figure_long": "bc",
    "hour": "abcdhi",
    "minute": "bcdefh",
    "short_year": "bcdefgh",
    "count": "abcdefgn",
    "year": "YZ",
    "round_year": "Z",
    "figure": "abcdefghinYZN",
}
"""Roles of figures to their signs: ``a`` 1–9, ``b`` 01–09, ``c`` 10–12, and so on; ``Y`` and ``Z`` 1000–2199."""
_FIGURE_WORDS = {
    sign: Word("", sign, frozenset({"figure"}), {}, anchor=sign in "YZ") for sign in FIGURE_SIGNS["figure"]
}


class Token(NamedTuple):
    """A word, phrase or figure of a run, with its offsets in the text."""

    start: int
    end: int
    word: Word
    figure: int | None

    def value(self, role: str) -> str:
        """The value the word has in ``role``."""
        return self.word.values[role]

    @property
    def is_year(self) -> bool:
        """Whether it is four figures that may be a year."""
        return self.word.sign in FIGURE_SIGNS["year"]

    def has(self, *roles: str) -> bool:
        """Whether the word has one of ``roles``."""
        return not self.word.roles.isdisjoint(roles)


@dataclass(slots=True)
class Run:
    """A run: its ``signs``, and for each sign the index of the token it stands for or stands before."""

    tokens: list[Token]
    signs: str
    index: list[int]


def find_runs(text: str, words: DateWords) -> Iterator[Run]:
    """The runs of ``text`` in which a date may stand, in order."""
    language, gaps = words.language, GAPS
    tokens: list[tuple[int, int, Word, int | None]] = []
    marks: list[str] = []
    before, anchored = -1, False
    for found in TOKEN.finditer(text):
        known = _known(language, found.group())
        if known is None:
            continue
        word, figure = known
        start, end = found.span()
        mark = gaps.get(text[before:start]) if start - before <= _WIDEST_GAP else None
        if mark is None:
            if anchored or _in_figures(marks):
                yield _run(tokens, marks)
            tokens, marks, anchored, mark = [], [], False, ""
        tokens.append((start, end, word, figure))
        marks.append(mark)
        anchored = anchored or word.anchor
        before = end
    if anchored or _in_figures(marks):
        yield _run(tokens, marks)


@lru_cache(maxsize=1 << 16)
def _known(language: str, spelled: str) -> tuple[Word, int | None] | None:
    """The word or figure that ``spelled`` is; ``None`` if it has no part in dates."""
    if spelled[0].isdecimal():
        return _figure(spelled)
    word = date_words(language).words.get(folded(spelled))
    return None if word is None or (word.capital and not spelled[0].isupper()) else (word, None)


def _in_figures(marks: list[str]) -> bool:
    """Whether a date or a time may stand here in figures alone."""
    return len(marks) > 1 and not {".", "/", "-", ":"}.isdisjoint(marks)


def _figure(spelled: str) -> tuple[Word, int | None]:
    sign = _FIGURES.get(spelled)
    if sign is None:
        if not spelled.isascii() or len(spelled) > _LONGEST_FIGURE:
            return _FIGURE_WORDS["N"], None
        number = int(spelled)
        year = "Z" if number % 10 == 0 else "Y"
        sign = year if FIRST_YEAR <= number <= LAST_YEAR else "n" if 100 <= number <= 999 else "N"
    return _FIGURE_WORDS[sign], int(spelled)


def _run(tokens: list[tuple[int, int, Word, int | None]], marks: list[str]) -> Run:
    """The run of ``tokens`` with the phrases in it put together."""
    joined: list[Token] = []
    signs: list[str] = []
    index: list[int] = []
    at = 0
    while at < len(tokens):
        token, mark = tokens[at], marks[at]
        if mark:
            signs.append(mark)
            index.append(len(joined))
        phrase, length = _phrase(tokens, marks, at) if token[2].phrases else (None, 1)
        if phrase is not None:
            token = (token[0], tokens[at + length - 1][1], phrase, None)
        signs.append(token[2].sign)
        index.append(len(joined))
        joined.append(Token._make(token))
        at += length
    return Run(joined, "".join(signs), index)


def _phrase(
    tokens: list[tuple[int, int, Word, int | None]], marks: list[str], at: int
) -> tuple[Word | None, int]:
    """The longest phrase that starts at a token, if one does, and how many tokens it has."""
    for rest, word in tokens[at][2].phrases:
        behind = at + 1 + len(rest)
        if behind <= len(tokens) and all(
            marks[place] in {"", "-"} and tokens[place][2].spelling == part
            for place, part in zip(range(at + 1, behind), rest, strict=True)
        ):
            return word, 1 + len(rest)
    return None, 1
