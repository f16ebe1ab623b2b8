"""A result for GitHub Actions: annotations on the case files' lines, and the page shown for the step.

Workflow commands and their escapes:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.report.neutral import one_line
from evals.render.figures import headline, name, unmet, why
from evals.render.markdown import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.result import Change, EvalResult

MOST_ANNOTATIONS = 10
"""GitHub shows no more of a kind for one step."""

LONGEST_SUMMARY = 1_000_000
"""Bytes; of a step summary GitHub takes 1 MiB and drops one that is longer."""

_LONGEST_MESSAGE = 500


def workflow_commands(result: EvalResult) -> list[str]:
    """At most ten workflow commands: what got worse since the baseline first, then other errors and failures.

    Where a baseline is given, what failed there already is a warning.
    """
    lines = list(_all(result))
    left = len(lines) - MOST_ANNOTATIONS
    if left > 0:
        lines[MOST_ANNOTATIONS - 1 :] = [
            _command(
                "notice", None, None, "evals", f"{left + 1} more cases did not pass; the report has them all"
            )
        ]
    return lines


def _all(result: EvalResult) -> Iterator[str]:
    changes = result.comparison.changes if result.comparison else []
    worse = [change for change in changes if change.kind in ("broken", "worse")]
    for change in worse:
        yield _command("error", change.file, change.line, f"{change.id} got worse", _worsened(change))
    told = {change.id for change in worse}
    order = {"error": 0, "fail": 1}
    bad = sorted((row for row in result.cases if row.outcome in order), key=lambda row: order[row.outcome])
    compared = result.comparison is not None and result.comparison.obstacle is None
    for row in bad:
        if row.id in told:
            continue
        told.add(row.id)
        level = "warning" if compared and row.outcome == "fail" else "error"
        title = f"{name(row, repeated=result.settings.repeat > 1)}: {row.outcome}"
        yield _command(
            level, row.file, row.line, title, f"{why(row)} — expected {row.expected}; got {row.got}"
        )
    if not bad:
        for line in unmet(result):
            yield _command("error", None, None, "gate", line)


def _worsened(change: Change) -> str:
    lost = f" Lost: {'; '.join(change.lost)}." if change.lost else ""
    return f"Passed {change.before} before, {change.now} now.{lost} {change.why}"


def _command(level: str, file: str | None, line: int | None, title: str, message: str) -> str:
    where = {"file": file, "line": str(line) if line else None, "title": title}
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items() if value)
    return f"::{level} {properties}::{_data(one_line(message)[:_LONGEST_MESSAGE])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")


def step_summary(result: EvalResult) -> str:
    """The Markdown report, or its headline alone where it is too long to be shown."""
    page = render(result)
    return page if len(page.encode()) < LONGEST_SUMMARY else f"# Evals\n\n{headline(result)}\n"
