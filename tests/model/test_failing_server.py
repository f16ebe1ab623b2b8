"""A server that is away, busy, slow or broken: an error with the reason under ``llm``, quotes under ``auto``."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from tenacity import wait_none

from agent.budget import Budget
from agent.errors import (
    ModelAccessError,
    ModelBudgetError,
    ModelBusyError,
    ModelError,
    ModelStoppedError,
    ModelUnavailableError,
)
from agent.model import retries
from agent.model.retries import repeated
from tests.model.scripted import KEY, Asked, Script, events
from tests.model.test_hostile import QUESTION, TRUE, assert_grounded, saying

if TYPE_CHECKING:
    from agent.checker import FactChecker

Scripting = Callable[[Callable[[Asked], Any]], Script]


async def _drip() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(0.02)


async def _hang() -> httpx2.Response:
    await asyncio.sleep(3600)
    raise AssertionError


def _raise(error: Exception) -> Any:
    raise error


def _status(status: int, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, headers=headers, json={"error": {"message": f"no, {KEY} is wrong"}})


FAILURES: dict[str, tuple[Callable[[], Any], type[ModelError], str, int]] = {
    "429": (lambda: _status(429), ModelBusyError, "no more requests", 4),
    "429, come back tomorrow": (
        lambda: _status(429, **{"Retry-After": "86400"}), ModelBusyError, "no more requests", 1),
    "500": (lambda: _status(500), ModelUnavailableError, "HTTP 500", 4),
    "503 with a page": (lambda: httpx2.Response(503, content=b"<h1>"), ModelUnavailableError, "HTTP 503", 4),
    "401": (lambda: _status(401), ModelAccessError, "does not accept the key", 1),
    "403": (lambda: _status(403), ModelAccessError, "does not accept the key", 1),
    "404": (lambda: _status(404), ModelAccessError, "has no model 'scripted'", 1),
    "redirect": (
        lambda: httpx2.Response(307, headers={"Location": "http://127.0.0.1:10/v1"}),
        ModelAccessError, "rejects the request", 1),
    "refused": (lambda: _raise(httpx2.ConnectError("[Errno 111] Connection refused")),
        ModelUnavailableError, "nobody answers", 4),
    "dns": (lambda: _raise(httpx2.ConnectError("[Errno -2] Name or service not known")),
        ModelUnavailableError, "no such host", 4),
    "tls": (lambda: _raise(httpx2.ConnectError(str(ssl.SSLCertVerificationError("CERTIFICATE_VERIFY_FAILED")))),
        ModelUnavailableError, "not secure", 4),
    "disconnect": (lambda: _raise(httpx2.RemoteProtocolError("peer closed connection")),
        ModelUnavailableError, "broke off", 4),
    "hang": (_hang, ModelUnavailableError, "within 1 seconds", 1),
    "slow drip": (lambda: httpx2.Response(200, content=_drip()), ModelUnavailableError, "within 1 seconds", 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.usefixtures("no_waiting")
def test_under_llm_the_error_says_why(kind: str, llm: FactChecker, script: Scripting) -> None:
    """The class tells what failed, the exit code is 3, the next step helps, the key stays out of it."""
    respond, error, words, calls = FAILURES[kind]
    made = script(lambda _: respond())
    began = time.monotonic()
    with pytest.raises(error, match=words) as caught:
        llm.ask(QUESTION, budget=Budget(seconds=1))
    assert caught.value.exit_code == 3
    assert caught.value.next_step
    assert KEY not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    assert len(made.asked) == calls
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.usefixtures("no_waiting")
def test_under_auto_quotes_take_its_place(kind: str, auto: FactChecker, script: Scripting) -> None:
    """The answer is that of the extractive engine, and says that the model failed and why."""
    respond, _, words, _ = FAILURES[kind]
    script(lambda _: respond())
    result = auto.ask(QUESTION, budget=Budget(seconds=1))
    assert_grounded(result)
    assert (result.engine, result.model) == ("extractive", None)
    assert result.fallback is not None
    assert words in result.fallback
    assert result.sent_to is not None
    verdict = auto.check("The harbour handled 12,500 tonnes of grain.", budget=Budget(seconds=1))
    assert verdict.engine == "extractive"
    assert words in (verdict.fallback or "")


@pytest.mark.usefixtures("no_waiting")
def test_a_stream_that_breaks_off_keeps_what_was_heard(auto: FactChecker, script: Scripting) -> None:
    """Statements that were shown stay in the answer; the request is not sent again."""

    async def broken() -> AsyncIterator[bytes]:
        whole = f'{{"answerable": true, "statements": [{{"sentences": [1, 2, 3, 4, 5, 6], "text": "{TRUE}"}},'
        yield events(*(whole[at : at + 9] for at in range(0, len(whole), 9)), ended=None).partition(
            b"data: [DONE]"
        )[0]
        raise httpx2.ReadError("connection lost")

    def reply(asked: Asked) -> Any:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=broken())

    made = script(reply)
    heard: list[str] = []
    result = auto.ask(QUESTION, on_statement=lambda one, _: heard.append(one.text))
    assert heard == [one.text for one in result.statements]
    assert TRUE in heard
    assert len(made.asked) == 1
    assert "broke off" in (result.fallback or "")


@pytest.mark.usefixtures("no_waiting")
def test_a_passing_failure_is_not_seen(llm: FactChecker, script: Scripting) -> None:
    """A server that is busy twice answers at the third attempt."""
    good = saying(TRUE)
    failures = [_status(429), _status(503)]
    made = script(lambda asked: failures.pop() if failures else good(asked))
    assert [one.text for one in llm.ask(QUESTION).statements] == [TRUE]
    assert len(made.asked) == 3


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("budget", [{"calls": 2}, {"tokens": 150}])
def test_no_question_costs_more_than_its_budget(
    budget: dict[str, int], auto: FactChecker, script: Scripting
) -> None:
    """At the last call or token allowed there are quotes instead."""
    made = script(saying(TRUE.replace("12,500", "15,200")))
    result = auto.ask(QUESTION, budget=Budget(**budget))
    assert len(made.asked) <= 2
    assert "15,200" not in result.answer
    assert "12,500" in result.answer


def test_retry_after_is_waited_for() -> None:
    """The next attempt comes when the server asked for it, not by the usual pauses."""
    tried: list[float] = []

    async def attempt() -> dict[str, Any]:
        tried.append(time.monotonic())
        if len(tried) == 1:
            raise ModelBusyError("busy", next_step="wait", retry_after=0.3)
        return {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retries, "_backoff", wait_none())
        assert asyncio.run(repeated(attempt, Budget())) == {}
    assert 0.3 <= tried[1] - tried[0] < 2


def test_a_stopped_question_ends_at_once(llm: FactChecker, script: Scripting) -> None:
    """Stopping the budget ends a call that hangs; it is an error even where quotes would do."""
    reached = threading.Event()

    async def hang() -> httpx2.Response:
        reached.set()
        return await _hang()

    script(lambda _: hang())
    budget = Budget()
    threading.Thread(target=lambda: (reached.wait(5), budget.stop())).start()
    began = time.monotonic()
    with pytest.raises(ModelStoppedError):
        llm.ask(QUESTION, budget=budget)
    assert time.monotonic() - began < 5


def test_a_cancelled_task_stops_its_model(llm: FactChecker, script: Scripting) -> None:
    """Cancelling ``aask`` cancels the request: the server sees its connection end."""
    gone = threading.Event()

    async def hang() -> httpx2.Response:
        try:
            return await _hang()
        except asyncio.CancelledError:
            gone.set()
            raise

    script(lambda _: hang())

    async def run() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(llm.aask(QUESTION), timeout=1)

    asyncio.run(run())
    assert gone.wait(5)


def test_asynchronous_answers_are_the_same(llm: FactChecker, script: Scripting) -> None:
    """``aask`` and ``acheck`` give what ``ask`` and ``check`` give."""
    script(saying(TRUE))

    async def run() -> Any:
        return await asyncio.gather(llm.aask(QUESTION), llm.aask(QUESTION))

    first, second = asyncio.run(run())
    assert first.answer == second.answer == llm.ask(QUESTION).answer


def test_an_exhausted_budget_admits_nothing() -> None:
    """Counting is exact: the call after the last is refused."""
    budget = Budget(calls=1)
    budget.admit()
    with pytest.raises(ModelBudgetError):
        budget.admit()
