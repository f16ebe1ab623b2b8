"""Replies that outlive a crash, runs that go on from them, and scoring again without asking."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.evals.invented import (
    STILL,
    TONNES,
    Replies,
    answer,
    cite,
    claim_case,
    tonnes_case,
    verdict,
    write_cases,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agent.result import Answer
    from tests.evals.conftest import Done

RIGHT = answer("12,500 tonnes", cite(TONNES))
WRONG = answer("A week.", cite(STILL))


@dataclass
class Counting(Replies):
    """Notes what is asked."""

    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        self.asked.append(question)
        return super().ask(question, language=language)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path, [tonnes_case(f"q{number}") for number in range(4)])


def test_a_run_that_was_cut_short_goes_on(evals: Callable[..., Done], cases: Path) -> None:
    """What is on record is not asked again; the result is that of an uninterrupted run."""
    result, rows = cases.parent / "result.json", cases.parent / "result.rows.jsonl"
    first = Counting({"q2": KeyboardInterrupt()}, otherwise=RIGHT)
    assert evals("run", cases, "-o", result, systems=first).code == 130
    assert len(rows.read_text().splitlines()) == 3
    second = Counting(otherwise=RIGHT)
    assert evals("run", cases, "-o", result, "--resume", systems=second).code == 0
    assert second.asked == ["q2", "q3"]
    assert [row["outcome"] for row in json.loads(result.read_text())["cases"]] == ["pass"] * 4
    assert not rows.exists()


def test_a_line_cut_in_half_is_dropped(evals: Callable[..., Done], cases: Path) -> None:
    """The crash came while it was written."""
    rows = cases.parent / "rows.jsonl"
    assert evals("run", cases, "--rows", rows, systems=Replies(otherwise=RIGHT)).code == 0
    rows.write_text(rows.read_text()[:-40])
    again = Counting(otherwise=RIGHT)
    assert evals("run", cases, "--rows", rows, "--resume", systems=again).code == 0
    assert again.asked == ["q3"]
    assert len(rows.read_text().splitlines()) == 5


def test_errors_are_tried_again(evals: Callable[..., Done], cases: Path) -> None:
    """A server that was down is no reason to ask everything once more."""
    rows = cases.parent / "rows.jsonl"
    down = Replies({"q1": OSError("down")}, otherwise=RIGHT)
    assert evals("run", cases, "--rows", rows, systems=down).code == 3
    again = Counting(otherwise=RIGHT)
    assert evals("run", cases, "--rows", rows, "--resume", systems=again).code == 0
    assert again.asked == ["q1"]


def test_a_whole_record_opens_nothing(evals: Callable[..., Done], cases: Path) -> None:
    """No corpus, no index, no model."""
    rows = cases.parent / "rows.jsonl"
    evals("run", cases, "--rows", rows, "--workers", 3, systems=Replies(otherwise=RIGHT))
    again = Counting()
    assert evals("run", cases, "--rows", rows, "--resume", systems=again).code == 0
    assert (again.opened, again.asked) == ([], [])


@pytest.mark.parametrize("change", ["cases", "corpus", "stage"])
def test_other_questions_do_not_take_over_old_answers(
    evals: Callable[..., Done], cases: Path, change: str
) -> None:
    """Case files, corpora, engine and stage must be those of the record."""
    rows = cases.parent / "rows.jsonl"
    evals("run", cases, "--rows", rows, systems=Replies(otherwise=RIGHT))
    options: list[object] = []
    if change == "cases":
        write_cases(cases.parent, [tonnes_case("q9")])
    elif change == "corpus":
        (cases.parent / "corpus" / "more.txt").write_text("More.")
    else:
        options = ["--stage", "retrieve"]
    done = evals("run", cases, "--rows", rows, "--resume", *options, systems=Replies(otherwise=RIGHT))
    assert done.code == 2
    assert "was begun with other" in done.err


@pytest.mark.parametrize("content", [None, "", "{}\n", "[1]\n"])
def test_nothing_to_resume_is_wrong_usage(
    evals: Callable[..., Done], cases: Path, content: str | None
) -> None:
    """A missing file, or one that is something else."""
    rows = cases.parent / "rows.jsonl"
    if content is not None:
        rows.write_text(content)
    assert evals("run", cases, "--rows", rows, "--resume", systems=Replies()).code == 2
    assert evals("run", cases, "--resume", systems=Replies()).code == 2


def test_every_row_is_on_the_disk_before_the_next_question(
    evals: Callable[..., Done], cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is flushed and synced by itself."""
    synced: list[int] = []
    rows = cases.parent / "rows.jsonl"
    monkeypatch.setattr("os.fsync", lambda _: synced.append(len(rows.read_text().splitlines())))
    evals("run", cases, "--rows", rows, systems=Replies(otherwise=RIGHT))
    assert synced == [2, 3, 4, 5]


def test_rescoring_asks_nothing(evals: Callable[..., Done], cases: Path) -> None:
    """Today's cases over yesterday's answers: what is expected may change, what was asked may not."""
    before, after = cases.parent / "before.json", cases.parent / "after.json"
    evals("run", cases, "-o", before, systems=Replies({"q1": OSError("down")}, otherwise=RIGHT))
    assert evals("rescore", before, "-o", after).code == 3
    old, new = json.loads(before.read_text()), json.loads(after.read_text())
    assert new["cases"] == old["cases"]
    changed = [tonnes_case(f"q{number}") for number in range(4)]
    changed[2]["expect"]["facts"].append({"fact": "a strike"})
    write_cases(cases.parent, changed)
    evals("rescore", before, "-o", after)
    assert [row["outcome"] for row in json.loads(after.read_text())["cases"]] == [
        "pass",
        "error",
        "fail",
        "pass",
    ]
    write_cases(cases.parent, [tonnes_case("something else")])
    done = evals("rescore", before)
    assert (done.code, "asks something else" in done.err) == (2, True)


def test_an_output_that_no_scorer_could_judge_is_scored_again(
    evals: Callable[..., Done], tmp_path: Path
) -> None:
    """The fault was the scorer's, so it is one still, unless the scorer was mended."""
    cases = write_cases(tmp_path, [claim_case("c", "refuted")])
    path = tmp_path / "before.json"
    evals("run", cases, "-o", path, systems=Replies(otherwise=verdict("refuted", confidence=1.5)))
    assert evals("rescore", path).code == 3
    data = json.loads(path.read_text())
    data["cases"][0]["output"]["confidence"] = 0.5
    path.write_text(json.dumps(data))
    assert evals("rescore", path).code == 0


@dataclass
class Tape:
    """A stand-in for the recorder of a model adapter."""

    missed: list[str] = field(default_factory=list)
    turns: list[tuple[str, int]] = field(default_factory=list)

    @contextmanager
    def turn(self, case: str, repeat: int) -> Iterator[None]:
        self.turns.append((case, repeat))
        if case == "missing":
            self.missed.append("POST /v1/chat/completions 4f1c")
        yield


def taped(monkeypatch: pytest.MonkeyPatch) -> Tape:
    tape = Tape()
    monkeypatch.setattr("evals.replay.open_tape", lambda _folder, _mode: tape)
    return tape


def test_a_replay_knows_case_and_repeat(
    evals: Callable[..., Done], cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records are keyed by both."""
    tape = taped(monkeypatch)
    done = evals(
        "run", cases, "--engine", "llm", "--replay", "tape", "--repeat", 2, systems=Replies(otherwise=RIGHT)
    )
    assert done.code == 0
    assert tape.turns[:3] == [("cases.jsonl-1", 1), ("cases.jsonl-1", 2), ("cases.jsonl-2", 1)]


def test_a_miss_is_not_gateable(
    evals: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the system made do without the model, and whatever errors are allowed."""
    taped(monkeypatch)
    cases = write_cases(tmp_path, [tonnes_case(id="missing")])
    options = ["--engine", "llm", "--replay", "tape", "--max", "errored=9"]
    done = evals("run", cases, *options, systems=Replies(otherwise=RIGHT))
    assert done.code == 3
    assert "every request is on record (first missed: POST /v1/chat/completions 4f1c)" in done.out


def test_replays_of_the_same_are_the_same_bytes(evals: Callable[..., Done], cases: Path) -> None:
    """In every format: no wall time is in a replayed result."""
    slow = RIGHT.model_copy(update={"timings_ms": {"total": 1.0}})
    slower = RIGHT.model_copy(update={"timings_ms": {"total": 2.0}})
    names = ("r.json", "r.xml", "r.html", "r.md")

    def written(reply: Any) -> list[bytes]:
        outputs = [part for name in names for part in ("-o", cases.parent / name)]
        evals("run", cases, "--replay", "tape", *outputs, systems=Replies(otherwise=reply))
        return [(cases.parent / name).read_bytes() for name in names]

    assert written(slow) == written(slower)


def test_record_and_replay_exclude_each_other(evals: Callable[..., Done], cases: Path) -> None:
    """One of them is meant."""
    done = evals("run", cases, "--record", "a", "--replay", "b", systems=Replies())
    assert done.code == 2


def test_the_extractive_engine_opens_no_tape(
    evals: Callable[..., Done], cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks no model."""
    monkeypatch.setattr("evals.replay.open_tape", lambda *_: pytest.fail("opened"))
    assert evals("run", cases, "--replay", "tape", systems=Replies(otherwise=RIGHT)).code == 0


def test_a_record_replays_without_opening_anything(evals: Callable[..., Done], cases: Path) -> None:
    """The same agent over the same documents: its replies are taken from the record, by case and repeat."""
    folder, first, second = cases.parent / "tape", cases.parent / "a.json", cases.parent / "b.json"
    options = ["--repeat", 2, "--seed", 1]
    assert evals("run", cases, "--record", folder, *options, systems=Replies(otherwise=RIGHT)).code == 0
    again = Counting()
    for output in (first, second):
        assert evals("run", cases, "--replay", folder, *options, "-o", output, systems=again).code == 0
    assert (again.asked, again.opened) == ([], [])
    assert first.read_bytes() == second.read_bytes()


def test_a_changed_agent_is_asked_again(
    evals: Callable[..., Done], cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it replied before is no evidence of what it replies now."""
    folder = cases.parent / "tape"
    assert evals("run", cases, "--record", folder, systems=Replies(otherwise=RIGHT)).code == 0
    monkeypatch.setenv("SEEDCHECK_EMBEDDER", "another")
    again = Counting(otherwise=WRONG)
    assert evals("run", cases, "--replay", folder, systems=again).code == 1
    assert len(again.asked) == 4
