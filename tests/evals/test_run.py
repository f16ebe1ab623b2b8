"""Running cases: what is opened, in what order rows come, and what an interrupt leaves."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import InputError, StoreError
from evals.load import load_suites
from evals.run import Plan, run, select
from tests.evals.invented import (
    TONNES,
    Replies,
    abstention,
    answer,
    cite,
    decline_case,
    rows_of,
    tonnes_case,
    write_cases,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agent.result import Answer
    from evals.run import Run

RIGHT = answer("12,500 tonnes", cite(TONNES))


def questions(number: int, **extra: Any) -> list[dict[str, Any]]:
    return [tonnes_case(f"q{n}", **extra) for n in range(number)]


def planned(folder: Path, cases: list[dict[str, Any]], systems: Replies, **how: Any) -> Run:
    return run(Plan(select(load_suites([write_cases(folder, cases)]), []), **how), systems)


def test_a_corpus_is_opened_once(tmp_path: Path) -> None:
    """For all files that name it, and closed at the end."""
    first = write_cases(tmp_path, questions(3), "first.jsonl")
    second = write_cases(tmp_path, questions(3), "second.jsonl", corpus="./corpus/../corpus")
    systems = Replies(otherwise=RIGHT)
    run(Plan(select(load_suites([first, second]), [])), systems)
    assert len(systems.opened) == 1
    assert systems.closed == 1


def test_a_case_with_documents_is_asked_over_these_alone(tmp_path: Path) -> None:
    """A system of its own is opened and closed for it; the file's corpus stays shut."""
    own = {"documents": [{"id": "gate", "text": "The gate was shut."}]}
    systems = Replies(otherwise=abstention())
    rows = rows_of(tmp_path, [decline_case(**own), decline_case(**own)], systems)
    assert [row.outcome for row in rows] == ["pass", "pass"]
    assert systems.opened == [["gate"], ["gate"]]
    assert systems.closed == 2


def test_a_corpus_that_does_not_open_ends_the_run(tmp_path: Path) -> None:
    """That is no case's error: nothing could be measured."""

    class Shut(Replies):
        def corpus(self, path: Path) -> Replies:
            raise StoreError("Chroma is down.", next_step="Start it.")

    with pytest.raises(StoreError):
        rows_of(tmp_path, questions(1), Shut())


@pytest.mark.parametrize("workers", [1, 4])
def test_rows_keep_the_order_of_cases(tmp_path: Path, workers: int) -> None:
    """However many workers there are and whoever is done first; a case's repeats stand together."""

    class Hasty(Replies):
        def ask(self, question: str, *, language: str | None = None) -> Answer:
            time.sleep(0.004 * (4 - int(question[1])))
            return RIGHT

    done = planned(tmp_path, questions(5), Hasty(), workers=workers, repeat=2)
    assert [(row.placed.case.text, row.repeat) for row in done.rows] == [
        (f"q{number}", repeat) for number in range(5) for repeat in (1, 2)
    ]


def test_workers_work_at_the_same_time(tmp_path: Path) -> None:
    """Two cases that wait for each other are done by two workers."""

    @dataclass
    class Meeting(Replies):
        door: threading.Barrier = threading.Barrier(2)  # noqa: RUF009  # one door for one meeting

        def ask(self, question: str, *, language: str | None = None) -> Answer:
            self.door.wait(timeout=5)
            return RIGHT

    done = planned(tmp_path, questions(2), Meeting(), workers=2)
    assert [row.outcome for row in done.rows] == ["pass", "pass"]


@pytest.mark.parametrize("workers", [1, 3])
def test_an_interrupt_keeps_what_is_done(tmp_path: Path, workers: int) -> None:
    """The rows before it are there, and the systems are closed."""
    systems = Replies({"q2": KeyboardInterrupt()}, otherwise=RIGHT)
    done = planned(tmp_path, questions(5), systems, workers=workers)
    assert done.interrupted
    assert [row.placed.case.text for row in done.rows] == ["q0", "q1"]
    assert systems.closed == 1


@pytest.mark.parametrize(
    ("tags", "chosen"),
    [
        ([], ["q0", "q1", "q2"]),
        (["may"], ["q0"]),
        (["may,june"], ["q0", "q1"]),
        (["june", "may"], ["q0", "q1"]),
    ],
)
def test_tags_choose_cases(tmp_path: Path, tags: list[str], chosen: list[str]) -> None:
    """One of the tags is enough, whether they are repeated or joined by commas."""
    cases = [tonnes_case("q0", tags=["may", "x"]), tonnes_case("q1", tags=["june"]), tonnes_case("q2")]
    suites = load_suites([write_cases(tmp_path, cases)])
    assert [placed.case.text for placed in select(suites, tags)] == chosen


def test_a_tag_that_no_case_bears_is_an_error(tmp_path: Path) -> None:
    """A gate over no case would be green; the known tags are named."""
    suites = load_suites([write_cases(tmp_path, questions(1, tags=["may"]))])
    with pytest.raises(InputError, match="Known are: may"):
        select(suites, ["june"])


def test_the_harness_costs_little(tmp_path: Path) -> None:
    """Less than a millisecond a case for asking, scoring and measuring."""
    from evals.metrics import Table

    cases = questions(1000, tags=["a", "b", "c"])
    suites = load_suites([write_cases(tmp_path, cases)])
    systems = Replies(otherwise=RIGHT)
    began = time.process_time()
    done = run(Plan(select(suites, [])), systems)
    Table(done.rows, stage="all", seed=0).measure()
    Table(done.rows, stage="all", seed=0).measure_by(lambda row: row.placed.case.tags)
    assert time.process_time() - began < 2
