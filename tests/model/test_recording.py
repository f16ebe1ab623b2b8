"""Recorded traffic plays back exactly, never reaches the network, and holds no secrets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from agent.budget import Budget
from agent.errors import InputError, ReplayMissError
from agent.model.chat import ChatModel
from agent.model.recording import BLOT, Recording
from agent.prompts import Request
from tests.model.scripted import KEY, Script, settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model.scripted import Asked

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}}


def request(data: str) -> Request:
    """A request of two lines."""
    return Request("count", "Count.\nCarefully.", data, SCHEMA, 50)


def model(reply: Any, recording: Recording) -> ChatModel:
    """A scripted model whose traffic goes through ``recording``."""
    return ChatModel(settings(), recording=recording, transport=httpx2.MockTransport(Script(reply)))


def unreachable(_: Asked) -> Any:
    """A server nobody may reach."""
    raise AssertionError("the network was asked")


@pytest.mark.parametrize("stream", [False, True])
def test_what_was_recorded_is_replayed_without_the_server(tmp_path: Path, stream: bool) -> None:
    """The same questions get the same replies in the same order; repeats keep their own replies."""
    replies = iter([{"n": 1}, {"n": 2}, {"n": 3}])
    heard: list[str] = []
    options = {"on_text": heard.append} if stream else {}
    recorder = model(lambda _: next(replies), Recording(tmp_path, "record"))
    asked = ["a", "a", "b"]
    recorded = [recorder.reply(request(one), Budget(), **options) for one in asked]  # type: ignore[arg-type]  # two shapes
    player = model(unreachable, Recording(tmp_path, "replay"))
    budget = Budget()
    replayed = [player.reply(request(one), budget, **options) for one in asked]  # type: ignore[arg-type]  # two shapes
    assert recorded == replayed == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert budget.usage.model_calls == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_a_replay_needs_neither_key_nor_the_same_server(tmp_path: Path) -> None:
    """What counts is what is asked, not where."""
    model(lambda _: {"n": 1}, Recording(tmp_path, "record")).reply(request("a"), Budget())
    elsewhere = settings(openai_base_url="https://models.example/v1", openai_api_key=None)
    player = ChatModel(elsewhere, recording=Recording(tmp_path, "replay"))
    assert player.reply(request("a"), Budget()) == {"n": 1}


def test_a_miss_is_an_error_that_shows_the_difference(tmp_path: Path) -> None:
    """A request that was not recorded is never sent; the error shows how it differs from the nearest that was."""
    model(lambda _: {"n": 1}, Recording(tmp_path, "record")).reply(request("one\ntwo"), Budget())
    player = model(unreachable, Recording(tmp_path, "replay"))
    with pytest.raises(ReplayMissError) as caught:
        player.reply(request("one\nthree"), Budget())
    assert '-     "two"' in str(caught.value)
    assert '+     "three"' in str(caught.value)
    assert "--record" in caught.value.next_step


def test_a_repeat_more_than_was_recorded_is_a_miss(tmp_path: Path) -> None:
    """Strict: the second time is another exchange than the first."""
    model(lambda _: {"n": 1}, Recording(tmp_path, "record")).reply(request("a"), Budget())
    player = model(unreachable, Recording(tmp_path, "replay"))
    player.reply(request("a"), Budget())
    with pytest.raises(ReplayMissError):
        player.reply(request("a"), Budget())


def test_secrets_stay_out(tmp_path: Path) -> None:
    """The key, and what looks like one, is blotted out of requests and replies; headers are not kept."""
    recorder = model(lambda _: {"n": 1, "echo": KEY}, Recording(tmp_path, "record"))
    recorder.reply(request(f"my key is {KEY}, his is sk-proj-abcdefghijklmnop"), Budget())
    (path,) = tmp_path.iterdir()
    text = path.read_text("utf-8")
    assert KEY not in text
    assert "abcdefghijklmnop" not in text
    assert "uthorization" not in text
    assert BLOT in text


def test_files_are_readable_line_by_line(tmp_path: Path) -> None:
    """Named by prompt, texts as lists of lines, replies as JSON, nothing that changes from run to run."""
    model(lambda _: {"n": 1}, Recording(tmp_path, "record")).reply(request("one\ntwo"), Budget())
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("count-")
    assert path.name.endswith("-0.json")
    exchange = json.loads(path.read_text("utf-8"))
    assert exchange["request"]["body"]["messages"][1]["content"] == ["one", "two"]
    assert "id" not in exchange["reply"]["json"]
    assert "created" not in exchange["reply"]["json"]


@pytest.mark.usefixtures("no_waiting")
def test_passing_failures_are_not_recorded(tmp_path: Path) -> None:
    """A busy server is no part of what it said."""
    replies = [{"n": 1}, httpx2.Response(429), httpx2.Response(503)]
    model(lambda _: replies.pop(), Recording(tmp_path, "record")).reply(request("a"), Budget())
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_to_replay_is_said_at_once(tmp_path: Path) -> None:
    """An empty folder is a wrong path."""
    with pytest.raises(InputError, match="no recording"):
        Recording(tmp_path, "replay")
