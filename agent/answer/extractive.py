"""Answering without a model: the answer is verbatim sentences."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from agent.answer.abstain import answers, nearest
from agent.answer.choice import choose
from agent.answer.evidence import read_question, weigh
from agent.ground import cite, independent_origins
from agent.result import Answer, Search, Statement
from agent.text.hedges import hedged

if TYPE_CHECKING:
    from agent.answer.evidence import Evidence
    from agent.ground import Texts
    from agent.protocols import Filter, Reader, Retriever
    from agent.result import Citation, Provenance

PASSAGES = 12
"""How many passages are read sentence by sentence."""

NOT_SAID = "The documents do not say."


def answer(
    question: str,
    *,
    language: str,
    answer_language: str,
    where: Filter,
    retriever: Retriever,
    reader: Reader,
    texts: Texts,
    provenance: Provenance,
) -> Answer:
    """The fewest verbatim sentences that answer ``question``, or an abstention."""
    began = time.perf_counter()
    found = retriever.retrieve(question, language=language, limit=PASSAGES, where=where)
    retrieved = time.perf_counter()
    asked = read_question(question, language)
    evidence = weigh(asked, found.candidates, reader)
    speaks = answers(evidence)
    chosen = choose(evidence, answer_language) if speaks else []
    citations = cite([one.candidate for one in chosen], texts)
    statements = [_statement(one, citation) for one, citation in zip(chosen, citations, strict=True)]
    done = time.perf_counter()
    return Answer(
        question=question,
        language=language,
        abstained=not speaks,
        abstain_reason=None if speaks else NOT_SAID,
        answer=" ".join(f"{statement.text} [{statement.citations[0]}]" for statement in statements),
        statements=statements,
        citations=citations,
        independent_origins=independent_origins(citations),
        search=Search(
            queries=list(found.queries),
            passages_scanned=found.passages_scanned,
            nearest=None if speaks else nearest(asked, evidence),
        ),
        engine="extractive",
        provenance=provenance,
        timings_ms={
            "retrieve": round((retrieved - began) * 1e3, 2),
            "answer": round((done - retrieved) * 1e3, 2),
            "total": round((done - began) * 1e3, 2),
        },
    )


def _statement(evidence: Evidence, citation: Citation) -> Statement:
    return Statement(
        text=citation.quote,
        citations=[citation.id],
        support=round(evidence.probability, 4),
        hedged=hedged(citation.quote, citation.language),
    )
