"""What a document itself says is one bearer: ``X (XYZ)``, ``X (“Short”)``, surnames after full names, short forms.

``X, the parent of Y`` is a relation and makes no alias.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.mentions.name_keys import name_key
from agent.mentions.names import read_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.mentions.names import Name

_OPENING = " \t\u00a0(\"“„«»'‘‚"
_LONGEST_GAP = 24


@dataclass(frozen=True, slots=True)
class Aliases:
    """A document's names by the key of each shorter form that stands for them.

    ``stated`` are short forms that the document explains in brackets, both ways. ``surnames`` lead to the full names of
    people, ``shortened`` to the full names of organisations that begin with the short form. ``places`` are the names
    of its places.
    """

    stated: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    surnames: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    shortened: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    places: frozenset[tuple[str, ...]] = frozenset()

    def equal_to(self, name: str) -> tuple[str, ...]:
        """Other forms of ``name`` that the document states."""
        return self.stated.get(name_key(name).words, ())

    def full_forms(self, name: str) -> tuple[str, ...]:
        """The full names in the document that ``name`` may stand for: several where it is unclear."""
        words = name_key(name).words
        return self.surnames.get(words, ()) or self.shortened.get(words, ())


NO_ALIASES = Aliases()


def read_aliases(text: str, language: str) -> Aliases:
    """The equivalences between names that the document ``text`` states. Linear in its length."""
    return aliases_of(read_names(text, language), text)


def aliases_of(names: Sequence[Name], text: str) -> Aliases:
    """`read_aliases` from the names already read in ``text``."""
    stated: dict[tuple[str, ...], list[str]] = defaultdict(list)
    surnames: dict[tuple[str, ...], list[str]] = defaultdict(list)
    shortened: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for index, name in enumerate(names):
        full = name_key(name.text).words
        if (
            index
            and _in_brackets(text, names[index - 1], name)
            and _stands_for(name.text, names[index - 1].text)
        ):
            short = names[index - 1]
            _add(stated[full], short.text)
            _add(stated[name_key(short.text).words], name.text)
        if len(full) < 2:
            continue
        if name.kind in {"person", "unknown"}:
            for first in range(1, len(full)):
                _add(surnames[full[first:]], name.text)
        if name.kind in {"organisation", "unknown"}:
            for end in range(1, len(full)):
                _add(shortened[full[:end]], name.text)
    places = frozenset(name_key(name.text).words for name in names if name.kind == "place")
    return Aliases(_frozen(stated), _frozen(surnames), _frozen(shortened), places)


def _frozen(table: Mapping[tuple[str, ...], list[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {key: tuple(forms) for key, forms in table.items()}


def _add(forms: list[str], form: str) -> None:
    """Adds a form that is none of those there; a name's variants are few, the bound holds for hostile texts."""
    if len(forms) < 8 and not any(name_key(form).same(name_key(other)) for other in forms):
        forms.append(form)


def _in_brackets(text: str, before: Name, name: Name) -> bool:
    """Whether ``name`` alone stands in brackets right behind ``before``."""
    gap = text[before.end : name.start]
    if not 0 < len(gap) <= _LONGEST_GAP or "(" not in gap:
        return False
    head, _, lead = gap.partition("(")
    words = lead.strip(_OPENING + "”»’,").split()
    after = text[name.end : name.end + 2]
    return not head.strip(' \u00a0"”»’') and len(words) <= 2 and ")" in after


def _stands_for(short: str, full: str) -> bool:
    """Whether a name in brackets abbreviates the one before: its letters in order, or its first word or words."""
    ours, theirs = name_key(short).words, name_key(full).words
    if len(ours) == 1 and short.replace(".", "").isupper():
        return _abbreviates(ours[0], theirs)
    return ours == theirs[: len(ours)] or ours == theirs[-len(ours) :] or _abbreviates("".join(ours), theirs)


def _abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Whether ``letters`` are found in order in ``words``, the first at the beginning of the first."""
    joined = "".join(words)
    if not letters or not joined or letters[0] != joined[0]:
        return False
    at = 0
    for letter in joined:
        if at < len(letters) and letter == letters[at]:
            at += 1
    return at == len(letters) and len(letters) <= len(joined)
