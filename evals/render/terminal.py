"""The result for a person at a terminal; plain text where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from agent.report.neutral import one_line
from evals.render.figures import (
    METRIC_COLUMNS,
    advised,
    against_baseline,
    asked,
    changed,
    headline,
    metric_lines,
    name,
    unmet,
    why,
)

if TYPE_CHECKING:
    from typing import TextIO

    from evals.result import CaseRow, EvalResult

SHOWN_FAILURES = 10
_PLAIN_WIDTH = 100


def show(result: EvalResult, file: TextIO, *, brief: bool = False) -> None:
    """Print the metrics, the first failures with what was expected and got, and what the gates say.

    ``brief`` leaves the headline and the gates that did not hold.
    """
    terminal = file.isatty()
    console = Console(
        file=file, width=None if terminal else _PLAIN_WIDTH, highlight=False, soft_wrap=not terminal
    )
    if not brief:
        console.print(_metrics(result, plain=not terminal))
        _comparison(console, result)
        _failures(console, result)
    style = {0: "green", 1: "red"}.get(result.exit_code, "yellow")
    console.print(Text(headline(result), style=f"bold {style}"))
    for line in unmet(result):
        console.print(Text(f"  {one_line(line)}", style=style))


def _metrics(result: EvalResult, *, plain: bool) -> Table:
    table = Table(box=None if plain else box.SIMPLE_HEAD, pad_edge=False)
    for column in METRIC_COLUMNS[:-1]:
        table.add_column(column, justify="left" if column == "metric" else "right", no_wrap=True)
    for line in metric_lines(result.metrics):
        table.add_row(*line[:-1])
    return table


def _comparison(console: Console, result: EvalResult) -> None:
    lines = [*against_baseline(result), *advised(result)]
    for line in lines:
        console.print(Text(one_line(line)))
    changes = result.comparison.changes if result.comparison else []
    for change in changes[:SHOWN_FAILURES]:
        style = {"broken": "bold red", "worse": "red", "mended": "green", "better": "green"}.get(
            change.kind, "dim"
        )
        where = f"{change.file}:{change.line}" if change.line else change.file
        console.print(Text(f"  {one_line(f'{change.id} ({where}): {changed(change)}')}", style=style))
    if len(changes) > SHOWN_FAILURES:
        console.print(Text(f"  … and {len(changes) - SHOWN_FAILURES} more changes."))
    if lines:
        console.print()


def _failures(console: Console, result: EvalResult) -> None:
    bad = [row for row in result.cases if row.outcome in ("fail", "error")]
    for row in bad[:SHOWN_FAILURES]:
        console.print(_failure(row, repeated=result.settings.repeat > 1))
    if len(bad) > SHOWN_FAILURES:
        console.print(Text(f"… and {len(bad) - SHOWN_FAILURES} more; -o FILE writes them all."))
    if bad:
        console.print()


def _failure(row: CaseRow, *, repeated: bool) -> Text:
    text = Text()
    text.append(f"{row.outcome.upper()} ", style="bold yellow" if row.outcome == "error" else "bold red")
    text.append(one_line(f"{name(row, repeated=repeated)} ({row.file}:{row.line})") + "\n", style="bold")
    for label, content in (
        ("asked", asked(row)),
        ("expected", row.expected),
        ("got", row.got),
        ("why", why(row)),
    ):
        text.append(f"  {label + ':':<10}", style="dim")
        text.append(one_line(content) + "\n")
    text.rstrip()
    return text
