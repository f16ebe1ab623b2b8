"""Who answers: quotes alone, or a model whose statements are checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.budget import Budget
from agent.library import Adviser

if TYPE_CHECKING:
    from agent.answer.page import OnStatement
    from agent.library import Library
    from agent.protocols import Model
    from agent.result import Answer, Verdict


class Engine(Protocol):
    """Answers questions and checks claims over a library.

    ``budget`` bounds what a model may cost. ``on_statement`` hears of every statement with its citations as soon as it
    is certain to be in the answer.
    """

    @property
    def model(self) -> Model | None:
        """The model that is asked, if one is."""

    def ask(
        self,
        question: str,
        library: Library,
        *,
        language: str,
        answer_language: str,
        budget: Budget | None = None,
        on_statement: OnStatement | None = None,
    ) -> Answer:
        """The answer to ``question``, or an abstention."""

    def check(self, claim: str, library: Library, *, language: str, budget: Budget | None = None) -> Verdict:
        """The verdict on ``claim``."""


class Extractive:
    """Verbatim quotes; no model."""

    model = None

    def ask(
        self,
        question: str,
        library: Library,
        *,
        language: str,
        answer_language: str,
        budget: Budget | None = None,
        on_statement: OnStatement | None = None,
    ) -> Answer:
        """The fewest sentences that answer."""
        from agent.answer.extractive import answer

        result = answer(
            question,
            language=language,
            answer_language=answer_language,
            where=library.where,
            retriever=library.retriever,
            reader=library.reader,
            texts=library.texts,
            provenance=library.provenance,
        )
        if on_statement is not None:
            for statement in result.statements:
                on_statement(statement, [one for one in result.citations if one.id in statement.citations])
        return result

    def check(self, claim: str, library: Library, *, language: str, budget: Budget | None = None) -> Verdict:
        """The verdict by comparisons and the reader."""
        from agent.verdict.extractive import check

        return check(
            claim,
            language=language,
            where=library.where,
            retriever=library.retriever,
            reader=library.reader,
            texts=library.texts,
            provenance=library.provenance,
        )


@dataclass(frozen=True, slots=True)
class Advised:
    """A model proposes, code decides. Where its server fails there are quotes, or an error if it is ``required``."""

    model: Model
    required: bool = False

    def ask(
        self,
        question: str,
        library: Library,
        *,
        language: str,
        answer_language: str,
        budget: Budget | None = None,
        on_statement: OnStatement | None = None,
    ) -> Answer:
        """The model's statements that the documents back.

        Raises:
            ModelError: the server of a required model failed, or the budget was stopped.
        """
        from agent.answer.compose import answer

        return answer(
            question,
            language=language,
            answer_language=answer_language,
            library=library,
            adviser=Adviser(self.model, budget or Budget(), self.required),
            on_statement=on_statement,
        )

    def check(self, claim: str, library: Library, *, language: str, budget: Budget | None = None) -> Verdict:
        """The verdict with the model's view of every sentence weighed in.

        Raises:
            ModelError: the server of a required model failed, or the budget was stopped.
        """
        from agent.verdict.advised import check

        return check(
            claim,
            language=language,
            library=library,
            adviser=Adviser(self.model, budget or Budget(), self.required),
        )
