"""How figures are written for people, the same in every format."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evals.catalogue import METRICS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.result import CaseRow, Change, EvalResult, GateResult, MetricValue

METRIC_COLUMNS = ("metric", "value", "95 %", "n", "worst", "best", "meaning")
CASE_COLUMNS = ("outcome", "case", "asked", "expected", "got", "why")
_MEANINGS = {metric.name: metric.meaning for metric in METRICS}
_DASH = "–"


def figure(value: float | None) -> str:
    """Three decimals, or a dash where undefined."""
    return _DASH if value is None else f"{value:.3f}"


def metric_lines(metrics: Mapping[str, MetricValue]) -> list[tuple[str, ...]]:
    """A line of ``METRIC_COLUMNS`` for every metric that is defined or has bounds."""
    return [
        _line(name, metric)
        for name, metric in metrics.items()
        if metric.value is not None or metric.worst is not None
    ]


def _line(name: str, metric: MetricValue) -> tuple[str, ...]:
    if name in ("errored", "facts_contradicted"):
        return name, f"{metric.value or 0:.0f}", "", str(metric.n), "", "", meaning(name)
    interval = f"{figure(metric.ci_low)}–{figure(metric.ci_high)}" if metric.ci_low is not None else _DASH
    bounds = figure(metric.worst), figure(metric.best)
    return name, figure(metric.value), interval, str(metric.n), *bounds, meaning(name)


def case_line(row: CaseRow, *, repeated: bool) -> tuple[str, ...]:
    """A line of ``CASE_COLUMNS``."""
    reason = why(row) if row.outcome in ("fail", "error") else ""
    return row.outcome, name(row, repeated=repeated), asked(row), row.expected, row.got, reason


def headline(result: EvalResult) -> str:
    """The run in one sentence: how many cases had which outcome, and whether the gates held."""
    outcomes = Counter(row.outcome for row in result.cases)
    counts = [f"{outcomes['pass']} passed", f"{outcomes['fail']} failed", f"{outcomes['error']} errored"]
    counts += [f"{outcomes['skipped']} skipped"] if outcomes["skipped"] else []
    verdicts = {
        0: "every gate held",
        1: "a gate was missed",
        3: "not gateable",
        130: "interrupted, no gate judged",
    }
    return f"{len(result.cases)} cases: {', '.join(counts)}; {verdicts[result.exit_code]}."


def asked_for(result: EvalResult) -> str:
    """How the run was asked for, in one sentence."""
    settings = result.settings
    tags = f", tags {', '.join(settings.tags)}" if settings.tags else ""
    return (
        f"Engine {settings.engine}, stage {settings.stage}, "
        f"repeat {settings.repeat}, seed {settings.seed}{tags}; seedcheck {result.seedcheck}."
    )


def meaning(metric: str) -> str:
    """What a metric measures, in a few words."""
    return _MEANINGS.get(metric, "")


def against_baseline(result: EvalResult) -> list[str]:
    """What the comparison with a baseline says, a sentence each; nothing where there was none."""
    found = result.comparison
    if found is None:
        return []
    if found.obstacle is not None:
        return [f"Not compared with {found.baseline}: {found.obstacle}."]
    drop = found.drop or 0.0
    moved = f"fell by {drop:.3f}" if drop > 0 else f"rose by {-drop:.3f}" if drop < 0 else "is the same"
    kinds = Counter(change.kind for change in found.changes)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "none changed"
    lines = [
        f"Against {found.baseline}: {found.cases} cases in both, {counts}; the pass rate {moved} "
        f"(by chance: {_chance(found.p_drop)}).",
    ]
    if found.broken:
        lines.append(f"{found.broken} broken; by chance as many or more: {_chance(found.p_broken)}.")
    least = f"{found.least:.3f}" if found.least is not None else _DASH
    lines.append(
        f"Runs never disagree with their repeats: any case that breaks is noticed ({least} of the pass rate)."
        if found.steady
        else f"The smallest drop that would be noticed nine times of ten: {least}."
    )
    return [*lines, *(f"Also different: {note}." for note in found.notes)]


def _chance(probability: float | None) -> str:
    if probability is None:
        return _DASH
    return "p < 0.001" if probability < 0.001 else f"p = {probability:.3f}"


def advised(result: EvalResult) -> list[str]:
    """What a model judge says, in a sentence; nothing where there was none."""
    opinion = result.opinion
    if opinion is None:
        return []
    failed = f"; it failed on {opinion.failed}" if opinion.failed else ""
    if opinion.agreement is None:
        return [f"The judge {opinion.judge} had no fact to judge{failed}."]
    interval = f"{figure(opinion.ci_low)}–{figure(opinion.ci_high)}"
    return [
        f"The judge {opinion.judge} agrees with code on {figure(opinion.agreement)} ({interval}) of {opinion.facts} "
        f"facts, kappa {figure(opinion.kappa)}{failed}. It is advice and in no gate."
    ]


def changed(change: Change) -> str:
    """One change against the baseline in a sentence without its case."""
    if change.kind in ("new", "gone"):
        return f"{change.kind} ({change.now or change.before} runs passed)"
    words = [f"{change.kind}: passed {change.before} before, {change.now} now"]
    words += [f"lost: {'; '.join(change.lost)}"] if change.lost else []
    words += [f"gained: {'; '.join(change.gained)}"] if change.gained else []
    words += [f"missing: {change.why}"] if change.why else []
    return ". ".join(words)


def unmet(result: EvalResult) -> list[str]:
    """A sentence for every gate that did not hold."""
    return [_unmet(gate) for gate in result.gates if gate.outcome != "held"]


def _unmet(gate: GateResult) -> str:
    found = (
        "undefined, for there is nothing to measure"
        if gate.measured is None
        else f"measured {gate.measured:g}"
    )
    return f"{gate.gate} ({gate.scope}): {found}"


def asked(row: CaseRow) -> str:
    """The question or the claim."""
    return row.question or row.claim or ""


def why(row: CaseRow) -> str:
    """Why a case did not pass: its error, or what is missing."""
    if row.error is not None:
        return f"{row.error.type}: {row.error.message}"
    return "missing " + "; ".join(row.missing)


def name(row: CaseRow, *, repeated: bool) -> str:
    """The id of a case, with the number of its repeat where cases were run several times."""
    return f"{row.id} #{row.repeat}" if repeated else row.id
