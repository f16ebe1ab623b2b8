"""HTML: one ``<section>`` without scripts, styles or outside references, to put into any page.

The templates escape everything by themselves (Jinja's autoescape); what a browser may not be given at all is
replaced before that.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from agent.report import wording
from agent.report.neutral import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import Answer, Citation, IngestReport, SourceRecord, Verdict


def answer(answer: Answer, *, explain: bool) -> str:
    """A ``section.seedcheck-answer`` with a block quote for each citation."""
    return _render("answer.html", result=answer, explain=explain)


def verdict(verdict: Verdict, *, explain: bool) -> str:
    """A ``section.seedcheck-verdict`` with the block quotes under their sources."""
    speaking, silent = wording.stances(verdict)
    return _render("verdict.html", result=verdict, speaking=speaking, silent=silent, explain=explain)


def sources(records: Sequence[SourceRecord]) -> str:
    """A ``section.seedcheck-sources`` with a description list for each document."""
    return _render("sources.html", records=records)


def ingest(report: IngestReport) -> str:
    """A ``section.seedcheck-ingest`` with a list for each kind of change."""
    return _render("ingest.html", report=report)


def document(source: str, text: str) -> str:
    """A ``pre`` with the text, its control characters replaced: for the exact text use another format."""
    return _render("document.html", source=source, text=text)


def address(citation: Citation) -> str:
    """A relative address of the quote, its characters as RFC 5147 counts them."""
    return f"{quote(printable(citation.source))}#char={citation.start},{citation.end}"


def _finalize(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("agent.report"),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(address=address, wording=wording)
    return environment


def _render(template: str, **values: object) -> str:
    return _templates().get_template(template).render(**values).strip() + "\n"
