"""A model server that says what it is told to: beneath the real adapter, httpx2's MockTransport is the network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2

from agent.model.chat import ChatModel
from agent.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

KEY = "sk-test-0123456789abcdef"
URL = "http://127.0.0.1:9/v1"


class Asked:
    """What a request asks, as the server sees it."""

    def __init__(self, request: httpx2.Request) -> None:
        self.body: dict[str, Any] = json.loads(request.content)
        self.instructions: str = self.body["messages"][0]["content"]
        self.data: str = self.body["messages"][1]["content"]
        self.streams: bool = bool(self.body.get("stream"))

    @property
    def prompt(self) -> str:
        """The name of the prompt, by what it begins with."""
        beginnings = {
            "You answer": "compose",
            "You mend": "repair",
            "You judge": "stances",
            "You prepare": "plan",
            "You rewrite": "rewrite",
        }
        return next(name for start, name in beginnings.items() if self.instructions.startswith(start))

    @property
    def sentences(self) -> list[dict[str, Any]]:
        """The numbered sentences."""
        lines = [line for line in self.data.splitlines() if line.startswith('{"number"')]
        return [fields for fields in map(json.loads, lines) if "sentence" in fields]


def completion(content: str | None, *, ended: str = "stop", **message: Any) -> httpx2.Response:
    """A chat completion."""
    return httpx2.Response(
        200,
        json={
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content, **message},
                    "finish_reason": ended,
                }
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        },
    )


def events(*pieces: str, ended: str | None = "stop") -> bytes:
    """The server-sent events of a streamed completion."""
    chunks: list[dict[str, Any]] = [{"delta": {"role": "assistant", "content": ""}, "finish_reason": None}]
    chunks += [{"delta": {"content": piece}, "finish_reason": None} for piece in pieces]
    if ended:
        chunks.append({"delta": {}, "finish_reason": ended})
    shared = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    lines = [f"data: {json.dumps({**shared, 'choices': [{'index': 0, **one}]})}\n\n" for one in chunks]
    return "".join([*lines, "data: [DONE]\n\n"]).encode()


def streamed(content: str) -> httpx2.Response:
    """A completion in pieces of seven characters."""
    pieces = [content[at : at + 7] for at in range(0, len(content), 7)]
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=events(*pieces))


class Script:
    """Answers every request by ``reply``, which returns an object, a text, or a whole response."""

    def __init__(self, reply: Callable[[Asked], Any]) -> None:
        self._reply = reply
        self.asked: list[Asked] = []

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange."""
        asked = Asked(request)
        self.asked.append(asked)
        made = self._reply(asked)
        if isinstance(made, httpx2.Response):
            return made
        if hasattr(made, "__await__"):
            awaited: Awaitable[httpx2.Response] = made
            return await awaited
        content = made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)
        return streamed(content) if asked.streams else completion(content)


def settings(cache: Path | None = None, **fields: Any) -> Settings:
    """Settings that name a scripted model on this machine."""
    named = {"model": "scripted", "openai_base_url": URL, "openai_api_key": KEY}
    if cache is not None:
        named["cache"] = cache  # type: ignore[assignment]  # a path among strings
    return Settings(**(named | fields))  # type: ignore[arg-type]  # checked by pydantic


def scripted(reply: Callable[[Asked], Any], cache: Path, **fields: Any) -> tuple[ChatModel, Script]:
    """The real adapter over a scripted server, and the script with what it was asked."""
    script = Script(reply)
    return ChatModel(settings(cache, **fields), transport=httpx2.MockTransport(script)), script
