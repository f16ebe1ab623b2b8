"""The commands, and what they share."""

from __future__ import annotations

from typing import Annotated

import typer

from agent import __version__
from evals.cli import cases, results
from evals.cli.run import run

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Measures answers, verdicts and retrieval against cases with known results.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"evals {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


for function in (
    run,
    results.compare,
    results.bless,
    results.rescore,
    cases.lint,
    cases.init,
    cases.add,
    cases.counterfactual,
    cases.selfcheck,
):
    app.command()(function)
