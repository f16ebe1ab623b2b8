"""From a command's options to an open fact checker."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from agent.cli.options import Documents, Engine, Index, Output
from agent.cli.terminal import progress, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checker import FactChecker

AUTO = Engine()


@contextmanager
def opened(documents: Documents, output: Output, engine: Engine = AUTO) -> Iterator[FactChecker]:
    """The checker over the documents that the options name, closed at the end.

    Raises:
        SeedcheckError: the settings, the corpus or the index cannot be used.
    """
    set_up(output)
    from agent.opening import open_checker
    from agent.settings import read_settings

    named: dict[str, Any] = {"model": engine.model} if engine.model else {}
    settings = read_settings(**named, **({"reader": False} if engine.no_reader else {}))
    with progress(output) as advance:
        checker = open_checker(
            settings,
            corpus=documents.corpus,
            index=documents.index,
            engine=engine.engine,
            progress=advance,
        )
    with checker:
        yield checker


@contextmanager
def opened_index(where: Index, output: Output) -> Iterator[FactChecker]:
    """The checker over the index itself, empty or not, to put documents in or take them out.

    Raises:
        SeedcheckError: the settings or the index cannot be used.
    """
    set_up(output)
    from agent.opening import open_index
    from agent.settings import read_settings

    with open_index(read_settings(), index=where.index) as checker:
        yield checker
