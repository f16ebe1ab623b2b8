"""The citation ladder: how far each citation gets, rung by rung, decided by code alone.

1. ``resolves``: the source exists. 2. ``unchanged``: its sha256 is the one given. 3. ``exact``: ``text[start:end] ==
quote``, not empty. 4. ``holds_fact``: the quote states an expected fact or overlaps a gold span; ``None`` where the
case expects neither. 5. ``supports``: nothing in the statements that cite it speaks against it; ``None`` where no
statement does, and for verdicts, whose stances are judged by the verdict.

A rung counts only where all below it were reached. A citation that was made up stays on the ladder, below the first
rung, so it stays in every denominator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.result import Answer
from agent.text.negation import negated
from agent.text.numbers import read_numbers, same_number
from evals.findings import Piece, find_facts
from evals.match import inexact, meets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.document import Document
    from agent.result import Citation, Statement, Verdict
    from agent.text.numbers import Number
    from evals.case import Case

Rung = Literal["resolves", "unchanged", "exact", "holds_fact", "supports"]
RUNGS: tuple[Rung, ...] = ("resolves", "unchanged", "exact", "holds_fact", "supports")

_MARKER = re.compile(r"\[\d{1,4}\]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Climb:
    """One citation on the ladder: each rung reached, missed, or not asked for, and why it went no further."""

    citation: Citation
    rungs: Mapping[Rung, bool | None]
    why: str | None


@dataclass(frozen=True, slots=True)
class Backing:
    """What the citations of one statement give it.

    ``unbacked`` are its figures that stand in none of their quotes; ``why`` says what else is amiss.
    """

    statement: Statement
    unbacked: tuple[str, ...]
    why: str | None

    @property
    def holds(self) -> bool:
        """Whether code finds nothing against it."""
        return self.why is None


def climb(
    case: Case, documents: Mapping[str, Document], output: Answer | Verdict, stood: Sequence[Backing]
) -> list[Climb]:
    """Every citation of an output on the ladder, in their order; ``stood`` is what its statements rest on."""
    climbs = []
    for citation in output.citations:
        citing = [backing.why for backing in stood if citation.id in backing.statement.citations]
        climbs.append(_climb(case, documents, citation, citing))
    return climbs


def _climb(
    case: Case, documents: Mapping[str, Document], citation: Citation, citing: Sequence[str | None]
) -> Climb:
    document = documents.get(citation.source)
    if document is None:
        return _fallen(citation, 0, inexact(citation, documents))
    if citation.sha256 != document.sha256:
        return _fallen(citation, 1, inexact(citation, documents))
    fault = inexact(citation, documents)
    if fault is not None:
        return _fallen(citation, 2, fault)
    holds = _holds_fact(case, documents, citation)
    if holds is False:
        return _fallen(citation, 3, "the quote holds no expected fact")
    against = [why for why in citing if why is not None]
    supports = None if not citing else not against
    rungs: dict[Rung, bool | None] = dict.fromkeys(RUNGS[:3], True)
    return Climb(citation, rungs | {"holds_fact": holds, "supports": supports}, next(iter(against), None))


def _fallen(citation: Citation, reached: int, why: str | None) -> Climb:
    return Climb(citation, {rung: place < reached for place, rung in enumerate(RUNGS)}, why)


def _holds_fact(case: Case, documents: Mapping[str, Document], citation: Citation) -> bool | None:
    if not case.answerable or not (case.gold or case.expect.facts):
        return None
    if case.gold and meets(citation, case.gold, documents):
        return True
    piece = Piece("citation", citation.quote, citation.language)
    return any(finding.result == "stated" for finding in find_facts(case.expect.facts, [piece]))


def backings(case: Case, output: Answer | Verdict) -> list[Backing]:
    """What stands behind each statement of an answer; nothing for verdicts and abstentions."""
    if not isinstance(output, Answer) or output.abstained:
        return []
    quoted = {citation.id: citation for citation in output.citations}
    return [
        _backing(
            case,
            statement,
            output.language,
            [quoted[number] for number in statement.citations if number in quoted],
        )
        for statement in output.statements
    ]


def _backing(case: Case, statement: Statement, language: str, citations: Sequence[Citation]) -> Backing:
    if not citations:
        return Backing(statement, (), "the statement cites nothing")
    words = _MARKER.sub(" ", statement.text)
    quotes = [citation.quote for citation in citations]
    if any(words.strip() == quote.strip() for quote in quotes):
        return Backing(statement, (), None)
    unbacked = _misquoted(words, quotes) or _unknown(words, _known_figures(case, citations))
    if unbacked:
        return Backing(statement, unbacked, f"{', '.join(unbacked)} stands in none of the cited quotes")
    return Backing(statement, (), _negation_fault(words, language, citations))


def _misquoted(words: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The figures of a statement that is one of its quotes but for these; each may well stand elsewhere in it."""
    for quote in quotes:
        ours, theirs = _DIGITS.findall(words), _DIGITS.findall(quote)
        if len(ours) == len(theirs) and _DIGITS.sub("0", words).strip() == _DIGITS.sub("0", quote).strip():
            return tuple(one for one, other in zip(ours, theirs, strict=True) if one != other)
    return ()


def _unknown(words: str, known: Iterator[list[Number]]) -> tuple[str, ...]:
    """The figures of a statement that are not known; what is known is read on only while some are not found."""
    left = read_numbers(words)
    while left:
        figures = next(known, None)
        if figures is None:
            break
        left = [number for number in left if not any(same_number(number, other) for other in figures)]
    return tuple(number.of(words) for number in left)


def _known_figures(case: Case, citations: Sequence[Citation]) -> Iterator[list[Number]]:
    """The figures a statement may use: of its quotes, in figures or in words, of the question, of their dates."""
    for citation in citations:
        yield read_numbers(citation.quote)
    yield read_numbers(case.text)
    for citation in citations:
        yield read_numbers(citation.quote, citation.language)
        yield read_numbers((citation.published or "").replace("-", " "))


def _negation_fault(words: str, language: str, citations: Sequence[Citation]) -> str | None:
    """Where words and every quote are in one language: whether the one denies and none of the others does.

    ``language`` is the answer's; words that hold a quote are in the quote's.
    """
    language = next((citation.language for citation in citations if citation.quote in words), language)
    if any(citation.language != language for citation in citations):
        return None
    quotes = {negated(citation.quote, language) for citation in citations}
    if negated(words, language) not in quotes:
        return "the statement denies what its quotes say, or the reverse"
    return None
