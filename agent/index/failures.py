"""What went wrong with the files of an index, told apart by what the libraries below say of it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.errors import DiskError, SeedcheckError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = ("no space", "disk is full", "disk full", "quota", "file too large", "file size limit")
_CLOSED = (
    "permission denied",
    "readonly database",
    "read-only",
    "unable to open database file",
    "not a directory",
    "operation not permitted",
)


def storage_error(error: Exception, what: str = "The index") -> DiskError | StoreError:
    """The error of this project for ``error`` of Chroma, SQLite or the operating system.

    Chroma hands SQLite's and the system's errors on as words only.
    """
    text = str(error).strip() or type(error).__name__
    lowered = text.casefold()
    if any(words in lowered for words in _FULL):
        return DiskError(
            f"{what} cannot be written: the disk is full.",
            next_step="Free some space and run the command again; what was in the index is still there.",
        )
    if any(words in lowered for words in _CLOSED):
        return DiskError(
            f"{what} cannot be opened or written: {text}.",
            next_step="Check the permissions of its folder, or name another one with --index.",
        )
    return StoreError(
        f"{what} could not be read or written: {text}.",
        next_step="Run the command again; if it fails again, delete the index folder and ingest anew.",
    )


@contextmanager
def mapped_database_errors() -> Iterator[None]:
    """Turns what SQLite raises while the word index is read or written into ours."""
    try:
        yield
    except SeedcheckError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise storage_error(error, "The word index") from error
