"""Answers and verdicts: the JSON that users, CI scripts and report writers rely on.

Field meanings are in ``docs/contract.md``; the JSON Schemas in ``docs/schemas`` are generated from these classes.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

VerdictLabel = Literal["supported", "refuted", "conflicting", "not_enough_evidence"]
Stance = Literal["supports", "refutes", "mixed", "silent"]
CheckKind = Literal["number", "date", "name", "negation", "attribution", "modality"]
CheckResult = Literal["equal", "compatible", "different", "not_comparable"]


class Record(BaseModel):
    """A frozen record that ignores fields it does not know, so that newer JSON still reads."""

    model_config = ConfigDict(frozen=True, extra="ignore", serialize_by_alias=True, validate_by_name=True)


class Citation(Record):
    """A verbatim quote: ``text[start:end] == quote`` in the canonical text of ``source``.

    ``page`` is the number of the page on which it starts, counted from 1, where the document has pages.
    """

    id: int
    source: str
    quote: str
    start: int
    end: int
    sha256: str
    language: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    origin: str | None = None
    page: int | None = None


class Statement(Record):
    """One sentence of an answer with the ids of the citations that back it.

    ``support`` is the estimated probability that the citations answer the question; ``hedged`` marks hearsay.
    """

    text: str
    citations: list[int]
    support: float | None = None
    hedged: bool = False


class Dropped(Record):
    """A statement that was not let through, and why."""

    text: str
    why: str


class Query(Record):
    """A text that was searched for."""

    text: str
    language: str


class Nearest(Record):
    """The passage that came nearest to an answer, and what it lacks."""

    source: str
    start: int
    end: int
    quote: str
    lacks: str
    page: int | None = None


class Search(Record):
    """What was searched."""

    queries: list[Query] = Field(default_factory=list)
    passages_scanned: int = 0
    nearest: Nearest | None = None


class Provenance(Record):
    """Fingerprints of all that shaped a result."""

    corpus: str
    prompts: dict[str, str] = Field(default_factory=dict)
    embedder: str
    reader: str | None = None


class Usage(Record):
    """What a model server was asked for; zero with the extractive engine."""

    input_tokens: int = 0
    output_tokens: int = 0
    model_calls: int = 0


class Result(Record):
    """What answers and verdicts share.

    ``sent_to`` is the address that the question and sentences of documents were sent to, if they were. ``fallback``
    says why the model that was to answer did not, or not alone.
    """

    language: str
    citations: list[Citation] = Field(default_factory=list)
    search: Search = Field(default_factory=Search)
    engine: str
    model: str | None = None
    sent_to: str | None = None
    fallback: str | None = None
    provenance: Provenance
    usage: Usage = Field(default_factory=Usage)
    timings_ms: dict[str, float] = Field(default_factory=dict)


class Answer(Result):
    """The answer to a question, or an abstention: then ``answer`` is empty and ``search`` says what was looked at."""

    schema_: Literal["seedcheck.answer/1"] = Field("seedcheck.answer/1", alias="schema")
    question: str
    abstained: bool
    abstain_reason: str | None = None
    answer: str = ""
    statements: list[Statement] = Field(default_factory=list)
    independent_origins: int = 0
    dropped: list[Dropped] = Field(default_factory=list)


class SourceStance(Record):
    """What one source says to a claim."""

    source: str
    stance: Stance
    citations: list[int] = Field(default_factory=list)
    origins: list[str] = Field(default_factory=list)


class Check(Record):
    """One comparison by code between the claim and a source; ``reason`` says which rule decided."""

    kind: CheckKind
    claim: str
    source: str
    result: CheckResult
    reason: str = ""


class StanceOrigins(Record):
    """Independent origins on each side."""

    supports: int = 0
    refutes: int = 0


class Verdict(Result):
    """The verdict on a claim, as the corpus has it."""

    schema_: Literal["seedcheck.verdict/1"] = Field("seedcheck.verdict/1", alias="schema")
    claim: str
    verdict: VerdictLabel
    confidence: float
    why: str
    stances: list[SourceStance] = Field(default_factory=list)
    independent_origins: StanceOrigins = Field(default_factory=StanceOrigins)
    disputed_by: list[int] = Field(default_factory=list)
    conflict: dict[str, object] | None = None
    parts: list[dict[str, object]] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list)


class SourceRecord(Record):
    """A document in the index, as ``seedcheck sources`` lists it.

    ``size`` counts bytes, ``characters`` code points, ``pages`` the pages of a format that has them. ``saved`` is the
    date on which the file says it was last written; ``published`` is never taken from it.
    """

    source: str
    sha256: str
    size: int
    characters: int
    language: str
    loader: str
    encoding: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    origins: list[str] = Field(default_factory=list)
    pages: int | None = None
    saved: str | None = None


class Skipped(Record):
    """A file that was not ingested, and why."""

    source: str
    why: str


class IngestReport(Record):
    """What an ingest did, by source name."""

    added: list[str] = Field(default_factory=list)
    unchanged: list[str] = Field(default_factory=list)
    replaced: list[str] = Field(default_factory=list)
    removed: list[str] = Field(default_factory=list)
    skipped: list[Skipped] = Field(default_factory=list)
