"""From sentences to stances to a verdict."""

from __future__ import annotations

import pytest

from agent.protocols import Filter, Reading
from agent.result import Provenance, Verdict
from agent.verdict.aggregate import confidence, verdict, why
from agent.verdict.extractive import check
from agent.verdict.stance import SourceJudgement
from tests.found import FixedReader, FixedRetriever, FixedTexts, candidate

CLAIM = "The harbour handled 12,500 tonnes in May."
SAME = "In May, the harbour handled 12,500 tonnes."
LESS = "In May, the harbour handled 9,000 tonnes."
ASIDE = "The mayor likes sailing."
YES = Reading(answers=0.5, supports=0.999, refutes=0.0005)
NO = Reading(answers=0.5, supports=0.0005, refutes=0.999)


def source(name: str, stance: str, supports: float = 0.1, refutes: float = 0.1) -> SourceJudgement:
    return SourceJudgement(name, stance, supports, refutes, ())  # type: ignore[arg-type]  # stances by table


@pytest.mark.parametrize(
    ("stances", "label"),
    [
        (["supports"], "supported"),
        (["supports", "silent"], "supported"),
        (["refutes", "silent"], "refuted"),
        (["supports", "refutes"], "conflicting"),
        (["mixed"], "conflicting"),
        (["silent"], "not_enough_evidence"),
        ([], "not_enough_evidence"),
    ],
)
def test_the_verdict_follows_from_the_stances(stances: list[str], label: str) -> None:
    """Each label means what the contract says."""
    sources = [source(f"s{at}", stance) for at, stance in enumerate(stances)]
    assert verdict(sources) == label
    assert why(verdict(sources), sources).endswith(".")
    assert 0 <= confidence(verdict(sources), sources) <= 1


def run(*sentences: tuple[str, str], readings: dict[str, Reading]) -> Verdict:
    texts = dict(sentences)
    found = [candidate(text, source=f"{name}.txt", lexical=0.9) for name, text in sentences]
    return check(
        CLAIM,
        language="en",
        where=Filter(),
        retriever=FixedRetriever(*found),
        reader=FixedReader(readings),  # type: ignore[arg-type]  # takes lists only
        texts=FixedTexts(**texts),
        provenance=Provenance(corpus="c", embedder="e"),
    )


def test_a_source_that_states_it_supports_it() -> None:
    """The stance carries the sentence as a citation, and the origin is counted."""
    result = run(("port", SAME), ("town", ASIDE), readings={SAME: YES})
    assert result.verdict == "supported"
    assert {one.source: one.stance for one in result.stances} == {
        "port.txt": "supports",
        "town.txt": "silent",
    }
    assert [one.quote for one in result.citations] == [SAME]
    assert result.independent_origins.supports == 1


def test_a_different_figure_vetoes_the_reader() -> None:
    """However sure the reader is, a sentence with another figure never supports the claim."""
    result = run(("port", LESS), readings={LESS: YES})
    assert result.verdict != "supported"
    assert any(one.result == "different" for one in result.checks) or result.verdict == "not_enough_evidence"


def test_sources_that_disagree_are_both_shown() -> None:
    """A conflict keeps a citation of each side."""
    result = run(("port", SAME), ("town", LESS), readings={SAME: YES, LESS: NO})
    assert result.verdict == "conflicting"
    assert {one.quote for one in result.citations} == {SAME, LESS}
    assert "port.txt" in result.why
    assert "town.txt" in result.why


def test_nothing_found_is_not_enough_evidence() -> None:
    """Without candidates there is a verdict all the same, with nothing cited."""
    result = run(readings={})
    assert result.verdict == "not_enough_evidence"
    assert result.citations == []
