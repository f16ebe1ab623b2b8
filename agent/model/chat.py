"""The chat endpoint: one request at a time becomes one JSON object, or an error that says why not."""

from __future__ import annotations

import asyncio
import json
import time
import warnings
from typing import TYPE_CHECKING, Any

import langsmith
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agent.errors import (
    EmptyReplyError,
    InputError,
    ModelError,
    ModelRefusalError,
    ModelUnavailableError,
    TruncatedReplyError,
)
from agent.model.dialect import Dialect, Dialects
from agent.model.failures import malformed, mapped, rejected
from agent.model.loop import wait_for
from agent.model.reply_text import read_object
from agent.model.retries import repeated
from agent.model.transport import Bounded, client, network

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2

    from agent.budget import Budget
    from agent.model.recording import Recording
    from agent.prompts import Request
    from agent.settings import Settings

OPENAI = "https://api.openai.com/v1"
CHARACTERS_PER_TOKEN = 4
"""For the budget's sake where a server does not count."""
_ANOTHER = "Name another model, or use --engine extractive."


class ChatModel:
    """A model at an endpoint that speaks OpenAI's chat protocol. Safe to use from several threads.

    Args:
        settings: ``model`` and the endpoint with its key.
        recording: records what goes over the wire, or answers in its place.
        transport: takes the place of the network, in tests.

    Raises:
        InputError: no model is named, or no endpoint.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        recording: Recording | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        if settings.model is None:
            raise InputError("No model is named.", next_step="Name one with --model or SEEDCHECK_MODEL.")
        url = settings.openai_base_url or OPENAI
        self.name = settings.model
        self.endpoint = _without_secrets(url)
        edge = transport or network(url)
        if recording is not None:
            edge = recording.transport(edge)
        self._dialects = Dialects(None if recording else settings.cache / "dialects")
        self._server = f"{self.endpoint} {self.name}"
        # The adapter reads complaints about structured output itself.
        warnings.filterwarnings("ignore", message=".*[Ss]tructured [Oo]utput.*", category=UserWarning)
        self._chat = ChatOpenAI(
            model=self.name,
            base_url=url,
            api_key=settings.openai_api_key or SecretStr("none"),
            organization="",
            max_retries=0,
            use_responses_api=False,
            stream_usage=False,
            stream_chunk_timeout=None,
            http_async_client=client(Bounded(edge)),
            cache=False,
            verbose=False,
        )

    def reply(
        self, request: Request, budget: Budget, *, on_text: Callable[[str], None] | None = None
    ) -> dict[str, Any]:
        """The JSON object the model answers with; see `agent.protocols.Model`."""

        async def work(send: Callable[[str], None]) -> dict[str, Any]:
            return await self._within(request, budget, send if on_text is not None else None)

        return wait_for(work, budget, on_text)

    async def _within(
        self, request: Request, budget: Budget, send: Callable[[str], None] | None
    ) -> dict[str, Any]:
        async def attempt() -> dict[str, Any]:
            return await self._understood(request, budget, send)

        began = time.monotonic()
        try:
            with langsmith.tracing_context(enabled=False):
                async with asyncio.timeout(budget.remaining()):
                    return await repeated(attempt, budget)
        except TimeoutError as error:
            raise ModelUnavailableError(
                f"{self.endpoint} did not answer within {budget.seconds:.0f} seconds.",
                next_step="Try again, or use --engine extractive.",
            ) from error
        finally:
            budget.spend(seconds=time.monotonic() - began)

    async def _understood(
        self, request: Request, budget: Budget, send: Callable[[str], None] | None
    ) -> dict[str, Any]:
        """One reply, asked for in simpler ways until the server understands.

        A reply that was handed over in part is not asked for again: it would come twice.
        """
        sent: list[str] = []

        def deliver(text: str) -> None:
            sent.append(text)
            if send is not None:
                send(text)

        try:
            return await self._first_understood(request, budget, deliver if send is not None else None)
        except ModelError as error:
            if sent:
                error.attempts = 1
            raise

    async def _first_understood(
        self, request: Request, budget: Budget, send: Callable[[str], None] | None
    ) -> dict[str, Any]:
        dialect = self._dialects.of(self._server)
        while True:
            budget.admit()
            try:
                message = await self._ask(request, dialect, send)
            except Exception as error:
                complaint = rejected(error)
                simpler = dialect.simpler(complaint) if complaint is not None else None
                if simpler is None:
                    raise mapped(error, self.endpoint, self.name) from None
                dialect = simpler
                continue
            self._dialects.remember(self._server, dialect)
            _count(message, request, budget)
            return _object(message, self.name)

    async def _ask(self, request: Request, dialect: Dialect, send: Callable[[str], None] | None) -> AIMessage:
        shape = json.dumps(request.schema, ensure_ascii=False)
        messages = [
            SystemMessage(f"{request.instructions}\n\nReply with one JSON object of this schema:\n{shape}"),
            HumanMessage(request.data),
        ]
        # As extra_body, the SDK leaves the reply to us instead of parsing it and raising errors of its own.
        body = dialect.body(request.name, request.schema, request.limit)
        if send is None:
            return await self._chat.ainvoke(messages, extra_body=body)
        whole: AIMessageChunk | None = None
        counted = dialect.stream_usage
        async for chunk in self._chat.astream(messages, extra_body=body, stream_usage=counted):
            if isinstance(chunk, AIMessageChunk):
                whole = chunk if whole is None else whole + chunk
                if chunk.text:
                    send(chunk.text)
        return whole if whole is not None else AIMessage("")


def _object(message: AIMessage, model: str) -> dict[str, Any]:
    """The JSON object in ``message``, or the error that says what it is instead."""
    ended = message.response_metadata.get("finish_reason")
    text = message.text
    if message.additional_kwargs.get("refusal") or ended == "content_filter":
        raise ModelRefusalError(f"The model {model} declined to answer.", next_step=_ANOTHER)
    if ended == "length":
        raise TruncatedReplyError(
            f"The reply of the model {model} was cut off.", next_step=_ANOTHER, partial=text
        )
    if not text.strip():
        raise EmptyReplyError(f"The model {model} sent an empty reply.", next_step=_ANOTHER)
    value = read_object(text)
    if value is None:
        raise malformed("is not the JSON it was asked for", model)
    return value


def _count(message: AIMessage, request: Request, budget: Budget) -> None:
    usage = message.usage_metadata
    if usage and usage["input_tokens"] >= 0 and usage["output_tokens"] >= 0:
        budget.spend(input_tokens=usage["input_tokens"], output_tokens=usage["output_tokens"])
        return
    asked = len(request.instructions) + len(request.data)
    budget.spend(
        input_tokens=asked // CHARACTERS_PER_TOKEN, output_tokens=len(message.text) // CHARACTERS_PER_TOKEN
    )


def _without_secrets(url: str) -> str:
    """``url`` without user, password, query and fragment."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in ("http", "https"):
        raise InputError(
            "OPENAI_BASE_URL is not an http or https address.",
            next_step="Write it like http://localhost:8080/v1.",
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
