"""Whether two names are one bearer's, by what is written; an edit distance alone never makes them so."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.mentions.aliases import NO_ALIASES, Aliases
from agent.mentions.comparison import Comparison
from agent.mentions.name_keys import NameKey, folded_words, name_key, same_words
from agent.mentions.name_tables import TABLED, name_table, shared_table
from agent.mentions.names import Name, read_names

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANK = {"equal": 3, "different": 1, "compatible": 2, "not_comparable": 0}


def compare_names(claim: Name, source: Name, aliases: Aliases = NO_ALIASES) -> Comparison:
    """Whether the name ``claim`` and the name ``source``, in a document with ``aliases``, have one bearer.

    ``equal``: one spelling but for case, accents, hyphens, articles, legal forms and inflection; or the document says
    that the source's form stands for the claim's. ``compatible``: one may be short for the other, and nothing says so.
    ``different``: both cannot be the same: one surname with different given names, one institution of two places, one
    product with different figures, one firm's name with different legal forms. ``not_comparable``: anything else.
    """
    direct = _compare(claim.text, source.text, claim, source)
    if direct.result == "equal":
        return direct
    for form in aliases.equal_to(source.text):
        if _compare(claim.text, form, claim, source).result == "equal":
            return Comparison("equal", f"the document gives {source.text} for {form}")
    full = aliases.full_forms(source.text)
    through = [(form, _compare(claim.text, form, claim, source)) for form in full]
    if len(through) == 1:
        form, found = through[0]
        if found.result == "equal":
            return Comparison("equal", f"{source.text} is short for {form} in this document")
        if found.result == "different":
            return Comparison("different", f"{source.text} is {form} in this document: {found.reason}")
    if any(found.result == "equal" for _, found in through):
        return Comparison("compatible", f"{source.text} may be any of {len(through)} in this document")
    if (
        direct.result == "compatible"
        and name_key(claim.text).words in aliases.places
        and source.kind != "place"
    ):
        return Comparison("not_comparable", f"{claim.text} is a place in this document")
    return direct


def find_name(
    claim: Name, sentence: str, language: str, aliases: Aliases = NO_ALIASES
) -> tuple[Comparison, str]:
    """Whether ``sentence`` names the bearer of ``claim``: the comparison that decides, and the sentence's own words.

    ``aliases`` are those of the sentence's document (`read_aliases`), so that a surname stands for the full name given
    earlier. ``equal`` goes before ``compatible``, that before ``different``; where no name has to do with the claim's,
    the first that the claim's is not comparable with, and empty words if the sentence names nobody. A name that stands
    in the sentence word for word counts even where nothing else shows that it is one.
    """
    best: tuple[Comparison, str] = (Comparison("not_comparable", "no name in the sentence"), "")
    for name in read_names(sentence, language):
        found = compare_names(claim, name, aliases)
        if not best[1] or _RANK[found.result] > _RANK[best[0].result]:
            best = (found, name.of(sentence))
    if best[0].result == "equal":
        return best
    said = f" {' '.join(folded_words(sentence))} "
    for form, reason in ((claim.text, "the same words"), *_short_forms(claim, aliases)):
        if f" {' '.join(folded_words(form))} " in said and any(letter.isupper() for letter in form):
            return Comparison("equal", reason), form
    return best


def _short_forms(claim: Name, aliases: Aliases) -> list[tuple[str, str]]:
    """Forms that stand for the claim's name, and for no other, in the document."""
    words = claim.text.split()
    forms = (
        [" ".join(words[first:]) for first in range(1, len(words))] if claim.kind != "organisation" else []
    )
    told = [
        form
        for form in forms
        if [name_key(claim.text).same(name_key(full)) for full in aliases.full_forms(form)] == [True]
    ]
    return [
        (form, f"{form} is short for {claim.text} in this document")
        for form in (*told, *aliases.equal_to(claim.text))
    ]


def _compare(claim: str, source: str, one: Name, other: Name) -> Comparison:
    ours, theirs = name_key(claim), name_key(source)
    if ours.same(theirs):
        if ours.legal and theirs.legal and ours.legal != theirs.legal:
            return Comparison("different", "another legal form")
        return Comparison("equal", "the same name")
    if _figures_differ(ours, theirs):
        return Comparison("different", "another figure in the name")
    if _acronym(claim, theirs) or _acronym(source, ours):
        return Comparison("compatible", "the letters fit")
    kinds = {one.kind, other.kind}
    found = _people(ours, theirs) if kinds <= {"person", "unknown"} else None
    if found and ("person" in kinds or found.result == "compatible"):
        return found
    elsewhere = _one_head(ours, theirs)
    if elsewhere and "organisation" in {one.kind, other.kind}:
        return Comparison("different", "the same kind of institution elsewhere")
    if _short_for(ours, theirs, one, other) or _short_for(theirs, ours, other, one):
        return Comparison("compatible", "one may be short for the other")
    return Comparison("not_comparable", "another name")


def _people(ours: NameKey, theirs: NameKey) -> Comparison | None:
    """Two names of people by surname and given names; ``None`` if their surnames have nothing to do with each other."""
    short, long = sorted((ours, theirs), key=lambda key: len(key.words))
    surname = _surname(short.words)
    if surname is None or not _ends(long, short, surname):
        return None
    given, others = short.words[:surname], long.words[: len(long.words) - len(short.words) + surname]
    if not given or not others:
        return Comparison("compatible", "the surname alone fits")
    if not _given_names_fit(given, others):
        return Comparison("different", "the same surname with another given name")
    return Comparison("compatible", "the given names fit as far as they go")


def _surname(words: Sequence[str]) -> int | None:
    """Where the surname begins in a person's name; particles belong to it."""
    if not words:
        return None
    at = len(words) - 1
    while at > 0 and words[at - 1] in small_parts():
        at -= 1
    return at


def _ends(long: NameKey, short: NameKey, surname: int) -> bool:
    count = len(short.words) - surname
    return same_words(
        long.words[-count:], long.umlauts[-count:], short.words[surname:], short.umlauts[surname:]
    )


def _given_names_fit(given: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the given names of one person's name may be those of another, initials and left-out ones included."""
    few, many = sorted((list(given), list(others)), key=len)
    at = 0
    for name in few:
        while at < len(many) and not _same_given(name, many[at]):
            at += 1
        if at == len(many):
            return _same_given(few[0], many[0]) and all(len(one) == 1 for one in few)
        at += 1
    return True


def _same_given(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])


def _figures_differ(ours: NameKey, theirs: NameKey) -> bool:
    """Whether two names are the same but for a word with digits (``Falcon 220``, ``Falcon 320``)."""
    if len(ours.words) != len(theirs.words) or len(ours.words) < 2:
        return False
    unlike = [(one, other) for one, other in zip(ours.words, theirs.words, strict=True) if one != other]
    return len(unlike) == 1 and all(any(letter.isdigit() for letter in word) for word in unlike[0])


def _acronym(short: str, full: NameKey) -> bool:
    letters = short.replace(".", "")
    return (
        len(letters) > 1 and letters.isupper() and letters.isalpha() and letters.casefold() == _initials(full)
    )


def _initials(key: NameKey) -> str:
    words = [word for word in key.words if word not in small_parts()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _one_head(ours: NameKey, theirs: NameKey) -> bool:
    """Whether two names are one kind of institution in two places (``University of Kelby``, ``of Ostwick``)."""
    if len(ours.words) != len(theirs.words) or len(ours.words) < 2 or ours.words[:-1] != theirs.words[:-1]:
        return False
    return ours.words[0] in shared_table().institutions


def _short_for(short: NameKey, long: NameKey, name: Name, full: Name) -> bool:
    """Whether ``short`` is the beginning of a firm's or a product's longer name."""
    count = len(short.words)
    if not 0 < count < len(long.words) or not same_words(
        short.words, short.umlauts, long.words[:count], long.umlauts[:count]
    ):
        return False
    kinds = {name.kind, full.kind}
    return "place" not in kinds and "person" not in kinds and long.words[count] not in small_parts()


@lru_cache(maxsize=1)
def small_parts() -> frozenset[str]:
    """Words inside names that are none of their own: particles, articles, joiners of all languages."""
    shared = shared_table()
    joiners = (
        word for language in TABLED for phrase in name_table(language).joiners for word in phrase.split()
    )
    particles = (word for phrase in shared.particles for word in phrase.split())
    return frozenset(word.rstrip("'’-") for word in (*joiners, *particles))
