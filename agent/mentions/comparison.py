"""The outcome of comparing two mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.result import CheckResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether what a claim mentions agrees with what a source mentions.

    ``equal``: the same. ``compatible``: one may hold where the other does (bounds, rounding, precision). ``different``:
    both cannot hold. ``not_comparable``: they are not about the same thing. ``reason`` says which rule decided, in one
    short English clause.
    """

    result: CheckResult
    reason: str
