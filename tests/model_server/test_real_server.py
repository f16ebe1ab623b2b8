"""The product against a real model of the smallest kind: whatever it writes, what is shown is grounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from agent.budget import Budget
from agent.errors import ModelStoppedError
from agent.model.chat import ChatModel
from agent.opening import open_corpus
from agent.prompts import Request
from agent.settings import Settings
from tests.model.conftest import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agent.checker import FactChecker
    from agent.result import Answer
    from tests.model_server.conftest import Server

pytestmark = [pytest.mark.model_server, pytest.mark.slow]

QUESTION = "How many tonnes of grain did the harbour of Rostock handle in May 2024?"
PATIENCE = {"seconds": 240.0}
COUNT = Request(
    "count", "Count from 1 to 500.", "Begin.", {"type": "object", "properties": {"n": {"type": "array"}}}, 600
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents: Path = tmp_path_factory.mktemp("documents")
    for name, text in TEXTS.items():
        (documents / name).write_bytes(text.encode())
    return documents


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return Settings(model="tiny", openai_base_url=server.url, cache=tmp_path / "cache")


@pytest.fixture
def checker(settings: Settings, folder: Path) -> Iterator[FactChecker]:
    with open_corpus(folder, engine="llm", settings=settings) as opened:
        yield opened


def assert_grounded(result: Answer) -> None:
    """Quotes are exact, statements cite, and the model took part."""
    assert (result.engine, result.model) == ("llm", "tiny")
    for citation in result.citations:
        assert TEXTS[citation.source][citation.start : citation.end] == citation.quote
    assert all(statement.citations for statement in result.statements)


def test_ask(checker: FactChecker) -> None:
    """The figure asked for is in the answer, by the model or by the quote beside it."""
    result = checker.ask(QUESTION, budget=Budget(**PATIENCE))
    assert_grounded(result)
    assert "12" in result.answer
    assert result.usage.model_calls >= 1
    assert result.usage.output_tokens > 0


def test_streaming(checker: FactChecker) -> None:
    """What is heard while the model writes is what the answer holds."""
    heard: list[str] = []
    result = checker.ask(
        QUESTION, budget=Budget(**PATIENCE), on_statement=lambda one, _: heard.append(one.text)
    )
    assert heard == [one.text for one in result.statements]
    assert_grounded(result)


def test_check(checker: FactChecker) -> None:
    """A changed figure is not supported, whatever the model thinks."""
    result = checker.check(
        "The harbour of Rostock handled 19,700 tonnes of grain in May 2024.", budget=Budget(**PATIENCE)
    )
    assert result.verdict != "supported"
    assert (result.engine, result.model) == ("llm", "tiny")


def test_a_stopped_reply_frees_the_server(settings: Settings) -> None:
    """Stopping in the middle of a stream ends it at once; the next request is answered."""
    model = ChatModel(settings)
    budget = Budget(**PATIENCE)
    began: list[float] = []

    def stop(_: str) -> None:
        began.append(time.monotonic())
        budget.stop()

    with pytest.raises(ModelStoppedError):
        model.reply(COUNT, budget, on_text=stop)
    assert time.monotonic() - began[0] < 2
    short = Request("short", "Reply with {}.", "Begin.", {"type": "object", "properties": {}}, 20)
    assert isinstance(model.reply(short, Budget(**PATIENCE)), dict)


def test_a_conversation_survives_a_restart_of_the_server(
    server: Server, folder: Path, tmp_path: Path
) -> None:
    """The line asked while the server is away is answered by quotes that say so; the next by the model again."""
    program = [sys.executable, "-c", "from agent.cli import main; main()", "chat", "--json"]
    program += ["--corpus", str(folder), "--history", str(tmp_path / "talk.jsonl")]
    environment = os.environ | {"OPENAI_BASE_URL": server.url, "SEEDCHECK_MODEL": "tiny"}
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, env=environment, text=True) as talk:
        typed, replies = talk.stdin, _Documents(talk.stdout)
        assert typed is not None

        def say(line: str) -> dict[str, Any]:
            typed.write(f"{line}\n")
            typed.flush()
            return replies.next()

        first = say(QUESTION)
        server.kill()
        away = say(QUESTION)
        server.start()
        back = say(QUESTION)
        typed.close()
        assert talk.wait(60) == 0
    assert [one["engine"] for one in (first, away, back)] == ["llm", "extractive", "llm"]
    assert "nobody answers" in away["fallback"]
    assert len((tmp_path / "talk.jsonl").read_text("utf-8").splitlines()) == 3


class _Documents:
    """JSON documents from a pipe, one after another."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe

    def next(self) -> dict[str, Any]:
        """The next document; fails the test after four minutes."""
        watchdog = threading.Timer(240, self._pipe.close)
        watchdog.start()
        text = ""
        try:
            for line in self._pipe:
                text += line
                if line == "}\n":
                    value: dict[str, Any] = json.loads(text)
                    return value
        finally:
            watchdog.cancel()
        raise AssertionError(f"no document in {text!r}")
