"""Word search: BM25 over passages, in SQLite's full-text index.

The index is derived from the store and can be deleted at any time: ``synchronise`` brings it to what the store holds,
document by document, each in one transaction. BM25 is very strong within a language and misleading across languages
(it finds names and figures only), so passages carry their language and are searched language by language.

BM25: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework"; SQLite FTS5's ``bm25()``, k1 1.2, b .75.
"""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from agent.errors import StoreError
from agent.index.failures import mapped_database_errors, storage_error
from agent.text.words import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from agent.index.rows import StoredPassage
    from agent.index.store import Store

SCHEMA = 1

_TABLES = """
create table if not exists documents (id text primary key);
create virtual table if not exists passages using fts5(
    terms, id unindexed, document unindexed, language unindexed, tokenize = "unicode61 remove_diacritics 0"
);
create virtual table if not exists vocabulary using fts5vocab(passages, row);
"""


class LexicalIndex:
    """Passages by the words in them; ``path`` is ``None`` for one in memory."""

    def __init__(self, path: Path | None) -> None:
        try:
            self._database = self._open(path)
        except sqlite3.OperationalError as error:
            raise storage_error(error, "The word index") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"The word index cannot be opened: {error}.",
                next_step=f"Delete {path}; it is made anew from the store.",
            ) from error

    @staticmethod
    def _open(path: Path | None) -> sqlite3.Connection:
        database = sqlite3.connect(path or ":memory:", check_same_thread=False, timeout=30)
        (version,) = database.execute("pragma user_version").fetchone()
        if version not in (0, SCHEMA):
            database.executescript("drop table if exists passages; drop table if exists documents;")
        database.executescript(_TABLES)
        database.execute(f"pragma user_version = {SCHEMA}")
        return database

    def close(self) -> None:
        """Releases the file."""
        self._database.close()

    @mapped_database_errors()
    def synchronise(self, store: Store, documents: Iterable[str]) -> None:
        """Makes the index hold exactly the documents with these ids, reading what is new from the store."""
        wanted = set(documents)
        with closing(self._database.execute("select id from documents")) as rows:
            present = {row[0] for row in rows}
        for key in sorted(present - wanted):
            with self._database:
                self._delete(key)
        for key in sorted(wanted - present):
            with self._database:
                self._insert(key, store.passages(key))

    def _insert(self, document: str, passages: Sequence[StoredPassage]) -> None:
        self._delete(document)
        self._database.execute("insert into documents values (?)", (document,))
        rows = [(_terms(stored), stored.id, document, stored.passage.language) for stored in passages]
        self._database.executemany(
            "insert into passages values (?, ?, ?, ?)", [row for row in rows if row[0]]
        )

    def _delete(self, document: str) -> None:
        self._database.execute("delete from documents where id = ?", (document,))
        self._database.execute("delete from passages where document = ?", (document,))

    @mapped_database_errors()
    def search(
        self, terms: Sequence[str], *, language: str, limit: int, documents: frozenset[str] | None
    ) -> list[tuple[str, float]]:
        """Ids of passages of one language that share a term, with BM25 scores, best first.

        ``documents`` restricts the search to those ids.
        """
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        query = (
            "select id, -bm25(passages), document from passages "
            "where passages match ? and language = ? order by bm25(passages), id limit ?"
        )
        # With a restriction all matches are read: SQLite's ranking does not know of it.
        most = limit if documents is None else -1
        with closing(self._database.execute(query, (match, language, most))) as rows:
            found = [
                (key, score) for key, score, document in rows if documents is None or document in documents
            ]
        return found[:limit]

    @mapped_database_errors()
    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """How much each term tells: its inverse document frequency over all passages, at least 0."""
        (total,) = self._database.execute("select count(*) from passages").fetchone()
        weights = {}
        for term in dict.fromkeys(terms):
            row = self._database.execute("select doc from vocabulary where term = ?", (term,)).fetchone()
            frequency = row[0] if row else 0
            weights[term] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
        return weights


def _terms(stored: StoredPassage) -> str:
    passage = stored.passage
    terms: list[str] = []
    for sentence in passage.sentences:
        if sentence.role != "furniture":
            words = stored.text[sentence.start - passage.start : sentence.end - passage.start]
            terms.extend(analyse(words, sentence.language))
    return " ".join(terms)
