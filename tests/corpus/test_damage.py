"""Damaged and hostile files: whatever the bytes, a loader gives documents or says why not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.corpus.formats import SUFFIXES, sniff
from agent.corpus.segment import segment
from agent.errors import DocumentError
from tests.corpus.files import samples, unzipped, zipped

if TYPE_CHECKING:
    from agent.document import Document

EXAMPLES = int(os.environ.get("DAMAGE_EXAMPLES", "25"))
"""How many files each loader gets; the environment may ask for more."""

SAMPLES = dict(samples())
PIECES = (
    *(
        b"<",
        b">",
        b"</w:p>",
        b"<w:p>",
        b"&lt;",
        b"&x;",
        b"<![CDATA[",
        b"<!--",
        b"<table><tr><td>",
        b"\0",
        b"\xff\xfe",
    ),
    *(
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"{",
        b'"',
        b"[" * 50,
        b"\\ud800",
        b"\r",
        b"\x0c",
        b"=?utf-8?b?",
        b"--",
    ),
    *(
        b" 0 R",
        b"endobj",
        b"stream\n",
        b"<<",
        b"/Kids [1 0 R]",
        b"999999999",
        b"-1",
        b"/Length 1",
        b"PK\x05\x06",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with pieces cut out, doubled and put in."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(changed)))
        cut = draw(st.sampled_from((0, 0, 1, 3, 40, 400)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)))
        if draw(st.booleans()):
            piece = bytes(changed[at : at + 60]) * draw(st.integers(1, 4))
        changed[at : at + cut] = piece
    return bytes(changed)


@st.composite
def damaged_inside(draw: st.DrawFn, data: bytes) -> bytes:
    """A zip archive with some of its members damaged or taken out, but a sound archive."""
    members = unzipped(data)
    for name in draw(st.sets(st.sampled_from(sorted(members)), min_size=1, max_size=3)):
        if draw(st.integers(0, 5)):
            members[name] = draw(damaged(members[name]))
        else:
            del members[name]
    return zipped(members)


def hostile(suffix: str) -> st.SearchStrategy[bytes]:
    """Files for the loader of ``suffix``: damaged ones, other formats' and bytes without any form."""
    own = SAMPLES[suffix]
    strategies = [
        damaged(own),
        damaged(own),
        st.binary(max_size=400),
        st.sampled_from(list(SAMPLES.values())),
    ]
    if own.startswith(b"PK"):
        strategies += [damaged_inside(own)] * 4
    return st.one_of(strategies)


def check(document: Document) -> None:
    """What holds for every document: text that can be stored, offsets inside it, passages that tile it."""
    assert document.text.strip()
    document.text.encode()
    assert "\0" not in document.text
    assert all(0 <= start <= len(document.text) for start in (*document.headings, *document.pages))
    assert list(document.pages) == sorted(document.pages)
    assert "".join(passage.of(document.text) for passage in segment(document)) == document.text


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_bytes_are_documents_or_a_clear_error(suffix: str, data: st.DataObject) -> None:
    """Random, cut, doubled and mixed-up bytes: nothing but DocumentError comes out, and it says what to do."""
    file = data.draw(hostile(suffix))
    refused: DocumentError | None = None
    documents: list[Document] = []
    try:
        documents = SUFFIXES[suffix](file, "x")
    except DocumentError as error:
        refused = error
    assert bool(documents) != bool(refused)
    assert refused is None or (refused.reason.endswith(".") and refused.next_step)
    for document in documents:
        check(document)


@pytest.mark.parametrize("suffix", SAMPLES)
def test_every_format_is_told_by_its_bytes(suffix: str) -> None:
    """Standard input has no suffix: what begins as a format does is read as one; a message only as text."""
    plain = {".md": ".txt", ".eml": ".txt"}
    assert sniff(SAMPLES[suffix]) is SUFFIXES[plain.get(suffix, suffix)]
