"""Web pages, by trafilatura: the main text, and the metadata that the page's head states."""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING, Any

import trafilatura
from trafilatura.settings import Document as Page

from agent.corpus.dates import declared_date
from agent.corpus.formats.extract import Extract, as_document
from agent.corpus.formats.plain import decode_text
from agent.corpus.front_matter import language_code
from agent.document import Metadata
from agent.errors import DocumentError
from agent.text.language import detect_language

if TYPE_CHECKING:
    from agent.document import Document

HTML_LOADER = f"html-trafilatura-{trafilatura.__version__}/1"

_DATES: dict[str, Any] = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_LANG = re.compile(r"<html[^>]{0,2000}?\blang\s*=\s*[\"']?([\w-]{2,20})", re.I)
_WHOLE = re.compile(r"<(?:html|body)[\s>]", re.I)
_HEAD_BYTES = 4096


def read_web_page(data: bytes, source: str) -> Document:
    """The document of a web page.

    Its text is what trafilatura extracts; which version did so is part of ``Document.loader``. The title,
    author, date, site name and address that the page's head states come before those that the text states; the
    language is the text's, and what the page declares only where the text is too short to tell.

    Raises:
        DocumentError: the bytes are no text, or no text could be found in the page.
    """
    page, encoding = _decoded(data, source)
    text, declared = page_text(page)
    if not text:
        raise DocumentError(
            source,
            "No text could be found in this page.",
            next_step="Save the article's text as .txt instead.",
        )
    return as_document(data, source, Extract(text, HTML_LOADER, encoding, declared=declared))


def _decoded(data: bytes, source: str) -> tuple[str, str]:
    """The page as text: UTF-8 where valid, else the encoding its head declares, else by its content."""
    declared = _CHARSET.search(data, 0, _HEAD_BYTES)
    if declared and b"\0" not in data[:_HEAD_BYTES]:
        for name in ("utf-8", _codec(declared[1])):
            try:
                return data.decode(name), name
            except (UnicodeDecodeError, LookupError):
                continue
    return decode_text(data, source)


def _codec(label: bytes) -> str:
    """The codec of an encoding's label.

    Latin-1 and ASCII mean Windows-1252 (WHATWG Encoding Standard, section 4.2).
    """
    try:
        name = codecs.lookup(label.decode("ascii", "replace")).name
    except LookupError:
        return "utf-8"
    return "windows-1252" if name in {"iso8859-1", "ascii"} else name


def page_text(page: str) -> tuple[str, Metadata]:
    """The text of a page, and what its head states; a fragment is made a page first, as trafilatura asks."""
    if not _WHOLE.search(page, 0, _HEAD_BYTES):
        page = f"<html><body>{page}</body></html>"
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is reported as DocumentError
    found = trafilatura.bare_extraction(
        page, include_comments=False, with_metadata=True, date_extraction_params=_DATES
    )
    if not isinstance(found, Page) or not (found.text or "").strip():
        return trafilatura.html2txt(page).strip(), Metadata()
    lang = _LANG.search(page[: 4 * _HEAD_BYTES])
    return found.text or "", Metadata(
        title=found.title or None,
        outlet=found.sitename or None,
        author=found.author or None,
        published=declared_date(found.date) if found.date else None,
        language=detect_language(
            found.text or "", fallback=(language_code(lang[1]) if lang else None) or "en"
        ),
        url=found.url or None,
    )
