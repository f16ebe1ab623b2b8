"""Gates: what a run must hold, and the exit code that says so.

Gates of the command line replace those of the case files; where a file has none, no case of it may fail,
unless the run is compared with a baseline. Three always hold: every quote is exact, no vital fact is
contradicted, and no case errored; ``--max`` of ``facts_contradicted`` or ``errored`` allows some. Such an
allowance is a setting of a gate that is always there, so giving it replaces nothing else.

Gates compare ``worst``. A gate on a metric that is undefined, because there was nothing to measure, cannot be
said to hold: the run is not gateable. Of a file's gates, those that a stage does not measure are left out;
naming one on the command line is taken at its word. ``quote_exactness`` without any quote holds: nothing
inexact was said, and so does ``facts_contradicted`` without any fact that could be.
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

_NO_CASE_FAILED = "no case failed"
_SOMETHING_MEASURED = "something is measured"
_ROUNDING = 1e-9


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


_QUOTES = Gate("quote_exactness", "min", 1)


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


@dataclass(frozen=True, slots=True)
class Judging:
    """What gates are judged on.

    ``measured`` and ``failed`` (numbers of failed cases) are by scope: ``ALL``, and the file of each suite of
    which some case was measured. A run that is ``compared`` with a baseline may fail what failed there: no
    gate forbids it.
    """

    measured: Mapping[str, Metrics]
    failed: Mapping[str, int]
    stage: Stage
    compared: bool = False


def judge(command_line: Sequence[Gate], suites: Sequence[Suite], judging: Judging) -> list[GateResult]:
    """Every gate as judged."""
    measured = judging.measured
    suites = [suite for suite in suites if suite.file in measured]
    named = [gate for gate in command_line if not _is_allowance(gate)]
    results = [
        _held_without(_QUOTES, ALL, measured),
        *_allowance_gates("facts_contradicted", command_line, suites, measured),
        *_allowance_gates("errored", command_line, suites, measured),
    ]
    if not suites:
        results.append(GateResult(scope=ALL, gate=_SOMETHING_MEASURED, measured=None, outcome="undefined"))
    if named:
        return results + [_judged(ALL, gate, measured[ALL]) for gate in named]
    for suite in suites:
        results += _suite_gates(suite, judging)
    return results


def exit_code_of(results: Sequence[GateResult]) -> int:
    """0 all held, 1 one was missed, 3 not gateable.

    Too many errors, or a gate on something undefined, outweigh a gate that was missed.
    """
    outcomes = {result.outcome for result in results}
    errors = any(result.outcome == "missed" and result.gate.startswith("errored <=") for result in results)
    if "undefined" in outcomes or errors:
        return NOT_GATEABLE
    return MISSED if "missed" in outcomes else HELD


def _is_allowance(gate: Gate) -> bool:
    """Whether a gate only sets how much of something bad is allowed that is gated anyway."""
    return gate.bound == "max" and gate.metric in ("errored", "facts_contradicted")


def _judged(scope: str, gate: Gate, metrics: Metrics) -> GateResult:
    worst = metrics[gate.metric].worst
    if worst is None:
        return GateResult(scope=scope, gate=str(gate), measured=None, outcome="undefined")
    held = gate.admits(worst)
    return GateResult(scope=scope, gate=str(gate), measured=worst, outcome="held" if held else "missed")


def _held_without(gate: Gate, scope: str, measured: Mapping[str, Metrics]) -> GateResult:
    """A gate on what outputs say, which holds where none says anything."""
    if measured[scope][gate.metric].worst is None:
        return GateResult(scope=scope, gate=str(gate), measured=None, outcome="held")
    return _judged(scope, gate, measured[scope])


def _allowance_gates(
    metric: str, command_line: Sequence[Gate], suites: Sequence[Suite], measured: Mapping[str, Metrics]
) -> list[GateResult]:
    """The gate on something bad that is always there: the command line's over all, else each file's own."""
    allowing = [gate for gate in command_line if gate.metric == metric and _is_allowance(gate)]
    if allowing:
        return [_held_without(gate, ALL, measured) for gate in allowing]
    return [_held_without(_allowance(metric, suite), suite.file, measured) for suite in suites]


def _allowance(metric: str, suite: Suite) -> Gate:
    bounds = suite.gates.get(metric)
    return Gate(metric, "max", bounds.max if bounds and bounds.max is not None else 0)


def _limits(bounds: GateBounds) -> list[tuple[Literal["min", "max"], float | None]]:
    return [("min", bounds.min), ("max", bounds.max)]


def _suite_gates(suite: Suite, judging: Judging) -> list[GateResult]:
    measurable = {metric.name for metric in METRICS if judging.stage in metric.stages}
    gates = [
        Gate(name, bound, limit)
        for name, bounds in suite.gates.items()
        for bound, limit in _limits(bounds)
        if limit is not None and name in measurable
    ]
    gates = [gate for gate in gates if not _is_allowance(gate)]
    if gates:
        return [_judged(suite.file, gate, judging.measured[suite.file]) for gate in gates]
    if judging.compared:
        return []
    failed = judging.failed[suite.file]
    return [
        GateResult(
            scope=suite.file,
            gate=_NO_CASE_FAILED,
            measured=float(failed),
            outcome="missed" if failed else "held",
        )
    ]
