"""Where a mark such as ``.``, ``?`` or ``…`` ends a sentence, and where it belongs to the word before it.

The rules ask what stands before the mark and what comes after it, in the way of Grefenstette & Tapanainen
(1994), "What is a word, what is a sentence?": tables of abbreviations by behaviour, and a following word of
grammar with a capital as the sign of a new sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.text.lexicon import TABLED, lexicon, shared, units

MARK = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++)
    (?P<closers>(?:["'”“’‘»«›‹)\]*_]|[ \u00a0\u202f]»(?!\w)|\[\d{1,3}\])*+)""",
    re.VERBOSE,
)
OPENERS = "\"'“„”«»‹›‘‚([{¿¡—–-*_ \u00a0\u202f"
_QUOTES = tuple("\"'“„«»‘‚¿¡")
_LOOK_BACK = 40
_NEWLINE = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W\d_]{1,30}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_BRAND = re.compile(r"[a-zà-ÿ]{1,2}[A-Z]")
_ROMAN = re.compile(r"[IVXLC]{2,6}")
_ITEM = re.compile(r"[a-zA-Z]|[ivxIVX]{1,4}")
_PART = re.compile(r"[^\W\d_]{1,3}\.")
_PARTS = re.compile(r"[^\W\d_]{1,4}(?:\.-?[^\W\d_]{1,4})+")
_VOWELLESS = re.compile(r"[^\W\d_aeiouyäöüàèéìòùáíóúâêîôûãõ]{2,6}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of one language, or of all, as the rules ask for them."""

    never_end: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    suffixes: tuple[str, ...]
    grammar: frozenset[str]
    elisions: frozenset[str]
    particles: frozenset[str]
    ordinal_cues: frozenset[str]
    ordinal_nouns: frozenset[str]


@lru_cache(maxsize=16)
def rules(language: str | None) -> Rules:
    """The rules of ``language``; of all languages with a table together where it is ``None`` or has none."""
    tables = [lexicon(name) for name in ([language] if language in TABLED else TABLED)]
    common = {name: frozenset(words.split()) for name, words in shared()["abbreviations"].items()}
    none: frozenset[str] = frozenset()
    never_end = none.union(*(table.abbreviations.never_end for table in tables))
    return Rules(
        never_end=never_end | common["never_end"],
        before_number=none.union(*(table.abbreviations.before_number for table in tables)),
        may_end=none.union(*(table.abbreviations.may_end for table in tables)) | common["may_end"],
        suffixes=tuple(suffix for table in tables for suffix in table.abbreviations.suffixes),
        grammar=none.union(*(table.function_words | table.question_words for table in tables)),
        elisions=none.union(*(table.elisions for table in tables)),
        particles=none.union(*(table.name_particles for table in tables)),
        ordinal_cues=none.union(*(table.ordinal_cues for table in tables)),
        ordinal_nouns=none.union(*(table.ordinal_nouns for table in tables)),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """The token a full stop belongs to, the one before it, and whether it opens its line."""

    token: str
    previous: str
    opens_line: bool


@dataclass(frozen=True, slots=True)
class _After:
    """What follows: the first character that is no quote or bracket, and the word it begins.

    ``grammatical`` tells whether that word is one of grammar with a capital, which seldom goes on with a
    sentence.
    """

    first: str
    word: str
    quoted: bool
    initial: bool
    brand: bool
    grammatical: bool


def ends_sentence(text: str, mark: re.Match[str], gap_end: int, rule: Rules) -> bool:
    """Whether a sentence ends with ``mark``, a match of `MARK`, before white space up to ``gap_end``."""
    after = _after(text, gap_end, rule)
    if after.first.islower():
        return after.brand
    if text[gap_end : gap_end + 1] in tuple(".!?…"):
        return False  # the later mark decides
    if mark["closers"] and text[mark.start() - 1 : mark.start()] in ("(", "["):
        return False
    if "!" in mark["mark"] or "?" in mark["mark"]:
        return True
    if mark["mark"] != ".":
        return not after.first.isdecimal()
    return _full_stop_ends(_before(text, mark.start()), after, rule)


def _before(text: str, end: int) -> _Before:
    start = max(0, end - _LOOK_BACK)
    line = _NEWLINE.split(text[start:end])[-1]
    tokens = line.split()
    token = re.split("['’]", tokens[-1].strip(OPENERS))[-1] if tokens else ""
    whole = start == 0 or len(line) < end - start
    return _Before(token, tokens[-2] if len(tokens) > 1 else "", opens_line=whole and len(tokens) == 1)


def _after(text: str, start: int, rule: Rules) -> _After:
    position = start
    while position < min(len(text), start + 8) and text[position] in OPENERS:
        position += 1
    match = _WORD.match(text, position)
    word = match[0] if match else ""
    first = text[position : position + 1]
    initial = _INITIAL.match(text, position) is not None
    elided = (
        match is not None
        and text[match.end() : match.end() + 1] in ("'", "’")
        and word.lower() in rule.elisions
    )
    return _After(
        first=first,
        word=word,
        quoted=text[start : start + 1] in _QUOTES,
        initial=initial,
        brand=_BRAND.match(text, position) is not None,
        grammatical=first.isupper() and not initial and (elided or word.lower() in rule.grammar),
    )


def _full_stop_ends(before: _Before, after: _After, rule: Rules) -> bool:
    token = before.token
    if before.opens_line and (_ITEM.fullmatch(token) or token.isdecimal()) and len(token) <= 3:
        return False
    if token.isdecimal() or _ROMAN.fullmatch(token):
        return not _is_ordinal(before, after, rule)
    lower = token if len(token) == 1 else token.lower()
    names = {lower}
    if _PART.fullmatch(before.previous) and len(token) <= 3:
        names.add(f"{before.previous.lower()}{token.lower()}")
    if names & rule.never_end or (lower in rule.before_number and _counts(after)):
        return False
    if token.isupper() and len(token) == 1 and after.word.lower() in rule.particles:
        return False
    if names & rule.may_end or lower.endswith(rule.suffixes) or _looks_abbreviated(token):
        return after.grammatical or (after.quoted and after.first.isupper() and len(token) > 1)
    return True


def _counts(after: _After) -> bool:
    """Whether a figure, a numeral or a letter follows, such as ``No.`` and ``Fig.`` stand before."""
    return not after.first.isupper() or after.initial or _ROMAN.fullmatch(after.word) is not None


def _looks_abbreviated(token: str) -> bool:
    """Whether a token has the shape of an abbreviation: one letter, inner full stops, or no vowel."""
    if len(token) == 1 or _PARTS.fullmatch(token):
        return True
    lower = token.lower()
    return _VOWELLESS.fullmatch(lower) is not None and not token.isupper() and token not in units()


def _is_ordinal(before: _Before, after: _After, rule: Rules) -> bool:
    """Whether a figure's full stop makes it an ordinal, as in ``am 3. Mai`` or ``Ludwig XIV.``."""
    if not rule.ordinal_cues or len(before.token) > (3 if before.token.isdecimal() else 6):
        return False
    if after.word.lower() in rule.ordinal_nouns:
        return True
    if after.grammatical:
        return False
    if before.token.isdecimal():
        return before.previous.lower() in rule.ordinal_cues
    return before.previous[:1].isupper()
