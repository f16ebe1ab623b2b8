"""When to decline, and what to say of the nearest passage.

Whether a question is answered at all is a second regression, over its evidence as a whole: a question may have one
sentence that looks likely only because nothing better is there. Coefficients and threshold are in ``evidence.json``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agent.answer.evidence import fitted
from agent.regression import FARTHEST, Regression, log_odds
from agent.result import Nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.answer.evidence import Evidence, Question

SIGNALS = ("best", "second", "names_missing", "lacks_wanted")
"""Log odds of the two likeliest sentences; what the likeliest one's passage and it itself lack."""

READ_TOO = (*SIGNALS, "reader_best")

_KINDS = {"number": "a figure", "time": "a date or time", "name": "a name"}


def answers(evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence is likely enough to hold an answer for one to be shown."""
    return bool(evidence) and answerable(evidence) >= fitted(read=_read(evidence))["threshold"]


def answerable(evidence: Sequence[Evidence]) -> float:
    """The probability that any sentence answers; ``evidence`` is ordered by probability and not empty."""
    return _regression(_read(evidence)).probability(signals(evidence))


def signals(evidence: Sequence[Evidence]) -> list[float]:
    """The values of ``READ_TOO``, in their order; of ``SIGNALS`` without a reader."""
    best = evidence[0]
    readings = [one.reading.answers for one in evidence if one.reading is not None]
    return [
        log_odds(best.probability),
        log_odds(evidence[1].probability) if len(evidence) > 1 else -FARTHEST,
        min(1.0, len(best.missing) / 2),
        float(best.holds is False),
        *([log_odds(max(readings))] if readings else []),
    ]


def _read(evidence: Sequence[Evidence]) -> bool:
    return evidence[0].reading is not None


@cache
def _regression(read: bool) -> Regression:
    return Regression.of(fitted(read=read)["question"], READ_TOO if read else SIGNALS)


def nearest(question: Question, evidence: Sequence[Evidence]) -> Nearest | None:
    """The sentence that came nearest, with what it lacks."""
    if not evidence:
        return None
    best = evidence[0]
    sentence = best.candidate.sentence
    return Nearest(
        source=best.candidate.source.source,
        start=sentence.start,
        end=sentence.end,
        quote=best.candidate.text,
        lacks=_lacks(question, best),
        page=sentence.page,
    )


def _lacks(question: Question, best: Evidence) -> str:
    if best.missing:
        return "It does not mention " + ", ".join(repr(name) for name in best.missing) + "."
    if best.holds is False:
        return f"It does not give {_KINDS[question.wanted]}, which the question asks for."
    return "It is about the subject but does not say what is asked."
