"""Whether two names are one bearer's, with the aliases a document states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from agent.mentions.aliases import read_aliases
from agent.mentions.name_comparison import compare_names, find_name
from agent.mentions.names import Name, read_names
from tests.mentions.name_gold import Mention, Pair, pair_gold
from tests.text.gold import MIXED

PAIRS = pair_gold()


def name_at(mention: Mention) -> Name | None:
    names = read_names(mention.text, mention.language)
    return next((name for name in names if (name.start, name.end) == (mention.start, mention.end)), None)


def judged(pair: Pair) -> str:
    claim, source = name_at(pair.claim), name_at(pair.source)
    if claim is None or source is None:
        return "unread"
    return compare_names(claim, source, read_aliases(pair.source.text, pair.source.language)).result


def test_pairs_are_judged_right() -> None:
    """Reading and comparing together are right for 95 of 100 pairs, and what is different is never called equal."""
    wrong = [(judged(pair), pair) for pair in PAIRS if judged(pair) != pair.expected]
    assert len(PAIRS) >= 90
    assert len(wrong) <= 0.05 * len(PAIRS), wrong
    assert [pair for result, pair in wrong if result == "equal"] == []


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        ("Germany", "Deutschland", "equal"),
        ("Rome", "Rom", "equal"),
        ("The Hague Times", "Hague Times", "equal"),
        ("Jean-Luc Morel", "Jean Luc Morel", "equal"),
        ("Navimar S.A.", "Navimar", "equal"),
        ("Navimar S.A.", "Navimar GmbH", "different"),
        ("Falcon 220", "Falcon 320", "different"),
        ("Kellner", "Keller", "not_comparable"),
        ("&", "GmbH", "not_comparable"),
    ],
)
def test_spellings(ours: str, theirs: str, result: str) -> None:
    """Typography, articles, languages and legal forms do not part a name from itself; a letter or a figure does."""
    assert compare_names(Name(0, 1, ours), Name(0, 1, theirs)).result == result
    assert compare_names(Name(0, 1, theirs), Name(0, 1, ours)).result == result


@pytest.mark.parametrize(
    ("claim", "document", "sentence", "language", "result"),
    [
        ("Tom Abara", "Tom Abara farms here.", "Abara lost everything.", "en", "equal"),
        ("Tom Abara", "Grace Abara farms here.", "Abara lost everything.", "en", "different"),
        ("Tom Abara", "Tom Abara and Grace Abara farm here.", "Abara lost everything.", "en", "compatible"),
        ("Petra Vogel", "Petra Vogel leitet die Kammer.", "Das teilte Vogel mit.", "de", "equal"),
        (
            "Kelby Port Authority",
            "The Kelby Port Authority (KPA) met.",
            "Fees rose, the KPA said.",
            "en",
            "equal",
        ),
        (
            "Calder Mills",
            "Calder Mills, the parent of Bluefin, met.",
            "Bluefin closed.",
            "en",
            "not_comparable",
        ),
        ("Tom Abara", "", "The harbour is closed.", "en", "not_comparable"),
    ],
)
def test_a_sentence_names_its_bearer_as_its_document_does(
    claim: str, document: str, sentence: str, language: str, result: str
) -> None:
    """Short forms stand for what the document introduces them for, unless it introduces two."""
    name = read_names(f"They met {claim}.", "en")[0]
    found, said = find_name(name, sentence, language, read_aliases(f"{document} {sentence}", language))
    assert found.result == result
    assert said in sentence


def test_relations_are_no_aliases() -> None:
    """A parent company is not its subsidiary."""
    aliases = read_aliases("Calder Mills, the parent of Bluefin Foods, has two plants.", "en")
    assert aliases.equal_to("Bluefin Foods") == ()
    assert aliases.equal_to("Calder Mills") == ()


@settings(max_examples=50, deadline=None)
@given(MIXED, MIXED)
def test_any_names_compare(ours: str, theirs: str) -> None:
    """Whatever stands in two names, comparing them ends, and a name is its own equal if it has a letter or digit."""
    one, other = Name(0, len(ours), ours), Name(0, len(theirs), theirs)
    assert compare_names(one, other).reason
    if any(letter.isalnum() and letter.isascii() for letter in ours):
        assert compare_names(one, one).result == "equal"
