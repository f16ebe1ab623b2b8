"""Mutation tests of the scorers: right outputs must pass, and every way of making them wrong must be noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evals.mutants import MUST_DIE, OPERATORS, Mutant, Operator, mutants
from evals.oracle import oracle
from evals.reply import Reply
from evals.run import scored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.result import Answer, Verdict
    from evals.load import PlacedCase
    from evals.row import Row

_BAD = frozenset({"forbidden", "facts_contradicted"})
"""Scores of which less is better."""


@dataclass(slots=True)
class Tally:
    """What became of one operator's mutants; ``failed`` counts those that failed their case outright."""

    made: int = 0
    killed: int = 0
    failed: int = 0

    @property
    def rate(self) -> float | None:
        """The kill rate; ``None`` where no mutant could be made."""
        return self.killed / self.made if self.made else None


@dataclass(slots=True)
class Selfcheck:
    """The result: ``rejected`` are right outputs that a scorer found fault with, ``survivors`` unnoticed mutants."""

    cases: int = 0
    rejected: list[str] = field(default_factory=list)
    tallies: dict[Operator, Tally] = field(default_factory=lambda: {name: Tally() for name in OPERATORS})
    survivors: list[tuple[str, Mutant]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether no right output was rejected and no wrong quote or figure survived."""
        return not self.rejected and not any(mutant.operator in MUST_DIE for _, mutant in self.survivors)


def selfcheck(cases: Iterable[PlacedCase]) -> Selfcheck:
    """Make and score the mutants of every case whose labels say what is right."""
    result = Selfcheck()
    for placed in cases:
        right = oracle(placed)
        if right is None:
            continue
        result.cases += 1
        row = _scored(placed, right)
        if row.outcome != "pass":
            result.rejected.append(placed.case.id)
            continue
        for mutant in mutants(placed, right):
            _put(result, placed, row, mutant)
    return result


def _put(result: Selfcheck, placed: PlacedCase, right: Row, mutant: Mutant) -> None:
    row = _scored(placed, mutant.output)
    tally = result.tallies[mutant.operator]
    tally.made += 1
    tally.failed += row.outcome != "pass"
    if row.outcome != "pass" or _worse(row, right):
        tally.killed += 1
    else:
        result.survivors.append((placed.case.id, mutant))


def _scored(placed: PlacedCase, output: Answer | Verdict) -> Row:
    return scored(placed, 1, Reply(placed.case.id, 1, output), "all")


def _worse(row: Row, right: Row) -> bool:
    """Whether any score fell, so that a gate on its metric could see it."""
    for name, score in right.scores.items():
        other = row.scores.get(name)
        if other is None or not score.of:
            continue
        fell = other.hits / (other.of or 1) - score.hits / score.of
        if (fell > 0) if name in _BAD else (fell < 0):
            return True
    return _rungs(row) < _rungs(right)


def _rungs(row: Row) -> int:
    return sum(reached is True for climb in row.climbs for reached in climb.rungs.values())
