"""A model judge: advice with its own agreement, and in no gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.load import load_suites
from evals.render.figures import advised
from evals.result import Settings
from evals.run import Plan, run, select
from evals.summary import summarise
from tests.evals.invented import STILL, TONNES, Replies, abstention, answer, cite, tonnes_case, write_cases

if TYPE_CHECKING:
    from pathlib import Path

    from evals.result import EvalResult

RIGHT, WRONG = answer("12,500 tonnes", cite(TONNES)), answer("A week.", cite(STILL))


@dataclass
class Gullible:
    """Says yes to everything but what it breaks down on."""

    name: str = "gullible-1"

    def states(self, question: str, fact: str, answer: str) -> bool:
        if question == "q0":
            raise RuntimeError("overloaded")
        return True


def judged(folder: Path) -> EvalResult:
    suites = load_suites([write_cases(folder, [tonnes_case(f"q{n}") for n in range(6)])])
    replies = {"q3": WRONG, "q4": abstention()}
    done = run(Plan(select(suites, [])), Replies(replies, otherwise=RIGHT))
    settings = Settings(engine="invented", stage="all", repeat=1, seed=0)
    return summarise(done, suites, [], settings, advisor=Gullible())


def test_agreement_is_measured_over_answers(tmp_path: Path) -> None:
    """An abstention states nothing to judge; a breakdown is counted apart; what differs is named."""
    opinion = judged(tmp_path).opinion
    assert opinion is not None
    assert (opinion.facts, opinion.failed, opinion.agreement) == (4, 1, 0.75)
    assert opinion.kappa == 0
    assert [(item.id, item.code, item.judge) for item in opinion.disagreements] == [
        ("cases.jsonl-4", False, True)
    ]
    assert opinion.ci_low is not None
    assert opinion.ci_low < 0.75


def test_a_judge_changes_no_outcome(tmp_path: Path) -> None:
    """Metrics, gates and exit code are those of code alone."""
    result = judged(tmp_path)
    assert result.exit_code == 1
    assert [row.outcome for row in result.cases] == ["pass", "pass", "pass", "fail", "fail", "pass"]
    assert "in no gate" in advised(result)[0]
