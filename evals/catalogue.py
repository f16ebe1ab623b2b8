"""The table of metrics, the contract's first: what each counts in a row, and its formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from agent.result import VerdictLabel
from evals.fact_metrics import FACT_METRICS
from evals.metric import Metric, balanced, errored, gold_share, hits_of, output_rate, ratio, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.case import Case
    from evals.metric import Sums, View
    from evals.result import Stage
    from evals.row import Row

LABELS: tuple[str, ...] = get_args(VerdictLabel)
ECE_BINS = 10


def _facts(case: Case) -> float:
    return 0 if case.is_claim else len(case.expect.facts)


def _has_gold(case: Case) -> bool:
    return bool(case.gold)


def _judged_claim(case: Case) -> bool:
    return case.expect.verdict is not None


def _asked(case: Case) -> bool:
    """Whether a question has to be answered."""
    return case.answerable and not case.is_claim


def _all_found(row: Row) -> float:
    score = row.scores["fact_recall"]
    return float(score.hits == score.of)


def _citation_counts(row: Row, view: View) -> Sequence[float]:
    """Right ones, all, scored cases, errored cases taken as wrong, errored cases taken as right."""
    if not _has_gold(row.placed.case):
        return 0, 0, 0, 0, 0
    if errored(row):
        return 0, 0, 0, float(view == "against"), float(view == "for")
    score = row.scores["citation_precision"]
    return score.hits, score.of, 1, 0, 0


def _citation_precision(sums: Sums) -> Sums:
    right, cited, scored, wrong_cases, right_cases = np.moveaxis(sums, -1, 0)
    usual = np.divide(cited, scored, out=np.ones(np.shape(cited)), where=np.asarray(cited) > 0)
    return share(right + usual * right_cases, cited + usual * (wrong_cases + right_cases))


def _quote_counts(row: Row, _view: View) -> Sequence[float]:
    if errored(row):
        return 0, 0
    score = row.scores["quote_exactness"]
    return score.hits, score.of


def _decline_counts(row: Row, view: View) -> Sequence[float]:
    """Declined rightly, declined."""
    case = row.placed.case
    if not (case.expects_decline or _asked(case)):
        return 0, 0
    if errored(row):
        declined = (view == "against" and _asked(case)) or (view == "for" and case.expects_decline)
    else:
        declined = bool(hits_of(row, "declined"))
    return float(declined and case.expects_decline), float(declined)


def _decided_rightly(row: Row) -> bool:
    return bool(hits_of(row, "declined")) == row.placed.case.expects_decline


def _supported_rightly(row: Row) -> bool:
    return (row.scores["verdict"].value == "supported") == (row.placed.case.expect.verdict == "supported")


def _label_counts(row: Row, view: View) -> Sequence[float]:
    """For every label: verdicts that are right, verdicts that are wrong, claims that bear it."""
    counts = np.zeros((len(LABELS), 3))
    gold = row.placed.case.expect.verdict
    if gold is not None:
        counts[LABELS.index(gold), 2] = 1
        verdict = row.scores["verdict"].value if not errored(row) else gold if view == "for" else None
        if verdict is not None:
            counts[LABELS.index(str(verdict)), 0 if verdict == gold else 1] = 1
    return counts.ravel().tolist()


def _macro_f1(sums: Sums) -> Sums:
    """The mean over the labels that the claims bear of ``2 tp / (2 tp + fp + fn)``."""
    by_label = sums.reshape(*sums.shape[:-1], len(LABELS), 3)
    right, wrong, gold = np.moveaxis(by_label, -1, 0)
    f1 = np.where(gold > 0, share(2 * right, right + wrong + gold), 0.0)
    return share(f1.sum(axis=-1), (gold > 0).sum(axis=-1))


def _labelled(sums: Sums) -> Sums:
    return np.asarray(sums[..., 2::3].sum(axis=-1))


def _squared_error(row: Row) -> float:
    """Squared error of a stated probability (G. W. Brier, Monthly Weather Review 78, 1950, 1-3)."""
    return (hits_of(row, "confidence") - hits_of(row, "verdict")) ** 2


def _calibration_counts(row: Row, view: View) -> Sequence[float]:
    """For every bin: claims, sum of confidence, right ones; then errored claims, and their gaps."""
    counts = np.zeros(ECE_BINS * 3 + 2)
    if row.placed.case.expect.verdict is None:
        return counts.tolist()
    if errored(row):
        counts[-2:] = (0 if view == "seen" else 1), (1 if view == "against" else 0)
    else:
        confidence = hits_of(row, "confidence")
        at = 3 * min(int(confidence * ECE_BINS), ECE_BINS - 1)
        counts[at : at + 3] = 1, confidence, hits_of(row, "verdict")
    return counts.tolist()


def _calibration_error(sums: Sums) -> Sums:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    bins = sums[..., :-2].reshape(*sums.shape[:-1], ECE_BINS, 3)
    gaps = np.abs(bins[..., 1] - bins[..., 2]).sum(axis=-1) + sums[..., -1]
    return share(gaps, _forecasts(sums))


def _forecasts(sums: Sums) -> Sums:
    return np.asarray(sums[..., :-2:3].sum(axis=-1) + sums[..., -2])


def _within(k: int) -> Callable[[Row], float]:
    def hit(row: Row) -> float:
        rank = row.scores["retrieval_rank"].value
        return float(isinstance(rank, int) and rank <= k)

    return hit


_SEARCHING: tuple[Stage, ...] = ("retrieve", "all")

METRICS: tuple[Metric, ...] = (
    gold_share("fact_recall", "facts found", _facts, lambda row: hits_of(row, "fact_recall"), kind="mean"),
    gold_share("all_facts", "cases with every fact found", lambda case: bool(_facts(case)), _all_found),
    output_rate(
        "forbidden_rate",
        "cases that assert what is forbidden",
        lambda case: bool(case.expect.forbid),
        lambda row: hits_of(row, "forbidden"),
        "rate",
    ),
    Metric(
        "citation_precision",
        "right ones among the citations",
        "mean",
        5,
        _citation_counts,
        _citation_precision,
        lambda s: s[..., 1],
    ),
    gold_share(
        "citation_recall",
        "cases with the right citations",
        _has_gold,
        lambda row: hits_of(row, "citation_recall"),
    ),
    ratio("quote_exactness", "quotes that are verbatim", _quote_counts, "mean"),
    ratio("abstention_precision", "declined rightly among the declined", _decline_counts, "rate"),
    gold_share(
        "abstention_recall",
        "declined among those to decline",
        lambda case: case.expects_decline,
        lambda row: hits_of(row, "declined"),
    ),
    balanced(
        "answer_decline_bacc",
        "mean recall of answering and declining",
        (lambda case: case.expects_decline, _asked),
        _decided_rightly,
    ),
    gold_share(
        "source_recall",
        "cases that cite a right source",
        _has_gold,
        lambda row: hits_of(row, "source_recall"),
    ),
    *(
        gold_share(
            f"retrieval_recall@{k}",
            f"right document in the first {k}",
            _has_gold,
            _within(k),
            stages=_SEARCHING,
        )
        for k in (1, 5, 10)
    ),
    gold_share(
        "retrieval_mrr",
        "mean 1/rank of the right document",
        _has_gold,
        lambda row: hits_of(row, "retrieval_rank"),
        kind="mean",
        stages=_SEARCHING,
    ),
    gold_share(
        "verdict_accuracy", "claims judged rightly", _judged_claim, lambda row: hits_of(row, "verdict")
    ),
    Metric(
        "verdict_macro_f1",
        "F1 of verdicts, mean over labels",
        "mean",
        len(LABELS) * 3,
        _label_counts,
        _macro_f1,
        _labelled,
    ),
    balanced(
        "supported_bacc",
        "mean recall of supported and the rest",
        (
            lambda case: case.expect.verdict == "supported",
            lambda case: case.expect.verdict not in (None, "supported"),
        ),
        _supported_rightly,
    ),
    output_rate("brier", "squared error of confidence", _judged_claim, _squared_error, "mean"),
    Metric(
        "ece",
        "calibration error of confidence",
        "mean",
        ECE_BINS * 3 + 2,
        _calibration_counts,
        _calibration_error,
        _forecasts,
    ),
    gold_share(
        "pass_rate", "cases that passed", lambda _: 1, lambda row: row.outcome == "pass", stages=_SEARCHING
    ),
    Metric(
        "errored",
        "cases that errored (a number)",
        "count",
        2,
        lambda row, _view: (errored(row), 1),
        lambda s: s[..., 0],
        lambda s: s[..., 1],
        _SEARCHING,
    ),
    *FACT_METRICS,
)

METRIC_NAMES = tuple(metric.name for metric in METRICS)
"""Every metric by name, in the order of the table."""
