"""Baselines: bless, run against one, compare; what is compared and what never is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.evals.invented import (
    STILL,
    TONNES,
    Replies,
    abstention,
    answer,
    cite,
    tonnes_case,
    write_cases,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.evals.conftest import Done

RIGHT = answer("12,500 tonnes", cite(TONNES))
WRONG = answer("A week.", cite(STILL))
ASKED = [f"q{number}" for number in range(5)]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path, [tonnes_case(asked, id=asked) for asked in ASKED])


def blessed(evals: Callable[..., Done], cases: Path, systems: Replies, *options: object) -> Path:
    """A baseline of these replies."""
    result, baseline = cases.parent / "before.json", cases.parent / "baseline.json"
    evals("run", cases, "-o", result, *options, systems=systems)
    assert evals("bless", result, "-o", baseline).code == 0
    return baseline


def against(
    evals: Callable[..., Done], cases: Path, baseline: Path, systems: Replies, *options: object
) -> tuple[int, dict[str, Any]]:
    output = cases.parent / "now.json"
    done = evals("run", cases, "-o", output, "--baseline", baseline, *options, systems=systems)
    return done.code, json.loads(output.read_text())


def test_what_failed_before_may_fail_again(evals: Callable[..., Done], cases: Path) -> None:
    """With a baseline, the gate is that nothing got worse."""
    systems = Replies({"q1": WRONG}, otherwise=RIGHT)
    code, result = against(evals, cases, blessed(evals, cases, systems), systems)
    assert (code, result["comparison"]["changes"]) == (0, [])
    assert result["metrics"]["pass_rate"]["value"] == 0.8


def test_a_broken_case_names_its_fact(evals: Callable[..., Done], cases: Path) -> None:
    """Which fact in which case of which file, and why; with repeats that all agree, one case is enough."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT), "--repeat", 3)
    code, result = against(evals, cases, baseline, Replies({"q2": WRONG}, otherwise=RIGHT), "--repeat", 3)
    assert code == 1
    (change,) = result["comparison"]["changes"]
    assert (change["id"], change["kind"], change["before"], change["now"]) == ("q2", "broken", "3/3", "0/3")
    assert (change["file"], change["line"]) == (str(cases), 4)
    assert change["lost"] == ["12,500 tonnes"]
    assert change["why"].startswith("fact: 12,500 tonnes; citation")
    assert result["comparison"]["steady"]


def test_one_flaky_case_is_no_regression(evals: Callable[..., Done], cases: Path) -> None:
    """Without repeats a system that may vary is given the benefit of the doubt."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    code, result = against(evals, cases, baseline, Replies({"q2": WRONG}, otherwise=RIGHT))
    assert code == 0
    assert [change["kind"] for change in result["comparison"]["changes"]] == ["broken"]
    assert result["comparison"]["least"] == 1.0


def test_a_deterministic_engine_needs_no_repeats(evals: Callable[..., Done], cases: Path) -> None:
    """The extractive engine answers alike whenever it is asked."""

    def extractive(reply: Any) -> Any:
        return reply.model_copy(update={"engine": "extractive"})

    baseline = blessed(evals, cases, Replies(otherwise=extractive(RIGHT)))
    systems = Replies({"q2": extractive(abstention())}, otherwise=extractive(RIGHT))
    assert against(evals, cases, baseline, systems)[0] == 1


def test_a_drop_over_many_cases_is_seen(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Even where no single case proves anything."""
    cases = write_cases(tmp_path, [tonnes_case(f"q{n}", id=f"q{n}") for n in range(12)])
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    systems = Replies({f"q{n}": WRONG for n in range(5)}, otherwise=RIGHT)
    code, result = against(evals, cases, baseline, systems)
    assert code == 1
    assert result["comparison"]["p_drop"] == pytest.approx(2**-5)


def test_edited_new_and_gone_cases_are_not_compared(evals: Callable[..., Done], cases: Path) -> None:
    """They are listed; tags may change without that."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    edited = tonnes_case("q1", id="q1")
    edited["expect"]["facts"].append({"fact": "a strike"})
    write_cases(cases.parent, [tonnes_case("q0", id="q0", tags=["new"]), edited, tonnes_case("q9", id="q9")])
    code, result = against(evals, cases, baseline, Replies(otherwise=RIGHT))
    kinds = {change["id"]: change["kind"] for change in result["comparison"]["changes"]}
    assert code == 0
    assert kinds == {"q1": "edited", "q9": "new", "q2": "gone", "q3": "gone", "q4": "gone"}
    assert result["comparison"]["cases"] == 1


def test_changed_scorers_are_never_read_as_a_changed_agent(evals: Callable[..., Done], cases: Path) -> None:
    """Not gateable, whatever the figures; the gate says what to do."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    data = json.loads(baseline.read_text())
    data["fingerprints"]["scorers"] = "0" * 64
    baseline.write_text(json.dumps(data))
    code, result = against(evals, cases, baseline, Replies(otherwise=WRONG))
    assert code == 3
    assert "evals rescore" in result["comparison"]["obstacle"]
    assert result["gates"][-1]["outcome"] == "undefined"


def test_a_changed_corpus_is_noted(evals: Callable[..., Done], cases: Path) -> None:
    """It may be the reason, so it is said; it is no obstacle."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    (cases.parent / "corpus" / "more.txt").write_text("More.")
    code, result = against(evals, cases, baseline, Replies(otherwise=RIGHT))
    assert code == 0
    assert "the corpus has changed" in result["comparison"]["notes"][0]


def test_a_missing_baseline_is_not_gateable(evals: Callable[..., Done], cases: Path) -> None:
    """Found before anything is asked; the next step is named."""
    systems = Replies(otherwise=RIGHT)
    done = evals("run", cases, "--baseline", cases.parent / "none.json", systems=systems)
    assert (done.code, systems.opened) == (3, [])
    assert "evals bless" in done.err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "seedcheck.answer/1"}', "\x00"])
def test_something_else_is_no_baseline(evals: Callable[..., Done], cases: Path, content: str) -> None:
    """Wrong usage, in one sentence."""
    path = cases.parent / "wrong.json"
    path.write_text(content)
    assert evals("run", cases, "--baseline", path, systems=Replies(otherwise=RIGHT)).code == 2
    assert evals("compare", path, path).code == 2
    done = evals("bless", path)
    assert (done.code, "Traceback" in done.err) == (2, False)


def test_errors_are_not_blessed(evals: Callable[..., Done], cases: Path) -> None:
    """What could not be measured is nothing to hold later runs to."""
    result = cases.parent / "before.json"
    evals("run", cases, "-o", result, systems=Replies({"q1": OSError("down")}, otherwise=RIGHT))
    done = evals("bless", result, "-o", cases.parent / "baseline.json")
    assert (done.code, (cases.parent / "baseline.json").exists()) == (2, False)
    assert "1 errored" in done.err


def test_the_baseline_file_is_small_and_diffs_by_case(evals: Callable[..., Done], cases: Path) -> None:
    """One line a case, no answers; the same run gives the same bytes."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT))
    text = baseline.read_text()
    assert [line[:8] for line in text.splitlines() if '"runs"' in line] == [
        f'    "{asked}"' for asked in ASKED
    ]
    assert "12,500 tonnes went" not in text
    assert blessed(evals, cases, Replies(otherwise=RIGHT)).read_text() == text


def test_compare_reads_results_and_baselines(evals: Callable[..., Done], cases: Path) -> None:
    """Two results, or a baseline and a result; errors in the new one are not gateable."""
    folder = cases.parent
    for name, reply in (("a", RIGHT), ("b", WRONG), ("c", OSError("down"))):
        evals("run", cases, "-o", folder / f"{name}.json", systems=Replies(otherwise=reply))
    assert evals("compare", folder / "a.json", folder / "a.json").code == 0
    done = evals("compare", folder / "a.json", folder / "b.json", "-o", folder / "d.md")
    assert done.code == 1
    assert "5 broken" in done.out
    assert "**broken**" in (folder / "d.md").read_text()
    assert evals("compare", folder / "a.json", folder / "c.json").code == 3
    assert evals("compare", folder / "b.json", folder / "a.json").code == 0


def test_an_errored_case_counts_as_not_passed(evals: Callable[..., Done], cases: Path) -> None:
    """Allowing errors does not hide what they may have broken."""
    baseline = blessed(evals, cases, Replies(otherwise=RIGHT), "--repeat", 2)
    systems = Replies({"q1": OSError("down")}, otherwise=RIGHT)
    code, result = against(evals, cases, baseline, systems, "--repeat", 2, "--max", "errored=2")
    assert code == 1
    assert result["comparison"]["changes"][0]["why"] == "OSError: down"
