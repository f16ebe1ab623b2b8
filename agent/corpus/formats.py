"""The table of file formats: one small loader for each suffix.

A loader takes the file's bytes and its source name and returns its documents; what it cannot read it raises
as ``DocumentError``. Its version is part of ``Document.loader`` and changes whenever its text or offsets
would.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from agent.corpus.front_matter import read_front_matter
from agent.corpus.metadata import read_metadata
from agent.document import Document
from agent.errors import DocumentError
from agent.text.canonical import decode

Loader = Callable[[bytes, str], list[Document]]

TEXT_LOADER = "text/1"
MARKDOWN_LOADER = "markdown/1"

_HTML_HEAD = re.compile(rb"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_JSONL_HEAD = re.compile(rb'\s*\{\s*"')


def load_text(data: bytes, source: str) -> list[Document]:
    """Plain text: the file's own words, decoded, newlines as they stand."""
    text, encoding = decode_text(data, source)
    return [_document(data, source, text, encoding, loader=TEXT_LOADER)]


def load_markdown(data: bytes, source: str) -> list[Document]:
    """Markdown: the file's own text with its markup; YAML front matter is read for metadata."""
    text, encoding = decode_text(data, source)
    return [_document(data, source, text, encoding, loader=MARKDOWN_LOADER)]


def load_html(data: bytes, source: str) -> list[Document]:
    """A web page: the text that trafilatura extracts."""
    from agent.corpus.web_page import read_web_page

    return [read_web_page(data, source)]


def load_jsonl(data: bytes, source: str) -> list[Document]:
    """One document on every line."""
    from agent.corpus.json_lines import read_json_lines

    return read_json_lines(data, source)


SUFFIXES: dict[str, Loader] = {
    ".txt": load_text,
    ".text": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".jsonl": load_jsonl,
}
"""Every supported suffix, in lower case, with its loader."""


def sniff(data: bytes) -> Loader:
    """The loader for bytes without a file name: html and jsonl by their first characters, else text."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if _HTML_HEAD.match(head):
        return load_html
    return load_jsonl if _JSONL_HEAD.match(head) else load_text


def decode_text(data: bytes, source: str) -> tuple[str, str]:
    """``data`` as text, with the name of its encoding.

    Raises:
        DocumentError: it is not text in any encoding, or holds nothing but white space.
    """
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise DocumentError(
            source, f"This is not text: {error}.", next_step="Save it as UTF-8 text."
        ) from error
    if not text.strip():
        raise DocumentError(source, "The file is empty.", next_step="Fill it or remove it.")
    return text, encoding


def _document(data: bytes, source: str, text: str, encoding: str, *, loader: str) -> Document:
    declared = read_front_matter(text) if loader == MARKDOWN_LOADER else None
    return Document(
        source=source,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        loader=loader,
        encoding=encoding,
        metadata=read_metadata(text, declared=declared, markdown=loader == MARKDOWN_LOADER),
    )
