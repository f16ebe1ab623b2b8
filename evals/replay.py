"""Record and replay of model traffic, as the harness sees it.

The recorder sits below, at the model adapter: it keeps requests and replies in a folder and, in a replay, answers from
there alone. The harness tells it which case and repeat is being asked, since a request may be answered otherwise in
another repeat, and asks it at the end what it had no record of: a miss is never a result.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

Mode = Literal["record", "replay"]


class Tape(Protocol):
    """A folder of recorded model traffic that is written (``record``) or read (``replay``)."""

    @property
    def missed(self) -> Sequence[str]:
        """The requests that a replay had no record of, in a few words each."""
        ...

    def turn(self, case: str, repeat: int) -> AbstractContextManager[object]:
        """While this is open, requests of this thread belong to run number ``repeat`` of a case."""
        ...


def open_tape(folder: Path, mode: Mode) -> Tape:
    """The model adapter's recordings in ``folder``: the one place that knows its recorder."""
    from evals.tape import CaseTape

    return CaseTape(folder, mode, import_module("agent.model.recording").Recording)
