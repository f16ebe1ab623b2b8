"""Baselines: a run reduced to what the next one is compared with, small enough to be committed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from agent.errors import InputError, ServiceError
from agent.result import Record
from evals.render.json import by_lines
from evals.result import CaseRow, EvalResult, Fingerprints, Stage

if TYPE_CHECKING:
    from pathlib import Path


class NoBaselineError(ServiceError):
    """There is nothing to compare with, so nothing can be gated."""


class BaselineCase(Record):
    """One case: how many of its runs passed and errored, and in how many each fact was stated."""

    file: str
    fingerprint: str
    runs: int
    passes: int
    errors: int = 0
    facts: dict[str, int] = Field(default_factory=dict)


class Baseline(Record):
    """The reduced file that ``evals bless`` writes, ``seedcheck.baseline/1``; cases are in the order of their ids."""

    schema_: Literal["seedcheck.baseline/1"] = Field(default="seedcheck.baseline/1", alias="schema")
    seedcheck: str
    engine: str
    stage: Stage
    fingerprints: Fingerprints
    metrics: dict[str, float | None]
    cases: dict[str, BaselineCase]


def reduced(result: EvalResult) -> Baseline:
    """A result as a baseline; skipped cases are left out."""
    rows: dict[str, list[CaseRow]] = {}
    for row in result.cases:
        if row.outcome != "skipped":
            rows.setdefault(row.id, []).append(row)
    return Baseline(
        seedcheck=result.seedcheck,
        engine=result.settings.engine,
        stage=result.settings.stage,
        fingerprints=result.fingerprints,
        metrics={name: metric.value for name, metric in result.metrics.items()},
        cases={name: _case(rows[name]) for name in sorted(rows)},
    )


def _case(rows: list[CaseRow]) -> BaselineCase:
    outcomes = Counter(row.outcome for row in rows)
    facts = Counter({fact.fact: 0 for row in rows for fact in row.facts})
    facts.update(fact.fact for row in rows for fact in row.facts if fact.result == "stated")
    return BaselineCase(
        file=rows[0].file,
        fingerprint=rows[0].fingerprint,
        runs=len(rows),
        passes=outcomes["pass"],
        errors=outcomes["error"],
        facts=dict(sorted(facts.items())),
    )


def read_result(path: Path) -> EvalResult:
    """The whole result in a ``.json`` file. Raises ``InputError`` where it is not one."""
    try:
        return EvalResult.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}).",
            next_step="Write one with: evals run -o result.json",
        ) from error
    except ValidationError as error:
        raise InputError(
            f"{path}: is not a result of evals run ({_first(error)}).",
            next_step="Write one with: evals run -o result.json",
        ) from error


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file, which may be a whole result as well.

    Raises ``NoBaselineError`` where there is none, ``InputError`` where the file is something else.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoBaselineError(
            f"There is no baseline at {path}.",
            next_step="Make one: evals run -o result.json, then evals bless result.json.",
        ) from error
    try:
        schema = json.loads(content).get("schema")
        if schema == "seedcheck.evals/1":
            return reduced(EvalResult.model_validate_json(content))
        return Baseline.model_validate_json(content)
    except (ValueError, AttributeError) as error:
        reason = _first(error) if isinstance(error, ValidationError) else "it is no JSON object"
        raise InputError(
            f"{path}: is neither a baseline nor a result ({reason}).",
            next_step="Write one with: evals bless result.json",
        ) from error


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def bless(result: EvalResult) -> str:
    """The text of the baseline file of a result.

    Raises ``InputError`` for a run that was interrupted, or in which a case errored: what it cannot do would become
    what is expected.
    """
    errored = sum(row.outcome == "error" for row in result.cases)
    if result.interrupted or errored:
        what = "was interrupted" if result.interrupted else f"has {errored} errored cases"
        raise InputError(
            f"This run {what}; it is no baseline.", next_step="Run it again, whole, and bless that."
        )
    data = reduced(result).model_dump(mode="json")
    data["metrics"] = {name: _rounded(value) for name, value in data["metrics"].items() if value is not None}
    return by_lines(data, "cases")


def _rounded(value: float) -> float:
    return round(value, 6)
