"""A finished run as one result: metrics, gates, rows and fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import __version__
from agent.result import Answer, Verdict
from evals.documents import fingerprint
from evals.gates import ALL, judge
from evals.metrics import Table
from evals.result import CaseRow, EvalResult, Fingerprints, GateResult, Settings
from evals.score import SCORERS_VERSION, missing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.case import Case
    from evals.gates import Gate
    from evals.load import Suite
    from evals.row import Row
    from evals.run import Run

INTERRUPTED = 130
_LONGEST_LINE = 300


def summarise(run: Run, suites: Sequence[Suite], gates: Sequence[Gate], settings: Settings) -> EvalResult:
    """Everything there is to say about a run. Of an interrupted one no gate is judged."""
    rows = run.rows
    table = Table(rows, stage=settings.stage, seed=settings.seed)
    metrics, by_suite = table.measure(), table.measure_by(lambda row: [row.placed.file])
    failed = {
        file: sum(row.placed.file == file and row.outcome == "fail" for row in rows) for file in by_suite
    }
    results, exit_code = list[GateResult](), INTERRUPTED
    if not run.interrupted:
        results, exit_code = judge(gates, suites, {ALL: metrics, **by_suite}, failed, stage=settings.stage)
    return EvalResult(
        seedcheck=__version__,
        settings=settings,
        fingerprints=_fingerprints(suites),
        interrupted=run.interrupted,
        exit_code=exit_code,
        gates=results,
        metrics=metrics,
        by_suite=by_suite,
        by_tag=table.measure_by(lambda row: row.placed.case.tags),
        by_lang=table.measure_by(_language),
        cases=[_case_row(row) for row in rows],
    )


def _language(row: Row) -> list[str]:
    return [row.placed.case.lang] if row.placed.case.lang else []


def _fingerprints(suites: Sequence[Suite]) -> Fingerprints:
    corpora = {
        str(placed.corpus): placed.documents for suite in suites for placed in suite.cases if placed.corpus
    }
    return Fingerprints(
        case_files={suite.file: suite.sha256 for suite in suites},
        corpora={path: fingerprint(documents.values()) for path, documents in corpora.items()},
        scorers=SCORERS_VERSION,
    )


def _case_row(row: Row) -> CaseRow:
    case = row.placed.case
    return CaseRow(
        id=case.id,
        suite=row.placed.suite,
        file=row.placed.file,
        line=row.placed.line,
        repeat=row.repeat,
        question=case.question,
        claim=case.claim,
        lang=case.lang,
        tags=case.tags,
        outcome=row.outcome,
        scores={name: score.value for name, score in row.scores.items()},
        missing=list(missing_of(row.scores)),
        error=row.error,
        expected=_line(_expected(case)),
        got=_line(_got(row)),
        output=row.output.model_dump(mode="json") if row.output is not None else None,
        ranking=list(row.ranking) if row.ranking is not None else None,
        seconds=round(row.seconds, 6),
    )


def _expected(case: Case) -> str:
    expect = case.expect
    parts = [f"verdict: {expect.verdict}"] if expect.verdict else []
    parts += ["declining"] if expect.abstain else [fact.fact for fact in expect.facts]
    parts += (
        [f"a quote of “{expect.evidence[0].quote}”"] if case.gold and not parts and expect.evidence else []
    )
    parts += [f"not “{form}”" for form in expect.forbid]
    return "; ".join(parts) or "an answer"


def _got(row: Row) -> str:
    if row.error is not None:
        return f"{row.error.type}: {row.error.message}"
    match row.output:
        case Answer(abstained=True) as answer:
            return f"declined: {answer.abstain_reason}" if answer.abstain_reason else "declined"
        case Answer() as answer:
            return answer.answer
        case Verdict() as verdict:
            return f"{verdict.verdict} ({verdict.confidence:.2f}): {verdict.why}"
        case None if row.ranking is not None:
            return "found " + (", ".join(row.ranking) or "nothing")
        case None:
            return "not asked at this stage"


def _line(text: str) -> str:
    """The text in one line, cut where it is long."""
    line = " ".join(text[: 4 * _LONGEST_LINE].split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
