"""Documents of every format, made of invented sentences."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import docx
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docx.document import Document as WordDocument

GRAIN = "The harbour of Westhaven handled 12,500 tonnes of grain in May."
FERRY = "The ferry to the island was cancelled on Sunday, the harbour master said."
LOCK = "The old lock stays closed for eleven weeks, and a well-known exporter left for Nordstadt."
MAYOR = "Mayor Ada Lindqvist told the council that nobody had expected such a year."
ROWS = (("Port", "Tonnes", "Change"), ("Westhaven", "12,500", "+12.5 %"), ("Nordstadt", "8,300", "-3.1 %"))


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive with these members, in this order; one that says what the archive is stays uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word(write: Callable[[WordDocument], object] | None = None) -> bytes:
    """A docx file by python-docx; ``write`` fills it, else it has headings, paragraphs and a table."""
    document = docx.Document()
    (write or _write_word)(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _write_word(document: WordDocument) -> None:
    document.core_properties.title = "Harbour report"
    document.core_properties.author = "Ada Lindqvist"
    document.add_heading("Grain in May", 1)
    document.add_paragraph(GRAIN)
    table = document.add_table(rows=len(ROWS), cols=3)
    for line, row in enumerate(ROWS):
        for column, words in enumerate(row):
            table.cell(line, column).text = words
    document.add_paragraph(FERRY)


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)


def opendocument(body: str, *, meta: str = "", manifest: str = "", styles: str = "") -> bytes:
    """An odt file with this body and these pieces of metadata, manifest and automatic styles."""
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF} {dublin}>{meta}</office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {_ODF}>{manifest}</manifest:manifest>",
        }
    )


def ebook(chapters: Mapping[str, str], *, metadata: str = "", **more: str) -> bytes:
    """An epub book of these pages by file name; ``more`` are members of META-INF without their ending."""
    items = "".join(
        f'<item id="c{number}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book/content.opf"/></rootfiles></container>'
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            **{f"META-INF/{name}.xml": content for name, content in more.items()},
            "book/content.opf": package,
            **{f"book/{name}": page for name, page in chapters.items()},
        }
    )


def xhtml(body: str) -> str:
    """A page of an epub book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>not read</title></head><body>{body}</body></html>"
    )


def mail(text: str | None, *, html: str | None = None, **headers: str) -> bytes:
    """A message with a plain part, an html part or both."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text is not None else message.set_content)(html, subtype="html")
    return message.as_bytes()


def pdf(*pages: Callable[[Canvas], object], title: str = "", author: str = "", **options: object) -> bytes:
    """A pdf file; each function draws one page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=0, **options)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(
    *paragraphs: str, left: float = 60, top: float = 780, width: float = 240, size: float = 11, gap: float = 6
) -> Callable[[Canvas], float]:
    """Draws paragraphs as wrapped lines, downward from ``top``; returns where it ended."""

    def draw(canvas: Canvas) -> float:
        y = top
        for paragraph in paragraphs:
            for line in simpleSplit(paragraph, "Helvetica", size, width):
                lines(line, left=left, top=y, size=size)(canvas)
                y -= 1.2 * size
            y -= gap
        return y

    return draw


def lines(*words: str, left: float = 60, top: float = 780, size: float = 11) -> Callable[[Canvas], None]:
    """Draws lines one below the other, as they are."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(words):
            canvas.drawString(left, top - 1.2 * size * number, line)

    return draw


def together(*drawn: Callable[[Canvas], object]) -> Callable[[Canvas], None]:
    """Draws all of these on one page."""

    def draw(canvas: Canvas) -> None:
        for one in drawn:
            one(canvas)

    return draw


def picture(canvas: Canvas) -> None:
    """Draws a picture over the page, as a scanner does."""
    canvas.drawInlineImage(Image.new("L", (20, 20), 200), 0, 0, *A4)


def samples() -> Sequence[tuple[str, bytes]]:
    """One small file of each format, by suffix."""
    row = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in ROWS[1])
    odt = f'<text:h text:outline-level="1">Grain</text:h><text:p>{GRAIN}</text:p>'
    odt += f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    page = xhtml(f"<h1>Grain</h1><p>{GRAIN}</p><p>{FERRY}</p>")
    return (
        (".txt", f"{GRAIN}\n\n{FERRY}\n".encode()),
        (".md", f"---\ntitle: Grain\n---\n# Grain\n\n{GRAIN}\n".encode()),
        (
            ".html",
            f"<html><body><article><h1>Grain</h1><p>{GRAIN}</p><p>{FERRY}</p></article></body></html>".encode(),
        ),
        (".jsonl", f'{{"id": "a", "text": "{GRAIN}"}}\n{{"id": "b", "text": "{FERRY}"}}\n'.encode()),
        (".eml", mail(GRAIN, html=f"<p>{GRAIN}</p>", Subject="Grain", From="Ada <ada@harbour.example>")),
        (".docx", word()),
        (".odt", opendocument(odt, meta="<dc:title>Grain</dc:title>")),
        (".epub", ebook({"one.xhtml": page}, metadata="<dc:title>Grain</dc:title>")),
        (".pdf", pdf(column(GRAIN, FERRY), column(LOCK, MAYOR))),
    )
