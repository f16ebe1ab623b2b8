"""Words that look like names: of people, organisations, places, products.

By surface alone: a capital where grammar asks for none, inner capitals (``YouTube``), acronyms, letters glued to digits
(``A380``). German capitalises every noun, so there a capital tells only where nothing before it makes it a plain noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.document import Span

_WORD = re.compile(r"[^\W_]+(?:[-.&’'][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]|[\"“„«»”‘(\[–—-])\s*$")
_POSSESSIVE = re.compile(r"[’']s?$")

_GERMAN_DETERMINERS = frozenset(
    "der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner keines mein "
    "dein sein ihr unser euer seine seinen seinem seiner seines ihre ihren ihrem ihrer ihres unsere "
    "unseren welche welcher welches welchem welchen diese dieser dieses diesem diesen jede jeder jedes "
    "jedem jeden alle aller allen viele vieler vielen mehr wie wieviel wieviele zum zur vom beim im am "
    "ans ins einige mehrere ".split()
)
_GERMAN_NOUN_ENDINGS = (
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "ismus", "tät",
    "nis", "nisse", "tum", "ling", "chen", "lein", "zahl", "jahr", "jahre", "jahren", "prozent", "uhr",
)  # fmt: skip
_GERMAN_ADJECTIVE = re.compile(r"[a-zäöüß]{3,}(?:e|en|er|es|em)$")


@dataclass(frozen=True, slots=True)
class Name(Span):
    """A word that looks like a name; ``text`` without a possessive ending."""

    text: str


def read_names(text: str, language: str) -> list[Name]:
    """The words of ``text`` that look like names, in order, one name per word."""
    found = []
    before = ""
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        starts = _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]) is not None
        if _looks_like_name(word, before, starts=starts, language=language):
            found.append(Name(match.start(), match.start() + len(word), word))
        before = match.group()
    return found


def _looks_like_name(word: str, before: str, *, starts: bool, language: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return False
    capitals = sum(character.isupper() for character in letters)
    glued = any(character.isdigit() for character in word) and capitals > 0
    if glued or capitals >= 2 or (capitals == 1 and not word[0].isupper() and word[0].isalpha()):
        return len(word) > 1
    if not word[0].isupper() or starts:
        return False
    return language != "de" or not _plain_german_noun(word, before)


def _plain_german_noun(word: str, before: str) -> bool:
    lowered = before.casefold()
    return (
        lowered in _GERMAN_DETERMINERS
        or word.casefold().endswith(_GERMAN_NOUN_ENDINGS)
        or (before[:1].islower() and _GERMAN_ADJECTIVE.fullmatch(lowered) is not None)
    )
