"""Follow-ups are made understandable by themselves; what was said survives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.answer.conversation import Conversation, Turn
from agent.budget import Budget
from agent.errors import ModelUnavailableError
from tests.report.results import abstention, answer

if TYPE_CHECKING:
    from pathlib import Path

    from agent.prompts import Request


class Rewriter:
    """A model that rewrites every question to the same, or fails."""

    name, endpoint = "rewriter", "here"

    def __init__(self, reply: dict[str, Any] | Exception) -> None:
        self.reply_ = reply
        self.seen: list[Request] = []

    def reply(self, request: Request, budget: Budget, *, on_text: object = None) -> dict[str, Any]:
        """The fixed reply."""
        self.seen.append(request)
        if isinstance(self.reply_, Exception):
            raise self.reply_
        return self.reply_


def talk() -> Conversation:
    """One turn about the harbour of Rostock."""
    first = Turn(kind="ask", typed="How much did the harbour of Rostock handle?", result=answer())
    return Conversation(turns=[first])


def test_a_follow_up_is_rewritten_with_history() -> None:
    """The model sees the turns so far as data, one JSON object a line."""
    model = Rewriter({"question": "How much did the harbour of Rostock  handle in June?"})
    rewritten = talk().rewritten("And in June?", "en", model, Budget())
    assert rewritten == "How much did the harbour of Rostock handle in June?"
    assert '{"question": "How much did the harbour of Rostock handle?"' in model.seen[0].data


@pytest.mark.parametrize(
    "model",
    [
        None,
        Rewriter(ModelUnavailableError("away", next_step="wait")),
        Rewriter({"question": 5}),
        Rewriter({"question": " "}),
        Rewriter({"question": "x" * 5000}),
        Rewriter({}),
    ],
)
def test_without_a_usable_model_names_are_carried_over(model: Rewriter | None) -> None:
    """The names of the question before stand in for what the model would do."""
    assert talk().rewritten("And in June?", "en", model, Budget()) == "And in June? (Rostock)"


def test_a_question_that_stands_alone_is_left_alone() -> None:
    """A long question with names of its own needs no history; nor does the first."""
    model = Rewriter({"question": "something else"})
    question = "Which company built the new container terminal on the island of Visby last summer?"
    assert talk().rewritten(question, "en", model, Budget()) == question
    assert Conversation().rewritten("And in June?", "en", model, Budget()) == "And in June?"
    assert model.seen == []


def test_turns_survive_in_their_file(tmp_path: Path) -> None:
    """What is read back is what was added, answers and abstentions alike."""
    path = tmp_path / "folder" / "talk.jsonl"
    kept = Conversation.at(path)
    kept.add(Turn(kind="ask", typed="One?", result=answer()))
    kept.add(Turn(kind="ask", typed="Two?", result=abstention()))
    again = Conversation.at(path)
    assert again.turns == kept.turns
    again.forget()
    assert Conversation.at(path).turns == []
