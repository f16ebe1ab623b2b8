"""Names of people, organisations, places and products in running text, by surface evidence.

A capital where grammar asks for none makes a name; words around it and inside it tell its kind. Titles, articles and
possessive endings are no part of a name, legal forms, particles and a product's figures are. Nothing is looked up: the
tables in ``tables/names`` hold words of grammar, offices and kinds, given names, and countries from CLDR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.document import Span
from agent.mentions.german_names import german_pieces
from agent.mentions.german_nouns import is_german_noun
from agent.mentions.name_kinds import Kind, kind_of, normalised
from agent.mentions.name_runs import CAPITAL, runs, small_words
from agent.mentions.name_spans import FIGURE, YEAR, Piece, Surroundings, pieces
from agent.mentions.name_tables import name_table
from agent.mentions.name_words import GAP_PARTICLE, Sort, gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Kind", "Name", "read_names"]

_SMALL_TAIL = re.compile(r" ([^\W\d_]{4,20})\b")
_SMALL_LEGAL_FORM = re.compile(r" (?:plc|gmbh|ltd|inc)\b")
_LONGEST_HEAD = 30
_NO_WORD = " \t\n\u00a0\u202f\"“„«‘'’(["


@dataclass(frozen=True, slots=True)
class Name(Span):
    """A name; ``text`` is its normalised form, ``kind`` ``unknown`` where the text shows none.

    The normalised form has no title, article, genitive or possessive ending, and one space between words.
    """

    text: str
    kind: Kind = "unknown"

    @property
    def words(self) -> list[str]:
        """The capitalised words of the name, and those with digits: no particles, no joiners."""
        return [word for word in self.text.split() if not word.islower()]


def read_names(text: str, language: str) -> list[Name]:
    """The names in ``text``, in order, none overlapping another.

    ``language`` (ISO 639-1) is one of the five with a table; in others only capitals tell, and the countries and given
    names that all languages share. A word whose capital may be due to the beginning of a sentence or to a headline is
    a name only with evidence from elsewhere: a table, a verb after it, or the same word inside a sentence. Linear in
    the text's length.
    """
    around = Surroundings(text, name_table(language), small_words(text))
    split = german_pieces if language == "de" else pieces
    found: list[Name] = []
    guesses: list[Piece] = []
    for run in runs(text, language):
        for piece in split(run, around):
            if piece.sure and piece.words:
                found.append(_name(piece, around, language))
            elif piece.words:
                guesses.append(piece)
    if guesses:
        found.extend(_confirmed(found, guesses, around, language))
    if language == "de":
        found.extend(_surnames(found, text, around))
        found = _genitives_shared(found)
    found.sort(key=lambda name: name.start)
    return _kinds_shared(found)


def _surnames(found: Sequence[Name], text: str, around: Surroundings) -> list[Name]:
    """German surnames that are common nouns (``Vogel``), where a full name elsewhere makes them one."""
    known = {name.text.rpartition(" ")[2] for name in found if name.kind == "person" and " " in name.text}
    known = {surname for surname in known if is_german_noun(surname)}
    if not known:
        return []
    taken = {start for name in found for start in (name.start, name.start + name.of(text).rfind(" ") + 1)}
    more = []
    for match in CAPITAL.finditer(text):
        word = match[0] if match[0] in known else match[0][:-1] if match[0][-1] == "s" else ""
        if word in known and match.start() not in taken:
            before = text[max(0, match.start() - 20) : match.start()].split()
            if not before or before[-1].lower() not in around.table.determiners:
                more.append(Name(match.start(), match.end(), word, "person"))
    return more


def _kinds_shared(found: list[Name]) -> list[Name]:
    """Names with the kind that another mention of them in the same text shows."""
    kinds: dict[str, Kind] = {}
    for name in found:
        if name.kind != "unknown":
            kinds.setdefault(name.text, name.kind)
            if name.kind == "person":
                kinds.setdefault(name.text.rpartition(" ")[2], "person")
    return [
        replace(name, kind=kinds[name.text]) if name.kind == "unknown" and name.text in kinds else name
        for name in found
    ]


def _genitives_shared(found: list[Name]) -> list[Name]:
    """German names without the genitive -s, where the text has the name without it too."""
    known = {name.text for name in found} | {name.text.rpartition(" ")[2] for name in found}
    return [
        replace(name, text=name.text[:-1]) if name.text[-1] == "s" and name.text[:-1] in known else name
        for name in found
    ]


def _confirmed(
    found: Sequence[Name], guesses: Sequence[Piece], around: Surroundings, language: str
) -> list[Name]:
    """Those of ``guesses`` whose words belong to names elsewhere in the text."""
    known = {word.lower() for name in found for word in name.text.split() if word[:1].isupper()}
    known -= around.small
    more = []
    for guess in guesses:
        words: list[Word] = []
        for word in [*guess.words, None]:
            if word is not None and word.lower in known:
                words.append(word)
            elif words:
                more.append(_name(Piece(words, guess.titled), around, language))
                words = []
    return more


def _name(piece: Piece, around: Surroundings, language: str) -> Name:
    text = around.text
    start, end = piece.words[0].start, piece.words[-1].end
    before = (
        text[max(0, start - 32) : start]
        .rstrip(_NO_WORD)
        .replace("’", " ")
        .replace("'", " ")
        .lower()
        .split()[-2:]
    )
    cue = before[-1] if before else ""
    figure = _figure(piece, around, before)
    if figure:
        end = figure
    elif legal := _SMALL_LEGAL_FORM.match(text, end):
        end = legal.end()
    elif (
        around.table.small_tails
        and piece.words[-1].sorts & Sort.ORGANISATION | piece.words[0].sorts & Sort.ORGANISATION
    ):
        end = _with_small_tail(piece, around, end)
    kind = kind_of(piece, before, around, language, numbered=bool(figure), longer=end > piece.words[-1].end)
    start = _with_particle(text, start, cue, language)
    if around.table.small_heads and (first := _small_head(text, start, language)) < start:
        start, kind = first, "organisation"
    name = normalised(piece, text, language, end=end)
    if start != piece.words[0].start:
        name = f"{' '.join(text[start : piece.words[0].start].split())} {name}"
    return Name(start, end, name, kind)


def _figure(piece: Piece, around: Surroundings, before: Sequence[str]) -> int:
    """The end of a product's name with its figures (``the new Falcon 220``); 0 if no figure belongs to it."""
    word, table = piece.words[-1], around.table
    figure = FIGURE.match(around.text, word.end)
    if not figure or piece.titled or word.cut or piece.words[0].initial or YEAR.fullmatch(figure[0]):
        return 0
    if word.sorts & (Sort.GIVEN | Sort.PLACE | Sort.ORGANISATION):
        return 0
    told = any(one in table.determiners or one in table.product_cues for one in before)
    return figure.end() if told else 0


def _with_small_tail(piece: Piece, around: Surroundings, end: int) -> int:
    """The end with an adjective that belongs to an organisation's name (``Union européenne``)."""
    tail = _SMALL_TAIL.match(around.text, end)
    return tail.end() if tail and tail[1] in around.table.small_tails else end


def _small_head(text: str, start: int, language: str) -> int:
    """The start of a name whose first words are small (``ministère de la Santé``)."""
    window = text[max(0, start - _LONGEST_HEAD) : start].lower()
    for head in name_table(language).small_heads:
        at = window.rfind(head)
        if at >= 0 and window[at + len(head) :] in gaps(language):
            return start - len(window) + at
    return start


def _with_particle(text: str, start: int, before: str, language: str) -> int:
    """The start of a surname with a particle of another language before it (``Judge de Groot``)."""
    for particle in _particles_by_last(language).get(before, ()):
        first = start - len(particle) - 1
        if first > 0 and text.startswith(particle, first) and not text[first - 1].isalnum():
            return first
    return start


@lru_cache(maxsize=32)
def _particles_by_last(language: str) -> dict[str, list[str]]:
    """Particles that are no words of ``language``, longest first, by their last word."""
    from agent.text.lexicon import lexicon

    found: dict[str, list[str]] = {}
    grammar = lexicon(language).function_words
    for gap, kind in gaps(language).items():
        particle = gap.strip()
        if kind == GAP_PARTICLE and gap.endswith(" ") and particle.split()[0] not in grammar:
            found.setdefault(particle.split()[-1], []).append(particle)
    return {last: sorted(particles, key=len, reverse=True) for last, particles in found.items()}


if TYPE_CHECKING:
    from agent.mentions.name_runs import Word
