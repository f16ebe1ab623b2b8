"""Gold labels against their documents: with a quote that is not in its source no system could pass."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from agent.text.matching import find_form
from evals.findings import Piece, find_facts
from evals.match import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.document import Document
    from evals.case import Case
    from evals.fact import Evidence, Fact
    from evals.problems import Location

_SHOWN_STARTS = 5


def gold_problems(case: Case, documents: Mapping[str, Document]) -> Iterator[tuple[Location, str]]:
    """What a case's labels get wrong of its documents: where in the case, and what.

    Unknown sources, quotes that are not in their source, a ``start`` where the quote does not stand, and
    forms without anything to match.
    """
    at: Location = ("expect",)
    for index, evidence in enumerate(case.expect.evidence):
        yield from _evidence_problems((*at, "evidence", index), evidence, documents)
    for number, fact in enumerate(case.expect.facts):
        here = (*at, "facts", number)
        for index, evidence in enumerate(fact.evidence):
            yield from _evidence_problems((*here, "evidence", index), evidence, documents)
        yield from _fact_problems(here, fact, documents)
    yield from _form_problems((*at, "forbid"), case.expect.forbid)
    for index, source in enumerate(case.expect.sources_any):
        if source not in documents:
            yield (*at, "sources_any", index), f"unknown source “{source}”"


def _fact_problems(
    at: Location, fact: Fact, documents: Mapping[str, Document]
) -> Iterator[tuple[Location, str]]:
    """Forms that nothing can match, and a typed value that is in none of the fact's own quotes."""
    if fact.name is not None:
        for language, aliases in fact.name.items():
            yield from _form_problems((*at, "name", language), aliases)
    yield from _form_problems((*at, "any_of"), fact.any_of)
    if fact.kind == "phrase" and not fact.any_of:
        yield from _form_problems((*at, "fact"), [fact.fact])
    for key in ("about", "contradicted_by"):
        yield from _form_problems((*at, key), getattr(fact, key))
    if fact.kind in ("number", "date") and fact.evidence:
        quotes = [Piece("quote", span.quote, _language(span, documents)) for span in fact.evidence]
        if all(find_facts([fact], [quote])[0].result != "stated" for quote in quotes):
            yield (*at, fact.kind), "stands in none of this fact's quotes, so quoting them cannot state it"


def _language(span: Evidence, documents: Mapping[str, Document]) -> str:
    from agent.text.language import detect_language

    document = documents.get(span.source)
    return (document.metadata.language if document else None) or detect_language(span.quote)


def _form_problems(at: Location, forms: list[str]) -> Iterator[tuple[Location, str]]:
    for index, form in enumerate(forms):
        if find_form(form, form) is None:
            yield (*at, index), f"“{form}” has nothing to match"


def _evidence_problems(
    at: Location, evidence: Evidence, documents: Mapping[str, Document]
) -> Iterator[tuple[Location, str]]:
    document = documents.get(evidence.source)
    if document is None:
        yield (*at, "source"), f"unknown source “{evidence.source}”"
        return
    if evidence.quote not in document.text:
        elsewhere = [source for source, other in documents.items() if evidence.quote in other.text]
        hint = f"; it is in {', '.join(elsewhere[:_SHOWN_STARTS])}" if elsewhere else ""
        yield (*at, "quote"), f"“{evidence.quote}” is not in {evidence.source}{hint}"
    elif evidence.start is not None and not document.text.startswith(evidence.quote, evidence.start):
        spans = islice(occurrences(document.text, evidence.quote), _SHOWN_STARTS)
        found = ", ".join(str(span.start) for span in spans)
        yield (*at, "start"), f"the quote does not stand at {evidence.start} but at {found}"
