"""The table of file formats: one loader for each suffix.

A loader takes the file's bytes and its source name and returns its documents; what it cannot read it raises
as ``DocumentError``. Its version is part of ``Document.loader`` and changes whenever its text or offsets
would. Each is imported when a file of its format comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from agent.document import Document

Loader = Callable[[bytes, str], list[Document]]


def _one(module: str, reader: str) -> Loader:
    """The loader that calls ``reader`` of a module here, for formats that hold one document."""

    def load(data: bytes, source: str) -> list[Document]:
        read: Callable[[bytes, str], Document] = getattr(import_module(f"{__name__}.{module}"), reader)
        return [read(data, source)]

    load.__name__ = reader
    return load


def load_jsonl(data: bytes, source: str) -> list[Document]:
    """One document on every line."""
    from agent.corpus.formats.json_lines import read_json_lines

    return read_json_lines(data, source)


load_text = _one("plain", "read_text")
load_markdown = _one("plain", "read_markdown")
load_html = _one("web_page", "read_web_page")
load_pdf = _one("pdf", "read_pdf")
load_word = _one("word", "read_word")
load_opendocument = _one("opendocument", "read_opendocument")
load_ebook = _one("ebook", "read_ebook")
load_mail = _one("mail", "read_mail")

SUFFIXES: dict[str, Loader] = {
    ".txt": load_text,
    ".text": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".jsonl": load_jsonl,
    ".pdf": load_pdf,
    ".docx": load_word,
    ".odt": load_opendocument,
    ".epub": load_ebook,
    ".eml": load_mail,
}
"""Every supported suffix, in lower case, with its loader."""

_HTML_HEAD = re.compile(rb"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_JSONL_HEAD = re.compile(rb'\s*\{\s*"')
_ZIP = b"PK\x03\x04"
_INSIDE = (
    (b"application/epub+zip", load_ebook),
    (b"application/vnd.oasis.opendocument.text", load_opendocument),
)


def sniff(data: bytes) -> Loader:
    """The loader for bytes without a file name, by their first characters; text where nothing else shows."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_ZIP):  # epub and odt begin with a member that says what they are
        return next((loader for mark, loader in _INSIDE if mark in head[:100]), load_word)
    if b"%PDF-" in head[:1024]:
        return load_pdf
    if _HTML_HEAD.match(head):
        return load_html
    return load_jsonl if _JSONL_HEAD.match(head) else load_text
