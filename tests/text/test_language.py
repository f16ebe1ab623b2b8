"""Languages of questions, claims, sentences and documents."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given

from agent.text.language import detect_language, sentence_languages
from agent.text.sentences import split_sentences
from tests.text.gold import MIXED, language_gold

GOLD = language_gold()
MAIN = ("en", "de", "it", "fr", "es")


def accuracy(languages: tuple[str, ...]) -> float:
    cases = [(language, text) for language, text in GOLD if language in languages]
    return sum(detect_language(text) == language for language, text in cases) / len(cases)


def test_short_texts_in_the_main_languages() -> None:
    """Of 120 short questions, claims and headlines in five languages 99 in 100 are right."""
    assert sum(language in MAIN for language, _ in GOLD) >= 120
    assert accuracy(MAIN) >= 0.99


def test_short_texts_in_neighbouring_languages() -> None:
    """Dutch, Portuguese and Polish are mostly told from the five."""
    assert accuracy(("nl", "pt", "pl")) >= 0.9


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Кто основал компанию?", "ru"),
        ("Ποιος ίδρυσε την εταιρεία;", "el"),
        ("Vem grundade företaget, och när öppnades bron?", "sv"),
        ("WER GRÜNDETE DIE FIRMA?", "de"),
    ],
)
def test_other_languages_and_capitals(text: str, language: str) -> None:
    """Languages without a table are known too, and capitals make no difference."""
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", " \n", "12.500", "?!", "Model 3", "ABC"])
def test_what_could_be_any_language_is_the_fallback(text: str) -> None:
    """Texts without words, or with nothing but a name, are in the language the caller expects."""
    assert detect_language(text, fallback="it") == "it"


DOCUMENT = """Der Hafen wurde im vergangenen Jahr erweitert. Fähren legen nun stündlich ab.

Bootsverleih Sommer

"We are very happy with it," said the harbour master. "It was about time."

Die Stadt will weiter bauen. Geld fehlt."""


def test_a_short_sentence_is_in_the_language_of_its_document() -> None:
    """Headings and short sentences go with the document; a quotation with words enough does not."""
    sentences = split_sentences(DOCUMENT, "de")
    languages = sentence_languages(DOCUMENT, sentences)
    by_text = dict(zip((span.of(DOCUMENT) for span in sentences), languages, strict=True))
    english = {text for text, language in by_text.items() if language == "en"}
    assert english == {'"We are very happy with it," said the harbour master.', '"It was about time."'}
    assert set(languages) == {"de", "en"}


def test_the_document_language_can_be_told() -> None:
    """A sentence that says nothing of its language is in the one its document is said to have."""
    text = "Porto Nuovo 2024"
    assert sentence_languages(text, split_sentences(text), document="es") == ["es"]


@given(MIXED)
def test_every_sentence_has_a_language(text: str) -> None:
    """One code a sentence for any text, never an empty one."""
    sentences = split_sentences(text)
    languages = sentence_languages(text, sentences, document="en")
    assert len(languages) == len(sentences)
    assert all(len(language) == 2 for language in languages)


def test_an_ordinary_question_loads_no_model() -> None:
    """Where words of grammar decide, the model and numpy are not imported."""
    script = (
        "import sys; from agent.text.language import detect_language\n"
        "assert detect_language('Wer gründete die Firma?') == 'de'\n"
        "print([name for name in ('numpy', 'py3langid') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
