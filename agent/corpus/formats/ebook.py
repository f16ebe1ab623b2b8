"""epub: chapters of xhtml in reading order (EPUB 3.3, W3C Recommendation; EPUB 2 alike)."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from agent.corpus.formats.archive import Archive, encrypted
from agent.corpus.formats.declared import first_text, loose_date, stated_language
from agent.corpus.formats.extract import Extract, as_document
from agent.corpus.formats.markup import Vocabulary, write_markup
from agent.corpus.formats.plain import decode_text
from agent.corpus.formats.story import Story
from agent.document import Metadata
from agent.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

    from agent.document import Document

EBOOK_LOADER = "epub/1"

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt figcaption figure footer form header hr "
    "legend li main ol p pre section summary table ul"
).split()
_LEFT_OUT = "audio head iframe nav noscript object rp rt script style svg template video".split()
_XHTML = "{http://www.w3.org/1999/xhtml}"


def read_ebook(data: bytes, source: str) -> Document:
    """The document of an epub book: the text of its chapters in reading order, tables row by row.

    Raises:
        DocumentError: broken, copy-protected, too large, or without any text.
    """
    archive = Archive(data, source)
    package_path = _package(archive)
    package = archive.xml(package_path)
    chapters = _chapters(package, posixpath.dirname(package_path))
    if _RIGHTS in archive:
        locked = {
            _path("", found.get("URI", "")) for found in archive.xml(_RIGHTS).iter("{*}CipherReference")
        }
        if locked.intersection(chapters):
            raise encrypted(source)
    story = Story(source)
    for chapter in chapters:
        root = _page(archive.read(chapter), source)
        if root is not None:
            write_markup(root, _VOCABULARY, story)
    if not story.text:
        raise DocumentError(
            source, "Holds no text.", next_step="Save its text as .txt, or name another file."
        )
    declared = Metadata(
        title=first_text(package, "{*}metadata/{*}title"),
        outlet=first_text(package, "{*}metadata/{*}publisher"),
        author=first_text(package, "{*}metadata/{*}creator"),
        published=loose_date(first_text(package, "{*}metadata/{*}date")),
        language=stated_language(story.text, first_text(package, "{*}metadata/{*}language")),
    )
    extract = Extract(story.text, EBOOK_LOADER, declared=declared, headings=story.headings)
    return as_document(data, source, extract)


def _package(archive: Archive) -> str:
    for rootfile in archive.xml(_CONTAINER).iter("{*}rootfile"):
        return _path("", rootfile.get("full-path", ""))
    raise archive.broken("it names no book")


def _chapters(package: _Element, folder: str) -> list[str]:
    """Paths of the pages in reading order, each once."""
    pages = {
        item.get("id"): _path(folder, item.get("href", ""))
        for item in package.iterfind("{*}manifest/{*}item")
        if item.get("media-type") in _PAGES
    }
    order = [pages.get(item.get("idref")) for item in package.iterfind("{*}spine/{*}itemref")]
    return list(dict.fromkeys(path for path in order if path is not None))


def _path(folder: str, reference: str) -> str:
    """A member's name from a relative URL."""
    try:
        path = urlsplit(reference).path
    except ValueError:
        path = reference
    return posixpath.normpath(posixpath.join(folder, unquote(path))).lstrip("/")


def _page(data: bytes, source: str) -> _Element | None:
    """The root of a page: read as XML, or as html where it is not well-formed; ``None`` where it is empty."""
    if not data.strip():
        return None
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, strict)
    except (etree.XMLSyntaxError, ValueError):
        page, _ = decode_text(data, source)
    lenient = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return etree.fromstring(_DECLARATION.sub("", page, count=1).encode("utf-8", "replace"), lenient)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            source,
            "Broken: a chapter is no page.",
            next_step="Open it in the program that made it and save it anew.",
        ) from error


def _both(names: list[str] | tuple[str, ...]) -> frozenset[str]:
    """Tags with the namespace of xhtml and without."""
    return frozenset(space + name for name in names for space in ("", _XHTML))


_VOCABULARY = Vocabulary(
    paragraphs=_both((*_HEADINGS, *_BLOCKS)),
    rows=_both(("tr",)),
    cells=_both(("td", "th")),
    marks=dict.fromkeys(_both(("br",)), "\n"),
    skipped=_both(_LEFT_OUT),
    is_heading=lambda element: element.tag.rpartition("}")[2] in _HEADINGS,
)
