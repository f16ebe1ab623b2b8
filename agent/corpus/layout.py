"""What every line of a document is: running text, a heading, or page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.corpus.credits import read_credit
from agent.corpus.front_matter import front_matter_span
from agent.corpus.furniture import furniture_lines
from agent.corpus.lines import Line, ends_sentence, is_prose, read_lines
from agent.document import Role, Span

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST_HEADING = 150
_MOST_HEADING_WORDS = 20
_HEADINGS_IN_A_ROW = 4
_HEADING_OPENERS = frozenset("\"'“„«‘¿¡([")
_BULLET = re.compile(r"[-*+•▪◦‣·–][ \t]+(?=\D)")
_MARKDOWN_MARKS = re.compile(r"(?:(?:#{1,6}|>|[-*+]|\d{1,4}[.)])[ \t]+)+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$")
_UNDERLINE = re.compile(r"=+|-{2,}")


@dataclass(frozen=True, slots=True)
class Block(Span):
    """A line (or hard-wrapped lines) of a document with its role.

    ``lead`` is where the line itself starts: before ``start`` if list or heading marks come first, which
    stay out of the span so that a quote does not show them. ``paragraph`` numbers what blank lines set
    apart.
    """

    role: Role
    lead: int
    paragraph: int


def lay_out(
    text: str, language: str | None, *, markdown: bool = False, headings: Collection[int] = ()
) -> list[Block]:
    """The blocks of ``text`` in order; white space apart, they hold all of it but list and heading marks.

    ``markdown`` reads front matter as furniture and ``#`` lines as headings; ``headings`` are offsets of lines known
    to be headings.
    """
    front = front_matter_span(text) if markdown else None
    lines = read_lines(text)
    if front is not None:
        lines = [line for line in lines if line.start >= front.end]
    blocks = _blocks(text, lines, language, markdown=markdown, headings=frozenset(headings))
    if front is not None:
        end = front.start + len(front.of(text).rstrip())
        blocks.insert(0, Block(front.start, end, "furniture", front.start, -1))
    return blocks


def _blocks(
    text: str, lines: list[Line], language: str | None, *, markdown: bool, headings: frozenset[int]
) -> list[Block]:
    words = [line.of(text) for line in lines]
    furniture = furniture_lines(words)
    blocks: list[Block] = []
    row = _HEADINGS_IN_A_ROW  # below it stands text that a heading can belong to; full at the end
    for index in range(len(lines) - 1, -1, -1):
        line, word = lines[index], words[index]
        role: Role = "body"
        if line.start in headings or (markdown and _is_marked_heading(words, index)):
            role = "heading"
        elif is_prose(word):
            row = 0
        elif not furniture[index] and row < _HEADINGS_IN_A_ROW and _looks_like_heading(word):
            row += 1
            role = "body" if read_credit(word, language) else "heading"
        if furniture[index] and role == "body" and not read_credit(word, language):
            role = "furniture"
        blocks.append(_block(text, line, role, markdown=markdown))
    return blocks[::-1]


def _block(text: str, line: Line, role: Role, *, markdown: bool) -> Block:
    marks = (_MARKDOWN_MARKS if markdown else _BULLET).match(text, line.start, line.end)
    start, end = (marks.end() if marks else line.start), line.end
    if markdown and role == "heading":
        closing = _CLOSING_HASHES.search(line.of(text))
        end = line.start + closing.start() if closing else end
    if start >= end:
        start, end = line.start, line.end
    return Block(start, end, role, line.start, line.paragraph)


def _is_marked_heading(words: list[str], index: int) -> bool:
    if len(words[index]) > 2 * _LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(words[index]):
        return True
    underlined = index + 1 < len(words) and _UNDERLINE.fullmatch(words[index + 1])
    return bool(underlined) and len(words[index]) <= _LONGEST_HEADING and not ends_sentence(words[index])


def _looks_like_heading(line: str) -> bool:
    """A short line that starts like a sentence and does not end like one."""
    if len(line) > _LONGEST_HEADING or len(line.split()) > _MOST_HEADING_WORDS or line[-1] in ".:;,|…":
        return False
    first = next((character for character in line if character.isalnum()), "")
    opens = line[0].isalnum() or line[0] in _HEADING_OPENERS
    return opens and not first.islower() and "|" not in line and any(map(str.isalpha, line))
