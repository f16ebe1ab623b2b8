"""German words inside and around names: offices, capitalised adjectives, and compounds that hold a name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.mentions.german_nouns import is_german_noun
from agent.mentions.name_tables import name_table, shared_table
from agent.mentions.name_words import Sort, sorts

if TYPE_CHECKING:
    from agent.mentions.name_runs import Word

ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_STREETS = ("straße", "platz", "weg", "haus", "schule")


@lru_cache(maxsize=50_000)
def is_adjective(lower: str) -> bool:
    """Whether a word is one of the adjectives that open names (``Europäische``)."""
    stems = name_table("de").capital_adjectives
    return any(lower.endswith(ending) and lower[: -len(ending)] in stems for ending in ADJECTIVE_ENDINGS)


def cut_compound(word: Word) -> None:
    """Cuts a common noun off the end of a compound with a name: ``Arvento`` of ``Arvento-Chef``.

    A compound of a name's kind (``Karl-Hansen-Stiftung``) stays whole; one of common nouns alone is one.
    """
    head, _, tail = word.text.rpartition("-")
    if (
        word.sorts & Sort.GIVEN
        or not tail[:1].isupper()
        or not (tail.isupper() or is_german_noun(tail) or is_title(tail.lower()))
    ):
        return
    table = name_table("de")
    kinds = table.organisation_words | table.place_words | table.places
    lowered = tail.lower()
    if tail.isupper() and not all(is_german_noun(part) for part in head.split("-")):
        return
    if lowered in kinds or lowered.endswith((*table.organisation_endings, *_STREETS)):
        return
    plain = head in shared_table().acronyms or head.lower() in table.plain
    if plain or (all(is_german_noun(part) for part in head.split("-")) and not head.isupper()):
        word.sorts |= Sort.PLAIN
        return
    word.text, word.lower, word.cut = head, head.lower(), lowered
    word.end = word.start + len(head)
    word.sorts = sorts("de").get(word.lower, 0)


@lru_cache(maxsize=50_000)
def is_title(lower: str) -> bool:
    """Whether a word is an office or a form of address, or a compound that ends in one (``Landesbischof``)."""
    titles = name_table("de").titles
    plain = lower.rstrip(".").rpartition("-")[2]
    return plain in titles or any(plain[cut:] in titles for cut in range(3, len(plain) - 4))
