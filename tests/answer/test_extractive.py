"""Choosing verbatim sentences, or declining."""

from __future__ import annotations

import pytest

from agent.answer.choice import MOST_SENTENCES, choose
from agent.answer.evidence import READ_TOO, Evidence, features, read_question, weigh
from agent.answer.extractive import answer
from agent.errors import StoreError
from agent.protocols import Filter, Reading
from agent.result import Answer, Provenance
from tests.found import FixedReader, FixedRetriever, FixedTexts, candidate

QUESTION = "How many tonnes did the harbour handle?"
GOOD = "The harbour handled 12,500 tonnes in May."
OTHER = "The weather was calm that month."
SURE = Reading(answers=0.99, supports=0.5, refutes=0.1)
LOST = Reading(answers=0.0001, supports=0.1, refutes=0.1)


def ask(reader: FixedReader, *, stored: str = GOOD) -> Answer:
    found = FixedRetriever(
        candidate(GOOD, standing=0.1, lexical=0.9),
        candidate(OTHER, source="sky.txt", standing=0.0, lexical=0),
    )
    return answer(
        QUESTION,
        language="en",
        answer_language="en",
        where=Filter(),
        retriever=found,
        reader=reader,  # type: ignore[arg-type]  # takes lists only
        texts=FixedTexts(port=stored, sky=OTHER),
        provenance=Provenance(corpus="c", embedder="e"),
    )


def test_the_answer_is_the_sentence_word_for_word() -> None:
    """The statement is the quote, the quote is the document's own words at the offsets given."""
    result = ask(FixedReader({GOOD: SURE, OTHER: LOST}))
    assert not result.abstained
    (citation,) = result.citations
    assert GOOD[citation.start : citation.end] == citation.quote == result.statements[0].text
    assert result.answer == f"{GOOD} [1]"
    assert result.independent_origins == 1


def test_nothing_likely_is_declined_with_the_nearest_sentence() -> None:
    """An abstention has no statements and no citations, and says what came nearest and what that lacks."""
    result = ask(FixedReader({GOOD: LOST, OTHER: LOST}))
    assert result.abstained
    assert (result.answer, result.statements, result.citations) == ("", [], [])
    assert result.search.nearest is not None
    assert result.search.nearest.lacks
    assert result.search.passages_scanned == 2


def test_a_damaged_index_is_never_quoted() -> None:
    """Where the stored text is not what was found, there is an error instead of a quote."""
    with pytest.raises(StoreError, match=r"port\.txt incompletely"):
        ask(FixedReader({GOOD: SURE}), stored=GOOD.replace("12,500", "15,000"))


def test_a_missing_name_is_said_to_be_missing() -> None:
    """The nearest passage's lack is named where it is a name."""
    asked = read_question("How many tonnes did the port of Genoa handle?", "en")
    (one,) = weigh(asked, [candidate(GOOD)], FixedReader())  # type: ignore[arg-type]  # takes lists only
    assert one.missing == ("genoa",)


def evidence(probability: float, *, source: str, text: str = "") -> Evidence:
    return Evidence(candidate(text or f"{source} {probability}", source=source), SURE, probability, (), None)


def test_one_clear_sentence_is_enough() -> None:
    """Much weaker sentences add nothing."""
    assert (
        len(choose([evidence(0.9, source="a"), evidence(0.2, source="b"), evidence(0.1, source="c")], "en"))
        == 1
    )


def test_another_source_that_answers_as_well_is_shown() -> None:
    """A further source of like probability is quoted too, up to the limit."""
    many = [evidence(0.9 - number / 100, source=f"s{number}") for number in range(6)]
    chosen = choose(many, "en")
    assert [one.candidate.source.source for one in chosen] == ["s0", "s1", "s2"][:MOST_SENTENCES]


def test_the_same_words_are_quoted_once() -> None:
    """A reprint's sentence adds nothing to the first."""
    same = [evidence(0.9, source="a", text=GOOD), evidence(0.9, source="b", text=GOOD.upper())]
    assert len(choose(same, "en")) == 1


def test_every_feature_has_a_value() -> None:
    """Values stand in the order of their names."""
    asked = read_question(QUESTION, "en")
    values = dict(zip(READ_TOO, features(asked, candidate(GOOD), SURE, True), strict=True))
    assert values["holds_wanted"] == 1
    assert values["same_language"] == 1
    assert values["reader"] > 4


def test_the_language_asked_for_comes_first() -> None:
    """Where two sentences say as much, the one in the answer's language is shown first."""
    english = Evidence(candidate(GOOD), SURE, 0.9, (), None)
    german = Evidence(
        candidate("Es waren 12.500 Tonnen.", source="hafen.txt", language="de"), SURE, 0.85, (), None
    )
    assert choose([english, german], "de") == [german, english]


def test_without_a_reader_evidence_is_weighed_by_how_it_was_found() -> None:
    """What stands out and shares words comes first; nothing claims to have read it."""
    found = [candidate(OTHER, standing=0.0, lexical=0.0), candidate(GOOD, standing=0.1, lexical=0.9)]
    weighed = weigh(read_question(QUESTION, "en"), found, None)
    assert [one.candidate.text for one in weighed] == [GOOD, OTHER]
    assert all(one.reading is None for one in weighed)
