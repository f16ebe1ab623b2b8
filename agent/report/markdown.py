"""Markdown (CommonMark with footnotes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.report import wording
from agent.report.neutral import in_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.result import Answer, Citation, IngestReport, Result, SourceRecord, Verdict


def answer(answer: Answer, *, explain: bool) -> str:
    """The question as a heading, statements with footnotes; or the abstention with what was searched."""
    blocks = [f"## {in_markdown(answer.question)}"]
    if answer.abstained:
        blocks += [
            f"*{wording.ABSTAINED}* {in_markdown(answer.abstain_reason or '')}".strip(),
            _searched(answer),
        ]
    blocks += [
        in_markdown(statement.text)
        + _marks(statement.citations)
        + (f" *({wording.HEDGED})*" if statement.hedged else "")
        for statement in answer.statements
    ]
    if explain:
        dropped = (f"{in_markdown(item.text)} ({in_markdown(item.why)})" for item in answer.dropped)
        blocks += [
            _list("Dropped", dropped),
            "" if answer.abstained else _searched(answer),
            _measured(answer),
        ]
    origins = wording.counted(answer.independent_origins, "independent origin")
    engine = f"Engine: {in_markdown(wording.ran(answer))}"
    tail = engine if answer.abstained else f"{origins}. {engine}"
    return _page([*blocks, f"*{tail}*", *map(_footnote, answer.citations)])


def verdict(verdict: Verdict, *, explain: bool) -> str:
    """The claim as a heading, the label, and a list of the sources with footnotes."""
    speaking, silent = wording.stances(verdict)
    sources = (
        f"{in_markdown(view.source)} **{view.stance}**{_marks(citation.id for citation in view.citations)}"
        + (f" ({in_markdown(view.origins)})" if view.origins else "")
        for view in speaking
    )
    blocks = [
        f"## {in_markdown(verdict.claim)}",
        f"**{wording.LABELS[verdict.verdict]}**, confidence {verdict.confidence:.2f}",
        in_markdown(verdict.why),
        _list("Sources", sources),
    ]
    if verdict.disputed_by:
        blocks.append(f"Disputed by{_marks(citation.id for citation in wording.denials(verdict))}")
    if silent:
        blocks.append("Silent: " + ", ".join(map(in_markdown, silent)))
    if verdict.verdict == "not_enough_evidence" or explain:
        blocks.append(_searched(verdict))
    if explain:
        checks = (
            f"{check.kind}: “{in_markdown(check.claim)}” against “{in_markdown(check.source)}”: "
            + in_markdown(check.result)
            for check in verdict.checks
        )
        blocks += [_list("Checks", checks), _measured(verdict)]
    tail = (
        f"Independent origins: {wording.independence(verdict)}. Engine: {in_markdown(wording.ran(verdict))}"
    )
    return _page([*blocks, f"*{tail}*", *map(_footnote, verdict.citations)])


def sources(records: Sequence[SourceRecord]) -> str:
    """A list of what is known for each document."""
    return _page(
        _list(
            f"**{in_markdown(record.source)}**",
            (f"{label}: {in_markdown(value)}" for label, value in wording.catalogue(record)),
        )
        for record in records
    )


def ingest(report: IngestReport) -> str:
    """A list for each kind of change, then the counts."""
    changes = [_list(done, map(in_markdown, sources)) for done, sources in wording.changes(report)]
    return _page([*changes, wording.tally(report)])


def document(source: str, text: str) -> str:
    """The canonical text and nothing else, exactly as it is."""
    return text


def _page(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _list(title: str, items: Iterable[str]) -> str:
    body = "\n".join(f"- {item}" for item in items)
    return f"{title}:\n\n{body}" if body else ""


def _marks(ids: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in ids)


def _footnote(citation: Citation) -> str:
    credits = in_markdown(" · ".join(wording.credits(citation)))
    return f"[^{citation.id}]: “{in_markdown(citation.quote)}” {credits}"


def _searched(result: Result) -> str:
    search = result.search
    lines = [in_markdown(wording.searched(search.queries, search.passages_scanned))]
    if search.nearest:
        near = search.nearest
        where = in_markdown(wording.place(near))
        lines += [f"nearest: “{in_markdown(near.quote)}” ({where}), which lacks: {in_markdown(near.lacks)}"]
    return _list("Searched", lines)


def _measured(result: Result) -> str:
    return _list("Made with", (f"{label}: {in_markdown(value)}" for label, value in wording.measured(result)))
