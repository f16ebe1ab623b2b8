"""Scoring replies again that are on record: after a change of scorers or of what is expected, nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import InputError
from evals.reply import reply_of
from evals.run import Run, scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.load import Suite
    from evals.result import EvalResult


def rescored(before: EvalResult, suites: Sequence[Suite]) -> Run:
    """The run behind a result, scored by the cases of ``suites``.

    Raises ``InputError`` where a case asks something else than it did, or is not there any more: there is no reply
    to such a question.
    """
    cases = {placed.case.id: placed for suite in suites for placed in suite.cases}
    run = Run(interrupted=before.interrupted)
    for row in before.cases:
        placed = cases.get(row.id)
        asked = (row.question, row.claim, row.lang)
        if placed is None or (placed.case.question, placed.case.claim, placed.case.lang) != asked:
            raise InputError(
                f"The case {row.id} {'is gone' if placed is None else 'asks something else now'}.",
                next_step="Run the cases: evals run.",
            )
        reply = None if row.outcome == "skipped" else reply_of(row)
        run.rows.append(scored(placed, row.repeat, reply, before.settings.stage))
    return run
