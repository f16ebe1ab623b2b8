"""Intervals against published values and against what they must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import bootstrap_interval, mean_interval, resampled_sums, wilson_interval


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (20, 20, 0.8389, 1.0),
        (0, 20, 0.0, 0.1611),
        (10, 20, 0.2993, 0.7007),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (0, 1, 0.0, 0.7935),
    ],
)
def test_wilsons_interval(right: int, n: int, low: float, high: float) -> None:
    """81/263, 15/148, 0/20, 1/29 as R. G. Newcombe prints them (Statistics in Medicine 17, 1998, table I)."""
    found = wilson_interval(right / n, n)
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_wilsons_interval_holds_the_share(n: int, share: float) -> None:
    """It never leaves 0 to 1 and never excludes what was seen."""
    low, high = wilson_interval(share, n)
    assert 0 <= low <= share <= high <= 1


def test_the_mean_of_two_shares_is_less_certain_than_their_pool() -> None:
    """Each class's doubt is kept, that of a small class above all."""
    both = wilson_interval(1, 50), wilson_interval(1, 5)
    low, high = mean_interval((1, 1), both)
    assert high == 1
    assert both[1][0] < low < both[0][0]


def test_resampling_is_of_cases() -> None:
    """Every sample has as many cases as there are, and their mean comes near the whole."""
    columns = np.column_stack([np.arange(200.0), np.ones(200)])
    sums = resampled_sums(columns, seed=7)
    assert sums.shape == (1000, 2)
    assert (sums[:, 1] == 200).all()
    assert sums[:, 0].mean() == pytest.approx(columns[:, 0].sum(), rel=0.02)
    assert (sums == resampled_sums(columns, seed=7)).all()
    assert (sums != resampled_sums(columns, seed=8)).any()


def test_a_bootstrap_comes_near_the_known_interval() -> None:
    """For the mean of 400 values it agrees with the normal interval."""
    values = np.random.default_rng(0).random(400)
    columns = np.column_stack([values, np.ones(400)])
    sums = resampled_sums(columns, seed=0)
    low, high = bootstrap_interval(values.mean(), sums[:, 0] / sums[:, 1], 400)
    reach = 1.96 * values.std() / 20
    assert low == pytest.approx(values.mean() - reach, abs=0.005)
    assert high == pytest.approx(values.mean() + reach, abs=0.005)


@pytest.mark.parametrize("resampled", [np.full(1000, 0.5), np.full(1000, np.nan)])
def test_where_samples_agree_wilsons_interval_stands_in(resampled: np.ndarray) -> None:
    """Cases that are all alike are no certainty."""
    assert bootstrap_interval(0.5, resampled, 8) == wilson_interval(0.5, 8)


def test_a_bootstrap_holds_the_value() -> None:
    """Samples that lean to one side do not leave the value outside."""
    low, high = bootstrap_interval(0.1, np.linspace(0.2, 0.4, 1000), 50)
    assert low == 0.1
    assert high == pytest.approx(0.395)
