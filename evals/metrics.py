"""The metrics: what each is over, what it counts, and what errors do to it.

A row gives every metric a few counts; the metric is a formula over their sums, so that intervals can resample
cases. An errored case never leaves a denominator that the case itself fixes (its facts, its gold spans, its
label): in ``value`` it counts as what it was, nothing found and nothing right. What only an output could tell
(its citations, a forecast, an assertion, that it declined) an errored case does not have, and ``value`` is
over the outputs there are. ``worst`` then counts every errored case against the system and ``best`` for it:

- ``citation_precision``: an errored case stands for as many citations as the others had on average (one, if
  none was scored), all wrong or all right.
- ``abstention_precision``: against, an answerable question was declined; for, one to decline was.
- ``forbidden_rate``, ``brier``, ``ece``: against, it asserted, or was certain and wrong; for, the reverse.
- ``verdict_macro_f1``: against, its label was missed (no other label is charged with a false verdict).
- ``quote_exactness``: a quote never made is neither exact nor inexact, so all three are the same; and errors
  have a gate of their own.

A metric whose denominator is empty is undefined: ``None``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evals.catalogue import METRICS
from evals.result import MetricValue
from evals.statistics import (
    Interval,
    bootstrap_interval,
    mean_interval,
    resampled_sums,
    wilson_interval,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from evals.metric import Metric, Sums, View
    from evals.result import Stage
    from evals.row import Row

Metrics = dict[str, MetricValue]


class Table:
    """The counts of all metrics in every row; skipped rows are left out.

    What ``stage`` does not measure is undefined. ``seed`` is that of the intervals.
    """

    def __init__(self, rows: Sequence[Row], *, stage: Stage, seed: int) -> None:
        self._rows = [row for row in rows if row.outcome != "skipped"]
        self._seed = seed
        numbers: dict[tuple[str, str], int] = {}
        keys = [(row.placed.file, row.placed.case.id) for row in self._rows]
        self._cases = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
        metrics = [metric for metric in METRICS if stage in metric.stages]
        ends = np.cumsum([metric.width for metric in metrics]).tolist()
        self._columns = {
            metric.name: slice(end - metric.width, end) for metric, end in zip(metrics, ends, strict=True)
        }
        self._seen = _counts(self._rows, metrics, "seen")
        self._against, self._for = self._seen.copy(), self._seen.copy()
        errored = [place for place, row in enumerate(self._rows) if row.outcome == "error"]
        stopped = [self._rows[place] for place in errored]
        self._against[errored] = _counts(stopped, metrics, "against")
        self._for[errored] = _counts(stopped, metrics, "for")

    def measure(self) -> Metrics:
        """Every metric over all rows."""
        return self._measure(np.arange(len(self._rows)))

    def measure_by(self, groups: Callable[[Row], Iterable[str]]) -> dict[str, Metrics]:
        """Every metric for every group that a row belongs to, in the order of their names."""
        members: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            for name in dict.fromkeys(groups(row)):
                members.setdefault(name, []).append(place)
        return {name: self._measure(np.array(members[name])) for name in sorted(members)}

    def _measure(self, places: NDArray[np.intp]) -> Metrics:
        """Every metric over the rows at ``places``; a case's repeats make one line, for they are one case."""
        numbers, lines = np.unique(self._cases[places], return_inverse=True)
        cases = np.zeros((len(numbers), self._seen.shape[1]))
        np.add.at(cases, lines, self._seen[places])
        samples = resampled_sums(cases, self._seed) if len(cases) else cases
        against, in_favour = self._against[places].sum(axis=0), self._for[places].sum(axis=0)
        values = dict.fromkeys((metric.name for metric in METRICS), MetricValue())
        for metric in METRICS:
            columns = self._columns.get(metric.name)
            if columns is not None:
                bounds = metric.value(against[columns]), metric.value(in_favour[columns])
                values[metric.name] = _value(metric, cases[:, columns], samples[:, columns], bounds)
        return values


def _counts(rows: Sequence[Row], metrics: Sequence[Metric], view: View) -> Sums:
    width = sum(metric.width for metric in metrics)
    lines = [[count for metric in metrics for count in metric.counts(row, view)] for row in rows]
    return np.array(lines, dtype=np.float64).reshape(len(rows), width)


def _value(metric: Metric, cases: Sums, samples: Sums, bounds: tuple[Sums, Sums]) -> MetricValue:
    sums = cases.sum(axis=0)
    value, worst, best = (_number(figure) for figure in (metric.value(sums), *bounds))
    interval = None if value is None else _interval(metric, value, cases, samples)
    low, high = interval or (None, None)
    return MetricValue(value=value, ci_low=low, ci_high=high, n=int(metric.n(sums)), worst=worst, best=best)


def _number(value: Sums) -> float | None:
    return None if np.isnan(value) else float(value)


def _interval(metric: Metric, value: float, cases: Sums, samples: Sums) -> Interval | None:
    match metric.kind:
        case "count":
            return None
        case "rate":
            return wilson_interval(value, _population(metric.n(cases)))
        case "balanced":
            hits, n = cases.sum(axis=0)[0::2], cases.sum(axis=0)[1::2]
            shares = (float(hits[0] / n[0]), float(hits[1] / n[1]))
            first, second = (
                wilson_interval(share, _population(cases[:, column]))
                for share, column in zip(shares, (1, 3), strict=True)
            )
            return mean_interval(shares, (first, second))
        case "mean":
            return bootstrap_interval(value, metric.value(samples), _population(metric.n(cases)))


def _population(units: Sums) -> int:
    """In how many cases the units stand: so many are independent."""
    return int(np.count_nonzero(units))
