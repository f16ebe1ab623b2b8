"""Texts cut at the borders of what is to be highlighted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evals.result import CaseRow, FactRow


class Part(NamedTuple):
    """A run of a text; ``title`` says what it is where it is highlighted."""

    text: str
    title: str | None = None


def parts(text: str, marks: Iterable[tuple[int, int, str]]) -> list[Part]:
    """``text`` in parts, joined in order the same again: spans of it with their titles, and what is between.

    Spans are half-open ranges of code points; of two that overlap the later one begins where the first ends.
    """
    found, position = [], 0
    for start, end, title in sorted(marks):
        first, last = max(start, position), min(end, len(text))
        if first >= last:
            continue
        if first > position:
            found.append(Part(text[position:first]))
        found.append(Part(text[first:last], title))
        position = last
    if position < len(text):
        found.append(Part(text[position:]))
    return found


def facts_in(row: CaseRow, place: str) -> list[tuple[int, int, str]]:
    """The spans of facts that stand in one piece of an output, each with its title."""
    return [
        (fact.start, fact.end, _title(fact))
        for fact in row.facts
        if fact.place == place and fact.start is not None and fact.end is not None
    ]


def _title(fact: FactRow) -> str:
    return f"{fact.result}: {fact.fact}"
