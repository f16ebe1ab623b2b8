"""Gates: what a run must hold, and the exit code that says so.

Gates of the command line replace those of the case files; where a file has none, no case of it may fail. Two
always hold: every quote is exact, and no case errored, unless ``errored`` has a ``max`` that allows some.
That one allowance is a setting of a gate that is always there, so giving it replaces nothing else.

Gates compare ``worst``. A gate on a metric that is undefined, because there was nothing to measure, cannot be
said to hold: the run is not gateable. Of a file's gates, those that a stage does not measure are left out;
naming one on the command line is taken at its word. ``quote_exactness`` without any quote holds: nothing
inexact was said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.errors import InputError
from evals.catalogue import METRIC_NAMES, METRICS
from evals.result import GateResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.case import GateBounds
    from evals.load import Suite
    from evals.metrics import Metrics
    from evals.result import Stage

HELD, MISSED, NOT_GATEABLE = 0, 1, 3
ALL = "all"
"""The scope of gates over every case of the run."""

_ROUNDING = 1e-9
_NO_CASE_FAILED = "no case failed"
_SOMETHING_MEASURED = "something is measured"


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on a metric."""

    metric: str
    bound: Literal["min", "max"]
    limit: float

    def __str__(self) -> str:
        return f"{self.metric} {'>=' if self.bound == 'min' else '<='} {self.limit:g}"

    def admits(self, measured: float) -> bool:
        """Whether a measured value keeps to the bound."""
        return (
            measured >= self.limit - _ROUNDING if self.bound == "min" else measured <= self.limit + _ROUNDING
        )


def parse_gate(text: str, bound: Literal["min", "max"]) -> Gate:
    """The gate that ``METRIC=VALUE`` names.

    Raises ``InputError`` for an unknown metric or a value that is no number.
    """
    name, equals, value = text.partition("=")
    if name.strip() not in METRIC_NAMES:
        raise InputError(
            f"--{bound} {text}: there is no metric “{name.strip()}”.",
            next_step=f"Known are: {', '.join(METRIC_NAMES)}.",
        )
    try:
        limit = float(value) if equals else math.nan
    except ValueError:
        limit = math.nan
    if not math.isfinite(limit):
        raise InputError(
            f"--{bound} {text}: “{value}” is not a number.", next_step=f"Write --{bound} {name.strip()}=0.9."
        )
    return Gate(name.strip(), bound, limit)


def judge(
    command_line: Sequence[Gate],
    suites: Sequence[Suite],
    measured: Mapping[str, Metrics],
    failed: Mapping[str, int],
    *,
    stage: Stage,
) -> tuple[list[GateResult], int]:
    """Every gate as judged, and the exit code: 0 all held, 1 one was missed, 3 not gateable.

    ``measured`` and ``failed`` (numbers of failed cases) are by scope: ``ALL``, and the file of each suite of
    which some case was measured. Too many errors, or a gate on something undefined, outweigh a gate that was
    missed.
    """
    suites = [suite for suite in suites if suite.file in measured]
    named = [gate for gate in command_line if not _allows_errors(gate)]
    errors = _error_gates(command_line, suites, measured)
    results = [_quote_gate(measured[ALL]), *errors]
    if not suites:
        results.append(GateResult(scope=ALL, gate=_SOMETHING_MEASURED, measured=None, outcome="undefined"))
    if named:
        results += [_judged(ALL, gate, measured[ALL]) for gate in named]
    else:
        for suite in suites:
            results += _suite_gates(suite, measured[suite.file], failed[suite.file], stage)
    outcomes = {result.outcome for result in results}
    if "undefined" in outcomes or any(result.outcome == "missed" for result in errors):
        return results, NOT_GATEABLE
    return results, MISSED if "missed" in outcomes else HELD


def _allows_errors(gate: Gate) -> bool:
    return gate.metric == "errored" and gate.bound == "max"


def _judged(scope: str, gate: Gate, metrics: Metrics) -> GateResult:
    worst = metrics[gate.metric].worst
    if worst is None:
        return GateResult(scope=scope, gate=str(gate), measured=None, outcome="undefined")
    held = gate.admits(worst)
    return GateResult(scope=scope, gate=str(gate), measured=worst, outcome="held" if held else "missed")


def _quote_gate(metrics: Metrics) -> GateResult:
    gate = Gate("quote_exactness", "min", 1)
    if metrics["quote_exactness"].worst is None:
        return GateResult(scope=ALL, gate=str(gate), measured=None, outcome="held")
    return _judged(ALL, gate, metrics)


def _error_gates(
    command_line: Sequence[Gate], suites: Sequence[Suite], measured: Mapping[str, Metrics]
) -> list[GateResult]:
    allowing = [gate for gate in command_line if _allows_errors(gate)]
    if allowing:
        return [_judged(ALL, gate, measured[ALL]) for gate in allowing]
    return [_judged(suite.file, _allowance(suite), measured[suite.file]) for suite in suites]


def _allowance(suite: Suite) -> Gate:
    bounds = suite.gates.get("errored")
    return Gate("errored", "max", bounds.max if bounds and bounds.max is not None else 0)


def _limits(bounds: GateBounds) -> list[tuple[Literal["min", "max"], float | None]]:
    return [("min", bounds.min), ("max", bounds.max)]


def _suite_gates(suite: Suite, metrics: Metrics, failed: int, stage: Stage) -> list[GateResult]:
    measurable = {metric.name for metric in METRICS if stage in metric.stages}
    gates = [
        Gate(name, bound, limit)
        for name, bounds in suite.gates.items()
        for bound, limit in _limits(bounds)
        if limit is not None and name in measurable
    ]
    gates = [gate for gate in gates if not _allows_errors(gate)]
    if gates:
        return [_judged(suite.file, gate, metrics) for gate in gates]
    return [
        GateResult(
            scope=suite.file,
            gate=_NO_CASE_FAILED,
            measured=float(failed),
            outcome="missed" if failed else "held",
        )
    ]
