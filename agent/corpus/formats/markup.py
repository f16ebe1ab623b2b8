"""From a tree of markup to paragraphs, headings and table rows, whatever the tags are called."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from agent.corpus.formats.story import Story

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_Block = tuple[str, bool] | list[str]
"""A paragraph and whether it is a heading, or the cells of a row."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tags mean, as lxml writes them (``{namespace}name``).

    ``words`` are the tags whose own text counts; ``None`` counts all text. ``marks`` stand for characters,
    ``asides`` (notes, text boxes) follow the paragraph they stand in, ``skipped`` are left out with all they hold.
    """

    paragraphs: frozenset[str]
    rows: frozenset[str]
    cells: frozenset[str]
    marks: Mapping[str, str]
    skipped: frozenset[str]
    asides: frozenset[str] = frozenset()
    words: frozenset[str] | None = None
    is_heading: Callable[[_Element], bool] = lambda element: False


@dataclass(slots=True)
class _Level:
    """What is being written: a paragraph, perhaps in a cell of a row; asides wait for the paragraph's end.

    ``depth`` counts open rows: a table inside a cell is read as the cell's words.
    """

    words: list[str] = field(default_factory=list)
    heading: bool = False
    depth: int = 0
    cells: list[list[str]] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    asides: list[_Block] = field(default_factory=list)

    def end_paragraph(self) -> None:
        words = "".join(self.words)
        self.words.clear()
        if words.strip():
            if self.depth and self.cells:
                self.cells[-1].append(words)
            else:
                self.blocks.append((words, self.heading))
        self.heading = False
        if not self.depth:
            self.blocks += self.asides
            self.asides = []

    def end_row(self) -> None:
        self.depth -= 1
        if self.depth:
            return
        filled = [cell for cell in self.cells if cell]
        if len(filled) > 1:
            self.blocks.append([" ".join(cell) for cell in self.cells])
        else:  # a table of one cell only frames what is in it
            self.blocks += [(words, False) for cell in filled for words in cell]
        self.cells = []
        self.blocks += self.asides
        self.asides = []


def write_markup(root: _Element, vocabulary: Vocabulary, story: Story) -> None:
    """Writes what stands under ``root``, in document order. Linear, and safe for any depth.

    Raises:
        DocumentError: the text is too long.
    """
    levels = [_Level()]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in vocabulary.skipped:
                walk.skip_subtree()
            else:
                _start(element, tag, vocabulary, levels)
        elif event == "end" and tag not in vocabulary.skipped:
            _end(tag, vocabulary, levels)
        if event != "start" and vocabulary.words is None and element is not root:
            _say(element.tail, levels[-1])
        if len(levels) == 1 and not levels[0].depth:
            _flush(levels[0], story)
    levels[0].end_paragraph()
    _flush(levels[0], story)


def _start(element: _Element, tag: object, vocabulary: Vocabulary, levels: list[_Level]) -> None:
    level = levels[-1]
    if tag is etree.Entity:
        level.words.append(html.unescape(element.text or ""))
        return
    if tag in vocabulary.asides:
        level = _Level()
        levels.append(level)
    elif tag in vocabulary.rows:
        level.end_paragraph()
        level.depth += 1
    elif tag in vocabulary.cells:
        level.end_paragraph()
        if level.depth == 1:
            level.cells.append([])
    elif tag in vocabulary.paragraphs:
        level.end_paragraph()
        level.heading = vocabulary.is_heading(element)
    if isinstance(tag, str):
        level.words.append(vocabulary.marks.get(tag, ""))
        if vocabulary.words is None or tag in vocabulary.words:
            _say(element.text, level)


def _end(tag: object, vocabulary: Vocabulary, levels: list[_Level]) -> None:
    level = levels[-1]
    if tag in vocabulary.asides:
        level.end_paragraph()
        levels.pop()
        levels[-1].asides += level.blocks
    elif tag in vocabulary.rows:
        level.end_paragraph()
        level.end_row()
    elif tag in vocabulary.cells or tag in vocabulary.paragraphs:
        level.end_paragraph()


def _say(words: str | None, level: _Level) -> None:
    if words:
        level.words.append(_BLANKS.sub(" ", words))


def _flush(level: _Level, story: Story) -> None:
    for block in level.blocks:
        if isinstance(block, list):
            story.row(block)
        else:
            story.paragraph(block[0], heading=block[1])
    level.blocks.clear()
