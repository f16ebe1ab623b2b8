"""A fact checker with invented replies in place of the real one, and the program run in this process."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from agent.cli import main
from agent.result import Answer, IngestReport, SourceRecord, Verdict
from tests.report.results import answer, record, verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging as it was before the program set it up for standard error."""
    for logger in (logging.root, logging.getLogger("agent")):
        monkeypatch.setattr(logger, "handlers", [])
        monkeypatch.setattr(logger, "level", logger.level)


@dataclass
class FakeChecker:
    """Replies what it is told to, and remembers what it was asked."""

    answer: Answer = field(default_factory=answer)
    verdict: Verdict = field(default_factory=verdict)
    error: BaseException | None = None
    opened: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)
    closed: bool = False

    def __enter__(self) -> FakeChecker:
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True

    def _called(self, name: str, what: object, named: dict[str, Any]) -> None:
        self.calls.append((name, what, named))
        if self.error:
            raise self.error

    def ask(self, question: str, **named: Any) -> Answer:
        self._called("ask", question, named)
        return self.answer

    def check(self, claim: str, **named: Any) -> Verdict:
        self._called("check", claim, named)
        return self.verdict

    def ingest(self, paths: list[str], **named: Any) -> IngestReport:
        self._called("ingest", paths, named)
        return IngestReport(added=["port.txt"])

    def remove(self, sources: list[str]) -> list[str]:
        self._called("remove", sources, {})
        return sources

    def sources(self, where: object = None) -> list[SourceRecord]:
        self._called("sources", None, {})
        return [record()]

    def text(self, source: str) -> str:
        self._called("text", source, {})
        return "In May,\r\n\x1b[2Jthe harbour"


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeChecker:
    """The checker that every command opens."""
    fake = FakeChecker()

    def open_checker(settings: object, **named: Any) -> FakeChecker:
        fake.opened = named
        return fake

    module = ModuleType("agent.opening")
    module.open_checker = module.open_index = open_checker  # type: ignore[attr-defined]  # made by hand
    monkeypatch.setitem(sys.modules, "agent.opening", module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEEDCHECK_CACHE", str(tmp_path / "cache"))
    return fake


class Run(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs ``seedcheck`` with these arguments."""

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["seedcheck", *arguments])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capfd.readouterr()
        return Run(int(exit_.value.code or 0), out, err)

    return run
