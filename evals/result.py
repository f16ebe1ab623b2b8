"""The JSON result of a run, ``seedcheck.evals/1``. Every renderer shows this and nothing else."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from agent.result import Record

Outcome = Literal["pass", "fail", "error", "skipped"]
Stage = Literal["retrieve", "all"]


class MetricValue(Record):
    """One metric: its 95 % interval, the number ``n`` of its units, and the bounds that errors leave open.

    ``None`` where undefined: nothing to measure, or not measured at this stage.
    """

    value: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int = 0
    worst: float | None = None
    best: float | None = None


class CaseError(Record):
    """What stopped a case: the class and the message of the exception."""

    type: str
    message: str


class CaseRow(Record):
    """One case as it was run; ``repeat`` counts from 1, ``line`` is where the case stands in ``file``.

    ``missing`` lists what the case expects and did not get; ``expected`` and ``got`` say both in a line for
    people. ``output`` is the whole answer or verdict, ``ranking`` the sources that a search found, best
    first.
    """

    id: str
    suite: str
    file: str
    line: int
    repeat: int
    question: str | None = None
    claim: str | None = None
    lang: str | None = None
    tags: list[str] = Field(default_factory=list)
    outcome: Outcome
    scores: dict[str, bool | int | float | str | None] = Field(default_factory=dict)
    missing: list[str] = Field(default_factory=list)
    error: CaseError | None = None
    expected: str
    got: str
    output: dict[str, Any] | None = None
    ranking: list[str] | None = None
    seconds: float


class GateResult(Record):
    """One gate as judged. ``scope`` is the case file whose cases it is over, or ``all``."""

    scope: str
    gate: str
    measured: float | None
    outcome: Literal["held", "missed", "undefined"]


class Fingerprints(Record):
    """Sha256 of each case file and of each corpus's sources and hashes, and the version of the scorers."""

    case_files: dict[str, str]
    corpora: dict[str, str]
    scorers: str


class Settings(Record):
    """How the run was asked for."""

    engine: str
    stage: Stage
    repeat: int
    seed: int
    tags: list[str] = Field(default_factory=list)


class EvalResult(Record):
    """A whole run. ``interrupted`` runs hold the cases that were done, and no gate was judged."""

    schema_: Literal["seedcheck.evals/1"] = Field(default="seedcheck.evals/1", alias="schema")
    seedcheck: str
    settings: Settings
    fingerprints: Fingerprints
    interrupted: bool
    exit_code: int
    gates: list[GateResult]
    metrics: dict[str, MetricValue]
    by_suite: dict[str, dict[str, MetricValue]]
    by_tag: dict[str, dict[str, MetricValue]]
    by_lang: dict[str, dict[str, MetricValue]]
    cases: list[CaseRow]
