"""docx and odt: paragraphs, headings, tables and notes in their order, and what the files state of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.corpus.formats.opendocument import read_opendocument
from agent.corpus.formats.word import read_word
from agent.corpus.segment import segment
from agent.errors import DocumentError
from tests.corpus.files import FERRY, GRAIN, LOCK, MAYOR, ROWS, opendocument, unzipped, word, zipped

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from agent.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE = "Port | Tonnes | Change\nWesthaven | 12,500 | +12.5 %\nNordstadt | 8,300 | -3.1 %"


def docx(data: bytes) -> Document:
    return read_word(data, "report.docx")


def body(xml: str, **parts: str) -> Document:
    """A docx file with this body, and with other parts' XML by name."""
    members = unzipped(word())
    members["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'.encode()
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'.encode()
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
        listed = members["word/_rels/document.xml.rels"]
        relation = f'<Relationship Id="n{name}" Type="{kind}" Target="{name}.xml"/></Relationships>'
        members["word/_rels/document.xml.rels"] = listed.replace(b"</Relationships>", relation.encode())
    return docx(zipped(members))


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def odt(xml: str, **more: str) -> Document:
    return read_opendocument(opendocument(xml, **more), "report.odt")


def test_a_word_file_is_read_in_order() -> None:
    """Headings, paragraphs and tables as they follow each other; every row of a table is a line."""
    document = docx(word())
    assert document.text == f"Grain in May\n\n{GRAIN}\n\n{TABLE}\n\n{FERRY}"
    assert (document.loader, document.encoding, document.pages) == ("docx/1", None, ())
    assert [document.text[at:].split("\n")[0] for at in document.headings] == ["Grain in May"]


def test_rows_are_sentences_of_their_own() -> None:
    """A row can be cited by itself, and shares a passage with the table's head."""
    document = docx(word())
    roles = {
        sentence.of(document.text): sentence.role
        for passage in segment(document)
        for sentence in passage.sentences
    }
    assert roles["Westhaven | 12,500 | +12.5 %"] == "body"
    assert roles["Grain in May"] == "heading"


def test_word_properties_are_metadata() -> None:
    """Title and author are the file's; the day it was saved is listed, but is no date of publication."""
    metadata = docx(word()).metadata
    assert (metadata.title, metadata.author, metadata.language) == ("Harbour report", "Ada Lindqvist", "en")
    assert metadata.published is None
    assert metadata.saved is not None


@pytest.mark.parametrize("style", ["Title", "Heading 2", "My own"])
def test_headings_are_known_by_their_style(style: str) -> None:
    """Also where they read like a sentence, and where a style builds on a heading's."""

    def write(document: WordDocument) -> None:
        own = document.styles.add_style("My own", 1)
        own.base_style = document.styles["Heading 1"]
        document.add_paragraph("Does the ferry pay?", style=style)
        document.add_paragraph(GRAIN)

    document = docx(word(write))
    assert document.headings == (0,)
    [passage] = segment(document)
    assert passage.sentences[0].role == "heading"


BOX = f"<w:txbxContent><w:p>{run('Box.')}</w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (run("The ferry ") + run("was cancelled."), "The ferry was cancelled."),
        (f"<w:ins>{run('New ')}</w:ins>{run('words.')}", "New words."),
        (f"{run('Old ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del>{run('words.')}", "Old words."),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom>{run('Here.')}", "Here."),
        (f"<w:sdt><w:sdtContent>{run('In a field.')}</w:sdtContent></w:sdt>", "In a field."),
        (f"<w:hyperlink>{run('A link.')}</w:hyperlink>", "A link."),
        (f"{run('One')}<w:r><w:br/></w:r>{run('two.')}", "One\ntwo."),
        (f"{run('One')}<w:r><w:tab/></w:r>{run('two.')}", "One two."),
        (f"{run('12')}<w:r><w:noBreakHyphen/></w:r>{run('5')}", "12-5"),
        (run("um 12\u202f500\u00a0Tonnen \t mehr"), "um 12\u202f500\u00a0Tonnen mehr"),
        (f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('Field.')}", "Field."),
        (f"{run('Host ')}<w:r>{BOX}</w:r>{run('end.')}", "Host end.\n\nBox."),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(xml: str, text: str) -> None:
    """Inserted text, fields and links are read, deleted text is not; a text box follows its paragraph."""
    assert body(f"<w:p>{xml}</w:p>").text == text


def test_footnotes_come_last() -> None:
    """They are part of the text, and leave no mark in the sentence they belong to."""
    note = f'<w:footnote w:id="1"><w:p>{run("Counted by the council.")}</w:p></w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    xml = f"<w:p>{run('The harbour grew')}{mark}{run('.')}</w:p><w:p>{run(FERRY)}</w:p>"
    assert body(xml, footnotes=note).text == f"The harbour grew.\n\n{FERRY}\n\nCounted by the council."


def test_tables_inside_tables_and_frames() -> None:
    """A table in a cell is the cell's words; a table of one cell only frames its paragraphs."""
    inner = (
        f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr></w:tbl>"
    )
    row = f"<w:tr><w:tc>{inner}</w:tc><w:tc><w:p>{run('c')}</w:p></w:tc></w:tr>"
    frame = f"<w:tr><w:tc><w:p>{run(GRAIN)}</w:p><w:p>{run(FERRY)}</w:p></w:tc></w:tr>"
    assert body(f"<w:tbl>{row}</w:tbl><w:tbl>{frame}</w:tbl>").text == f"a b | c\n\n{GRAIN}\n\n{FERRY}"


def test_an_odt_file_is_read_in_order() -> None:
    """Headings, paragraphs, rows, notes after their paragraph; comments and deleted text are not read."""
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )  # fmt: skip
    document = odt(
        f"<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        f'<text:p text:style-name="P1">Harbour report</text:p><text:h text:outline-level="1">Grain</text:h>'
        f"<text:p>{GRAIN}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{MAYOR}</text:p>"
        f"</text:note-body></text:note></text:p><table:table>{rows}</table:table>"
        f"<text:p>The<text:s text:c='999999999'/>ferry<text:line-break/>left<office:annotation><text:p>hm</text:p>"
        f"</office:annotation>.</text:p>",
        styles='<style:style style:name="P1" style:parent-style-name="Title"/>',
    )
    assert document.text == f"Harbour report\n\nGrain\n\n{GRAIN}\n\n{MAYOR}\n\n{TABLE}\n\nThe ferry\nleft."
    assert document.headings == (0, document.text.index("Grain\n"))


def test_odt_properties_are_metadata() -> None:
    """Title, first author and the day of saving; the language only where the text is too short to tell."""
    meta = "<dc:title>Hafen</dc:title><meta:initial-creator>Ada Lindqvist</meta:initial-creator>"
    meta += (
        "<dc:creator>Bo</dc:creator><dc:date>2026-02-11T09:30:00</dc:date><dc:language>it-IT</dc:language>"
    )
    short = odt("<text:p>1905</text:p>", meta=meta).metadata
    assert (short.title, short.author, short.saved, short.language) == (
        "Hafen",
        "Ada Lindqvist",
        "2026-02-11",
        "it",
    )
    assert odt(f"<text:p>{GRAIN} {LOCK}</text:p>", meta=meta).metadata.language == "en"


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_word, zipped({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "Holds no text"),
        (read_word, zipped({"a.txt": "x"}), "it holds no word/document.xml"),
        (read_word, zipped({"word/document.xml": "<w:p"}), "no well-formed XML"),
        (read_word, word()[:3000], "Broken"),
        (read_word, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Encrypted, or in the old binary form"),
        (read_opendocument, opendocument(""), "Holds no text"),
        (read_opendocument, opendocument("<text:p>x</text:p>", manifest="<manifest:encryption-data/>"), "Encrypted"),
        (read_opendocument, zipped({"content.xml": "<a/>"}), "no text document"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so(read: object, data: bytes, message: str) -> None:
    """Broken, encrypted and empty files are refused with the reason and the next step."""
    with pytest.raises(DocumentError, match=message) as raised:
        read(data, "x")  # type: ignore[operator]  # one of the two readers
    assert raised.value.next_step
