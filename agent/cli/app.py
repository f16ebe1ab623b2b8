"""The commands, and what they share."""

from __future__ import annotations

from typing import Annotated

import typer

from agent import __version__
from agent.cli import chat, documents, questions
from agent.cli.options import command

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Answers questions and checks claims against a fixed set of documents, with verbatim quotes.",
    epilog="With no documents of your own it looks at the sample documents that come with it.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seedcheck {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


for function in (
    documents.ingest,
    documents.remove,
    documents.sources,
    questions.ask,
    questions.check,
    chat.chat,
):
    app.command()(command(function))
