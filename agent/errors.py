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
        ├── ReplayMissError      a recording holds no reply to what was asked
        └── ModelError           a chat or embedding endpoint
            ├── ModelAccessError       it turns the key or the model's name away
            ├── ModelUnavailableError  it cannot be reached, fails, or takes too long
            ├── ModelBusyError         it takes no more requests for now
            ├── ModelBudgetError       the calls, tokens or time allowed for one question are used up
            ├── ModelStoppedError      the caller stopped waiting
            └── ModelReplyError        it answered, but not with what can be used
                ├── ModelRefusalError, EmptyReplyError, MalformedReplyError
                ├── TruncatedReplyError   the reply was cut off
                └── PromptTooLongError    what was asked does not fit the model's window

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


class ReplayMissError(ServiceError):
    """A recording is replayed and holds no reply to this request. The network is not asked instead."""


class ModelError(ServiceError):
    """A chat or embedding endpoint failed.

    ``attempts`` is how often a request that fails like this is worth sending in all; ``retry_after`` how many seconds
    the server asked to be left alone, where it did.
    """

    attempts = 1

    def __init__(self, message: str, *, next_step: str, retry_after: float | None = None) -> None:
        super().__init__(message, next_step=next_step)
        self.retry_after = retry_after


class ModelAccessError(ModelError):
    """The server turns the key or the model's name away."""


class ModelUnavailableError(ModelError):
    """The server cannot be reached, fails, or takes too long."""

    attempts = 4


class ModelBusyError(ModelError):
    """The server takes no more requests for now."""

    attempts = 4


class ModelBudgetError(ModelError):
    """The calls, tokens or time allowed for one question are used up."""


class ModelStoppedError(ModelError):
    """The caller stopped waiting."""


class ModelReplyError(ModelError):
    """The model answered, but not with what can be used."""


class ModelRefusalError(ModelReplyError):
    """The model, or a filter before it, declined to answer."""


class EmptyReplyError(ModelReplyError):
    """The reply holds nothing."""

    attempts = 2


class MalformedReplyError(ModelReplyError):
    """The reply is not what was asked for: no JSON, another shape, too long."""

    attempts = 2


class TruncatedReplyError(ModelReplyError):
    """The reply was cut off; ``partial`` is what came."""

    def __init__(self, message: str, *, next_step: str, partial: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.partial = partial


class PromptTooLongError(ModelReplyError):
    """What was asked does not fit the model's window."""
