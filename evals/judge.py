"""A second opinion on facts from a model: shown beside the code's findings, never in a gate.

What a judge says is worth what its agreement with code is worth, so that is reported with it: the share of equal
opinions with its interval, and Cohen's kappa (J. Cohen, Educational and Psychological Measurement 20, 1960, 37-46).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from agent.result import Answer
from evals.result import Disagreement, Opinion
from evals.statistics import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evals.row import Row

SHOWN = 20
"""Disagreements that a result names."""


class Judge(Protocol):
    """Says whether an answer states a fact."""

    @property
    def name(self) -> str:
        """Which model, for the record."""
        ...

    def states(self, question: str, fact: str, answer: str) -> bool:
        """Whether ``answer`` to ``question`` states ``fact``. What it raises counts as no opinion."""
        ...


def opinion(judge: Judge, rows: Iterable[Row]) -> Opinion:
    """What a judge says of every fact of every answer, beside what code found."""
    pairs: list[tuple[bool, bool]] = []
    disagreements: list[Disagreement] = []
    failed = 0
    for row in rows:
        if not isinstance(row.output, Answer) or row.output.abstained:
            continue
        for finding in row.findings:
            code = finding.result == "stated"
            try:
                says = judge.states(row.placed.case.text, finding.fact.fact, row.output.answer)
            except Exception:
                # An advisor that breaks down is no reason to lose a run; the number of times is reported.
                failed += 1
                continue
            pairs.append((code, says))
            if code != says and len(disagreements) < SHOWN:
                disagreements.append(
                    Disagreement(id=row.placed.case.id, fact=finding.fact.fact, code=code, judge=says)
                )
    return _opinion(judge.name, pairs, disagreements, failed)


def _opinion(
    name: str, pairs: list[tuple[bool, bool]], disagreements: list[Disagreement], failed: int
) -> Opinion:
    if not pairs:
        return Opinion(judge=name, facts=0, failed=failed)
    equal = sum(code == says for code, says in pairs) / len(pairs)
    low, high = wilson_interval(equal, len(pairs))
    return Opinion(
        judge=name,
        facts=len(pairs),
        failed=failed,
        agreement=equal,
        ci_low=low,
        ci_high=high,
        kappa=_kappa(pairs, equal),
        disagreements=disagreements,
    )


def _kappa(pairs: list[tuple[bool, bool]], equal: float) -> float | None:
    """Agreement beyond chance; ``None`` where both always say the same, so that chance explains all."""
    code = sum(code for code, _ in pairs) / len(pairs)
    says = sum(says for _, says in pairs) / len(pairs)
    chance = code * says + (1 - code) * (1 - says)
    return None if chance == 1 else (equal - chance) / (1 - chance)
