"""Documents in and out of an index, and what is found in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from agent.corpus.load import load
from agent.errors import IndexLockedError, IndexMismatchError, InputError
from agent.index.chroma import embedded_client, memory_client
from agent.index.index import Index
from agent.index.lexical import LexicalIndex
from agent.index.lock import writing
from agent.index.store import SCHEMA
from agent.protocols import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agent.result import IngestReport
    from tests.index.conftest import WordEmbedder

FERRY = "The ferry left Oslo at noon. It carried 1,200 people across the quiet sea.\n"
BRIDGE = "The bridge was closed in March. Engineers found cracks in two of its pillars.\n"
HAFEN = "Der Hafen meldete im Mai einen Rekord. Es wurden 12.500 Tonnen umgeschlagen.\n"
EVERYWHERE = Filter()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in (("ferry.txt", FERRY), ("bridge.txt", BRIDGE), ("hafen.txt", HAFEN)):
        (documents / name).write_text(text, "utf-8")
    return documents


@pytest.fixture
def index(tmp_path: Path, embedder: WordEmbedder) -> Iterator[Index]:
    opened = open_index(tmp_path, embedder)
    yield opened
    opened.close()


def open_index(tmp_path: Path, embedder: WordEmbedder) -> Index:
    return Index(embedded_client(tmp_path / "chroma"), LexicalIndex(tmp_path / "words.sqlite"), embedder)


def ingest(index: Index, folder: Path, *, prune: bool = False) -> IngestReport:
    return index.ingest(load([folder]), prune=prune)


def test_a_second_ingest_does_nothing(index: Index, folder: Path) -> None:
    """Unchanged documents are left alone, and reported as such."""
    assert ingest(index, folder).added == ["bridge.txt", "ferry.txt", "hafen.txt"]
    before = index.fingerprint()
    report = ingest(index, folder)
    assert (report.added, report.replaced) == ([], [])
    assert report.unchanged == ["bridge.txt", "ferry.txt", "hafen.txt"]
    assert index.fingerprint() == before


def test_texts_come_back_exactly(index: Index, folder: Path) -> None:
    """Every document can be rebuilt from the store."""
    ingest(index, folder)
    assert {one.source: index.text(one.source) for one in index.sources()} == {
        "bridge.txt": BRIDGE,
        "ferry.txt": FERRY,
        "hafen.txt": HAFEN,
    }


def test_a_changed_file_replaces_its_own_passages(index: Index, folder: Path) -> None:
    """The old text is gone from the store and from both searches; the others stay."""
    ingest(index, folder)
    (folder / "ferry.txt").write_text("The ferry stayed in port.\n", "utf-8")
    report = ingest(index, folder)
    assert report.replaced == ["ferry.txt"]
    assert index.text("ferry.txt") == "The ferry stayed in port.\n"
    found = index.retriever().retrieve("carried people", language="en", limit=20, where=EVERYWHERE)
    assert all("1,200" not in one.text for one in found.candidates)
    assert index.text("bridge.txt") == BRIDGE


def test_pruning_takes_out_what_is_gone(index: Index, folder: Path) -> None:
    """Without pruning a deleted file stays; with it, it goes."""
    ingest(index, folder)
    (folder / "bridge.txt").unlink()
    assert ingest(index, folder).removed == []
    assert ingest(index, folder, prune=True).removed == ["bridge.txt"]
    assert [one.source for one in index.sources()] == ["ferry.txt", "hafen.txt"]


def test_removing_takes_names_and_patterns(index: Index, folder: Path) -> None:
    """A pattern takes all that fit; a name that fits nothing takes nothing at all."""
    ingest(index, folder)
    with pytest.raises(InputError, match=r"nothing\.txt"):
        index.remove(["ferry.txt", "nothing.txt"])
    assert len(index.sources()) == 3
    assert index.remove(["*r*.txt"]) == ["bridge.txt", "ferry.txt"]


def test_an_index_opens_again_with_what_it_held(tmp_path: Path, embedder: WordEmbedder, folder: Path) -> None:
    """Another process sees the same documents, even where the word index was lost."""
    first = open_index(tmp_path, embedder)
    ingest(first, folder)
    first.close()
    (tmp_path / "words.sqlite").unlink()
    second = open_index(tmp_path, embedder)
    found = second.retriever().retrieve("cracks pillars", language="en", limit=5, where=EVERYWHERE)
    assert found.candidates[0].source.source == "bridge.txt"
    second.close()


def test_words_and_vectors_find_the_sentence_in_its_language(index: Index, folder: Path) -> None:
    """The best candidate is the sentence itself, with its offsets, its language and its document."""
    ingest(index, folder)
    found = index.retriever().retrieve("Tonnen im Hafen", language="de", limit=5, where=EVERYWHERE)
    best = max(found.candidates, key=lambda one: one.lexical)
    assert best.source.source == "hafen.txt"
    assert HAFEN[best.sentence.start : best.sentence.end] == best.text
    assert best.sentence.language == "de"
    assert found.passages_scanned == 3


def test_filters_narrow_the_search(index: Index, folder: Path) -> None:
    """Only the named sources are searched, and counted."""
    ingest(index, folder)
    only = Filter(sources=("fer*",))
    found = index.retriever().retrieve("cracks pillars", language="en", limit=5, where=only)
    assert {one.source.source for one in found.candidates} == {"ferry.txt"}
    assert found.passages_scanned == 1
    undated = index.retriever().retrieve("cracks", language="en", limit=5, where=Filter(since="2020-01-01"))
    assert undated.candidates == ()


def test_another_embedder_is_refused(tmp_path: Path, embedder: WordEmbedder, folder: Path) -> None:
    """Vectors of two models are never mixed; the message names both."""
    ingest(open_index(tmp_path, embedder), folder)

    class Other(type(embedder)):  # type: ignore[misc]  # the fixture's own class
        name = "other/1"

    with pytest.raises(IndexMismatchError, match=r"words/1, not other/1"):
        open_index(tmp_path, Other())


def test_a_newer_index_is_refused(index: Index, tmp_path: Path, embedder: WordEmbedder) -> None:
    """An index of a later layout asks for an upgrade instead of being misread."""
    index._store.mark(schema=SCHEMA + 1)
    with pytest.raises(IndexMismatchError, match="newer version"):
        open_index(tmp_path, embedder)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """The second writer is told what to do."""
    with writing(tmp_path), pytest.raises(IndexLockedError, match="Another process"), writing(tmp_path):
        pytest.fail("two writers at once")


def test_a_failed_ingest_is_completed_by_the_next(index: Index, folder: Path) -> None:
    """What was written before a failure stays, the failed rest comes with the next ingest, nothing stands twice."""

    def failing() -> Iterator[object]:
        yield from list(load([folder]))[:2]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.ingest(failing())  # type: ignore[arg-type]  # fails before its end
    index.refresh()
    assert len(index.sources()) == 2
    report = ingest(index, folder)
    assert report.added == ["hafen.txt"]
    assert index._store.count() == 3


def test_memory_indexes_do_not_see_each_other(embedder: WordEmbedder) -> None:
    """Two indexes in one process's memory hold their own documents only."""
    one = Index(memory_client(), LexicalIndex(None), embedder, prefix="test-one")
    two = Index(memory_client(), LexicalIndex(None), embedder, prefix="test-two")
    one.ingest(load(["-"], stdin=io.BytesIO(FERRY.encode())))
    assert [len(each.sources()) for each in (one, two)] == [1, 0]
    one.close(drop=True)
    assert two.sources() == []
    two.close(drop=True)


def test_a_broken_word_index_is_named(tmp_path: Path) -> None:
    """A file that is no database is an error that names it."""
    from agent.errors import StoreError

    path = tmp_path / "words.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at" * 40)
    with pytest.raises(StoreError, match="word index"):
        LexicalIndex(path)
