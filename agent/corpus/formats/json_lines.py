"""jsonl: one document on every line, a JSON object with ``id`` and ``text`` (https://jsonlines.org)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from agent.corpus.dates import declared_date
from agent.corpus.formats.extract import LONGEST_TEXT
from agent.corpus.front_matter import language_code
from agent.corpus.metadata import read_metadata
from agent.document import Document, Metadata
from agent.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

JSONL_LOADER = "jsonl/1"

_FORM = 'Write each line as one object such as {"id": "port-1", "text": "…"}.'
_CASE_KEYS = frozenset({"suite", "cases", "gates", "question", "claim", "expect"})


class _BadLineError(Exception):
    """What is wrong with a line, and the next step."""


def read_json_lines(data: bytes, source: str) -> list[Document]:
    """The documents of a jsonl file.

    ``id`` and ``text`` are required; ``lang``, ``title``, ``outlet``, ``author``, ``published`` and ``url``
    are optional strings; other keys are ignored, empty lines passed over. A document's hash and size are of
    its text in UTF-8.

    Raises:
        DocumentError: a line is not such an object, or an id stands twice; the message names the line.
    """
    documents: list[Document] = []
    numbers: dict[str, int] = {}
    for number, line in enumerate(_text(data, source).split("\n"), 1):
        if not line.strip():
            continue
        try:
            document = _document(_object(line, first=not documents))
            if document.source in numbers:
                raise _BadLineError(
                    f"repeats the id {document.source!r} of line {numbers[document.source]}",
                    "Make every id unique.",
                )
        except _BadLineError as error:
            what, next_step = error.args
            raise DocumentError(source, f"Line {number} {what}.", next_step=next_step) from error
        numbers[document.source] = number
        documents.append(document)
    if not documents:
        raise DocumentError(source, "The file is empty.", next_step=_FORM)
    return documents


def _text(data: bytes, source: str) -> str:
    """JSON is always UTF-8 (RFC 8259, section 8.1)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            source, f"Line {number} is not UTF-8.", next_step="Save the file as UTF-8."
        ) from error


def _object(line: str, *, first: bool) -> Mapping[str, object]:
    if first and line.lstrip().startswith("["):
        raise _BadLineError("starts a JSON array, not a document", _FORM)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = (
            error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        )
        raise _BadLineError(f"is not valid JSON ({detail})", _FORM) from error
    if not isinstance(value, dict):
        raise _BadLineError("is not an object", _FORM)
    if first and "text" not in value and _CASE_KEYS & value.keys():
        raise _BadLineError(
            "is of an eval case file, not a document", "Ingest the corpus of these cases instead."
        )
    return value


def _document(value: Mapping[str, object]) -> Document:
    name, text = value.get("id"), value.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name.strip():
        raise _BadLineError("has no id", _FORM)
    if not isinstance(text, str) or not text.strip():
        raise _BadLineError("has no text", _FORM)
    if "\0" in text or not name.isprintable():
        raise _BadLineError(
            "holds control characters in its id, or a NUL in its text", "Take them out of the line."
        )
    if len(text) > LONGEST_TEXT:
        raise _BadLineError(
            f"has a text of more than {LONGEST_TEXT // 1_000_000} million characters",
            "Split it into smaller documents.",
        )
    try:
        encoded = text.encode("utf-8")
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _BadLineError("holds half of a surrogate pair", "Write characters as UTF-8.") from error
    return Document(
        source=name,
        text=text,
        sha256=hashlib.sha256(encoded).hexdigest(),
        size=len(encoded),
        loader=JSONL_LOADER,
        metadata=read_metadata(text, declared=_declared(value)),
    )


def _declared(value: Mapping[str, object]) -> Metadata:
    language, published = _string(value, "lang"), _string(value, "published")
    code = language_code(language) if language else None
    date = declared_date(published) if published else None
    if language and code is None:
        raise _BadLineError(f"has the lang {language!r}", "Give an ISO 639-1 code such as de.")
    if published and date is None:
        raise _BadLineError(f"has the date {published!r}", "Give published as 2026-02-11 or 2026-02.")
    return Metadata(
        title=_string(value, "title"),
        outlet=_string(value, "outlet"),
        author=_string(value, "author"),
        published=date,
        language=code,
        url=_string(value, "url"),
    )


def _string(value: Mapping[str, object], key: str) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        raise _BadLineError(
            f"has a {key} that is not a string", f"Put {key} in quotation marks or leave it out."
        )
    return " ".join(found.split()) or None
