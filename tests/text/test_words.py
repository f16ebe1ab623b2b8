"""Words with their places, and terms for search."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.words import analyse, words
from tests.text.gold import MIXED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dell’anno don't O'Brien", ["dell’anno", "don't", "O'Brien"]),
        ("a well-known KI-Modell", ["a", "well", "known", "KI", "Modell"]),
        ("12,500 t, 12.5k and v1.5", ["12,500", "t", "12.5k", "and", "v1.5"]),
        ("the U.S. and S.p.A.", ["the", "U.S", "and", "S.p.A"]),
        ("ended.The _next_ 'day'", ["ended", "The", "next", "day"]),
        ("cafe\u0301 H₂O m²", ["cafe\u0301", "H₂O", "m²"]),
        ("… — !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Letters, digits and marks make words, with apostrophes inside; hyphens part them."""
    assert [word.of(text) for word in words(text)] == expected


@given(MIXED)
def test_words_hold_every_letter_and_digit(text: str) -> None:
    """Words are in order and apart, and no letter or digit lies outside them."""
    position = 0
    for word in words(text):
        assert position <= word.start < word.end <= len(text)
        assert not any(character.isalnum() for character in text[position : word.start])
        position = word.end
    assert not any(character.isalnum() for character in text[position:])


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "Who didn't see the harbour's ships?", ["see", "harbour", "ship"]),
        ("de", "Wer hat die Schiffe im Hafen gezählt?", ["schiff", "haf", "gezahlt"]),
        ("it", "Chi ha visto l’isola dell'arcipelago?", ["vist", "isol", "arcipelag"]),
        ("fr", "Qui a vu l'étang qu'habitent les pêcheurs ?", ["vu", "etang", "habitent", "pecheur"]),
        ("es", "¿Quién vio las barcas pequeñas?", ["vio", "barc", "pequen"]),
        ("en", "US and WHO, not us or who", ["us", "who"]),
        ("en", "the U.S.A. sold v1.5", ["usa", "sold", "v1.5"]),
        ("sv", "Båtarna på sjön", ["bat", "pa", "sjon"]),
        ("xx", "Müller runs", ["muller", "runs"]),
    ],
)
def test_terms(language: str, text: str, terms: list[str]) -> None:
    """Stop and question words go, elisions and possessives are cut, stems have no case and no accents."""
    assert analyse(text, language) == terms


@pytest.mark.parametrize("form", ["350.000", "350,000", "350 000", "350'000", "350 mila", "350k", "350000"])
@pytest.mark.parametrize("language", ["en", "de", "it", "fr", "es"])
def test_a_number_is_one_term_in_every_form(form: str, language: str) -> None:
    """Forms of one number give one term in every language."""
    assert analyse(f"({form})", language) == ["350000"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "twelve"), ("de", "zwölf"), ("it", "dodici"), ("fr", "douze"), ("es", "doce")],
)
def test_numbers_in_words_are_terms_too(language: str, text: str) -> None:
    """A number in words is found by its figure."""
    assert analyse(text, language) == ["12"]


@given(MIXED, st.sampled_from(["en", "de", "it", "fr", "es", "xx"]))
def test_terms_are_folded(text: str, language: str) -> None:
    """Terms are never empty, have no white space and no capitals."""
    for term in analyse(text, language):
        assert term
        assert not any(character.isspace() or character.isupper() for character in term)


def test_terms_come_fast() -> None:
    """A third of a million characters a second at least, on a slow machine."""
    text = (
        "Der Hafen hat im vergangenen Jahr 12.500 Tonnen mehr umgeschlagen als zuvor, sagte Anna Reed. "
        * 1000
    )
    analyse(text[:100], "de")
    started = time.perf_counter()
    analyse(text, "de")
    assert time.perf_counter() - started < 3 * len(text) / 333_000
