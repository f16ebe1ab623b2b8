"""odt: OpenDocument text (ISO/IEC 26300, OASIS OpenDocument 1.3) as text processors save it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.corpus.formats.archive import Archive, encrypted
from agent.corpus.formats.declared import first_text, loose_date, stated_language
from agent.corpus.formats.extract import Extract, as_document
from agent.corpus.formats.markup import Vocabulary, write_markup
from agent.corpus.formats.story import Story
from agent.document import Metadata
from agent.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

    from agent.document import Document

OPENDOCUMENT_LOADER = "odt/1"

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _DRAW, _STYLE = (
    _OASIS % name for name in ("text", "table", "office", "drawing", "style")
)
_SVG = _OASIS % "svg-compatible"
_SKIPPED = frozenset(
    {
        *(
            f"{_TEXT}{name}"
            for name in ("tracked-changes", "note-citation", "table-of-content", "sequence-decls")
        ),
        *(f"{_TEXT}{name}" for name in ("variable-decls", "user-field-decls", "ruby-text", "bibliography")),
        *(f"{_OFFICE}{name}" for name in ("annotation", "forms", "binary-data")),
        *(f"{_SVG}{name}" for name in ("title", "desc")),
    }
)
_TITLES = frozenset({"Title", "Subtitle"})


def read_opendocument(data: bytes, source: str) -> Document:
    """The document of an odt file.

    Paragraphs and tables in their order, a table row by row; notes and text boxes after the paragraph they
    hang on. What was deleted in tracked changes, comments and the table of contents are left out.

    Raises:
        DocumentError: broken, encrypted, too large, or without any text.
    """
    archive = Archive(data, source)
    if "encrypted-package" in archive or (
        "META-INF/manifest.xml" in archive
        and next(archive.xml("META-INF/manifest.xml").iter("{*}encryption-data"), None) is not None
    ):
        raise encrypted(source)
    content = archive.xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise archive.broken("it is no text document")
    story = Story(source)
    write_markup(body, _vocabulary(content), story)
    if not story.text:
        raise DocumentError(
            source,
            "Holds no text.",
            next_step="If its pages are pictures, run text recognition (OCR) on them first.",
        )
    declared = _properties(archive, story.text)
    extract = Extract(story.text, OPENDOCUMENT_LOADER, declared=declared, headings=story.headings)
    return as_document(data, source, extract)


def _vocabulary(content: _Element) -> Vocabulary:
    parents = {
        style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name")
        for style in content.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
    }

    def is_heading(paragraph: _Element) -> bool:
        style = paragraph.get(f"{_TEXT}style-name")
        return paragraph.tag == f"{_TEXT}h" or bool(_TITLES & {style, parents.get(style)})

    return Vocabulary(
        paragraphs=frozenset({f"{_TEXT}p", f"{_TEXT}h"}),
        rows=frozenset({f"{_TABLE}table-row"}),
        cells=frozenset({f"{_TABLE}table-cell"}),
        marks={f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"},
        skipped=_SKIPPED,
        asides=frozenset({f"{_TEXT}note", f"{_DRAW}text-box"}),
        is_heading=is_heading,
    )


def _properties(archive: Archive, text: str) -> Metadata:
    if "meta.xml" not in archive:
        return Metadata(language=stated_language(text, None))
    meta = archive.xml("meta.xml")
    return Metadata(
        title=first_text(meta, "{*}title"),
        author=first_text(meta, "{*}initial-creator", "{*}creator"),
        language=stated_language(text, first_text(meta, "{*}language")),
        saved=loose_date(first_text(meta, "{*}date", "{*}creation-date")),
    )
