"""One event loop in a thread of its own, on which all requests of this process run.

A request on an event loop can be given up at any moment, in a name look-up, a hanging connection or a dripping
reply; a blocked thread cannot. Callers wait in their own thread, where Ctrl-C reaches them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from agent.budget import stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from agent.budget import Budget

T = TypeVar("T")

_POLL_SECONDS = 0.05
_lock = threading.Lock()
_running: tuple[int, asyncio.AbstractEventLoop] | None = None


def running_loop() -> asyncio.AbstractEventLoop:
    """The loop, started when it is first needed and anew in a forked process."""
    global _running  # noqa: PLW0603  # one a process, like the loop itself
    with _lock:
        if _running is None or _running[0] != os.getpid():
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="model-requests", daemon=True).start()
            _running = os.getpid(), loop
        return _running[1]


def wait_for(
    work: Callable[[Callable[[str], None]], Coroutine[Any, Any, T]],
    budget: Budget,
    on_text: Callable[[str], None] | None,
) -> T:
    """The result of ``work(send)``; what it sends reaches ``on_text`` in the calling thread.

    The work is cancelled when the budget is stopped, and when the caller is interrupted.

    Raises:
        ModelStoppedError: the budget was stopped.
    """
    texts: SimpleQueue[str] = SimpleQueue()
    done = threading.Event()
    future = asyncio.run_coroutine_threadsafe(work(texts.put), running_loop())

    def finished(_: object) -> None:
        done.set()
        texts.put("")

    future.add_done_callback(finished)
    try:
        while not done.is_set() or not texts.empty():
            if budget.stopped:
                raise stopped()
            with contextlib.suppress(Empty):
                text = texts.get(timeout=_POLL_SECONDS)
                if text and on_text is not None:
                    on_text(text)
        return future.result()
    finally:
        future.cancel()
