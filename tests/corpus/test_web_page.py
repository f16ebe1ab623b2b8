"""Web pages: the text, and what their head states."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from agent.corpus.formats.web_page import HTML_LOADER, read_web_page
from agent.corpus.segment import segment
from agent.errors import DocumentError
from tests.corpus.files import ROWS

if TYPE_CHECKING:
    from agent.document import Document

PROSE = (
    "The harbour froze over on Sunday, and the ferry to the island was cancelled.",
    "Pilots have voted to strike from Monday, the harbour master said.",
    "On 3 June 2021 the lock was closed for a year & reopened late.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Harbour freezes over | Harbour News</title>
<meta property="og:site_name" content="Harbour News"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2026-02-11T09:30:00+01:00">
<link rel="canonical" href="https://harbour.example/ice">
<script>var tracking = "The script must never be quoted.";</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Harbour freezes over</h1><p>{PROSE[0].replace("Sunday", "<b>Sunday</b>")}</p>
<h2>The strike</h2><p>{PROSE[1]}</p>
<p>{PROSE[2].replace("&", "&amp;")}</p></article>
<footer>© 2026 Harbour News AB</footer><script>alert("The second script.")</script></body></html>"""


def page(html: str | bytes) -> Document:
    return read_web_page(html if isinstance(html, bytes) else html.encode(), "ice.html")


def test_a_page_is_its_article() -> None:
    """Headline, headings and paragraphs stay; scripts, styles and navigation go."""
    document = page(PAGE)
    for sentence in ("Harbour freezes over", "The strike", *PROSE):
        assert sentence in document.text
    for word in ("script", "color", "tracking", "<b>", "&amp;"):
        assert word not in document.text


def test_the_loader_and_its_version_are_recorded() -> None:
    """Offsets hold for one version of the extractor."""
    assert page(PAGE).loader == HTML_LOADER
    assert HTML_LOADER.startswith("html-trafilatura-2")
    assert HTML_LOADER.endswith("/1")


def test_the_head_states_metadata() -> None:
    """Title, site, author, date, address and language are those of the page's head."""
    metadata = page(PAGE).metadata
    assert metadata.title == "Harbour freezes over"
    assert metadata.outlet == "Harbour News"
    assert metadata.author == "Jane Doe"
    assert metadata.published == "2026-02-11"
    assert metadata.language == "en"
    assert metadata.url == "https://harbour.example/ice"


def test_a_template_does_not_decide_the_language() -> None:
    """The text tells its language; what the page declares counts where the text is too short to tell."""
    words = "Der Hafen ist am Sonntag zugefroren, und die Fähre zur Insel fiel für eine ganze Woche aus. " * 4
    assert (
        page(f'<html lang="en"><body><article><p>{words}</p></article></body></html>').metadata.language
        == "de"
    )
    assert (
        page('<html lang="it"><body><article><p>1905</p></article></body></html>').metadata.language == "it"
    )


def test_dates_in_the_prose_are_not_the_date() -> None:
    """Without a declared date, a page has none, whatever its text speaks of."""
    html = PAGE.replace('<meta property="article:published_time" content="2026-02-11T09:30:00+01:00">', "")
    assert page(html).metadata.published is None


@pytest.mark.parametrize(
    ("charset", "encoding", "recorded"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "cp1252", "windows-1252"),
        ("windows-1252", "cp1252", "cp1252"),
        ("iso-8859-2", "iso-8859-2", "iso8859-2"),
        ("iso-8859-1", "utf-8", "utf-8"),
        ("no-such-charset", "utf-8", "utf-8"),
    ],
)
def test_the_declared_encoding_is_used(charset: str, encoding: str, recorded: str) -> None:
    """Valid UTF-8 is UTF-8; else the encoding that the head declares."""
    words = "Die Fähre fährt für Wochen nicht, hieß es am Sonntag an der gefrorenen Mole der Stadt. " * 4
    html = (
        f'<html><head><meta charset="{charset}"></head><body><article><p>{words}</p></article></body></html>'
    )
    document = page(html.encode(encoding))
    assert words.strip() in document.text
    assert document.encoding == recorded


def test_utf_16_pages_are_read() -> None:
    """A byte order mark tells UTF-16."""
    assert PROSE[0] in page(PAGE.encode("utf-16")).text


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{PROSE[0]}",
        f"<html><body><p>{PROSE[0]}<p>{PROSE[1]}</div></b></article>",
        f"{PROSE[0]} {PROSE[1]}",
        f"<article><p>{PROSE[0]}</p><script>never closed",
        f"<!DOCTYPE html PUBLIC><<<<><p>{PROSE[0]}</p>&#0;&nosuch;",
    ],
)
def test_broken_pages_give_their_text(html: str) -> None:
    """Missing ends, stray tags, no tags at all: the sentence is found."""
    assert PROSE[0] in page(html).text


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><img src=x></body></html>", "<!-- nothing -->"]
)
def test_a_page_without_text_is_an_error(html: str) -> None:
    """The error says what to do instead."""
    with pytest.raises(DocumentError, match=r"No text could be found in this page\. Save"):
        page(html)


def test_headings_of_a_page_are_headings() -> None:
    """Extracted headings are told from prose, and the page is rebuilt from its passages."""
    document = page(PAGE)
    passages = segment(document)
    roles = {
        sentence.of(document.text): sentence.role for passage in passages for sentence in passage.sentences
    }
    assert roles["The strike"] == "heading"
    assert roles[PROSE[0]] == "body"
    assert "".join(passage.of(document.text) for passage in passages) == document.text


def test_tables_are_read_row_by_row() -> None:
    """Each row is a line and a sentence of its own, which can be cited; the rule below the head is not."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    document = page(PAGE.replace("<h2>", f"<table>{rows}</table><h2>"))
    roles = {
        sentence.of(document.text).strip(" |"): sentence.role
        for passage in segment(document)
        for sentence in passage.sentences
    }
    for row in ROWS:
        assert roles[" | ".join(row)] == "body"
    assert not {words for words, role in roles.items() if role == "body" and "---" in words}


@pytest.mark.parametrize(
    "html",
    ["<div>" * 8_000, "<p>" * 8_000 + PROSE[0], f"<html><body><p>{PROSE[1] * 5000}</p></body></html>"],
)
def test_hostile_pages_take_seconds_at_most(html: str) -> None:
    """Deep nesting and endless paragraphs end in a text or a clear error."""
    start = time.monotonic()
    with suppress(DocumentError):
        assert page(html).text
    assert time.monotonic() - start < 10
