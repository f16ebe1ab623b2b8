"""The lines of a text, with hard-wrapped lines put together, and what the shape of a line tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.document import Span
from agent.text.breaks import rules
from agent.text.lines import line_breaks

_RAW_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CLOSERS = "\"'”’»›)]“‘*_"
_ENDS = frozenset(".!?…。！？؟।")


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
    """``lines`` with those put together between which `line_breaks` sees no end; rows of tables stay rows."""
    breaks = frozenset(line_breaks(text, rules(None), by_grammar=False))
    joined: list[Line] = []
    after_row = True
    for line in lines:
        row = _is_row(line.of(text))
        last = joined[-1] if joined else line
        if row or after_row or line.paragraph != last.paragraph or line.start in breaks:
            joined.append(line)
        else:
            joined[-1] = Line(last.start, line.end, line.paragraph)
        after_row = row
    return joined


def _is_row(line: str) -> bool:
    """Whether ``line`` is a row of a table, as loaders and Markdown write it."""
    return " | " in line or line.endswith("|")
