"""How likely a sentence answers a question: a logistic regression over how it was found and what the reader says.

Features and coefficients travel together: ``evidence.json`` is written by ``training/fit_evidence.py``, which also
records what it was fitted on and how well it did on questions it had not seen. It holds two sets of coefficients, for
work with the reader and without.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from agent.answer.wanted import Wanted, holds, wanted
from agent.mentions.agreement import read_mentions
from agent.regression import Regression, log_odds
from agent.text.canonical import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.agreement import Mentions
    from agent.protocols import Candidate, Reader, Reading

FOUND = (
    "standing",
    "context",
    "lexical",
    "passage_lexical",
    "same_language",
    "same_language_lexical",
    "same_language_passage_lexical",
    "holds_wanted",
    "lacks_wanted",
    "names_missing",
    "names_missing_in_passage",
)
"""What is known of a sentence without the reader."""

READ_TOO = (*FOUND, "reader")

READ = 20
"""How many candidates the reader reads: those that stand out most from their language's runners-up."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the choice of evidence reads it; ``names`` are the words of its names, folded."""

    text: str
    language: str
    wanted: Wanted
    mentions: Mentions
    names: tuple[str, ...]


def read_question(text: str, language: str) -> Question:
    """What ``text`` asks for and what it mentions."""
    mentions = read_mentions(text, language)
    names = dict.fromkeys(fold(word) for name in mentions.names for word in name.words)
    return Question(text, language, wanted(text), mentions, tuple(names))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate with the estimated probability that it answers.

    ``missing`` are the question's names that its passage lacks; ``holds`` is whether it gives the kind of thing that is
    asked for; ``reading`` is ``None`` without a reader.
    """

    candidate: Candidate
    reading: Reading | None
    probability: float
    missing: tuple[str, ...]
    holds: bool | None


def weigh(question: Question, candidates: Sequence[Candidate], reader: Reader | None) -> list[Evidence]:
    """The likeliest candidates, most likely first; order of retrieval where they tie."""
    standing_out = sorted(candidates, key=lambda one: -(one.standing + one.hit.score))[:READ]
    readings: Sequence[Reading | None] = [None] * len(standing_out)
    if reader is not None:
        readings = reader.read(
            question.text, [one.text for one in standing_out], [one.context for one in standing_out]
        )
    regression = _regression(reader is not None)
    weighed = []
    for candidate, reading in zip(standing_out, readings, strict=True):
        given = _holds(question, candidate)
        probability = regression.probability(features(question, candidate, reading, given))
        missing = _missing(question.names, _surroundings(candidate))
        weighed.append(Evidence(candidate, reading, probability, missing, given))
    weighed.sort(key=lambda evidence: -evidence.probability)
    return weighed


def _holds(question: Question, candidate: Candidate) -> bool | None:
    if question.wanted == "anything":
        return None
    mentions = read_mentions(
        candidate.text, candidate.sentence.language, published=candidate.source.published
    )
    return holds(question.wanted, mentions, question.mentions)


def features(
    question: Question, candidate: Candidate, reading: Reading | None, given: bool | None
) -> list[float]:
    """The values of ``READ_TOO`` for one candidate, in their order; of ``FOUND`` without a reading.

    ``given`` is whether it gives the kind of thing that is asked for, as in `Evidence.holds`.
    """
    same = float(candidate.sentence.language == question.language)
    names = question.names
    return [
        candidate.standing,
        candidate.hit.score,
        candidate.lexical,
        candidate.hit.lexical,
        same,
        same * candidate.lexical,
        same * candidate.hit.lexical,
        float(given is True),
        float(given is False),
        len(_missing(names, fold(candidate.text))) / max(1, len(names)),
        len(_missing(names, _surroundings(candidate))) / max(1, len(names)),
        *([] if reading is None else [log_odds(reading.answers)]),
    ]


def _surroundings(candidate: Candidate) -> str:
    return fold(f"{candidate.source.title or ''} {candidate.hit.text}")


def _missing(names: Sequence[str], folded: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in folded)


def fitted(*, read: bool) -> dict[str, Any]:
    """The figures of ``evidence.json`` for work with the reader, or without."""
    figures: dict[str, Any] = _stored()["with_reader" if read else "without_reader"]
    return figures


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(
        resources.files(__package__).joinpath("evidence.json").read_text("utf-8")
    )
    return stored


@cache
def _regression(read: bool) -> Regression:
    return Regression.of(fitted(read=read)["sentence"], READ_TOO if read else FOUND)
