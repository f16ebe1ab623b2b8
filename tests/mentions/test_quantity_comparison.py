"""Whether two quantities agree: bounds, rounding, units, currencies, and what is counted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.mentions.quantity_comparison import compare_quantities
from tests.mentions.quantity_gold import marked, pairs

if TYPE_CHECKING:
    from agent.mentions.comparison import Comparison


def compared(claim: str, source: str) -> Comparison:
    ours, theirs = marked(claim), marked(source)
    assert ours is not None, claim
    assert theirs is not None, source
    return compare_quantities(ours, theirs)


def test_the_pairs_are_judged() -> None:
    """Over all pairs an accuracy of .95, and nothing different or of another kind is called equal."""
    wrong = []
    for pair in pairs():
        ours, theirs = pair.quantities()
        result = compare_quantities(ours, theirs).result if ours and theirs else None
        if result != pair.expected:
            wrong.append((pair, result))
    assert len(pairs()) >= 130
    assert 1 - len(wrong) / len(pairs()) >= 0.95, wrong
    assert [pair for pair, result in wrong if result == "equal"] == []


def test_the_reverse_of_every_pair() -> None:
    """The result does not depend on which of the two is the claim."""
    changed = []
    for pair in pairs():
        ours, theirs = pair.quantities()
        assert ours is not None, pair.claim
        assert theirs is not None, pair.source
        if compare_quantities(ours, theirs).result != compare_quantities(theirs, ours).result:
            changed.append(pair)
    assert changed == []


@pytest.mark.parametrize(
    ("claim", "source", "result", "reason"),
    [
        ("en: ⟦Over 90⟧ came.", "en: ⟦At least 100⟧ came.", "compatible", "within what the claim says"),
        ("en: ⟦At most 80⟧ came.", "en: ⟦At least 100⟧ came.", "different", "no value is within both"),
        ("en: ⟦Exactly 150⟧ came.", "en: ⟦At least 100⟧ came.", "compatible", "leaves it open"),
        ("en: ⟦At least 100⟧ came.", "en: ⟦Fewer than 120⟧ came.", "compatible", "neither follows"),
        ("en: ⟦1.2 million⟧ came.", "en: ⟦More than 1.2 million⟧ came.", "compatible", "at the bound"),
        ("en: ⟦45⟧ came.", "en: ⟦More than 45⟧ came.", "different", "no value"),
        ("en: ⟦12.500⟧ came.", "en: It grew to ⟦12.5⟧ points.", "compatible", "another reading"),
        ("en: It weighs ⟦10 tons⟧.", "de: Er wiegt ⟦10 Tonnen⟧.", "compatible", "used loosely"),
        ("de: ⟦12⟧ Fischerboote sanken.", "de: ⟦12⟧ Boote sanken.", "equal", "the same value"),
        ("en: ⟦12⟧ fatalities.", "en: ⟦12⟧ deaths.", "equal", "the same value"),
    ],
)
def test_reasons(claim: str, source: str, result: str, reason: str) -> None:
    """Each rule says that it decided."""
    comparison = compared(claim, source)
    assert comparison.result == result
    assert reason in comparison.reason


def test_currencies_convert_with_a_stated_rate_only() -> None:
    """Dollars and euros are compared if a source says what one is in the other, in either direction."""
    claim, source = marked("en: It cost ⟦€110⟧."), marked("en: It cost ⟦$100⟧.")
    assert claim is not None
    assert source is not None
    assert compare_quantities(claim, source).result == "not_comparable"
    assert compare_quantities(claim, source, {("USD", "EUR"): Decimal("1.1")}).result == "equal"
    assert compare_quantities(claim, source, {("EUR", "USD"): Decimal(1) / Decimal("1.1")}).result == "equal"
    assert compare_quantities(claim, source, {("USD", "EUR"): Decimal(2)}).result == "different"


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["en", "de", "it", "fr", "es"]))
def test_changed_figures_are_never_equal(one: int, other: int, language: str) -> None:
    """Two whole numbers are equal exactly if they are the same; the form in another language changes nothing."""
    noun = {"en": "people", "de": "Menschen", "it": "persone", "fr": "personnes", "es": "personas"}[language]
    mark = {"en": ",", "fr": "\u202f"}.get(language, ".")
    claim = f"en: There were ⟦{one:,}⟧ people."
    source = f"{language}: — ⟦{f'{other:,}'.replace(',', mark)}⟧ {noun}."
    if any(1000 <= value < 2200 for value in (one, other)):
        return  # a figure of four digits may be a year where it is not grouped
    result = compared(claim, source).result
    assert (result == "equal") == (one == other)
    if abs(one - other) > one / 10:
        assert result == "different"
