"""The error tree of seedcheck.

::

    SeedcheckError
    ├── UsageError               exit 2: the caller can mend it
    │   ├── InputError           a question, claim or option that cannot be used
    │   ├── DocumentError        one document that cannot be read (a folder's ingest reports it and goes on)
    │   ├── DiskError            a folder or disk that is full, closed to us, or no folder at all
    │   ├── IndexMismatchError   the index was made with another embedder or by a newer seedcheck
    │   └── IndexLockedError     another process is writing to this index
    └── ServiceError             exit 3: something this program needs failed
        ├── StoreError           Chroma, embedded or by URL
        └── ModelError           a chat or embedding endpoint

Every error says what happened and, in ``next_step``, what to do about it. ``str(error)`` is both, ready to print.
Errors of other libraries are mapped to this tree in the adapters that call them, nowhere else.
"""

from __future__ import annotations


class SeedcheckError(Exception):
    """Base of all errors this project raises on purpose."""

    exit_code = 3

    def __init__(self, message: str, *, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}"


class UsageError(SeedcheckError):
    """The caller asked for something that cannot be done as asked."""

    exit_code = 2


class InputError(UsageError):
    """A question, a claim or an option that cannot be used."""


class DocumentError(UsageError):
    """A document that cannot be read; ``source`` names it.

    Loading a folder reports it and goes on with the rest.
    """

    def __init__(self, source: str, message: str, *, next_step: str) -> None:
        super().__init__(f"{source}: {message}", next_step=next_step)
        self.source = source
        self.reason = message


class DiskError(UsageError):
    """A folder or disk that cannot be used: full, without permission, or no folder at all."""


class IndexMismatchError(UsageError):
    """The index was made with another embedder, or by a newer version of seedcheck."""


class IndexLockedError(UsageError):
    """Another process is writing to this index."""


class ServiceError(SeedcheckError):
    """Something this program needs failed."""


class StoreError(ServiceError):
    """Chroma failed, embedded or by URL."""


class ModelError(ServiceError):
    """A chat or embedding endpoint failed."""
