"""Passages and sentences in a real Chroma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from agent.document import Document, Passage, Sentence
from agent.errors import DiskError, InputError, StoreError
from agent.index.chroma import embedded_client, mapped_errors, server_client
from agent.index.rows import citable, document_id
from agent.index.store import Store
from agent.result import SourceRecord

if TYPE_CHECKING:
    from pathlib import Path

    from tests.index.conftest import WordEmbedder

TEXT = "The ferry left at noon.\n\nIt carried 1,200 people. The sea was calm.\nSubscribe now\n"


def document(source: str = "ferry.txt", text: str = TEXT, sha256: str = "aa") -> Document:
    return Document(source, text, sha256, len(text.encode()), "plain-text/1", "utf-8")


def passages(text: str) -> list[Passage]:
    """One passage a paragraph; the last line is page furniture where it says so."""
    found = []
    for match in re.finditer(r".+?(?:\n\n+|\Z)", text, re.DOTALL):
        sentences = tuple(
            Sentence(
                match.start() + one.start(),
                match.start() + one.end(),
                "en",
                "furniture" if one.group().startswith("Subscribe") else "body",
            )
            for one in re.finditer(r"[^\s.][^.\n]*\.?", match.group())
        )
        found.append(Passage(match.start(), match.end(), sentences, "en"))
    return found


def record(doc: Document) -> SourceRecord:
    return SourceRecord(
        source=doc.source,
        sha256=doc.sha256,
        size=doc.size,
        characters=len(doc.text),
        language="en",
        loader=doc.loader,
    )


def add(store: Store, embedder: WordEmbedder, doc: Document, generation: int = 0) -> str:
    cut = passages(doc.text)
    sentences = [one.of(doc.text) for passage in cut for one in citable(passage)]
    return store.add(
        doc,
        record(doc),
        cut,
        vectors=embedder.embed_passages([passage.of(doc.text) for passage in cut]),
        sentence_vectors=embedder.embed_passages(sentences),
        generation=generation,
    )


@pytest.fixture
def store(tmp_path: Path, embedder: WordEmbedder) -> Store:
    return Store(embedded_client(tmp_path), embedder=embedder.name, dimension=embedder.dimension)


def test_a_document_can_be_rebuilt_from_its_passages(store: Store, embedder: WordEmbedder) -> None:
    """The passages joined in order are the text, to the last white space."""
    key = add(store, embedder, document())
    assert "".join(one.text for one in store.passages(key)) == TEXT
    assert [one.record.source for one in store.documents()] == ["ferry.txt"]


def test_many_passages_come_back_in_order(store: Store, embedder: WordEmbedder) -> None:
    """Order is by place, not by the spelling of ids."""
    text = "".join(f"Paragraph number {number} stands here.\n\n" for number in range(25))
    key = add(store, embedder, document(text=text))
    assert "".join(one.text for one in store.passages(key)) == text


def test_sentences_are_found_by_their_vectors(store: Store, embedder: WordEmbedder) -> None:
    """The sentence that shares the query's words comes first, with its exact offsets."""
    add(store, embedder, document())
    vector = embedder.embed_queries(["carried 1,200 people"])[0]
    hit = store.near_sentences(vector, limit=3, where={"language": "en"})[0]
    assert TEXT[hit.start : hit.end] == "It carried 1,200 people."
    assert 0 < hit.cosine <= 1.0001


def test_page_furniture_has_no_vector(store: Store, embedder: WordEmbedder) -> None:
    """Furniture is kept in the text and never found."""
    add(store, embedder, document())
    vector = embedder.embed_queries(["Subscribe now"])[0]
    hits = store.near_sentences(vector, limit=10, where={})
    assert all("Subscribe" not in TEXT[hit.start : hit.end] for hit in hits)


def test_the_same_document_has_the_same_id() -> None:
    """Ids depend on name, bytes and loader only."""
    assert document_id(document()) == document_id(document())
    assert document_id(document()) != document_id(document(sha256="bb"))
    assert document_id(document()) != document_id(document(source="other.txt"))


def test_the_later_generation_of_a_source_counts(store: Store, embedder: WordEmbedder) -> None:
    """Where a writer was killed between writing the new and deleting the old, the new one is the document."""
    add(store, embedder, document())
    changed = document(text="The ferry left at one.", sha256="bb")
    add(store, embedder, changed, generation=1)
    assert [one.record.sha256 for one in store.documents()] == ["bb"]
    store.sweep()
    assert store.count() == 1


def test_remains_of_a_killed_writer_are_invisible_and_swept(store: Store, embedder: WordEmbedder) -> None:
    """A document without its first passage is not in the index; sweeping deletes what is left of it."""
    key = add(store, embedder, document())
    add(store, embedder, document("other.txt"))
    store._collections["passages"].delete(ids=[f"{key}:0"])
    assert [one.record.source for one in store.documents()] == ["other.txt"]
    store.sweep()
    assert store.passages(key) == []
    vector = np.ones(embedder.dimension, np.float32)
    assert key not in {hit.document for hit in store.near_sentences(vector, limit=50, where={})}


def test_deleting_takes_everything_of_a_document(store: Store, embedder: WordEmbedder) -> None:
    """No passage and no sentence of a deleted document is left."""
    add(store, embedder, document())
    store.delete(store.documents()[0])
    assert store.count() == 0
    assert store.near_sentences(np.ones(embedder.dimension, np.float32), limit=5, where={}) == []


def test_facts_survive_opening_again(tmp_path: Path, embedder: WordEmbedder) -> None:
    """What is recorded of an index is not overwritten by the next process that opens it."""
    first = Store(embedded_client(tmp_path), embedder="first/1", dimension=64)
    first.mark(dirty=True)
    second = Store(embedded_client(tmp_path), embedder="second/1", dimension=64)
    assert second.facts["embedder"] == "first/1"
    assert second.facts["dirty"] is True


def test_chromas_errors_become_ours() -> None:
    """Whatever Chroma raises arrives as an error that says what to do; a full or closed disk is told apart."""
    with pytest.raises(DiskError, match="Free some space"), mapped_errors():
        raise OSError("No space left on device")
    with pytest.raises(DiskError, match="Check the permissions"), mapped_errors():
        raise RuntimeError("(code: 8) attempt to write a readonly database")
    with pytest.raises(StoreError, match="ingest anew"), mapped_errors():
        raise RuntimeError("segment is corrupt")


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", ""])
def test_a_server_url_must_be_one(url: str) -> None:
    """What is no http URL is refused before anything is tried."""
    with pytest.raises(InputError, match="SEEDCHECK_CHROMA_URL"):
        server_client(url)


def test_a_silent_server_is_named() -> None:
    """Nobody listening is an error with the next step."""
    with pytest.raises(StoreError, match="chroma run"):
        server_client("http://127.0.0.1:9")
