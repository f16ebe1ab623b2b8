"""One output judged against one case: small scorers, each with a count and a reason.

A scorer looks at a case, the documents it is judged on and the output, and says how many of how many it found
right (``hits`` of ``of``) and what the case expects of it that is ``missing``. A case passes when nothing is
missing, and a quote that is not exact is missing in every case. Choices the contract leaves open:

- An abstention holds no facts and its citations back nothing, whatever else the output carries; its quotes
  must be exact all the same, and its own text must not assert what is forbidden.
- The text of a verdict is its ``why``; its quotes are those of all its citations.
- A citation that is not exact is never right: it points nowhere.
- The answer to a question that was to be declined is wrong as a whole; its citations count for quote
  exactness alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.result import Answer, Verdict
from evals.match import asserted_form, found_form, inexact, meets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agent.document import Document
    from agent.result import Citation
    from evals.case import Case

SCORERS_VERSION = "1"
"""Raised when the same output would score otherwise; part of every result."""

RETRIEVAL_DEPTH = 10
"""Documents down to which a ranking is judged."""

Value = float | bool | int | str | None


@dataclass(frozen=True, slots=True)
class Score:
    """``hits`` of ``of`` found right, shown as ``value``; ``missing`` says what was expected and not met."""

    value: Value
    hits: float
    of: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a scorer sees: the case, the documents it is judged on, and the output."""

    case: Case
    documents: Mapping[str, Document]
    output: Answer | Verdict

    @property
    def text(self) -> str:
        """The output's own words."""
        return self.output.answer if isinstance(self.output, Answer) else self.output.why

    @property
    def declined(self) -> bool:
        """Whether a question was declined."""
        return isinstance(self.output, Answer) and self.output.abstained

    @property
    def backing(self) -> list[Citation]:
        """The citations of an answer or verdict; an abstention has none."""
        return [] if self.declined else self.output.citations

    @property
    def exact(self) -> list[Citation]:
        """The citations that are verbatim."""
        return [citation for citation in self.backing if inexact(citation, self.documents) is None]


def score_output(case: Case, documents: Mapping[str, Document], output: Answer | Verdict) -> dict[str, Score]:
    """Every score that the case calls for, by name.

    Raises ``TypeError`` where the output is not of the kind the case asks for.
    """
    kind = Verdict if case.is_claim else Answer
    if not isinstance(output, kind):
        raise TypeError(f"expected {kind.__name__}, the system returned {type(output).__name__}")
    judged = Judged(case, documents, output)
    scores = ((name, scorer(judged)) for name, scorer in _SCORERS.items())
    return {name: score for name, score in scores if score is not None}


def _facts(judged: Judged) -> Score | None:
    facts = judged.case.expect.facts
    if not facts:
        return None
    pieces = [] if judged.declined else [judged.text, *(citation.quote for citation in judged.backing)]
    missing = tuple(f"fact: {fact.fact}" for fact in facts if found_form(fact.forms, pieces) is None)
    found = len(facts) - len(missing)
    return Score(found / len(facts), found, len(facts), missing)


def _forbidden(judged: Judged) -> Score | None:
    """Here a hit is a bad thing: the share of cases that assert a forbidden form is a rate of errors."""
    forms = judged.case.expect.forbid
    if not forms:
        return None
    form = asserted_form(forms, judged.text)
    return Score(form is not None, float(form is not None), 1, () if form is None else (f"asserts “{form}”",))


def _citation_precision(judged: Judged) -> Score | None:
    """Precision alone fails no case: further sources beside the gold ones may be good."""
    gold = judged.case.gold
    if not gold:
        return None
    right = sum(meets(citation, gold, judged.documents) for citation in judged.exact)
    cited = len(judged.backing)
    return Score(right / cited if cited else None, right, cited)


def _citation_recall(judged: Judged) -> Score | None:
    demands = judged.case.demands
    if not demands:
        return None
    exact = judged.exact
    missing = tuple(
        f"citation for {name}"
        for name, gold in demands
        if not any(meets(citation, gold, judged.documents) for citation in exact)
    )
    return Score(not missing, float(not missing), 1, missing)


def _sources(judged: Judged) -> Score | None:
    """A right source is one of ``sources_any`` or, where that is not given, one that holds a gold span."""
    wanted = judged.case.expect.sources_any or sorted({span.source for span in judged.case.gold})
    if not wanted or not judged.case.answerable:
        return None
    hit = any(citation.source in wanted for citation in judged.backing)
    missing = () if hit or not judged.case.expect.sources_any else (f"a citation from {' or '.join(wanted)}",)
    return Score(hit, float(hit), 1, missing)


def _quotes(judged: Judged) -> Score:
    citations = judged.output.citations
    faults = [(citation.id, inexact(citation, judged.documents)) for citation in citations]
    missing = tuple(
        f"exact quote in citation {number}: {fault}" for number, fault in faults if fault is not None
    )
    exact = len(citations) - len(missing)
    return Score(exact / len(citations) if citations else None, exact, len(citations), missing)


def _declined(judged: Judged) -> Score | None:
    case = judged.case
    if case.is_claim:
        return None
    missing: tuple[str, ...] = ()
    if case.expects_decline and not judged.declined:
        missing = ("declining",)
    elif case.answerable and judged.declined:
        missing = ("an answer",)
    return Score(judged.declined, float(judged.declined), 1, missing)


def _verdict(judged: Judged) -> Score | None:
    expected = judged.case.expect.verdict
    if expected is None or not isinstance(judged.output, Verdict):
        return None
    right = judged.output.verdict == expected
    return Score(judged.output.verdict, float(right), 1, () if right else (f"verdict: {expected}",))


def _confidence(judged: Judged) -> Score | None:
    """The stated probability that the verdict is right, in ``hits``."""
    if judged.case.expect.verdict is None or not isinstance(judged.output, Verdict):
        return None
    confidence = judged.output.confidence
    if not 0 <= confidence <= 1:
        raise ValueError(f"a confidence is a probability, not {confidence}")
    return Score(confidence, confidence, 1)


_SCORERS: Mapping[str, Callable[[Judged], Score | None]] = {
    "fact_recall": _facts,
    "forbidden": _forbidden,
    "citation_precision": _citation_precision,
    "citation_recall": _citation_recall,
    "source_recall": _sources,
    "quote_exactness": _quotes,
    "declined": _declined,
    "verdict": _verdict,
    "confidence": _confidence,
}


def score_ranking(case: Case, ranking: Sequence[str]) -> Score:
    """The rank, from 1, of the first document that holds a gold span, within ``RETRIEVAL_DEPTH`` documents.

    ``ranking`` names every source once, in the order of its best passage.
    """
    wanted = {span.source for span in case.gold}
    first = ranking[:RETRIEVAL_DEPTH]
    rank = next((place for place, source in enumerate(first, start=1) if source in wanted), None)
    return Score(rank, 1 / rank if rank else 0.0, 1)


def ranking_alone(score: Score) -> Score:
    """The same score where nothing but retrieval is judged: a document out of reach is then a miss."""
    if score.value is not None:
        return score
    return Score(None, 0.0, 1, (f"a gold document among the first {RETRIEVAL_DEPTH}",))


def missing_of(scores: Mapping[str, Score]) -> Iterator[str]:
    """What a case lacks, over all its scores."""
    for score in scores.values():
        yield from score.missing
