"""The documents that cases are judged on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from agent.document import Document, Metadata
from agent.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from evals.case import Case, DocumentEntry
    from evals.problems import Location

PACKAGED_SEEDS = "package:seeds"
"""The value of ``corpus`` that names the packaged seed documents."""


def corpus_path(name: str, *, beside: Path) -> Path:
    """The corpus a case file names: a path from the case file ``beside``, or the packaged seed documents."""
    if name == PACKAGED_SEEDS:
        from agent.resources import seed_documents

        return seed_documents()
    return beside.parent / name


def corpus_documents(path: Path) -> dict[str, Document]:
    """The documents of a folder, a file or a ``.jsonl`` corpus, by source.

    A file of a folder that cannot be read is left out, as it is when the product reads the folder. Raises
    ``UsageError`` where the path is missing or holds no document.
    """
    if not path.exists():
        raise UsageError(
            f"there is no corpus at {path}.", next_step="Name a folder, a file or a .jsonl corpus."
        )
    from agent.corpus.load import load

    loaded = load([path])
    return {document.source: document for document in loaded if isinstance(document, Document)}


def brought_documents(case: Case) -> tuple[dict[str, Document], list[tuple[Location, str]]]:
    """The documents a case brings along, by source, and what is wrong with them."""
    documents = dict[str, Document]()
    problems = list[tuple["Location", str]]()
    for index, entry in enumerate(case.documents or []):
        if entry.id in documents:
            problems.append((("documents", index, "id"), f"duplicate document id “{entry.id}”"))
        documents[entry.id] = _document(entry)
    return documents, problems


def _document(entry: DocumentEntry) -> Document:
    content = entry.text.encode("utf-8", "surrogatepass")
    return Document(
        source=entry.id,
        text=entry.text,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        loader="case",
        metadata=Metadata(
            title=entry.title,
            outlet=entry.outlet,
            author=entry.author,
            published=entry.published,
            language=entry.lang,
            url=entry.url,
        ),
    )


def fingerprint(documents: Iterable[Document]) -> str:
    """One sha256 over the sources and hashes of documents, whatever their order."""
    lines = sorted(f"{document.source}\0{document.sha256}\n" for document in documents)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
