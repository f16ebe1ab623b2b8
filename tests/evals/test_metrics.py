"""Every metric of the contract against values worked out by hand, and what errors do to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.catalogue import METRIC_NAMES
from evals.load import load_suites
from evals.metrics import Table
from evals.run import Plan, run, select
from evals.statistics import wilson_interval
from tests.evals.invented import (
    NEVER,
    STILL,
    TONNES,
    Replies,
    abstention,
    answer,
    cite,
    claim_case,
    decline_case,
    metrics_of,
    rows_of,
    tonnes_case,
    verdict,
    write_cases,
)

if TYPE_CHECKING:
    from pathlib import Path

    from evals.load import PlacedCase
    from tests.evals.invented import Reply

RIGHT = answer("12,500 tonnes", cite(TONNES))
SPAN = {"source": "port.txt", "quote": TONNES}
OTHER_SPAN = {"source": "letters.txt", "quote": NEVER}
INEXACT = cite(STILL).model_copy(update={"quote": "The crane stood still for a day. "})


def two_facts() -> dict[str, Any]:
    case = tonnes_case("q2")
    case["expect"]["facts"].append({"fact": "a strike"})
    case["expect"]["forbid"] = ["30 tonnes"]
    return case


def no_forbidden() -> dict[str, Any]:
    return {"question": "q4", "expect": {"abstain": True, "forbid": ["30 tonnes"]}}


CASES = [
    tonnes_case("q1"),
    two_facts(),
    tonnes_case("q3"),
    no_forbidden(),
    decline_case("q5"),
    claim_case("c1", "supported", SPAN),
    claim_case("c2", "refuted", OTHER_SPAN),
    claim_case("c3", "not_enough_evidence"),
    claim_case("c4", "conflicting"),
]
REPLIES: dict[str, Reply] = {
    "q1": RIGHT,
    "q2": answer("12,500 tonnes, not 30 tonnes", cite(TONNES), cite(STILL, number=2)),
    "q3": abstention(),
    "q4": abstention(),
    "q5": answer("The mayor.", INEXACT),
    "c1": verdict("supported", cite(TONNES), confidence=0.9),
    "c2": verdict("supported", cite(STILL), confidence=0.6),
    "c3": verdict("not_enough_evidence", confidence=0.8),
    "c4": verdict("refuted", confidence=0.3),
}
OTHERS = [f"other-{number}" for number in range(20)]
RANKINGS = {
    "q1": ["port.txt", "letters.txt"],
    "q2": ["letters.txt", "letters.txt", "other-1", "ferry.txt", "port.txt"],
    "q3": [*OTHERS[:10], "port.txt"],
    "c1": ["letters.txt", "port.txt"],
    "c2": [*OTHERS[:6], "letters.txt"],
}
MIXED = Replies(REPLIES, rankings=RANKINGS)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("fact_recall", 2 / 4, 4),
        ("all_facts", 1 / 3, 3),
        ("forbidden_rate", 1 / 2, 2),
        ("citation_precision", 3 / 5, 5),
        ("citation_recall", 3 / 5, 5),
        ("quote_exactness", 5 / 6, 6),
        ("abstention_precision", 1 / 2, 2),
        ("abstention_recall", 1 / 2, 2),
        ("answer_decline_bacc", (1 / 2 + 2 / 3) / 2, 5),
        ("source_recall", 3 / 5, 5),
        ("retrieval_recall@1", 1 / 5, 5),
        ("retrieval_recall@5", 3 / 5, 5),
        ("retrieval_recall@10", 4 / 5, 5),
        ("retrieval_mrr", (1 + 1 / 3 + 0 + 1 / 2 + 1 / 7) / 5, 5),
        ("verdict_accuracy", 2 / 4, 4),
        ("verdict_macro_f1", (2 / 3 + 0 + 1 + 0) / 4, 4),
        ("supported_bacc", (1 + 2 / 3) / 2, 4),
        ("brier", (0.1**2 + 0.6**2 + 0.2**2 + 0.3**2) / 4, 4),
        ("ece", (0.1 + 0.6 + 0.2 + 0.3) / 4, 4),
        ("pass_rate", 4 / 9, 9),
        ("errored", 0, 9),
    ],
)
def test_metrics_have_their_values(tmp_path: Path, name: str, value: float, n: int) -> None:
    """Without errors all three figures agree, and the interval holds the value."""
    metric = metrics_of(tmp_path, CASES, MIXED)[name]
    assert metric.value == pytest.approx(value)
    assert metric.worst == metric.best == metric.value
    assert metric.n == n
    if name != "errored":
        assert metric.ci_low is not None
        assert metric.ci_high is not None
        assert 0 <= metric.ci_low <= metric.value <= metric.ci_high <= 1
        assert metric.ci_high - metric.ci_low > 0.1


def test_every_metric_of_the_contract_is_there() -> None:
    """In the contract's order, each once; further ones follow."""
    contract = (
        "fact_recall",
        "all_facts",
        "forbidden_rate",
        "citation_precision",
        "citation_recall",
        "quote_exactness",
        "abstention_precision",
        "abstention_recall",
        "answer_decline_bacc",
        "source_recall",
        "retrieval_recall@1",
        "retrieval_recall@5",
        "retrieval_recall@10",
        "retrieval_mrr",
        "verdict_accuracy",
        "verdict_macro_f1",
        "supported_bacc",
        "brier",
        "ece",
        "pass_rate",
        "errored",
    )
    assert METRIC_NAMES[: len(contract)] == contract
    assert len(set(METRIC_NAMES)) == len(METRIC_NAMES)


@pytest.mark.parametrize(
    ("name", "value", "worst", "best"),
    [
        # q1, q5, c1 and c4 errored.
        ("fact_recall", 1 / 4, 1 / 4, 2 / 4),
        ("all_facts", 0, 0, 1 / 3),
        ("forbidden_rate", 1 / 2, 1 / 2, 1 / 2),
        ("citation_precision", 1 / 3, 1 / 5, 3 / 5),
        ("citation_recall", 1 / 5, 1 / 5, 3 / 5),
        ("quote_exactness", 1, 1, 1),
        ("abstention_precision", 1 / 2, 1 / 3, 2 / 3),
        ("abstention_recall", 1 / 2, 1 / 2, 1),
        ("answer_decline_bacc", (1 / 2 + 1 / 3) / 2, (1 / 2 + 1 / 3) / 2, (1 + 2 / 3) / 2),
        ("source_recall", 1 / 5, 1 / 5, 3 / 5),
        ("retrieval_recall@10", 2 / 5, 2 / 5, 4 / 5),
        ("retrieval_mrr", (1 / 3 + 1 / 7) / 5, (1 / 3 + 1 / 7) / 5, (2 + 1 / 3 + 1 / 7) / 5),
        ("verdict_accuracy", 1 / 4, 1 / 4, 3 / 4),
        ("verdict_macro_f1", 1 / 4, 1 / 4, (2 / 3 + 0 + 1 + 1) / 4),
        ("supported_bacc", (0 + 1 / 3) / 2, (0 + 1 / 3) / 2, (1 + 2 / 3) / 2),
        ("brier", (0.6**2 + 0.2**2) / 2, (2 + 0.6**2 + 0.2**2) / 4, (0.6**2 + 0.2**2) / 4),
        ("ece", (0.6 + 0.2) / 2, (2 + 0.6 + 0.2) / 4, (0.6 + 0.2) / 4),
        ("pass_rate", 2 / 9, 2 / 9, 6 / 9),
        ("errored", 4, 4, 4),
    ],
)
def test_errors_count_against_and_for(
    tmp_path: Path, name: str, value: float, worst: float, best: float
) -> None:
    """Errors stay in the denominators that cases fix; the bounds say what they might have been."""
    broken = {key: RuntimeError("down") for key in ("q1", "q5", "c1", "c4")}
    metric = metrics_of(tmp_path, CASES, Replies(REPLIES | broken, rankings=RANKINGS))[name]
    assert metric.value == pytest.approx(value)
    assert metric.worst == pytest.approx(worst)
    assert metric.best == pytest.approx(best)


def test_a_case_that_forbids_and_errored_may_have_asserted(tmp_path: Path) -> None:
    """An assertion nobody saw is neither there nor absent."""
    replies = Replies(REPLIES | {"q4": RuntimeError("down")}, rankings=RANKINGS)
    metric = metrics_of(tmp_path, CASES, replies)["forbidden_rate"]
    assert (metric.value, metric.worst, metric.best, metric.n) == (1, 1, 1 / 2, 1)


@pytest.mark.parametrize("name", [name for name in METRIC_NAMES if name not in ("pass_rate", "errored")])
def test_a_metric_without_cases_is_undefined(tmp_path: Path, name: str) -> None:
    """A question that only forbids nothing asked for leaves everything but the rates over all undefined."""
    case = {"question": "?!", "expect": {"forbid": ["a strike"]}}
    metric = metrics_of(tmp_path, [case], Replies(otherwise=answer("Nobody knows.")))[name]
    expected = 0 if name in ("forbidden_rate", "statement_support") else None
    assert (metric.value, metric.worst, metric.best) == (expected,) * 3


def test_facts_of_claims_are_expected_but_not_in_the_recall_of_facts(tmp_path: Path) -> None:
    """That metric is over questions; a claim whose ``why`` lacks a fact fails all the same."""
    case = claim_case("c", "supported")
    case["expect"]["facts"] = [{"fact": "a strike"}]
    metrics = metrics_of(tmp_path, [case], Replies(otherwise=verdict("supported")))
    assert metrics["fact_recall"].value is None
    assert metrics["pass_rate"].value == 0


def test_a_retrieval_run_measures_retrieval_alone(tmp_path: Path) -> None:
    """Nothing is asked or checked; cases without gold spans are skipped and count nowhere."""
    rows = rows_of(tmp_path, CASES, Replies(rankings=RANKINGS, otherwise=RuntimeError("asked")), "retrieve")
    assert [row.outcome for row in rows] == [
        "pass", "pass", "fail", "skipped", "skipped", "pass", "pass", "skipped", "skipped",
    ]  # fmt: skip
    metrics = Table(rows, stage="retrieve", seed=0).measure()
    assert metrics["retrieval_recall@5"].value == pytest.approx(3 / 5)
    assert metrics["pass_rate"].value == pytest.approx(4 / 5)
    assert metrics["fact_recall"].value is None
    assert metrics["errored"].n == 5


LOWER_IS_BETTER = {"forbidden_rate", "brier", "ece"}


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> tuple[PlacedCase, ...]:
    return select(load_suites([write_cases(tmp_path_factory.mktemp("mixed"), CASES)]), [])


@given(st.lists(st.sampled_from(["as it is", "down", "declined"]), min_size=9, max_size=9), st.data())
def test_worst_and_best_enclose_the_value(
    placed: tuple[PlacedCase, ...], moods: list[str], data: st.DataObject
) -> None:
    """Whatever errored: counting errors against the system is never better than counting them for it."""
    replies = dict(REPLIES)
    for case, mood in zip(placed, moods, strict=True):
        if mood == "down":
            replies[case.case.text] = RuntimeError("down")
        elif mood == "declined" and not case.case.is_claim:
            replies[case.case.text] = abstention()
    chosen = data.draw(st.lists(st.sampled_from(placed), min_size=1, max_size=9, unique_by=lambda p: p.line))
    rows = run(Plan(tuple(chosen)), Replies(replies, rankings=RANKINGS)).rows
    for name, metric in Table(rows, stage="all", seed=0).measure().items():
        sign = -1 if name in LOWER_IS_BETTER else 1
        if metric.worst is not None and metric.best is not None:
            assert sign * metric.worst <= sign * metric.best + 1e-9
        if metric.value is not None:
            assert metric.worst is not None
            assert metric.best is not None
            assert sign * metric.worst - 1e-9 <= sign * metric.value <= sign * metric.best + 1e-9


def test_repeats_count_everywhere_but_not_as_further_cases(tmp_path: Path) -> None:
    """Rows triple; the interval does not narrow, for the same case asked again is not another case."""
    once = metrics_of(tmp_path, CASES, MIXED)["citation_recall"]
    thrice = metrics_of(tmp_path, CASES, MIXED, repeat=3)["citation_recall"]
    assert (thrice.value, thrice.n) == (once.value, 15)
    assert (thrice.ci_low, thrice.ci_high) == (once.ci_low, once.ci_high)


def test_all_right_is_no_certainty(tmp_path: Path) -> None:
    """20 of 20 has Wilson's interval whether a metric is a rate, a ratio or a mean of classes."""
    cases = [tonnes_case(f"q{number}") for number in range(20)]
    cases += [decline_case(f"d{number}") for number in range(20)]
    replies = Replies(
        {f"d{number}": abstention() for number in range(20)},
        otherwise=RIGHT,
        rankings={f"q{number}": ["port.txt"] for number in range(20)},
    )
    metrics = metrics_of(tmp_path, cases, replies)
    for name in ("fact_recall", "all_facts", "citation_precision", "retrieval_mrr", "abstention_recall"):
        assert metrics[name].ci_low == pytest.approx(0.839, abs=0.0005)
        assert metrics[name].ci_high == 1
    assert metrics["answer_decline_bacc"].ci_low == pytest.approx(1 - 0.161 / 2**0.5, abs=0.001)
    assert metrics["pass_rate"].ci_low == pytest.approx(wilson_interval(1, 40)[0])


def test_groups_are_measured_by_themselves(tmp_path: Path) -> None:
    """A row counts in every group it belongs to; a metric that a group cannot have is undefined there."""
    cases = [tonnes_case("q1", tags=["number", "may"]), tonnes_case("q3", tags=["may", "may"])]
    rows = rows_of(tmp_path, cases, MIXED)
    groups = Table(rows, stage="all", seed=0).measure_by(lambda row: row.placed.case.tags)
    assert list(groups) == ["may", "number"]
    assert groups["may"]["fact_recall"].value == 0.5
    assert groups["may"]["pass_rate"].n == 2
    assert groups["number"]["fact_recall"].value == 1
    assert groups["number"]["abstention_precision"].value is None


def test_the_seed_decides_the_intervals(tmp_path: Path) -> None:
    """The same seed gives the same figures, another one other bounds of the same value."""
    rows = rows_of(tmp_path, CASES, MIXED)
    assert Table(rows, stage="all", seed=1).measure() == Table(rows, stage="all", seed=1).measure()
    first, second = (Table(rows, stage="all", seed=seed).measure()["brier"] for seed in (1, 2))
    assert first.value == second.value
    assert (first.ci_low, first.ci_high) != (second.ci_low, second.ci_high)


def test_no_rows_leave_everything_undefined() -> None:
    """A run interrupted before its first case has metrics all the same."""
    metrics = Table([], stage="all", seed=0).measure()
    assert {metric.value for name, metric in metrics.items() if name != "errored"} == {None}
    assert metrics["errored"].value == 0
