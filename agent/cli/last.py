"""The last answer or verdict, kept so that ``evals add`` can make a case of it.

One file, ``last.json`` in the cache folder, replaced every time: ``{"schema": "seedcheck.last/1", "corpus":
…, "result": …, "documents": […]}``. ``corpus`` is the absolute path given with ``--corpus``, or null;
``documents`` are those the result cites, each with ``id``, ``text``, ``sha256`` and what is known of it. That
it cannot be written is no error.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from agent.checker import FactChecker
    from agent.result import Answer, Verdict

SCHEMA = "seedcheck.last/1"


def last_file(cache: Path) -> Path:
    """Where the last result is kept."""
    return cache / "last.json"


def remember(result: Answer | Verdict, checker: FactChecker, corpus: Path | None) -> None:
    """Keep ``result``, with the documents that it cites."""
    from agent.settings import Settings

    cited = {citation.source for citation in result.citations}
    record = {
        "schema": SCHEMA,
        "corpus": str(corpus.resolve()) if corpus else None,
        "result": result.model_dump(mode="json"),
        "documents": [
            _document(checker, source.model_dump()) for source in checker.sources() if source.source in cited
        ],
    }
    path = last_file(Settings().cache)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beginning = path.with_name(f".{path.name}.new")
        beginning.write_text(json.dumps(record), encoding="utf-8")
        beginning.replace(path)


def _document(checker: FactChecker, source: dict[str, Any]) -> dict[str, Any]:
    known = ("sha256", "title", "outlet", "author", "published", "url")
    fields = {key: source[key] for key in known if source[key] is not None}
    return {
        "id": source["source"],
        "text": checker.text(source["source"]),
        "lang": source["language"],
    } | fields
