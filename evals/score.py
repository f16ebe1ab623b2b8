"""One output judged against one case: small scorers, each with a count and a reason.

A scorer looks at a case, the documents it is judged on and the output, and says how many of how many it found
right (``hits`` of ``of``) and what the case expects of it that is ``missing``. A case passes when nothing is
missing, and a quote that is not exact is missing in every case. Choices the contract leaves open:

- A vital fact that is absent or contradicted is missing; one that is not vital is only measured.
- Where there is an answer, a figure of a statement that stands in none of its quotes is missing too: the answer says
  what its sources do not.
- An abstention holds no facts and its citations back nothing, whatever else the output carries; its quotes
  must be exact all the same, and its own text must not assert what is forbidden.
- The text of a verdict is its ``why``; its quotes are those of all its citations.
- A citation that is not exact is never right: it points nowhere.
- The answer to a question that was to be declined is wrong as a whole; its citations count for quote
  exactness alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.result import Answer, Verdict
from evals.findings import OWN_WORDS, Piece, asserted_form, find_facts
from evals.ladder import backings, climb
from evals.match import inexact, meets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agent.document import Document
    from agent.result import Citation
    from evals.case import Case
    from evals.findings import Finding
    from evals.ladder import Backing, Climb

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


@dataclass(frozen=True)
class Judged:
    """What a scorer sees: the case, the documents it is judged on, and the output; and what they share."""

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

    @cached_property
    def findings(self) -> list[Finding]:
        """What became of every expected fact; an abstention holds none."""
        quotes = [
            Piece(f"citation {citation.id}", citation.quote, citation.language) for citation in self.backing
        ]
        pieces = [] if self.declined else [Piece(OWN_WORDS, self.text, self.output.language), *quotes]
        return find_facts(self.case.expect.facts, pieces)

    @cached_property
    def backings(self) -> list[Backing]:
        """What every statement rests on."""
        return backings(self.case, self.output)

    @cached_property
    def climbs(self) -> list[Climb]:
        """Every citation on the ladder."""
        return climb(self.case, self.documents, self.output, self.backings)


def judged_output(case: Case, documents: Mapping[str, Document], output: Answer | Verdict) -> Judged:
    """The output beside its case. Raises ``TypeError`` where it is not of the kind the case asks for."""
    kind = Verdict if case.is_claim else Answer
    if not isinstance(output, kind):
        raise TypeError(f"expected {kind.__name__}, the system returned {type(output).__name__}")
    return Judged(case, documents, output)


def score_output(judged: Judged) -> dict[str, Score]:
    """Every score that the case calls for, by name."""
    scores = ((name, scorer(judged)) for name, scorer in _SCORERS.items())
    return {name: score for name, score in scores if score is not None}


def _facts(judged: Judged) -> Score | None:
    """``value`` is the share of all facts found, vital or not."""
    findings = judged.findings
    if not findings:
        return None
    missing = tuple(
        f"fact: {finding.fact.fact}"
        + (f" (says {finding.found})" if finding.result == "contradicted" else "")
        for finding in findings
        if finding.result != "stated" and finding.fact.vital
    )
    found = sum(finding.result == "stated" for finding in findings)
    return Score(found / len(findings), found, len(findings), missing)


def _contradicted(judged: Judged) -> Score | None:
    """Here a hit is a bad thing, too: the vital facts that the output contradicts."""
    able = [finding for finding in judged.findings if finding.fact.vital and finding.fact.can_be_contradicted]
    if not able:
        return None
    hits = sum(finding.result == "contradicted" for finding in able)
    return Score(hits, hits, len(able))


def _support(judged: Judged) -> Score | None:
    """The share of an answer's statements that their citations back."""
    stood = judged.backings
    if not stood:
        return None
    unbacked = [backing for backing in stood if backing.unbacked and judged.case.answerable]
    missing = tuple(f"support: {backing.why}" for backing in unbacked)
    held = sum(backing.holds for backing in stood)
    return Score(held / len(stood), held, len(stood), missing)


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
    "facts_contradicted": _contradicted,
    "forbidden": _forbidden,
    "citation_precision": _citation_precision,
    "citation_recall": _citation_recall,
    "statement_support": _support,
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
