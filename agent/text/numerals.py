"""What a figure can mean: its grouping marks and decimal mark, by language where the form leaves a choice."""

from __future__ import annotations

import re
from decimal import Decimal

from agent.text.lexicon import lexicon

LONGEST = 40
"""Figures of more characters are no numbers but keys and serials."""

_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_DIGITS = re.compile(r"\d+")


def readings(figure: str, language: str | None) -> tuple[Decimal, ...]:
    """The values ``figure`` can have, the likeliest first; none if it is no single number.

    Where one mark and three digits leave the choice (``12,500``), the mark groups if ``language`` groups with
    it, if the language is not known, or if the last digit is 0, since decimals seldom end so. A figure that
    begins with 0 (``0,500``) or has more than three digits before the mark has no such choice.
    """
    if len(figure) > LONGEST:
        return ()
    groups = _DIGITS.findall(figure)
    marks = re.findall(r"\D", figure)
    if not marks:
        return (Decimal(groups[0]),)
    if len(marks) == 1 and marks[0] in ".,":
        return _with_one_mark(marks[0], groups, language)
    if len(set(marks)) == 1 and _is_grouped(groups):
        return (Decimal("".join(groups)),)
    *inner, last = marks
    if len(set(inner)) == 1 and _is_grouped(groups[:-1]) and last in ".," and last != inner[0]:
        return (Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"),)
    return ()


def _with_one_mark(mark: str, groups: list[str], language: str | None) -> tuple[Decimal, ...]:
    decimal, whole = Decimal(".".join(groups)), Decimal("".join(groups))
    if not _is_grouped(groups):
        return (decimal,)
    return (whole, decimal) if _groups_first(mark, groups[1], language) else (decimal, whole)


def separate(figure: str, start: int) -> list[tuple[tuple[int, int], Decimal]]:
    """Offsets and values of the numbers in a figure at ``start`` that is none itself: a date or a list.

    Empty for versions, addresses and keys.
    """
    if len(figure) > LONGEST or ("." in figure and not _DATE.fullmatch(figure)):
        return []
    return [
        ((start + match.start(), start + match.end()), Decimal(match[0]))
        for match in _DIGITS.finditer(figure)
    ]


def _is_grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _groups_first(mark: str, digits: str, language: str | None) -> bool:
    decimal = lexicon(language).numbers.decimal if language else None
    return decimal is None or mark != decimal or digits.endswith("0")
