"""Two runs of the same cases, side by side: did it get worse, or is it chance?

Two tests, both one-sided, whose levels add up to 5 %, so that together they raise at most that many false alarms:

- A paired permutation test of the cases' pass rates (R. A. Fisher, The Design of Experiments, 1935, §21). If nothing
  changed, each case's difference could as well have the other sign. All sign patterns are counted, exactly.
- The broken cases: passed in every run before, in none now. A case whose runs come out either way by chance would show
  this split of ``t`` passes over both sides once in ``C(n, t)`` orders; how many such splits chance explains is the
  sum of independent draws, one for each case that could split so.

Where runs never disagree with their repeats, chance explains nothing, and one broken case is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEVEL_OF_DROP = 0.04
LEVEL_OF_BROKEN = 0.01
POWER = 0.9

_Z_LEVEL, _Z_POWER = 1.750686, 1.281552
"""The 96 % and 90 % points of the normal distribution."""

_FEWEST_SIGNS = 5
"""Cases that must differ before the permutation test can reach its level: one sign pattern of ``2 ** 5`` is 3 %."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One case on both sides: runs that passed, of runs."""

    before: int
    runs_before: int
    now: int
    runs_now: int

    @property
    def drop(self) -> float:
        """How much its pass rate fell."""
        return self.before / self.runs_before - self.now / self.runs_now

    @property
    def broken(self) -> bool:
        """Whether it always passed and never does now."""
        return self.before == self.runs_before and self.now == 0

    @property
    def mixed(self) -> bool:
        """Whether runs of one side disagree."""
        return 0 < self.before < self.runs_before or 0 < self.now < self.runs_now


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the two tests say.

    ``drop`` is of the mean pass rate, ``p_drop`` and ``p_broken`` are the probabilities of as much by chance, ``least``
    the smallest drop that would be found nine times of ten. ``steady`` says that chance has no part in the runs.
    """

    cases: int
    drop: float
    p_drop: float
    broken: int
    p_broken: float
    steady: bool
    least: float

    @property
    def dropped(self) -> bool:
        """Whether the pass rate fell by more than chance explains."""
        return self.p_drop <= LEVEL_OF_DROP

    @property
    def broke(self) -> bool:
        """Whether more cases broke than chance explains."""
        return self.broken > 0 and self.p_broken <= LEVEL_OF_BROKEN


def judge_pairs(pairs: Sequence[Pair], *, deterministic: bool = False) -> Judgement:
    """Judge at least one pair. ``deterministic`` says that a system always answers alike, whatever the repeats."""
    repeated = all(min(pair.runs_before, pair.runs_now) > 1 for pair in pairs)
    steady = deterministic or (repeated and not any(pair.mixed for pair in pairs))
    broken = sum(pair.broken for pair in pairs)
    p_broken = 1.0 if not broken else 0.0 if steady else chance_of_broken(pairs, broken)
    drop = sum(pair.drop for pair in pairs) / len(pairs)
    least = 1 / len(pairs) if steady else _least_drop(pairs)
    return Judgement(len(pairs), drop, chance_of_drop(pairs), broken, p_broken, steady, least)


def chance_of_drop(pairs: Sequence[Pair]) -> float:
    """The share of sign patterns whose drop is at least the one seen."""
    unit = math.lcm(*(runs for pair in pairs for runs in (pair.runs_before, pair.runs_now)))
    steps = [round(pair.drop * unit) for pair in pairs]
    sizes = [abs(step) for step in steps if step]
    reach, seen = sum(sizes), sum(steps)
    chances = np.zeros(2 * reach + 1)
    chances[reach] = 1.0
    for size in sizes:
        chances = (_moved(chances, size) + _moved(chances, -size)) / 2
    return min(1.0, float(chances[reach + seen :].sum()))


def _moved(chances: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    """The distribution shifted by some steps; it never has weight where that would fall off."""
    return np.roll(chances, by)


def chance_of_broken(pairs: Sequence[Pair], broken: int) -> float:
    """The probability that chance splits at least ``broken`` cases into all before and none now.

    Given how often a case passed over both sides; only one that passed as often as it was run before can split so.
    """
    able = [pair for pair in pairs if pair.before + pair.now == pair.runs_before]
    chances = np.array([1.0])
    for pair in able:
        chance = 1 / math.comb(pair.runs_before + pair.runs_now, pair.runs_before)
        chances = np.convolve(chances, [1 - chance, chance])
    return min(1.0, float(chances[broken:].sum()))


def _least_drop(pairs: Sequence[Pair]) -> float:
    """The smallest drop of the mean pass rate that the permutation test finds with ``POWER``.

    By the normal approximation, from each case's own variance over both sides; never fewer cases than the test needs
    at all.
    """
    variance = 0.0
    for pair in pairs:
        runs, passes = pair.runs_before + pair.runs_now, pair.before + pair.now
        own = passes * (runs - passes) / (runs * (runs - 1))
        variance += own * (1 / pair.runs_before + 1 / pair.runs_now)
    needed = max((_Z_LEVEL + _Z_POWER) * math.sqrt(variance), _FEWEST_SIGNS)
    return min(1.0, needed / len(pairs))
