"""Questions of several parts are searched for part by part, and in the corpus's languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.answer.widen import MOST_QUERIES, is_compound, queries, widened
from agent.budget import Budget
from agent.library import Library
from agent.protocols import Filter
from agent.result import Provenance, Query
from tests.found import FixedReader, FixedRetriever, FixedTexts, candidate

if TYPE_CHECKING:
    from agent.prompts import Request


class Planner:
    """A model with a fixed plan."""

    name, endpoint = "planner", "here"

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan

    def reply(self, request: Request, budget: Budget, *, on_text: object = None) -> dict[str, Any]:
        """The plan."""
        assert request.name == "plan"
        return self._plan


@pytest.mark.parametrize(
    ("question", "language", "compound"),
    [
        ("Who built the ferry and when did it sink?", "en", True),
        ("Wer baute die Fähre und wann sank sie?", "de", True),
        ("Chi costruì il traghetto e quando affondò?", "it", True),
        ("How long is it? How wide?", "en", True),
        ("Who is the captain who sank the ferry when it was new?", "en", False),
        ("How many ferries and boats are there?", "en", False),
    ],
)
def test_compound_questions_are_recognised(question: str, language: str, compound: bool) -> None:
    """Two questions joined are two; a relative clause is none."""
    assert is_compound(question, language) is compound


def test_parts_and_translations_become_queries() -> None:
    """Each once, without the question itself; translations only into the languages of the corpus."""
    plan = {
        "parts": ["Who built it?", "who built it?", "Who built it and when?", 5, "", "x" * 999],
        "translations": [
            {"language": "de", "text": "Wer baute es?"},
            {"language": "ja", "text": "…?"},
            {"language": "de"},
            "it",
        ],
    }
    found = queries("Who built it and when?", "en", ["en", "de"], Planner(plan), Budget())
    assert [(one.text, one.language) for one in found] == [("Who built it?", "en"), ("Wer baute es?", "de")]


@pytest.mark.parametrize("plan", [{}, {"parts": None, "translations": 3}, {"parts": {"a": 1}}])
def test_a_useless_plan_adds_nothing(plan: dict[str, Any]) -> None:
    """Junk is no query."""
    assert queries("Who?", "en", ["en"], Planner(plan), Budget()) == []


def test_a_long_plan_is_bounded() -> None:
    """No more searches than allowed, whatever the model plans."""
    plan = {"parts": [f"What is number {n}?" for n in range(100)], "translations": []}
    assert len(queries("Who?", "en", ["en"], Planner(plan), Budget())) == MOST_QUERIES


def test_what_further_queries_find_is_merged() -> None:
    """A sentence found twice is there once, at its better standing; all queries are told."""
    low, high, new = (
        candidate("A.", standing=0.1),
        candidate("A.", standing=0.2),
        candidate("B.", source="b.txt"),
    )
    first = FixedRetriever(low).retrieve("Q", language="en", limit=1, where=None)
    library = Library(
        FixedRetriever(high, new),
        Filter(),
        FixedReader(),  # type: ignore[arg-type]  # takes lists only
        FixedTexts(),
        Provenance(corpus="c", embedder="e"),
    )
    merged = widened(first, [Query(text="R", language="en")], library)
    assert [(one.text, one.standing) for one in merged.candidates] == [("A.", 0.2), ("B.", 0.05)]
    assert [one.text for one in merged.queries] == ["Q", "R"]
    assert len(merged.passages) == 2
