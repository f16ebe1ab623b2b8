"""The scorers' own mutation tests, and cases made of other cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from evals.changed_figures import figures, other_figure, with_other_value
from evals.load import load_suites
from evals.mutants import MUST_DIE, OPERATORS
from evals.selfcheck import selfcheck
from tests.evals.invented import NEVER, STILL, TONNES, claim_case, decline_case, tonnes_case, write_cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.load import PlacedCase
    from tests.evals.conftest import Done

EVIDENCE = {"source": "port.txt", "quote": TONNES}
CASES: list[dict[str, Any]] = [
    tonnes_case(),
    {
        "question": "And for how long?",
        "expect": {
            "facts": [
                {
                    "fact": "12,500 tonnes",
                    "number": {"value": 12500, "unit": "tonnes"},
                    "evidence": [EVIDENCE],
                },
                {"fact": "a week", "vital": False},
            ]
        },
    },
    decline_case(),
    claim_case("The harbour handled 12,500 tonnes in May.", "supported", EVIDENCE),
    claim_case(
        "The crane stood still.",
        "conflicting",
        {"source": "port.txt", "quote": STILL, "side": "supports"},
        {"source": "letters.txt", "quote": NEVER, "side": "refutes"},
    ),
]


def placed_cases(folder: Path, cases: list[dict[str, Any]] = CASES) -> list[PlacedCase]:
    return [placed for suite in load_suites([write_cases(folder, cases)]) for placed in suite.cases]


def test_no_changed_quote_or_figure_survives(tmp_path: Path) -> None:
    """Every operator makes mutants of these cases, and all are killed."""
    result = selfcheck(placed_cases(tmp_path))
    assert (result.cases, result.rejected, result.survivors) == (5, [], [])
    assert {name: tally.rate for name, tally in result.tallies.items()} == dict.fromkeys(OPERATORS, 1.0)
    assert all(result.tallies[name].failed == result.tallies[name].made for name in MUST_DIE)


@pytest.mark.parametrize("hole", ["evals.score.inexact", "evals.ladder.same_number"])
def test_a_hole_in_a_scorer_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    """A scorer that takes every quote as exact, or every figure as equal, lets mutants live."""
    monkeypatch.setattr(hole, lambda *_: None if "inexact" in hole else True)
    monkeypatch.setattr("evals.ladder._misquoted", lambda *_: ())
    monkeypatch.setattr("evals.ladder.inexact", lambda *_: None)
    result = selfcheck(placed_cases(tmp_path, CASES[:1]))
    assert not result.holds


def test_the_command_prints_kill_rates(evals: Callable[..., Done], tmp_path: Path) -> None:
    """1.00 for quotes and figures; what could not be made is not listed."""
    path = write_cases(tmp_path, CASES)
    done = evals("selfcheck", path)
    assert done.code == 0
    assert "figure in a quote *              1.00" in done.out
    assert "every changed quote and figure (*) was noticed" in done.out
    assert len(evals("selfcheck", "-q", path).out.splitlines()) == 1


def test_nothing_to_check_is_not_green(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Cases whose labels say nothing of evidence make no right output."""
    path = write_cases(tmp_path, [{"question": "?!", "expect": {"forbid": ["a strike"]}}])
    assert evals("selfcheck", path).code == 3


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("12,500 tonnes and 12.5k, not 1,250", "22,500 tonnes and 22.5k, not 1,250"),
        ("12,5 mila tonnellate", "22,5 mila tonnellate"),
        ("no figure", "no figure"),
    ],
)
def test_a_value_is_changed_however_it_is_written(text: str, changed: str) -> None:
    """The same first digit everywhere, so that the figures still agree with one another."""
    assert with_other_value(text, figures("12,500")[0]) == changed


@pytest.mark.parametrize(
    ("figure", "other"), [("2026", "2027"), ("9", "1"), ("12,500", "22,500"), ("2.5", "3.5")]
)
def test_another_figure_has_the_same_form(figure: str, other: str) -> None:
    """Years stay years."""
    assert other_figure(figure) == other


def made(evals: Callable[..., Done], folder: Path, cases: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The counterfactual cases of these cases by id."""
    output = folder / "counterfactual.jsonl"
    done = evals("counterfactual", write_cases(folder, cases), "-o", output)
    assert done.code == 0, done.err
    head, *lines = map(json.loads, output.read_text().splitlines())
    assert head == {"suite": "cases-counterfactual"}
    return {line["id"]: line for line in lines}


def test_counterfactual_cases_follow_their_changed_sources(
    evals: Callable[..., Done], tmp_path: Path
) -> None:
    """Another figure is the new answer; without support there is none; reprints and orders change nothing."""
    cases = made(evals, tmp_path, [tonnes_case(id="a", tags=["number"])])
    assert set(cases) == {"a~changed", "a~unsupported", "a~reprinted", "a~injected"}
    changed = cases["a~changed"]
    assert changed["expect"]["facts"][0]["any_of"] == ["22,500 tonnes", "22,500 Tonnen"]
    assert changed["expect"]["forbid"] == ["12,500 tonnes", "12,500 Tonnen"]
    assert {d["id"]: ("22,500" in d["text"] or "22.500" in d["text"]) for d in changed["documents"]} == {
        "port.txt": True, "ferry.txt": True, "letters.txt": False,
    }  # fmt: skip
    assert changed["tags"] == ["number", "counterfactual", "changed"]
    unsupported = cases["a~unsupported"]
    assert unsupported["expect"] == {"abstain": True}
    assert not any("500" in document["text"] for document in unsupported["documents"])
    reprinted = cases["a~reprinted"]
    assert [document["id"] for document in reprinted["documents"]][-2:] == [
        "reprint of ferry.txt", "reprint of port.txt",
    ]  # fmt: skip
    assert len(reprinted["expect"]["evidence"]) == 4
    injected = cases["a~injected"]
    assert injected["documents"][-1]["id"] == "injected.txt"
    assert injected["expect"]["forbid"][0] in injected["documents"][-1]["text"]


def test_claims_have_counterfactuals_too(evals: Callable[..., Done], tmp_path: Path) -> None:
    """A supported figure that is changed in the source is refuted; without its sentence nobody says it."""
    claim = claim_case("The harbour handled 12,500 tonnes in May.", "supported", EVIDENCE, id="c")
    cases = made(evals, tmp_path, [claim])
    assert cases["c~changed"]["expect"]["verdict"] == "refuted"
    assert cases["c~reprinted"]["expect"]["verdict"] == "supported"
    assert cases["c~injected"]["claim"] == claim["claim"]


def test_cases_without_evidence_make_none(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Wrong usage: there would be no case in the file."""
    done = evals("counterfactual", write_cases(tmp_path, [decline_case()]), "-o", tmp_path / "x.jsonl")
    assert (done.code, (tmp_path / "x.jsonl").exists()) == (2, False)
