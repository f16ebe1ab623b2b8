"""Sentence boundaries against the gold, and what holds for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from agent.text.sentences import LONGEST, split_sentences
from tests.text.gold import MIXED, Boundaries, sentence_gold

GOLD = sentence_gold()
LANGUAGES = sorted({case.language for case in GOLD})


def boundary_f1(cases: list[Boundaries], *, named: bool) -> float:
    """F1 of the boundaries inside the texts of ``cases``, with or without their language told."""
    right = found = wanted = 0
    for case in cases:
        spans = split_sentences(case.text, case.language if named else None)
        ends = {span.end for span in spans[:-1]}
        right += len(ends & case.ends)
        found += len(ends)
        wanted += len(case.ends)
    return 2 * right / (found + wanted)


def test_the_gold_is_large_enough() -> None:
    """There are more than 300 boundaries, 50 or so in each language."""
    by_language = {name: sum(len(case.ends) for case in GOLD if case.language == name) for name in LANGUAGES}
    assert set(by_language) == {"de", "en", "es", "fr", "it"}
    assert min(by_language.values()) >= 50
    assert sum(by_language.values()) >= 300


@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_boundaries(language: str, named: bool) -> None:
    """Boundary F1 is .98 in every language, and hardly less where the language is not told."""
    cases = [case for case in GOLD if case.language == language]
    assert boundary_f1(cases, named=named) >= (0.98 if named else 0.97)


@pytest.mark.parametrize("language", LANGUAGES)
def test_boundaries_of_cases_set_aside(language: str) -> None:
    """Cases not looked at while the rules were written do as well."""
    cases = [case for case in GOLD if case.language == language and case.held_out]
    assert boundary_f1(cases, named=True) >= 0.97


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One line\n\nanother line", ["One line", "another line"]),
        ("Not over\nyet, she said.", ["Not over\nyet, she said."]),
        ("Acme Inc. (ACM) grew.", ["Acme Inc. (ACM) grew."]),
        ("He left. [...] Then he came back.", ["He left.", "[...] Then he came back."]),
        ("It sank.[12] Nobody drowned.", ["It sank.[12]", "Nobody drowned."]),
        ("# The harbour\nIt is large.", ["# The harbour", "It is large."]),
        ("**It sank.** Nobody drowned.", ["**It sank.**", "Nobody drowned."]),
        ("tools, coins, etc.\nOpen daily", ["tools, coins, etc.", "Open daily"]),
        ("It was said by Mr.\nCollins.", ["It was said by Mr.\nCollins."]),
        ("Well ... Yes.", ["Well ...", "Yes."]),
        ("Years ago. ... Later on.", ["Years ago. ...", "Later on."]),
        ("a\r\n\r\nb\u2028\u2028c", ["a", "b", "c"]),
        ("", []),
        (" \n\t\u00a0", []),
    ],
)
def test_single_rules(text: str, sentences: list[str]) -> None:
    """Blank lines, wrapping, brackets, omissions, footnotes and headings."""
    assert [span.of(text) for span in split_sentences(text, "en")] == sentences


@given(MIXED)
def test_sentences_cover_all_that_is_visible(text: str) -> None:
    """In order, apart, without white space at their ends, and nothing visible lies outside."""
    position = 0
    for span in split_sentences(text):
        assert span.start >= position
        assert not text[position : span.start].strip()
        words = span.of(text)
        assert words
        assert words == words.strip()
        assert len(words) <= LONGEST
        position = span.end
    assert not text[position:].strip()


@given(MIXED.map(lambda text: " ".join(text.split())))
def test_a_sentence_of_one_line_stays_whole(text: str) -> None:
    """Splitting again finds no boundary that was not there: on one line a sentence depends on its own words."""
    for span in split_sentences(text, "en"):
        assert len(split_sentences(span.of(text), "en")) <= 2
    first = split_sentences(text, "en")
    assert split_sentences(text, "en") == first


@pytest.mark.parametrize("softer", ["; ", ", ", " ", ""])
def test_endless_sentences_are_cut_at_the_best_place(softer: str) -> None:
    """A text without a full stop is cut after semicolons, else commas, else spaces, else anywhere."""
    text = (("word" * 10 + softer) * 500).strip()
    pieces = [span.of(text) for span in split_sentences(text)]
    assert max(map(len, pieces)) <= LONGEST
    assert min(map(len, pieces[:-1])) >= LONGEST // 2
    assert all(piece.endswith((softer or "d").strip() or "d") for piece in pieces[:-1])


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        '"',
        "“",
        "« ",
        "a",
        "\n",
        "a. ",
        "A. ",
        "! ",
        '"a. ',
        ".)",
        ". »",
        " ",
        "[1]",
        "Word\n",
        "- \n",
        "1.\t",
    ],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """A hundred thousand characters of one kind are split in half a second or so."""
    text = unit * (100_000 // len(unit))
    started = time.perf_counter()
    spans = split_sentences(text)
    assert time.perf_counter() - started < 4
    assert all(span.end - span.start <= LONGEST for span in spans)
