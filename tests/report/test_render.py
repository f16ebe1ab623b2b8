"""Every format tells the same result."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.report import (
    Format,
    render_answer,
    render_document,
    render_ingest,
    render_sources,
    render_verdict,
)
from agent.result import Answer, IngestReport, Skipped, Statement, Verdict
from tests.report.results import QUOTE, abstention, answer, citation, record, verdict

READABLE: list[Format] = ["text", "md", "html"]
HOSTILE = "</q><script>alert(1)</script> \x1b[2J *bold* [1] \u202e & \"x\" 'y'"


class Page(HTMLParser):
    """The words and tags of a fragment; fails on tags that do not close in order."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(fragment)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def words(page: str, format: Format) -> str:
    """What a reader sees of a page."""
    return Page(page).words if format == "html" else page


@pytest.mark.parametrize("format", READABLE)
def test_an_answer_shows_quote_place_and_engine(format: Format) -> None:
    """Statement, outlet, date, file, offsets and engine are on the page."""
    seen = words(render_answer(answer(), format), format)
    place = ("Harbour News", "2025-06-01", "port.txt, 8–50")
    for part in (QUOTE, *place, "1 independent origin", "extractive"):
        assert part in seen


def test_a_quote_is_not_told_twice() -> None:
    """On the terminal a statement that is its own quote is followed by its place alone."""
    assert render_answer(answer(), "text").count(QUOTE) == 1
    paraphrase = answer(statements=[Statement(text="It was 12,500 tonnes.", citations=[1], hedged=True)])
    page = render_answer(paraphrase, "text")
    assert "It was 12,500 tonnes. [1] (reported, not confirmed)" in page
    assert f"[1] “{QUOTE}”" in page


@pytest.mark.parametrize("format", READABLE)
def test_an_abstention_says_why_and_what_came_nearest(format: Format) -> None:
    """Reason, queries, number of passages, nearest quote, its place and what it lacks."""
    seen = words(render_answer(abstention(), format), format)
    for part in (
        "do not answer this",
        "No passage gives a figure for June.",
        "120 passages",
        "harbour June",
        QUOTE,
        "port.txt, 8–50",
        "the figure for June",
    ):
        assert part in seen
    assert "independent origin" not in seen


@pytest.mark.parametrize("format", READABLE)
def test_a_verdict_shows_every_source(format: Format) -> None:
    """Label, confidence, why, each stance with quotes, what disputes it, and who is silent."""
    seen = words(render_verdict(verdict(), format), format)
    for part in (
        "REFUTED",
        "confidence 0.87",
        "port.txt gives 12,500 tonnes.",
        QUOTE,
        "Disputed by",
        "The mayor called it wrong.",
        "coast.txt",
        "Silent: weather.txt",
        "0 supporting, 1 refuting",
    ):
        assert part in seen


@pytest.mark.parametrize("format", READABLE)
def test_explain_adds_what_lies_behind(format: Format) -> None:
    """Comparisons, dropped statements, searches and timings appear with ``explain`` only."""
    plain = words(render_verdict(verdict(), format) + render_answer(answer(), format), format)
    explained = words(
        render_verdict(verdict(), format, explain=True) + render_answer(answer(), format, explain=True),
        format,
    )
    for part in ("number: ", "It was a record.", "harbour May", "total 12 ms", "test/1"):
        assert part in explained
        assert part not in plain


@pytest.mark.parametrize("label", ["supported", "refuted", "conflicting", "not_enough_evidence"])
@pytest.mark.parametrize("format", READABLE)
def test_every_label_has_words(label: str, format: Format) -> None:
    """The label is spelt out in capitals."""
    assert label.replace("_", " ").upper() in render_verdict(verdict(verdict=label), format)


@pytest.mark.parametrize("format", READABLE)
def test_hostile_documents_stay_words(format: Format) -> None:
    """A quote with tags, escape codes and Markdown adds none of them to the page."""
    bad = citation(quote=HOSTILE, source=f"{HOSTILE}.txt", outlet=HOSTILE, title=HOSTILE)
    pages = [
        render_answer(answer(statements=[Statement(text=HOSTILE, citations=[1])], citations=[bad]), format),
        render_verdict(verdict(claim=HOSTILE, why=HOSTILE, citations=[bad]), format, explain=True),
        render_sources([record(source=HOSTILE, title=HOSTILE, origins=[HOSTILE])], format),
        render_ingest(IngestReport(skipped=[Skipped(source=HOSTILE, why=HOSTILE)]), format),
    ]
    for page in pages:
        assert "\x1b" not in page
        assert "\u202e" not in page
        if format == "html":
            assert "script" not in [tag for tag, _ in Page(page).tags]
            assert "<script>alert(1)</script>" in Page(page).words
        if format == "md":
            assert "*bold*" not in page.replace("\\*", "")
            assert "<script" not in page.replace("\\<", "")


def test_a_block_quote_cites_characters() -> None:
    """The cite attribute names the file and the characters as RFC 5147 counts them."""
    page = Page(render_answer(answer(citations=[citation(source="a b/port:1.txt")]), "html"))
    quoted = [attributes for tag, attributes in page.tags if tag == "blockquote"]
    assert [attributes["cite"] for attributes in quoted] == ["a%20b/port%3A1.txt#char=8,50"]


def test_json_is_the_record() -> None:
    """The JSON reads back as the same record, and letters are not escaped."""
    for result, page in (
        (answer(question="Größe?"), render_answer(answer(question="Größe?"), "json")),
        (verdict(claim="Größe"), render_verdict(verdict(claim="Größe"), "json")),
    ):
        assert "Größe" in page
        assert type(result).model_validate_json(page) == result
    assert json.loads(render_answer(answer(), "json"))["schema"] == "seedcheck.answer/1"


@given(st.text())
def test_json_takes_any_text(text: str) -> None:
    """Any question and quote, lone surrogates too, comes back the same."""
    page = render_answer(answer(question=text, citations=[citation(quote=text)]), "json")
    assert json.loads(page)["question"] == text
    assert json.loads(page)["citations"][0]["quote"] == text


@pytest.mark.parametrize("format", ["text", "md", "html", "json"])
def test_sources_and_ingest_name_the_documents(format: Format) -> None:
    """Names, outlets, origins; what was added and why something was skipped."""
    listed = render_sources([record()], format)
    assert "port.txt" in listed
    assert "Coast Agency" in listed
    report = IngestReport(
        added=["a.txt"], unchanged=["b.txt"], skipped=[Skipped(source="c.bin", why="binary")]
    )
    told = render_ingest(report, format)
    assert "a.txt" in told
    assert "binary" in told
    if format != "json":
        assert "1 unchanged, 1 added, 1 skipped" in told


def test_a_document_is_printed_exactly() -> None:
    """Nothing is added to or taken from the text, so that it can be compared with the file."""
    text = "  A line\r\nanother\x1b, no line break at the end"
    assert render_document("a.txt", text, "text") == text
    assert json.loads(render_document("a.txt", text, "json"))["text"] == text
    assert "another␛" in render_document("a.txt", text, "html")


def test_results_without_optional_parts_render() -> None:
    """A verdict with nothing found and an answer without origins are pages too."""
    bare_verdict: Verdict = verdict(verdict="not_enough_evidence", stances=[], citations=[], disputed_by=[])
    bare_answer: Answer = answer(citations=[citation(outlet=None, published=None)], timings_ms={})
    for format in READABLE:
        assert "120 passages" in words(render_verdict(bare_verdict, format), format)
        assert "port.txt, 8–50" in words(render_answer(bare_answer, format), format)


@pytest.mark.parametrize("format", READABLE)
def test_pages_are_told(format: Format) -> None:
    """Where a document has pages, a quote is given with its page, the nearest sentence too; `sources` counts them."""
    cited = answer(citations=[citation(page=7)])
    assert "port.txt, page 7, 8–50" in words(render_answer(cited, format), format)
    assert "page" not in words(render_answer(answer(), format), format)
    told = abstention()
    assert told.search.nearest is not None
    near = told.search.nearest.model_copy(update={"page": 3})
    asked = told.model_copy(update={"search": told.search.model_copy(update={"nearest": near})})
    assert "page 3" in words(render_answer(asked, format), format)
    listed = words(render_sources([record(pages=12, saved="2026-02-11")], format), format)
    assert "12" in listed
    assert "2026-02-11" in listed
