"""Units of measurement and currencies: their names in each language, and how they convert.

Names come from CLDR (Unicode's locale data) through babel, with what it misses in ``data/<language>.toml``. Sizes are
in ``data/units.toml``; a registry such as pint's would tell the same but takes half a second to load.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.mentions.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCALES = {"en": ("en", "en_GB")}


class Unit(NamedTuple):
    """A unit or currency, per another unit if its name says so (``mph``); ``part`` is its share of ``name``."""

    name: str
    per: str | None = None
    money: bool = False
    part: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a unit is in the first of its dimension, what its zero is there, and how loosely it is used."""

    dimension: str
    factor: Decimal
    offset: Decimal = Decimal(0)
    spread: Decimal = Decimal(0)


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """A packaged table: of a language, or ``units``."""
    return tomllib.loads(files("agent.mentions").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def sizes() -> dict[str, Size]:
    """Every unit's size."""
    units = table("units")
    found = {}
    for dimension, entry in units["dimension"].items():
        for name, factor in entry["units"].items():
            offset = Decimal(entry.get("offset", {}).get(name, "0"))
            spread = Decimal(units["spread"].get(name, "0"))
            found[name] = Size(dimension, Decimal(factor), offset, spread)
    return found


@lru_cache(maxsize=8)
def names(language: str) -> Phrases[Unit]:
    """The names of units and currencies in ``language``; the longest that fits is meant."""
    own = table(language)
    meanings: dict[str, Unit] = {}
    meanings.update(_cldr_units(language))
    meanings.update(_cldr_money(language))
    for unit, forms in own["units"].items():
        name, _, per = unit.partition(" per ")
        meanings.update(dict.fromkeys(_forms(forms), Unit(name, per or None)))
    for code, forms in own["money"].items():
        meanings.update(dict.fromkeys(_forms(forms), Unit(code, money=True)))
    for code, forms in own["subunits"].items():
        meanings.update(dict.fromkeys(_forms(forms), Unit(code, money=True, part=Decimal("0.01"))))
    return Phrases(meanings.items())


def _forms(forms: str) -> Iterator[str]:
    """Names parted by spaces, the words of each by underscores."""
    return (form.replace("_", " ") for form in forms.split())


def _cldr_units(language: str) -> Iterator[tuple[str, Unit]]:
    from babel.units import format_unit

    for key in table("units")["cldr"]["keys"].split():
        unit = Unit(key.partition("-")[2])
        for locale in _LOCALES.get(language, (language,)):
            for count in (1, 2):
                pattern = format_unit(count, key, "long", locale=locale)
                if key not in pattern:  # what babel says where CLDR has no name
                    yield pattern.replace(str(count), "").strip().lower(), unit


def _cldr_money(language: str) -> Iterator[tuple[str, Unit]]:
    from babel.numbers import get_currency_name

    for code in table("units")["money"]["codes"].split():
        for count in (None, 1, 2):
            yield get_currency_name(code, count, locale=language).lower(), Unit(code, money=True)


@lru_cache(maxsize=1)
def symbol_pattern() -> re.Pattern[str]:
    """A symbol behind a number, and what it is per if a slash says so."""
    units = table("units")
    signs = {*units["symbols"], *units["speeds"], *units["money"]["signs"], *units["money"]["codes"].split()}
    either = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
    return re.compile(rf"[ \u00a0\u2009\u202f-]?({either})(?![^\W_])(?! ?['’])(?:{per_pattern().pattern})?")


@lru_cache(maxsize=1)
def per_pattern() -> re.Pattern[str]:
    """A slash and what something is per."""
    signs = sorted(table("units")["per_symbols"], key=len, reverse=True)
    return re.compile(rf"/({'|'.join(map(re.escape, signs))})(?![^\W_])")


@lru_cache(maxsize=1)
def symbols() -> dict[str, Unit]:
    """Symbols, signs and codes behind numbers."""
    units = table("units")
    found = {sign: Unit(name) for sign, name in units["symbols"].items()}
    for sign, speed in units["speeds"].items():
        name, _, per = speed.partition(" per ")
        found[sign] = Unit(name, per)
    return found | money_signs()


@lru_cache(maxsize=1)
def money_signs() -> dict[str, Unit]:
    """Signs and codes of currencies, as they stand before or behind numbers."""
    money = table("units")["money"]
    signs = {code: code for code in money["codes"].split()} | money["signs"]
    return {sign: Unit(code, money=True) for sign, code in signs.items()}


@lru_cache(maxsize=1)
def money_pattern() -> re.Pattern[str]:
    """A currency's sign or code that ends where a number begins."""
    either = "|".join(re.escape(sign) for sign in sorted(money_signs(), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])({either})[ \u00a0\u2009\u202f]?\Z")
