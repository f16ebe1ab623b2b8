"""One writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from agent.errors import IndexLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def writing(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Holds the index in ``folder`` for writing, for at most ``wait`` seconds waiting for another writer.

    The operating system frees the lock when its process ends, however it ends.

    Raises:
        IndexLockedError: another process is writing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexLockedError(
            f"Another process is writing to the index {folder}.",
            next_step="Wait until it has finished, or name another index with --index.",
        ) from error
    try:
        yield
    finally:
        lock.release()
