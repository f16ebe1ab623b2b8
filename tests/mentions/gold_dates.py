"""The gold of dates, read from its tables; ``data/dates.toml`` explains the notation."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.document import Span

DATA = Path(__file__).parent / "data"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BOUNDS = {"by", "before", "after", "since", "until"}
PARTS = {"early", "mid", "late", "course", "morning", "afternoon", "evening", "night"}
MONTH_ENDS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Gold:
    """One gold sentence: its mentions as spans with the fields of a `Period`."""

    language: str
    text: str
    published: str | None
    mentions: tuple[tuple[Span, dict[str, Any]], ...]


def gold_sentences(name: str = "dates.toml") -> list[Gold]:
    """All sentences of a gold file."""
    read = tomllib.loads((DATA / name).read_text("utf-8"))
    return [_sentence(language, entry) for language, entries in read.items() for entry in entries]


def _sentence(language: str, entry: list[str]) -> Gold:
    text, spans = "", []
    for place, piece in enumerate(re.split(r"[{}]", entry[0])):
        if place % 2:
            spans.append(Span(len(text), len(text) + len(piece)))
        text += piece
    published = next((item[1:] for item in entry[1:] if item.startswith("@")), None)
    values = [read_value(item) for item in entry[1:] if not item.startswith("@")]
    return Gold(language, text, published, tuple(zip(spans, values, strict=True)))


def read_value(notation: str) -> dict[str, Any]:
    """The fields of a `Period` that a value in the gold's notation stands for."""
    days, precision, *flags = notation.split()
    value: dict[str, Any] = {"precision": precision, **_days(days)}
    for flag in flags:
        if flag in BOUNDS:
            value["bound"] = flag
        elif flag in PARTS:
            value["part"] = flag
        elif flag in WEEKDAYS:
            value["weekday"] = WEEKDAYS.index(flag)
        else:
            value[{"approx": "approximate", "relative": "relative", "range": "ranged"}[flag]] = True
    return value


def _days(days: str) -> dict[str, Any]:
    if days == "?":
        return {}
    if days in WEEKDAYS:
        return {"weekday": WEEKDAYS.index(days)}
    if ":" in days:
        times = [int(time[:2]) * 60 + int(time[3:]) for time in days.split("/")]
        return {"minutes": (times[0], times[-1])}
    if "|" in days:
        either = tuple(datetime.date.fromisoformat(day) for day in days.split("|"))
        return {"first": either[0], "last": either[-1], "candidates": either}
    ends = days.split("/")
    first, last = _ends(ends[0])[0], _ends(ends[-1])[1]
    if days.startswith("--"):
        return {"yearless": (first, last)}
    return {"first": datetime.date(*first), "last": datetime.date(*last)}


def _ends(written: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last day of ``2024``, ``2024-03``, ``2024-Q2``, ``--03-12`` as numbers."""
    year: tuple[int, ...] = () if written.startswith("--") else (int(written[:4]),)
    rest = written[2:] if not year else written[5:]
    if not rest:
        return (*year, 1, 1), (*year, 12, 31)
    if rest[0] in "QH":
        months = 3 if rest[0] == "Q" else 6
        last = int(rest[1]) * months
        return (*year, last - months + 1, 1), (*year, last, MONTH_ENDS[last - 1])
    month, _, day = rest.partition("-")
    if day:
        return (*year, int(month), int(day)), (*year, int(month), int(day))
    end = MONTH_ENDS[int(month) - 1]
    if year and int(month) == 2 and year[0] % 4:
        end = 28
    return (*year, int(month), 1), (*year, int(month), end)
