"""Plain text and Markdown: the file's own text, decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.corpus.formats.extract import Extract, as_document
from agent.corpus.front_matter import read_front_matter
from agent.errors import DocumentError
from agent.text.canonical import decode

if TYPE_CHECKING:
    from agent.document import Document

TEXT_LOADER = "text/1"
MARKDOWN_LOADER = "markdown/1"

_OTHER_KINDS = {
    b"%PDF-": ("a PDF", ".pdf"),
    b"PK\x03\x04": ("a zip archive", "that of its format, such as .docx, .odt or .epub"),
}


def read_text(data: bytes, source: str) -> Document:
    """The document of a plain text file: its own words, newlines as they stand.

    Raises:
        DocumentError: it is not text in any encoding, empty, or too long.
    """
    text, encoding = decode_text(data, source)
    return as_document(data, source, Extract(text, TEXT_LOADER, encoding))


def read_markdown(data: bytes, source: str) -> Document:
    """The document of a Markdown file: its own text with its markup; front matter is read for metadata.

    Raises:
        DocumentError: it is not text in any encoding, empty, or too long.
    """
    text, encoding = decode_text(data, source)
    declared = read_front_matter(text)
    return as_document(
        data, source, Extract(text, MARKDOWN_LOADER, encoding, declared=declared, markdown=True)
    )


def decode_text(data: bytes, source: str) -> tuple[str, str]:
    """``data`` as text, with the name of its encoding.

    Raises:
        DocumentError: it is not text in any encoding, or holds nothing but white space.
    """
    for mark, (kind, suffix) in _OTHER_KINDS.items():
        if data.startswith(mark):
            raise DocumentError(
                source, f"This is not text but {kind}.", next_step=f"Let its name end in {suffix}."
            )
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise DocumentError(
            source, f"This is not text: {error}.", next_step="Save it as UTF-8 text."
        ) from error
    if not text.strip():
        raise DocumentError(source, "The file is empty.", next_step="Fill it or remove it.")
    return text, encoding
