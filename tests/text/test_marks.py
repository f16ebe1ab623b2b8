"""Hedges and negation by surface."""

import pytest

from agent.text.hedges import hedged
from agent.text.negation import negated


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The ferry reportedly sank.", "en", True),
        ("The ferry sank.", "en", False),
        ("The ferry sank in May.", "en", False),
        ("Die Fähre soll gesunken sein.", "de", True),
        ("Die Fähre ist gesunken.", "de", False),
        ("Il traghetto sarebbe affondato.", "it", True),
        ("Il traghetto è affondato.", "it", False),
        ("Le bac aurait coulé.", "fr", True),
        ("El barco habría naufragado.", "es", True),
        ("Promen podobno zatonął.", "pl", False),
    ],
)
def test_hedges(text: str, language: str, expected: bool) -> None:
    """Hearsay is marked in five languages and never guessed in others."""
    assert hedged(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The harbour is not open.", "en", True),
        ("The mayor declined to comment.", "en", True),
        ("The harbour is open.", "en", False),
        ("Der Hafen ist nicht offen.", "de", True),
        ("Es gab keine Verletzten.", "de", True),
        ("Der Hafen ist offen.", "de", False),
        ("Il porto non è aperto.", "it", True),
        ("Il porto è aperto.", "it", False),
        ("Le port n'est pas ouvert.", "fr", True),
        ("El puerto no está abierto.", "es", True),
    ],
)
def test_negation(text: str, language: str, expected: bool) -> None:
    """Words of negation and refusal are found."""
    assert negated(text, language) is expected
