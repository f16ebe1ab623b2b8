"""Whether a text says a form: whole words, whatever their case and typography, and numbers by their value."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.document import Span
from agent.text.canonical import fold, fold_with_offsets
from agent.text.numbers import Number, read_numbers, same_number
from agent.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.text.canonical import OffsetMap

_APOSTROPHE = re.compile("['’ʼ]")
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class _Piece(Span):
    """What is compared as one: a number, a folded word, or a folded sign; ``solid`` ones cannot be cut."""

    key: Number | str
    solid: bool = True

    def says(self, wanted: _Piece) -> bool:
        if isinstance(self.key, Number) and isinstance(wanted.key, Number):
            return same_number(self.key, wanted.key)
        return self.key == wanted.key


def matches(text: str, form: str) -> bool:
    """Whether ``text`` says ``form``; see `find_form`."""
    return find_form(text, form) is not None


def find_form(text: str, form: str) -> Span | None:
    """The first place in ``text`` that says ``form``, as exact offsets; ``None`` if there is none.

    A form matches whole words after Unicode NFKC, case and white-space folding, with typographic quotes,
    apostrophes and dashes as their ASCII forms. Its numbers match by value across locales and scale words:
    ``350,000`` is found in ``350 mila``, ``12,500 tonnes`` in ``12.500 tonnes``; but ``5`` is not found in
    ``25``, ``5,000``, ``2.5``, ``5 million`` or ``v1.5``. Apostrophes and hyphens end words. A form without a
    visible character is never found. Time grows with the text's length, times the form's where the text
    repeats the form's beginning throughout.
    """
    found = [span for span in (_by_pieces(text, form), _verbatim(text, form)) if span]
    return min(found, key=lambda span: (span.start, span.end), default=None)


def _by_pieces(text: str, form: str) -> Span | None:
    """The first run of the text's pieces that says the same as the form's."""
    wanted = _pieces(form)
    pieces = _pieces(text)
    for first in range(len(pieces) - len(wanted) + 1) if wanted else ():
        if all(pieces[first + index].says(piece) for index, piece in enumerate(wanted)):
            return Span(pieces[first].start, pieces[first + len(wanted) - 1].end)
    return None


def _verbatim(text: str, form: str) -> Span | None:
    """The first place that has the form's own characters, which may read otherwise in another context."""
    wanted = fold(form)
    folded, offsets = _folded(text)
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        span = offsets.original(at, at + len(wanted))
        if not _cuts(text, span) and fold(span.of(text)) == wanted:
            return span
        at = folded.find(wanted, at + 1)
    return None


@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[str, OffsetMap]:
    return fold_with_offsets(text)


def _cuts(text: str, span: Span) -> bool:
    """Whether a border of ``span`` goes through a word or a number of ``text``.

    A form may begin with the scale word of a number (``million people``), since that is a word, but not end
    before it.
    """
    pieces = _pieces(text)
    before, last = _around(pieces, span.start), _around(pieces, span.end)
    if last is not None:
        return True
    if before is None:
        return False
    within_number = isinstance(before.key, Number)
    return not within_number or text[span.start].isdecimal() or text[span.start - 1].isalnum()


def _around(pieces: Sequence[_Piece], offset: int) -> _Piece | None:
    """The piece that ``offset`` lies inside of."""
    index = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    piece = pieces[index] if index >= 0 else None
    return piece if piece and piece.solid and piece.start < offset < piece.end else None


@lru_cache(maxsize=8)  # one text, many forms
def _pieces(text: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    position = 0
    for number in [*read_numbers(text), Span(len(text), len(text))]:
        pieces.extend(_words_and_signs(text, position, number.start))
        if isinstance(number, Number):
            pieces.append(_Piece(number.start, number.end, number))
        position = number.end
    return tuple(pieces)


def _words_and_signs(text: str, start: int, end: int) -> Iterator[_Piece]:
    position = start
    for token in tokens(text[start:end]):
        word = Span(start + token.start, start + token.end)
        yield from _signs(text, position, word.start)
        yield from _word(text, word)
        position = word.end
    yield from _signs(text, position, end)


def _word(text: str, word: Span) -> Iterator[_Piece]:
    """A word's parts between its apostrophes, and these."""
    position = word.start
    for apostrophe in _APOSTROPHE.finditer(text, word.start, word.end):
        yield _Piece(position, apostrophe.start(), fold(text[position : apostrophe.start()]))
        yield _Piece(apostrophe.start(), apostrophe.end(), "'", solid=False)
        position = apostrophe.end()
    yield _Piece(position, word.end, fold(text[position : word.end]))


def _signs(text: str, start: int, end: int) -> Iterator[_Piece]:
    for sign in _VISIBLE.finditer(text, start, end):
        for character in fold(sign[0]):
            yield _Piece(sign.start(), sign.end(), character, solid=False)
