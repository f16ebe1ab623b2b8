"""A place in a text where a rule of the grammar matches, with what its readers ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.mentions.dates.calendar import Fields
from agent.mentions.dates.relative import unit_at
from agent.mentions.dates.words import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentions.dates.grammar import Grammar
    from agent.mentions.dates.relative import Published
    from agent.mentions.dates.runs import Run, Token

_WORDS = re.compile(r"[^\W_]+")
_WORD_AFTER = re.compile(r"[ \u00a0\u202f\n]?([^\W\d_]+|[%€$£¥°\d])")
_LONGEST_WORD = 24


@dataclass(slots=True)
class Match:
    """One match: ``first`` and ``last`` are the indices of its first and last token in the run."""

    text: str
    run: Run
    rule: str
    found: re.Match[str]
    grammar: Grammar
    published: Published | None

    @property
    def first(self) -> int:
        """The index of the first token."""
        return self.run.index[self.found.start()]

    @property
    def last(self) -> int:
        """The index of the last token."""
        return self.run.index[self.found.end() - 1]

    @property
    def start(self) -> int:
        """Where the match starts in the text."""
        return self.run.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where the match ends in the text."""
        return self.run.tokens[self.last].end

    def tokens(self, *groups: str) -> Sequence[Token]:
        """The tokens of the first of ``groups`` that took part; without groups, of the whole match."""
        for group in groups or (0,):
            if group == 0 or (group in self.found.re.groupindex and self.found[group]):
                start, end = self.found.span(group)
                return self.run.tokens[self.run.index[start] : self.run.index[end - 1] + 1]
        return ()

    def value(self, group: str, role: str) -> str | None:
        """The value of the first word of ``group`` that has ``role``."""
        return next((token.value(role) for token in self.tokens(group) if token.has(role)), None)

    def word_before(self) -> str:
        """The word before the match, as it is spelled, or nothing."""
        start = self.start
        before = self.text[max(0, start - _LONGEST_WORD) : start]
        words = _WORDS.findall(before)
        return words[-1] if words and words[-1] in before[-len(words[-1]) - 3 :] else ""

    def has_before(self, role: str) -> bool:
        """Whether the word before the match has ``role``."""
        word = self.grammar.words.words.get(folded(self.word_before()))
        return word is not None and role in word.roles

    def word_after(self) -> str:
        """The word, sign or digit right behind the match, or nothing."""
        found = _WORD_AFTER.match(self.text, self.end)
        return found[1] if found else ""


def that_year(match: Match) -> int | None:
    """The year that ``this year``, ``last year`` or ``the year`` in a match is, where that is known."""
    offset = 0
    for token in match.tokens("that_year"):
        if token.has("unit") and token.value("unit") != "year":
            raise ValueError
        for role in ("relative_before", "relative_after"):
            if token.has(role) and not token.has("unit"):
                offset = int(token.value(role))
    days = unit_at(match.published, "year", offset)
    return days[0].year if days else None


def fields(tokens: Sequence[Token]) -> Fields:
    """The year, month, day and weekday that ``tokens`` of a written date name."""
    written = Fields()
    months = [at for at, token in enumerate(tokens) if token.has("month", "month_short")]
    for at, token in enumerate(tokens):
        if token.is_year:
            written.year = token.figure
        elif token.figure is not None:
            written.day = token.figure
        elif months and at == months[-1]:
            written.month = int(token.value("month" if token.has("month") else "month_short"))
        elif token.has("weekday", "weekday_short"):
            written.weekday = int(token.value("weekday" if token.has("weekday") else "weekday_short"))
        elif token.has("ordinal"):
            written.day = int(token.value("ordinal"))
    return written


def full_year(token: Token, *, near: int | None = None) -> int:
    """A year in two or four figures; two are of the century of ``near``, or else 1969 to 2068 (POSIX ``%y``)."""
    assert token.figure is not None  # noqa: S101 - the grammar has figures here
    if token.is_year:
        return token.figure
    if near is not None:
        return near - near % 100 + token.figure
    return token.figure + (1900 if token.figure >= 69 else 2000)
