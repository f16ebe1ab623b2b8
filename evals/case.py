"""The case format: what is asked, and what a right answer holds.

A case is a question or a claim. It is *answerable* where the documents hold the answer: a question with
``abstain`` is not, nor is a claim whose verdict is ``not_enough_evidence``; the evidence such a claim may
list is checked against its source and otherwise left alone.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from agent.result import VerdictLabel
from evals.fact import Entry, Evidence, Fact, Text


class DocumentEntry(Entry):
    """A document that a case brings along; ``id`` is its source name, ``text`` its canonical text."""

    id: Text
    text: str
    lang: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None


class Expect(Entry):
    """All that a right answer or verdict holds."""

    facts: list[Fact] = Field(default_factory=list)
    forbid: list[Text] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)
    sources_any: list[Text] = Field(default_factory=list)
    abstain: bool | None = None
    verdict: VerdictLabel | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Expect:
        if not self.model_fields_set:
            raise ValueError("expects nothing, so it could never fail")
        if self.abstain and (self.facts or self.evidence or self.sources_any):
            raise ValueError(
                "abstain: true stands alone or with forbid: a refusal has no facts and no evidence"
            )
        return self


class Case(Entry):
    """One question or claim with what is expected of the reply.

    ``lang`` is the ISO 639-1 code of the question or claim. With ``documents`` the case is judged on these
    alone.
    """

    id: Text
    question: Text | None = None
    claim: Text | None = None
    lang: Text | None = None
    documents: list[DocumentEntry] | None = Field(default=None, min_length=1)
    expect: Expect
    tags: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_kind(self) -> Case:
        if (self.question is None) == (self.claim is None):
            raise ValueError("needs exactly one of question and claim")
        if self.question is not None and self.expect.verdict is not None:
            raise ValueError("expect.verdict is for claims; this is a question")
        if self.claim is not None and self.expect.abstain is not None:
            raise ValueError(
                "expect.abstain is for questions; of a claim expect verdict: not_enough_evidence"
            )
        return self

    @property
    def text(self) -> str:
        """The question or the claim."""
        return self.question if self.question is not None else self.claim or ""

    @property
    def is_claim(self) -> bool:
        """Whether this case states a claim rather than asks a question."""
        return self.claim is not None

    @property
    def expects_decline(self) -> bool:
        """Whether the right answer to this question is to decline."""
        return self.expect.abstain is True

    @property
    def answerable(self) -> bool:
        """Whether the documents hold the answer.

        A question that only forbids something is neither answerable nor to be declined: both are right.
        """
        expect = self.expect
        if self.is_claim:
            return expect.verdict != "not_enough_evidence"
        return expect.abstain is False or bool(expect.facts or expect.evidence or expect.sources_any)

    @property
    def gold(self) -> list[Evidence]:
        """Every gold span, the facts' own included; empty where the case is not answerable."""
        if not self.answerable:
            return []
        return [*self.expect.evidence, *(span for fact in self.expect.facts for span in fact.evidence)]

    @property
    def demands(self) -> list[tuple[str, list[Evidence]]]:
        """What citations must meet: groups of gold spans with their names; one span of each group is enough.

        Each fact's spans are a group of their own, and so is each side's; only where neither is given do all
        gold spans make one group.
        """
        if not self.gold:
            return []
        groups = [(f"fact “{fact.fact}”", fact.evidence) for fact in self.expect.facts if fact.evidence]
        for side in ("supports", "refutes"):
            spans = [span for span in self.expect.evidence if span.side == side]
            groups += [(f"the side that {side}", spans)] if spans else []
        return groups or [("the case", self.gold)]


class GateBounds(Entry):
    """Least and greatest value of a metric."""

    min: float | None = Field(default=None, allow_inf_nan=False)
    max: float | None = Field(default=None, allow_inf_nan=False)

    @model_validator(mode="after")
    def _bounded(self) -> GateBounds:
        if self.min is None and self.max is None:
            raise ValueError("needs min or max")
        return self


class Head(Entry):
    """The head of a case file; in JSONL its first line.

    ``corpus`` is a path relative to the case file, or ``package:seeds`` for the packaged seed documents.
    """

    suite: Text
    corpus: Text | None = None
    gates: dict[str, GateBounds] = Field(default_factory=dict)


class CaseFile(Head):
    """A whole case file."""

    cases: list[Case] = Field(min_length=1)
