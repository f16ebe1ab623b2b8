"""The gold of quantities, and of pairs of them to compare."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from agent.mentions.quantities import read_quantities

if TYPE_CHECKING:
    from agent.mentions.quantity import Quantity

DATA = Path(__file__).parent / "data"
_VALUE = re.compile(r"(~?)(>=|<=|>|<|)([-\d./]+?)(?:\.\.([-\d.]+))?")
_KINDS = ("ordinal", "fraction")


@dataclass(frozen=True)
class Expected:
    """A quantity as the gold has it; ``bounds`` are low, high and whether each is included."""

    span: str
    bounds: tuple[Decimal | None, Decimal | None, bool, bool]
    approximate: bool
    kind: str
    unit: str | None
    per: str | None
    counts: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """All that must be right; what is counted is measured by itself."""
        return (self.span, self.bounds, self.approximate, self.kind, self.unit, self.per)


@dataclass(frozen=True)
class Case:
    """A sentence and its quantities."""

    language: str
    text: str
    expected: list[Expected]
    held_out: bool

    def read(self) -> list[Quantity]:
        return read_quantities(self.text, self.language)


@dataclass(frozen=True)
class Pair:
    """Two mentions marked in their sentences, and what comparing them should say."""

    expected: str
    claim: str
    source: str

    def quantities(self) -> tuple[Quantity | None, Quantity | None]:
        return marked(self.claim), marked(self.source)


def gold() -> list[Case]:
    table = tomllib.loads((DATA / "quantities.toml").read_text(encoding="utf-8"))
    return [
        Case(
            case["language"],
            case["text"],
            [_expected(line) for line in case["quantities"]],
            name == "held_out",
        )
        for name, cases in table.items()
        for case in cases
    ]


def pairs() -> list[Pair]:
    table = tomllib.loads((DATA / "quantity_pairs.toml").read_text(encoding="utf-8"))
    return [Pair(expected, *pair) for expected, listed in table.items() for pair in listed]


def seen(quantity: Quantity, text: str) -> Expected:
    """A quantity that was read, as the gold would have it."""
    interval = quantity.interval
    kind = quantity.kind if quantity.kind in _KINDS else "plain"
    return Expected(
        quantity.of(text),
        (
            _rounded(interval.low),
            _rounded(interval.high),
            interval.low is None or interval.includes_low,
            interval.high is None or interval.includes_high,
        ),
        quantity.approximate,
        kind,
        quantity.unit,
        quantity.per,
        quantity.counts,
    )


def marked(sentence: str) -> Quantity | None:
    """The quantity between ⟦ and ⟧ of a sentence that begins with its language."""
    language, _, rest = sentence.partition(": ")
    start, end = rest.index("⟦"), rest.index("⟧") - 1
    text = rest.replace("⟦", "").replace("⟧", "")
    return next((one for one in read_quantities(text, language) if one.start < end and start < one.end), None)


def _expected(line: str) -> Expected:
    span, value, *rest = line.split(" | ")
    fields = dict(entry.split(" ", 1) for entry in rest if " " in entry)
    kind = next((name for name in _KINDS if name in rest), "plain")
    parsed = _VALUE.fullmatch(value)
    assert parsed, line
    about, sign, low, high = parsed.groups()
    number = _number(low)
    bounds: tuple[Decimal | None, Decimal | None, bool, bool] = (number, number, True, True)
    if high:
        bounds = (number, _number(high), True, True)
    elif sign.startswith(">"):
        bounds = (number, None, sign == ">=", True)
    elif sign.startswith("<"):
        bounds = (None, number, True, sign == "<=")
    counts = fields.get("of")
    return Expected(
        span, bounds, bool(about), kind, fields.get("unit"), fields.get("per"), counts and counts.casefold()
    )


def _number(written: str) -> Decimal | None:
    over, _, under = written.partition("/")
    return _rounded(Decimal(over) / Decimal(under or 1))


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 9).normalize()
