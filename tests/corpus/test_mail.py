"""eml: one message, its text and what its head states."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from agent.corpus.formats.mail import read_mail
from agent.errors import DocumentError
from tests.corpus.files import FERRY, GRAIN, mail

HEAD = {"Subject": "Größe des Hafens", "From": "Ada Lindqvist <ada@harbour.example>"}


def test_a_message_is_its_plain_text() -> None:
    """The plain part comes before the html one; the head gives title, author and date."""
    document = read_mail(
        mail(f"{GRAIN}\n", html="<p>other</p>", **HEAD, Date="Wed, 11 Feb 2026 09:30:00 +0100"), "m.eml"
    )
    assert document.text == f"{GRAIN}\n"
    metadata = document.metadata
    assert (metadata.title, metadata.author, metadata.published) == (
        "Größe des Hafens",
        "Ada Lindqvist",
        "2026-02-11",
    )
    assert document.loader == "eml/1"


def test_a_message_of_html_is_read_as_a_page() -> None:
    """Then the page's extractor is part of the loader's name."""
    document = read_mail(mail(None, html=f"<html><body><p>{FERRY}</p><p>{GRAIN}</p></body></html>"), "m.eml")
    assert FERRY in document.text
    assert document.loader.startswith("eml/1+html-trafilatura")


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "latin-1"), ("utf-8", "cp1252"), ("no-such-charset", "utf-8")]
)
def test_charsets_are_decoded(charset: str, encoding: str) -> None:
    """As declared, or by the content where the declaration is wrong."""
    words = "Die Fähre fährt für Wochen nicht, hieß es am Sonntag an der gefrorenen Mole der Stadt."
    data = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode() + words.encode(encoding)
    assert read_mail(data, "m.eml").text == words


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"harbour", "no mail message"),
        (b"Subject: x\n\n", "holds no text"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "holds no text"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, message: str) -> None:
    """No message, or one of pictures only."""
    with pytest.raises(DocumentError, match=message):
        read_mail(data, "m.eml")


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 40_000 + b"\n\nharbour",
        b"A: b\n" * 40_000 + b"\nharbour",
        b"Content-Type: text/plain; " + b'a="b"; ' * 100_000 + b"\n\nharbour",
        b"".join(b'Content-Type: multipart/mixed; boundary="a%d"\n\n--a%d\n' % (n, n) for n in range(5000)),
        b"Date: " + b"1 " * 100_000 + b"\nFrom: " + b"(" * 100_000 + b"\n\nharbour",
    ],
)
def test_hostile_messages_take_seconds_at_most(data: bytes) -> None:
    """Endless heads and deep nesting end in a text or a clear error."""
    started = time.process_time()
    with suppress(DocumentError):
        assert read_mail(data, "m.eml").text == "harbour"
    assert time.process_time() - started < 10
