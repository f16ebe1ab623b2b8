"""seedcheck: fact-checking over a fixed set of documents, with quotes that cannot be made up.

::

    from agent import open_corpus

    with open_corpus(Path("articles")) as checker:
        answer = checker.ask("Who signed the contract?")

The names below are imported when they are first used, so that ``import agent`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.budget import Budget
    from agent.checker import FactChecker
    from agent.errors import SeedcheckError
    from agent.opening import open_checker, open_corpus, open_documents, open_index
    from agent.protocols import Filter
    from agent.result import Answer, Verdict
    from agent.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Budget",
    "FactChecker",
    "Filter",
    "SeedcheckError",
    "Settings",
    "Verdict",
    "open_checker",
    "open_corpus",
    "open_documents",
    "open_index",
]

_PLACES = {
    "Answer": "result",
    "Budget": "budget",
    "FactChecker": "checker",
    "Filter": "protocols",
    "SeedcheckError": "errors",
    "Settings": "settings",
    "Verdict": "result",
    "open_checker": "opening",
    "open_corpus": "opening",
    "open_documents": "opening",
    "open_index": "opening",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'agent' has no attribute {name!r}")
    return getattr(import_module(f"agent.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
