"""The report: one page for people, without scripts or anything to fetch; it works from disk and on a telephone."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from agent.report.neutral import printable
from evals.ladder import RUNGS
from evals.render.figures import (
    advised,
    against_baseline,
    asked,
    asked_for,
    figure,
    headline,
    meaning,
    name,
    unmet,
)
from evals.render.marks import facts_in, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Template

    from evals.render.marks import Part
    from evals.result import CaseRow, Change, EvalResult, MetricValue, Outcome

_SHOWN_GROUPS = ("pass_rate", "fact_recall", "citation_precision", "citation_recall", "verdict_accuracy")
_OPENED = 3
"""Cases that got worse and are open when the page is."""

_ORDER = {"error": 0, "fail": 1, "skipped": 2, "pass": 3}


def render(result: EvalResult) -> str:
    """Outcome and gates, the comparison with a baseline, metrics, groups, and every case with its evidence."""
    changes = {change.id: change for change in result.comparison.changes} if result.comparison else {}
    return _page().render(
        result=result,
        headline=headline(result),
        status={0: "held", 1: "missed"}.get(result.exit_code, "open"),
        asked_for=asked_for(result),
        outcomes=_outcomes(result),
        unmet=unmet(result),
        comparison=against_baseline(result),
        advised=advised(result),
        changes=list(changes.values()),
        metrics=_metrics(result),
        groups=[group for group in _groups(result) if group.lines],
        ladder=_ladder(result.cases),
        cases=_cases(result, changes),
    )


@cache
def _page() -> Template:
    environment = Environment(
        loader=PackageLoader("evals.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"figure": figure, "anchor": _anchor}
    return environment.get_template("report.html")


def _finalize(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _anchor(case: str, repeat: int) -> str:
    """An id for a case's place on the page: its own id need not be one."""
    return f"case-{case.encode('utf-8', 'surrogatepass').hex()}-{repeat}"


class Bar(NamedTuple):
    """One outcome: how many cases, and their share in percent."""

    outcome: Outcome
    cases: int
    percent: float


def _outcomes(result: EvalResult) -> list[Bar]:
    counts = Counter(row.outcome for row in result.cases)
    total = len(result.cases) or 1
    order: tuple[Outcome, ...] = ("pass", "fail", "error", "skipped")
    return [Bar(what, counts[what], round(100 * counts[what] / total, 2)) for what in order if counts[what]]


class Line(NamedTuple):
    """A metric of the overview; ``before`` is the baseline's."""

    name: str
    meaning: str
    metric: MetricValue
    before: float | None
    scaled: bool


def _metrics(result: EvalResult) -> list[Line]:
    before = result.comparison.metrics if result.comparison else {}
    return [
        Line(name, meaning(name), metric, before.get(name, (None, None))[0], metric.ci_low is not None)
        for name, metric in result.metrics.items()
        if metric.value is not None or metric.worst is not None
    ]


class Group(NamedTuple):
    """The metrics of each suite, tag or language; ``columns`` are those that some line of it has."""

    title: str
    columns: list[str]
    lines: list[tuple[str, Mapping[str, MetricValue]]]


def _groups(result: EvalResult) -> Iterable[Group]:
    suites = {name: metrics for name, metrics in result.by_suite.items() if len(result.by_suite) > 1}
    for title, groups in (("By suite", suites), ("By tag", result.by_tag), ("By language", result.by_lang)):
        columns = [
            name
            for name in _SHOWN_GROUPS
            if any(name in metrics and metrics[name].value is not None for metrics in groups.values())
        ]
        yield Group(title, columns, list(groups.items()))


class Step(NamedTuple):
    """One rung of the ladder: citations that reached it, of those it was asked of."""

    rung: str
    reached: int
    of: int


def _ladder(rows: Iterable[CaseRow]) -> list[Step]:
    climbs = [citation.rungs for row in rows for citation in row.citations]
    asked_of = {rung: [rungs[rung] for rungs in climbs if rungs.get(rung) is not None] for rung in RUNGS}
    return [Step(rung.replace("_", " "), sum(map(bool, of)), len(of)) for rung, of in asked_of.items()]


class Shown(NamedTuple):
    """A case as the page shows it: its words cut where facts and quotes are highlighted."""

    row: CaseRow
    name: str
    asked: str
    change: Change | None
    open: bool
    reply: list[Part]
    quotes: list[tuple[int, list[Part]]]


def _cases(result: EvalResult, changes: Mapping[str, Change]) -> list[Shown]:
    repeated = result.settings.repeat > 1
    rows = sorted(result.cases, key=lambda row: _rank(row, changes))
    worse = [id(row) for row in rows if not _rank(row, changes)[0]][:_OPENED]
    return [_shown(row, changes.get(row.id), opened=id(row) in worse, repeated=repeated) for row in rows]


def _rank(row: CaseRow, changes: Mapping[str, Change]) -> tuple[bool, int]:
    """What got worse comes first, then errors, failures, and the rest in the order of the run."""
    change = changes.get(row.id)
    worse = change is not None and change.kind in ("broken", "worse") and row.outcome != "pass"
    return not worse, _ORDER[row.outcome]


def _shown(row: CaseRow, change: Change | None, *, opened: bool, repeated: bool) -> Shown:
    output = row.output or {}
    words = str(output.get("answer") or output.get("why") or "")
    return Shown(
        row=row,
        name=name(row, repeated=repeated),
        asked=asked(row),
        change=change,
        open=opened,
        reply=parts(words, facts_in(row, "answer")),
        quotes=[
            (number, parts(citation.quote, facts_in(row, f"citation {citation.id}")))
            for number, citation in enumerate(row.citations)
        ],
    )
