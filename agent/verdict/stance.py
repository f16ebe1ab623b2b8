"""What one source says to a claim.

Each sentence gets three probabilities (supports, refutes, silent) from a multinomial regression over what the reader
says and what code compares; ``stance.json`` is written by ``training/fit_stance.py`` with its provenance. Code has the
last word on figures: a sentence whose figure differs from the claim's never supports it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from agent.regression import Regression, log_odds, softmax
from agent.verdict.comparison import compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.protocols import Candidate, Reader, Reading
    from agent.result import Check, Stance

SIDES = ("supports", "refutes", "silent")
COMPARED = (
    "cosine",
    "same_language",
    "same_language_cosine",
    "lexical",
    "same_language_lexical",
    "figures_agree",
    "figures_different",
    "figures_absent",
    "names_missing",
    "negation_differs",
)
"""What is known of a sentence without the reader."""

READ_TOO = (*COMPARED, "reader_supports", "reader_refutes")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence's view of a claim: probabilities that sum to 1, and the comparisons behind them."""

    candidate: Candidate
    supports: float
    refutes: float
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class SourceJudgement:
    """A source's stance with the sentences that carry it, the strongest first."""

    source: str
    stance: Stance
    supports: float
    refutes: float
    evidence: tuple[Judgement, ...]


SPEAKS = 0.5
"""A sentence takes a side from this probability on."""


def judge(
    claim: str, language: str, candidates: Sequence[Candidate], reader: Reader | None
) -> list[Judgement]:
    """How each of ``candidates`` stands to ``claim``, in their order."""
    readings: Sequence[Reading | None] = [None] * len(candidates)
    if reader is not None:
        readings = reader.read(claim, [one.text for one in candidates], [one.context for one in candidates])
    return [
        _judge(claim, language, candidate, reading)
        for candidate, reading in zip(candidates, readings, strict=True)
    ]


def _judge(claim: str, language: str, candidate: Candidate, reading: Reading | None) -> Judgement:
    spoken = candidate.sentence.language
    checks = tuple(
        compare(
            claim,
            candidate.text,
            claim_language=language,
            sentence_language=spoken,
            published=candidate.source.published,
            context=candidate.hit.text,
        )
    )
    values = features(language, candidate, checks, reading)
    supports, refutes, _ = softmax([one.total(values) for one in _regressions(reading is not None)])
    if any(check.kind in {"number", "date"} and check.result == "different" for check in checks):
        supports = 0.0
    return Judgement(candidate, supports, refutes, checks)


def features(
    language: str, candidate: Candidate, checks: Sequence[Check], reading: Reading | None
) -> list[float]:
    """The values of ``READ_TOO`` for one sentence, in their order; of ``COMPARED`` without a reading."""
    same = float(candidate.sentence.language == language)
    figures = [check.result for check in checks if check.kind in {"number", "date"}]
    names = [check.result for check in checks if check.kind == "name"]
    return [
        candidate.cosine,
        same,
        same * candidate.cosine,
        candidate.lexical,
        same * candidate.lexical,
        float(bool({"equal", "compatible"} & set(figures))),
        float("different" in figures),
        float("not_comparable" in figures),
        sum(result in {"not_comparable", "different"} for result in names) / max(1, len(names)),
        float(any(check.kind == "negation" and check.result == "different" for check in checks)),
        *([] if reading is None else [log_odds(reading.supports), log_odds(reading.refutes)]),
    ]


def source_stance(source: str, judgements: Sequence[Judgement]) -> SourceJudgement:
    """The stance of a source from the judgements of its sentences."""
    supporting = _side(judgements, "supports")
    refuting = _side(judgements, "refutes")
    stance: Stance = "silent"
    if supporting and refuting:
        stance = "mixed"
    elif supporting:
        stance = "supports"
    elif refuting:
        stance = "refutes"
    return SourceJudgement(
        source,
        stance,
        max((one.supports for one in judgements), default=0.0),
        max((one.refutes for one in judgements), default=0.0),
        (*supporting[:1], *refuting[:1]),
    )


def _side(judgements: Sequence[Judgement], side: str) -> list[Judgement]:
    speaking = [one for one in judgements if getattr(one, side) >= SPEAKS]
    return sorted(speaking, key=lambda one: -float(getattr(one, side)))


@cache
def _regressions(read: bool) -> tuple[Regression, ...]:
    stored = json.loads(resources.files(__package__).joinpath("stance.json").read_text("utf-8"))
    fitted = stored["with_reader" if read else "without_reader"]
    return tuple(Regression.of(fitted[side], READ_TOO if read else COMPARED) for side in SIDES)
