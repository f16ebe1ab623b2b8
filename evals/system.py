"""What the harness measures: anything that answers, checks and searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.document import Document
    from agent.protocols import Retrieval
    from agent.result import Answer, Verdict
    from evals.replay import Tape


class System(Protocol):
    """A system over one set of documents. With several workers it is called from several threads at once."""

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        """The answer to a question, or an abstention."""
        ...

    def check(self, claim: str, *, language: str | None = None) -> Verdict:
        """The verdict on a claim."""
        ...

    def search(self, text: str, *, language: str | None = None, limit: int = 10) -> Retrieval:
        """The passages found for a text, best first."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Systems(Protocol):
    """Opens systems: one for each corpus of a run, and one for each case with documents of its own."""

    @property
    def engine(self) -> str:
        """What is measured, for the record."""
        ...

    def corpus(self, path: Path) -> System:
        """A system over a folder, a file or a ``.jsonl`` corpus."""
        ...

    def documents(self, documents: Sequence[Document]) -> System:
        """A system over documents in memory."""
        ...


class ProductSystems:
    """Opens this project's own ``FactChecker``; a ``tape`` records or replays what it asks of a model."""

    def __init__(self, engine: str, tape: Tape | None = None) -> None:
        self.engine = engine
        # Where a model is behind the engine, this is what its adapter is handed when a checker is opened.
        self._recording: dict[str, Any] = {} if tape is None else {"recording": tape}

    def corpus(self, path: Path) -> System:
        """The fact checker over a corpus; its index is kept between runs."""
        from agent.opening import open_corpus

        return open_corpus(path, engine=self.engine, **self._recording)

    def documents(self, documents: Sequence[Document]) -> System:
        """The fact checker over documents in memory."""
        from agent.opening import open_documents

        return open_documents(documents, engine=self.engine, **self._recording)
