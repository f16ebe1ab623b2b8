"""Checking a claim without a model."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from agent.ground import cite, independent_origins
from agent.result import Nearest, Search, SourceStance, StanceOrigins, Verdict
from agent.verdict.aggregate import confidence, verdict, why
from agent.verdict.stance import judge, source_stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.ground import Texts
    from agent.protocols import Candidate, Filter, Reader, Retrieval, Retriever
    from agent.result import Citation, Provenance
    from agent.verdict.stance import SourceJudgement

PASSAGES = 40
SENTENCES_PER_SOURCE = 5


def check(
    claim: str,
    *,
    language: str,
    where: Filter,
    retriever: Retriever,
    reader: Reader,
    texts: Texts,
    provenance: Provenance,
) -> Verdict:
    """The verdict on ``claim`` with the stance of every source that was found."""
    began = time.perf_counter()
    found = retriever.retrieve(claim, language=language, limit=PASSAGES, where=where)
    retrieved = time.perf_counter()
    sources = _stances(claim, language, found, reader)
    label = verdict(sources)
    judgements = [judgement for source in sources for judgement in source.evidence]
    citations = cite([judgement.candidate for judgement in judgements], texts)
    numbers = {id(judgement): citation for judgement, citation in zip(judgements, citations, strict=True)}
    done = time.perf_counter()
    return Verdict(
        claim=claim,
        language=language,
        verdict=label,
        confidence=confidence(label, sources),
        why=why(label, sources),
        stances=[_stance(source, [numbers[id(one)] for one in source.evidence]) for source in sources],
        citations=citations,
        independent_origins=_origins(sources, numbers),
        checks=[check for judgement in judgements for check in judgement.checks],
        search=Search(
            queries=list(found.queries),
            passages_scanned=found.passages_scanned,
            nearest=_nearest(found) if label == "not_enough_evidence" else None,
        ),
        engine="extractive",
        provenance=provenance,
        timings_ms={
            "retrieve": round((retrieved - began) * 1e3, 2),
            "answer": round((done - retrieved) * 1e3, 2),
            "total": round((done - began) * 1e3, 2),
        },
    )


def _stances(claim: str, language: str, found: Retrieval, reader: Reader) -> list[SourceJudgement]:
    by_source: dict[str, list[Candidate]] = {}
    for candidate in sorted(found.candidates, key=lambda one: -(one.standing + one.hit.score)):
        nearest = by_source.setdefault(candidate.source.source, [])
        if len(nearest) < SENTENCES_PER_SOURCE:
            nearest.append(candidate)
    return [
        source_stance(source, judge(claim, language, nearest, reader))
        for source, nearest in sorted(by_source.items())
    ]


def _stance(source: SourceJudgement, citations: Sequence[Citation]) -> SourceStance:
    return SourceStance(
        source=source.source,
        stance=source.stance,
        citations=[citation.id for citation in citations],
        origins=sorted({citation.origin or citation.source for citation in citations}),
    )


def _origins(sources: Sequence[SourceJudgement], citations: dict[int, Citation]) -> StanceOrigins:
    def on(side: str) -> int:
        return independent_origins(
            [
                citations[id(judgement)]
                for source in sources
                for judgement in source.evidence
                if getattr(judgement, side) >= max(judgement.supports, judgement.refutes)
            ]
        )

    return StanceOrigins(supports=on("supports"), refutes=on("refutes"))


def _nearest(found: Retrieval) -> Nearest | None:
    if not found.candidates:
        return None
    best = max(found.candidates, key=lambda candidate: candidate.standing + candidate.hit.score)
    sentence = best.sentence
    return Nearest(
        source=best.source.source,
        start=sentence.start,
        end=sentence.end,
        quote=best.text,
        lacks="It neither states the claim nor its contrary.",
        page=sentence.page,
    )
