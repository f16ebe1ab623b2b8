"""The result as one small page without scripts or anything to fetch."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from agent.report.neutral import printable
from evals.render.figures import (
    CASE_COLUMNS,
    METRIC_COLUMNS,
    asked_for,
    case_line,
    headline,
    metric_lines,
    unmet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evals.result import CaseRow, EvalResult, MetricValue

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem; border-bottom: 1px solid #8886; }
td { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
.figures td:not(:first-child) { font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; }
"""


def render(result: EvalResult) -> str:
    """Headline, gates that did not hold, metrics (also by suite, tag and language), and every case."""
    gates = "".join(f"<li>{_safe(line)}</li>" for line in unmet(result))
    body = [
        "<h1>Evals</h1>",
        f"<p><strong>{_safe(headline(result))}</strong></p>",
        f"<ul>{gates}</ul>" if gates else "",
        f"<p>{_safe(asked_for(result))}</p>",
        "<h2>Metrics</h2>",
        _figures(result.metrics),
        *(_groups(title, groups) for title, groups in _groupings(result)),
        "<h2>Cases</h2>",
        _cases(result.cases, repeated=result.settings.repeat > 1),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Evals</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _groupings(result: EvalResult) -> list[tuple[str, Mapping[str, Mapping[str, MetricValue]]]]:
    return [("By suite", result.by_suite), ("By tag", result.by_tag), ("By language", result.by_lang)]


def _groups(title: str, groups: Mapping[str, Mapping[str, MetricValue]]) -> str:
    sections = (
        f"<details><summary>{_safe(group)}</summary>{_figures(metrics)}</details>"
        for group, metrics in groups.items()
    )
    return f"<h2>{_safe(title)}</h2>\n" + "\n".join(sections) if groups else ""


def _figures(metrics: Mapping[str, MetricValue]) -> str:
    return _table(METRIC_COLUMNS, metric_lines(metrics), "figures")


def _cases(rows: Sequence[CaseRow], *, repeated: bool) -> str:
    order = {"error": 0, "fail": 1, "skipped": 2, "pass": 3}
    lines = (case_line(row, repeated=repeated) for row in sorted(rows, key=lambda row: order[row.outcome]))
    return _table(CASE_COLUMNS, lines, "cases")


def _table(head: Sequence[str], lines: Iterable[Sequence[str]], kind: str) -> str:
    top = "".join(f'<th scope="col">{_safe(cell)}</th>' for cell in head)
    rows = "\n".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return (
        f'<div class="scroll"><table class="{kind}">\n<thead><tr>{top}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def _safe(text: str) -> str:
    return html.escape(printable(text))
