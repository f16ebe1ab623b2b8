"""Ranking passages and sentences of several languages in one list.

Within a language a passage's score is the mean of its own cosine to the query and its best sentence's, plus a little
for shared words where the passage speaks the query's language. Across languages these scores cannot be compared: an
embedder prefers the query's own language, so that fifty near misses in it would stand before the one passage that
answers in another. What can be compared is how far a passage stands out from the runners-up *of its language*: where a
language holds an answer, its best passage leaves the others behind; where it does not, the best is one of many.
Subtracting the mean of the runners-up puts all languages on one scale without any figure tuned to an embedder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNNERS_UP = 9
"""How many passages after the best make up a language's crowd."""

WORDS_WEIGHT = 0.05
"""What sharing words as the best match does is worth, in cosine."""


def within_language(
    passage_cosine: float, sentence_cosine: float, words: float, *, best_words: float
) -> float:
    """A passage's score among those of its language; ``words`` is its BM25 score, ``best_words`` the list's best."""
    shared = words / best_words if best_words > 0 else 0.0
    return (passage_cosine + sentence_cosine) / 2 + WORDS_WEIGHT * shared


def crowd(scores: Sequence[float]) -> float:
    """The mean of the runners-up; of a single score, that score less nothing: it has no crowd to stand out from."""
    ordered = sorted(scores, reverse=True)[1 : RUNNERS_UP + 1]
    return float(np.mean(ordered)) if ordered else float(scores[0]) if scores else 0.0


def across_languages(scores: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """One scale from scores by language and id: each less its language's crowd."""
    fused: dict[str, float] = {}
    for by_id in scores.values():
        baseline = crowd(list(by_id.values()))
        fused.update({key: score - baseline for key, score in by_id.items()})
    return fused
