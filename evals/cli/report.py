"""What a command says of a result: on the terminal, in files, and to GitHub where that runs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.result import EvalResult


def report(result: EvalResult, output: list[Path], *, quiet: bool) -> None:
    """Print a result and write it to every file named."""
    from evals.render import write
    from evals.render.terminal import show

    show(result, sys.stdout, brief=quiet)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        _tell_github(result)
    for path in output:
        write(result, path)


def _tell_github(result: EvalResult) -> None:
    """Annotations on the output, which the runner reads, and the page it shows for the step."""
    from evals.render.github import step_summary, workflow_commands

    for line in workflow_commands(result):
        print(line)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(step_summary(result))
