"""The façade: everything a front end or the evals need, in one place. ``agent.opening`` opens one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

from agent.engine import Engine, Extractive
from agent.errors import InputError
from agent.library import Library
from agent.protocols import Filter
from agent.result import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO

    from agent.answer.page import OnStatement
    from agent.budget import Budget
    from agent.index.index import Index
    from agent.protocols import Model, Reader, Retrieval
    from agent.result import Answer, IngestReport, SourceRecord, Verdict

    Progress = Callable[[str], None]

T = TypeVar("T")

LONGEST_QUESTION = 10_000
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


class FactChecker:
    """Answers questions and checks claims over the documents of one index. Close it, or use it in ``with``."""

    def __init__(
        self,
        index: Index,
        *,
        reader: Callable[[], Reader | None],
        writing: Callable[[], AbstractContextManager[None]],
        temporary: bool = False,
        engine: Engine | None = None,
    ) -> None:
        """``writing`` holds the index's lock; a ``temporary`` index is deleted at closing; quotes are the engine.

        ``reader`` is asked for the reader when it is first needed; it may say that there is none.
        """
        self._index = index
        self._reader = reader
        self._writing = writing
        self._temporary = temporary
        self._engine = engine or Extractive()
        self._retriever = index.retriever()

    @property
    def model(self) -> Model | None:
        """The model that is asked, if one is."""
        return self._engine.model

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        answer_language: str | None = None,
        where: Filter | None = None,
        budget: Budget | None = None,
        on_statement: OnStatement | None = None,
    ) -> Answer:
        """The answer to ``question`` with citations, or an abstention.

        ``language`` is the question's; detected where it is not given. ``answer_language`` is the one the answer should
        be in, by default the question's: quotes keep their own, but those in it come first where they say as much.
        ``budget`` bounds what a model may cost, and can stop it. ``on_statement`` hears of every statement with its
        citations as soon as it is certain to be in the answer.

        Raises:
            InputError: an empty question, or one of over 10,000 characters.
            ModelError: the server of a required model failed, or the budget was stopped.
        """
        text = _usable(question, "question")
        spoken = language or _detect(text)
        asked, scope = self._scope(text, spoken, where or Filter())
        answer = self._engine.ask(
            asked,
            self._library(scope),
            language=spoken,
            answer_language=answer_language or spoken,
            budget=budget,
            on_statement=on_statement,
        )
        return answer.model_copy(update={"question": text})

    def check(
        self,
        claim: str,
        *,
        language: str | None = None,
        where: Filter | None = None,
        budget: Budget | None = None,
    ) -> Verdict:
        """The verdict on ``claim`` with every source's stance.

        Raises:
            InputError: an empty claim, or one of over 10,000 characters.
            ModelError: the server of a required model failed, or the budget was stopped.
        """
        text = _usable(claim, "claim")
        spoken = language or _detect(text)
        stated, scope = self._scope(text, spoken, where or Filter())
        verdict = self._engine.check(stated, self._library(scope), language=spoken, budget=budget)
        return verdict.model_copy(update={"claim": text})

    async def aask(self, question: str, **options: Any) -> Answer:
        """`ask` for asyncio; takes the same options. Cancelling it stops the model."""
        return await _in_thread(self.ask, question, options)

    async def acheck(self, claim: str, **options: Any) -> Verdict:
        """`check` for asyncio; takes the same options. Cancelling it stops the model."""
        return await _in_thread(self.check, claim, options)

    def search(
        self, text: str, *, language: str | None = None, limit: int = 10, where: Filter | None = None
    ) -> Retrieval:
        """The passages and sentences that ``ask`` would choose from."""
        usable = _usable(text, "query")
        return self._retriever.retrieve(
            usable, language=language or _detect(usable), limit=limit, where=where or Filter()
        )

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        prune: bool = False,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> IngestReport:
        """Loads files and folders; unchanged documents are left alone, changed ones replaced.

        Raises:
            DocumentError: a file named in ``paths`` cannot be read.
            IndexLockedError: another process is writing.
        """
        from agent.corpus.load import load

        with self._writing():
            report = self._index.ingest(
                load(paths, stdin=stdin), prune=prune, progress=progress, keep_unread=True
            )
        self._retriever = self._index.retriever()
        return report

    def remove(self, sources: Sequence[str]) -> list[str]:
        """Takes documents out by name or shell pattern; returns the names.

        Raises:
            InputError: a name that fits nothing.
        """
        with self._writing():
            removed = self._index.remove(sources)
        self._retriever = self._index.retriever()
        return removed

    def sources(self, where: Filter | None = None) -> list[SourceRecord]:
        """What is in the index, in order of names."""
        admits = (where or Filter()).admits
        return [record for record in self._index.sources() if admits(record)]

    def text(self, source: str) -> str:
        """A document's canonical text."""
        return self._index.text(source)

    def _scope(self, text: str, language: str, where: Filter) -> tuple[str, Filter]:
        """What is asked, and of which documents: of those in one language, if the text means one of them so."""
        from agent.text.source_hint import read_source_hint, without_hint

        hint = read_source_hint(text, language)
        if hint is None:
            return text, where
        narrowed = replace(where, languages=(hint.language,))
        if not any(map(narrowed.admits, self._index.sources())):
            return text, where
        return without_hint(text, hint), narrowed

    def _library(self, where: Filter) -> Library:
        reader = self._reader()
        provenance = Provenance(
            corpus=self._index.fingerprint(),
            embedder=self._index.embedder,
            reader=reader.name if reader else None,
        )
        return Library(
            retriever=self._retriever,
            where=where,
            reader=reader,
            texts=self._index,
            provenance=provenance,
        )

    def close(self) -> None:
        """Releases the index."""
        self._index.close(drop=self._temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _usable(text: str, kind: str) -> str:
    stripped = text.strip()
    if _NO_TEXT.search(stripped):
        raise InputError(
            f"The {kind} holds control characters or halves of surrogate pairs.",
            next_step="Write it anew as plain text.",
        )
    if not any(character.isalnum() for character in stripped):
        raise InputError(f"The {kind} is empty.", next_step=f"Write the {kind} as one quoted argument.")
    if len(stripped) > LONGEST_QUESTION:
        raise InputError(
            f"The {kind} has {len(stripped):,} characters; at most {LONGEST_QUESTION:,} are taken.",
            next_step=f"Shorten the {kind}, or split it.",
        )
    return stripped


async def _in_thread(work: Callable[..., T], text: str, options: dict[str, Any]) -> T:
    """``work`` in a thread; if the caller is cancelled, its budget is stopped, which ends it."""
    import asyncio

    from agent.budget import Budget

    budget = options.pop("budget", None) or Budget()
    try:
        return await asyncio.to_thread(work, text, budget=budget, **options)
    except asyncio.CancelledError:
        budget.stop()
        raise


def _detect(text: str) -> str:
    from agent.text.language import detect_language

    return detect_language(text)
