"""The tables of words that dates are made of."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import babel
import pytest

from agent.mentions.dates.grammar import grammar
from agent.mentions.dates.reader import READERS
from agent.mentions.dates.words import LANGUAGES, date_words, folded

TABLES = files("agent.mentions.dates").joinpath("tables")


def test_names_of_months_and_weekdays_are_those_of_the_cldr() -> None:
    """``cldr.toml`` is what Babel has of the Unicode CLDR; where this fails, write the names below into it."""
    names = {}
    for code in LANGUAGES:
        locale = babel.Locale(code)
        names[code] = {
            f"{role}{short}": [name.rstrip(".").lower() for _, name in sorted(table["format"][width].items())]
            for role, table in (("month", locale.months), ("weekday", locale.days))
            for short, width in (("", "wide"), ("_short", "abbreviated"))
        }
    assert tomllib.loads(TABLES.joinpath("cldr.toml").read_text("utf-8")) == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_complete_and_folded(language: str) -> None:
    """Twelve months, seven weekdays, and every word as texts are compared with it."""
    words = date_words(language)
    assert set(words.months.values()) == set(range(1, 13))
    assert len(words.weekdays) >= 7
    assert all(spelling == folded(spelling) for spelling in words.words)
    assert all(word == folded(word) for word in words.counted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_of_a_table_is_one_the_program_knows(language: str) -> None:
    """A role misspelt in one table is missing from the others."""
    table = tomllib.loads(TABLES.joinpath(f"{language}.toml").read_text("utf-8"))
    roles = set(table["words"])
    assert roles == set(tomllib.loads(TABLES.joinpath("en.toml").read_text("utf-8"))["words"])


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_every_rule_of_the_grammar_has_a_reader(language: str) -> None:
    """Also where a language has no words for it."""
    assert set(grammar(language).rules) == set(READERS)
    assert set(READERS) <= set(grammar(language).scan.groupindex)
