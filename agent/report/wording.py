"""The words that the readable formats share, and the order in which a result is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import Citation, IngestReport, Nearest, Query, Result, SourceRecord, Statement, Verdict

ABSTAINED = "The documents do not answer this."
HEDGED = "reported, not confirmed"

LABELS = {
    "supported": "SUPPORTED",
    "refuted": "REFUTED",
    "conflicting": "CONFLICTING",
    "not_enough_evidence": "NOT ENOUGH EVIDENCE",
}
ENGINES = {"extractive": "extractive (verbatim quotes, no model)", "llm": "llm"}


def place(span: Citation | Nearest) -> str:
    """Where a quote stands: source name, page if there are pages, and code points."""
    page = f", page {span.page}" if span.page is not None else ""
    return f"{span.source}{page}, {span.start}–{span.end}"


def credits(citation: Citation) -> list[str]:
    """Who says so and when, as far as the document states it, then where it stands."""
    via = f"via {citation.origin}" if citation.origin and citation.origin != citation.outlet else None
    stated = [citation.outlet, via, citation.published, citation.title]
    return [part for part in stated if part] + [place(citation)]


def quotes_itself(statement: Statement, citations: Sequence[Citation]) -> bool:
    """Whether a statement is word for word the only quote it cites."""
    cited = [citation.quote for citation in citations if citation.id in statement.citations]
    return cited == [statement.text]


def searched(queries: Sequence[Query], passages: int) -> str:
    """What was searched, in a sentence."""
    return f"{counted(passages, 'passage')} for " + (
        ", ".join(f"“{query.text}” ({query.language})" for query in queries) or "nothing"
    )


def ran(result: Result) -> str:
    """Which engine ran, with which model, where text was sent, and why the model did not answer where it did not."""
    engine = ENGINES.get(result.engine, result.engine)
    told = [f"{engine}, model {result.model}" if result.model else engine]
    if result.sent_to:
        told.append(f"sent to {result.sent_to}")
    return "; ".join(told) + (f". {result.fallback}" if result.fallback else "")


def measured(result: Result) -> list[tuple[str, str]]:
    """Fingerprints, model usage and timings, for ``--explain``."""
    rows = [("Corpus", result.provenance.corpus), ("Embedder", result.provenance.embedder)]
    if result.provenance.reader:
        rows.append(("Reader", result.provenance.reader))
    rows += [(f"Prompt {name}", digest) for name, digest in result.provenance.prompts.items()]
    if result.usage.model_calls:
        usage = result.usage
        tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
        rows.append(("Model", f"{counted(usage.model_calls, 'call')}, {tokens}"))
    timings = ", ".join(f"{name} {value:.0f} ms" for name, value in result.timings_ms.items())
    return [*rows, ("Time", timings)] if timings else rows


def counted(number: int, noun: str) -> str:
    """``1 passage``, ``2 passages``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source of a verdict as readers see it: its stance, whose word it is, and its quotes."""

    source: str
    stance: str
    origins: str
    citations: list[Citation]


def stances(verdict: Verdict) -> tuple[list[SourceView], list[str]]:
    """The sources that say something, and the names of the silent ones."""
    by_id = {citation.id: citation for citation in verdict.citations}
    speaking = [
        SourceView(
            source=stance.source,
            stance=stance.stance,
            origins=", ".join(stance.origins),
            citations=[by_id[number] for number in stance.citations if number in by_id],
        )
        for stance in verdict.stances
        if stance.stance != "silent"
    ]
    return speaking, [stance.source for stance in verdict.stances if stance.stance == "silent"]


def denials(verdict: Verdict) -> list[Citation]:
    """Quotes that dispute the reports behind the claim without refuting the claim itself."""
    return [citation for citation in verdict.citations if citation.id in verdict.disputed_by]


def independence(verdict: Verdict) -> str:
    """How many independent origins stand on each side."""
    sides = verdict.independent_origins
    return f"{sides.supports} supporting, {sides.refutes} refuting"


def catalogue(record: SourceRecord) -> list[tuple[str, str]]:
    """What is known of one document, in the order it is listed."""
    size = f"{record.size:,} bytes, {record.characters:,} characters"
    rows = [
        ("title", record.title),
        ("outlet", record.outlet),
        ("author", record.author),
        ("date", record.published),
        ("file saved", record.saved),
        ("language", record.language),
        ("origins", ", ".join(record.origins) or None),
        ("url", record.url),
        ("pages", f"{record.pages:,}" if record.pages else None),
        ("size", f"{size}, {record.encoding}" if record.encoding else size),
        ("loader", record.loader),
        ("sha256", record.sha256),
    ]
    return [(label, value) for label, value in rows if value]


def changes(report: IngestReport) -> list[tuple[str, list[str]]]:
    """What was done, and to which documents. Unchanged ones are only counted."""
    skipped = [f"{item.source}: {item.why}" for item in report.skipped]
    return [
        ("added", report.added),
        ("replaced", report.replaced),
        ("removed", report.removed),
        ("skipped", skipped),
    ]


def tally(report: IngestReport) -> str:
    """How many documents were added, unchanged and so on, in a line."""
    counts = [
        ("unchanged", len(report.unchanged)),
        *((done, len(sources)) for done, sources in changes(report)),
    ]
    return ", ".join(f"{count:,} {done}" for done, count in counts if count) or "nothing to do"
