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
    from agent.verdict.stance import Judgement, SourceJudgement

PASSAGES = 40
SENTENCES_PER_SOURCE = 5


def check(
    claim: str,
    *,
    language: str,
    where: Filter,
    retriever: Retriever,
    reader: Reader | None,
    texts: Texts,
    provenance: Provenance,
) -> Verdict:
    """The verdict on ``claim`` with the stance of every source that was found."""
    began = time.perf_counter()
    found = retriever.retrieve(claim, language=language, limit=PASSAGES, where=where)
    retrieved = time.perf_counter()
    judgements = [
        one for nearest in nearest_by_source(found) for one in judge(claim, language, nearest, reader)
    ]
    result = concluded(claim, language, found, judgements, texts, provenance)
    done = time.perf_counter()
    timings = {
        "retrieve": round((retrieved - began) * 1e3, 2),
        "answer": round((done - retrieved) * 1e3, 2),
        "total": round((done - began) * 1e3, 2),
    }
    return result.model_copy(update={"timings_ms": timings})


def concluded(
    claim: str,
    language: str,
    found: Retrieval,
    judged: Sequence[Judgement],
    texts: Texts,
    provenance: Provenance,
) -> Verdict:
    """The verdict that follows from the judgements of single sentences."""
    sources = _stances(judged)
    label = verdict(sources)
    judgements = [judgement for source in sources for judgement in source.evidence]
    citations = cite([judgement.candidate for judgement in judgements], texts)
    numbers = {id(judgement): citation for judgement, citation in zip(judgements, citations, strict=True)}
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
    )


def nearest_by_source(found: Retrieval) -> list[list[Candidate]]:
    """Of every source the sentences nearest to the claim, sources in order of their names."""
    by_source: dict[str, list[Candidate]] = {}
    for candidate in sorted(found.candidates, key=lambda one: -(one.standing + one.hit.score)):
        nearest = by_source.setdefault(candidate.source.source, [])
        if len(nearest) < SENTENCES_PER_SOURCE:
            nearest.append(candidate)
    return [nearest for _, nearest in sorted(by_source.items())]


def _stances(judged: Sequence[Judgement]) -> list[SourceJudgement]:
    by_source: dict[str, list[Judgement]] = {}
    for one in judged:
        by_source.setdefault(one.candidate.source.source, []).append(one)
    return [source_stance(source, judgements) for source, judgements in sorted(by_source.items())]


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
