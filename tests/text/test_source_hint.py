"""Questions that say which text they mean."""

import pytest

from agent.text.source_hint import read_source_hint, without_hint

HINTS = [
    ("en", "According to the German article, who runs the port?", "de", "who runs the port?"),
    ("en", "Who runs the port, according to the Italian-language report?", "it", "Who runs the port?"),
    (
        "en",
        "What does the French text give as its reason?",
        "fr",
        "What does the French text give as its reason?",
    ),
    ("de", "Was steht in dem italienischen Text?", "it", "Was steht?"),
    (
        "de",
        "Widerspricht jemand dem englischen Artikel?",
        "en",
        "Widerspricht jemand dem englischen Artikel?",
    ),
    ("de", "Wer leitet laut dem englischen Artikel den Hafen?", "en", "Wer leitet den Hafen?"),
    ("de", "Dem spanischsprachigen Bericht zufolge leitet wer den Hafen?", "es", "leitet wer den Hafen?"),
    ("it", "Secondo l'articolo tedesco, chi dirige il porto?", "de", "chi dirige il porto?"),
    ("it", "Chi dirige il porto secondo il testo in inglese?", "en", "Chi dirige il porto?"),
    ("fr", "Selon l’article allemand, qui dirige le port ?", "de", "qui dirige le port ?"),
    ("es", "¿Quién dirige el puerto según el artículo alemán?", "de", "¿Quién dirige el puerto?"),
]


@pytest.mark.parametrize(("language", "text", "named", "rest"), HINTS)
def test_language_of_the_text_meant(language: str, text: str, named: str, rest: str) -> None:
    """A text named by its language is found, and what is asked is left without it."""
    hint = read_source_hint(text, language)
    assert hint is not None
    assert hint.language == named
    assert without_hint(text, hint) == rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Which German port handled most containers?"),
        ("en", "What did the report say of the German economy?"),
        ("en", "Who wrote the article?"),
        ("de", "Was sagt der Bericht über deutsche Häfen?"),
        ("it", "Quanto vale il mercato tedesco?"),
        ("pl", "Według niemieckiego artykułu, kto kieruje portem?"),
    ],
)
def test_no_text_meant(language: str, text: str) -> None:
    """Adjectives of languages and words for texts alone are no hint, nor is anything in a language without a table."""
    assert read_source_hint(text, language) is None
