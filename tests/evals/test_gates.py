"""Gates and exit codes, through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from evals.catalogue import METRIC_NAMES
from tests.evals.invented import (
    STILL,
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
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.evals.conftest import Done

RIGHT = answer("12,500 tonnes", cite(TONNES))
WRONG = answer("A week.", cite(STILL))
INEXACT = answer("12,500 tonnes", cite(TONNES), cite(STILL, number=2).model_copy(update={"quote": "so"}))
DOWN = ConnectionError("no answer")


def run(
    evals: Callable[..., Done], folder: Path, replies: Sequence[Any], *options: object, **head: Any
) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON result and standard output of a run with one question for each reply."""
    cases = [tonnes_case(f"q{number}") for number in range(len(replies))]
    systems = Replies({f"q{number}": reply for number, reply in enumerate(replies)})
    path, output = write_cases(folder, cases, **head), folder / "result.json"
    done = evals("run", path, "-o", output, *options, systems=systems)
    return done.code, json.loads(output.read_text()) if output.exists() else {}, done.out + done.err


@pytest.mark.parametrize(
    ("replies", "options", "head", "code"),
    [
        ([RIGHT] * 3, (), {}, 0),
        ([RIGHT] * 3 + [WRONG], (), {}, 1),
        # Gates of the command line replace "no case failed" ...
        ([RIGHT] * 3 + [WRONG], ("--min", "fact_recall=0.75"), {}, 0),
        ([RIGHT] * 3 + [WRONG], ("--min", "fact_recall=0.76"), {}, 1),
        ([RIGHT] * 3 + [WRONG], ("--min", "fact_recall=0.7", "--min", "citation_precision=0.8"), {}, 1),
        ([RIGHT] * 3 + [WRONG], ("--max", "brier=0.1"), {}, 3),
        # ... and so do the file's, which the command line replaces in turn.
        ([RIGHT] * 3 + [WRONG], (), {"gates": {"fact_recall": {"min": 0.7}}}, 0),
        ([RIGHT] * 3 + [WRONG], (), {"gates": {"fact_recall": {"min": 0.8, "max": 0.9}}}, 1),
        ([RIGHT] * 4, (), {"gates": {"fact_recall": {"max": 0.9}}}, 1),
        ([RIGHT] * 3 + [WRONG], ("--min", "pass_rate=0.5"), {"gates": {"fact_recall": {"min": 0.8}}}, 0),
        ([RIGHT] * 3 + [WRONG], (), {"gates": {"brier": {"max": 0.8}}}, 3),
        # Errors outweigh gates that held or were missed, unless some are allowed.
        ([RIGHT] * 3 + [DOWN], (), {}, 3),
        ([RIGHT] * 3 + [DOWN], ("--min", "fact_recall=0.1"), {}, 3),
        ([RIGHT] * 3 + [DOWN], ("--max", "errored=1"), {}, 0),
        ([RIGHT] * 3 + [DOWN] * 2, ("--max", "errored=1"), {}, 3),
        ([RIGHT] * 3 + [DOWN], (), {"gates": {"errored": {"max": 1}}}, 0),
        ([RIGHT] * 3 + [WRONG], (), {"gates": {"errored": {"max": 1}}}, 1),
        ([RIGHT] * 3 + [DOWN], ("--max", "errored=0"), {"gates": {"errored": {"max": 1}}}, 3),
        # An allowance for errors is no gate of its own: failures are failures still, and worst is compared.
        ([RIGHT] * 3 + [DOWN, WRONG], ("--max", "errored=1"), {}, 1),
        ([RIGHT] * 3 + [DOWN], ("--max", "errored=1", "--min", "fact_recall=0.75"), {}, 0),
        ([RIGHT] * 3 + [DOWN], ("--max", "errored=1", "--min", "fact_recall=0.76"), {}, 1),
        # Quotes are exact, whatever was asked for.
        ([RIGHT] * 3 + [INEXACT], ("--min", "fact_recall=0.1"), {}, 1),
        ([RIGHT] * 3 + [INEXACT], ("--min", "quote_exactness=0.1"), {}, 1),
        ([RIGHT] * 3, ("--stage", "retrieve"), {"gates": {"fact_recall": {"min": 0.9}}}, 1),
        ([RIGHT] * 3, ("--stage", "retrieve", "--max", "retrieval_mrr=0"), {}, 0),
        ([RIGHT] * 3, ("--stage", "retrieve", "--min", "fact_recall=0"), {}, 3),
    ],
)  # fmt: skip
def test_the_exit_code_says_what_the_gates_say(
    evals: Callable[..., Done],
    tmp_path: Path,
    replies: Sequence[Any],
    options: Sequence[object],
    head: dict[str, Any],
    code: int,
) -> None:
    """0 all held, 1 one was missed, 3 not gateable; the result file says the same."""
    found, result, printed = run(evals, tmp_path, replies, *options, **head)
    assert (found, result["exit_code"]) == (code, code)
    outcomes = {gate["outcome"] for gate in result["gates"]}
    assert (outcomes == {"held"}) is (code == 0)
    assert ("every gate held" in printed) is (code == 0)


def test_errors_are_never_green(evals: Callable[..., Done], tmp_path: Path) -> None:
    """14 right, 1 wrong and 5 errored: not gateable, and visible in figures, rows and every format."""
    replies = [RIGHT] * 14 + [WRONG] + [DOWN] * 5
    others = [tmp_path / f"result{ending}" for ending in (".xml", ".html", ".md")]
    code, result, printed = run(evals, tmp_path, replies, *(part for path in others for part in ("-o", path)))
    assert code == 3
    rate = result["metrics"]["pass_rate"]
    assert [rate[key] for key in ("value", "worst", "best", "n")] == [0.7, 0.7, 0.95, 20]
    recall = result["metrics"]["fact_recall"]
    assert [recall[key] for key in ("value", "worst", "best", "n")] == [0.7, 0.7, 0.95, 20]
    assert result["metrics"]["errored"]["value"] == 5
    assert [row["outcome"] for row in result["cases"]] == ["pass"] * 14 + ["fail"] + ["error"] * 5
    error = result["cases"][-1]["error"]
    assert (error["type"], error["message"]) == ("ConnectionError", "no answer")
    for text in (printed, *(path.read_text() for path in others)):
        assert "5 errored" in text
        assert text.count("no answer") >= 5
    assert "not gateable" in printed


def test_each_file_has_its_own_gates(evals: Callable[..., Done], tmp_path: Path) -> None:
    """A file with gates is judged by them, one without by "no case failed"; neither hides the other."""
    lenient = write_cases(tmp_path, [tonnes_case("wrong")], "a.jsonl", gates={"fact_recall": {"min": 0}})
    strict = write_cases(tmp_path, [tonnes_case("right")], "b.jsonl")
    systems = Replies({"wrong": WRONG, "right": RIGHT})
    assert evals("run", lenient, strict, systems=systems).code == 0
    done = evals("run", lenient, strict, systems=Replies(otherwise=WRONG))
    assert done.code == 1
    assert f"no case failed ({strict}): measured 1" in done.out
    assert "fact_recall" not in done.out.rpartition("cases:")[2]


def test_a_run_that_measures_nothing_is_not_gateable(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Where a stage has nothing to do with any case, no gate can be said to hold."""
    path, output = write_cases(tmp_path, [decline_case()]), tmp_path / "result.xml"
    done = evals("run", path, "--stage", "retrieve", "-o", output, systems=Replies())
    assert done.code == 3
    assert "1 skipped; not gateable" in done.out
    assert 'skipped="1"' in output.read_text()


def test_a_run_without_quotes_is_exact(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Declining everything rightly leaves nothing to quote, and that holds."""
    path = write_cases(tmp_path, [decline_case()])
    assert evals("run", path, systems=Replies(otherwise=abstention())).code == 0


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("recall=0.9", "there is no metric “recall”"),
        ("=0.9", "there is no metric “”"),
        ("fact_recall", "“” is not a number"),
        ("fact_recall=most", "“most” is not a number"),
        ("fact_recall=nan", "“nan” is not a number"),
        ("fact_recall=inf", "“inf” is not a number"),
    ],
)
def test_a_gate_that_cannot_be_read_is_wrong_usage(
    evals: Callable[..., Done], tmp_path: Path, option: str, message: str
) -> None:
    """Before anything runs; an unknown metric lists the known ones."""
    systems = Replies(otherwise=RIGHT)
    done = evals("run", write_cases(tmp_path, [tonnes_case()]), "--min", option, systems=systems)
    assert done.code == 2
    assert message in done.err
    if "no metric" in message:
        assert all(name in done.err for name in METRIC_NAMES)
    assert systems.opened == []
    assert "Traceback" not in done.err
