"""How often the baseline gate is red for nothing, and how surely for something: ``python benchmarks/baseline_gate.py``.

60 cases, 3 repeats on either side. A tenth of the cases fails always; of the others a share is flaky, each with a pass
probability of its own (Beta(2, 1.2), mean .63), the rest passes always. A drop of 10 points of the mean pass rate comes
in three shapes: cases *break*; cases *halve* their pass probability; *all* lose the same share of theirs.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from evals.paired import Pair, judge_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

CASES, REPEATS, DROP = 60, 3, 0.1
FLAKY = (0.0, 0.05, 0.1, 0.2, 0.3)
SHAPES = ("break", "halve", "all")


def suite(generator: np.random.Generator, flaky: float) -> NDArray[np.float64]:
    """Each case's probability to pass."""
    kind = generator.random(CASES)
    chances = np.where(kind < 0.1, 0.0, 1.0)
    unsure = (kind >= 0.1) & (kind < 0.1 + flaky)
    chances[unsure] = generator.beta(2, 1.2, unsure.sum())
    return chances


def dropped(generator: np.random.Generator, chances: NDArray[np.float64], shape: str) -> NDArray[np.float64]:
    """The same cases with a mean that is lower by ``DROP``."""
    if shape == "all":
        return chances * (1 - DROP / chances.mean())
    after, left = chances.copy(), DROP * CASES
    for case in generator.permutation(np.flatnonzero(chances)):
        loss = min(chances[case] / (2 if shape == "halve" else 1), left)
        after[case] -= loss
        left -= loss
    return after


def red(generator: np.random.Generator, before: NDArray[np.int64], chances: NDArray[np.float64]) -> bool:
    """Whether the gate is red for one run with these chances."""
    now = generator.binomial(REPEATS, chances)
    pairs = [Pair(int(b), REPEATS, int(n), REPEATS) for b, n in zip(before, now, strict=True)]
    judged = judge_pairs(pairs)
    return judged.broke or judged.dropped


def main(rounds: int) -> None:
    """Print a row for each share of flaky cases."""
    generator = np.random.default_rng(7)
    print("| flaky cases | false alarms |" + "".join(f" power, {shape} |" for shape in SHAPES))
    print("| --- |" + " --- |" * (1 + len(SHAPES)))
    for flaky in FLAKY:
        alarms, found = 0, dict.fromkeys(SHAPES, 0)
        for _ in range(rounds):
            chances = suite(generator, flaky)
            before = generator.binomial(REPEATS, chances)
            alarms += red(generator, before, chances)
            for shape in SHAPES:
                found[shape] += red(generator, before, dropped(generator, chances, shape))
        shares = (alarms / rounds, *(found[shape] / rounds for shape in SHAPES))
        print(f"| {flaky:.0%} |" + "".join(f" {share:.3f} |" for share in shares), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
