"""Intervals: how far a figure measured on a few cases may be from the one behind it.

All are 95 % intervals. Everything is vectorised and linear in the number of cases.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

RESAMPLES = 1000
_BLOCK = 2_000_000  # drawn case numbers held at a time

Interval = tuple[float, float]


def wilson_interval(share: float, n: float) -> Interval:
    """Bounds of a share seen in ``n`` independent cases (E. B. Wilson, JASA 22, 1927, 209-212).

    For the mean of values between 0 and 1 it is conservative: no such value varies more than a yes or no.
    Where cases are asked repeatedly, or hold several facts each, ``n`` is the number of cases.
    """
    centre = share + Z * Z / (2 * n)
    reach = Z * ((share * (1 - share) + Z * Z / (4 * n)) / n) ** 0.5
    scale = 1 + Z * Z / n
    low, high = (centre - reach) / scale, (centre + reach) / scale
    # Near the ends rounding must not push a bound to the wrong side of the share, or of the end.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def mean_interval(shares: tuple[float, float], intervals: tuple[Interval, Interval]) -> Interval:
    """Bounds of the mean of two independent shares with intervals of their own.

    The MOVER of Zou and Donner (Statistics in Medicine 27, 2008, 1693-1702): the distances to the bounds add
    up as the sides of a right triangle. Unlike a bootstrap it keeps the doubt about a class of which every
    case was right.
    """
    mean = sum(shares) / 2
    below = math.hypot(*(share - low for share, (low, _) in zip(shares, intervals, strict=True))) / 2
    above = math.hypot(*(high - share for share, (_, high) in zip(shares, intervals, strict=True))) / 2
    return max(0.0, mean - below), min(1.0, mean + above)


def resampled_sums(columns: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Column sums of ``RESAMPLES`` bootstrap samples of the rows.

    Each row is a case, so that cases are the clusters. ``columns`` has shape ``(cases, k)``, the reply
    ``(RESAMPLES, k)``. The same seed gives the same samples (B. Efron, Annals of Statistics 7, 1979, 1-26).
    """
    return np.concatenate([drawn @ columns for drawn in _draws(len(columns), seed)])


def _draws(n: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """How often each of ``n`` rows stands in each sample, a block of samples at a time."""
    generator = np.random.default_rng(seed)
    left, at_once = RESAMPLES, max(1, _BLOCK // n)
    while left > 0:
        samples = min(left, at_once)
        drawn = generator.integers(n, size=(samples, n)) + n * np.arange(samples)[:, None]
        yield np.bincount(drawn.ravel(), minlength=samples * n).reshape(samples, n).astype(np.float64)
        left -= samples


def bootstrap_interval(value: float, resampled: NDArray[np.float64], n: int) -> Interval:
    """The percentile interval of resampled values (``NaN`` where a sample leaves the metric undefined).

    It always holds ``value``: resampled calibration errors lean upwards and may leave the value seen outside.
    Where the samples all agree, every case being alike, the bootstrap sees no doubt at all; Wilson's interval
    over the ``n`` cases stands in.
    """
    defined = resampled[~np.isnan(resampled)]
    if len(defined) == 0 or np.ptp(defined) < 1e-12:
        return wilson_interval(value, n)
    low, high = np.percentile(defined, [2.5, 97.5])
    return min(float(low), value), max(float(high), value)
