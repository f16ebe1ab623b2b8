"""What of a run of capitalised words is a name in German, which writes all nouns with a capital.

A word is taken for a name by what stands beside it (a given name, a title, a legal form, a word for its kind), by its
form (inner capitals, an adjective with a capital inside a sentence, a genitive -s before a noun), or because no rule
or list knows it for a common noun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.mentions.german_nouns import is_german_noun
from agent.mentions.german_words import ADJECTIVE_ENDINGS, cut_compound, is_adjective, is_title
from agent.mentions.name_spans import (
    AGE,
    FIGURE,
    HEAD,
    MOST_WORDS,
    YEAR,
    Piece,
    followed_by_verb,
    is_legal_form,
    is_quoted,
)
from agent.mentions.name_tables import name_table, shared_table
from agent.mentions.name_words import (
    GAP_AFTER_HEAD,
    GAP_AND,
    GAP_JOINER,
    GAP_PARTICLE,
    GAP_PLAIN,
    NO_NAME,
    Sort,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.mentions.name_runs import Word
    from agent.mentions.name_spans import Surroundings

_MOST_SURNAMES = 4
_DETERMINERS_END = ("s", "r", "n", "m", "e")


def german_pieces(run: list[Word], around: Surroundings) -> Iterator[Piece]:
    """The names in ``run``, in order."""
    for word in run:
        if "-" in word.text:
            cut_compound(word)
    firm = any(is_legal_form(word.text) for word in run)
    at = 0
    titled = False
    while at < len(run):
        word = run[at]
        titled = titled and word.gap == GAP_PLAIN
        end = (_firm_end(run, at) if firm else 0) or _end(run, at, around, titled=titled)
        if end > at + (len(word.text) == 1):
            yield Piece(run[at:end], titled, _is_sure(run, at, end, around, titled=titled))
        titled = is_title(run[max(at, end - 1)].cut or word.lower) if end <= at + 1 else False
        at = max(end, at + 1)


def _end(run: list[Word], at: int, around: Surroundings, *, titled: bool) -> int:
    """The end of the name that begins at ``at``; ``at`` itself if none does."""
    word = run[at]
    follows = run[at + 1] if at + 1 < len(run) and run[at + 1].gap == GAP_PLAIN else None
    if word.acronym and not word.headline:
        return _acronym_end(run, at)
    if len(word.text) == 1 or (word.sorts & Sort.GIVEN and not word.sorts & Sort.FUNCTION):
        return _person_end(run, at)
    if titled and not word.sorts & (NO_NAME | Sort.TITLE) and not is_title(word.lower):
        return _person_end(run, at - 1) if _surname(word, around) else at
    if word.sorts & Sort.PLACE:
        return _with_more(run, at + 1)
    if follows and _opens_by_adjective(run, at) and (end := _phrase_end(run, at)) > at + 1:
        return end
    if word.sorts & (NO_NAME | Sort.TITLE) or is_legal_form(word.text):
        return at
    return _noun_end(run, at, around)


def _noun_end(run: list[Word], at: int, around: Surroundings) -> int:
    """The end of the name that begins at ``at`` with a word that only its form or what follows tells from a noun."""
    word = run[at]
    follows = run[at + 1] if at + 1 < len(run) and run[at + 1].gap == GAP_PLAIN else None
    if word.sorts & HEAD:
        return _head_end(run, at)
    if word.cut or "-" in word.text:
        return at + 1
    if not is_german_noun(word.text):
        return _with_more(run, at + 1)
    if follows and follows.lower in around.table.firm_words and not is_title(word.lower):
        return at + 2
    federal = word.lower.startswith("bundes") and word.lower.endswith(around.table.organisation_endings)
    alone = word.initial and not follows and word.lower not in around.small
    named = (
        (follows and _is_genitive(run, at, around))
        or (federal and not word.initial)
        or (alone and followed_by_verb(word, around, spoken=True))
        or is_quoted([word], around.text)
        or _is_numbered(word, around)
    )
    return at + 1 if named else at


def _firm_end(run: list[Word], at: int) -> int:
    """The end of a firm's name with its legal form; 0 if none begins at ``at``."""
    word = run[at]
    if (
        word.sorts & (NO_NAME & ~Sort.PEOPLE)
        or is_legal_form(word.text)
        or word.lower in name_table("de").organisation_cues
    ):
        return 0
    if is_title(word.lower):
        return 0
    for end in range(at + 1, min(len(run), at + 6)):
        if run[end].gap not in {GAP_PLAIN, GAP_AND}:
            return 0
        if is_legal_form(run[end].text):
            last = end + 1
            while last < len(run) and last < at + MOST_WORDS and _legal_too(run[last]):
                last += 1
            return last
    return 0


def _legal_too(word: Word) -> bool:
    """``KG`` of ``GmbH & Co. KG``."""
    return word.gap in {GAP_PLAIN, GAP_AND} and is_legal_form(word.text)


def _acronym_end(run: list[Word], at: int) -> int:
    word = run[at]
    if word.text in shared_table().acronyms or (is_legal_form(word.text) and len(word.text) < 3):
        return at
    end = at + 1
    if (
        word.sorts & Sort.ORGANISATION
        and end < len(run)
        and run[end].gap == GAP_PLAIN
        and not run[end].sorts & NO_NAME
    ):
        end += 1
    return _with_more(run, end)


def _person_end(run: list[Word], at: int) -> int:
    """The end of a person's name of which the word at ``at`` is a given name, an initial, or a title before it."""
    end = at + 1
    surname = False
    while end < len(run) and end - at <= _MOST_SURNAMES:
        word = run[end]
        if (
            word.gap not in {GAP_PLAIN, GAP_PARTICLE}
            or is_title(word.lower)
            or (run[end - 1].cut and end - 1 > at)
        ):
            break
        if surname and word.sorts & Sort.PLACE:
            break
        if word.gap == GAP_PARTICLE and (surname or word.sorts & Sort.ORGANISATION):
            break
        if word.sorts & (NO_NAME & ~Sort.PLAIN) and not word.sorts & Sort.GIVEN and word.gap == GAP_PLAIN:
            break
        given = len(word.text) == 1 or (word.sorts & Sort.GIVEN and not surname)
        unlisted = end == at + 2 and is_title(run[at].lower) and not is_german_noun(run[end - 1].text)
        if surname and word.gap == GAP_PLAIN and not given and is_german_noun(word.text) and not unlisted:
            break
        surname = surname or not given
        end += 1
    return end


def _surname(word: Word, around: Surroundings) -> bool:
    """Whether a word after a title may be its bearer's surname, not the beginning of something else."""
    return word.lower not in around.table.organisation_cues and not word.sorts & Sort.ORGANISATION


def _opens_by_adjective(run: list[Word], at: int) -> bool:
    """``Europäische Union``, ``Deutsche Bahn``: a capitalised adjective that no sentence begins with."""
    word = run[at]
    if word.initial or (at > 0 and run[at - 1].initial and not run[at - 1].sorts & Sort.FUNCTION):
        return False
    return is_adjective(word.lower)


def _phrase_end(run: list[Word], at: int) -> int:
    """The end of adjectives and a noun, or a word for a kind with what follows it (``Technische Universität X``)."""
    end = at + 1
    while end < len(run) - 1 and end - at < 3 and run[end].gap == GAP_PLAIN and is_adjective(run[end].lower):
        end += 1
    if end == len(run) or run[end].gap != GAP_PLAIN or run[end].sorts & (Sort.GIVEN | Sort.TITLE):
        return at
    return _head_end(run, end) if run[end].sorts & Sort.ORGANISATION and end + 1 < len(run) else end + 1


def _head_end(run: list[Word], at: int) -> int:
    """``Universität Greifenhagen``, ``Verband Deutscher Fährbetreiber``: a name after a word for its kind."""
    end = at + 1
    while end < len(run) and end - at < 4:
        word = run[end]
        if word.gap not in {GAP_PLAIN, GAP_AFTER_HEAD, GAP_JOINER} or word.sorts & (
            Sort.FUNCTION | Sort.TIME
        ):
            break
        if word.sorts & Sort.GIVEN and not run[at].sorts & Sort.PLACE_PART:
            break
        if word.gap != GAP_PLAIN and (
            end != at + 1
            or not run[at].sorts & Sort.ORGANISATION
            or (word.gap == GAP_JOINER and is_german_noun(word.text))
        ):
            break
        end += 1
        if not word.lower.endswith(ADJECTIVE_ENDINGS) or not word.sorts & (Sort.PLAIN | Sort.PEOPLE):
            break
    if end == at + 1:
        if at > 0 and run[at].gap == GAP_PLAIN and is_adjective(run[at - 1].lower):
            return end
        known = run[at].sorts & Sort.PLACE_PART or is_german_noun(run[at].text) or run[at].acronym
        return at if known or run[at].initial else end
    return end


def _with_more(run: list[Word], end: int) -> int:
    """The end of a name after a word that is one: more such words, and a word for its kind."""
    last = min(len(run), end + MOST_WORDS)
    while end < last and not run[end - 1].cut:
        word = run[end]
        if word.gap == GAP_AND:
            end += 1
            continue
        if word.gap != GAP_PLAIN or run[end - 1].text.endswith("s"):
            break
        if word.sorts & (NO_NAME | Sort.GIVEN | Sort.PLACE) or is_title(word.lower):
            break
        if not (word.sorts & Sort.ORGANISATION or not is_german_noun(word.text)):
            break
        end += 1
    return end


def _is_genitive(run: list[Word], at: int, around: Surroundings) -> bool:
    """``Kellers Vorgänger``: a word in -s right before a noun, with no determiner or adjective before it."""
    word, noun = run[at], run[at + 1]
    if (
        not word.lower.endswith("s")
        or word.lower.endswith("ss")
        or noun.sorts & NO_NAME
        or not is_german_noun(noun.text)
    ):
        return False
    if word.initial:
        return word.lower[:-1] not in around.small
    before = around.text[max(0, word.start - 20) : word.start].split()
    return (
        bool(before)
        and before[-1].islower()
        and before[-1] not in around.table.determiners
        and (
            not before[-1].endswith(_DETERMINERS_END)
            or before[-1] in {"durch", "für", "bei", "mit", "nach", "und", "dass", "aus"}
        )
    )


def _is_numbered(word: Word, around: Surroundings) -> bool:
    """``der neue Falke 220``: a noun with a figure behind it that counts nothing and is no year."""
    figure = FIGURE.match(around.text, word.end)
    if not figure or word.lower in around.table.numbered_nouns or YEAR.fullmatch(figure[0]):
        return False
    earlier = around.text[max(0, word.start - 30) : word.start].lower().split()[-2:]
    counts = around.text[figure.end() : figure.end() + 2].strip()[:1].isupper()
    return not counts and any(one in around.table.determiners for one in earlier)


def _is_sure(run: list[Word], at: int, end: int, around: Surroundings, *, titled: bool) -> bool:
    word = run[at]
    if any(one.headline for one in run[at:end]):
        return False
    if (
        not word.initial
        or titled
        or end > at + 1
        or word.shaped
        or word.acronym
        or word.possessive
        or word.cut
    ):
        return True
    if is_quoted(run[at:end], around.text):
        return True
    if AGE.match(around.text, word.end):
        return True
    if word.lower in around.small or word.lower.endswith(around.table.opener_endings):
        return False
    if word.sorts & (Sort.GIVEN | Sort.PLACE):
        return True
    follows = run[end] if end < len(run) and run[end].gap == GAP_PLAIN else None
    if follows is not None:
        return word.lower.endswith("s") and is_german_noun(follows.text) and word.lower not in around.small
    if is_german_noun(word.text):
        return followed_by_verb(word, around)
    return around.text[word.end : word.end + 1] == " " and around.text[word.end + 1 : word.end + 2].islower()
