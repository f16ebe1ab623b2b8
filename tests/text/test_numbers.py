"""Numbers in figures and words, their readings and their places."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.numbers import read_numbers, same_number
from tests.text.gold import MIXED


def found(text: str, language: str | None = None) -> list[tuple[str, list[str]]]:
    numbers = read_numbers(text, language)
    return [(number.of(text), [format(value, "f") for value in number.values]) for number in numbers]


@pytest.mark.parametrize(
    "form",
    [
        "12,500",
        "12.500",
        "12 500",
        "12\u00a0500",
        "12\u202f500",
        "12\u2009500",
        "12'500",
        "12’500",
        "12500",
        "12,5 mila",
        "12.5k",
        "12,5 Tsd.",
        "12,5 tys.",
        "12,5 mil",
    ],
)
def test_one_value_in_many_forms(form: str) -> None:
    """All forms of the contract have the same value, and their spans are exact."""
    text = f"Es waren {form} Tonnen."
    (number,) = read_numbers(text)
    assert number.of(text) == form
    assert number.value == 12_500
    (plain,) = read_numbers("12500")
    assert same_number(number, plain)


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("12,500", None, ["12500", "12.500"]),
        ("12.500", "en", ["12500", "12.500"]),
        ("1.125", "en", ["1.125", "1125"]),
        ("1.125", "de", ["1125", "1.125"]),
        ("1,125", "fr", ["1.125", "1125"]),
        ("0,500", "de", ["0.500"]),
        ("1234,567", None, ["1234.567"]),
        ("12,34", None, ["12.34"]),
        ("1.234.567,89", None, ["1234567.89"]),
        ("1,234.56", None, ["1234.56"]),
        ("1'234.50", None, ["1234.50"]),
        ("5 000 000", None, ["5000000"]),
        (".5", None, ["0.5"]),
        ("2½", None, ["2.5"]),
        ("-5", None, ["-5"]),
        ("−5 °C", None, ["-5"]),
        ("5th", None, ["5"]),
        ("10km", None, ["10"]),
        ("20%", None, ["20"]),
        ("50 cents", None, ["50"]),
        ("$5m", None, ["5000000"]),
        ("5m", None, ["5000000", "5"]),
        ("5B", None, ["5000000000"]),
        ("4,2 M€", None, ["4200000"]),
        ("5 bn", None, ["5000000000"]),
        ("2 Mio.", None, ["2000000"]),
        ("3,5 Mrd.", "de", ["3500000000"]),
        ("5 billion", "en", ["5000000000"]),
        ("5 Billionen", "de", ["5000000000000"]),
        ("5 billion", None, ["5000000000", "5000000000000"]),
        ("5 billions", "fr", ["5000000000000"]),
        ("2 miliardi", "it", ["2000000000"]),
        ("5 mila miliardi", "it", ["5000000000000"]),
        ("5 mille milliards", "fr", ["5000000000000"]),
        ("5 mil millones", "es", ["5000000000"]),
        ("2.500 millones", "es", ["2500000000", "2500000"]),
        ("2 milioni e mezzo", "it", ["2500000"]),
        ("5-million-dollar", "en", ["5000000"]),
        ("2,5 mln", "pl", ["2500000"]),
    ],
)
def test_figures(text: str, language: str | None, values: list[str]) -> None:
    """Grouping, decimals, signs and scale words, with every reading the form allows, likeliest first."""
    assert [readings for _, readings in found(text, language)] == [values]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12.05.2024", ["12", "05", "2024"]),
        ("1,2,3", ["1", "2", "3"]),
        ("10-12", ["10", "12"]),
        ("2019–2023", ["2019", "2023"]),
        ("19:30", ["19", "30"]),
        ("2023 500 people", ["2023", "500"]),
        ("version 1.2.3 at 192.168.0.1", []),
        ("Seed-v1.5 GPT4 5G 1990s A380 4x4", []),
        ("9" * 60, []),
    ],
)
def test_dates_ranges_lists_and_names(text: str, numbers: list[str]) -> None:
    """What is several numbers is read as several, and digits in names as none."""
    assert [form for form, _ in found(text)] == numbers


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "twelve of twenty-five", {"twelve": 12, "twenty-five": 25}),
        ("en", "a hundred and five, one hundred", {"a hundred and five": 105, "one hundred": 100}),
        ("en", "half a million", {"half a million": 500_000}),
        ("en", "two and a half million", {"two and a half million": 2_500_000}),
        ("en", "a million; the million-dollar question", {"a million": 1_000_000}),
        ("en", "several hundred, hundreds, one of them, the third man", {}),
        ("de", "zwölf Boote, dreihundertfünfzigtausend", {"zwölf": 12, "dreihundertfünfzigtausend": 350_000}),
        ("de", "eine halbe Million, eine Frau", {"eine halbe Million": 500_000}),
        ("de", "zweieinhalb Millionen, hundert", {"zweieinhalb Millionen": 2_500_000, "hundert": 100}),
        ("de", "eine Million fünfhunderttausend", {"eine Million fünfhunderttausend": 1_500_000}),
        ("it", "dodici, ventitré, mille", {"dodici": 12, "ventitré": 23, "mille": 1000}),
        ("it", "un miliardo, dieci per cento", {"un miliardo": 1_000_000_000, "dieci": 10}),
        (
            "it",
            "due milioni e mezzo, mezzo milione",
            {"due milioni e mezzo": 2_500_000, "mezzo milione": 500_000},
        ),
        ("fr", "douze, quatre-vingt-dix", {"douze": 12, "quatre-vingt-dix": 90}),
        ("fr", "un demi-million, dix pour cent, une fois", {"un demi-million": 500_000, "dix": 10}),
        ("es", "doce, treinta y cinco", {"doce": 12, "treinta y cinco": 35}),
        ("es", "mil millones, medio millón", {"mil millones": 1_000_000_000, "medio millón": 500_000}),
        ("nl", "vijfentwintig", {"vijfentwintig": 25}),
        ("sv", "tolv båtar", {}),
    ],
)
def test_numbers_in_words(language: str, text: str, numbers: dict[str, int]) -> None:
    """Cardinals, halves and scale words in words; no articles, ordinals, or words that count nothing."""
    assert {number.of(text): number.value for number in read_numbers(text, language)} == numbers


def test_words_are_read_only_in_a_known_language() -> None:
    """Without a language, words are none: ``once`` is 11 in Spanish only."""
    assert found("once") == found("once", "en") == []
    assert found("once", "es") == [("once", ["11"])]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12,500", "12.500", True),
        ("350,000", "350 mila", True),
        ("5 billion", "5 Milliarden", True),
        ("5m people", "5 million people", True),
        ("12,500", "12.5", False),
        ("5,000", "5", False),
        ("5m", "5,000", False),
        ("5", "-5", False),
    ],
)
def test_same_number(one: str, other: str, same: bool) -> None:
    """Values are compared, and a choice of readings helps only against another choice."""
    (first,), (second,) = read_numbers(one), read_numbers(other)
    assert same_number(first, second) is same
    assert same_number(second, first) is same


@given(MIXED, st.sampled_from([None, "en", "de", "it", "fr", "es", "pl", "sv"]))
def test_spans_are_exact(text: str, language: str | None) -> None:
    """In order, apart, with finite values, and beginning and ending with what belongs to a number."""
    position = 0
    for number in read_numbers(text, language):
        assert position <= number.start < number.end <= len(text)
        assert number.of(text) == number.of(text).strip()
        assert all(value.is_finite() for value in number.values)
        position = number.end


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "'", "\u202f"]))
def test_grouped_figures_have_their_value(value: int, mark: str) -> None:
    """Any whole number grouped by threes has its value among its readings, and alone where it has two marks."""
    text = f"{value:,}".replace(",", mark)
    (number,) = read_numbers(text)
    assert number.of(text) == text
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    "unit", ["1", "1,", "100 ", "five ", "a ", "5 million ", " million", "half a ", "1.1."]
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """Fifty thousand characters of figures or number words are read in a second or so."""
    text = unit * (50_000 // len(unit))
    started = time.perf_counter()
    read_numbers(text, "en")
    assert time.perf_counter() - started < 4
