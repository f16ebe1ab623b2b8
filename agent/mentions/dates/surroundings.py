"""What stands around a date, and tells it from an amount, a code, a score or a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.mentions.dates.words import TOKEN, folded
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from agent.mentions.dates.match import Match

_GLUED_BEFORE = re.compile(r"(?:[\w€$£¥#§+]|\d[.,:/–-]|[€$£¥][ \u00a0]|[^\W\d_]-)\Z")
_GLUED_AFTER = re.compile(r"[^\W\d]|[ \u00a0]?[%€$£¥°]|[.,:/–-]\d")
_TIMESTAMP = re.compile(r"T\d\d:?\d\d")
_FIGURE_BEFORE = re.compile(r"\d[ \u00a0\u202f]\Z")
_FIGURE_AFTER = re.compile(r"[ \u00a0\u202f]\d")
_ERA_LENGTH = 12  # code points that its abbreviation may take
_FIRST_IN_BRACKETS = 1500  # year that brackets alone make one: (1730)
_MODERN = range(1900, 2100)
_PRESENT = range(1990, 2036)  # years that news in German names without a word for it


def stands_free(match: Match) -> bool:
    """Whether what stands around a match lets it be a date."""
    first, last = match.run.tokens[match.first], match.run.tokens[match.last]
    text = match.text
    if first.figure is not None and (
        _GLUED_BEFORE.search(text, max(0, first.start - 2), first.start) or match.has_before("code")
    ):
        return False
    if last.figure is not None and _GLUED_AFTER.match(text, last.end):
        return _TIMESTAMP.match(text, last.end) is not None
    if _before_our_era(match):
        return False
    if match.rule == "year":
        return _is_year(match)
    if match.rule == "lone_month":
        return _is_month(match)
    if match.rule == "clock" and match.tokens("core3"):
        after = match.word_after()
        return not after or after in lexicon(match.grammar.words.language).function_words
    short = match.rule == "clock" or (match.rule == "date" and not last.is_year)
    return not (short and last.figure is not None and _counts(match))


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence starts at ``at``, quotation marks aside."""
    before = text[max(0, at - 4) : at].rstrip(" \n\t\u00a0«»“”„\"'‘’(–—-")
    return not before or before[-1] in ".!?:…"


def _is_month(match: Match) -> bool:
    """Whether a bare month is no name: ``by April Summers``, ``de Mayo`` where months are written small."""
    start, words = match.tokens("core")[0].start, match.grammar.words
    if words.capitals:
        return words.nouns_capitalised or match.first == match.last or not match.word_after()[:1].isupper()
    return not match.text[start].isupper() or opens_sentence(match.text, start)


def _is_year(match: Match) -> bool:
    """Whether four figures by themselves are a year.

    Never beside another figure or before what amounts count. Before 1900 only behind a word that years follow, in
    brackets, before a verb (``1743 erbaut``), or if there is nothing else; after that, without such a word, not
    before what looks like a noun in the plural.
    """
    number = match.tokens("core")[0].figure or 0
    text, words = match.text, match.grammar.words
    if _FIGURE_BEFORE.search(text, max(0, match.start - 2), match.start) or _FIGURE_AFTER.match(
        text, match.end
    ):
        return False
    if _counts(match):
        return False
    after = match.word_after()
    plain = not after or after in lexicon(words.language).function_words
    cued = match.has_before("year_cue") or match.start < match.tokens("core")[0].start
    if number not in _MODERN and (match.word_before() or after):
        if number >= _FIRST_IN_BRACKETS and text[match.start - 1 : match.start] == "(":
            return True
        verb = words.nouns_capitalised and after.islower()
        return (cued and (plain or verb or number % 50 != 0)) or (verb and number % 10 != 0)
    if cued or plain:
        return True
    if words.nouns_capitalised:
        return after.islower() or number in _PRESENT
    return not (after.islower() and after.endswith("s"))


def _before_our_era(match: Match) -> bool:
    """Whether an abbreviation behind the match counts years backwards: ``44 BC``, ``v. Chr.``."""
    behind = " ".join(TOKEN.findall(match.text[match.end : match.end + _ERA_LENGTH])).lower() + " "
    return behind.startswith(match.grammar.words.before_era)


def _counts(match: Match) -> bool:
    """Whether an amount would count the word behind the match."""
    return folded(match.word_after()) in match.grammar.words.counted
