"""A run against its baseline: which cases changed, which fact in them, and whether chance explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from evals.paired import LEVEL_OF_BROKEN, LEVEL_OF_DROP, Pair, judge_pairs
from evals.result import Change, Comparison, GateResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evals.baseline import Baseline, BaselineCase
    from evals.result import CaseRow, EvalResult, Fingerprints

DETERMINISTIC_ENGINES = frozenset({"extractive"})
"""Engines that answer alike whenever they are asked: no repeat is needed to know what chance does."""

_ORDER = get_args(Change.model_fields["kind"].annotation)


def compare(before: Baseline, now: EvalResult, reduced_now: Baseline, *, name: str) -> Comparison:
    """The comparison of a run, given whole and reduced, with the baseline called ``name``."""
    obstacle = "the run was interrupted" if now.interrupted else _obstacle(before, reduced_now)
    if obstacle is not None:
        return Comparison(baseline=name, obstacle=obstacle)
    rows: dict[str, CaseRow] = {}
    for row in now.cases:
        if row.id not in rows or row.outcome in ("fail", "error"):
            rows[row.id] = row
    pairs = {
        key: Pair(before.cases[key].passes, before.cases[key].runs, case.passes, case.runs)
        for key, case in reduced_now.cases.items()
        if key in before.cases and before.cases[key].fingerprint == case.fingerprint
    }
    if not pairs:
        return Comparison(baseline=name, obstacle="no case of the baseline was run, or all were edited since")
    engines = {*before.fingerprints.engines, *reduced_now.fingerprints.engines}
    judged = judge_pairs(list(pairs.values()), deterministic=engines <= DETERMINISTIC_ENGINES)
    return Comparison(
        baseline=name,
        notes=list(_notes(before.fingerprints, reduced_now.fingerprints)),
        cases=judged.cases,
        drop=judged.drop,
        p_drop=judged.p_drop,
        broken=judged.broken,
        p_broken=judged.p_broken,
        steady=judged.steady,
        least=judged.least,
        changes=sorted(_changes(before, reduced_now, rows), key=lambda change: _ORDER.index(change.kind)),
        metrics=_metrics(before.metrics, reduced_now.metrics),
    )


def _obstacle(before: Baseline, now: Baseline) -> str | None:
    if before.fingerprints.scorers != now.fingerprints.scorers:
        return (
            "the scorers have changed since the baseline was made: a difference could be theirs. "
            "Rescore the result it was made from (evals rescore) and bless it anew"
        )
    if before.stage != now.stage:
        return f"the baseline is of stage {before.stage}, this run of stage {now.stage}"
    return None


def _notes(before: Fingerprints, now: Fingerprints) -> Iterator[str]:
    changed = [path for path, seen in now.corpora.items() if before.corpora.get(path, seen) != seen]
    if changed:
        yield f"the corpus has changed: {', '.join(changed)}"
    named = sorted(
        name
        for name in before.prompts.keys() | now.prompts.keys()
        if before.prompts.get(name) != now.prompts.get(name)
    )
    if named:
        yield f"prompts have changed: {', '.join(named)}"
    for what in ("models", "engines", "embedders", "readers"):
        old, new = getattr(before, what), getattr(now, what)
        if old != new:
            yield f"{what}: {', '.join(old) or 'none'} before, {', '.join(new) or 'none'} now"


def _metrics(
    before: Mapping[str, float | None], now: Mapping[str, float | None]
) -> dict[str, tuple[float | None, float | None]]:
    return {
        name: (before.get(name), value)
        for name, value in now.items()
        if value is not None or before.get(name) is not None
    }


def _changes(before: Baseline, now: Baseline, rows: Mapping[str, CaseRow]) -> Iterator[Change]:
    for key, case in now.cases.items():
        row, old = rows[key], before.cases.get(key)
        if old is None:
            yield Change(id=key, file=case.file, line=row.line, kind="new", now=_runs(case), why=_why(row))
        elif old.fingerprint != case.fingerprint:
            yield _change(key, "edited", old, case, row)
        else:
            kind = _kind(old, case)
            if kind is not None:
                yield _change(key, kind, old, case, row)
    for key, case in before.cases.items():
        if key not in now.cases:
            yield Change(id=key, file=case.file, kind="gone", before=_runs(case))


def _change(
    key: str,
    kind: Literal["broken", "worse", "mended", "better", "edited"],
    old: BaselineCase,
    new: BaselineCase,
    row: CaseRow,
) -> Change:
    rates = {fact: (_rate(old, fact), _rate(new, fact)) for fact in new.facts if fact in old.facts}
    return Change(
        id=key,
        file=new.file,
        line=row.line,
        kind=kind,
        before=_runs(old),
        now=_runs(new),
        lost=[fact for fact, (was, is_now) in rates.items() if is_now < was],
        gained=[fact for fact, (was, is_now) in rates.items() if is_now > was],
        why=_why(row),
    )


def _kind(old: BaselineCase, new: BaselineCase) -> Literal["broken", "worse", "mended", "better"] | None:
    was, is_now = old.passes / old.runs, new.passes / new.runs
    if was == is_now:
        return None
    if is_now < was:
        return "broken" if (was, is_now) == (1, 0) else "worse"
    return "mended" if (was, is_now) == (0, 1) else "better"


def _rate(case: BaselineCase, fact: str) -> float:
    return case.facts[fact] / case.runs


def _runs(case: BaselineCase) -> str:
    return f"{case.passes}/{case.runs}"


def _why(row: CaseRow) -> str:
    if row.error is not None:
        return f"{row.error.type}: {row.error.message}"
    return "; ".join(row.missing)


def comparison_gates(comparison: Comparison) -> list[GateResult]:
    """The two gates of a baseline; where it cannot be compared, one that is undefined."""
    if comparison.obstacle is not None:
        gate = f"comparable with the baseline ({comparison.obstacle})"
        return [GateResult(scope=comparison.baseline, gate=gate, measured=None, outcome="undefined")]
    broke = comparison.broken > 0 and (comparison.p_broken or 0) <= LEVEL_OF_BROKEN
    dropped = (comparison.p_drop or 0) <= LEVEL_OF_DROP
    return [
        GateResult(
            scope=comparison.baseline,
            gate="no more cases broke than chance explains",
            measured=float(comparison.broken),
            outcome="missed" if broke else "held",
        ),
        GateResult(
            scope=comparison.baseline,
            gate=f"chance of such a drop of the pass rate > {LEVEL_OF_DROP:g}",
            measured=comparison.p_drop,
            outcome="missed" if dropped else "held",
        ),
    ]
