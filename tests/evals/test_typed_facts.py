"""Numbers, dates and names: stated, absent or contradicted, and where."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pydantic import ValidationError

from evals.fact import Fact
from evals.findings import OWN_WORDS, Piece, find_facts
from evals.typed_facts import mentions


def tonnes(**extra: Any) -> Fact:
    return Fact.model_validate(
        {
            "fact": "12,500 tonnes",
            "number": {"value": 12500, "unit": ["tonnes", "Tonnen", "tonnellate"], **extra},
        }
    )


def result_of(fact: Fact, text: str, *quotes: str, language: str | None = None) -> str:
    pieces = [Piece(OWN_WORDS, text, language), *(Piece(f"citation {n}", q) for n, q in enumerate(quotes, 1))]
    return find_facts([fact], pieces)[0].result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("It handled 12,500 tonnes.", "stated"),
        ("Es waren 12.500 Tonnen [1].", "stated"),
        ("Erano 12,5 mila tonnellate.", "stated"),
        ("12.5k metric tonnes went out.", "stated"),
        ("It handled 12,600 tonnes.", "contradicted"),
        ("13.000 Tonnen, not 12,500 tonnes", "stated"),
        ("It handled 12,500 ships.", "absent"),
        ("It handled 12,500.", "absent"),
        ("It handled a lot [12500].", "absent"),
        ("Nothing is said of it.", "absent"),
    ],
)
def test_numbers_are_compared_by_value_and_unit(text: str, result: str) -> None:
    """In any locale; another value of the same unit contradicts, one of another unit does not."""
    assert result_of(tonnes(), text) == result


@pytest.mark.parametrize(
    ("tolerance", "text", "result"),
    [
        (100, "12,600 tonnes", "stated"),
        (99, "12,600 tonnes", "contradicted"),
        ("1%", "12,620 tonnes", "stated"),
        ("1%", "12,630 tonnes", "contradicted"),
    ],
)
def test_a_tolerance_is_absolute_or_a_share(tolerance: object, text: str, result: str) -> None:
    """The bound itself still counts."""
    assert result_of(tonnes(tolerance=tolerance), text) == result


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("%", "up 12 percent"),
        ("%", "12 % more"),
        ("%", "um 12 Prozent"),
        ("%", "il 12 per cento"),
        ("EUR", "€12"),
        ("EUR", "12 Euro"),
        ("EUR", "12 euros"),
        ("USD", "US$ 12"),
        ("USD", "12 dollari"),
    ],
)
def test_percent_and_currencies_bring_their_forms(unit: str, text: str) -> None:
    """In five languages, before or behind the figure."""
    fact = Fact.model_validate({"fact": "12", "number": {"value": 12, "unit": unit}})
    assert result_of(fact, text) == "stated"
    other = Fact.model_validate({"fact": "13", "number": {"value": 13, "unit": unit}})
    assert result_of(other, text) == "contradicted"


@pytest.mark.parametrize(
    ("date", "text", "result"),
    [
        ("2026-03", "by the end of March 2026", "stated"),
        ("2026-03", "entro la fine di marzo", "stated"),
        ("2026-03", "am 31.3.2026", "stated"),
        ("2026-03", "Ende März 2025", "contradicted"),
        ("2026-03", "in 2026", "absent"),
        ("2026-03", "It may be; they march on.", "absent"),
        ("2026-05", "It may be.", "absent"),
        ("2026-05", "in May", "stated"),
        ("2026-03-31", "on March 31, 2026", "stated"),
        ("2026-03-31", "le 31 mars 2026", "stated"),
        ("2026-03-31", "el 31 de marzo de 2026", "stated"),
        ("2026-03-31", "2026-03-30", "contradicted"),
        ("2026-03-31", "in March 2026", "absent"),
        ("2026", "on 2026-03-31", "stated"),
        ("2026", "in 2025", "contradicted"),
    ],
)
def test_dates_are_compared_at_their_precision(date: str, text: str, result: str) -> None:
    """A finer date states a coarser one; a coarser one says nothing; a month's name alone is never a rival."""
    assert result_of(Fact(fact="then", date=date), text) == result


@pytest.mark.parametrize(
    "text", ["the Port Authority said", "die Hafenbehörde", "l'Autorità portuale", "the PA's head"]
)
def test_names_have_aliases_by_language(text: str) -> None:
    """Any of them states the name."""
    name = {"en": ["Port Authority", "PA"], "de": ["Hafenbehörde"], "it": ["Autorità portuale"]}
    assert result_of(Fact(fact="the authority", name=name), text) == "stated"


def test_about_narrows_rivals_down() -> None:
    """A figure of the same unit in a sentence about something else neither states nor contradicts."""
    fact = tonnes().model_copy(update={"about": ["harbour", "Hafen"]})
    assert result_of(fact, "The ferry carried 300 tonnes. The harbour grew.") == "absent"
    assert (
        result_of(fact, "The ferry carried 300 tonnes. The harbour handled 9,000 tonnes.") == "contradicted"
    )
    assert result_of(fact, "The ferry carried 12,500 tonnes. The harbour grew.") == "absent"


def test_own_words_outweigh_quotes() -> None:
    """What the answer itself gets wrong is not mended by a right quote; what it leaves out, a quote may state."""
    right = "the harbour handled 12,500 tonnes"
    assert result_of(tonnes(), "It handled 15,000 tonnes [1].", right) == "contradicted"
    assert result_of(tonnes(), "As quoted [1].", right) == "stated"
    assert result_of(tonnes(), "As quoted [1].", "the ferry carried 300 tonnes") == "absent"


def test_forms_that_contradict() -> None:
    """Any fact may list them; what is stated as well is stated."""
    fact = Fact(fact="yes", any_of=["agreed"], contradicted_by=["refused"])
    assert [result_of(fact, text) for text in ("They refused.", "They agreed.", "Later.")] == [
        "contradicted", "stated", "absent",
    ]  # fmt: skip


def test_findings_say_where() -> None:
    """The place, the span in it and the words."""
    pieces = [Piece(OWN_WORDS, "As quoted [1]."), Piece("citation 1", "In May 12,500 tonnes went.")]
    (finding,) = find_facts([tonnes()], pieces)
    assert finding.place == "citation 1"
    assert finding.span is not None
    assert finding.span.of(pieces[1].text) == finding.found == "12,500 tonnes"


@pytest.mark.parametrize(
    "data",
    [
        {"number": {"value": 1}, "date": "2026"},
        {"date": "2026-13"},
        {"date": "March 2026"},
        {"number": {"value": 1, "tolerance": "much"}},
        {"number": {"value": 1, "tolerance": -1}},
        {"number": {}},
        {"name": {}},
        {"about": ["harbour"]},
        {"as_of": "yesterday"},
    ],
)
def test_a_fact_that_makes_no_sense_is_refused(data: dict[str, Any]) -> None:
    """When the case file is read, not when it is scored."""
    with pytest.raises(ValidationError):
        Fact.model_validate({"fact": "so", **data})


@pytest.mark.parametrize("piece", ["1", "march ", "12 ", "31 ", "3.", "-", "€", "12 a ", "2026-"])
def test_reading_is_linear(piece: str) -> None:
    """Hostile repetition takes time in proportion to its length."""
    text = piece * (20_000 // len(piece))
    began = time.process_time()
    mentions(Fact(fact="then", date="2026-03"), text, None)
    mentions(tonnes(), text, None)
    assert time.process_time() - began < 5
