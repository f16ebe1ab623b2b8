"""Archives that want to do harm: bombs, entities, depth."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from agent.corpus.formats import SUFFIXES, archive
from agent.corpus.formats.archive import Archive
from agent.errors import DocumentError
from tests.corpus.files import GRAIN, ebook, opendocument, unzipped, word, xhtml, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

LAUGHS = "".join(
    f'<!ENTITY a{number} "{("&a" + str(number - 1) + ";") * 10 if number else "lol"}">'
    for number in range(12)
)


def document_xml(body: str, doctype: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'{doctype}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped({**unzipped(word()), "word/document.xml": xml})


def text_of(suffix: str, data: bytes) -> str:
    [document] = SUFFIXES[suffix](data, "x")
    return document.text


@pytest.mark.parametrize(
    ("suffix", "member"),
    [(".docx", "word/document.xml"), (".odt", "content.xml"), (".epub", "META-INF/container.xml")],
)
def test_a_zip_bomb_is_refused_unread(suffix: str, member: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would unpack to more than a document needs is refused by its declared size."""
    monkeypatch.setattr(archive, "MOST_XML_BYTES", 1_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(DocumentError, match="Unpacks to far more than a document needs"):
        SUFFIXES[suffix](zipped({member: " " * 1_000_001}), "x")


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members, or many bytes in them, are refused at opening."""
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(DocumentError, match="Unpacks to far more"):
        Archive(zipped({"a": "x" * 600, "b": "y" * 600}), "x")
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(DocumentError, match="Unpacks to far more"):
        Archive(zipped({"a": "", "b": "", "c": ""}), "x")


def test_a_size_that_lies_only_breaks_the_archive() -> None:
    """A member that declares fewer bytes than it holds is never read beyond them."""
    data = zipped({"a.xml": f"<a>{'x' * 5000}</a>"})
    size = (5007).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(DocumentError, match=r"a\.xml is damaged"):
        Archive(data.replace(size, (9).to_bytes(4, "little")), "x").read("a.xml")


def test_locked_members_are_encrypted() -> None:
    """The archive's own password protection is recognised."""
    data = bytearray(zipped({"a.xml": "<a/>"}))
    data[6] |= 1  # general purpose flags of the member, then of its entry in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentError, match="Encrypted"):
        Archive(bytes(data), "x").read("a.xml")


@pytest.mark.parametrize("entity", ["&a11;", "&file;", "&unknown;"])
def test_entities_are_not_expanded(entity: str) -> None:
    """Neither a billion laughs nor a file of this machine gets into the text."""
    doctype = f'<!DOCTYPE w [{LAUGHS}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    with suppress(DocumentError):
        found = text_of(".docx", document_xml(f"<w:p><w:r><w:t>{GRAIN} {entity}</w:t></w:r></w:p>", doctype))
        assert found.removeprefix(GRAIN).strip() in {"", entity}
    with suppress(DocumentError):
        page = xhtml(f"<p>{GRAIN} {entity}</p>").replace(
            "<!DOCTYPE html>", doctype.replace("DOCTYPE w", "DOCTYPE html")
        )
        assert len(text_of(".epub", ebook({"a.xhtml": page}))) < 200


ODT_ROW = (
    "<table:table-row>" + "<table:table-cell><text:p>a</text:p></table:table-cell>" * 2 + "</table:table-row>"
)
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".odt", lambda n: opendocument("<text:p>a tiny one</text:p>" * n)),
        (".odt", lambda n: opendocument(f"<table:table>{ODT_ROW * n}</table:table>")),
        (".odt", lambda n: opendocument("<text:p>" * 20 * n)),
        (".odt", lambda n: opendocument(f"<text:p>{'harbour ' * 20 * n}</text:p>")),
        (".docx", lambda n: document_xml("<w:p><w:r><w:t>a tiny one</w:t></w:r></w:p>" * n)),
        (".docx", lambda n: document_xml(f"<w:tbl>{f'<w:tr>{WIDE * 2}</w:tr>' * n}</w:tbl>")),
        (".epub", lambda n: ebook({"a.xhtml": xhtml("<p>a tiny one</p>" * n)})),
        (".epub", lambda n: ebook({"a.xhtml": "<p>a" + "<b>" * 20 * n})),
        (".epub", lambda n: ebook({f"{number}.xhtml": xhtml("<p>a</p>") for number in range(n // 10)})),
    ],
)
def test_time_is_linear_in_the_length(suffix: str, make: Callable[[int], bytes]) -> None:
    """A million tiny paragraphs, endless ones and deep nesting, scaled down: four times as much, not sixteen."""

    def seconds(count: int) -> float:
        data = make(count)
        started = time.process_time()
        with suppress(DocumentError):
            SUFFIXES[suffix](data, "x")
        return time.process_time() - started

    seconds(50)
    assert min(seconds(1200), seconds(1200)) < 10 * seconds(300) + 0.5


def test_an_archive_is_opened_from_its_bytes() -> None:
    """Members are found by name, a missing one is named."""
    opened = Archive(zipped({"a.xml": "<a/>"}), "x")
    assert "a.xml" in opened
    assert "b.xml" not in opened
    with pytest.raises(DocumentError, match=r"it holds no b\.xml"):
        opened.xml("b.xml")
    with pytest.raises(DocumentError, match="it is no zip archive"):
        Archive(io.BytesIO().getvalue(), "x")
