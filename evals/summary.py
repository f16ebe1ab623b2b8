"""A finished run as one result: metrics, gates, rows, fingerprints, and the comparison with a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import __version__
from agent.result import Answer
from evals.baseline import reduced
from evals.case_row import case_row
from evals.compare import compare, comparison_gates
from evals.fingerprints import fingerprints
from evals.gates import ALL, Judging, exit_code_of, judge
from evals.judge import opinion
from evals.metrics import Table
from evals.result import Abstention, Decisions, EvalResult, GateResult, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evals.baseline import Baseline
    from evals.gates import Gate
    from evals.judge import Judge
    from evals.load import Suite
    from evals.row import Row
    from evals.run import Run

INTERRUPTED = 130


def summarise(
    run: Run,
    suites: Sequence[Suite],
    gates: Sequence[Gate],
    settings: Settings,
    *,
    baseline: tuple[str, Baseline] | None = None,
    missed_replays: Sequence[str] = (),
    advisor: Judge | None = None,
) -> EvalResult:
    """Everything there is to say about a run. Of an interrupted one no gate is judged.

    ``baseline`` comes with its name; ``missed_replays`` are requests that a replay had no record of; a
    ``judge`` is asked for a second opinion.
    """
    rows = run.rows
    table = Table(rows, stage=settings.stage, seed=settings.seed)
    metrics, by_suite = table.measure(), table.measure_by(lambda row: [row.placed.file])
    result = EvalResult(
        seedcheck=__version__,
        settings=settings,
        fingerprints=fingerprints(suites, rows),
        interrupted=run.interrupted,
        exit_code=INTERRUPTED,
        gates=[],
        metrics=metrics,
        by_suite=by_suite,
        by_tag=table.measure_by(lambda row: row.placed.case.tags),
        by_lang=table.measure_by(_language),
        opinion=opinion(advisor, rows) if advisor is not None else None,
        abstention=_abstention(rows) if settings.stage == "all" else None,
        cases=[case_row(row, timeless=settings.replayed) for row in rows],
    )
    if run.interrupted:
        return result
    failed = {
        file: sum(row.placed.file == file and row.outcome == "fail" for row in rows) for file in by_suite
    }
    judging = Judging({ALL: metrics, **by_suite}, failed, settings.stage, compared=baseline is not None)
    judged = judge(gates, suites, judging)
    if missed_replays:
        judged.append(_replay_gate(missed_replays))
    judged_result = result.model_copy(update={"gates": judged, "exit_code": exit_code_of(judged)})
    return judged_result if baseline is None else against(judged_result, *baseline)


def against(result: EvalResult, name: str, baseline: Baseline) -> EvalResult:
    """A result with its comparison to the baseline called ``name``, and the gates of that."""
    comparison = compare(baseline, result, reduced(result), name=name)
    gates = [*result.gates, *comparison_gates(comparison)]
    return result.model_copy(
        update={"comparison": comparison, "gates": gates, "exit_code": exit_code_of(gates)}
    )


def _replay_gate(missed: Sequence[str]) -> GateResult:
    gate = f"every request is on record (first missed: {missed[0]})"
    return GateResult(scope=ALL, gate=gate, measured=None, outcome="undefined")


def _language(row: Row) -> list[str]:
    return [row.placed.case.lang] if row.placed.case.lang else []


def _abstention(rows: Iterable[Row]) -> Abstention:
    asked = [row for row in rows if not row.placed.case.is_claim and row.outcome != "skipped"]
    to_decline = [row for row in asked if row.placed.case.expects_decline]
    to_answer = [row for row in asked if row.placed.case.answerable]
    return Abstention(to_answer=_decisions(to_answer), to_decline=_decisions(to_decline))


def _decisions(rows: Sequence[Row]) -> Decisions:
    outputs = [row.output for row in rows if row.outcome != "error"]
    declined = sum(isinstance(output, Answer) and output.abstained for output in outputs)
    return Decisions(answered=len(outputs) - declined, declined=declined, errored=len(rows) - len(outputs))
