"""The lines that a page of a pdf shows, with their places, and which of them run on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from agent.corpus.formats.extract import printable, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Box = tuple[float, float, float, float]

_ITEM = re.compile(r"(?:[•▪◦‣·●■□*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)])(?:\s|\Z)")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}\Z")
_GAP = 1.7  # in line heights: wider white space parts the columns of a table
_SAME_SIZE = 0.12
_FAR = 1.3  # in usual line distances: more is a gap between paragraphs
_INDENT = 0.5  # in line heights
_NEIGHBOURS = 4  # lines above and below that show how wide a column is


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: its words, its box in points (up is more), and whether its last word goes on in the next.

    ``cells`` are its parts where wide gaps part it, as in a table's row; a line without gaps has one.
    """

    cells: tuple[str, ...]
    left: float
    bottom: float
    right: float
    top: float
    divided: bool = False

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(self.cells)

    @property
    def size(self) -> float:
        """Height in points."""
        return self.top - self.bottom


def line_of(
    codes: Sequence[int], start: int, end: int, where: Callable[[int], Box], *, divided: bool
) -> PrintedLine | None:
    """The line of the characters ``start`` to ``end`` with these code points; ``None`` if all are blank.

    ``where`` gives the box of a character: left, bottom, right, top.
    """
    while start < end and codes[start] <= 32:
        start += 1
    while start < end and codes[end - 1] <= 32:
        end -= 1
    if start == end:
        return None
    left, bottom, _, top = where(start)
    _, last_bottom, right, last_top = where(end - 1)
    height = max(top - bottom, 0.1)
    cells: list[str] = []
    begin = start
    for at in range(start + 1, end - 1):
        if codes[at] <= 32 < codes[at - 1]:
            after = next(other for other in range(at, end) if codes[other] > 32)
            if where(after)[0] - where(at - 1)[2] > _GAP * height:
                cells.append(_words(codes[begin:at]))
                begin = after
    cells.append(_words(codes[begin:end]))
    if len(cells) > 1 and _ITEM.fullmatch(cells[0]):
        cells[:2] = [f"{cells[0]} {cells[1]}"]
    found = tuple(cell for cell in cells if cell)
    if not found:
        return None
    return PrintedLine(found, left, min(bottom, last_bottom), right, max(top, last_top), divided)


def _words(codes: Sequence[int]) -> str:
    """The characters with halves of surrogate pairs put together, white space as single spaces."""
    text = "".join(chr(code) if 32 <= code <= 0x10FFFF else " " for code in codes)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return spaced(printable(whole))


def usual_distance(lines: Sequence[PrintedLine]) -> float:
    """The usual distance from line to line of the same size, in points; 0 where none follow each other."""
    steps = [
        one.bottom - other.bottom
        for one, other in pairwise(lines)
        if _same_size(one, other) and 0.3 * one.size < one.bottom - other.bottom < 4 * one.size
    ]
    return median(steps) if steps else 0.0


def paragraphs(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Runs of lines that are one paragraph; a row of a table is one of its own.

    A paragraph ends where the type size changes, where the gap is wider than usual, before an indent or the
    mark of a list item, and after a line that had room for the next line's first word.
    """
    distance = usual_distance(lines)
    run: list[PrintedLine] = []
    for at, line in enumerate(lines):
        if run and not _runs_on(lines, at - 1, run, distance):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _runs_on(lines: Sequence[PrintedLine], at: int, run: Sequence[PrintedLine], distance: float) -> bool:
    line, following = lines[at], lines[at + 1]
    if len(line.cells) > 1 or len(following.cells) > 1:
        return False
    if line.divided:
        return True
    step = line.bottom - following.bottom
    if step > _FAR * max(distance, line.size):
        return False
    if not ends_clause(line.text) and following.text[0].islower():
        return True
    if step < 0.3 * line.size or not _same_size(
        line, following
    ):  # the next column, or another place altogether
        return False
    if _ITEM.match(following.text) and (ends_clause(line.text) or _ITEM.match(run[0].text)):
        return False
    return not (_is_indented(lines, at, run) or _has_room(lines, at))


def _same_size(one: PrintedLine, other: PrintedLine) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _is_indented(lines: Sequence[PrintedLine], at: int, run: Sequence[PrintedLine]) -> bool:
    """Whether the line after ``at`` starts a paragraph by its indent, or the one at ``at`` ended a deeper one."""
    line, following = lines[at], lines[at + 1]
    indent = _INDENT * line.size
    if following.left < line.left - indent:
        return len(run) > 1
    if following.left <= line.left + indent or _ITEM.match(run[0].text):
        return False
    after = lines[at + 2] if at + 2 < len(lines) else None
    return after is None or after.left < following.left - indent or len(run) > 1


def _has_room(lines: Sequence[PrintedLine], at: int) -> bool:
    """Whether the first word of the line after ``at`` would have fitted on the line at ``at``."""
    line, following = lines[at], lines[at + 1]
    column = [
        other.right
        for other in lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 2]
        if _same_size(line, other) and other.left < line.right and line.left < other.right
    ]
    word = following.text.split(maxsplit=1)[0]
    width = (following.right - following.left) * len(word) / max(len(following.text), 1)
    return max(column, default=line.right) - line.right > width + 0.3 * line.size


def ends_clause(text: str) -> bool:
    """Whether a line's last character ends a sentence or a clause before a list."""
    return _ENDS.search(text[-6:]) is not None
