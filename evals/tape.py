"""A recording for each run of a case, so that what is replayed depends neither on order nor on workers."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from evals.replay import Mode

_NAME = re.compile(r"[^\w.-]+")
_OUTSIDE = ("outside", 1)
"""Where requests belong that no case asks, such as an embedder's while a corpus is opened."""


class Recorder(Protocol):
    """A folder of exchanges; ``transport`` records what ``inner`` does, or answers in its place."""

    def transport(self, inner: httpx2.AsyncBaseTransport) -> httpx2.AsyncBaseTransport:
        """A transport to put in the place of ``inner``."""
        ...


class CaseTape:
    """A folder of recordings, ``CASE/REPEAT`` each; given to a model adapter, it is a recorder itself.

    ``recorder`` opens one recording. In a replay a recording never asks the network, so whatever it raises is a miss.
    """

    def __init__(self, folder: Path, mode: Mode, recorder: Callable[[Path, Mode], Recorder]) -> None:
        self.missed: list[str] = []
        self.mode = mode
        self._folder = folder
        self._recorder = recorder
        self._open: dict[tuple[str, int], Recorder] = {}
        self._lock = Lock()
        # A context variable, not a thread's: requests run on an event loop in a thread of their own.
        self._turn: ContextVar[tuple[str, int]] = ContextVar("turn", default=_OUTSIDE)

    @contextmanager
    def turn(self, case: str, repeat: int) -> Iterator[None]:
        """While this is open, requests made from this context belong to run number ``repeat`` of a case."""
        token = self._turn.set((case, repeat))
        try:
            yield
        finally:
            self._turn.reset(token)

    def transport(self, inner: httpx2.AsyncBaseTransport) -> httpx2.AsyncBaseTransport:
        """A transport that hands each request to the recording of the case that makes it."""
        return _ByCase(self, inner)

    def recording(self) -> Recorder:
        """The recording of the case whose turn it is."""
        turn = self._turn.get()
        with self._lock:
            if turn not in self._open:
                folder = self._folder / _folder_name(turn[0]) / str(turn[1])
                if self.mode == "record":
                    folder.mkdir(parents=True, exist_ok=True)
                self._open[turn] = self._recorder(folder, self.mode)
            return self._open[turn]

    def miss(self, error: Exception) -> None:
        """Note that a replay had no record of a request."""
        case, repeat = self._turn.get()
        self.missed.append(f"{case}, run {repeat}: {error}")


class _ByCase(httpx2.AsyncBaseTransport):
    def __init__(self, tape: CaseTape, inner: httpx2.AsyncBaseTransport) -> None:
        self._tape = tape
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            return await self._tape.recording().transport(self._inner).handle_async_request(request)
        except Exception as error:
            if self._tape.mode == "replay":
                self._tape.miss(error)
            raise

    async def aclose(self) -> None:
        await self._inner.aclose()


def _folder_name(case: str) -> str:
    """A folder's name that tells the case, and tells it from every other."""
    digest = hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_NAME.sub('-', case)[:60].strip('-.')}-{digest}"
