"""The contract's matching: whole words, and numbers by value."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.matching import find_form, matches
from agent.text.numbers import read_numbers
from agent.text.words import words
from tests.text.gold import MIXED


@pytest.mark.parametrize(
    ("text", "form", "place"),
    [
        ("circa 350 mila pezzi", "350,000", "350 mila"),
        ("im Mai 12.500 Tonnen", "12,500", "12.500"),
        ("en mai 12\u202f500 tonnes", "12.500 tonnes", "12\u202f500 tonnes"),
        ("some 12.5k ships", "12,500 ships", "12.5k ships"),
        ("für 230 Mio. $ verkauft", "230 Millionen $", "230 Mio. $"),
        ("due 12,5 mila", "12 500", "12,5 mila"),
        ("the Seed-Thinker-v1.5 model", "seed-thinker-v1.5", "Seed-Thinker-v1.5"),
        ("am 12.05.2024 um 9", "2024", "2024"),
        ("on the 5th of May", "5", "5th"),
        ("nach 10km", "10 km", "10km"),
        ("l’azienda", "Azienda", "azienda"),
        ("Tidewater's fleet", "tidewater", "Tidewater"),
        ("he said “Stop!”", '"stop!"', "“Stop!”"),
        ("2019–2023", "2019-2023", "2019–2023"),
        ("GROSSE STRASSE", "große Straße", "GROSSE STRASSE"),
        ("eﬃcient boats", "efficient", "eﬃcient"),
        ("Anna \n\u00a0Reed", "anna reed", "Anna \n\u00a0Reed"),
        ("cafe\u0301 noir", "café", "cafe\u0301"),
        ("Bun\u00addes\u00adtag", "Bundestag", "Bun\u00addes\u00adtag"),
        ("5 million people", "million people", "million people"),
        ("10 -5", "-5", "-5"),
        ("it rose 0.8% today", "0,8 %", "0.8%"),
    ],
)
def test_found(text: str, form: str, place: str) -> None:
    """Forms are found whatever their case, width, typography and locale, at exact offsets."""
    span = find_form(text, form)
    assert span is not None
    assert span.of(text) == place


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("25", "5"),
        ("5,000", "5"),
        ("2.5", "5"),
        ("v1.5", "5"),
        ("v1.5", "1.5"),
        ("5G", "5"),
        ("-5", "5"),
        ("12,500", "12.5"),
        ("350 mila", "350"),
        ("5 million", "5"),
        ("harbours", "harbour"),
        ("harbour", "harbours"),
        ("GPT-45", "GPT-4"),
        ("U.S.", "US"),
        ("12,500 t", "12,500 km"),
        ("straßen", "strass"),
        ("a", ""),
        ("a b", " "),
        ("", "a"),
    ],
)
def test_not_found(text: str, form: str) -> None:
    """Parts of words and numbers do not count, nor do other values, nor empty forms."""
    assert not matches(text, form)


def test_the_first_place_is_given() -> None:
    """Of several places the first counts, be it by value or by letters."""
    text = "about 350 mila, that is 350,000, or 350.000"
    assert find_form(text, "350,000") == find_form(text, "350.000")
    span = find_form(text, "350.000")
    assert span is not None
    assert span.start == text.index("350 mila")


@given(MIXED, st.data())
def test_every_run_of_words_is_found(text: str, data: st.DataObject) -> None:
    """Any slice from the start of a word to the end of one is found in its text, unless it cuts a number."""
    spans = words(text)
    if not spans:
        return
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    start, end = spans[first].start, spans[last].end
    if any(number.start < cut < number.end for number in read_numbers(text) for cut in (start, end)):
        return
    found = find_form(text, text[start:end])
    assert found is not None
    assert found.start <= start


@given(MIXED, MIXED)
def test_places_lie_in_the_text(text: str, form: str) -> None:
    """A place has at least one character and no white space at its ends."""
    span = find_form(text, form)
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
    assert matches(text, form) is (span is not None)


@pytest.mark.parametrize("unit", ["a ", "a'", "1 ", ".", "ab", "é "])
def test_hostile_texts_take_bounded_time(unit: str) -> None:
    """A form that almost occurs everywhere is refused in seconds."""
    text = unit * 10_000
    started = time.perf_counter()
    assert not matches(text, f"{unit * 20}zz")
    assert time.perf_counter() - started < 4
