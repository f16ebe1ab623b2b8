"""The lines of a text, with hard-wrapped lines put together, and what the shape of a line tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from agent.document import Span

_RAW_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FIRST_WORD = re.compile(r"\S+")
_CLOSERS = "\"'”’»›)]“‘*_"
_OPENERS_OF_ITEMS = frozenset("-*+•▪◦‣·–—#>|©")
_ENDS = frozenset(".!?…。！？؟।")

_WIDEST_WRAP = 130
_NARROWEST_WRAP = 40
_SLACK = 3  # characters by which programs differ in wrapping
_LOWER_CASE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Line(Span):
    """A line without its surrounding white space; hard-wrapped lines that run on are one.

    Lines with no blank line between them share their ``paragraph`` number.
    """

    paragraph: int


def read_lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold anything but white space, in order."""
    lines: list[Line] = []
    paragraph, before, blank = 0, 0, False
    for found in _RAW_LINE.finditer(text):
        raw = found.group()
        bare = raw.strip()
        if not bare:
            blank = True
            continue
        if lines and (blank or _blank_between(text, before, found.start())):
            paragraph += 1
        start = found.start() + len(raw) - len(raw.lstrip())
        lines.append(Line(start, start + len(bare), paragraph))
        before, blank = found.end(), False
    return _join_wrapped(text, lines)


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends with the end mark of a sentence, closing quotation marks and brackets aside."""
    bare = line[-20:].rstrip(_CLOSERS)
    return bare[-1:] in _ENDS


def is_prose(line: str) -> bool:
    """Whether ``line`` is running text: very long, or at least four words that end as a sentence does."""
    return len(line) > 200 or (ends_sentence(line) and (len(line) >= 40 or len(line.split()) >= 4))


def _blank_between(text: str, start: int, end: int) -> bool:
    return end - start > 1 and len(_LINE_END.findall(text, start, end)) > 1


def _join_wrapped(text: str, lines: list[Line]) -> list[Line]:
    width = _wrap_width(text, lines)
    joined: list[Line] = []
    last = Span(0, 0)
    for line in lines:
        if joined and line.paragraph == joined[-1].paragraph and _runs_on(text, last, line, width):
            joined[-1] = Line(joined[-1].start, line.end, line.paragraph)
        else:
            joined.append(line)
        last = line
    return joined


def _wrap_width(text: str, lines: list[Line]) -> int | None:
    """The column at which ``text`` is hard-wrapped: many lines go on in lower case and none is long."""
    followers = [line for other, line in pairwise(lines) if line.paragraph == other.paragraph]
    lower = sum(text[line.start].islower() for line in followers)
    if len(followers) < 2 or lower < _LOWER_CASE_SHARE * len(followers):
        return None
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP else None


def _runs_on(text: str, line: Span, follower: Span, width: int | None) -> bool:
    """Whether ``follower`` is the same running text as ``line``.

    In wrapped text a line runs on if the next word would not have fitted; in other text, if a long line does
    not end a sentence and the next one starts in lower case.
    """
    length = line.end - line.start
    if text[follower.start] in _OPENERS_OF_ITEMS:
        return False
    if width is None:
        return (
            length >= _NARROWEST_WRAP and text[follower.start].islower() and not _ends_clause(line.of(text))
        )
    word = _FIRST_WORD.match(text, follower.start, follower.end)
    return length + 1 + (word.end() - word.start() if word else 0) > width - _SLACK


def _ends_clause(line: str) -> bool:
    return ends_sentence(line) or line[-1] in ":;"
