"""The command line run in this process, with invented systems behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from evals.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.system import Systems


class Done(NamedTuple):
    """What a finished command left."""

    code: int
    out: str
    err: str


@pytest.fixture
def evals(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run ``evals`` with these arguments against these systems."""

    def command(*arguments: object, systems: Systems | None = None) -> Done:
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments], systems=systems)
        assert isinstance(caught.value.code, int)
        return Done(caught.value.code, *capsys.readouterr())

    return command
