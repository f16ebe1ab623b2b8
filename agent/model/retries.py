"""When a request is sent again: the only place that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential_jitter

from agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from agent.budget import Budget

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 20.0

_backoff = wait_exponential_jitter(
    multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS, jitter=FIRST_WAIT_SECONDS
)


async def repeated(
    attempt: Callable[[], Coroutine[Any, Any, dict[str, Any]]], budget: Budget
) -> dict[str, Any]:
    """The result of ``attempt``, made again as often as the class of its error allows.

    Between two attempts it waits as long as the server asks, or exponentially longer with jitter. It gives up
    at once where that wait would outlast the budget.

    Raises:
        ModelError: that of the last attempt.
    """

    def gives_up(state: RetryCallState) -> bool:
        return state.attempt_number >= _error(state).attempts or state.upcoming_sleep >= budget.remaining()

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(ModelError), stop=gives_up, wait=_wait, reraise=True
    )
    result: dict[str, Any] = await retrying(attempt)
    return result


def _error(state: RetryCallState) -> ModelError:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, ModelError):
        raise TypeError("only errors of the model are tried again")
    return error


def _wait(state: RetryCallState) -> float:
    asked = _error(state).retry_after
    # A little more than asked, so that callers that were turned away together do not come back together.
    return _backoff(state) if asked is None else asked + _backoff(state) * 0.1
