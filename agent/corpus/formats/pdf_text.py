"""From the printed lines of pages to running text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from agent.corpus.formats.pdf_lines import ends_clause, paragraphs
from agent.corpus.languages import language_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.corpus.formats.pdf_lines import PrintedLine
    from agent.corpus.formats.story import Story

_DIGITS = re.compile(r"\d+")
_COMPOUND = re.compile(r"\w+(?:[-‐]\w+)+")
_LAST_WORD = re.compile(r"[\w‐-]+\Z")
_FIRST_WORD = re.compile(r"\w+")
_HYPHENS = ("-", "‐", "\u00ad")
_PAGE_NUMBER = re.compile(r"[-–— ]{0,3}(?:\d{1,4}|[ivxlc]{1,7})[-–— ]{0,3}")
_EDGE_LINES = 2  # lines at the head and the foot of a page that may repeat
_NEAR_PAGES = 2  # a head repeats on the next page, or on the one after where left and right pages differ
_HEADING_SIZE = 1.12  # times the size of running text
_LONGEST_HEADING = 200

_Page = list[list["PrintedLine"]]
"""The paragraphs and rows of a page, line by line."""
_Run = list[tuple["PrintedLine", int]]
"""Lines of one paragraph, each with its page, counted from 0."""


def write_pages(pages: Sequence[Sequence[PrintedLine]], story: Story) -> tuple[int, ...]:
    """Writes the pages' paragraphs and rows, one that goes on overleaf as one; returns where each page begins.

    Raises:
        DocumentError: the text is too long.
    """
    size, compounds = _body_size(pages), _compounds(pages)
    whole = [list(paragraphs(page)) for page in pages]
    begins: dict[int, int] = {}
    for run in _runs([_without_edges(whole, number) for number in range(len(whole))]):
        lines = [line for line, _ in run]
        if len(lines[0].cells) > 1:
            start, offsets = story.row(lines[0].cells), [0]
        else:
            words, offsets = _words(lines, compounds)
            large = size > 0 and all(line.size > _HEADING_SIZE * size for line in lines)
            start = story.paragraph(words, heading=large and len(words) <= _LONGEST_HEADING)
        for (_, page), offset in zip(run, offsets, strict=True):
            begins.setdefault(page, start + offset)
    starts = [len(story.text)]
    for page in reversed(range(len(pages))):
        starts.append(begins.get(page, starts[-1]))
    return tuple(starts[:0:-1])


def _runs(pages: Sequence[_Page]) -> Iterator[_Run]:
    """The paragraphs of all pages in order, those that go on overleaf put together."""
    waiting: _Run = []
    for number, page in enumerate(pages):
        for lines in page:
            run = [(line, number) for line in lines]
            if waiting and waiting[-1][1] != number and _goes_on(waiting[-1][0], lines[0]):
                waiting += run
                continue
            if waiting:
                yield waiting
            waiting = run
    if waiting:
        yield waiting


def _goes_on(last: PrintedLine, first: PrintedLine) -> bool:
    """Whether a page's first line continues the last one of a page before."""
    if len(last.cells) > 1 or len(first.cells) > 1:
        return False
    return last.divided or (not ends_clause(last.text) and first.text[0].islower())


def _words(lines: Sequence[PrintedLine], compounds: frozenset[str]) -> tuple[str, list[int]]:
    """The words of a paragraph, and the offset at which each line begins in them."""
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    for at, line in enumerate(lines):
        last = at + 1 == len(lines)
        piece = line.text if last else _joint(line, lines[at + 1].text, compounds)
        offsets.append(length)
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), offsets


def _joint(line: PrintedLine, following: str, compounds: frozenset[str]) -> str:
    """A line with what joins it to the next: a space, or for a word divided between them nothing or its hyphen.

    The hyphen stays before a capital or figure (``Covid-19``), in a compound that the document writes elsewhere
    too, and where it stands for a part left out (``Ein- und Ausfuhr``).
    """
    stem = line.text
    if stem.endswith(_HYPHENS) and len(stem) > 1 and stem[-2].isalnum():
        stem = stem[:-1]
    elif not line.divided:
        return f"{stem} "
    if not following[0].islower():
        return f"{stem}-"
    first = _FIRST_WORD.match(following)
    head = first[0].casefold() if first else ""
    if head in _conjunctions():
        return f"{stem}- "
    last = _LAST_WORD.search(stem[-100:])
    whole = f"{last[0] if last else ''}-{head}".casefold().replace("‐", "-")
    return f"{stem}-" if whole in compounds else stem


@cache
def _conjunctions() -> frozenset[str]:
    tables = language_tables().values()
    return frozenset(word for table in tables for word in table.origins.conjunctions)


def _compounds(pages: Sequence[Sequence[PrintedLine]]) -> frozenset[str]:
    """Words with a hyphen inside a line, case folded."""
    return frozenset(
        found[0].casefold().replace("‐", "-")
        for page in pages
        for line in page
        for found in _COMPOUND.finditer(line.text)
    )


def _body_size(pages: Sequence[Sequence[PrintedLine]]) -> float:
    """The size of most characters, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _without_edges(pages: Sequence[_Page], number: int) -> _Page:
    """A page less the lines at its head and foot that stand there on a neighbouring page too, figures aside.

    Only lines that stand by themselves, and never all of a page: running text that begins alike is left in.
    """
    page = pages[number]
    near = [
        pages[other]
        for other in range(max(0, number - _NEAR_PAGES), min(len(pages), number + _NEAR_PAGES + 1))
        if other != number
    ]
    dropped: set[int] = set()
    for downward in (True, False):
        others = {
            (place, _key(other[at])) for other in near for place, at in enumerate(_edge(other, downward))
        }
        for place, at in enumerate(_edge(page, downward)):
            repeated = (place, _key(page[at])) in others
            if len(page[at]) > 1 or not (repeated or _PAGE_NUMBER.fullmatch(page[at][0].text)):
                break
            dropped.add(at)
    return [run for at, run in enumerate(page) if at not in dropped] or page


def _edge(page: _Page, downward: bool) -> list[int]:
    """The indexes of the paragraphs nearest the head of a page, or its foot, the outermost first."""
    order = sorted(range(len(page)), key=lambda at: -page[at][0].top if downward else page[at][-1].bottom)
    return order[:_EDGE_LINES]


def _key(run: Sequence[PrintedLine]) -> str:
    return _DIGITS.sub("0", run[0].text)
