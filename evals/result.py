"""The JSON result of a run, ``seedcheck.evals/1``. Every renderer shows this and nothing else."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from agent.result import Record
from evals.fact import Kind
from evals.findings import FactResult

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
    """What stopped a case: the class and the message of the exception, and whether it came from a scorer."""

    type: str
    message: str
    in_scoring: bool = False


class FactRow(Record):
    """What became of one expected fact.

    ``place`` is ``answer`` for the output's own words or ``citation N`` for a quote; ``start`` and ``end`` count code
    points in that text, of which ``found`` is the part.
    """

    fact: str
    kind: Kind
    vital: bool
    as_of: str | None = None
    result: FactResult
    place: str | None = None
    start: int | None = None
    end: int | None = None
    found: str = ""


class Excerpt(Record):
    """A span of a source with the words around it: ``text[start:end] == quote``; ``None`` where it stands nowhere."""

    source: str
    start: int | None
    end: int | None
    before: str = ""
    quote: str
    after: str = ""


class CitationRow(Excerpt):
    """One citation on the ladder; ``quote`` is as the output gives it. ``why`` says what stopped it.

    ``rungs`` are ``resolves``, ``unchanged``, ``exact``, ``holds_fact``, ``supports``: reached, missed, or
    ``None`` where not asked for. ``right`` says whether it meets a gold span, ``None`` where the case has
    none.
    """

    id: int
    rungs: dict[str, bool | None]
    right: bool | None = None
    why: str | None = None


class GoldRow(Excerpt):
    """One gold span, and whether a citation ``met`` it."""

    side: str | None = None
    met: bool


class CaseRow(Record):
    """One case as it was run; ``repeat`` counts from 1, ``line`` is where the case stands in ``file``.

    ``missing`` lists what the case expects and did not get; ``expected`` and ``got`` say both in a line for
    people. ``output`` is the whole answer or verdict, ``ranking`` the sources that a search found, best
    first. ``fingerprint`` is of what the case asks and expects, ``seconds`` wall time (0 in a replay).
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
    fingerprint: str = ""
    facts: list[FactRow] = Field(default_factory=list)
    citations: list[CitationRow] = Field(default_factory=list)
    gold: list[GoldRow] = Field(default_factory=list)
    seconds: float


class GateResult(Record):
    """One gate as judged. ``scope`` is the case file whose cases it is over, or ``all``."""

    scope: str
    gate: str
    measured: float | None
    outcome: Literal["held", "missed", "undefined"]


class Fingerprints(Record):
    """What shaped the figures.

    Sha256 of each case file, of each corpus's sources and hashes, and of the scorers; and what the outputs say of the
    prompts, models, engines, embedders and readers behind them.
    """

    case_files: dict[str, str]
    corpora: dict[str, str]
    scorers: str
    prompts: dict[str, str] = Field(default_factory=dict)
    models: list[str] = Field(default_factory=list)
    engines: list[str] = Field(default_factory=list)
    embedders: list[str] = Field(default_factory=list)
    readers: list[str] = Field(default_factory=list)


class Decisions(Record):
    """Questions of one class by what was done with them."""

    answered: int = 0
    declined: int = 0
    errored: int = 0


class Abstention(Record):
    """Answering and declining as a two-by-two table, from the field ``abstained`` and never from an answer's words."""

    to_answer: Decisions
    to_decline: Decisions


class Change(Record):
    """One case that differs from the baseline.

    ``broken``: passed in every run, passes in none now. ``worse`` and ``better``: passes less or more often.
    ``mended``: passed in no run, passes in every one now. ``edited`` cases ask or expect something else, so
    they are not compared; nor are ``new`` and ``gone`` ones. ``before`` and ``now`` are runs passed of runs.
    ``lost`` and ``gained`` are the facts stated less or more often, ``why`` is what is missing now.
    """

    id: str
    file: str
    line: int | None = None
    kind: Literal["broken", "worse", "mended", "better", "edited", "new", "gone"]
    before: str | None = None
    now: str | None = None
    lost: list[str] = Field(default_factory=list)
    gained: list[str] = Field(default_factory=list)
    why: str = ""


class Comparison(Record):
    """A run against its baseline, case by case.

    ``obstacle`` says why the two cannot be compared. ``notes`` name what else differs between them (corpus,
    prompts, model): a reason for a change, no obstacle. ``drop`` is of the mean pass rate over the ``cases``
    in both, ``p_drop`` and ``p_broken`` the probabilities of as much by chance, ``least`` the smallest drop
    that would be found nine times of ten. ``metrics`` holds each metric before and now.
    """

    baseline: str
    obstacle: str | None = None
    notes: list[str] = Field(default_factory=list)
    cases: int = 0
    drop: float | None = None
    p_drop: float | None = None
    broken: int = 0
    p_broken: float | None = None
    steady: bool = False
    least: float | None = None
    changes: list[Change] = Field(default_factory=list)
    metrics: dict[str, tuple[float | None, float | None]] = Field(default_factory=dict)


class Settings(Record):
    """How the run was asked for."""

    engine: str
    stage: Stage
    repeat: int
    seed: int
    tags: list[str] = Field(default_factory=list)
    replayed: bool = False


class Disagreement(Record):
    """A fact on which a judge and code differ: whether each says that the answer states it."""

    id: str
    fact: str
    code: bool
    judge: bool


class Opinion(Record):
    """What a model judge says of the facts, beside code: advice, in no gate.

    ``agreement`` with code has a 95 % interval; ``kappa`` is agreement beyond chance; ``failed`` counts facts
    on which the judge broke down.
    """

    judge: str
    facts: int
    failed: int = 0
    agreement: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    kappa: float | None = None
    disagreements: list[Disagreement] = Field(default_factory=list)


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
    abstention: Abstention | None = None
    comparison: Comparison | None = None
    opinion: Opinion | None = None
    cases: list[CaseRow]
