"""The documents that are asked, and who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.budget import Budget
    from agent.ground import Texts
    from agent.protocols import Filter, Model, Reader, Retriever
    from agent.result import Provenance


@dataclass(frozen=True, slots=True)
class Library:
    """The documents an answer or verdict comes from: what finds, reads and quotes them."""

    retriever: Retriever
    where: Filter
    reader: Reader
    texts: Texts
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Adviser:
    """A model and what it may cost. Where its server fails, quotes take its place unless it is ``required``."""

    model: Model
    budget: Budget
    required: bool = False
