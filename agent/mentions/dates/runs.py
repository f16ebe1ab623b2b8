"""Text to runs: neighbouring words and figures that may be parts of one date, written as strings of signs.

A date is recognised on these strings by regular expressions (`agent.mentions.dates.grammar`), so that one grammar
serves every language, costs nothing where no date word stands, and is linear: every repetition in it is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.mentions.dates.calendar import FIRST_YEAR, LAST_YEAR
from agent.mentions.dates.words import TOKEN, DateWords, Word, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

GAPS = {
    "": "=", " ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "\n": "", "\r\n": "", "  ": "", "'": "", "’": "", " '": "", " ’": "",
    ", ": ",", ",": ",", ",\n": ",", ".": ".", ". ": ";", ".\n": ";", ".\u00a0": ";", "° ": "%", "°": "%", "-": "-", "–": "-", "‑": "-",
    "—": "-", ".-": "-", ".–": "-", " - ": "~", " – ": "~", " — ": "~", ". - ": "~", ". – ": "~", "/": "/", "./": "/", ":": ":",
}  # fmt: skip
"""What may stand between two words of a run, to its sign; a plain space has none."""

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
    "day": "abcde", "month_figure": "abc", "hour": "abcdhi", "minute": "bcdefh", "short_year": "bcdefgh", "count": "abcdefgn",
    "year": "YZ", "round_year": "Z", "figure": "abcdefghinYZN",
}  # fmt: skip
"""Roles of figures to their signs: ``a`` 1–9, ``b`` 01–09, ``c`` 10–12, and so on; ``Y`` and ``Z`` 1000–2199."""
_FIGURE_WORDS = {
    sign: Word(sign, frozenset({"figure"}), {}, anchor=sign in "YZ") for sign in FIGURE_SIGNS["figure"]
}


@dataclass(slots=True)
class Token:
    """A word, phrase or figure of a run, with its offsets in the text."""

    start: int
    end: int
    word: Word
    figure: int | None = None

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
    known, gaps = words.words, GAPS
    tokens: list[Token] = []
    marks: list[str] = []
    before, anchored = -1, False
    for found in TOKEN.finditer(text):
        spelled = found.group()
        word = known.get(spelled) or known.get(folded(spelled))
        figure: int | None = None
        if word is None:
            if not spelled[0].isdecimal():
                continue
            word, figure = _figure(spelled)
        elif word.capital and not spelled[0].isupper():
            continue
        start, end = found.span()
        mark = gaps.get(text[before:start]) if start - before <= 3 else None
        if mark is None or not tokens:
            if anchored or (tokens and _dotted(marks)):
                yield _run(text, tokens, marks, words)
            tokens, marks, anchored = [], [], False
            mark = ""
        tokens.append(Token(start, end, word, figure))
        marks.append(mark)
        anchored = anchored or word.anchor
        before = end
    if anchored or (tokens and _dotted(marks)):
        yield _run(text, tokens, marks, words)


def _dotted(marks: list[str]) -> bool:
    """Whether a date or a time may stand here in figures alone."""
    return len(marks) > 1 and not {".", "/", "-", ":"}.isdisjoint(marks)


def _figure(spelled: str) -> tuple[Word, int | None]:
    sign = _FIGURES.get(spelled)
    if sign is None:
        if not spelled.isascii() or len(spelled) > 4:
            return _FIGURE_WORDS["N"], None
        number = int(spelled)
        year = "Z" if number % 10 == 0 else "Y"
        sign = year if FIRST_YEAR <= number <= LAST_YEAR else "n" if 100 <= number <= 999 else "N"
    return _FIGURE_WORDS[sign], int(spelled)


def _run(text: str, tokens: list[Token], marks: list[str], words: DateWords) -> Run:
    """The run of ``tokens`` with the phrases in it put together."""
    joined: list[Token] = []
    signs: list[str] = []
    index: list[int] = []
    at = 0
    while at < len(tokens):
        token, mark = tokens[at], marks[at]
        token, at = _phrase(text, tokens, marks, at, words) if not token.figure else (token, at + 1)
        signs.append(mark + token.word.sign)
        index += [len(joined)] * (len(mark) + 1)
        joined.append(token)
    return Run(joined, "".join(signs), index)


def _phrase(
    text: str, tokens: list[Token], marks: list[str], at: int, words: DateWords
) -> tuple[Token, int]:
    """The longest phrase that starts at a token, or the token, and the index behind it."""
    first = tokens[at]
    phrases = words.phrases.get(folded(text[first.start : first.end]))
    for rest, word in phrases or ():
        last = at + len(rest)
        if last < len(tokens) and all(
            marks[at + 1 + step] in {"", "-"}
            and folded(text[tokens[at + 1 + step].start : tokens[at + 1 + step].end]) == part
            for step, part in enumerate(rest)
        ):
            return Token(first.start, tokens[last].end, word), last + 1
    return first, at + 1
