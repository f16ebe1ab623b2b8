"""Comparing a claim with a sentence by code."""

import pytest

from agent.verdict.comparison import compare


@pytest.mark.parametrize(
    ("claim", "sentence", "languages", "kind", "result"),
    [
        ("It handled 12,500 tonnes.", "Es waren 12.500 Tonnen.", "en-de", "number", "equal"),
        ("It handled 15,000 tonnes.", "Es waren 12.500 Tonnen.", "en-de", "number", "different"),
        ("Sono arrivate 12,5 mila tonnellate.", "It handled 12,500 tonnes.", "it-en", "number", "equal"),
        ("It opened in 1998.", "Eröffnet wurde er 1998.", "en-de", "date", "equal"),
        ("It opened in 1998.", "Eröffnet wurde er 1997.", "en-de", "date", "different"),
        ("It opened in 1998.", "Er kostete 40 Millionen.", "en-de", "date", "not_comparable"),
        ("Traffic fell by 5 %.", "In all 12,000 cars passed.", "en-en", "number", "not_comparable"),
        ("Anna Berg steered it.", "The captain was Anna Berg.", "en-en", "name", "equal"),
        ("Anna Berg steered it.", "The captain was Carl Holm.", "en-en", "name", "not_comparable"),
        ("The harbour is open.", "Der Hafen ist nicht geöffnet.", "en-de", "negation", "different"),
        ("Il porto non è aperto.", "The harbour is not open.", "it-en", "negation", "equal"),
    ],
)
def test_checks(claim: str, sentence: str, languages: str, kind: str, result: str) -> None:
    """Figures are compared by value with figures of their kind, across languages."""
    ours, theirs = languages.split("-")
    checks = compare(claim, sentence, claim_language=ours, sentence_language=theirs)
    assert result in {check.result for check in checks if check.kind == kind}


def test_plain_affirmative_sentences_need_no_negation_check() -> None:
    """Where neither side denies there is nothing to compare."""
    checks = compare("It is open.", "It is open.", claim_language="en", sentence_language="en")
    assert [check for check in checks if check.kind == "negation"] == []
