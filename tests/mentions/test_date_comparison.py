"""Comparing dates, against labelled pairs and by what must hold for any two."""

from __future__ import annotations

import tomllib
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.mentions.dates import Period, compare_dates, read_dates
from tests.mentions.gold_dates import DATA, gold_sentences

PAIRS = tomllib.loads((DATA / "date_pairs.toml").read_text("utf-8"))["pairs"]
PERIODS = [
    period
    for sentence in gold_sentences()
    for period in read_dates(sentence.text, sentence.language, published=sentence.published)
]


def only_date(language: str, text: str) -> Period:
    """The one date of ``text``; ``language`` may carry the document's date behind ``@``."""
    code, _, published = language.partition("@")
    (period,) = read_dates(text, code, published=published or None)
    return period


def test_pairs_are_told_as_a_sub_editor_does() -> None:
    """At least .95 of the labelled pairs, and none that differ called equal."""
    outcomes: Counter[bool] = Counter()
    failures, false_equals = [], []
    for claim_language, claim, source_language, source, label in PAIRS:
        said = compare_dates(only_date(claim_language, claim), only_date(source_language, source))
        outcomes[said.result == label] += 1
        if said.result != label:
            failures.append(f"{claim} / {source}: {said.result} ({said.reason}), not {label}")
            if said.result == "equal":
                false_equals.append(failures[-1])
    assert len(PAIRS) >= 110
    assert false_equals == []
    assert outcomes[True] / outcomes.total() >= 0.95, "\n".join(failures)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_any_two_dates_compare_both_ways_alike(one: Period, other: Period) -> None:
    """Claim and source may change places, and every outcome has a reason."""
    forth, back = compare_dates(one, other), compare_dates(other, one)
    assert forth.result == back.result
    assert forth.reason


def test_a_date_never_differs_from_itself() -> None:
    """Equal, or not to be known where a week, a day or a document's date is open."""
    for period in PERIODS:
        result = compare_dates(period, period).result
        open_ = not period.minutes and period.first is None and period.yearless is None
        assert result == "equal" or (result == "compatible" and period.candidates) or open_
        assert result != "different"
