"""Pure renderers: a result in, text out.

Each ``render_*`` takes a record of ``agent.result`` and a format: ``text`` for the terminal, ``md`` for
Markdown with footnotes, ``html`` for a self-contained fragment, ``json`` for the document of the contract.
Words of documents are data in all of them: they cannot move the cursor, open a tag or start a heading.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import Answer, IngestReport, SourceRecord, Verdict

Format = Literal["text", "json", "md", "html"]


class _Renderer(Protocol):
    """What the module of each format offers."""

    def answer(self, answer: Answer, *, explain: bool) -> str: ...
    def verdict(self, verdict: Verdict, *, explain: bool) -> str: ...
    def sources(self, records: Sequence[SourceRecord]) -> str: ...
    def ingest(self, report: IngestReport) -> str: ...
    def document(self, source: str, text: str) -> str: ...


_MODULES = {"text": "plain", "json": "record", "md": "markdown", "html": "markup"}


def _renderer(format: Format) -> _Renderer:
    """The module of a format, imported when it is first asked for."""
    return cast("_Renderer", import_module(f"agent.report.{_MODULES[format]}"))


def render_answer(answer: Answer, format: Format, *, explain: bool = False) -> str:
    """The answer with its sources, or the abstention with what was searched; ends with a line break.

    ``explain`` adds what was dropped, searched and measured. JSON holds all of it either way.
    """
    return _renderer(format).answer(answer, explain=explain)


def render_verdict(verdict: Verdict, format: Format, *, explain: bool = False) -> str:
    """The verdict with the stance of every source; ``explain`` adds the comparisons behind it."""
    return _renderer(format).verdict(verdict, explain=explain)


def render_sources(records: Sequence[SourceRecord], format: Format) -> str:
    """The documents of an index."""
    return _renderer(format).sources(records)


def render_ingest(report: IngestReport, format: Format) -> str:
    """What an ingest or a removal did."""
    return _renderer(format).ingest(report)


def render_document(source: str, text: str, format: Format) -> str:
    """A document's canonical text: bare in text and Markdown, wrapped in json and html.

    It is exact, code point for code point, in all of them but html, where a browser may not be given control
    characters.
    """
    return _renderer(format).document(source, text)
