"""Names of outlets in running text: known agencies and outlets, and names that look like an outlet's."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from agent.corpus.languages import LanguageTable, outlet_table, tables_for
from agent.corpus.phrases import tokens
from agent.document import Span
from agent.mentions.dates.words import date_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Word = re.Match[str]

_WORD = re.compile(r"[^\W_]+")
_GAP_INSIDE_NAME = frozenset({" ", "-", "'", "’", "\n", "\r\n", "\u00a0", "-\n"})
_QUOTES = frozenset("\"“„«»'‘‚›‹")
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class OutletName(Span):
    """An outlet named in a text; ``name`` is the one it is counted under."""

    name: str


def outlet_names(text: str, table: LanguageTable) -> list[OutletName]:
    """Outlets named in ``text``, in order, none inside another.

    A name is known (``outlets.toml``), or capitalised words of which the last or first is one that outlets'
    names have in this language (``Harbour Times``, ``Corriere del Porto``, ``Hafenzeitung``), or follows a
    word for an outlet's kind (``the newspaper Harbour Today``).
    """
    words = list(_WORD.finditer(text))
    shapes = _shapes(table.code)
    names: list[OutletName] = []
    index = 0
    while index < len(words):
        word = words[index].group()
        if word not in shapes.marks and not word.endswith(shapes.compound_ends):
            index += 1
            continue
        first, last, name = _name_at(text, words, index, shapes)
        if last < index:
            index += 1
            continue
        span = Span(words[first].start(), words[last].end())
        while name != "" and names and names[-1].end > span.start:
            names.pop()
        if name != "":
            spelled = name or " ".join(span.of(text).split())
            names.append(OutletName(span.start, span.end, spelled))
        index = last + 1
    return names


def known_spellings(name: str) -> list[str]:
    """All spellings of a known outlet, or ``name`` itself."""
    return [spelling for spelling, known in outlet_table().names.items() if known == name] or [name]


@dataclass(frozen=True, slots=True)
class _Shapes:
    """One language's words of outlets' names, ready for look-up; ``marks`` are all that a name can be found at."""

    ends: frozenset[str]
    starts: frozenset[str]
    compound_ends: tuple[str, ...]
    generic: frozenset[str]
    kinds: Mapping[str, tuple[tuple[str, ...], ...]]
    joiners: frozenset[str]
    marks: frozenset[str]
    plain_words: frozenset[str]
    weekdays: frozenset[str]
    nouns_capitalised: bool


_Found = tuple[int, int, str | None]
"""First and last word of a name and the name, ``None`` for the words themselves and empty for no outlet; the
last word lies before the first where there is no name."""

_NOTHING: _Found = (0, -1, None)


def _name_at(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    word = words[index].group()
    finders = (
        (_known, word in _by_first_word()),
        (_of_kind, word in shapes.kinds),
        (_opened, word in shapes.starts),
        (_closed, word in shapes.ends),
        (_compound, word.endswith(shapes.compound_ends) and word[0].isupper() and word not in shapes.generic),
    )
    for find, applies in finders:
        found = find(text, words, index, shapes) if applies else _NOTHING
        if found != _NOTHING:
            return found
    return _NOTHING


def _known(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    """The longest known name that starts at a word and is no part of a longer one."""
    start = words[index].start()
    for spelling, length in _by_first_word()[words[index].group()]:
        end = start + len(spelling)
        last = index + length - 1
        if not text.startswith(spelling, start) or last >= len(words) or words[last].end() != end:
            continue
        name = outlet_table().names.get(spelling, "")
        if name not in outlet_table().agencies and _joiner_after(text, words, last, shapes):
            return _NOTHING
        alone = shapes.nouns_capitalised or not (
            _capital_after(text, words, last, shapes) or _capital_before(text, words, index, shapes)
        )
        return (index, last, name if alone else "")
    return _NOTHING


def _of_kind(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    """``the newspaper Harbour Today``: capitalised words after a word for a kind of outlet."""
    for kind in shapes.kinds[words[index].group()]:
        first = index + len(kind)
        if first >= len(words) or tuple(word.group() for word in words[index:first]) != kind:
            continue
        gap = text[words[first - 1].end() : words[first].start()]
        if (
            not words[first].group()[0].isupper()
            or words[first].group() in _by_first_word()
            or not _opens(gap)
        ):
            continue
        if words[first].group().casefold() in shapes.plain_words:
            continue
        last = first
        if not shapes.nouns_capitalised or any(mark in _QUOTES for mark in gap):
            last = _last_capital(text, words, first, shapes)
        elif _joined(text, words, first) == "-":
            last = first + 1
        return (first, last, None)
    return _NOTHING


def _opened(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    """``Corriere del Porto``: a first word of outlets' names and more capitalised words."""
    last = _last_capital(text, words, index, shapes)
    return (index, last, None) if last > index else _NOTHING


def _closed(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    """``Harbour Times``, ``Times of Harbourtown``: a last word of outlets' names by capitalised words."""
    first = index
    while (
        first > 0
        and index - first < _MOST_WORDS
        and _capital_before(text, words, first, shapes, anywhere=True)
    ):
        first -= 1
    last = index + 2 if _joiner_after(text, words, index, shapes) else index
    if last == first or (not shapes.nouns_capitalised and _capital_after(text, words, last, shapes)):
        return _NOTHING
    return (first, last, None)


def _compound(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> _Found:
    """``Hafenzeitung``, with an adjective of place (``Kieler``) or a hyphen and a first part before it."""
    before = words[index - 1].group() if index else ""
    place = before.endswith("er") and _capital_before(text, words, index, shapes, anywhere=True)
    hyphen = bool(before) and _joined(text, words, index - 1) == "-"
    return (index - 1 if place or hyphen else index, index, None)


def _last_capital(text: str, words: Sequence[Word], first: int, shapes: _Shapes) -> int:
    """The last word of a run of capitalised words with joiners in between."""
    last, ahead = first, first + 1
    while ahead < len(words) and ahead - first <= _MOST_WORDS and _joined(text, words, ahead - 1) is not None:
        word = words[ahead].group()
        if word[0].isupper() and word.casefold() not in shapes.weekdays:
            last = ahead
        elif word not in shapes.joiners:
            break
        ahead += 1
    return last


def _joiner_after(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> bool:
    """Whether a name goes on behind a word: ``of Harbourtown``, ``della Laguna``."""
    return (
        index + 2 < len(words)
        and words[index + 1].group() in shapes.joiners
        and words[index + 2].group()[0].isupper()
        and words[index + 2].group().casefold() not in shapes.weekdays
        and _joined(text, words, index) == " "
        and _joined(text, words, index + 1) is not None
    )


def _capital_after(text: str, words: Sequence[Word], index: int, shapes: _Shapes) -> bool:
    if index + 1 >= len(words) or _joined(text, words, index) != " ":
        return False
    word = words[index + 1].group()
    return word[0].isupper() and word.casefold() not in shapes.plain_words


def _capital_before(
    text: str, words: Sequence[Word], index: int, shapes: _Shapes, *, anywhere: bool = False
) -> bool:
    """Whether a capitalised word that is no plain one stands right before.

    The first word of a sentence does not count unless ``anywhere``.
    """
    if index == 0 or _joined(text, words, index - 1) not in {" ", "-", "\n"}:
        return False
    word = words[index - 1]
    if not word.group()[0].isupper() or word.group().casefold() in shapes.plain_words:
        return False
    lead = text[max(0, word.start() - 3) : word.start()].strip()
    return anywhere or (word.start() > 0 and lead != "" and lead[-1] not in '.!?:"”»“„')


def _joined(text: str, words: Sequence[Word], index: int) -> str | None:
    """What stands between a word and the next if both may be of one name."""
    gap = text[words[index].end() : words[index + 1].start()]
    return gap if gap in _GAP_INSIDE_NAME else None


def _opens(gap: str) -> bool:
    return len(gap) <= 3 and gap[:1].isspace() and all(mark in _QUOTES for mark in gap.strip())


@cache
def _by_first_word() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Known spellings, and longer names that are none, by their first word: longest first, with their word counts."""
    spellings: dict[str, list[tuple[str, int]]] = defaultdict(list)
    table = outlet_table()
    for spelling in sorted((*table.names, *table.other), key=len, reverse=True):
        first, *more = _WORD.findall(spelling)
        spellings[first].append((spelling, 1 + len(more)))
    return {word: tuple(found) for word, found in spellings.items()}


@cache
def _shapes(language: str) -> _Shapes:
    table = tables_for(language)[0].origins
    kinds: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for kind in sorted(table.kinds, key=len, reverse=True):
        for form in (kind, kind.capitalize()):
            parts = tuple(_WORD.findall(form))
            kinds[parts[0]].append(parts)
    attributions = (table.before, table.between, table.after, table.adverbs, table.articles, table.kinds)
    return _Shapes(
        ends=frozenset(table.name_ends),
        starts=frozenset(table.name_starts),
        compound_ends=table.compound_ends,
        generic=frozenset(table.generic),
        kinds={word: tuple(found) for word, found in kinds.items()},
        joiners=frozenset(joiner.rstrip("'") for joiner in table.joiners),
        marks=frozenset((*table.name_ends, *table.name_starts, *kinds, *_by_first_word())),
        plain_words=frozenset(word for group in attributions for phrase in group for word in tokens(phrase)),
        weekdays=date_words(tables_for(language)[0].code).weekdays,
        nouns_capitalised=table.nouns_capitalised,
    )
