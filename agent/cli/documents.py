"""Commands about the documents themselves."""

from __future__ import annotations

import sys
from typing import Annotated

from typer import Argument, Option

from agent.cli.opening import opened, opened_index
from agent.cli.options import Index, Output, Selection
from agent.cli.terminal import emit, progress
from agent.errors import InputError
from agent.report import render_document, render_ingest, render_sources


def ingest(
    paths: Annotated[list[str], Argument(metavar="PATH", help="Files, folders or patterns; - reads one.")],
    where: Index,
    output: Output,
    prune: Annotated[
        bool, Option("--prune", help="Also take out documents that are no longer in these folders.")
    ] = False,
) -> None:
    """Load files and folders into the index. Doing it again changes nothing."""
    with opened_index(where, output) as checker, progress(output) as advance:
        stdin = sys.stdin.buffer if "-" in paths else None
        report = checker.ingest(paths, prune=prune, progress=advance, stdin=stdin)
    emit(render_ingest(report, output.chosen_format))
    if report.skipped and not (report.added or report.unchanged or report.replaced):
        raise InputError("Nothing could be read.", next_step="The list says why, file by file.")


def remove(
    sources: Annotated[list[str], Argument(metavar="SOURCE", help="Names as `seedcheck sources` has them.")],
    where: Index,
    output: Output,
) -> None:
    """Take documents out of the index."""
    from agent.result import IngestReport

    with opened_index(where, output) as checker:
        removed = checker.remove(sources)
    emit(render_ingest(IngestReport(removed=removed), output.chosen_format))


def sources(
    documents: Selection,
    output: Output,
    text: Annotated[
        str | None, Option("--text", metavar="SOURCE", help="Print the exact text of this document instead.")
    ] = None,
) -> None:
    """List the documents with what they say of themselves."""
    with opened(documents, output) as checker:
        if text is None:
            page = render_sources(checker.sources(documents.where()), output.chosen_format)
        else:
            page = render_document(text, checker.text(text), output.chosen_format)
    emit(page)
