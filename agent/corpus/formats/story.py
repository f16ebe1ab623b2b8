"""The canonical text of a format that has none of its own, written block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.corpus.formats.extract import LONGEST_TEXT, printable, spaced, too_long

if TYPE_CHECKING:
    from collections.abc import Sequence

CELLS = " | "
"""What stands between the cells of a table's row, in every format (trafilatura's mark for html)."""


class Story:
    """Paragraphs with a blank line between them; a table's rows on neighbouring lines, cells parted by ``|``."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._length = 0
        self._after_row = False
        self._headings: list[int] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    @property
    def headings(self) -> tuple[int, ...]:
        """The offsets at which headings start."""
        return tuple(self._headings)

    def paragraph(self, words: str, *, heading: bool = False) -> int:
        """Writes a paragraph, line breaks in it kept, and returns its offset; nothing if it is blank.

        Raises:
            DocumentError: the text becomes too long.
        """
        lines = [spaced(line) for line in printable(words).split("\n")]
        block = (" " if heading else "\n").join(line for line in lines if line)
        if not block:
            return self._length
        start = self._write(block, "\n\n")
        if heading:
            self._headings.append(start)
        self._after_row = False
        return start

    def row(self, cells: Sequence[str]) -> int:
        """Writes a table's row on one line and returns its offset.

        Raises:
            DocumentError: the text becomes too long.
        """
        words = CELLS.join(spaced(printable(cell)) for cell in cells).strip()
        start = self._write(words, "\n" if self._after_row else "\n\n")
        self._after_row = True
        return start

    def _write(self, block: str, gap: str) -> int:
        if self._pieces:
            self._pieces.append(gap)
            self._length += len(gap)
        start = self._length
        self._pieces.append(block)
        self._length += len(block)
        if self._length > LONGEST_TEXT:
            raise too_long(self._source)
        return start
