"""What of a run of capitalised words is a name, in languages that write common nouns small."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.mentions.name_tables import shared_table
from agent.mentions.name_words import GAP_AFTER_HEAD, GAP_JOINER, GAP_PARTICLE, GAP_PLAIN, NO_NAME, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.mentions.name_runs import Word
    from agent.mentions.name_tables import NameTable

MOST_WORDS = 12
"""No name is longer."""

HEAD = Sort.ORGANISATION | Sort.PLACE_PART
_LEADS_ON = HEAD | Sort.GIVEN
FIGURE = re.compile(r"[ -]\d{1,4}[A-Za-z]{0,2}(?![\w%]|[-.,:/]\d)")
YEAR = re.compile(r"[ -](?:1[5-9]|20|21)\d\d")
_OPENING_QUOTES = frozenset("\"“„«»‘‚'")
_CLOSING_QUOTES = frozenset("\"”“»«’‘'")
AGE = re.compile(r",? \(?[1-9]\d(?:\)|,)")
_NEXT_WORD = re.compile(r"[\s,]*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that make up one name.

    ``titled``: a person's title stands before it. Not ``sure`` is a word at the beginning of a sentence or in a
    headline that needs the same word elsewhere in the text.
    """

    words: Sequence[Word]
    titled: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A text as its runs are read: its language's table and the words it writes small."""

    text: str
    table: NameTable
    small: frozenset[str]


def pieces(run: list[Word], around: Surroundings) -> Iterator[Piece]:
    """The names in ``run``, in order."""
    at = 0
    titled = False
    while at < len(run):
        if _opens_none(run, at, around):
            titled = bool(run[at].sorts & Sort.TITLE) and at + 1 < len(run) and run[at + 1].gap == GAP_PLAIN
            at += 1
            continue
        end = at + 1
        while end < min(len(run), at + MOST_WORDS) and _goes_on(run, at, end, around, titled=titled):
            end += 1
        last = end
        while last > at + 1 and run[last - 1].gap == GAP_PLAIN and _closes_none(run[last - 1]):
            last -= 1
        if last > at + 1 or len(run[at].text) > 1:
            yield Piece(run[at:last], titled, _is_sure(run[at:last], around, titled=titled))
        titled = False
        at = end


def _closes_none(word: Word) -> bool:
    return (
        bool(word.sorts & (Sort.TITLE | Sort.TIME | Sort.PARTICLE))
        and not word.sorts & _LEADS_ON
        and not word.acronym
    )


def _opens_none(run: list[Word], at: int, around: Surroundings) -> bool:
    """Whether no name begins with the word at ``at``: grammar, a title, a nation, a common word of this text."""
    word = run[at]
    follows = run[at + 1] if at + 1 < len(run) and run[at + 1].gap == GAP_PLAIN else None
    if word.acronym and len(word.text) > 1 and not word.headline:
        return word.text in shared_table().acronyms or word.text == "MM"
    if word.sorts & Sort.TITLE:
        return follows is None or not follows.sorts & Sort.ORGANISATION
    if follows and word.sorts & (Sort.PEOPLE | Sort.PLAIN) and follows.sorts & Sort.ORGANISATION:
        return False
    if word.sorts & Sort.FUNCTION and not (word.sorts & Sort.PLACE_PART and follows and not word.initial):
        return word.initial or not (word.sorts & (Sort.ARTICLE | Sort.PARTICLE) and follows)
    if word.sorts & (Sort.TIME | Sort.PEOPLE | Sort.PLAIN) and not word.sorts & Sort.GIVEN:
        return follows is None or not word.sorts & HEAD
    if word.sorts & Sort.OPENER:
        office = follows is not None and bool(follows.sorts & Sort.TITLE)
        return office or (
            word.initial and not (follows and word.sorts & HEAD and word.lower not in around.small)
        )
    return (
        bool(follows)
        and word.initial
        and word.lower in around.small
        and not word.sorts & (Sort.GIVEN | Sort.PLACE)
    )


def _goes_on(run: list[Word], first: int, at: int, around: Surroundings, *, titled: bool) -> bool:
    """Whether the name that begins at ``first`` holds the word at ``at`` too."""
    word, before = run[at], run[at - 1]
    if at - 1 > first and is_legal_form(before.text):
        return is_legal_form(word.text)
    if word.gap == GAP_PARTICLE:
        return not word.sorts & Sort.ORGANISATION
    if word.gap in {GAP_JOINER, GAP_AFTER_HEAD}:
        return _joins(run[first:at], word, around.table, titled=titled)
    if word.sorts & Sort.TIME and not word.sorts & Sort.GIVEN:
        return False
    if word.sorts & Sort.TITLE and not word.sorts & Sort.GIVEN:
        follows = run[at + 1] if at + 1 < len(run) and run[at + 1].gap == GAP_PLAIN else None
        return follows is not None and bool(follows.sorts & HEAD)
    if word.sorts & Sort.PEOPLE:
        return bool(before.sorts & HEAD) or at + 1 < len(run)
    return not word.sorts & Sort.FUNCTION or bool(word.sorts & (HEAD | Sort.ARTICLE | Sort.PARTICLE))


def _joins(left: list[Word], word: Word, table: NameTable, *, titled: bool) -> bool:
    """Whether a joiner (``of``, ``della``) after ``left`` makes one name with ``word``."""
    if word.sorts & Sort.TIME:
        return False
    if all(one.sorts & Sort.GIVEN or len(one.text.rstrip(".")) == 1 for one in left):
        return not word.sorts & Sort.GIVEN and word.gap != GAP_PLAIN and not _country(word)
    if left[0].sorts & Sort.GIVEN and not left[0].sorts & HEAD:
        return False
    if left[-1].sorts & HEAD or (left[0].sorts & HEAD and word.gap == GAP_JOINER and len(left) <= 2):
        return True
    if (
        left[0].sorts & Sort.ORGANISATION
        and len(left) == 2
        and left[1].text.endswith(table.adjective_endings)
    ):
        return True
    plain = len(left) <= 2 and not titled and not any(one.sorts & Sort.PLACE or one.acronym for one in left)
    return word.gap == GAP_JOINER and plain and not word.sorts & Sort.GIVEN


def _country(word: Word) -> bool:
    return bool(word.sorts & Sort.PLACE)


def _is_sure(words: Sequence[Word], around: Surroundings, *, titled: bool) -> bool:
    """Whether the words are a name by themselves, not perhaps capitalised for where they stand."""
    first = words[0]
    if any(word.headline for word in words):
        return False
    if not first.initial or titled or len(words) > 1 or is_quoted(words, around.text):
        return True
    if first.shaped or first.acronym or "-" in first.text:
        return True
    if first.lower in around.small:
        return False
    if AGE.match(around.text, first.end):
        return True
    if first.possessive or first.sorts & (Sort.GIVEN | Sort.PLACE):
        return True
    if first.sorts & (Sort.ORGANISATION | NO_NAME) or first.lower.endswith(around.table.opener_endings):
        return False
    return followed_by_verb(first, around)


def followed_by_verb(word: Word, around: Surroundings, *, spoken: bool = False) -> bool:
    """Whether the next word may be the verb of a sentence that begins with a name; ``spoken``: with a person's."""
    follows = _NEXT_WORD.match(around.text, word.end)
    if not follows:
        return False
    if spoken:
        return follows[1] in around.table.speech
    told = follows[1] in around.table.verbs
    return told or (
        follows[1].endswith(around.table.verb_endings) and len(follows[1]) > 3 and word.text[-1] != "s"
    )


def is_quoted(words: Sequence[Word], text: str) -> bool:
    """Whether quotation marks hold these words and nothing else, right behind another word (the ferry “Aurora”)."""
    start, end = words[0].start, words[-1].end
    return (
        start > 2
        and text[start - 1] in _OPENING_QUOTES
        and text[end : end + 1] in _CLOSING_QUOTES
        and text[start - 2] == " "
        and text[start - 3].isalpha()
    )


@lru_cache(maxsize=4096)
def is_legal_form(text: str) -> bool:
    """Whether ``text`` is a firm's legal form as it is written in a name (``GmbH``, ``S.p.A.``)."""
    plain = text.replace(".", "")
    forms = shared_table().legal_forms
    return plain.lower() in forms and (len(plain) > 2 or plain.isupper() or plain in {"Co", "Oy", "As"})
