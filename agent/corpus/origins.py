"""Where a text has its news from: the agencies and outlets it says it relies on.

An origin is an outlet named in an attribution (``Reuters reported``, ``laut dpa``, ``secondo il Corriere del
Porto``), not a speaker (``according to the ministry``) and not an outlet that is merely spoken of. Precision
comes before recall: what names an outlet is in ``names``, what makes it an attribution in the language
tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from agent.corpus.languages import language_tables, outlet_table, tables_for
from agent.corpus.outlets import OutletName, known_spellings, outlet_names
from agent.corpus.phrases import tokens
from agent.document import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


_WINDOW = 140
_STEPS = 9
_CLAUSE_END = re.compile(r"[.!?…][\"”»)]?\s+(?=\S)|\n\s*\n")
_DATELINE_END = re.compile(r"(?:/[\w-]{1,20})?\)\s*(?:\.?\s*[-–—]|\.?\s*(?:\n|\Z))")
_LINE_HEAD = re.compile(r"\s[-–—]\s")
_REPORT_COMPOUND = re.compile(r"[-–](\w+)")
_SKIPPED = frozenset("\"'«»()[]s")
_LIST_MARKS = frozenset(",/")


def find_origins(text: str, language: str | None) -> tuple[str, ...]:
    """Names of the agencies and outlets that ``text`` relies on, each once, in order of appearance.

    ``language`` chooses the attributions; ``None`` or one without a table tries all of them.
    """
    return tuple(dict.fromkeys(found.name for found in _attributed(text, language)))


def passage_origins(text: str, metadata: Metadata | None = None) -> tuple[str, ...]:
    """The origins that a passage or sentence of a document names itself, in order of appearance.

    ``metadata`` is its document's: besides attributions, a bare mention counts of an origin that the document relies
    on elsewhere, and its own outlet never does. Without it, attributions of all languages are tried.
    """
    metadata = metadata or Metadata()
    found = {
        name.start: name.name for name in _attributed(text, metadata.language) if name.name != metadata.outlet
    }
    for origin in metadata.origins:
        for spelling in known_spellings(origin):
            mention = re.search(rf"(?<![\w-]){re.escape(spelling)}(?!\w)", text)
            if mention:
                found.setdefault(mention.start(), origin)
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def normalise_origin(name: str) -> str:
    """The name an origin is counted under: ``Reuters`` for ``Reuters-Bericht``, no article before it."""
    known = outlet_table().names
    name = " ".join(name.split())
    for table in language_tables().values():
        head, dash, tail = name.rpartition("-")
        if dash and tail.casefold() in table.origins.report_nouns:
            name = head
    if name in known:
        return known[name]
    article, space, rest = name.partition(" ")
    articles = {word for table in language_tables().values() for word in table.origins.articles}
    if space and article.casefold() in articles:
        name = rest
    return known.get(name, name)


@dataclass(frozen=True, slots=True)
class _Attributions:
    """One language's attributions in tokens: ``before`` by their last token, the others by their first."""

    before: Mapping[str, tuple[tuple[str, ...], ...]]
    after: Mapping[str, tuple[tuple[str, ...], ...]]
    after_comma: Mapping[str, tuple[tuple[str, ...], ...]]
    between: frozenset[str]
    adverbs: frozenset[str]
    conjunctions: frozenset[str]
    report_nouns: frozenset[str]
    not_before: tuple[tuple[str, ...], ...]


def _attributed(text: str, language: str | None) -> list[OutletName]:
    found: dict[int, OutletName] = {}
    for table in tables_for(language):
        phrases = _attributions(table.code)
        for group in _groups(text, outlet_names(text, table), phrases):
            if any(_is_attributed(text, name, phrases) for name in group):
                found |= {name.start: name for name in group}
    return [found[start] for start in sorted(found)]


def _groups(text: str, names: Sequence[OutletName], phrases: _Attributions) -> Iterator[list[OutletName]]:
    """Names joined by commas or conjunctions, which share their attribution."""
    group: list[OutletName] = []
    allowed = phrases.conjunctions | phrases.between | _LIST_MARKS
    for name in names:
        gap = text[group[-1].end : name.start] if group else ""
        if group and (len(gap) > 40 or not set(tokens(gap)) <= allowed or not gap.strip()):
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _is_attributed(text: str, name: OutletName, phrases: _Attributions) -> bool:
    compound = _REPORT_COMPOUND.match(text, name.end)
    if compound:
        return compound[1].casefold() in phrases.report_nouns
    if name.name in outlet_table().agencies and _is_dateline(text, name):
        return True
    before = _tokens_before(text, name.start)
    return _follows(before, phrases) or _leads(name, _tokens_after(text, name.end), before, phrases)


def _is_dateline(text: str, name: OutletName) -> bool:
    """``HARBOURTOWN (Reuters) - …``, ``… said the mayor. (dpa)``, ``AFP - …``."""
    if text[name.start - 1 : name.start] == "(":
        return bool(_DATELINE_END.match(text, name.end)) and not _abbreviates(text, name)
    opens_line = text[max(0, name.start - 1) : name.start] in {"", "\n"}
    return opens_line and bool(_LINE_HEAD.match(text, name.end))


def _abbreviates(text: str, name: OutletName) -> bool:
    """Whether a name in brackets is made of the initials before it: ``Amateur Pilots (AP)``."""
    letters = name.of(text).casefold()
    words = [
        word for word in text[max(0, name.start - _WINDOW) : name.start - 1].split() if word[0].isupper()
    ]
    return "".join(word[0] for word in words[-len(letters) :]).casefold() == letters


def _tokens_before(text: str, start: int) -> list[str]:
    """Tokens of the clause before a name, with ``^`` where it starts."""
    low = max(0, start - _WINDOW)
    window = text[low:start]
    ends = [found.end() for found in _CLAUSE_END.finditer(window)]
    clause = window[ends[-1] :] if ends else window
    return ["^", *tokens(clause)] if ends or low == 0 else tokens(clause)


def _tokens_after(text: str, end: int) -> list[str]:
    window = text[end : end + _WINDOW]
    stop = _CLAUSE_END.search(window)
    return tokens(window[: stop.start()] if stop else window)


def _follows(before: list[str], phrases: _Attributions) -> bool:
    """Whether an attribution ends before the name, with words such as articles in between."""
    position = len(before)
    for _ in range(_STEPS):
        if position == 0:
            return False
        for phrase in phrases.before.get(before[position - 1], ()):
            if tuple(before[max(0, position - len(phrase)) : position]) == phrase:
                return True
        if before[position - 1] not in phrases.between and before[position - 1] not in _SKIPPED:
            return False
        position -= 1
    return False


def _leads(name: OutletName, after: list[str], before: list[str], phrases: _Attributions) -> bool:
    """Whether an attribution begins behind the name, with words such as weekdays in between."""
    known = name.name in _known_outlets()
    comma = known and before[-1:] and before[-1] in {",", '"', "»"}
    for position in range(min(_STEPS, len(after))):
        starts = phrases.after.get(after[position], ())
        if comma and position == 0:
            starts += phrases.after_comma.get(after[position], ())
        for phrase in starts:
            end = position + len(phrase)
            if tuple(after[position:end]) == phrase:
                return not any(tuple(after[end : end + len(owner)]) == owner for owner in phrases.not_before)
        if after[position] not in phrases.adverbs and after[position] not in _SKIPPED:
            return False
    return False


def _by_token(phrases: Sequence[tuple[str, ...]], position: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[position]].append(phrase)
    return {token: tuple(group) for token, group in found.items()}


@cache
def _known_outlets() -> frozenset[str]:
    return frozenset(outlet_table().names.values())


@cache
def _attributions(language: str) -> _Attributions:
    table = language_tables()[language]
    origins = table.origins

    def cut(phrases: Sequence[str]) -> list[tuple[str, ...]]:
        return [tuple(tokens(phrase)) for phrase in phrases]

    def words(phrases: Sequence[str]) -> frozenset[str]:
        return frozenset(token for phrase in phrases for token in tokens(phrase))

    labels = [(*tokens(label), ":") for label in table.credits.source]
    return _Attributions(
        before=_by_token([*cut(origins.before), *labels], -1),
        after=_by_token(cut(origins.after), 0),
        after_comma=_by_token(cut(origins.after_comma), 0),
        between=words((*origins.between, *origins.articles)),
        adverbs=words(origins.adverbs),
        conjunctions=words(origins.conjunctions),
        report_nouns=frozenset(origins.report_nouns),
        not_before=tuple(cut(origins.not_before)),
    )
