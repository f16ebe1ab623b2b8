"""Whether the sentences that a statement cites back the quantities, dates and names it mentions.

Quantities and dates are compared by ``agent.mentions``. Names are asked for more loosely than between a claim and a
source: a statement may put a name into another language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from agent.mentions.agreement import Mentions, read_mentions
from agent.mentions.dates import compare_dates
from agent.mentions.names import read_names
from agent.mentions.quantity_comparison import compare_quantities
from agent.text.canonical import fold
from agent.text.numbers import read_numbers, same_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.mentions.dates import Period
    from agent.mentions.quantity import Quantity

Kind = Literal["number", "date", "name"]

_WORD = re.compile(r"[^\W_]+(?:[-.&’'][^\W_]+)*")
_ALIKE = 0.75
"""Two spellings of one name share this much of their letters (Ratcliff and Obershelp), as Genova and Genoa do."""
_SAME_BEGINNING = 4
_ENDS = frozenset({"by", "before", "until"})


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its language (ISO 639-1)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Unbacked:
    """What a statement mentions and no cited sentence does; ``mention`` is in the statement's own words."""

    kind: Kind
    mention: str


def unbacked(
    statement: Written, cited: Sequence[Written], *, named: Sequence[str] = (), known: Sequence[str] = ()
) -> list[Unbacked]:
    """The quantities, dates and names of ``statement`` that none of ``cited`` backs.

    ``named`` are names that may stand in any statement about these sentences (outlet, origin). ``known`` are
    texts whose names are recognised as such at the beginning of the statement too, where a capital says nothing.
    """
    ours = read_mentions(statement.text, statement.language)
    theirs = [(one, read_mentions(one.text, one.language)) for one in cited]
    return [
        *_quantities(statement, ours, [quantity for _, one in theirs for quantity in one.quantities]),
        *_dates(statement, ours, theirs),
        *_other_figures(statement, ours, cited),
        *_names(statement, cited, named, known),
    ]


def _quantities(statement: Written, ours: Mentions, theirs: list[Quantity]) -> Iterator[Unbacked]:
    """Every quantity of the sentences backs one of the statement: 12 once is not 12 twice."""
    for quantity in ours.quantities:
        backing = [one for one in theirs if _backs(one, quantity)]
        if backing:
            theirs.remove(backing[0])
        else:
            yield Unbacked("number", quantity.of(statement.text))


def _backs(source: Quantity, ours: Quantity) -> bool:
    """Whether the statement says no more than the source: the same, a rounding of it, or a bound around its figure.

    The noun may be another: a statement may put it in other words.
    """
    found = compare_quantities(ours, source).result
    if found == "not_comparable":
        return (source.interval, source.unit, source.kind) == (ours.interval, ours.unit, ours.kind)
    if found != "compatible" or source.value is None:
        return found == "equal"
    return ours.value is not None or ours.interval.holds(source.interval)


def _other_figures(statement: Written, ours: Mentions, cited: Sequence[Written]) -> Iterator[Unbacked]:
    """Figures that are neither quantity nor date, such as a vintage: they too must stand in the sentences."""
    read = [*ours.quantities, *ours.dates]
    theirs = [number for one in cited for number in read_numbers(one.text, one.language)]
    for number in read_numbers(statement.text, statement.language):
        known = any(one.start < number.end and number.start < one.end for one in read)
        if not known and not any(same_number(number, other) for other in theirs):
            yield Unbacked("number", number.of(statement.text))


def _dates(
    statement: Written, ours: Mentions, theirs: Sequence[tuple[Written, Mentions]]
) -> Iterator[Unbacked]:
    for period in ours.dates:
        words = fold(period.of(statement.text))
        if not any(_dated(period, words, one, mentions.dates) for one, mentions in theirs):
            yield Unbacked("date", period.of(statement.text))


def _dated(period: Period, words: str, cited: Written, theirs: Sequence[Period]) -> bool:
    return words in fold(cited.text) or any(_implies(one, period) for one in theirs)


def _implies(source: Period, ours: Period) -> bool:
    """Whether the statement's date says no more than the source's: no other deadline, no year or day of its own."""
    found = compare_dates(ours, source).result
    if found != "compatible":
        return found == "equal"
    if ours.first is None or ours.last is None:
        return ours.bound is None
    if source.first is None or source.last is None:
        return False
    if ours.bound is None:
        return ours.last - ours.first >= source.last - source.first
    if ours.bound in _ENDS:
        return source.last <= ours.last and (source.bound is None or source.bound in _ENDS)
    return source.first >= ours.first and (source.bound is None or source.bound not in _ENDS)


def _names(
    statement: Written, cited: Sequence[Written], named: Sequence[str], known: Sequence[str]
) -> Iterator[Unbacked]:
    ours = _mentioned(statement, known)
    words = {fold(word) for one in cited for word in _WORD.findall(one.text)}
    allowed = words | {fold(word) for name in named for word in _WORD.findall(name)}
    foreign = all(one.language != statement.language for one in cited)
    missing = [name for name in ours if not _is_among(name, allowed, loosely=foreign)]
    if foreign and missing:
        # Across languages a name may be translated: it differs only where another stands in its place.
        ours_folded = {fold(name) for name in ours}
        theirs = [word for one in cited for word in _name_words(one)]
        if all(_is_among(name, ours_folded, loosely=True) for name in theirs):
            return
    for name in missing:
        yield Unbacked("name", name)


def _mentioned(statement: Written, known: Sequence[str]) -> list[str]:
    names = _name_words(statement)
    first = _WORD.search(statement.text)
    if (
        first
        and first.group()[0].isupper()
        and any(re.search(rf"(?<=[\w,] ){re.escape(first[0])}\b", text) for text in known)
    ):
        names.insert(0, first.group())
    return list(dict.fromkeys(names))


def _name_words(written: Written) -> list[str]:
    names = read_names(written.text, written.language)
    return [word.rstrip(".") for name in names for word in name.words]


def _is_among(name: str, words: set[str], *, loosely: bool) -> bool:
    folded = fold(name)
    if folded in words or any(folded == part for word in words for part in re.split(r"[-.&’']", word)):
        return True
    parts = [part for part in re.split(r"[-’']", folded) if part]
    if len(parts) > 1 and all(part in words for part in parts):
        return True
    return any(_alike(folded, word, loosely=loosely) for word in words)


def _alike(one: str, other: str, *, loosely: bool) -> bool:
    if min(len(one), len(other)) < _SAME_BEGINNING:
        return False
    if not loosely:
        # Endings of cases and numbers: Berlin, Berlins.
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer.startswith(shorter) and len(longer) - len(shorter) <= 2
    if one[:_SAME_BEGINNING] == other[:_SAME_BEGINNING]:
        return True
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
