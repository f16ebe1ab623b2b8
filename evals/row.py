"""One case as it was run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.result import Answer, Verdict
    from evals.findings import Finding
    from evals.ladder import Climb
    from evals.load import PlacedCase
    from evals.result import CaseError, Outcome
    from evals.score import Score


@dataclass(frozen=True, slots=True)
class Row:
    """A case with its scores; ``repeat`` counts from 1, ``seconds`` is wall time.

    ``ranking`` holds the sources that a search found, best first.
    ``findings`` and ``climbs`` are what became of the expected facts and of the citations.
    A row is ``skipped`` where the stage measures nothing of its case.
    """

    placed: PlacedCase
    repeat: int
    outcome: Outcome
    scores: Mapping[str, Score] = field(default_factory=dict)
    error: CaseError | None = None
    output: Answer | Verdict | None = None
    ranking: tuple[str, ...] | None = None
    findings: tuple[Finding, ...] = ()
    climbs: tuple[Climb, ...] = ()
    seconds: float = 0.0
