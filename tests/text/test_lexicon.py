"""The tables of languages."""

from __future__ import annotations

import pytest

from agent.text.lexicon import TABLED, lexicon


@pytest.mark.parametrize("language", TABLED)
def test_an_abbreviation_behaves_in_one_way(language: str) -> None:
    """No abbreviation both may and may not end a sentence; all are lower case and without their full stop."""
    table = lexicon(language).abbreviations
    assert not table.never_end & table.may_end
    assert not table.may_end & table.before_number
    for abbreviation in table.never_end | table.may_end | table.before_number:
        assert abbreviation == abbreviation.lower() or len(abbreviation) <= 2
        assert not abbreviation.endswith(".")


@pytest.mark.parametrize("language", TABLED)
def test_tables_are_in_lower_case(language: str) -> None:
    """Words are looked up in lower case, so the tables hold no capitals; scales are round numbers."""
    table = lexicon(language)
    words = table.function_words | table.question_words | table.elisions | table.clitics
    assert len(table.function_words) > 150
    assert all(word == word.lower() for word in words | table.numbers.scales.keys())
    assert all(scale < 100 or set(str(int(scale))) == {"1", "0"} for scale in table.numbers.scales.values())


def test_a_language_without_a_table_is_empty() -> None:
    """Unknown languages have no words, rather than an error or another's words."""
    table = lexicon("xx")
    assert table.language == "xx"
    assert not table.function_words
    assert not table.numbers.scales
