"""The right output to a case, made of its gold labels: what scorers must find no fault with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.result import Answer, Citation, Provenance, Statement, Verdict
from agent.text.language import detect_language
from evals.match import occurrences

if TYPE_CHECKING:
    from evals.fact import Evidence, Fact
    from evals.load import PlacedCase

_PROVENANCE = Provenance(corpus="oracle", embedder="none")
_ENGINE = "oracle"


def oracle(placed: PlacedCase) -> Answer | Verdict | None:
    """An output that holds all the case expects; ``None`` where its labels do not say what that would be."""
    case = placed.case
    citations = [
        citation(placed, spans[0], number) for number, (_, spans) in enumerate(case.demands, start=1)
    ]
    if case.is_claim:
        return _verdict(placed, citations)
    if case.expects_decline:
        return abstention(placed)
    if not case.answerable or not citations:
        return None
    statements = [Statement(text=cited.quote, citations=[cited.id]) for cited in citations]
    return answer(placed, [*statements, *_unsaid(case.expect.facts, citations)], citations)


def answer(placed: PlacedCase, statements: list[Statement], citations: list[Citation]) -> Answer:
    """An answer of these statements, in the language of its first quote, with the numbers of their citations."""
    marked = (
        f"{statement.text} {''.join(f'[{number}]' for number in statement.citations)}".strip()
        for statement in statements
    )
    return Answer(
        question=placed.case.text,
        language=citations[0].language if citations else placed.case.lang or "en",
        abstained=False,
        answer=" ".join(marked),
        statements=statements,
        citations=citations,
        engine=_ENGINE,
        provenance=_PROVENANCE,
    )


def abstention(placed: PlacedCase) -> Answer:
    """The question declined."""
    return answer(placed, [], []).model_copy(update={"abstained": True, "abstain_reason": "not said"})


def citation(placed: PlacedCase, span: Evidence, number: int) -> Citation:
    """An exact citation of a gold span."""
    document = placed.documents[span.source]
    start = span.start
    if start is None:
        start = next(found.start for found in occurrences(document.text, span.quote))
    return Citation(
        id=number,
        source=span.source,
        quote=span.quote,
        start=start,
        end=start + len(span.quote),
        sha256=document.sha256,
        language=document.metadata.language or detect_language(span.quote),
    )


def _unsaid(facts: list[Fact], citations: list[Citation]) -> list[Statement]:
    """A statement for every fact that no citation states, backed by all of them."""
    from evals.findings import Piece, find_facts

    quotes = [Piece(f"citation {cited.id}", cited.quote, cited.language) for cited in citations]
    numbers = [cited.id for cited in citations]
    return [
        Statement(text=finding.fact.forms[0] if finding.fact.forms else finding.fact.fact, citations=numbers)
        for finding in find_facts(facts, quotes)
        if finding.result != "stated"
    ]


def _verdict(placed: PlacedCase, citations: list[Citation]) -> Verdict | None:
    expected = placed.case.expect.verdict
    if expected is None:
        return None
    return Verdict(
        claim=placed.case.text,
        language=placed.case.lang or "en",
        verdict=expected,
        confidence=1.0,
        why=" ".join(fact.forms[0] if fact.forms else fact.fact for fact in placed.case.expect.facts),
        citations=citations,
        engine=_ENGINE,
        provenance=_PROVENANCE,
    )
