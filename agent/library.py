"""The documents that are asked, and who reads them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.budget import Budget
    from agent.ground import Texts
    from agent.protocols import Filter, Model, Reader, Retriever
    from agent.result import Provenance


@dataclass(frozen=True, slots=True)
class Library:
    """The documents an answer or verdict comes from: what finds, reads (unless switched off) and quotes them."""

    retriever: Retriever
    where: Filter
    reader: Reader | None
    texts: Texts
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Adviser:
    """A model and what it may cost. Where its server fails, quotes take its place unless it is ``required``."""

    model: Model
    budget: Budget
    required: bool = False

    def signature(self, *, took_part: bool, fallback: str | None) -> dict[str, Any]:
        """The fields of a result that say who answered, and what it cost."""
        return {
            "engine": "llm" if took_part else "extractive",
            "model": self.model.name if took_part else None,
            "sent_to": self.model.endpoint if self.budget.usage.model_calls else None,
            "fallback": fallback,
            "usage": self.budget.usage,
        }

    def timings(self, began: float, retrieved: float) -> dict[str, float]:
        """Milliseconds up to now: finding, waiting for the model, and all the rest (``time.perf_counter`` in)."""
        total = time.perf_counter() - began
        seconds = {
            "retrieve": retrieved - began,
            "model": self.budget.model_seconds,
            "answer": max(0.0, total - (retrieved - began) - self.budget.model_seconds),
            "total": total,
        }
        return {name: round(value * 1e3, 2) for name, value in seconds.items()}
