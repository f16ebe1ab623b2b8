"""Words and figures in running text: the common ground of words, numbers and matching.

Boundaries follow Unicode's default word boundaries (UAX #29) with three differences: a figure with its
grouping marks is one token (``12 500``), underscores are not part of words, and a full stop joins only
letters of an abbreviation (``U.S.A``) and what follows a digit inside a name (``v1.5``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from agent.text.lexicon import glued_suffixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LETTER = r"[^\W\d_]"
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957"
    "\u0962\u0963\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f\u00ad\u200c\u200d"
)
_INSIDE = rf"(?:[^\W_]|[{_MARK}])"
_SPACES = "\u0020\u00a0\u2007\u2009\u202f"
_FIGURE = rf"""
    \d{{1,3}}(?:(?P<group>[.,'’{_SPACES}])\d{{3}}(?!\d))(?:(?P=group)\d{{3}}(?!\d)){{0,6}}+
        (?:(?!(?P=group))[.,]\d++)?+(?![.,'’]\d)
    | \d++(?:[.,]\d++)*+
"""
_TOKEN = re.compile(
    rf"""
    (?P<figure>{_FIGURE})(?P<suffix>{_INSIDE}*+)
    | (?P<word>
        {_LETTER}(?:\.{_LETTER})+(?!{_INSIDE})
        | {_LETTER}{_INSIDE}*+(?:(?:['’ʼ](?={_LETTER})|(?<=\d)\.(?=\d)){_INSIDE}++)*+
      )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word or a figure at ``start`` to ``end`` of its text.

    A figure ends with its last digit; ``suffix`` is what is glued to it (``k`` of ``12.5k``, ``th`` of
    ``5th``), also a token of its own. Digits with anything else glued to them are words (``5G``, ``1990s``).
    """

    start: int
    end: int
    kind: Literal["word", "figure"]
    suffix: str = ""


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The words and figures of ``text[start:end]`` in order. Linear in its length."""
    known = glued_suffixes()
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        start, end = match.span()
        if match.lastgroup == "word":
            yield Token(start, end, "word")
            continue
        suffix = match["suffix"]
        if not suffix:
            yield Token(start, end, "figure")
        elif suffix in known:
            yield Token(start, end - len(suffix), "figure", suffix)
            yield Token(end - len(suffix), end, "word")
        else:
            yield from _name(text, start, end)


def _name(text: str, start: int, end: int) -> Iterator[Token]:
    """A word that begins with digits; the groups before a space in it are a figure (``12 500a``)."""
    last = max(text.rfind(space, start, end) for space in _SPACES)
    if last >= 0:
        yield Token(start, last, "figure")
    yield Token(max(start, last + 1), end, "word")


class TokenSequence:
    """The tokens of some parts of a text by position, and how they stand to each other.

    Positions outside hold no word.
    """

    _HYPHENS = ("-", "\u2010", "\u2011", "\u00ad")

    def __init__(self, text: str, parts: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        self._tokens = [token for start, end in parts for token in tokens(text, start, end)]
        self._words = [
            text[token.start : token.end].lower() if token.kind == "word" else "" for token in self._tokens
        ]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, position: int) -> Token:
        return self._tokens[position]

    def word(self, position: int) -> str:
        """The word at ``position`` in lower case; empty for a figure."""
        return self._words[position] if 0 <= position < len(self._words) else ""

    def follows(self, position: int) -> bool:
        """Whether only a space or a hyphen parts the token at ``position`` from the one before."""
        if not 0 < position < len(self._tokens):
            return False
        gap = self.text[self._tokens[position - 1].end : self._tokens[position].start]
        return gap in self._HYPHENS or (1 <= len(gap) <= 3 and gap.isspace())

    def phrase(self, position: int, phrases: tuple[tuple[str, ...], ...]) -> int:
        """How many tokens from ``position`` on are one of ``phrases``; 0 if none is."""
        word = self.word(position)
        for phrase in phrases:
            rest = enumerate(phrase[1:], position + 1)
            if phrase[0] == word and all(self.word(at) == part and self.follows(at) for at, part in rest):
                return len(phrase)
        return 0
