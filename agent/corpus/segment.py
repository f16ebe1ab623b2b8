"""From a document to sentences and passages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.corpus.formats.plain import MARKDOWN_LOADER
from agent.corpus.layout import Block, lay_out
from agent.document import Document, Passage, Sentence, Span
from agent.text.language import sentence_languages
from agent.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_CHARACTERS = 900
MAX_SENTENCES = 6
WHOLE_PARAGRAPH = 200
"""A paragraph of at least this many characters shares its passage with no other one of this size."""

_WISHED_CHARACTERS = 600
_CUT_IN_LINE = 0.1
_CUT_AFTER_HEADING = 1.0
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence with what decides where passages may part.

    ``lead`` is where it starts, marks before it included; ``line`` where its line does; ``paragraph``
    numbers what blank lines set apart.
    """

    sentence: Sentence
    lead: int
    line: int
    paragraph: int

    @property
    def furniture(self) -> bool:
        return self.sentence.role == "furniture"


def segment(document: Document) -> tuple[Passage, ...]:
    """The passages of ``document``: they tile its text, and hold its sentences with language and role.

    A passage has up to six sentences and about 900 characters, as sentences allow; it holds no more than one
    paragraph of 200 or more characters; headings and short paragraphs go with what follows; page furniture
    has passages of its own. A passage's language is that of most of its characters. An empty text has no
    passages; one of white space has one without sentences.
    """
    units = _units(document)
    if not units:
        language = document.metadata.language or "en"
        return (Passage(0, len(document.text), (), language),) if document.text else ()
    runs = [run for part in _parts(units) for run in _split(part)]
    starts = [0, *(run[0].lead for run in runs[1:]), len(document.text)]
    return tuple(
        Passage(start, end, tuple(unit.sentence for unit in run), _language(run))
        for run, (start, end) in zip(runs, pairwise(starts), strict=True)
    )


def _units(document: Document) -> list[_Unit]:
    text, language = document.text, document.metadata.language
    markdown = document.loader == MARKDOWN_LOADER
    blocks = lay_out(text, language, markdown=markdown, headings=document.headings)
    spans = [(span, block) for block in blocks for span in _spans(text, block, language)]
    languages = sentence_languages(text, [span for span, _ in spans], document=language)
    return [
        _Unit(
            Sentence(span.start, span.end, code, block.role, document.page(span.start)),
            lead=block.lead if span.start == block.start else span.start,
            line=block.lead,
            paragraph=block.paragraph,
        )
        for (span, block), code in zip(spans, languages, strict=True)
    ]


def _spans(text: str, block: Block, language: str | None) -> list[Span]:
    """Sentences of running text; any other line is one. Line ends inside a block are wraps."""
    if block.role != "body":
        return [block]
    words = _LINE_END.sub(" ", block.of(text))
    return [
        Span(block.start + span.start, block.start + span.end) for span in split_sentences(words, language)
    ]


def _parts(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Runs of sentences that may share a passage."""
    sizes = _paragraph_sizes(units)
    part: list[_Unit] = []
    for unit in units:
        if part and _parted(part, unit, sizes):
            yield part
            part = []
        part.append(unit)
    yield part


def _parted(part: Sequence[_Unit], unit: _Unit, sizes: Counter[int]) -> bool:
    last = part[-1]
    size = last.sentence.end - part[0].lead
    if unit.furniture != last.furniture:
        return True
    if unit.sentence.role == "heading" and last.sentence.role == "body":
        return size >= WHOLE_PARAGRAPH // 2
    return unit.paragraph != last.paragraph and (
        sizes[last.paragraph] >= WHOLE_PARAGRAPH or size >= 2 * WHOLE_PARAGRAPH
    )


def _paragraph_sizes(units: Sequence[_Unit]) -> Counter[int]:
    sizes: Counter[int] = Counter()
    for unit in units:
        sizes[unit.paragraph] += unit.sentence.end - unit.lead
    return sizes


def _split(part: Sequence[_Unit]) -> list[Sequence[_Unit]]:
    """``part`` cut into passages of about the wished length, at ends of lines if may be; furniture stays whole.

    Dynamic programming over the places where a passage may end; each passage has at most six sentences, so
    the time is linear.
    """
    if part[0].furniture:
        return [part]
    best = [0.0]
    cuts = [0]
    for end in range(1, len(part) + 1):
        choices = [
            (best[start] + _cost(part, start, end), start)
            for start in range(max(0, end - MAX_SENTENCES), end)
            if start == end - 1 or part[end - 1].sentence.end - part[start].lead <= MAX_CHARACTERS
        ]
        cost, cut = min(choices)
        best.append(cost)
        cuts.append(cut)
    runs: list[Sequence[_Unit]] = []
    end = len(part)
    while end:
        runs.append(part[cuts[end] : end])
        end = cuts[end]
    return runs[::-1]


def _cost(part: Sequence[_Unit], start: int, end: int) -> float:
    """How far one passage is from the wished length, and how badly it is cut."""
    size = part[end - 1].sentence.end - part[start].lead
    cost = min(1.0, (1 - size / _WISHED_CHARACTERS) ** 2)
    if end < len(part):
        if part[end].line == part[end - 1].line:
            cost += _CUT_IN_LINE
        if part[end - 1].sentence.role == "heading":
            cost += _CUT_AFTER_HEADING
    return cost


def _language(run: Sequence[_Unit]) -> str:
    """The language of most characters of a passage."""
    sizes: Counter[str] = Counter()
    for unit in run:
        sizes[unit.sentence.language] += unit.sentence.end - unit.sentence.start
    return sizes.most_common(1)[0][0]
