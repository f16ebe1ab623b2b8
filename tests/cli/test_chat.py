"""A conversation through a pipe, as a script or a person without a terminal has it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import ModelUnavailableError
from tests.report.results import QUOTE

if TYPE_CHECKING:
    from pathlib import Path

    from agent.result import Answer
    from tests.cli.conftest import FakeChecker, Run

Program = Callable[..., Any]


@pytest.fixture
def talk(
    run: Program, checker: FakeChecker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Run]:
    """Pipes lines into ``seedcheck chat``, whose history is in the test's folder."""
    checker.model = None  # type: ignore[attr-defined]  # the real one has it
    checker.text = lambda _: f"Tides.. {QUOTE} Fog."  # type: ignore[method-assign]  # a text that holds the quote

    def talk(*lines: str, options: tuple[str, ...] = ()) -> Run:
        stdin = SimpleNamespace(buffer=io.BytesIO("\n".join(lines).encode()), isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stdin)
        done: Run = run("chat", "--history", str(tmp_path / "talk.jsonl"), *options)
        return done

    return talk


def test_lines_are_answered_in_order(talk: Callable[..., Run], checker: FakeChecker) -> None:
    """Each line is a question, answered as ``ask`` prints it; blank lines are nothing."""
    code, out, err = talk(
        "How much?", "", "Who says so about the harbour of Rostock in the month of May, Anna Berg?"
    )
    assert (code, err) == (0, "")
    assert out.count("12,500 tonnes. [1]") == 2
    assert [call[1] for call in checker.calls] == [
        "How much?", "Who says so about the harbour of Rostock in the month of May, Anna Berg?"]  # fmt: skip
    assert checker.closed


def test_json_is_one_document_a_turn(talk: Callable[..., Run]) -> None:
    """With --json every turn is a JSON document of its own."""
    out = talk("How much?", "/check It rained.", options=("--json",)).out
    decoder, schemas, at = json.JSONDecoder(), [], 0
    while at < len(out.rstrip()):
        value, at = decoder.raw_decode(out, at)
        at += 1
        schemas.append(value["schema"])
    assert schemas == ["seedcheck.answer/1", "seedcheck.verdict/1"]


def test_a_source_is_shown_in_its_context(talk: Callable[..., Run]) -> None:
    """The cited sentence with what stands around it, and where."""
    out = talk("How much?", "/source 1").out
    assert f"Tides.. »{QUOTE}« Fog." in out
    assert "port.txt, 8–50" in out


def test_commands(talk: Callable[..., Run], checker: FakeChecker, tmp_path: Path) -> None:
    """Checking the last statement, listing sources, saving, leaving."""
    saved = tmp_path / "page.md"
    done = talk("How much?", "/check", "/sources", f"/save {saved}", "/quit", "Not heard?")
    assert checker.calls[1][:2] == ("check", QUOTE)
    assert "port.txt" in done.out
    page = saved.read_text("utf-8")
    assert "[^1-1]" in page
    assert "[^2-1]" in page
    assert "Not heard?" not in [call[1] for call in checker.calls]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/bogus", "There is no command /bogus"),
        ("/source 7", "There is no citation '7'"),
        ("/source", "Which citation?"),
        ("/save", "Save it where?"),
        ("/save /nowhere/at/all.md", "cannot be written"),
    ],
)
def test_a_mistake_does_not_end_it(talk: Callable[..., Run], line: str, words: str) -> None:
    """One line on standard error, and on with the next line."""
    code, out, err = talk(line, "How much?")
    assert code == 0
    assert words in err
    assert "Traceback" not in err
    assert "12,500 tonnes" in out


def test_a_failing_model_does_not_end_it(
    talk: Callable[..., Run], checker: FakeChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, the conversation goes on."""
    right = checker.ask
    failures = [ModelUnavailableError("nobody answers.", next_step="Start it.")]

    def ask(question: str, **named: Any) -> Answer:
        if failures:
            raise failures.pop()
        return right(question, **named)

    monkeypatch.setattr(checker, "ask", ask)
    code, out, err = talk("How much?", "How much?")
    assert (code, out.count("12,500 tonnes. [1]")) == (0, 1)
    assert "nobody answers" in err


def test_it_goes_on_where_it_was_left(talk: Callable[..., Run], tmp_path: Path) -> None:
    """Citations of the last time can still be opened; a line cut off in mid-write is left out; /new forgets."""
    talk("How much?")
    with open(tmp_path / "talk.jsonl", "ab") as file:
        file.write(b'{"kind": "ask", "typed": "Half a li')
    assert f"»{QUOTE}«" in talk("/source 1", "How much now?").out
    lines = (tmp_path / "talk.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["typed"] == "How much now?"
    assert "no citation" in talk("/new", "/source 1").err
