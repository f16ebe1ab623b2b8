"""pdf: the text of each page, by PDFium (docs/decisions/0009)."""

from __future__ import annotations

import ctypes
import logging
import re
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from agent.corpus.formats.archive import encrypted
from agent.corpus.formats.declared import field, loose_date, stated_language
from agent.corpus.formats.extract import LONGEST_TEXT, Extract, as_document, too_long
from agent.corpus.formats.pdf_lines import PrintedLine, line_of
from agent.corpus.formats.pdf_text import write_pages
from agent.corpus.formats.story import Story
from agent.document import Metadata
from agent.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.document import Document

logger = logging.getLogger(__name__)

PDF_LOADER = f"pdf-pdfium-{version('pypdfium2')}/1"

_ONE_AT_A_TIME = Lock()  # PDFium keeps state of its own and is not made for threads
_LETTERS_OF_A_PAGE = 15  # a scanned page may carry a stamp or number as text
_NO_LETTERS = re.compile(r"[\ue000-\uf8ff\ufffd]")
_MADE_UP_TITLE = re.compile(
    r"microsoft (?:word|powerpoint) - |untitled|.*\.(?:docx?|pdf|indd|qxp|tex|dvi|pages)$", re.I
)
_SCANNED = "Run text recognition on it (OCR, such as `ocrmypdf in.pdf out.pdf`) and name the result."


def read_pdf(data: bytes, source: str) -> Document:
    """The document of a pdf file: its paragraphs as the lines on the pages make them up, with the page of each.

    Heads and feet that repeat from page to page are left out; words divided at a line's end are put together.

    Raises:
        DocumentError: broken, encrypted, too large, or without readable text, such as a scan.
    """
    with _ONE_AT_A_TIME:
        try:
            file = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise encrypted(source) if "password" in str(error).lower() else _broken(source) from error
        try:
            fields = file.get_metadata_dict()
            pages, bare = _pages(file, source)
        except pdfium.PdfiumError as error:
            raise _broken(source) from error
        finally:
            file.close()
    _require_text(pages, bare, source)
    story = Story(source)
    begins = write_pages(pages, story)
    title = field(fields.get("Title"))
    declared = Metadata(
        title=title if title and not _MADE_UP_TITLE.match(title) else None,
        author=field(fields.get("Author")),
        language=stated_language(story.text, None),
        saved=loose_date(fields.get("CreationDate")),
    )
    extract = Extract(
        story.text,
        PDF_LOADER,
        declared=declared,
        headings=story.headings,
        pages=begins,
    )
    return as_document(data, source, extract)


def _broken(source: str) -> DocumentError:
    return DocumentError(
        source, "A broken PDF.", next_step="Fetch it again, or open and save it anew in a PDF program."
    )


def _pages(file: Any, source: str) -> tuple[list[list[PrintedLine]], list[int]]:
    """The lines of every page, and the numbers of pages that are pictures without text."""
    pages: list[list[PrintedLine]] = []
    bare: list[int] = []
    left = LONGEST_TEXT
    for number in range(len(file)):
        try:
            page = file[number]
        except pdfium.PdfiumError:  # one damaged page of many: the others are still worth reading
            pages.append([])
            bare.append(number + 1)
            continue
        try:
            lines = list(_lines(page))
            letters = sum(map(str.isalnum, "".join(line.text for line in lines)))
            if letters < _LETTERS_OF_A_PAGE and _has_picture(page):
                bare.append(number + 1)
        finally:
            page.close()
        left -= sum(len(line.text) for line in lines)
        if left < 0:
            raise too_long(source)
        pages.append(lines)
    return pages, bare


def _lines(page: Any) -> Iterator[PrintedLine]:
    """The lines of a page in the order in which the page draws them, with where they stand."""
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        codes = [raw.FPDFText_GetUnicode(handle, at) for at in range(textpage.count_chars())]
        box = raw.FS_RECTF()

        def where(at: int) -> tuple[float, float, float, float]:
            raw.FPDFText_GetLooseCharBox(handle, at, ctypes.byref(box))
            return box.left, box.bottom, box.right, box.top

        start = 0
        for at, code in enumerate([*codes, 10]):
            if code in (10, 13, 0xFFFE, 2):
                line = line_of(codes, start, at, where, divided=code in (0xFFFE, 2))
                if line is not None:
                    yield line
                start = at + 1
    finally:
        textpage.close()


def _has_picture(page: Any) -> bool:
    return next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), None) is not None


def _require_text(pages: list[list[PrintedLine]], bare: list[int], source: str) -> None:
    """Refuses scans and fonts that do not say which letters they draw; warns of single pages without text."""
    text = "".join(line.text for page in pages for line in page)
    letters = sum(map(str.isalnum, text))
    if letters < _LETTERS_OF_A_PAGE * max(1, len(bare)) and bare:
        raise DocumentError(source, "A scan: its pages are pictures without text.", next_step=_SCANNED)
    if not letters:
        raise DocumentError(source, "Holds no text.", next_step=_SCANNED)
    if len(_NO_LETTERS.findall(text)) > letters:
        raise DocumentError(
            source,
            "Its fonts do not say which letters they draw, so its text cannot be read.",
            next_step=_SCANNED,
        )
    if bare:
        listed = ", ".join(map(str, bare[:10])) + (" …" if len(bare) > 10 else "")
        logger.warning("%s: nothing could be read on page %s, which may be scanned.", source, listed)
