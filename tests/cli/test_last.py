"""The last answer is kept for ``evals add``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.result import Answer, Verdict
from tests.cli.conftest import FakeChecker, Run

if TYPE_CHECKING:
    from pathlib import Path

Program = Callable[..., Run]


def test_an_answer_is_kept_with_the_documents_it_cites(
    run: Program, checker: FakeChecker, tmp_path: Path
) -> None:
    """Result, corpus and the text of every cited document, whole."""
    assert run("ask", "How much?", "--corpus", "docs").code == 0
    last = json.loads((tmp_path / "cache" / "last.json").read_text())
    assert last["schema"] == "seedcheck.last/1"
    assert Answer.model_validate(last["result"]) == checker.answer
    assert last["corpus"] == str(tmp_path / "docs")
    assert [document["id"] for document in last["documents"]] == ["port.txt"]
    assert last["documents"][0]["text"].startswith("In May,\r\n")


def test_the_next_one_takes_its_place(run: Program, checker: FakeChecker, tmp_path: Path) -> None:
    """One file, whatever was asked."""
    run("ask", "How much?", "--corpus", "docs")
    run("check", "So.")
    last = json.loads((tmp_path / "cache" / "last.json").read_text())
    assert Verdict.model_validate(last["result"]) == checker.verdict
    assert last["corpus"] is None


def test_a_cache_that_cannot_be_written_is_no_error(
    run: Program, checker: FakeChecker, tmp_path: Path
) -> None:
    """The answer is what was asked for."""
    (tmp_path / "cache").write_text("")
    assert run("ask", "How much?").code == 0
