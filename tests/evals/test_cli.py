"""The commands as a user or a CI script runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.evals.invented import (
    TONNES,
    Replies,
    abstention,
    answer,
    cite,
    decline_case,
    tonnes_case,
    write_cases,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.evals.conftest import Done

RIGHT = answer("12,500 tonnes", cite(TONNES))


def test_help_and_version_are_there(evals: Callable[..., Done]) -> None:
    """They exit with 0, for every command."""
    page = evals("--help").out
    for command in (
        "run",
        "compare",
        "bless",
        "rescore",
        "lint",
        "init",
        "add",
        "counterfactual",
        "selfcheck",
    ):
        assert command in page
        assert "Usage: evals" in evals(command, "--help").out
    assert evals("--version").out.startswith("evals ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["walk"],
        ["run", "--colour"],
        ["run", "--repeat", "0"],
        ["run", "--stage", "none"],
        ["run", "--engine", "steam"],
        ["run", "nowhere.yaml"],
        ["run", "-o", "result.txt"],
        ["run", "-o", "result"],
        ["lint", "nowhere.yaml"],
    ],
)
def test_wrong_usage_exits_with_2(evals: Callable[..., Done], arguments: list[str]) -> None:
    """With a sentence on standard error, no traceback, and nothing on standard output."""
    done = evals(*arguments, systems=Replies(otherwise=RIGHT))
    assert done.code == 2
    assert done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_run_prints_figures_and_failures(evals: Callable[..., Done], tmp_path: Path) -> None:
    """The table, then what was asked, expected and got in each case that did not pass, then the outcome."""
    path = write_cases(tmp_path, [tonnes_case("right"), tonnes_case("How many [bold]tonnes\x1b[31m?")])
    done = evals("run", path, systems=Replies({"right": RIGHT}, otherwise=abstention()))
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0].split() == ["metric", "value", "95", "%", "n", "worst", "best"]
    assert any(line.split()[:2] == ["fact_recall", "0.500"] for line in lines)
    assert "\x1b" not in done.out
    for part in (
        f"FAIL cases.jsonl-2 ({path}:3)",
        "asked:    How many [bold]tonnes",
        "expected: 12,500 tonnes",
        "got:      declined: not said",
        "why:      missing fact: 12,500 tonnes; citation for the case; an answer",
        "2 cases: 1 passed, 1 failed, 0 errored; a gate was missed.",
    ):
        assert part in done.out
    assert done.err == ""


def test_only_the_first_failures_are_printed(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Ten of them; the rest are counted."""
    path = write_cases(tmp_path, [tonnes_case(f"q{number}") for number in range(13)])
    done = evals("run", path, systems=Replies(otherwise=abstention()))
    assert done.out.count("FAIL ") == 10
    assert "… and 3 more" in done.out


def test_quiet_leaves_the_outcome(evals: Callable[..., Done], tmp_path: Path) -> None:
    """One line, and one more for each gate that did not hold."""
    path = write_cases(tmp_path, [tonnes_case()])
    assert evals("run", "-q", path, systems=Replies(otherwise=RIGHT)).out == (
        "1 cases: 1 passed, 0 failed, 0 errored; every gate held.\n"
    )
    assert len(evals("run", "-q", path, systems=Replies(otherwise=abstention())).out.splitlines()) == 2


def test_results_go_to_every_file_named(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Folders are made; a file is there whole or not at all, and replaces the one before it."""
    path = write_cases(tmp_path, [tonnes_case()])
    outputs = [tmp_path / "new" / f"result{ending}" for ending in (".json", ".xml", ".html", ".md", ".JSON")]
    arguments = [part for output in outputs for part in ("-o", output)]
    for _ in range(2):
        assert evals("run", path, *arguments, systems=Replies(otherwise=RIGHT)).code == 0
    assert sorted(item.name for item in (tmp_path / "new").iterdir()) == sorted(out.name for out in outputs)


def test_an_output_that_cannot_be_written_is_wrong_usage(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Of a .json that is found before anything is asked; else the figures are printed all the same."""
    (tmp_path / "file").write_text("")
    path, systems = write_cases(tmp_path, [tonnes_case()]), Replies(otherwise=RIGHT)
    done = evals("run", path, "-o", tmp_path / "file" / "a.json", systems=systems)
    assert (done.code, done.out, systems.opened) == (2, "", [])
    assert "cannot be written" in done.err
    done = evals("run", path, "-o", tmp_path / "file" / "a.md", systems=systems)
    assert done.code == 2
    assert "every gate held" in done.out
    assert "cannot be written" in done.err


def test_an_interrupted_run_exits_with_130(evals: Callable[..., Done], tmp_path: Path) -> None:
    """What is done is written; no gate is judged."""
    path = write_cases(tmp_path, [tonnes_case(f"q{number}") for number in range(3)])
    systems = Replies({"q1": KeyboardInterrupt()}, otherwise=RIGHT)
    done = evals("run", path, "-o", tmp_path / "result.json", systems=systems)
    assert done.code == 130
    assert "1 cases: 1 passed, 0 failed, 0 errored; interrupted, no gate judged." in done.out
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["interrupted"], len(result["cases"]), result["gates"]) == (True, 1, [])


def test_options_reach_the_run(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Tags, repeats, the seed, further files and another corpus."""
    first = write_cases(
        tmp_path, [tonnes_case("a", tags=["may"]), tonnes_case("b")], "a.jsonl", corpus="gone"
    )
    second = write_cases(tmp_path, [tonnes_case("c", tags=["may"])], "b.jsonl")
    output = tmp_path / "result.json"
    systems = Replies(otherwise=RIGHT)
    options = ["--corpus", tmp_path / "corpus", "--tags", "may", "--repeat", 2, "--seed", 5, "--workers", 2]
    done = evals("run", first, "--cases", second, *options, "-o", output, systems=systems)
    assert done.code == 0
    result = json.loads(output.read_text())
    assert [(row["question"], row["repeat"]) for row in result["cases"]] == [
        ("a", 1), ("a", 2), ("c", 1), ("c", 2),
    ]  # fmt: skip
    settings = result["settings"]
    assert (settings["tags"], settings["repeat"], settings["seed"]) == (["may"], 2, 5)
    assert systems.opened == [tmp_path / "corpus"]


def test_lint_says_what_it_read_or_what_is_wrong(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Good files on standard output with 0, faults on standard error with 2."""
    path = write_cases(tmp_path, [decline_case(), tonnes_case()])
    assert evals("lint", path) == (0, f"{path}: suite cases, 2 cases\n", "")
    assert evals("lint", "-q", path) == (0, "", "")
    path = write_cases(tmp_path, [decline_case(note="?"), tonnes_case(id="twice"), tonnes_case(id="twice")])
    done = evals("lint", path)
    column = path.read_text().splitlines()[1].index('"note"') + 1
    assert (done.code, done.out) == (2, "")
    assert f"{path}:2:{column}: cases[0].note: unknown key" in done.err
    assert "Mend the case file" in done.err
    assert "Traceback" not in done.err


def test_the_packaged_cases_hold_their_quotes(evals: Callable[..., Done]) -> None:
    """Without any file named, the cases that come with the package are used."""
    done = evals("lint")
    assert done.code == 0
    assert len(done.out.splitlines()) >= 1


def test_a_fault_of_the_program_is_no_missed_gate(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Whatever breaks outside the cases exits with 3."""

    class Broken(Replies):
        def corpus(self, path: Path) -> Replies:
            raise ZeroDivisionError

    done = evals("run", write_cases(tmp_path, [tonnes_case()]), systems=Broken())
    assert done.code == 3
    assert "ZeroDivisionError" in done.err
