"""Which sentences make the answer: the fewest that do, from several sources where they add something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.text.canonical import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.answer.evidence import Evidence

MOST_SENTENCES = 3
OTHER_SOURCE_SHARE = 0.6
"""A sentence of a further source is worth showing from this share of the best one's probability."""
SAME_SOURCE_SHARE = 0.85


def choose(evidence: Sequence[Evidence], language: str) -> list[Evidence]:
    """The evidence to quote, that in ``language`` first; ``evidence`` is ordered by probability and not empty."""
    best = evidence[0]
    chosen = [best]
    for one in evidence[1:]:
        if len(chosen) == MOST_SENTENCES:
            break
        sources = {other.candidate.source.source for other in chosen}
        share = SAME_SOURCE_SHARE if one.candidate.source.source in sources else OTHER_SOURCE_SHARE
        repeats = any(fold(one.candidate.text) == fold(other.candidate.text) for other in chosen)
        if one.probability >= share * best.probability and not repeats:
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.candidate.sentence.language != language)
