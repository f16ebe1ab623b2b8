"""Options reach the fact checker, results reach standard output, errors are one line and an exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent import __version__
from agent.errors import DocumentError, IndexLockedError, InputError, ModelError, StoreError
from agent.protocols import Filter
from agent.result import Answer, Verdict
from tests.cli.conftest import FakeChecker, Run
from tests.report.results import abstention, verdict

Program = Callable[..., Run]


def test_ask_prints_the_answer(run: Program, checker: FakeChecker) -> None:
    """The answer is on standard output, nothing on standard error; exit code 0; the checker is closed."""
    code, out, err = run("ask", "How much?")
    assert (code, err) == (0, "")
    assert "12,500 tonnes. [1]" in out
    assert checker.closed


def test_options_reach_the_checker(run: Program, checker: FakeChecker) -> None:
    """Every shared option arrives where it belongs."""
    options = [
        "--corpus",
        "docs",
        "--index",
        "idx",
        "--source",
        "a*",
        "--source",
        "b.txt",
        "--since",
        "2026-01-02",
    ]
    run("ask", "How much?", *options, "--engine", "extractive", "--lang", "de")
    where = Filter(sources=("a*", "b.txt"), since="2026-01-02")
    assert checker.calls[:1] == [("ask", "How much?", {"answer_language": "de", "where": where})]
    assert checker.opened | {"progress": None} == {
        "corpus": Path("docs"),
        "index": Path("idx"),
        "engine": "extractive",
        "progress": None,
    }


def test_what_is_not_given_is_left_to_the_checker(run: Program, checker: FakeChecker) -> None:
    """Without options nothing is named, filtered or forced."""
    run("check", "It rained.")
    assert checker.calls[:1] == [("check", "It rained.", {"language": None, "where": Filter()})]
    assert checker.opened == {
        "corpus": None,
        "index": None,
        "engine": "auto",
        "progress": None,
    }


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"], ["--json", "--format", "text"]])
@pytest.mark.parametrize("verbosity", [[], ["-q"], ["-v"], ["-vv"]])
def test_json_is_all_there_is_on_standard_output(
    run: Program, checker: FakeChecker, option: list[str], verbosity: list[str]
) -> None:
    """Standard output is exactly one JSON document, which reads back as the result."""
    out = run("ask", "How much?", *option, *verbosity).out
    assert Answer.model_validate_json(out) == checker.answer
    out = run("check", "It rained.", *option, *verbosity).out
    assert Verdict.model_validate_json(out) == checker.verdict


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (["ingest", "docs"], "seedcheck.ingest/1"),
        (["remove", "port.txt"], "seedcheck.ingest/1"),
        (["sources"], "seedcheck.sources/1"),
        (["sources", "--text", "port.txt"], "seedcheck.text/1"),
    ],
)
def test_every_command_speaks_json(
    run: Program, checker: FakeChecker, arguments: list[str], schema: str
) -> None:
    """The other commands print one JSON document too, with its schema named."""
    assert json.loads(run(*arguments, "--json").out)["schema"] == schema


@pytest.mark.parametrize(
    ("label", "code"), [("supported", 0), ("refuted", 1), ("conflicting", 1), ("not_enough_evidence", 1)]
)
def test_strict_turns_a_no_into_exit_code_1(
    run: Program, checker: FakeChecker, label: str, code: int
) -> None:
    """Every label but supported is a no under --strict, and none is without it."""
    checker.verdict = verdict(verdict=label)
    assert run("check", "It rained.", "--strict").code == code
    assert run("check", "It rained.").code == 0


def test_strict_counts_an_abstention_as_no(run: Program, checker: FakeChecker) -> None:
    """An abstention is printed and exits 1 under --strict only."""
    assert run("ask", "How much?", "--strict").code == 0
    checker.answer = abstention()
    assert run("ask", "How much?").code == 0
    strict = run("ask", "How much?", "--strict")
    assert strict.code == 1
    assert "do not answer this" in strict.out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("The question is empty.", next_step="Ask something."), 2),
        (DocumentError("a.pdf", "not supported", next_step="Convert it."), 2),
        (IndexLockedError("Another process writes.", next_step="Wait."), 2),
        (ModelError("No answer from the server.", next_step="Start it."), 3),
        (StoreError("Chroma\nfailed \x1b[2J.", next_step="Look at its log."), 3),
    ],
)
def test_an_error_is_one_line(run: Program, checker: FakeChecker, error: Exception, code: int) -> None:
    """What happened and what to do, on one line of standard error; no traceback and no output."""
    checker.error = error
    ended = run("ask", "?")
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith("seedcheck: ")
    assert ended.err.count("\n") == 1
    assert error.next_step in ended.err  # type: ignore[attr-defined]  # every case above has one
    assert "\x1b" not in ended.err


def test_a_bug_is_one_line_too(run: Program, checker: FakeChecker) -> None:
    """An exception nobody foresaw says so in a line and exits 3; -vv shows where it came from."""
    checker.error = RuntimeError("broken")
    ended = run("ask", "?")
    assert ended.code == 3
    assert "RuntimeError: broken" in ended.err
    assert ended.err.count("\n") == 1
    assert "Traceback" in run("ask", "?", "-vv").err
    assert "Traceback" not in run("ask", "?", "-v").err


def test_an_interrupt_exits_130(run: Program, checker: FakeChecker) -> None:
    """Ctrl-C ends with 130 and no traceback, and closes the checker."""
    checker.error = KeyboardInterrupt()
    ended = run("ask", "?")
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert checker.closed


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "a", "b"],
        ["ask", "a", "--no-such-option"],
        ["ask", "a", "--engine", "magic"],
        ["ask", "a", "--format", "pdf"],
        ["ask", "a", "--since", "yesterday"],
        ["check"],
        ["ingest"],
        ["remove"],
        ["dance"],
        ["ingest", "a", "--corpus", "b"],
        [],
    ],
)
def test_wrong_usage_exits_2(run: Program, checker: FakeChecker, arguments: list[str]) -> None:
    """What cannot be parsed exits 2, says so on standard error, and opens nothing."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: seedcheck" in ended.err
    assert not checker.calls


@pytest.mark.parametrize("command", ["ask", "check"])
def test_a_dash_reads_standard_input(
    run: Program, checker: FakeChecker, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The question on standard input is UTF-8, with or without a mark, without its last line break."""
    piped = io.TextIOWrapper(io.BytesIO("\ufeffWie groß?\n".encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", piped)
    run(command, "-")
    assert checker.calls[0][1] == "Wie groß?"


def test_standard_input_must_be_text(
    run: Program, checker: FakeChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that are not UTF-8 are bad input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9")))
    ended = run("ask", "-")
    assert ended.code == 2
    assert "UTF-8" in ended.err


def test_the_exact_text_is_printed(run: Program, checker: FakeChecker) -> None:
    """`sources --text` prints the text and nothing else: its bytes can be compared with the file's."""
    assert run("sources", "--text", "port.txt").out == "In May,\r\n\x1b[2Jthe harbour"


def test_a_terminal_gets_no_control_characters(
    run: Program, checker: FakeChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the same text has its control characters shown, not obeyed."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("sources", "--text", "port.txt").out == "In May,␍\n␛[2Jthe harbour"


def test_ingest_hands_over_paths_and_standard_input(run: Program, checker: FakeChecker) -> None:
    """Paths as given, --prune, and standard input where a dash asks for it."""
    ended = run("ingest", "docs", "*.txt", "--prune")
    assert "added: port.txt" in ended.out
    run("ingest", "-")
    (_, paths, first), (_, _, second) = checker.calls
    assert paths == ["docs", "*.txt"]
    assert (first["prune"], first["stdin"]) == (True, None)
    assert (second["prune"], second["stdin"]) == (False, sys.stdin.buffer)


def test_version(run: Program) -> None:
    """--version names program and version."""
    assert run("--version") == (0, f"seedcheck {__version__}\n", "")


@pytest.mark.parametrize("command", ["ingest", "remove", "sources", "ask", "check"])
def test_help_of_a_command(run: Program, command: str) -> None:
    """-h and --help print the same page, which names the shared options."""
    page = run(command, "--help")
    assert page.code == 0
    assert page == run(command, "-h")
    for option in ("--index", "--format", "--json", "--quiet", "--verbose"):
        assert option in page.out
