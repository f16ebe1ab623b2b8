"""epub: chapters in reading order."""

from __future__ import annotations

import pytest

from agent.corpus.formats.ebook import read_ebook
from agent.errors import DocumentError
from tests.corpus.files import FERRY, GRAIN, MAYOR, ROWS, ebook, xhtml, zipped


def test_chapters_are_read_in_order() -> None:
    """The spine's order counts; headings, paragraphs, lists and table rows are blocks; navigation is left out."""
    row = "".join(f"<td>{cell}</td>" for cell in ROWS[1])
    first = xhtml(
        f"<nav>Contents</nav><h1>One&nbsp;year</h1><p>The <i>old</i>\n lock<br/>is shut.</p><p>{GRAIN}</p>"
    )
    second = xhtml(
        f"<div>Loose <p>{FERRY}</p> end</div><ul><li>one</li><li>two</li></ul><table><tr>{row}</tr></table>"
    )
    document = read_ebook(ebook({"z one.xhtml": first, "a.xhtml": second}), "book.epub")
    assert document.text == (
        f"One\u00a0year\n\nThe old lock\nis shut.\n\n{GRAIN}\n\nLoose\n\n{FERRY}\n\nend\n\none\n\ntwo\n\n"
        "Westhaven | 12,500 | +12.5 %"
    )
    assert document.headings == (0,)
    assert document.loader == "epub/1"


def test_the_book_states_metadata() -> None:
    """Title, author, publisher and date of publication are the book's."""
    stated = "<dc:title>Harbours</dc:title><dc:creator>Ada Lindqvist</dc:creator>"
    stated += (
        "<dc:publisher>Quay Press</dc:publisher><dc:date>2025-03</dc:date><dc:language>en-GB</dc:language>"
    )
    metadata = read_ebook(ebook({"a.xhtml": xhtml(f"<p>{MAYOR}</p>")}, metadata=stated), "book.epub").metadata
    assert (metadata.title, metadata.author, metadata.outlet) == ("Harbours", "Ada Lindqvist", "Quay Press")
    assert (metadata.published, metadata.language) == ("2025-03", "en")


@pytest.mark.parametrize(
    "page",
    [f"<html><body><p>{FERRY}<b>", f"<p>{FERRY}</p>", xhtml(f"<p>{FERRY}</p>").replace("<p>", "<p title=x>")],
)
def test_pages_that_are_not_well_formed_are_read_as_html(page: str) -> None:
    """Books made by hand are read all the same."""
    assert FERRY in read_ebook(ebook({"a.xhtml": page}), "book.epub").text


LOCKED = '<encryption><CipherData><CipherReference URI="book/{}"/></CipherData></encryption>'


def test_locked_fonts_do_not_lock_a_book() -> None:
    """Books hide their fonts the same way; only locked text is a reason to refuse."""
    pages = {"a.xhtml": xhtml(f"<p>{FERRY}</p>")}
    assert read_ebook(ebook(pages, encryption=LOCKED.format("font.otf")), "book.epub").text == FERRY
    with pytest.raises(DocumentError, match="Encrypted"):
        read_ebook(ebook(pages, encryption=LOCKED.format("a.xhtml")), "book.epub")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ebook({"a.xhtml": xhtml("")}), "Holds no text"),
        (ebook({}), "Holds no text"),
        (zipped({"mimetype": "application/epub+zip"}), r"holds no META-INF/container\.xml"),
        (zipped({"META-INF/container.xml": "<container/>"}), "names no book"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, message: str) -> None:
    """Empty and broken books are refused."""
    with pytest.raises(DocumentError, match=message):
        read_ebook(data, "book.epub")
