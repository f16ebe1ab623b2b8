"""docx: WordprocessingML (ECMA-376, part 1) as text processors save it."""

from __future__ import annotations

import posixpath
from functools import cache
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

WORD_LOADER = "docx/1"

_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # the "strict" form
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLES = frozenset({"title", "subtitle"})


def read_word(data: bytes, source: str) -> Document:
    """The document of a docx file.

    Paragraphs and tables in their order, a table row by row; text boxes after the paragraph they hang on,
    footnotes and endnotes at the end. Of tracked changes what was inserted is read, what was deleted is not.
    Headers, footers and comments are left out.

    Raises:
        DocumentError: broken, encrypted, too large, or without any text.
    """
    archive = Archive(data, source)
    if "EncryptedPackage" in archive:
        raise encrypted(source)
    main = _main_part(archive)
    body = archive.xml(main)
    related = _related(archive, main)
    vocabulary = _vocabulary(_heading_styles(archive.xml(related["styles"])) if "styles" in related else {})
    story = Story(source)
    for part in (
        body,
        *(archive.xml(related[kind]) for kind in ("footnotes", "endnotes") if kind in related),
    ):
        write_markup(part, vocabulary, story)
    if not story.text:
        raise DocumentError(
            source,
            "Holds no text.",
            next_step="If its pages are pictures, run text recognition (OCR) on them first.",
        )
    declared = _properties(archive, story.text)
    extract = Extract(story.text, WORD_LOADER, declared=declared, headings=story.headings)
    return as_document(data, source, extract)


def _main_part(archive: Archive) -> str:
    return _related(archive, "").get("officeDocument", "word/document.xml")


def _related(archive: Archive, part: str) -> dict[str, str]:
    """The parts that ``part`` refers to, by the last word of the relation's type (ECMA-376, part 2, 6.5)."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    found: dict[str, str] = {}
    for relation in archive.xml(listed).iter("{*}Relationship"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        kind = relation.get("Type", "").rpartition("/")[2]
        if path.lstrip("/") in archive:
            found.setdefault(kind, path.lstrip("/"))
    return found


def _heading_styles(styles: _Element) -> dict[str, bool]:
    """By its id, whether a paragraph style is a heading: by name, by outline level, or by the style it builds on."""
    known: dict[str, bool] = {}
    bases: dict[str, str | None] = {}
    for style in styles.iterfind("{*}style"):
        space = style.tag.removesuffix("style")
        key = style.get(f"{space}styleId", "")
        name = _value(style.find(f"{space}name")).casefold()
        if name.startswith("heading ") or name in _TITLES or _has_level(style, space):
            known[key] = True
        bases[key] = _value(style.find(f"{space}basedOn")) or None
    for key in bases:
        chain: list[str] = []
        at: str | None = key
        while at is not None and at in bases and at not in known:
            known[at] = False
            chain.append(at)
            at = bases[at]
        if at is not None and known.get(at):
            known.update(dict.fromkeys(chain, True))
    return known


def _has_level(owner: _Element, space: str) -> bool:
    """Whether a style or paragraph has an outline level; 9 stands for running text (ECMA-376, part 1, 17.3.1.20)."""
    level = owner.find(f"{space}pPr/{space}outlineLvl")
    return level is not None and _value(level) in set("012345678")


def _value(element: _Element | None) -> str:
    if element is None:
        return ""
    value: str = element.get(f"{element.tag.rpartition('}')[0]}}}val", "")
    return value


def _vocabulary(heading_styles: dict[str, bool]) -> Vocabulary:
    def is_heading(paragraph: _Element) -> bool:
        space = paragraph.tag.rpartition("}")[0] + "}"
        style = _value(paragraph.find(f"{space}pPr/{space}pStyle"))
        return heading_styles.get(style, False) or _has_level(paragraph, space)

    return Vocabulary(
        paragraphs=_tags("p"),
        rows=_tags("tr"),
        cells=_tags("tc"),
        marks={space + name: mark for space in _SPACES for name, mark in _MARKS.items()},
        skipped=_tags("del", "moveFrom", "pPr", "rPr", "sectPr") | {f"{_COMPATIBILITY}Fallback"},
        asides=_tags("txbxContent"),
        words=_tags("t"),
        is_heading=is_heading,
    )


@cache
def _tags(*names: str) -> frozenset[str]:
    return frozenset(space + name for space in _SPACES for name in names)


def _properties(archive: Archive, text: str) -> Metadata:
    """What the core properties state, and the day the file was last saved (ECMA-376, part 2, 8)."""
    part = _related(archive, "").get("core-properties")
    if part is None:
        return Metadata(language=stated_language(text, None))
    core = archive.xml(part)
    return Metadata(
        title=first_text(core, "{*}title"),
        author=first_text(core, "{*}creator"),
        language=stated_language(text, first_text(core, "{*}language")),
        saved=loose_date(first_text(core, "{*}modified", "{*}created")),
    )
