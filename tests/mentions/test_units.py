"""Units of measurement: names in every language, and sizes."""

from __future__ import annotations

from decimal import Decimal

import pint
import pytest

from agent.mentions.quantities import read_quantities
from agent.mentions.units import names, sizes

REGISTRY_NAMES = {
    "ton": None,  # metric, short or long: no one size
    "celsius": "degC",
    "fahrenheit": "degF",
    "barrel": "oil_barrel",
    "calorie": "calorie",
    "month": None,  # a twelfth of a year here
    "year": None,
    "decade": None,
    "century": None,
    "decibel": None,
    "percent": None,
    "permille": None,
    "percentage-point": None,
    "basis-point": None,
    "horsepower": "horsepower",
    "stone": "stone",
    "tonne": "metric_ton",
}


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    return pint.UnitRegistry(non_int_type=Decimal)


def in_registry(unit: str) -> str | None:
    if unit in REGISTRY_NAMES:
        return REGISTRY_NAMES[unit]
    power, _, rest = unit.partition("-")
    if power in ("square", "cubic"):
        return f"{rest} ** {2 if power == 'square' else 3}"
    return unit.replace("-", " * " if unit.endswith("watt-hour") else "_")


@pytest.mark.parametrize("unit", sorted(unit for unit in sizes() if in_registry(unit)))
def test_sizes_are_those_of_a_well_kept_registry(unit: str, registry: pint.UnitRegistry) -> None:
    """Every size and zero agrees with pint's to five digits."""
    size = sizes()[unit]
    first = next(other for other, its in sizes().items() if its.dimension == size.dimension)
    for value in (Decimal(1), Decimal(40)):
        converted = registry.Quantity(value, in_registry(unit)).to(in_registry(first)).magnitude
        assert value * size.factor + size.offset == pytest.approx(converted, rel=Decimal("1e-5"))


@pytest.mark.parametrize("language", ["en", "de", "it", "fr", "es"])
def test_every_name_is_of_a_known_unit(language: str) -> None:
    """What the tables and CLDR name has a size, unless it is money."""
    named = {
        unit.name for entries in names(language)._by_word.values() for _, unit in entries if not unit.money
    }
    assert named <= set(sizes())
    assert {"kilometer", "percent", "celsius", "hour", "year", "tonne", "percentage-point"} <= named


@pytest.mark.parametrize(
    ("language", "text", "unit", "per", "value"),
    [
        ("en", "12 pounds sterling", "GBP", None, 12),
        ("en", "The baby weighed 8 pounds.", "pound", None, 8),
        ("en", "50 pence", "GBP", None, Decimal("0.5")),
        ("de", "20 Rappen", "CHF", None, Decimal("0.2")),
        ("fr", "3 dollars canadiens", "CAD", None, 3),
        ("es", "40 coronas suecas", "SEK", None, 40),
        ("it", "12 nodi", "nautical-mile", "hour", 12),
        ("en", "60 mph", "mile", "hour", 60),
        ("en", "half an hour", "hour", None, Decimal("0.5")),
        ("es", "media hora", "hour", None, Decimal("0.5")),
        ("de", "18 Grad unter null", "celsius", None, -18),
        ("en", "minus 4 °F", "fahrenheit", None, -4),
        ("en", "€3/kg", "EUR", "kilogram", 3),
        ("de", "450 m³/s", "cubic-meter", "second", 450),
    ],
)
def test_units_in_text(language: str, text: str, unit: str, per: str | None, value: Decimal) -> None:
    """Signs, codes, names and small coins, and what they are per."""
    (quantity,) = read_quantities(text, language)
    assert (quantity.unit, quantity.per, quantity.value) == (unit, per, value)
