"""What a metric is: counts in a row, and a formula over their sums.

``View`` says how an errored row counts: as it was ``seen``, ``against`` the system, or ``for`` it;
``metrics`` explains the choices. Counts are floats in fixed columns; a formula takes sums of shape ``(...,
width)`` and gives ``(...)``, so that one call serves all bootstrap samples. It gives ``NaN`` where the metric
is undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from evals.case import Case
    from evals.result import Stage
    from evals.row import Row

View = Literal["seen", "against", "for"]
Sums = NDArray[np.float64]
Counter = Callable[["Row", View], Sequence[float]]
Formula = Callable[[Sums], Sums]
Kind = Literal["rate", "mean", "balanced", "count"]
"""How the interval is found: Wilson's, a bootstrap by case, from the two classes' own, or none."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: ``width`` counts of a row, the ``value`` and the number ``n`` of units over their sums."""

    name: str
    meaning: str
    kind: Kind
    width: int
    counts: Counter
    value: Formula
    n: Formula
    stages: tuple[Stage, ...] = ("all",)


def share(hits: Sums, of: Sums) -> Sums:
    """``hits / of``, ``NaN`` where ``of`` is 0."""
    result: Sums = np.divide(hits, of, out=np.full(np.shape(of), np.nan), where=np.asarray(of) > 0)
    return result


def errored(row: Row) -> bool:
    """Whether the case errored, so that it has no scores."""
    return row.outcome == "error"


def hits_of(row: Row, score: str) -> float:
    """The hits of one of a row's scores."""
    return row.scores[score].hits


def gold_share(
    name: str,
    meaning: str,
    units: Callable[[Case], float],
    hits: Callable[[Row], float],
    *,
    kind: Kind = "rate",
    stages: tuple[Stage, ...] = ("all",),
) -> Metric:
    """A share of units that the case fixes, so that errors never leave the denominator."""

    def counts(row: Row, view: View) -> Sequence[float]:
        of = units(row.placed.case)
        if not of:
            return 0, 0
        if errored(row):
            return (of if view == "for" else 0), of
        return hits(row), of

    return ratio(name, meaning, counts, kind, stages)


def output_rate(
    name: str, meaning: str, of: Callable[[Case], bool], bad: Callable[[Row], float], kind: Kind
) -> Metric:
    """A mean of something bad about outputs, from 0 to 1; an errored case may be either."""

    def counts(row: Row, view: View) -> Sequence[float]:
        if not of(row.placed.case) or (errored(row) and view == "seen"):
            return 0, 0
        return (float(view == "against") if errored(row) else bad(row)), 1

    return ratio(name, meaning, counts, kind)


def ratio(
    name: str, meaning: str, counts: Counter, kind: Kind, stages: tuple[Stage, ...] = ("all",)
) -> Metric:
    """A metric of two counts: the first, summed, over the second."""
    return Metric(
        name, meaning, kind, 2, counts, lambda s: share(s[..., 0], s[..., 1]), lambda s: s[..., 1], stages
    )


def balanced(
    name: str, meaning: str, classes: tuple[Callable[[Case], bool], ...], right: Callable[[Row], bool]
) -> Metric:
    """The mean of two classes' recall; the classes are fixed by the cases."""

    def counts(row: Row, view: View) -> Sequence[float]:
        members = [float(belongs(row.placed.case)) for belongs in classes]
        if not any(members):
            return 0, 0, 0, 0
        hit = view == "for" if errored(row) else right(row)
        return hit * members[0], members[0], hit * members[1], members[1]

    def value(s: Sums) -> Sums:
        return (share(s[..., 0], s[..., 1]) + share(s[..., 2], s[..., 3])) / 2

    return Metric(name, meaning, "balanced", 4, counts, value, lambda s: s[..., 1] + s[..., 3])
