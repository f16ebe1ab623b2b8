"""Claims and sentences compared mention by mention."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.mentions.agreement import Agreement, agreements, read_mentions


def compared(claim: str, sentence: str, languages: str = "en-en", **more: str) -> list[tuple[str, str]]:
    ours, theirs = languages.split("-")
    found = agreements(claim, sentence, claim_language=ours, sentence_language=theirs, **more)  # type: ignore[arg-type]
    return [(one.sort, one.comparison.result) for one in found if one.sort != "name"]


@pytest.mark.parametrize(
    ("claim", "sentence", "languages", "expected"),
    [
        ("It handled 12,500 tonnes.", "Es waren 12.500 Tonnen.", "en-de", [("number", "equal")]),
        ("It handled 15,000 tonnes.", "Es waren 12.500 Tonnen.", "en-de", [("number", "different")]),
        ("It handled 15,000 tonnes.", "Es fuhr nach Kiel.", "en-de", [("number", "not_comparable")]),
        ("La diga aprì nel 1963.", "The dam opened in 1964.", "it-en", [("date", "different")]),
        ("La diga aprì nel 1963.", "The dam opened in May 1963.", "it-en", [("date", "compatible")]),
        ("At least 80 came.", "More than 100 came.", "en-en", [("number", "compatible")]),
        ("At most 80 came.", "More than 100 came.", "en-en", [("number", "different")]),
    ],
)
def test_each_mention_of_the_claim_is_compared(
    claim: str, sentence: str, languages: str, expected: list[tuple[str, str]]
) -> None:
    """Across languages and notations, bounds at their word."""
    assert compared(claim, sentence, languages) == expected


def test_a_figure_that_agrees_goes_before_one_that_does_not() -> None:
    """A sentence that gives the claim's figure beside another does not contradict it."""
    assert compared("80 cows came.", "80 cows and 15 cows came.") == [("number", "equal")]


def test_what_is_left_over_is_compared_with_what_is_left_over() -> None:
    """A changed date is not excused by another date of the sentence that happens to allow it."""
    sentence = "It came out on 4 October 2010 and covers the years 2008 to 2010."
    claim = "It came out on 6 October 2010 and covers the years 2008 to 2010."
    assert compared(claim, sentence) == [("date", "different"), ("date", "equal")]


def test_a_year_is_no_quantity() -> None:
    """No mention is read twice."""
    mentions = read_mentions("In 2019, the 747-400 flew 12,500 km.", "en")
    assert [one.value for one in mentions.quantities] == [12500]
    assert len(mentions.dates) == 1


def test_relative_dates_hang_on_the_source_s_own_date() -> None:
    """Yesterday is a date where the document's own is known, and no date elsewhere."""
    claim, sentence = "It sank on 3 May 2024.", "It sank yesterday."
    assert compared(claim, sentence, published="2024-05-04") == [("date", "equal")]
    assert compared(claim, sentence, published="2024-05-09") == [("date", "different")]
    assert compared(claim, sentence) == [("date", "not_comparable")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "de", "it", "fr", "es", "xx"]))
def test_a_text_never_contradicts_itself(text: str, language: str) -> None:
    """Compared with itself, nothing is different, and all words come from the texts."""
    found = agreements(text, text, claim_language=language, sentence_language=language)
    assert all(isinstance(one, Agreement) and one.comparison.result != "different" for one in found)
    assert all(one.claim in text and one.source in text for one in found)
