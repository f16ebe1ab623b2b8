"""jsonl: documents line by line, and errors that name the line."""

from __future__ import annotations

import hashlib
import json

import pytest

from agent.corpus.formats.json_lines import read_json_lines
from agent.document import Metadata
from agent.errors import DocumentError

TEXT = "Der Hafen ist am Sonntag zugefroren.\r\n\r\nDie Fähre fiel aus."


def test_a_line_is_a_document() -> None:
    """The id is the source, the text is exact, hash and size are of its UTF-8."""
    line = json.dumps({"id": "port/1", "text": TEXT, "extra": [1]})
    [document] = read_json_lines(f"\ufeff{line}\n\n".encode(), "x.jsonl")
    assert (document.source, document.text, document.loader, document.encoding) == (
        "port/1",
        TEXT,
        "jsonl/1",
        None,
    )
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.size == len(TEXT.encode())
    assert document.metadata.language == "de"


def test_declared_fields_are_metadata() -> None:
    """Language tags and dates are brought to their codes; null and empty values say nothing."""
    line = {
        "id": 7,
        "text": TEXT,
        "lang": "de-AT",
        "title": " Eis ",
        "outlet": "Hafenblick",
        "author": "Erika Muster",
    }
    line |= {"published": "2026-02-11T09:30:00Z", "url": ""}
    [document] = read_json_lines(json.dumps(line).encode(), "x.jsonl")
    assert document.source == "7"
    assert document.metadata == Metadata(
        title="Eis", outlet="Hafenblick", author="Erika Muster", published="2026-02-11", language="de"
    )


def test_line_separators_inside_strings_are_text() -> None:
    """Only a newline ends a line: U+2028 and U+0085 may stand raw in JSON strings."""
    text = "Ice.\u2028Thaw.\u0085Flood."
    data = json.dumps({"id": "a", "text": text}, ensure_ascii=False).encode()
    assert read_json_lines(data, "x.jsonl")[0].text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id": "a", "text": "Ice."}\n{"id": "b"', "Line 2 is not valid JSON"),
        ('{"id": "a", "text": "Ice."}\n\n[1]', "Line 3 is not an object"),
        ('{"id": "a", "text": "Ice."}\n{"id": "a", "text": "Thaw."}', "Line 2 repeats the id 'a' of line 1"),
        ('{"id": "1", "text": "Ice."}\n{"id": 1, "text": "Thaw."}', "Line 2 repeats the id '1' of line 1"),
        ('{"text": "Ice."}', "Line 1 has no id"),
        ('{"id": " ", "text": "Ice."}', "Line 1 has no id"),
        ('{"id": true, "text": "Ice."}', "Line 1 has no id"),
        ('{"id": "a"}', "Line 1 has no text"),
        ('{"id": "a", "text": " \\n"}', "Line 1 has no text"),
        ('{"id": "a", "text": ["Ice."]}', "Line 1 has no text"),
        ('{"id": "a", "text": "Ice.", "title": 3}', "Line 1 has a title that is not a string"),
        ('{"id": "a", "text": "Ice.", "lang": "German"}', "Line 1 has the lang 'German'"),
        ('{"id": "a", "text": "Ice.", "published": "02/11/2026"}', "Line 1 has the date '02/11/2026'"),
        ('{"id": "a", "text": "\\ud800"}', "Line 1 holds half of a surrogate pair"),
        ('{"suite": "ports", "corpus": "ports"}', "Line 1 is of an eval case file, not a document"),
        ('[{"id": "a", "text": "Ice."}]', "Line 1 starts a JSON array"),
        ('{\n"id": "a",\n"text": "Ice."}', "Line 1 is not valid JSON"),
        ('{"id": "a", "text": "Ice.", "n": ' + "[" * 100_000, "Line 1 is not valid JSON"),
        ('{"id": ' + "9" * 5000 + ', "text": "Ice."}', "Line 1 is not valid JSON"),
        ("The harbour froze over.", "Line 1 is not valid JSON"),
        ("\n", "The file is empty"),
    ],
)
def test_a_bad_line_is_named(data: str, message: str) -> None:
    """The file, the number of the line, what is wrong with it, and the next step."""
    with pytest.raises(DocumentError) as raised:
        read_json_lines(data.encode(), "ports.jsonl")
    assert str(raised.value).startswith(f"ports.jsonl: {message}")
    assert raised.value.next_step


def test_other_encodings_are_named_with_their_line() -> None:
    """JSON is UTF-8; the line where it is not is told."""
    with pytest.raises(DocumentError, match="Line 2 is not UTF-8"):
        read_json_lines(
            '{"id": "a", "text": "Ice."}\n{"id": "b", "text": "Fähre"}'.encode("cp1252"), "x.jsonl"
        )
