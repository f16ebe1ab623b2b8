"""Decoding without loss, and folding with a way back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.canonical import NotTextError, decode, fold, fold_with_offsets
from tests.text.gold import MIXED

TEXTS = {
    "en": "The café’s owner said “no”. It cost £5.",
    "de": "Zürich grüßt die Größe der Straße – „schön“.",
    "it": "La città è più bella perché c’è il caffè.",
    "fr": "L’été à Genève coûte cher, où êtes-vous ? Ça va.",
    "es": "¿Dónde está el niño? Mañana, señor.",
}


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc"])))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """Valid UTF-8 decodes to its own characters, newlines included, under the name utf-8."""
    assert decode(f"{text}\r\n{text}\n".encode()) == (f"{text}\r\n{text}\n", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [*TEXTS.values(), ""])
def test_a_byte_order_mark_decides_and_is_no_text(encoding: str, text: str) -> None:
    """With a byte order mark the encoding is certain, and the mark is not part of the text."""
    data = text.encode(encoding)
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("language", ["en", "de", "it", "fr"])
def test_old_western_files_read_right(language: str, encoding: str) -> None:
    """One sentence in an old western encoding is enough to read it, and the name given reads it again."""
    data = TEXTS[language].encode(encoding)
    text, name = decode(data)
    assert text == TEXTS[language]
    assert data.decode(name) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Müller", "cp1252"),
        ("Perché?", "cp1252"),
        ("El año", "cp1252"),
        ("«Français»", "cp1252"),
        ("Zażółć gęślą jaźń, proszę państwa.", "cp1250"),
        ("Привет, как дела сегодня вечером?", "cp1251"),
    ],
)
def test_short_and_eastern_texts(text: str, encoding: str) -> None:
    """Single words with one accent read right, and western guesses do not swallow other scripts."""
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"plain\0text", "binary"),
        (b"\x01\x02\x03\x04abc", "binary"),
        ("Müller und Söhne".encode()[:-1] + b"\xff", "damaged UTF-8"),
        ("Müller und Söhne".encode("utf-16")[:-1], "damaged UTF-16"),
        (b"\xff\xfe\x00\xd8a\x00", "damaged UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    """Binary and damaged files raise an error that says which they are."""
    with pytest.raises(NotTextError, match=reason):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_either_decode_exactly_or_are_refused(data: bytes) -> None:
    """The encoding that is named gives the same text again; nothing but NotTextError is raised."""
    try:
        text, encoding = decode(data)
    except NotTextError:
        return
    assert data.decode(encoding) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "Straße"),
        ("ﬁne", "Fine"),
        ("cafe\u0301", "CAFÉ"),
        ("a \u00a0\n b", " a b "),
        ("l’isola", "L'isola"),
        ("“quoted”", '"quoted"'),
        ("2019–2023", "2019-2023"),
        ("Bun\u00addes\u200btag", "bundestag"),
        ("１２", "12"),
        ("…", "..."),
    ],
)
def test_what_folds_together(one: str, other: str) -> None:
    """Width, case, composition, invisible characters, white space and typography make no difference."""
    assert fold(one) == fold(other)


@given(MIXED)
def test_folding_is_stable(text: str) -> None:
    """A folded text folds to itself and has single spaces only, none at its ends."""
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
    assert fold(f" {text}\n") == folded


@given(MIXED)
def test_offsets_lead_back(text: str) -> None:
    """Each folded character comes from a range of the text that itself folds to it or to more around it."""
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    position = 0
    for index in range(len(folded)):
        span = offsets.original(index, index + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= position
        assert folded[index] == " " or folded[index] in fold(span.of(text))
        position = span.start
    if folded:
        assert fold(offsets.original(0, len(folded)).of(text)) == folded


def test_offsets_refuse_empty_ranges() -> None:
    """An empty range or one outside the folded text has no original."""
    _, offsets = fold_with_offsets("abc")
    for start, end in [(1, 1), (-1, 1), (2, 4)]:
        with pytest.raises(IndexError):
            offsets.original(start, end)


@pytest.mark.parametrize("unit", ["\u0300\u0316", " ", "\u200b", "é", "aé"])
def test_folding_hostile_texts_takes_linear_time(unit: str) -> None:
    """Two hundred thousand marks, spaces or invisible characters fold in a second or so."""
    started = time.perf_counter()
    fold("a" + unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 4
