"""Which line ends are sentence ends, where no punctuation says so.

A heading, a byline or a list item ends with its line; a line that was only wrapped goes on in the next.
Wrapping is greedy: a wrapped line had no room for the next line's first word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.document import Span
from agent.text.breaks import OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.text.breaks import Rules

_NEWLINE = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(
    r"[-–—*•·▪◦‣○●■□✓✔]\s|(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s|\(\w{1,3}\)\s|#{1,6}\s|>|\|"
)
_HEADING = re.compile(r"#{1,6}\s|[=*_~#-]{3,}\Z")
_UNFINISHED = tuple(",;&/-–—")
_TERMINAL = re.compile(r"[.!?…:][\"'”“’‘»«›‹)\]]{0,3}\Z")
_NARROWEST, _WIDEST = 40, 120
_SLACK = 3  # characters by which wrapping differs between programs


@dataclass(frozen=True, slots=True)
class _Line(Span):
    """A line without the white space around it, and the words that matter at its ends."""

    text: str

    @property
    def first_word(self) -> str:
        return self.text[:80].split(maxsplit=1)[0]

    @property
    def last_word(self) -> str:
        return self.text[-40:].rsplit(maxsplit=1)[-1]

    @property
    def is_item(self) -> bool:
        return _ITEM.match(f"{self.text[:10]} ") is not None

    @property
    def is_heading(self) -> bool:
        return _HEADING.match(self.text) is not None

    @property
    def is_terminated(self) -> bool:
        return _TERMINAL.search(self.text[-6:]) is not None


def line_breaks(text: str, rule: Rules, *, by_grammar: bool = True) -> Iterator[int]:
    """Offsets between lines of ``text`` where a sentence ends whatever its last character. Linear in the text.

    Each is where the next line's words start, or where those before a blank line end. ``by_grammar`` lets a line go
    on because of the word it ends with: not to be trusted where lines may be headlines (``Harbour freezes over``).
    """
    for block in _blocks(text):
        wrapped = _is_wrapped(block)
        width = max(len(line.text) for line in block)
        for line, following in pairwise(block):
            full = wrapped and _is_full(line, following, width)
            short = len(line.text) * 2 < width or not by_grammar
            if not _goes_on(line, following, rule, full=full, short=short):
                yield following.start
        yield block[-1].end


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of lines that no blank line parts."""
    block: list[_Line] = []
    position = 0
    for newline in _NEWLINE.finditer(f"{text}\n"):
        raw = text[position : newline.start()]
        content = raw.strip()
        if content:
            start = position + len(raw) - len(raw.lstrip())
            block.append(_Line(start, start + len(content), content))
        elif block:
            yield block
            block = []
        position = newline.end()
    if block:
        yield block


def _is_wrapped(block: list[_Line]) -> bool:
    """Whether a block was wrapped: three lines or more, and most had no room for the next word."""
    width = max(len(line.text) for line in block)
    if len(block) < 3 or not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(_is_full(line, following, width) for line, following in pairwise(block))
    return full * 3 >= (len(block) - 1) * 2


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    return len(line.text) + 1 + len(following.first_word) > width - _SLACK


def _goes_on(line: _Line, following: _Line, rule: Rules, *, full: bool, short: bool) -> bool:
    if line.is_heading or following.is_heading:
        return False
    if following.is_item and (line.is_item or line.is_terminated or not full):
        return False
    first = following.text[:8].lstrip(OPENERS)[:1]
    if full or (first.islower() and len(line.text) >= _NARROWEST):
        return True
    if line.is_terminated and not line.text.endswith(":"):
        return _is_abbreviated(line, rule)
    return not short and _is_unfinished(line, rule)


def _is_abbreviated(line: _Line, rule: Rules) -> bool:
    """Whether a line's last full stop may belong to a title, an initial or an ordinal, so that it decides."""
    stem = line.last_word.removesuffix(".")
    return len(stem) == 1 or stem.lower() in rule.never_end or (stem.isdecimal() and len(stem) <= 3)


def _is_unfinished(line: _Line, rule: Rules) -> bool:
    return line.text.endswith(_UNFINISHED) or (line.last_word.islower() and line.last_word in rule.grammar)
