"""Opening a fact checker: which documents, which index, which embedder and reader."""

from __future__ import annotations

import hashlib
import itertools
import logging
from contextlib import nullcontext
from functools import cache, partial
from typing import TYPE_CHECKING

from agent.checker import FactChecker
from agent.errors import InputError
from agent.settings import BUNDLED, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from agent.checker import Progress
    from agent.document import Document
    from agent.engine import Engine
    from agent.model.recording import Recording
    from agent.protocols import Embedder, Model, Reader
    from agent.result import IngestReport

logger = logging.getLogger(__name__)

CORPUS_WAIT_SECONDS = 120.0
_memories = itertools.count()


def open_checker(
    settings: Settings,
    *,
    corpus: Path | None = None,
    index: Path | None = None,
    engine: str = "auto",
    progress: Progress | None = None,
    model: Model | None = None,
    recording: Recording | None = None,
) -> FactChecker:
    """Opens the documents the contract names: ``corpus``, else the index if it holds any, else the seed documents.

    ``model`` takes the place of the one that ``settings`` name; ``recording`` records what the latter is asked, or
    answers for it.

    Raises:
        InputError: an engine that is not there or lacks its model, or no such corpus.
    """
    chosen = _engine(engine, settings, model, recording)
    if corpus is not None:
        return _open_corpus(corpus, chosen, settings, progress)
    # An index that is not there is not made by looking for it.
    if settings.chroma_url or (index or settings.default_index).exists():
        checker = _open_index(chosen, settings, index)
        if checker.sources():
            return checker
        checker.close()
    from agent.resources import seed_documents

    return _open_corpus(seed_documents(), chosen, settings, progress)


def open_index(settings: Settings, *, index: Path | None = None) -> FactChecker:
    """Opens the index itself, empty or not: a Chroma server where one is set, else a folder. Quotes are its engine."""
    return _open_index(_extractive(), settings, index)


def _open_index(engine: Engine, settings: Settings, index: Path | None) -> FactChecker:
    from agent.index.chroma import embedded_client, server_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex
    from agent.index.lock import writing

    embedder = _embedder(settings)
    if settings.chroma_url and index is None:
        words = settings.cache / "servers" / f"{_short_hash(settings.chroma_url)}.sqlite"
        words.parent.mkdir(parents=True, exist_ok=True)
        served = Index(server_client(settings.chroma_url), LexicalIndex(words), embedder)
        return FactChecker(served, reader=_reader(settings), writing=nullcontext, engine=engine)
    folder = index or settings.default_index
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is no folder.", next_step="Name a folder for the index with --index.")
    kept = Index(embedded_client(folder / "chroma"), LexicalIndex(folder / "words.sqlite"), embedder)
    return FactChecker(kept, reader=_reader(settings), writing=partial(writing, folder), engine=engine)


def open_corpus(
    path: Path,
    *,
    engine: str = "extractive",
    settings: Settings | None = None,
    progress: Progress | None = None,
    model: Model | None = None,
    recording: Recording | None = None,
) -> FactChecker:
    """Opens a folder, a file or a jsonl as a corpus of its own; its index is kept in the cache and brought up to date.

    Files are taken as unchanged while their sizes and times are. ``model`` and ``recording`` as in `open_checker`.

    Raises:
        DocumentError: nothing there can be read.
        InputError: an engine that is not there or lacks its model.
    """
    settings = settings or Settings()
    return _open_corpus(path, _engine(engine, settings, model, recording), settings, progress)


def _open_corpus(path: Path, engine: Engine, settings: Settings, progress: Progress | None) -> FactChecker:
    from agent.corpus.load import load
    from agent.corpus.stamp import stamp
    from agent.index.chroma import embedded_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex
    from agent.index.lock import writing

    embedder = _embedder(settings)
    folder = settings.cache / "corpora" / _short_hash(f"{path.resolve()}\0{embedder.name}")
    seen = stamp(path)
    with writing(folder, wait=CORPUS_WAIT_SECONDS):
        index = Index(embedded_client(folder / "chroma"), LexicalIndex(folder / "words.sqlite"), embedder)
        if index.stamp != seen:
            report = index.ingest(load([path]), prune=True, progress=progress, stamp=seen)
            _warn_of_unread(path, report)
    return FactChecker(index, reader=_reader(settings), writing=partial(writing, folder), engine=engine)


def _warn_of_unread(path: Path, report: IngestReport) -> None:
    """Names the documents that could not be read, but not the files that were never meant to be any."""
    from agent.corpus.discover import Found, discover

    meant = {entry.source for entry in discover([path]) if isinstance(entry, Found)}
    for skipped in report.skipped:
        if skipped.source in meant:
            logger.warning("%s is left out: %s", skipped.source, skipped.why)


def open_documents(
    documents: Sequence[Document],
    *,
    engine: str = "extractive",
    settings: Settings | None = None,
    model: Model | None = None,
    recording: Recording | None = None,
) -> FactChecker:
    """Opens documents in memory; they are gone when it is closed. ``model`` and ``recording`` as in `open_checker`.

    Raises:
        InputError: an engine that is not there or lacks its model.
    """
    from agent.index.chroma import memory_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex

    settings = settings or Settings()
    chosen = _engine(engine, settings, model, recording)
    prefix = f"memory-{next(_memories)}"
    index = Index(memory_client(), LexicalIndex(None), _embedder(settings), prefix=prefix)
    index.ingest(documents)
    return FactChecker(index, reader=_reader(settings), writing=nullcontext, temporary=True, engine=chosen)


def _embedder(settings: Settings) -> Embedder:
    """The embedder that is set; the bundled one is loaded once per process."""
    if settings.embedder != BUNDLED:
        from agent.model.embedding import EndpointEmbedder

        return EndpointEmbedder(settings)
    return _bundled_embedder(settings.cache / "models")


@cache
def _bundled_embedder(models: Path) -> Embedder:
    from agent.index.bundled import BundledEmbedder

    return BundledEmbedder(models)


def _reader(settings: Settings) -> Callable[[], Reader | None]:
    return _bundled_reader if settings.reader else lambda: None


@cache
def _bundled_reader() -> Reader:
    from agent.reader.cross_encoder import CrossEncoder

    return CrossEncoder()


def _engine(name: str, settings: Settings, model: Model | None, recording: Recording | None) -> Engine:
    """The engine called ``name``; ``auto`` is a model where one is named together with its endpoint or key."""
    if name not in {"auto", "llm", "extractive"}:
        raise InputError(
            f"There is no engine {name!r}.", next_step="Choose auto, llm or extractive with --engine."
        )
    reachable = settings.openai_api_key is not None or settings.openai_base_url is not None
    replayed = recording is not None and recording.mode == "replay"
    named = model is not None or (settings.model is not None and (reachable or replayed))
    if name == "extractive" or (name == "auto" and not named):
        return _extractive()
    if not named:
        raise InputError(
            "The engine llm needs a model and its server.",
            next_step="Name them with --model or SEEDCHECK_MODEL, and OPENAI_BASE_URL or OPENAI_API_KEY; "
            "or use --engine extractive.",
        )
    from agent.engine import Advised

    return Advised(model or _chat_model(settings, recording), required=name == "llm")


def _chat_model(settings: Settings, recording: Recording | None) -> Model:
    from agent.model.chat import ChatModel

    return ChatModel(settings, recording=recording)


def _extractive() -> Engine:
    from agent.engine import Extractive

    return Extractive()


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
