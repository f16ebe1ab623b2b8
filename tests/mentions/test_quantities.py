"""Quantities in running text: their spans, values, units, bounds, and what they count."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.mentions.quantities import read_quantities
from tests.mentions.quantity_gold import gold, seen
from tests.text.gold import MIXED

if TYPE_CHECKING:
    from agent.mentions.quantity import Quantity

LANGUAGES = ("en", "de", "it", "fr", "es")

QUANTITY_PIECES = st.lists(
    st.one_of(
        MIXED,
        st.sampled_from(
            [
                *(
                    "at least ",
                    "bis zu ",
                    "oltre ",
                    "entre ",
                    "y ",
                    "et demi ",
                    "zwei Drittel ",
                    "a third of the ",
                ),
                *(
                    "7-tonne ",
                    "3 km/h ",
                    "€ 5 ",
                    "CHF ",
                    "per 100,000 ",
                    "punti percentuali ",
                    "Prozent ",
                    "ago ",
                ),
                *("12 May ", "14:30", "3-1", "10–12 ", "1/3 ", "3. Etage ", "un ", "mezzo ", "minus 5 °C "),
            ]
        ),
    ),
    max_size=12,
).map("".join)


def read(text: str, language: str = "en") -> Quantity:
    (quantity,) = read_quantities(text, language)
    return quantity


def scored(cases: list[tuple[Counter[object], Counter[object]]]) -> tuple[float, float, float]:
    right = sum(((wanted & found).total() for wanted, found in cases), 0)
    precision = right / sum(found.total() for _, found in cases)
    recall = right / sum(wanted.total() for wanted, _ in cases)
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_the_gold_is_read() -> None:
    """Exact span, value, bounds, approximation, unit and per-unit over the whole gold: F1 of .97 in each language."""
    results: dict[str, list[tuple[Counter[object], Counter[object]]]] = {}
    wrong = []
    for case in gold():
        wanted = Counter[object](expected.key for expected in case.expected)
        found = Counter[object](seen(quantity, case.text).key for quantity in case.read())
        results.setdefault(case.language, []).append((wanted, found))
        if wanted != found:
            wrong.append((case.text, wanted - found, found - wanted))
    figures = {language: scored(cases) for language, cases in results.items()}
    assert set(figures) == set(LANGUAGES)
    assert min(f1 for _, _, f1 in figures.values()) >= 0.97, (figures, wrong)


def test_the_gold_is_large_and_balanced() -> None:
    """At least 220 quantities, 40 in each language, and sentences without any."""
    counts = Counter[str]()
    for case in gold():
        counts[case.language] += len(case.expected)
    assert counts.total() >= 220
    assert min(counts[language] for language in LANGUAGES) >= 40
    assert sum(not case.expected for case in gold()) >= 30


def test_counted_nouns() -> None:
    """The noun that the gold names is the one found, in 95 of 100."""
    wrong, right = [], 0
    for case in gold():
        found = {seen(quantity, case.text).key: quantity.counts for quantity in case.read()}
        for expected in case.expected:
            if expected.counts and expected.key in found:
                right += found[expected.key] == expected.counts
                wrong += [(case.text, found[expected.key])] * (found[expected.key] != expected.counts)
    assert right / (right + len(wrong)) >= 0.95, wrong


@pytest.mark.parametrize(
    ("language", "text"),
    [(case.language, case.text) for case in gold() if not case.expected],
)
def test_what_is_no_quantity(language: str, text: str) -> None:
    """Dates, times, names, versions, labels, results, telephone numbers and articles are left out."""
    assert [quantity.of(text) for quantity in read_quantities(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text", "step"),
    [
        ("en", "12.5 percent", "0.1"),
        ("en", "1.2 million people", "1e5"),
        ("en", "3 million people", "1e5"),
        ("en", "12,500 people", "100"),
        ("en", "5,000 people", "100"),
        ("en", "50 people", "1"),
        ("de", "12,50 Euro", "0.01"),
    ],
)
def test_steps(language: str, text: str, step: str) -> None:
    """The step is the last place a form vouches for, and never coarser than the second digit."""
    assert read(text, language).step == Decimal(step)


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("en", "12.500 people", ["12500", "12.500"]),
        ("de", "12.500 Menschen", ["12500"]),
        ("en", "12,500 people", ["12500"]),
        ("de", "12,500 Menschen", ["12500", "12.500"]),
        ("en", "5m people", ["5000000", "5"]),
    ],
)
def test_readings(language: str, text: str, readings: list[str]) -> None:
    """A form that is not the language's own leaves a choice; its own does not."""
    assert [format(value, "f") for value in read(text, language).readings] == readings


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("en", "At least 45 people", "At least"),
        ("de", "Es kamen bis zu 45 Menschen", "bis zu"),
        ("it", "Sono intorno ai 45 feriti", "intorno ai"),
        ("fr", "Il y avait 45 blessés ou plus", "ou plus"),
        ("es", "Llegaron unas 45 personas", "unas"),
        ("en", "The 45 people", None),
    ],
)
def test_cues(language: str, text: str, cue: str | None) -> None:
    """The words that bound or approximate are a span of their own."""
    quantity = read(text, language)
    assert quantity.of(text) == "45"
    assert (quantity.cue.of(text) if quantity.cue else None) == cue


def test_a_language_without_tables() -> None:
    """In a language of no table nothing is read."""
    assert read_quantities("12 500 personer", "sv") == []


@given(QUANTITY_PIECES, st.sampled_from(LANGUAGES))
def test_spans_are_exact(text: str, language: str) -> None:
    """In order, apart, without white space at the ends, with ends of an interval in order."""
    position = 0
    for quantity in read_quantities(text, language):
        assert position <= quantity.start < quantity.end <= len(text)
        assert quantity.of(text) == quantity.of(text).strip()
        low, high = quantity.interval.low, quantity.interval.high
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        assert quantity.step > 0
        position = quantity.end


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, language: str) -> None:
    """No text makes the reader fail."""
    read_quantities(text, language)


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "1,", "1.", "1 ", "100 ", "1-", "1/2", "1:", "a1", "five ", "two and a half "),
        *(
            "half a ",
            "third ",
            "-",
            " million",
            "at least ",
            "per ",
            "100 per ",
            "€",
            "km ",
            "3 km ",
            "x" * 50,
            "²",
        ),
    ],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """Four times the text takes about four times the time, whatever is repeated in it."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        read_quantities(text, "en")
        return time.process_time() - started

    seconds(1000)
    assert seconds(8_000) <= 12 * seconds(2_000) + 0.2
