"""A model behind an OpenAI-compatible server as the advisory judge of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.budget import Budget
from agent.prompts import prompt

if TYPE_CHECKING:
    from agent.protocols import Model

REPLY_TOKENS = 300
CALLS, SECONDS = 3, 60.0
"""Bounds of one opinion, repeated requests included."""


class ModelJudge:
    """Asks a model whether an answer states a fact; each opinion is one request with a budget of its own."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name = f"{model.name} at {model.endpoint}"

    def states(self, question: str, fact: str, answer: str) -> bool:
        """The model's opinion.

        Raises:
            ModelError: the server failed, or its reply is none.
        """
        request = prompt("judge").request(limit=REPLY_TOKENS, question=question, fact=fact, answer=answer)
        reply = self._model.reply(request, Budget(calls=CALLS, seconds=SECONDS))
        return reply["states"] is True
