"""Metrics of facts by their worth, of the citation ladder, and of what statements rest on.

What only an output could tell (a contradiction, how far a citation gets) an errored case does not have: there all of
value, worst and best are over the outputs there are, as for ``quote_exactness``; errors have a gate of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evals.metric import Metric, errored, gold_share, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.case import Case
    from evals.ladder import Rung
    from evals.metric import Counter, View
    from evals.row import Row


def _facts_of(case: Case, *, vital: bool) -> float:
    facts = [] if case.is_claim else case.expect.facts
    return sum(fact.vital is vital for fact in facts)


def _stated_of(row: Row, *, vital: bool) -> float:
    return sum(finding.result == "stated" for finding in row.findings if finding.fact.vital is vital)


def _worth(name: str, meaning: str, *, vital: bool) -> Metric:
    return gold_share(
        name,
        meaning,
        lambda case: _facts_of(case, vital=vital),
        lambda row: _stated_of(row, vital=vital),
        kind="mean",
    )


def _contradicted(row: Row, _view: View) -> Sequence[float]:
    able = [finding for finding in row.findings if finding.fact.vital and finding.fact.can_be_contradicted]
    return sum(finding.result == "contradicted" for finding in able), len(able)


def _reaching(rung: Rung) -> Counter:
    def counts(row: Row, _view: View) -> Sequence[float]:
        asked = [climb.rungs[rung] for climb in row.climbs if climb.rungs[rung] is not None]
        return sum(map(bool, asked)), len(asked)

    return counts


def _statements(row: Row, _view: View) -> Sequence[float]:
    score = None if errored(row) else row.scores.get("statement_support")
    return (score.hits, score.of) if score else (0, 0)


def _rung(name: str, meaning: str, rung: Rung) -> Metric:
    return ratio(name, meaning, _reaching(rung), "mean")


FACT_METRICS: tuple[Metric, ...] = (
    _worth("vital_recall", "vital facts found", vital=True),
    _worth("okay_recall", "facts found that may be missing", vital=False),
    Metric(
        "facts_contradicted",
        "vital facts contradicted (a number)",
        "count",
        2,
        _contradicted,
        lambda s: np.where(s[..., 1] > 0, s[..., 0], np.nan),
        lambda s: s[..., 1],
    ),
    _rung("citations_resolve", "citations of a source there is", "resolves"),
    _rung("citations_unchanged", "of a source that is as it was", "unchanged"),
    _rung("citations_hold_fact", "exact citations that hold an expected fact", "holds_fact"),
    _rung("citations_support", "citations that back their statements", "supports"),
    ratio("statement_support", "statements that their citations back", _statements, "mean"),
)
