"""Whether an output states, leaves out or contradicts the facts a case expects, and where.

An output is looked at in pieces: its own words, then each quote. The first ``COUNTED_CHARACTERS`` of all pieces
together count. The order of the questions decides: what the own words state is stated; what they contradict is
contradicted, whatever the quotes hold; then what a quote states is stated; the rest is absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.document import Span
from agent.text.matching import find_form
from evals.typed_facts import mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.fact import Fact

COUNTED_CHARACTERS = 1500
"""Of an answer's text and quotes; citing everything must not be a way to find every fact."""

_IN_VIEW = 100
"""Characters behind the limit that stay in view, so that a cut makes no shorter word or number."""

_MARKER = re.compile(r"\[\d{1,4}\]")
OWN_WORDS = "answer"

FactResult = Literal["stated", "absent", "contradicted"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of an output: ``place`` is ``answer`` for its own words, ``citation 3`` for a quote.

    ``language`` is an ISO 639-1 code, where it is known.
    """

    place: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one fact; ``span`` counts code points in the text of the piece at ``place``."""

    fact: Fact
    result: FactResult
    place: str | None = None
    span: Span | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class _View(Piece):
    """A piece as far as it counts: a finding must end before ``limit``."""

    limit: int = 0


def find_facts(facts: Sequence[Fact], pieces: Sequence[Piece]) -> list[Finding]:
    """A finding for every fact, in their order. Nothing is found across the seam of two pieces."""
    views = list(_views(pieces))
    return [_find(fact, views) for fact in facts]


def _views(pieces: Sequence[Piece]) -> Iterator[_View]:
    left = COUNTED_CHARACTERS
    for piece in pieces:
        if left <= 0:
            return
        seen = piece.text[: left + _IN_VIEW]
        if piece.place == OWN_WORDS:
            seen = _MARKER.sub(lambda found: " " * len(found[0]), seen)  # [12] cites, it is no figure
        yield _View(piece.place, seen, piece.language, left)
        left -= len(piece.text)


def _find(fact: Fact, views: Sequence[_View]) -> Finding:
    own = [view for view in views if view.place == OWN_WORDS]
    quotes = [view for view in views if view.place != OWN_WORDS]
    stated = _stated(fact, own)
    if stated is not None:
        return stated
    contradicted = next(_contradictions(fact, own), None)
    return contradicted or _stated(fact, quotes) or Finding(fact, "absent")


def _stated(fact: Fact, views: Sequence[_View]) -> Finding | None:
    for form in fact.forms:
        for view in views:
            span = find_form(view.text, form)
            if span is not None and span.end <= view.limit:
                return _finding(fact, "stated", view, span)
    for view in views:
        for mention in mentions(fact, view.text, view.language):
            if mention.states and mention.end <= view.limit and _is_about(fact, view.text, mention):
                return _finding(fact, "stated", view, mention)
    return None


def _contradictions(fact: Fact, views: Sequence[_View]) -> Iterator[Finding]:
    for view in views:
        for form in fact.contradicted_by:
            span = find_form(view.text, form)
            if span is not None and span.end <= view.limit:
                yield _finding(fact, "contradicted", view, span)
        if not fact.can_be_contradicted:
            continue
        for mention in mentions(fact, view.text, view.language):
            if not mention.states and mention.end <= view.limit and _is_about(fact, view.text, mention):
                yield _finding(fact, "contradicted", view, mention)


def _is_about(fact: Fact, text: str, span: Span) -> bool:
    """Whether the sentence around a span holds one of the fact's ``about`` forms, if it has any."""
    if not fact.about:
        return True
    from agent.text.sentences import split_sentences

    around = next((s.of(text) for s in split_sentences(text) if s.start <= span.start < s.end), text)
    return any(find_form(around, form) is not None for form in fact.about)


def _finding(fact: Fact, result: FactResult, view: _View, span: Span) -> Finding:
    return Finding(fact, result, view.place, Span(span.start, span.end), span.of(view.text))


def asserted_form(forms: Sequence[str], text: str) -> str | None:
    """The first of these forms that an answer's own text holds, at any length."""
    return next((form for form in forms if find_form(text, form) is not None), None)
