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
        _judge(claim, language, candidate, reading, reader)
        for candidate, reading in zip(candidates, readings, strict=True)
    ]


def _judge(
    claim: str, language: str, candidate: Candidate, reading: Reading | None, reader: Reader | None
) -> Judgement:
    checks = _compared(claim, language, candidate)
    supports, refutes = _sides(language, candidate, checks, reading)
    if any(_differs(check) for check in checks):
        supports = 0.0
        if reader is not None:
            refutes = max(refutes, _otherwise(claim, language, candidate, checks, reader))
    return Judgement(candidate, supports, refutes, checks)


def _compared(claim: str, language: str, candidate: Candidate) -> tuple[Check, ...]:
    found = compare(
        claim,
        candidate.text,
        claim_language=language,
        sentence_language=candidate.sentence.language,
        published=candidate.source.published,
        context=candidate.hit.text,
    )
    return tuple(found)


def _sides(
    language: str, candidate: Candidate, checks: Sequence[Check], reading: Reading | None
) -> tuple[float, float]:
    values = features(language, candidate, checks, reading)
    supports, refutes, _ = softmax([one.total(values) for one in _regressions(reading is not None)])
    return supports, refutes


def _differs(check: Check) -> bool:
    return check.kind in {"number", "date"} and check.result == "different"


def _otherwise(
    claim: str, language: str, candidate: Candidate, checks: Sequence[Check], reader: Reader
) -> float:
    """How likely the sentence supports the claim once its differing figures are replaced by the sentence's own.

    A sentence that states all of the claim but the figure gives another figure for the same thing: it refutes it. A
    sentence that would not support the claim with its own figure either is about something else. It is read without its
    context here, which may state the claim's other half.
    """
    amended = claim
    for check in filter(_differs, checks):
        amended = amended.replace(check.claim, check.source, 1)
    (reading,) = reader.read(amended, [candidate.text], [""])
    supports, _ = _sides(language, candidate, _compared(amended, language, candidate), reading)
    return supports


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
