"""Standard input, output and error of a command."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.errors import DiskError, InputError
from agent.report.neutral import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.cli.options import Output

STDIN_LIMIT = 1_000_000
"""Bytes read from standard input for a question or claim; far more than any may have."""


def set_up(output: Output) -> None:
    """UTF-8 in any locale, and logs on standard error as far as they are wanted."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    logging.basicConfig(stream=sys.stderr, format="seedcheck: %(message)s", level=logging.WARNING, force=True)
    levels = (logging.WARNING, logging.INFO, logging.DEBUG)
    logging.getLogger("agent").setLevel(levels[min(output.verbose, 2)])
    if not output.verbose:
        warnings.simplefilter("ignore")


def emit(text: str) -> None:
    """Print ``text`` on standard output: exactly, or for a terminal with control characters made visible.

    A reader that has gone away is no error.

    Raises:
        DiskError: it cannot be written, such as to a full disk.
    """
    try:
        sys.stdout.write(printable(text) if sys.stdout.isatty() else text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise DiskError(
            f"The output cannot be written: {error.strerror}.", next_step="Make room, or write elsewhere."
        ) from error


def spoken(argument: str) -> str:
    """A question or claim given as ``argument``, or on standard input where that is ``-``.

    Raises:
        InputError: it is not UTF-8, or larger than any question may be.
    """
    # The argument's own bytes, whatever the locale made of them.
    data = os.fsencode(argument) if argument != "-" else sys.stdin.buffer.read(STDIN_LIMIT + 1)
    where = "The argument" if argument != "-" else "Standard input"
    if len(data) > STDIN_LIMIT:
        raise InputError(
            f"{where} is larger than {STDIN_LIMIT // 1_000_000} MB, too long for a question or claim.",
            next_step="Shorten it, or split it.",
        )
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where} is not UTF-8 text.", next_step="Convert it, with iconv for example."
        ) from error


@contextmanager
def progress(output: Output) -> Iterator[Callable[[str], None] | None]:
    """A bar on standard error; ``None`` where nobody watches.

    It is to be called with the name of each document that is done. How many will come is not known
    beforehand: files hold any number of documents.
    """
    if output.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed} done", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def advance(source: str) -> None:
            task = bars.task_ids[0] if bars.task_ids else bars.add_task("", total=None)
            bars.update(task, advance=1, description=one_line(source))

        yield advance
