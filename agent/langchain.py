"""The fact checker as parts of LangChain: runnables for chains and graph nodes, and a retriever.

::

    from agent import open_corpus
    from agent.langchain import SentenceRetriever, answering

    with open_corpus(Path("articles")) as checker:
        chain = answering(checker) | (lambda answer: answer.answer)
        chain.invoke("Who signed the contract?")

Inputs are a question or claim, or a mapping that holds one under ``question`` or ``claim``, such as a graph's state.
The checker stays the caller's to close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict, Field

from agent.checker import FactChecker  # noqa: TC001  # pydantic reads the annotation below
from agent.errors import InputError
from agent.protocols import Filter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun

    from agent.protocols import Candidate
    from agent.result import Answer, Verdict


def answering(checker: FactChecker, *, where: Filter | None = None) -> Runnable[Any, Answer]:
    """A runnable from a question to its answer, synchronous and asynchronous.

    Raises:
        InputError: at run time, for an input without a question.
    """

    def ask(given: str | Mapping[str, Any]) -> Answer:
        return checker.ask(_text(given, "question"), where=where)

    async def aask(given: str | Mapping[str, Any]) -> Answer:
        return await checker.aask(_text(given, "question"), where=where)

    return RunnableLambda(ask, afunc=aask, name="seedcheck.ask")


def checking(checker: FactChecker, *, where: Filter | None = None) -> Runnable[Any, Verdict]:
    """A runnable from a claim to its verdict, synchronous and asynchronous.

    Raises:
        InputError: at run time, for an input without a claim.
    """

    def check(given: str | Mapping[str, Any]) -> Verdict:
        return checker.check(_text(given, "claim"), where=where)

    async def acheck(given: str | Mapping[str, Any]) -> Verdict:
        return await checker.acheck(_text(given, "claim"), where=where)

    return RunnableLambda(check, afunc=acheck, name="seedcheck.check")


def _text(given: str | Mapping[str, Any], key: str) -> str:
    text = given if isinstance(given, str) else given.get(key)
    if not isinstance(text, str):
        raise InputError(
            f"There is no {key} to look at.", next_step=f"Pass a text, or a mapping with {key!r}."
        )
    return text


class SentenceRetriever(BaseRetriever):
    """Sentences near a question, best first, as LangChain documents.

    ``page_content`` is the sentence word for word; ``metadata`` has ``source``, ``start`` and ``end`` (code points),
    ``sha256``, ``language``, ``outlet``, ``published``, and ``passage``, the text around it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    checker: FactChecker
    limit: int = Field(10, ge=1)
    """Sentences at most."""
    where: Filter = Field(default_factory=Filter)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.checker.search(query, limit=self.limit, where=self.where)
        ranked = sorted(found.candidates, key=lambda one: -(one.standing + one.hit.score))
        return [_document(one) for one in ranked[: self.limit]]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        import asyncio

        return await asyncio.to_thread(
            self._get_relevant_documents, query, run_manager=run_manager.get_sync()
        )


def _document(candidate: Candidate) -> Document:
    record, sentence = candidate.source, candidate.sentence
    return Document(
        page_content=candidate.text,
        metadata={
            "source": record.source,
            "start": sentence.start,
            "end": sentence.end,
            "sha256": record.sha256,
            "language": sentence.language,
            "outlet": record.outlet,
            "published": record.published,
            "passage": candidate.hit.text,
        },
    )
