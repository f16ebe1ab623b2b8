"""A row as the result shows it: with the words around every quote, so that a report needs no further file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.result import Answer, Verdict
from evals.fingerprints import case_fingerprint
from evals.match import inexact, meets, occurrences
from evals.result import CaseRow, CitationRow, FactRow, GoldRow
from evals.score import missing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.document import Document
    from evals.case import Case
    from evals.fact import Evidence
    from evals.findings import Finding
    from evals.ladder import Climb
    from evals.row import Row

AROUND = 160
"""Characters of the source shown on either side of a quote, at most: words are not cut."""

_LONGEST_LINE = 300


def case_row(row: Row, *, timeless: bool = False) -> CaseRow:
    """The row for the result; ``timeless`` leaves out what differs between two runs alike: wall times."""
    case, documents = row.placed.case, row.placed.documents
    output = row.output.model_dump(mode="json") if row.output is not None else None
    if output is not None and timeless:
        output["timings_ms"] = {}
    return CaseRow(
        id=case.id,
        suite=row.placed.suite,
        file=row.placed.file,
        line=row.placed.line,
        repeat=row.repeat,
        question=case.question,
        claim=case.claim,
        lang=case.lang,
        tags=case.tags,
        outcome=row.outcome,
        scores={name: score.value for name, score in row.scores.items()},
        missing=list(missing_of(row.scores)),
        error=row.error,
        expected=_line(_expected(case)),
        got=_line(_got(row)),
        output=output,
        ranking=list(row.ranking) if row.ranking is not None else None,
        fingerprint=case_fingerprint(row.placed),
        facts=[_fact(finding) for finding in row.findings],
        citations=[_citation(climb, case, documents) for climb in row.climbs],
        gold=[_gold(span, row) for span in _distinct_gold(case)] if row.outcome != "skipped" else [],
        seconds=0.0 if timeless else round(row.seconds, 6),
    )


def _fact(finding: Finding) -> FactRow:
    fact, span = finding.fact, finding.span
    return FactRow(
        fact=fact.fact,
        kind=fact.kind,
        vital=fact.vital,
        as_of=fact.as_of,
        result=finding.result,
        place=finding.place,
        start=span.start if span else None,
        end=span.end if span else None,
        found=finding.found,
    )


def _citation(climb: Climb, case: Case, documents: Mapping[str, Document]) -> CitationRow:
    citation = climb.citation
    exact = inexact(citation, documents) is None
    around = _excerpt(documents, citation.source, citation.start, citation.end) if exact else {}
    return CitationRow(
        id=citation.id,
        source=citation.source,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        rungs=dict(climb.rungs),
        right=(exact and meets(citation, case.gold, documents)) if case.gold else None,
        why=climb.why,
        **around,
    )


def _distinct_gold(case: Case) -> list[Evidence]:
    return list({(span.source, span.quote, span.start): span for span in case.gold}.values())


def _gold(evidence: Evidence, row: Row) -> GoldRow:
    documents = row.placed.documents
    document = documents[evidence.source]
    start = evidence.start
    if start is None:
        start = next(span.start for span in occurrences(document.text, evidence.quote))
    cited = [climb.citation for climb in row.climbs if climb.rungs["exact"]]
    return GoldRow(
        source=evidence.source,
        start=start,
        end=start + len(evidence.quote),
        quote=evidence.quote,
        side=evidence.side,
        met=any(meets(citation, [evidence], documents) for citation in cited),
        **_excerpt(documents, evidence.source, start, start + len(evidence.quote)),
    )


def _excerpt(documents: Mapping[str, Document], source: str, start: int, end: int) -> dict[str, str]:
    text = documents[source].text
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = before[before.find(" ") + 1 :]
    if len(text) - end > AROUND:
        after = after[: after.rfind(" ") + 1] or after
    return {"before": before, "after": after}


def _expected(case: Case) -> str:
    expect = case.expect
    parts = [f"verdict: {expect.verdict}"] if expect.verdict else []
    parts += ["declining"] if expect.abstain else [fact.fact for fact in expect.facts]
    parts += (
        [f"a quote of “{expect.evidence[0].quote}”"] if case.gold and not parts and expect.evidence else []
    )
    parts += [f"not “{form}”" for form in expect.forbid]
    return "; ".join(parts) or "an answer"


def _got(row: Row) -> str:
    if row.error is not None:
        return f"{row.error.type}: {row.error.message}"
    match row.output:
        case Answer(abstained=True) as answer:
            return f"declined: {answer.abstain_reason}" if answer.abstain_reason else "declined"
        case Answer() as answer:
            return answer.answer
        case Verdict() as verdict:
            return f"{verdict.verdict} ({verdict.confidence:.2f}): {verdict.why}"
        case None if row.ranking is not None:
            return "found " + (", ".join(row.ranking) or "nothing")
        case None:
            return "not asked at this stage"


def _line(text: str) -> str:
    """The text in one line, cut where it is long."""
    line = " ".join(text[: 4 * _LONGEST_LINE].split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
