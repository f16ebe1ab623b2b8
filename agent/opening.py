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
    from collections.abc import Sequence
    from pathlib import Path

    from agent.checker import Progress
    from agent.document import Document
    from agent.protocols import Embedder, Reader
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
) -> FactChecker:
    """Opens the documents the contract names: ``corpus``, else the index if it holds any, else the seed documents.

    Raises:
        InputError: an engine that is not there, or no such corpus.
    """
    _check_engine(engine)
    if corpus is not None:
        return open_corpus(corpus, settings=settings, progress=progress)
    # An index that is not there is not made by looking for it.
    if settings.chroma_url or (index or settings.default_index).exists():
        checker = open_index(settings, index=index)
        if checker.sources():
            return checker
        checker.close()
    from agent.resources import seed_documents

    return open_corpus(seed_documents(), settings=settings, progress=progress)


def open_index(settings: Settings, *, index: Path | None = None) -> FactChecker:
    """Opens the index itself, empty or not: a Chroma server where one is set, else a folder."""
    from agent.index.chroma import embedded_client, server_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex
    from agent.index.lock import writing

    embedder = _embedder(settings)
    if settings.chroma_url and index is None:
        words = settings.cache / "servers" / f"{_short_hash(settings.chroma_url)}.sqlite"
        words.parent.mkdir(parents=True, exist_ok=True)
        served = Index(server_client(settings.chroma_url), LexicalIndex(words), embedder)
        return FactChecker(served, reader=_bundled_reader, writing=nullcontext)
    folder = index or settings.default_index
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is no folder.", next_step="Name a folder for the index with --index.")
    kept = Index(embedded_client(folder / "chroma"), LexicalIndex(folder / "words.sqlite"), embedder)
    return FactChecker(kept, reader=_bundled_reader, writing=partial(writing, folder))


def open_corpus(
    path: Path,
    *,
    engine: str = "extractive",
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> FactChecker:
    """Opens a folder, a file or a jsonl as a corpus of its own; its index is kept in the cache and brought up to date.

    Files are taken as unchanged while their sizes and times are.

    Raises:
        DocumentError: nothing there can be read.
    """
    from agent.corpus.load import load
    from agent.corpus.stamp import stamp
    from agent.index.chroma import embedded_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex
    from agent.index.lock import writing

    settings = settings or Settings()
    _check_engine(engine)
    embedder = _embedder(settings)
    folder = settings.cache / "corpora" / _short_hash(f"{path.resolve()}\0{embedder.name}")
    seen = stamp(path)
    with writing(folder, wait=CORPUS_WAIT_SECONDS):
        index = Index(embedded_client(folder / "chroma"), LexicalIndex(folder / "words.sqlite"), embedder)
        if index.stamp != seen:
            report = index.ingest(load([path]), prune=True, progress=progress, stamp=seen)
            _warn_of_unread(path, report)
    return FactChecker(index, reader=_bundled_reader, writing=partial(writing, folder))


def _warn_of_unread(path: Path, report: IngestReport) -> None:
    """Names the documents that could not be read, but not the files that were never meant to be any."""
    from agent.corpus.discover import Found, discover

    meant = {entry.source for entry in discover([path]) if isinstance(entry, Found)}
    for skipped in report.skipped:
        if skipped.source in meant:
            logger.warning("%s is left out: %s", skipped.source, skipped.why)


def open_documents(documents: Sequence[Document], *, engine: str = "extractive") -> FactChecker:
    """Opens documents in memory; they are gone when it is closed."""
    from agent.index.chroma import memory_client
    from agent.index.index import Index
    from agent.index.lexical import LexicalIndex

    _check_engine(engine)
    prefix = f"memory-{next(_memories)}"
    index = Index(memory_client(), LexicalIndex(None), _embedder(Settings()), prefix=prefix)
    index.ingest(documents)
    return FactChecker(index, reader=_bundled_reader, writing=nullcontext, temporary=True)


def _embedder(settings: Settings) -> Embedder:
    """The embedder that is set; the bundled one is loaded once per process."""
    if settings.embedder != BUNDLED:
        from agent.model import EndpointEmbedder

        return EndpointEmbedder(settings)
    return _bundled_embedder(settings.cache / "models")


@cache
def _bundled_embedder(models: Path) -> Embedder:
    from agent.index.bundled import BundledEmbedder

    return BundledEmbedder(models)


@cache
def _bundled_reader() -> Reader:
    from agent.reader.cross_encoder import CrossEncoder

    return CrossEncoder()


def _check_engine(engine: str) -> None:
    if engine not in {"auto", "llm", "extractive"}:
        raise InputError(
            f"There is no engine {engine!r}.", next_step="Choose auto, llm or extractive with --engine."
        )
    if engine == "llm":
        raise InputError(
            "This version answers without a model only.",
            next_step="Use --engine extractive, or leave it out.",
        )


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
