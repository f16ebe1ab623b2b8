"""Whether a statement's figures, dates and names agree with the sentences it cites.

The one place where grounding asks for such comparisons.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from agent.text.canonical import fold
from agent.text.names import read_names
from agent.text.numbers import read_numbers, same_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.text.numbers import Number

Kind = Literal["number", "date", "name"]

_WORD = re.compile(r"[^\W_]+(?:[-.&’'][^\W_]+)*")
_SHARE = re.compile(r"\s?(?:%|per ?cent|percent|prozent|per cento|pour cent|por ciento)")
_ALIKE = 0.75
"""Two spellings of one name share this much of their letters (Ratcliff and Obershelp), as Genova and Genoa do."""
_SAME_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its language (ISO 639-1)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a statement mentions and no cited sentence does; ``mention`` is in the statement's own words."""

    kind: Kind
    mention: str


def disagreements(
    statement: Written, cited: Sequence[Written], *, named: Sequence[str] = (), known: Sequence[str] = ()
) -> list[Disagreement]:
    """The figures, dates and names of ``statement`` that none of ``cited`` backs, in no particular order.

    ``named`` are names that may stand in any statement about these sentences (outlet, origin). ``known`` are
    texts whose names are recognised as such at the beginning of the statement too, where a capital says nothing.
    """
    return [
        *_figures(statement, cited),
        *_calendar(statement, cited),
        *_names(statement, cited, named, known),
    ]


def _figures(statement: Written, cited: Sequence[Written]) -> Iterator[Disagreement]:
    """Every figure of the sentences backs one figure of the statement: 2012 once is not 2012 twice."""
    theirs = [
        (number, _is_share(number, one.text))
        for one in cited
        for number in read_numbers(one.text, one.language)
    ]
    for number in read_numbers(statement.text, statement.language):
        share = _is_share(number, statement.text)
        backing = [pair for pair in theirs if pair[1] == share and same_number(number, pair[0])]
        if backing:
            theirs.remove(backing[0])
        else:
            yield Disagreement("number", number.of(statement.text))


def _is_share(number: Number, text: str) -> bool:
    return _SHARE.match(text.lower(), number.end) is not None


def _calendar(statement: Written, cited: Sequence[Written]) -> Iterator[Disagreement]:
    theirs = {key for one in cited for key, _ in _months_and_days(one)}
    for key, word in _months_and_days(statement):
        if key not in theirs:
            yield Disagreement("date", word)


def _months_and_days(written: Written) -> list[tuple[str, str]]:
    table = _words().get(written.language, {})
    found = []
    for match in _WORD.finditer(written.text):
        word = match.group()
        key = table.get(word.casefold())
        # "may" and "mars" are months only with a capital where the language writes months so.
        if key and (word[0].isupper() or written.language not in ("en", "de")):
            found.append((key, word))
    return found


@cache
def _words() -> dict[str, dict[str, str]]:
    stored = tomllib.loads(files("agent").joinpath("agreement.toml").read_text("utf-8"))
    return {
        language: {
            word: f"{kind} {number}"
            for kind, names in kinds.items()
            for number, alternatives in enumerate(names)
            for word in alternatives.split()
        }
        for language, kinds in stored.items()
    }


def _names(
    statement: Written, cited: Sequence[Written], named: Sequence[str], known: Sequence[str]
) -> Iterator[Disagreement]:
    ours = _mentioned(statement, known)
    words = {fold(word) for one in cited for word in _WORD.findall(one.text)}
    allowed = words | {fold(word) for name in named for word in _WORD.findall(name)}
    foreign = all(one.language != statement.language for one in cited)
    missing = [name for name in ours if not _is_among(name, allowed, loosely=foreign)]
    if foreign and missing:
        # Across languages a name may be translated: it differs only where another stands in its place.
        ours_folded = {fold(name) for name in ours}
        theirs = [name.text for one in cited for name in read_names(one.text, one.language)]
        if all(_is_among(name, ours_folded, loosely=True) for name in theirs):
            return
    for name in missing:
        yield Disagreement("name", name)


def _mentioned(statement: Written, known: Sequence[str]) -> list[str]:
    calendar = {word for _, word in _months_and_days(statement)}
    names = [name.text for name in read_names(statement.text, statement.language)]
    first = _WORD.search(statement.text)
    if (
        first
        and first.group()[0].isupper()
        and any(re.search(rf"(?<=[\w,] ){re.escape(first[0])}\b", text) for text in known)
    ):
        names.insert(0, first.group())
    return [name for name in dict.fromkeys(names) if name not in calendar]


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
