"""Other figures in the place of those that stand in a text, in the same writing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.text.numbers import read_numbers, same_number

if TYPE_CHECKING:
    from agent.document import Span
    from agent.text.numbers import Number

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")


def figures(text: str) -> list[Number]:
    """The numbers of a text that are written in digits."""
    return [number for number in read_numbers(text) if any(sign.isdecimal() for sign in number.of(text))]


def other_figure(written: str) -> str:
    """Another figure of the same form: the first digit changes, of a year the last (``12,500``: ``22,500``)."""
    places = [place for place, sign in enumerate(written) if sign.isdecimal()]
    year = _YEAR.fullmatch(written) is not None
    place = places[-1] if year else places[0]
    changed = int(written[place]) % 9 + 1
    return f"{written[:place]}{changed}{written[place + 1 :]}"


def replaced(text: str, spans: list[tuple[Span, str]]) -> str:
    """``text`` with other words at these spans, which do not overlap."""
    for span, words in sorted(spans, key=lambda item: item[0].start, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


def with_other_value(text: str, value: Number) -> str:
    """``text`` with every figure of this value changed, wherever and however it is written."""
    equal = [number for number in figures(text) if same_number(number, value)]
    return replaced(text, [(number, other_figure(number.of(text))) for number in equal])
