"""The noun that an amount belongs to: what is counted, measured, or shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.mentions.neighbours import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.amounts import Amount
    from agent.mentions.neighbours import Neighbour
    from agent.mentions.quantity_words import QuantityWords
    from agent.mentions.units import Unit

_SHARES = frozenset({"percent", "permille"})
_REACH = 3


def counted_noun(
    text: str, amount: Amount, unit: Unit | None, row: Sequence[Neighbour], words: QuantityWords
) -> Neighbour | None:
    """The noun in ``row``, the words behind ``amount`` and its ``unit``; ``None`` if none is surely counted.

    Without a tagger of words the noun is told by its form: a capital in German, a plural in English, the first word
    that is no adjective of the kind that comes before its noun in the Romance languages.
    """
    if not row:
        return None
    hyphenated = unit is not None and any(sign in text[amount.start : row[0].start] for sign in HYPHENS)
    at = _first_place(text, amount, unit, row, words, hyphenated=hyphenated)
    if at is None:
        return None
    candidates = _candidates(row, at, words)
    if not candidates or words.noun_capital or words.noun_first:
        return candidates[-1] if candidates else None
    if row[at].gap in HYPHENS:
        return row[at]
    plural = next((word for word in candidates if is_plural(word, words)), None)
    if plural and not hyphenated:
        return plural
    likely = [word for word in candidates if not word.word.endswith(words.not_nouns)]
    single = hyphenated or amount.kind != "number" or at > 0
    return (likely or candidates)[-1] if single else None


def is_plural(word: Neighbour, words: QuantityWords) -> bool:
    """Whether a noun has the form of more than one."""
    return word.word in words.plurals or words.noun_plural.fullmatch(word.word) is not None


def _first_place(
    text: str,
    amount: Amount,
    unit: Unit | None,
    row: Sequence[Neighbour],
    words: QuantityWords,
    *,
    hyphenated: bool,
) -> int | None:
    """Where in ``row`` the noun can begin; ``None`` if nothing is counted there."""
    share = amount.kind == "fraction" or (unit is not None and unit.name in _SHARES)
    if row[0].word in (words.of if share else words.links):
        scaled = amount.scale != 1 and text[amount.end - 1].isalpha()
        at = 1
        while at < len(row) and row[at].word in words.articles:
            at += 1
        return at if at < len(row) and (share or unit or scaled) else None
    if hyphenated or (unit is None and not share):
        return 0
    if share:
        return 1 if words.noun_capital and row[0].word in words.articles else None
    return 0 if words.noun_capital else None


def _candidates(row: Sequence[Neighbour], at: int, words: QuantityWords) -> list[Neighbour]:
    """The words from ``at`` on that may be the noun; where its form tells it, it is the last of them."""
    found: list[Neighbour] = []
    for place in range(at, min(len(row), at + _REACH)):
        word = row[place]
        if word.word in words.stops or word.word in words.months or (place and not word.gap):
            return [] if words.noun_capital or words.noun_first else found
        if words.noun_capital and word.capital:
            return [_head(row, place)]
        if words.noun_capital and not words.noun_adjective.fullmatch(word.word):
            return []
        if word.word in words.adjectives:
            continue
        if words.noun_first:
            return [word]
        found.append(word)
    return [] if words.noun_capital or words.noun_first else found


def _head(row: Sequence[Neighbour], place: int) -> Neighbour:
    """The last part of the compound that begins at ``place`` (``Tesla-Patente``)."""
    while place + 1 < len(row) and row[place + 1].gap in HYPHENS:
        place += 1
    return row[place]
