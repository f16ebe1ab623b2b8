"""The Chroma store: passages that tile their documents, and the vectors of their sentences.

Two collections. ``passages`` holds every document's text, cut without gaps, so that a document can be rebuilt from its
passages alone; a document's record travels with its first passage. ``sentences`` holds the vectors of citable
sentences, by offsets.

A document is in the index when its first passage is: that one is written last and deleted first. Whatever else a killed
process left behind is never found (hits are checked against the records) and swept away by the next ingest, which knows
from the ``dirty`` mark that there may be something. Ids are derived from content, so writing twice writes once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from agent.index.chroma import mapped_errors
from agent.index.rows import (
    SentenceHit,
    StoredDocument,
    StoredPassage,
    citable,
    document_id,
    document_row,
    passage_id,
    passage_row,
    sentence_id,
    sentence_row,
    stored_document,
    stored_passage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from agent.document import Document, Passage
    from agent.result import SourceRecord

SCHEMA = 1
"""Version of the layout above; an index with a larger one was written by a newer seedcheck."""

Kind = Literal["passages", "sentences"]
PAGE = 1000


class Store:
    """Passages and sentences in Chroma. Not thread safe for writing; one writer at a time (see ``lock``)."""

    def __init__(self, client: Client, *, embedder: str, dimension: int, prefix: str = "seedcheck") -> None:
        self._client = client
        self._facts = {"schema": SCHEMA, "embedder": embedder, "dimension": dimension, "dirty": False}
        with mapped_errors():
            self._collections = {kind: self._open(f"{prefix}-{kind}") for kind in ("passages", "sentences")}

    def _open(self, name: str) -> Collection:
        # No embedding function: Chroma's default one downloads a model.
        return self._client.get_or_create_collection(
            name,
            metadata=self._facts,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}},
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded of the index: ``schema``, ``embedder``, ``dimension``, ``dirty``."""
        return dict(self._collections["passages"].metadata or {})

    def mark(self, **facts: Any) -> None:
        """Records facts of the index beside those that stand."""
        with mapped_errors():
            self._collections["passages"].modify(metadata={**self.facts, **facts})

    def documents(self, ids: Sequence[str] | None = None) -> list[StoredDocument]:
        """The records of all documents, or of those with ``ids``, in order of source name.

        Where a killed process left two generations of one source, the later one counts.
        """
        found: dict[str, StoredDocument] = {}
        where = {"position": 0}
        for key, metadata, _ in self._pages("passages", where=where, ids=ids):
            document = stored_document(key, metadata)
            record = document.record
            known = found.get(record.source)
            if known is None or known.generation < document.generation:
                found[record.source] = document
        return sorted(found.values(), key=lambda document: document.record.source)

    def _pages(
        self, kind: Kind, *, where: dict[str, Any] | None, ids: Sequence[str] | None = None
    ) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        """Rows of a collection, read page by page; ``ids`` are of documents and stand for their first passage."""
        keys = None if ids is None else [passage_id(key, 0) for key in ids]
        if keys == []:
            return
        at = 0
        while True:
            with mapped_errors():
                page = self._collections[kind].get(
                    ids=keys,
                    where=cast("Any", where),
                    limit=PAGE,
                    offset=at,
                    include=["metadatas", "documents"],
                )
            metadatas, documents = page["metadatas"] or [], page["documents"] or []
            yield from zip(page["ids"], metadatas, documents, strict=True)
            if len(page["ids"]) < PAGE:
                return
            at += PAGE

    def add(
        self,
        document: Document,
        record: SourceRecord,
        passages: Sequence[Passage],
        *,
        vectors: NDArray[np.float32],
        sentence_vectors: NDArray[np.float32],
        generation: int = 0,
    ) -> str:
        """Writes a document and returns its id; its first passage last.

        ``vectors`` are of the passages, ``sentence_vectors`` of their citable sentences, both in order.
        """
        key = document_id(document)
        self._write_sentences(key, passages, sentence_vectors)
        rows = [passage_row(key, at, passage) for at, passage in enumerate(passages)]
        rows[0] |= document_row(record, passages, generation)
        texts = [passage.of(document.text) for passage in passages]
        ids = [passage_id(key, at) for at in range(len(passages))]
        self._upsert("passages", ids[1:], rows[1:], vectors[1:], texts[1:])
        self._upsert("passages", ids[:1], rows[:1], vectors[:1], texts[:1])
        return key

    def _write_sentences(
        self, document: str, passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> None:
        placed = [
            (passage_id(document, position), sentence)
            for position, passage in enumerate(passages)
            for sentence in citable(passage)
        ]
        ids = [sentence_id(document, sentence) for _, sentence in placed]
        rows = [sentence_row(document, passage, sentence) for passage, sentence in placed]
        self._upsert("sentences", ids, rows, vectors, None)

    def _upsert(
        self,
        kind: Kind,
        ids: list[str],
        rows: list[dict[str, Any]],
        vectors: NDArray[np.float32],
        texts: list[str] | None,
    ) -> None:
        for at in range(0, len(ids), PAGE):
            part = slice(at, at + PAGE)
            with mapped_errors():
                self._collections[kind].upsert(
                    ids=ids[part],
                    embeddings=vectors[part],
                    metadatas=cast("Any", rows[part]),
                    documents=texts[part] if texts is not None else None,
                )

    def delete(self, document: StoredDocument) -> None:
        """Takes a document out, its first passage first."""
        with mapped_errors():
            self._collections["passages"].delete(ids=[passage_id(document.id, 0)])
            for kind in ("passages", "sentences"):
                self._collections[kind].delete(where={"document": document.id})

    def close(self) -> None:
        """Lets go of files and connections."""
        with mapped_errors():
            self._client.close()

    def drop(self) -> None:
        """Deletes both collections; the client stays open for others in memory."""
        with mapped_errors():
            for collection in self._collections.values():
                self._client.delete_collection(collection.name)

    def sweep(self) -> None:
        """Deletes what belongs to no document: the remains of killed writers and of replaced generations."""
        known = {document.id for document in self.documents()}
        for kind in ("passages", "sentences"):
            stray = {metadata["document"] for _, metadata, _ in self._pages(kind, where=None)} - known
            for key in sorted(stray):
                with mapped_errors():
                    self._collections[kind].delete(where={"document": key})

    def passages(self, document: str) -> list[StoredPassage]:
        """A document's passages in order."""
        rows = list(self._pages("passages", where={"document": document}))
        rows.sort(key=lambda row: row[1]["position"])
        return [stored_passage(*row) for row in rows]

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """The passages with these ids, as far as they are there."""
        if not ids:
            return {}
        with mapped_errors():
            found = self._collections["passages"].get(ids=list(ids), include=["metadatas", "documents"])
        rows = zip(found["ids"], found["metadatas"] or [], found["documents"] or [], strict=True)
        return {row[0]: stored_passage(*row) for row in rows}

    def count(self) -> int:
        """How many passages there are."""
        with mapped_errors():
            return self._collections["passages"].count()

    def near_passages(
        self, vector: NDArray[np.float32], *, limit: int, where: dict[str, Any]
    ) -> list[tuple[str, float]]:
        """Ids of searchable passages near a query vector, with cosines, best first."""
        condition = {"$and": [{"searchable": True}, where]} if where else {"searchable": True}
        found = self._query("passages", vector, limit, condition)
        return [(key, cosine) for key, cosine, _ in found]

    def near_sentences(
        self, vector: NDArray[np.float32], *, limit: int, where: dict[str, Any]
    ) -> list[SentenceHit]:
        """Sentences near a query vector, best first."""
        found = self._query("sentences", vector, limit, where)
        return [
            SentenceHit(key, row["document"], row["passage"], row["start"], row["end"], cosine)
            for key, cosine, row in found
        ]

    def _query(
        self, kind: Kind, vector: NDArray[np.float32], limit: int, where: dict[str, Any]
    ) -> list[tuple[str, float, Mapping[str, Any]]]:
        with mapped_errors():
            found = self._collections[kind].query(
                query_embeddings=vector[None],
                n_results=limit,
                where=cast("Any", where or None),
                include=["distances", "metadatas"],
            )
        distances = (found["distances"] or [[]])[0]
        metadatas = (found["metadatas"] or [[]])[0]
        return [
            (key, 1.0 - float(distance), row)
            for key, distance, row in zip(found["ids"][0], distances, metadatas, strict=True)
        ]

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by sentence id."""
        return self._vectors("sentences", ids)

    def passage_vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by passage id."""
        return self._vectors("passages", ids)

    def _vectors(self, kind: Kind, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        if not ids:
            return {}
        with mapped_errors():
            found = self._collections[kind].get(ids=list(ids), include=["embeddings"])
        vectors = np.asarray(found["embeddings"], np.float32)
        return dict(zip(found["ids"], vectors, strict=True))
