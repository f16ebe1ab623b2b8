"""Every way a chat request can fail, as an error of our own tree. No key and no text of a document gets into one."""

from __future__ import annotations

import email.utils
import ssl
import time
from typing import TYPE_CHECKING

import httpx2
import openai

from agent.errors import (
    MalformedReplyError,
    ModelAccessError,
    ModelBusyError,
    ModelError,
    ModelUnavailableError,
    PromptTooLongError,
    SeedcheckError,
)
from agent.model.transport import LARGEST_REPLY, ReplyTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_UNDERSTOOD = (400, 404, 415, 422, 501)
_CHECK = "Check OPENAI_BASE_URL and that the server runs, or use --engine extractive."
_TOO_LONG = (
    "context_length",
    "context window",
    "context size",
    "maximum context",
    "too long",
    "exceed_context",
)


def mapped(error: Exception, endpoint: str, model: str) -> SeedcheckError:
    """The error of our tree for whatever a request to ``model`` at ``endpoint`` raised."""
    for cause in _causes(error):
        if isinstance(cause, SeedcheckError):
            return cause
        if isinstance(cause, ReplyTooLargeError):
            return malformed(f"is longer than {LARGEST_REPLY:,} bytes, or compressed", model)
    if isinstance(error, openai.APIStatusError):
        return _status(error, endpoint, model)
    if isinstance(error, openai.APITimeoutError):
        return ModelUnavailableError(f"{endpoint} did not answer in time.", next_step=_CHECK)
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return ModelUnavailableError(f"{endpoint}: {_reason(error)}.", next_step=_CHECK)
    if isinstance(error, openai.APIError):
        return ModelUnavailableError(f"{endpoint} failed in the middle of its reply.", next_step=_CHECK)
    return malformed(f"cannot be read ({type(error).__name__})", model)


def malformed(how: str, model: str) -> MalformedReplyError:
    """A reply that cannot be used; ``how`` completes "The reply of the model …"."""
    return MalformedReplyError(
        f"The reply of the model {model} {how}.", next_step="Try again, or name another model."
    )


def rejected(error: Exception) -> str | None:
    """What the server said when it did not understand a request; ``None`` if that is not what happened."""
    if isinstance(error, openai.APIStatusError) and error.status_code in NOT_UNDERSTOOD:
        complaint = f"{error.message} {error.body}".casefold()
        return None if error.status_code == 404 or _says(complaint, _TOO_LONG) else complaint
    return None


def _status(error: openai.APIStatusError, endpoint: str, model: str) -> ModelError:
    status = error.status_code
    if status in (401, 403):
        return ModelAccessError(
            f"{endpoint} does not accept the key (HTTP {status}).", next_step="Check OPENAI_API_KEY."
        )
    if status == 404:
        return ModelAccessError(
            f"{endpoint} has no model {model!r} (HTTP 404).",
            next_step="Check SEEDCHECK_MODEL or --model, and OPENAI_BASE_URL.",
        )
    if status == 429:
        return ModelBusyError(
            f"{endpoint} takes no more requests for now (HTTP 429).",
            next_step="Try again later, or check the account's limits.",
            retry_after=retry_after(error.response),
        )
    if status in (400, 413, 422) and _says(f"{error.message} {error.body}".casefold(), _TOO_LONG):
        return PromptTooLongError(
            f"The question with its evidence does not fit the window of the model {model}.",
            next_step="Name a model with a longer context.",
        )
    if status >= 500 or status == 408:
        return ModelUnavailableError(
            f"{endpoint} failed (HTTP {status}).", next_step=_CHECK, retry_after=retry_after(error.response)
        )
    return ModelAccessError(f"{endpoint} rejects the request (HTTP {status}).", next_step=_CHECK)


def _says(complaint: str, words: tuple[str, ...]) -> bool:
    return any(word in complaint for word in words)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _reason(error: BaseException) -> str:
    for cause in _causes(error):
        text = str(cause)
        if isinstance(cause, ssl.SSLError) or "CERTIFICATE" in text or "SSL" in text:
            return "the connection is not secure (TLS failed)"
        if (
            "Name or service" in text
            or "name resolution" in text
            or "nodename" in text
            or "getaddrinfo" in text
        ):
            return "there is no such host"
        if isinstance(cause, ConnectionRefusedError) or "refused" in text or "attempts failed" in text:
            return "nobody answers there"
        if isinstance(cause, httpx2.RemoteProtocolError | httpx2.ReadError):
            return "the connection broke off"
    return "the connection failed"


def retry_after(response: httpx2.Response) -> float | None:
    """Seconds to wait by ``Retry-After`` (RFC 9110, section 10.2.3: seconds or a date), if it is there."""
    stated = response.headers.get("retry-after", "").strip()
    if stated.isdecimal() and len(stated) < 10:
        return float(stated)
    try:
        return (
            max(0.0, email.utils.parsedate_to_datetime(stated).timestamp() - time.time()) if stated else None
        )
    except (ValueError, OverflowError):
        return None
