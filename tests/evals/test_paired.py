"""The two tests behind the baseline gate."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.paired import Pair, chance_of_broken, chance_of_drop, judge_pairs

SAME, BROKEN, MENDED, MIXED = Pair(3, 3, 3, 3), Pair(3, 3, 0, 3), Pair(0, 3, 3, 3), Pair(2, 3, 1, 3)

pairs = st.integers(1, 4).flatmap(
    lambda runs: st.builds(Pair, st.integers(0, runs), st.just(runs), st.integers(0, 2), st.just(2))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pairs, min_size=1, max_size=8))
def test_every_sign_pattern_is_counted(found: list[Pair]) -> None:
    """The convolution agrees with going through all patterns one by one."""
    drops = [Fraction(p.before, p.runs_before) - Fraction(p.now, p.runs_now) for p in found]
    patterns = list(itertools.product((1, -1), repeat=len(drops)))
    seen = sum(drops)
    as_many = sum(sum(s * d for s, d in zip(signs, drops, strict=True)) >= seen for signs in patterns)
    assert chance_of_drop(found) == pytest.approx(as_many / len(patterns))


def test_the_chance_of_broken_cases_is_the_binomials() -> None:
    """Of three cases that could split so, one in twenty does, each by itself."""
    able = [BROKEN, Pair(1, 3, 2, 3), Pair(2, 3, 1, 3), SAME, MENDED]
    q = 1 / comb(6, 3)
    assert chance_of_broken(able, 1) == pytest.approx(1 - (1 - q) ** 4)
    assert chance_of_broken(able, 2) == pytest.approx(1 - (1 - q) ** 4 - 4 * q * (1 - q) ** 3)


@pytest.mark.parametrize(
    ("found", "broke", "dropped"),
    [
        ([SAME] * 60, False, False),
        ([SAME] * 59 + [BROKEN], True, False),
        ([SAME] * 54 + [BROKEN] * 6, True, True),
        ([SAME] * 50 + [MIXED, Pair(1, 3, 2, 3)] * 4 + [BROKEN], False, False),
        ([SAME] * 49 + [MIXED] * 5 + [BROKEN] * 6, True, True),
        ([SAME] * 50 + [BROKEN] * 5 + [MENDED] * 5, True, False),
        ([SAME] * 54 + [MENDED] * 6, False, False),
        ([Pair(3, 3, 2, 3)] * 20 + [SAME] * 40, False, True),
        ([Pair(3, 3, 2, 3), Pair(2, 3, 3, 3)] * 10 + [SAME] * 40, False, False),
    ],
)
def test_red_exactly_where_chance_does_not_explain_it(found: list[Pair], broke: bool, dropped: bool) -> None:
    """One broken case is enough where runs never disagree; where they do, it takes more than chance brings."""
    judged = judge_pairs(found)
    assert (judged.broke, judged.dropped) == (broke, dropped)


def test_without_repeats_nobody_knows_what_chance_does() -> None:
    """One failure proves nothing of a system that may vary, and everything of one that does not."""
    found = [Pair(1, 1, 1, 1)] * 20 + [Pair(1, 1, 0, 1)]
    assert not judge_pairs(found).broke
    assert judge_pairs(found, deterministic=True).broke


def test_the_least_drop_shrinks_with_cases_and_repeats() -> None:
    """More of either shows smaller drops; a steady system shows a single case."""
    few, many = judge_pairs([MIXED, SAME] * 10), judge_pairs([MIXED, SAME] * 40)
    again = judge_pairs([Pair(6, 9, 3, 9), Pair(9, 9, 9, 9)] * 40)
    assert few.least > many.least > again.least
    assert judge_pairs([SAME] * 60).least == pytest.approx(1 / 60)


def test_false_alarms_stay_below_the_level() -> None:
    """A small simulation; benchmarks/baseline_gate.py has the large one."""
    generator = np.random.default_rng(1)
    chances = np.where(generator.random(60) < 0.2, generator.beta(2, 1.2, 60), 1.0)
    alarms = 0
    for _ in range(200):
        before, now = generator.binomial(3, chances), generator.binomial(3, chances)
        judged = judge_pairs([Pair(int(b), 3, int(n), 3) for b, n in zip(before, now, strict=True)])
        alarms += judged.broke or judged.dropped
    assert alarms <= 20
