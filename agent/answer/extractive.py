"""Answering without a model: the answer is verbatim sentences."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.answer.abstain import answers, nearest
from agent.answer.choice import choose
from agent.answer.evidence import read_question, weigh
from agent.ground import cite, independent_origins
from agent.result import Answer, Search, Statement
from agent.text.hedges import hedged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.answer.evidence import Evidence, Question
    from agent.ground import Texts
    from agent.protocols import Filter, Reader, Retrieval, Retriever
    from agent.result import Citation, Provenance

PASSAGES = 12
"""How many passages are read sentence by sentence."""

NOT_SAID = "The documents do not say."


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for a question: the retrieval, and its likeliest sentences with their probabilities."""

    asked: Question
    found: Retrieval
    evidence: Sequence[Evidence]

    @property
    def speaks(self) -> bool:
        """Whether any of it is likely enough to answer."""
        return answers(self.evidence)


def answer(
    question: str,
    *,
    language: str,
    answer_language: str,
    where: Filter,
    retriever: Retriever,
    reader: Reader | None,
    texts: Texts,
    provenance: Provenance,
) -> Answer:
    """The fewest verbatim sentences that answer ``question``, or an abstention."""
    began = time.perf_counter()
    found = retriever.retrieve(question, language=language, limit=PASSAGES, where=where)
    retrieved = time.perf_counter()
    asked = read_question(question, language)
    findings = Findings(asked, found, weigh(asked, found.candidates, reader))
    chosen = choose(findings.evidence, answer_language) if findings.speaks else []
    result = quoted(findings, chosen, texts, provenance)
    done = time.perf_counter()
    timings = {
        "retrieve": round((retrieved - began) * 1e3, 2),
        "answer": round((done - retrieved) * 1e3, 2),
        "total": round((done - began) * 1e3, 2),
    }
    return result.model_copy(update={"timings_ms": timings})


def quoted(findings: Findings, chosen: Sequence[Evidence], texts: Texts, provenance: Provenance) -> Answer:
    """The answer that consists of the quotes of ``chosen``; an abstention if there are none."""
    citations = cite([one.candidate for one in chosen], texts)
    statements = [quote(one, citation) for one, citation in zip(chosen, citations, strict=True)]
    return Answer(
        question=findings.asked.text,
        language=findings.asked.language,
        abstained=not chosen,
        abstain_reason=None if chosen else NOT_SAID,
        answer=" ".join(f"{statement.text} [{statement.citations[0]}]" for statement in statements),
        statements=statements,
        citations=citations,
        independent_origins=independent_origins(citations),
        search=Search(
            queries=list(findings.found.queries),
            passages_scanned=findings.found.passages_scanned,
            nearest=None if chosen else nearest(findings.asked, findings.evidence),
        ),
        engine="extractive",
        provenance=provenance,
    )


def quote(evidence: Evidence, citation: Citation) -> Statement:
    """A sentence as a statement of its own."""
    return Statement(
        text=citation.quote,
        citations=[citation.id],
        support=round(evidence.probability, 4),
        hedged=hedged(citation.quote, citation.language),
    )
