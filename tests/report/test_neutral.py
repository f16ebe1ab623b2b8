"""Document words cannot act on the place they are printed in."""

from __future__ import annotations

import html
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from agent.report.neutral import in_json, in_markdown, one_line, printable

HOSTILE = st.text(
    st.characters() | st.sampled_from("\x1b\x9b\x07\r\n\t\x7f\u202e\u2066*_`[]()<>&#|~$-+=1.\\!")
)
SPACED = st.text(st.sampled_from(" \\`*_[]()<>&#;|~$-+=1.)!x:/'\""), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred", "a␛[31mred"),
        ("bell\x07", "bell␇"),
        ("back\x08\x7f", "back␈␡"),
        ("over\rwrite", "over␍write"),
        ("csi\x9b2J", "csi\ufffd2J"),
        ("abc\u202ecba", "abc\ufffdcba"),
        ("half \ud800", "half \ufffd"),
        ("line\nline\tcell", "line\nline\tcell"),
        ("Größe – 12,5 % «sì» 🙂 שלום", "Größe – 12,5 % «sì» 🙂 שלום"),
    ],
)
def test_control_characters_are_shown_not_obeyed(text: str, shown: str) -> None:
    """What a terminal would act on is replaced by something visible; all else stays."""
    assert printable(text) == shown


@given(HOSTILE)
def test_one_line_is_one_harmless_line(text: str) -> None:
    """Whatever the text, the line has no line break and no control character."""
    line = one_line(text)
    assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]


@given(HOSTILE | SPACED)
def test_markdown_shows_the_text_itself(text: str) -> None:
    """A Markdown reader sees one paragraph with exactly the words of the text."""
    rendered = MarkdownIt("commonmark").render(in_markdown(text)).rstrip("\n")
    shown = rendered.removeprefix("<p>").removesuffix("</p>")
    assert html.unescape(shown) == one_line(text).replace("\x00", "\ufffd")
    assert "<" not in shown


@given(HOSTILE)
def test_json_stays_the_same_value(text: str) -> None:
    """Escaping what terminals act on changes no value."""
    document = json.dumps(text, ensure_ascii=False)
    assert json.loads(in_json(document)) == text
    assert not [c for c in in_json(document) if unicodedata.category(c) in {"Cc", "Cs"}]
