"""What the store keeps of documents, passages and sentences, and how it is written into Chroma's rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.document import Passage, Sentence
from agent.result import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.document import Document


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the index: its record, its id, and how often its source was replaced.

    ``passages`` counts its searchable passages, ``languages`` are those they speak.
    """

    id: str
    record: SourceRecord
    generation: int
    passages: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its words and the id of its document."""

    id: str
    document: str
    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence near a query: its offsets, its passage's id, and the cosine of its vector to the query's."""

    id: str
    document: str
    passage: str
    start: int
    end: int
    cosine: float


def document_id(document: Document) -> str:
    """Derived from name, bytes and loader: the same document always has the same id."""
    key = "\0".join([document.source, document.sha256, document.loader])
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def passage_id(document: str, position: int) -> str:
    """The id of a document's passage by its place, counted from 0."""
    return f"{document}:{position}"


def sentence_id(document: str, sentence: Sentence) -> str:
    """The id of a sentence by its offsets."""
    return f"{document}:{sentence.start}-{sentence.end}"


def document_row(record: SourceRecord, passages: Sequence[Passage], generation: int) -> dict[str, Any]:
    """What a document's first passage carries besides its own row."""
    searchable = [passage for passage in passages if citable(passage)]
    spoken = {sentence.language for passage in searchable for sentence in citable(passage)}
    return {
        "record": record.model_dump_json(),
        "generation": generation,
        "searchable_passages": len(searchable),
        "languages": " ".join(sorted(spoken | {passage.language for passage in searchable})),
    }


def stored_document(key: str, row: Mapping[str, Any]) -> StoredDocument:
    """The document of a first passage's id and row."""
    return StoredDocument(
        id=key.partition(":")[0],
        record=SourceRecord.model_validate_json(row["record"]),
        generation=row["generation"],
        passages=row["searchable_passages"],
        languages=tuple(row["languages"].split()),
    )


def passage_row(document: str, position: int, passage: Passage) -> dict[str, Any]:
    """The row of a passage."""
    sentences = [
        [s.start, s.end, s.language, s.role, *([s.page] if s.page else [])] for s in passage.sentences
    ]
    return {
        "document": document,
        "position": position,
        "start": passage.start,
        "end": passage.end,
        "language": passage.language,
        "searchable": bool(citable(passage)),
        "sentences": json.dumps(sentences, separators=(",", ":")),
    }


def stored_passage(key: str, row: Mapping[str, Any], text: str) -> StoredPassage:
    """The passage of an id, a row and its text."""
    sentences = tuple(Sentence(*fields) for fields in json.loads(row["sentences"]))
    passage = Passage(row["start"], row["end"], sentences, row["language"])
    return StoredPassage(key, row["document"], passage, text)


def sentence_row(document: str, passage: str, sentence: Sentence) -> dict[str, Any]:
    """The row of a sentence in the passage with id ``passage``."""
    return {
        "document": document,
        "passage": passage,
        "start": sentence.start,
        "end": sentence.end,
        "language": sentence.language,
    }


def citable(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage that may be cited: all but page furniture."""
    return tuple(sentence for sentence in passage.sentences if sentence.role != "furniture")
