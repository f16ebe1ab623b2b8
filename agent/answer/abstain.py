"""When to decline, and what to say of the nearest passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.answer.evidence import threshold
from agent.result import Nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.answer.evidence import Evidence, Question

_KINDS = {"number": "a figure", "time": "a date or time", "name": "a name"}


def answers(evidence: Sequence[Evidence]) -> bool:
    """Whether the best evidence is likely enough to be shown as an answer."""
    return bool(evidence) and evidence[0].probability >= threshold()


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
