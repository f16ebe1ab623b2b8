"""The result as Markdown, for a pull request or a page of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.report.neutral import in_markdown
from evals.render.figures import (
    CASE_COLUMNS,
    METRIC_COLUMNS,
    advised,
    against_baseline,
    asked_for,
    case_line,
    changed,
    headline,
    metric_lines,
    unmet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evals.result import EvalResult


def render(result: EvalResult) -> str:
    """The headline, what changed since the baseline, the metrics, and every case that failed or errored."""
    parts = [
        "# Evals",
        headline(result),
        in_markdown(asked_for(result)),
    ]
    parts += ["\n".join(f"- **{in_markdown(line)}**" for line in unmet(result))] if unmet(result) else []
    parts += _comparison(result)
    parts += [in_markdown(line) for line in advised(result)]
    parts.append(
        _table(METRIC_COLUMNS, ((f"`{name}`", *rest) for name, *rest in metric_lines(result.metrics)))
    )
    bad = [row for row in result.cases if row.outcome in ("fail", "error")]
    if bad:
        lines = (case_line(row, repeated=result.settings.repeat > 1) for row in bad)
        parts += [
            "## Not passed",
            _table(CASE_COLUMNS, ([in_markdown(cell) for cell in line] for line in lines)),
        ]
    return "\n\n".join(parts) + "\n"


def _comparison(result: EvalResult) -> list[str]:
    lines = against_baseline(result)
    if not lines:
        return []
    changes = result.comparison.changes if result.comparison else []
    shown = [
        (
            f"**{change.kind}**",
            in_markdown(f"{change.id} ({change.file}:{change.line or '–'})"),
            in_markdown(changed(change)),
        )
        for change in changes
    ]
    table = [_table(("change", "case", "what"), shown)] if shown else []
    return ["## Against the baseline", "\n".join(f"- {in_markdown(line)}" for line in lines), *table]


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
