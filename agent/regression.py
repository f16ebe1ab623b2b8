"""Logistic regression, applied: fitted coefficients to probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FARTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Regression:
    """An intercept and one coefficient a feature, in the features' order."""

    intercept: float
    coefficients: tuple[float, ...]

    @classmethod
    def of(cls, stored: Mapping[str, Any], features: Sequence[str]) -> Self:
        """From ``{"intercept": …, "coefficients": {feature: …}}``, as the scripts in ``training`` write it."""
        return cls(stored["intercept"], tuple(stored["coefficients"][name] for name in features))

    def total(self, values: Sequence[float]) -> float:
        """The linear sum, in log odds."""
        return self.intercept + sum(
            weight * value for weight, value in zip(self.coefficients, values, strict=True)
        )

    def probability(self, values: Sequence[float]) -> float:
        """The logistic of the sum."""
        return 1.0 / (1.0 + math.exp(-max(-FARTHEST, min(FARTHEST, self.total(values)))))


def log_odds(probability: float) -> float:
    """The log odds, bounded where the probability comes within a millionth of 0 or 1."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def softmax(logits: Sequence[float]) -> list[float]:
    """Probabilities that sum to 1."""
    most = max(logits)
    powers = [math.exp(logit - most) for logit in logits]
    total = sum(powers)
    return [power / total for power in powers]
