"""pdf: running text from printed lines, with the page of each sentence."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from agent.corpus.formats import pdf as loader
from agent.corpus.formats.extract import LONGEST_TEXT
from agent.corpus.formats.pdf import PDF_LOADER, read_pdf
from agent.corpus.segment import segment
from agent.errors import DocumentError
from tests.corpus.files import FERRY, GRAIN, LOCK, MAYOR, ROWS, column, lines, pdf, picture, together

if TYPE_CHECKING:
    from agent.document import Document

STORY = " ".join((GRAIN, FERRY, LOCK, MAYOR))
HALF = FERRY.index("was")


def read(data: bytes) -> Document:
    return read_pdf(data, "report.pdf")


def text(*pages: object) -> str:
    return read(pdf(*pages)).text  # type: ignore[arg-type]  # what the functions of tests.corpus.files return


def test_wrapped_lines_are_paragraphs() -> None:
    """Lines that only end at the margin are put together; a short line ends its paragraph."""
    assert text(column(STORY, MAYOR)) == f"{STORY}\n\n{MAYOR}"


def test_paragraphs_without_gaps_are_told_by_their_last_line() -> None:
    """No white space between them: the line that had room for the next word ends one."""
    assert text(column(f"{STORY} Nobody knew.", f"{MAYOR} {GRAIN}", gap=0)).count("\n\n") == 1


def test_columns_are_read_one_after_the_other() -> None:
    """A sentence that goes on in the next column stays whole."""
    half = STORY.index("eleven")
    page = together(column(STORY[:half], left=60), column(STORY[half:], left=320))
    assert text(page) == STORY


def test_a_large_line_is_a_heading() -> None:
    """Type size tells headings, also where they read like sentences."""
    page = together(lines("Does the ferry pay?", size=18), column(STORY, top=740))
    document = read(pdf(page))
    assert document.headings == (0,)
    assert document.text == f"Does the ferry pay?\n\n{STORY}"


def test_rows_with_wide_gaps_are_rows_of_a_table() -> None:
    """Each row is a line, its cells parted."""

    def row_by_row(canvas: object) -> None:
        for number, row in enumerate(ROWS):
            for at, cell in enumerate(row):
                lines(cell, left=60 + 150 * at, top=600 - 14 * number)(canvas)  # type: ignore[arg-type]

    found = text(together(column(STORY), row_by_row))
    assert found.endswith("\n\n" + "\n".join(" | ".join(row) for row in ROWS))


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("The new har-", "bour is open.", "The new harbour is open."),
        ("A man from Covid-", "19 times.", "A man from Covid-19 times."),
        ("Der Merkel-", "Besuch endete.", "Der Merkel-Besuch endete."),
        ("Die Ein-", "und Ausfuhr stieg.", "Die Ein- und Ausfuhr stieg."),
        ("It is well-", "known here as well-known.", "It is well-known here as well-known."),
        ("Ice covered \u2013", "they say \u2013 the port.", "Ice covered \u2013 they say \u2013 the port."),
    ],
)
def test_words_divided_at_a_line_end(upper: str, lower: str, joined: str) -> None:
    """The hyphen goes where the line's end put it, and stays where the word has it."""
    assert text(lines(upper, lower)) == joined


def test_every_sentence_knows_its_page() -> None:
    """A sentence that runs over the page's end belongs to the page it starts on; empty pages are counted."""
    document = read(
        pdf(column(GRAIN, FERRY[:HALF]), column(FERRY[HALF:], LOCK), lambda canvas: None, column(MAYOR))
    )
    pages = {
        sentence.of(document.text): sentence.page
        for passage in segment(document)
        for sentence in passage.sentences
    }
    assert pages == {GRAIN: 1, FERRY: 1, LOCK: 2, MAYOR: 4}
    assert len(document.pages) == 4


def test_heads_and_page_numbers_are_left_out() -> None:
    """What stands at the head or foot of neighbouring pages, figures aside, does not part their text."""

    def page(number: int, words: str) -> object:
        head = lines(f"Harbour report {number}", top=820, size=8)
        return together(column(words), head, lines(str(number), left=300, top=20))

    first, second = STORY.index("was"), STORY.index("exporter")
    found = text(page(1, STORY[:first]), page(2, STORY[first:second]), page(3, STORY[second:]))
    assert found == STORY


def test_running_text_that_begins_alike_is_no_head() -> None:
    """Pages of the same words keep them."""
    assert text(column(STORY), column(STORY)).count(GRAIN) == 2


def test_the_file_states_metadata() -> None:
    """Title and author are the file's, but a title that a program made up is none; saving is not publishing."""
    metadata = read(pdf(column(STORY), title="Harbour report", author="Ada Lindqvist")).metadata
    assert (metadata.title, metadata.author, metadata.language) == ("Harbour report", "Ada Lindqvist", "en")
    assert metadata.published is None
    assert metadata.saved == "2000-01-01"
    assert read(pdf(column(STORY), title="Microsoft Word - report.docx")).metadata.title is None


def test_the_loader_and_its_version_are_recorded() -> None:
    """Offsets hold for one version of the extractor."""
    assert read(pdf(column(GRAIN))).loader == PDF_LOADER
    assert PDF_LOADER.startswith("pdf-pdfium-")


@pytest.mark.parametrize(
    ("data", "message", "advice"),
    [
        (pdf(picture, picture), "A scan: its pages are pictures", "ocrmypdf"),
        (pdf(together(picture, lines("p. 7"))), "A scan", "text recognition"),
        (pdf(lambda canvas: None), "Holds no text", "text recognition"),
        (pdf(column(GRAIN), encrypt="secret"), "Encrypted", "without a password"),
        (pdf(column(GRAIN))[:900], "A broken PDF", "Fetch it again"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "A broken PDF", "Fetch it again"),
        (b"", "A broken PDF", "Fetch it again"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, message: str, advice: str) -> None:
    """Scans, encrypted and broken files are refused with the reason and the next step."""
    with pytest.raises(DocumentError, match=message) as raised:
        read(data)
    assert advice in raised.value.next_step


def test_a_file_anyone_may_open_is_read() -> None:
    """An owner's password that forbids printing does not keep it from being read."""
    assert read(pdf(column(GRAIN), encrypt=StandardEncryption("", "owner"))).text == GRAIN


def test_single_scanned_pages_are_told(caplog: pytest.LogCaptureFixture) -> None:
    """The rest is read, and a warning names the pages that were not."""
    with caplog.at_level(logging.WARNING):
        assert read(pdf(column(GRAIN), picture, column(FERRY))).text == f"{GRAIN}\n\n{FERRY}"
    assert "page 2" in caplog.text


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops at the first page too many."""
    assert LONGEST_TEXT == loader.LONGEST_TEXT
    monkeypatch.setattr(loader, "LONGEST_TEXT", 100)
    with pytest.raises(DocumentError, match="Split it into smaller documents"):
        read(pdf(column(STORY), column(STORY)))


def test_threads_may_read_at_once() -> None:
    """PDFium is not made for threads: they take turns."""
    data = pdf(*[column(STORY)] * 3)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read(data).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda n: pdf(lines(*["a tiny one"] * n)),
        lambda n: pdf(lines("harbour " * n)),
        lambda n: pdf(lines("a" + " " * n + "b")),
        lambda n: pdf(*[lines("a tiny one")] * (n // 20)),
        lambda n: pdf(lambda canvas: [canvas.saveState() for _ in range(n)] and lines(GRAIN)(canvas)),
    ],
)
def test_time_is_linear_in_the_length(make: object) -> None:
    """Many lines, one endless line, gaps, pages, depth: four times as much, not sixteen."""

    def seconds(count: int) -> float:
        data = make(count)  # type: ignore[operator]  # one of the functions above
        started = time.process_time()
        assert read(data).text
        return time.process_time() - started

    seconds(50)
    assert min(seconds(2000), seconds(2000)) < 10 * seconds(500) + 0.5
