"""Names, hedges and negation by surface."""

import pytest

from agent.text.hedges import hedged
from agent.text.names import read_names
from agent.text.negation import negated


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("When did Anna Berg leave Oslo?", "en", ["Anna", "Berg", "Oslo"]),
        ("Berg's ship sank.", "en", []),
        ("The ship of Berg's sank.", "en", ["Berg"]),
        ("Der Kapitän der Fähre heißt Holm.", "de", ["Holm"]),
        ("Wie hoch ist der Umsatz von Hafenbau?", "de", ["Hafenbau"]),
        ("Il porto di Genova è chiuso.", "it", ["Genova"]),
        ("What does the A380 cost NASA?", "en", ["A380", "NASA"]),
        ("Was kostet ein iPhone?", "de", ["iPhone"]),
        ("It rained. Then it stopped.", "en", []),
    ],
)
def test_names(text: str, language: str, names: list[str]) -> None:
    """Capitals tell names where grammar asks for none; every name's span is its words."""
    found = read_names(text, language)
    assert [name.text for name in found] == names
    assert all(name.of(text) == name.text for name in found)


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
