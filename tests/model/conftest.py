"""A fact checker over invented documents whose model each test scripts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from tenacity import wait_none

from agent.document import Document, Metadata
from agent.model import retries
from agent.opening import open_documents
from tests.model.scripted import URL, Asked, Script, scripted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agent.budget import Budget
    from agent.checker import FactChecker
    from agent.protocols import Model

TEXTS = {
    "harbour.txt": "The harbour of Rostock handled 12,500 tonnes of grain in May 2024, harbour master Anna Berg "
    'said on Friday. Two new cranes were installed in March. The council called the port "a quiet giant". '
    "The grain terminal was not closed during the strike. A second basin will reportedly open in 2027.",
    "hafen.txt": "Im Mai 2024 wurden im Rostocker Hafen 12.500 Tonnen Getreide umgeschlagen. "
    "Die Kräne stammen von einem Hersteller aus Finnland.",
    "ponte.txt": "Il ponte di Genova resterà chiuso fino a settembre. I lavori costano 4 milioni di euro.",
}


def document(source: str, text: str) -> Document:
    """A plain-text document in memory."""
    data = text.encode()
    return Document(source, text, hashlib.sha256(data).hexdigest(), len(data), "text/1", metadata=Metadata())


class Switch:
    """A model that is whatever model a test puts in."""

    name = "scripted"
    endpoint = URL
    current: Model

    def reply(self, request: Any, budget: Budget, *, on_text: Any = None) -> dict[str, Any]:
        """What the current model replies."""
        return self.current.reply(request, budget, on_text=on_text)


@pytest.fixture(scope="session")
def switch() -> Switch:
    """The model of all checkers below."""
    return Switch()


def _opened(engine: str, switch: Switch) -> Iterator[FactChecker]:
    documents = [document(source, text) for source, text in TEXTS.items()]
    with open_documents(documents, engine=engine, model=switch) as checker:
        yield checker


@pytest.fixture(scope="session")
def llm(switch: Switch) -> Iterator[FactChecker]:
    """Opened with ``--engine llm``."""
    yield from _opened("llm", switch)


@pytest.fixture(scope="session")
def auto(switch: Switch) -> Iterator[FactChecker]:
    """Opened with ``--engine auto``."""
    yield from _opened("auto", switch)


@pytest.fixture
def script(switch: Switch, tmp_path: Path) -> Callable[[Callable[[Asked], Any]], Script]:
    """Puts a scripted server behind the checkers."""

    def put(reply: Callable[[Asked], Any]) -> Script:
        switch.current, made = scripted(reply, tmp_path)
        return made

    return put


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause between two attempts."""
    monkeypatch.setattr(retries, "_backoff", wait_none())
