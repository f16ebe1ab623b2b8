"""An index: the store, its word index and its embedder, and the one way documents get in and out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import numpy as np

from agent.corpus.segment import segment
from agent.errors import IndexMismatchError, InputError
from agent.index.retrieve import HybridRetriever
from agent.index.rows import citable, document_id
from agent.index.store import SCHEMA, Store
from agent.result import IngestReport, Skipped, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chromadb.api.client import Client
    from numpy.typing import NDArray

    from agent.document import Document, Passage
    from agent.index.lexical import LexicalIndex
    from agent.index.rows import StoredDocument
    from agent.protocols import Embedder

    Progress = Callable[[str], None]
    """Called with a source's name when it is done."""


@dataclass(slots=True)
class _Changes:
    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def report(self) -> IngestReport:
        return IngestReport(
            added=self.added,
            unchanged=self.unchanged,
            replaced=self.replaced,
            removed=self.removed,
            skipped=self.skipped,
        )


class Index:
    """Documents that can be searched. Writing needs the lock (see ``lock``) where the store is a folder.

    Raises:
        IndexMismatchError: the store was made with another embedder or by a newer version.
    """

    def __init__(
        self, client: Client, lexical: LexicalIndex, embedder: Embedder, *, prefix: str = "seedcheck"
    ) -> None:
        self._embedder = embedder
        self._lexical = lexical
        self._store = Store(client, embedder=embedder.name, dimension=embedder.dimension, prefix=prefix)
        _check_facts(self._store, embedder)
        self._documents: dict[str, StoredDocument] = {}
        self.refresh()

    @property
    def embedder(self) -> str:
        """The embedder's name."""
        return self._embedder.name

    @property
    def stamp(self) -> str:
        """What the last completed ingest was given to remember; empty while one is under way or was killed."""
        return str(self._store.facts.get("stamp", ""))

    def refresh(self) -> None:
        """Reads what is in the store and brings the word index to it."""
        self._documents = {document.record.source: document for document in self._store.documents()}
        self._lexical.synchronise(self._store, (document.id for document in self._documents.values()))

    def retriever(self) -> HybridRetriever:
        """Searches what is in the index now."""
        return HybridRetriever(self._store, self._lexical, self._embedder, self._documents.values())

    def sources(self) -> list[SourceRecord]:
        """All documents, in order of their names."""
        return [document.record for document in self._documents.values()]

    def fingerprint(self) -> str:
        """A hash of all names and contents: equal for equal corpora."""
        lines = sorted(f"{record.source}\0{record.sha256}" for record in self.sources())
        return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def text(self, source: str) -> str:
        """A document's canonical text, rebuilt from its passages.

        Raises:
            InputError: no such document.
        """
        document = self._documents.get(source)
        if document is None:
            raise InputError(
                f"There is no document named {source!r}.", next_step="`seedcheck sources` lists the names."
            )
        return "".join(stored.text for stored in self._store.passages(document.id))

    def ingest(
        self,
        documents: Iterable[Document | Skipped],
        *,
        prune: bool = False,
        progress: Progress | None = None,
        keep_unread: bool = False,
        stamp: str = "",
    ) -> IngestReport:
        """Writes what is new or changed; with ``prune`` takes out what is not among ``documents``.

        With ``keep_unread`` a document stays though its file was skipped this time; and nothing at all is taken out
        where a file of many documents was, since which they are is not known.
        ``stamp`` is kept for a caller that wants to know whether there is anything to do. A process killed in here
        leaves an index that opens; the next ingest completes it.
        """
        changes = _Changes()
        if self._store.facts.get("dirty"):
            self._store.sweep()
        self._store.mark(dirty=True, stamp="")
        seen = set()
        for document in documents:
            if isinstance(document, Skipped):
                changes.skipped.append(document)
            else:
                self._take(document, changes)
                seen.add(document.source)
            if progress is not None:
                progress(document.source)
        if prune:
            unread = {item.source for item in changes.skipped} if keep_unread else set()
            if not any(source.lower().endswith(".jsonl") for source in unread):
                changes.removed.extend(self._delete(sorted(set(self._documents) - seen - unread)))
        self._store.mark(dirty=False, stamp=stamp)
        self.refresh()
        return changes.report()

    def _take(self, document: Document, changes: _Changes) -> None:
        known = self._documents.get(document.source)
        if known is not None and known.id == document_id(document):
            changes.unchanged.append(document.source)
            return
        passages = segment(document)
        self._store.add(
            document,
            _record(document, passages),
            passages,
            vectors=self._passage_vectors(document, passages),
            sentence_vectors=self._embedder.embed_passages(
                [sentence.of(document.text) for passage in passages for sentence in citable(passage)]
            ),
            generation=known.generation + 1 if known else 0,
        )
        if known is None:
            changes.added.append(document.source)
        else:
            self._store.delete(known)
            changes.replaced.append(document.source)

    def _passage_vectors(self, document: Document, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """Vectors of all passages; one of page furniture alone is never searched and gets a fixed one."""
        vectors = np.zeros((len(passages), self._embedder.dimension), np.float32)
        vectors[:, 0] = 1.0
        rows = [row for row, passage in enumerate(passages) if citable(passage)]
        if rows:
            vectors[rows] = self._embedder.embed_passages([passages[row].of(document.text) for row in rows])
        return vectors

    def remove(self, names: Sequence[str]) -> list[str]:
        """Takes documents out by name or shell pattern; returns the names.

        Raises:
            InputError: a name or pattern that fits nothing; then nothing is removed.
        """
        chosen: set[str] = set()
        for name in names:
            fitting = [source for source in self._documents if source == name or fnmatch(source, name)]
            if not fitting:
                raise InputError(
                    f"No document is named {name!r}.", next_step="`seedcheck sources` lists the names."
                )
            chosen.update(fitting)
        removed = self._delete(sorted(chosen))
        self.refresh()
        return removed

    def _delete(self, names: Sequence[str]) -> list[str]:
        for name in names:
            self._store.delete(self._documents[name])
        return list(names)

    def close(self, *, drop: bool = False) -> None:
        """Releases the index; with ``drop`` deletes it (one in memory)."""
        self._lexical.close()
        if drop:
            self._store.drop()
        else:
            self._store.close()


def _check_facts(store: Store, embedder: Embedder) -> None:
    facts = store.facts
    if facts.get("schema", SCHEMA) > SCHEMA:
        raise IndexMismatchError(
            "The index was written by a newer version of seedcheck.",
            next_step="Upgrade seedcheck, or ingest into another index with --index.",
        )
    if facts.get("embedder") != embedder.name or facts.get("dimension") != embedder.dimension:
        raise IndexMismatchError(
            f"The index was made with the embedder {facts.get('embedder')}, not {embedder.name}.",
            next_step="Set SEEDCHECK_EMBEDDER to the one it was made with, or ingest anew into another --index.",
        )


def _record(document: Document, passages: Sequence[Passage]) -> SourceRecord:
    metadata = document.metadata
    languages: dict[str, int] = {}
    for passage in passages:
        for sentence in citable(passage):
            languages[sentence.language] = languages.get(sentence.language, 0) + sentence.end - sentence.start
    spoken = max(sorted(languages), key=lambda code: languages[code]) if languages else "en"
    return SourceRecord(
        source=document.source,
        sha256=document.sha256,
        size=document.size,
        characters=len(document.text),
        language=metadata.language or spoken,
        loader=document.loader,
        encoding=document.encoding,
        title=metadata.title,
        outlet=metadata.outlet,
        author=metadata.author,
        published=metadata.published,
        url=metadata.url,
        origins=list(metadata.origins),
        pages=len(document.pages) or None,
        saved=metadata.saved,
    )
