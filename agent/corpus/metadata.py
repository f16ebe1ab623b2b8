"""What a document says of itself: title, outlet, author, date, language and where it has its news from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.corpus.credits import Credit, read_credit, read_imprint, read_publisher
from agent.corpus.languages import outlet_table
from agent.corpus.layout import Block, lay_out
from agent.corpus.lines import is_prose
from agent.corpus.origins import find_origins
from agent.document import Metadata
from agent.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Collection

_HEAD_LINES = 8
_TAIL_LINES = 5


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    block: Block
    credit: Credit | None


def read_metadata(
    text: str,
    *,
    declared: Metadata | None = None,
    markdown: bool = False,
    headings: Collection[int] = (),
) -> Metadata:
    """What ``text`` states of itself; values ``declared`` by a page's head or a jsonl line are kept.

    Nothing is guessed: a date counts if it stands on a line of its own near the head or in the imprint, never
    in the prose; an author on a byline near the head or the tail; an outlet in an imprint, an editorial note or
    a source line. What is not stated so is ``None``. ``headings`` are offsets of lines known to be headings.
    """
    declared = declared or Metadata()
    language = declared.language or detect_language(text)
    blocks = lay_out(text, language, markdown=markdown, headings=headings)
    content = [block for block in blocks if block.role != "furniture"]
    head = _read(text, content[:_HEAD_LINES], language)
    tail = _read(text, content[max(_HEAD_LINES, len(content) - _TAIL_LINES) :], language)
    credits_ = [line.credit for line in head + tail if line.credit]
    imprint_outlet, imprint_date = _imprint(text, blocks, language)
    outlet = (
        declared.outlet or imprint_outlet or _publisher(text, content, language) or _source_outlet(credits_)
    )
    return Metadata(
        title=declared.title or _title(text, content, markdown=markdown),
        outlet=outlet,
        author=declared.author or _author(head, tail),
        published=declared.published
        or next((line.credit.published for line in head if line.credit and line.credit.published), None)
        or imprint_date,
        language=language,
        url=declared.url,
        saved=declared.saved,
        origins=_origins(text, content, language, outlet),
    )


def _read(text: str, blocks: list[Block], language: str) -> list[_Line]:
    return [
        _Line(words, block, read_credit(words, language)) for block in blocks if (words := block.of(text))
    ]


def _origins(text: str, content: list[Block], language: str, outlet: str | None) -> tuple[str, ...]:
    """All origins that the content names, but an outlet that its own prose refers to."""
    names: dict[str, None] = {}
    for block in content:
        words = block.of(text)
        credit = read_credit(words, language)
        found = credit.sources if credit else find_origins(words, language)
        names |= dict.fromkeys(name for name in found if credit or name != outlet)
    return tuple(names)


def _title(text: str, content: list[Block], *, markdown: bool) -> str | None:
    """The first heading of at least three words before the running text, else the heading right above it.

    A first line may also be a question or exclamation. In Markdown, the first heading of the highest rank,
    wherever it stands.
    """
    if markdown:
        headings = [block for block in content if block.role == "heading"]
        first = next((block for block in headings if text.startswith("# ", block.lead)), None)
        chosen = first or (headings[0] if headings else None)
        return chosen.of(text) if chosen else None
    above: list[str] = []
    for block in content:
        words = block.of(text)
        question = block is content[0] and len(content) > 1 and len(words) <= 150 and words[-1] in "?!"
        if block.role == "heading" or question:
            above.append(" ".join(words.split()))
        elif is_prose(words):
            break
    return next((words for words in above if len(words.split()) >= 3), above[-1] if above else None)


def _author(head: list[_Line], tail: list[_Line]) -> str | None:
    """The first author named near the head, or else the tail.

    One word alone is a name only below all running text.
    """
    for line in head:
        if line.credit and line.credit.author and len(line.credit.author.split()) > 1:
            return line.credit.author
    below: list[_Line] = []
    for line in head + tail:
        below = [] if is_prose(line.words) else [*below, line]
    return next((line.credit.author for line in tail + below if line.credit and line.credit.author), None)


def _imprint(text: str, blocks: list[Block], language: str) -> tuple[str | None, str | None]:
    """Owner and date of the last copyright line that names an owner."""
    for block in reversed(blocks):
        if block.role == "furniture":
            imprint = read_imprint(block.of(text), language)
            if imprint and imprint.outlet:
                return imprint.outlet, imprint.published
    return None, None


def _publisher(text: str, content: list[Block], language: str) -> str | None:
    for block in reversed(content):
        name = read_publisher(block.of(text), language)
        if name:
            return name
    return None


def _source_outlet(credits_: list[Credit]) -> str | None:
    """The outlet of a source line that names one; an agency only delivers to outlets."""
    names = {name for credit in credits_ for name in credit.sources}
    return names.pop() if len(names) == 1 and not names & outlet_table().agencies else None
