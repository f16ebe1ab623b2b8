"""Plain text for the terminal."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from agent.report import wording
from agent.report.neutral import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.report.wording import SourceView
    from agent.result import Answer, Citation, IngestReport, Nearest, Result, SourceRecord, Verdict


def answer(answer: Answer, *, explain: bool) -> str:
    """Statements with their markers, then the sources; or the abstention with what was searched."""
    blocks = [_abstention(answer)] if answer.abstained else [_statements(answer), _quotes(answer)]
    if explain:
        blocks += [
            _section(
                "Dropped", (f"“{one_line(item.text)}”: {one_line(item.why)}" for item in answer.dropped)
            ),
            "" if answer.abstained else _section("Searched", _searched(answer)),
            _measured(answer),
        ]
    origins = wording.counted(answer.independent_origins, "independent origin")
    engine = f"Engine: {one_line(wording.ran(answer))}"
    return _page([*blocks, engine if answer.abstained else f"{origins}. {engine}"])


def verdict(verdict: Verdict, *, explain: bool) -> str:
    """The label, why, and the stance of every source with its quotes."""
    head = [
        f"{wording.LABELS[verdict.verdict]}, confidence {verdict.confidence:.2f}",
        f"Claim: {one_line(verdict.claim)}",
        f"Why: {one_line(verdict.why)}",
    ]
    speaking, silent = wording.stances(verdict)
    blocks = [
        "\n".join(head),
        *map(_stance, speaking),
        _section("Disputed by", map(_quote, wording.denials(verdict))),
    ]
    if silent:
        blocks.append("Silent: " + ", ".join(map(one_line, silent)))
    if verdict.verdict == "not_enough_evidence" or explain:
        blocks.append(_section("Searched", _searched(verdict)))
    if explain:
        checks = (
            f"{check.kind}: “{one_line(check.claim)}” against “{one_line(check.source)}”: {check.result}"
            for check in verdict.checks
        )
        blocks += [_section("Checks", checks), _measured(verdict)]
    tail = f"Independent origins: {wording.independence(verdict)}. Engine: {one_line(wording.ran(verdict))}"
    return _page([*blocks, tail])


def sources(records: Sequence[SourceRecord]) -> str:
    """One block a document, its name first."""
    return _page(
        _section(
            one_line(record.source),
            (f"{label}: {one_line(value)}" for label, value in wording.catalogue(record)),
        )
        for record in records
    )


def ingest(report: IngestReport) -> str:
    """One line a document, then the counts."""
    lines = [f"{done}: {one_line(source)}" for done, sources in wording.changes(report) for source in sources]
    return _page(["\n".join(lines), wording.tally(report)])


def document(source: str, text: str) -> str:
    """The canonical text and nothing else, exactly as it is."""
    return text


def _page(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"{title}\n{indent(body, '  ')}" if body else ""


def _statements(answer: Answer) -> str:
    lines = []
    for statement in answer.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        hedge = f" ({wording.HEDGED})" if statement.hedged else ""
        lines.append(f"{one_line(statement.text)} {marks}{hedge}")
    return "\n".join(lines)


def _quotes(answer: Answer) -> str:
    """The sources; a quote that is a statement word for word is not printed twice."""
    shown = {
        statement.citations[0]
        for statement in answer.statements
        if wording.quotes_itself(statement, answer.citations)
    }
    return _section(
        "Sources",
        (
            f"[{citation.id}] {_credits(citation)}" if citation.id in shown else _quote(citation)
            for citation in answer.citations
        ),
    )


def _stance(view: SourceView) -> str:
    head = f"{view.source} {view.stance}" + (f" ({view.origins})" if view.origins else "")
    return _section(one_line(head), map(_quote, view.citations)) or one_line(head)


def _quote(citation: Citation) -> str:
    return f"[{citation.id}] “{one_line(citation.quote)}”\n    {_credits(citation)}"


def _credits(citation: Citation) -> str:
    return one_line(" · ".join(wording.credits(citation)))


def _abstention(answer: Answer) -> str:
    lines = [wording.ABSTAINED]
    if answer.abstain_reason:
        lines.append(f"Why: {one_line(answer.abstain_reason)}")
    searched, *nearest = _searched(answer)
    return "\n".join([*lines, f"Searched: {searched}", *nearest])


def _searched(result: Result) -> list[str]:
    search = result.search
    lines = [one_line(wording.searched(search.queries, search.passages_scanned))]
    return lines + (_nearest(search.nearest) if search.nearest else [])


def _nearest(nearest: Nearest) -> list[str]:
    where = one_line(wording.place(nearest))
    return [f"Nearest: “{one_line(nearest.quote)}”", f"  {where}", f"  lacks: {one_line(nearest.lacks)}"]


def _measured(result: Result) -> str:
    return "\n".join(f"{label}: {one_line(value)}" for label, value in wording.measured(result))
