"""What kind of thing a name names, and its normalised form, by what it is made of and what stands around it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from agent.mentions.german_nouns import is_german_noun
from agent.mentions.name_spans import is_legal_form
from agent.mentions.name_tables import name_table, shared_table
from agent.mentions.name_words import Sort, sorts, territories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.name_runs import Word
    from agent.mentions.name_spans import Piece, Surroundings
    from agent.mentions.name_tables import NameTable

Kind = Literal["person", "organisation", "place", "product", "unknown"]
_PREFIXES = ("Mc", "Mac", "O'", "O’", "D'", "D’", "N'", "N’")
"""Beginnings of surnames with a capital inside."""

_OF = (" of ", " di ", " de ", " von ", " d ", " del ", " della ")
_FEMININE = (
    "on",
    "ung",
    "heit",
    "keit",
    "schaft",
    "tät",
    "bank",
    "bahn",
    "partei",
    "kirche",
    "post",
    "liga",
    "zeitung",
    "presse",
)
_ADJECTIVE_ENDINGS = ("en", "er", "es", "em")


def kind_of(
    piece: Piece, before: Sequence[str], around: Surroundings, language: str, *, numbered: bool, longer: bool
) -> Kind:
    """The kind of the name ``piece`` after the words ``before``, in lower case, the nearest last."""
    words, table = piece.words, around.table
    cue = before[-1] if before else ""
    if any(is_legal_form(word.text) for word in words):
        return "organisation"
    if piece.titled:
        return "person"
    built = _built_of(words, table, language)
    if numbered or (cue in table.product_cues and built != "person"):
        return "product"
    if built != "unknown":
        return built
    if longer:
        return "organisation"
    return _cued(words, before, around, language)


def _cued(words: Sequence[Word], before: Sequence[str], around: Surroundings, language: str) -> Kind:
    """The kind that the words before a name tell, or its own form."""
    table = around.table
    cue = before[-1] if before else ""
    last = words[-1]
    if cue in table.roles or (language == "de" and cue in table.titles):
        return "person"
    if cue in table.organisation_cues and cue not in table.place_cues:
        return "organisation"
    if any(word.shaped and not word.acronym for word in words) and not words[0].text.startswith(_PREFIXES):
        return "product"
    if last.acronym and not last.headline:
        return "organisation" if len(last.text) < 7 else "unknown"
    if len(words) <= 3 and (cue in table.place_cues or (before[-2:-1] and _place_of(before, table))):
        return "place"
    return "person" if len(words) == 1 and _speaks(last, around) else "unknown"


def _built_of(words: Sequence[Word], table: NameTable, language: str) -> Kind:
    """The kind that a name's own words tell: a given name, a word for a kind, a known country."""
    first, last = words[0], words[-1]
    if any(word.sorts & Sort.ORGANISATION and not word.sorts & Sort.GIVEN for word in words) and (
        len(words) > 1 or last.shaped or last.acronym
    ):
        return "organisation"
    if first.sorts & Sort.GIVEN or (len(words) > 1 and len(first.text.rstrip(".")) == 1):
        return "person"
    if len(words) == 1 and (first.sorts & Sort.PLACE or (language == "de" and _place_genitive(first.lower))):
        return "place"
    if len(words) > 1 and (first.sorts | last.sorts) & Sort.PLACE_PART:
        return "place"
    if len(words) == 1 and len(first.text) > 6 and table.organisation_endings:
        if first.lower.endswith(table.organisation_endings):
            return "organisation"
        if first.lower.endswith(table.place_endings[:12]):
            return "place"
    return "unknown"


def _place_of(before: Sequence[str], table: NameTable) -> bool:
    """``the town of Kelby``, ``l'isola di Favignana``."""
    return f" {before[-1]} " in _OF and before[-2] in table.place_cues and len(before[-2]) > 3


def _speaks(last: Word, around: Surroundings) -> bool:
    after = around.text[last.end : last.end + 24].split(None, 1)
    return bool(after) and after[0].strip(",.;:") in around.table.speech


def normalised(piece: Piece, text: str, language: str, *, end: int) -> str:
    """The name as it is counted: one space between words, plain apostrophes, no genitive, surnames not in capitals."""
    words = piece.words
    name = " ".join(text[words[0].start : end].replace("’", "'").split())
    last = words[-1]
    if (
        len(words) > 1
        and last.acronym
        and len(last.text) > 3
        and not words[0].acronym
        and words[0].sorts & Sort.GIVEN
    ):
        name = name[: -len(last.text)] + last.text.title()
    if any(word.headline for word in words) and name.isupper():
        name = name.title()
    if language != "de":
        return name
    return _german(name, words, text)


def _german(name: str, words: Sequence[Word], text: str) -> str:
    first, last = words[0], words[-1]
    if len(words) > 1 and not first.initial and first.text.endswith(_ADJECTIVE_ENDINGS):
        stem = next(first.text[: -len(end)] for end in _ADJECTIVE_ENDINGS if first.text.endswith(end))
        if stem.lower() in name_table("de").capital_adjectives and any(
            word.text.endswith(_FEMININE) for word in words[1:]
        ):
            name = f"{stem}e{name[len(first.text) :]}"
    if not last.text.endswith("s") or (
        last.text.endswith(("ss", "us", "is", "os", "as")) and not _known(last.text[:-1])
    ):
        return name
    if last.acronym or len(last.text) < 4 or name.lower() in territories("de"):
        return name
    if _known(last.text[:-1]) or _before_noun(text, last.end):
        return name[:-1]
    return name


def _place_genitive(lower: str) -> bool:
    return lower.endswith("s") and bool(sorts("de").get(lower[:-1], 0) & Sort.PLACE)


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    return (
        bool(sorts("de").get(word.lower(), 0) & (Sort.GIVEN | Sort.PLACE))
        and word.lower() not in shared_table().suffixes
    )


def _before_noun(text: str, end: int) -> bool:
    """Whether a noun follows, so that an -s is a genitive's."""
    after = text[end : end + 40].split(None, 1)
    return (
        text[end : end + 1] == " "
        and bool(after)
        and after[0][:1].isupper()
        and is_german_noun(after[0].strip(",.;:!?"))
    )
