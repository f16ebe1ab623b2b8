"""One output against one case: what counts, what does not, and what every alteration costs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from evals.result import CaseError
from tests.evals.invented import (
    NEVER,
    STILL,
    TONNES,
    abstention,
    answer,
    cite,
    claim_case,
    decline_case,
    row_of,
    tonnes_case,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agent.result import Answer, Citation, Verdict

RIGHT = answer("The harbour handled 12,500 tonnes [1].", cite(TONNES))
GERMAN = cite("Im Mai waren es 12.500 Tonnen, sagte der Hafen.", "ferry.txt")


def values(folder: Path, case: Mapping[str, Any], output: Answer | Verdict) -> dict[str, Any]:
    row = row_of(folder, case, output)
    return {"outcome": row.outcome} | {name: score.value for name, score in row.scores.items()}


def test_a_right_answer_passes_with_full_scores(tmp_path: Path) -> None:
    """Fact, citation, source and quote are right: the case passes and nothing is missing."""
    assert values(tmp_path, tonnes_case(), RIGHT) == {
        "outcome": "pass",
        "fact_recall": 1.0,
        "citation_precision": 1.0,
        "citation_recall": True,
        "source_recall": True,
        "statement_support": 1.0,
        "quote_exactness": 1.0,
        "declined": False,
        "retrieval_rank": None,
    }


@pytest.mark.parametrize(
    ("output", "lowered", "missing"),
    [
        (answer("It handled 12,600 tonnes [1].", cite(STILL)), "fact_recall", "fact: 12,500 tonnes"),
        (answer("12,500 tonnes [1].", cite(STILL)), "citation_precision", "citation for the case"),
        (
            answer(
                "12,500 tonnes.", cite(TONNES).model_copy(update={"quote": TONNES.replace("May", "June")})
            ),
            "quote_exactness",
            "exact quote in citation 1: characters 14 to 56 of port.txt are not the quote",
        ),
        (
            answer("12,500 tonnes.", cite(TONNES).model_copy(update={"sha256": "0" * 64})),
            "quote_exactness",
            "exact quote in citation 1: the hash given is not that of port.txt",
        ),
        (
            answer("12,500 tonnes.", cite(TONNES).model_copy(update={"source": "none.txt"})),
            "quote_exactness",
            "exact quote in citation 1: there is no source “none.txt”",
        ),
        (
            answer("12,500 tonnes.", cite(TONNES).model_copy(update={"start": 15, "end": 57})),
            "citation_recall",
            "exact quote in citation 1: characters 15 to 57 of port.txt are not the quote",
        ),
        (
            answer("12,500 tonnes.", cite(TONNES).model_copy(update={"start": -92, "end": -50})),
            "quote_exactness",
            "exact quote in citation 1: port.txt has no characters -92 to -50",
        ),
        (
            answer("12,500 tonnes.", cite(TONNES).model_copy(update={"quote": "", "end": 14})),
            "quote_exactness",
            "exact quote in citation 1: port.txt has no characters 14 to 14",
        ),
        (answer("12,500 tonnes."), "citation_recall", "citation for the case"),
        (abstention(), "fact_recall", "an answer"),
    ],
)
def test_every_alteration_lowers_a_score_and_fails(
    tmp_path: Path, output: Answer, lowered: str, missing: str
) -> None:
    """A changed figure, a swapped or absent citation, an altered quote, hash or offset: each is seen."""
    row = row_of(tmp_path, tonnes_case(), output)
    score = row.scores[lowered]
    assert score.hits < max(score.of, 1)
    assert row.outcome == "fail"
    assert missing in [line for held in row.scores.values() for line in held.missing]


def test_facts_are_looked_for_in_quotes_too(tmp_path: Path) -> None:
    """An answer in one language is right by its quote in another, figures compared by value."""
    assert values(tmp_path, tonnes_case(), answer("So viel wie nie.", GERMAN))["fact_recall"] == 1.0


@pytest.mark.parametrize(("padding", "found"), [(1487, True), (1488, False), (1494, False), (1600, False)])
def test_facts_count_in_the_first_1500_characters(tmp_path: Path, padding: int, found: bool) -> None:
    """A fact that ends behind the limit does not count, even where the cut would leave a shorter match."""
    case = tonnes_case()
    case["expect"]["facts"] = [{"fact": "12,500 tonnes"}]
    output = answer("x" * (padding - 1) + " 12,500 tonnes", cite(STILL))
    assert values(tmp_path, case, output)["fact_recall"] == float(found)


def test_a_cut_makes_no_shorter_figure(tmp_path: Path) -> None:
    """12,500 cut after its first digits is not found as 12."""
    case = tonnes_case()
    case["expect"]["facts"] = [{"fact": "twelve", "any_of": ["12"]}]
    output = answer("x" * 1497 + " 12,500 tonnes", cite(STILL))
    assert values(tmp_path, case, output)["fact_recall"] == 0.0


def test_nothing_is_found_across_the_seam_of_two_quotes(tmp_path: Path) -> None:
    """The end of one quote and the start of the next make no form together."""
    case = tonnes_case()
    case["expect"]["facts"] = [{"fact": "a week nobody"}]
    output = answer("See", cite(STILL), cite("Nobody was hurt.", number=2))
    assert values(tmp_path, case, output)["fact_recall"] == 0.0


def test_quotes_behind_the_limit_do_not_count(tmp_path: Path) -> None:
    """The limit is over the answer and its quotes together."""
    assert values(tmp_path, tonnes_case(), answer("x" * 1500, cite(TONNES)))["fact_recall"] == 0.0


def test_some_facts_found_is_a_share(tmp_path: Path) -> None:
    """Each fact counts by itself; the one that is missing is named."""
    case = tonnes_case()
    case["expect"]["facts"].append({"fact": "a strike"})
    row = row_of(tmp_path, case, RIGHT)
    assert row.scores["fact_recall"].value == 0.5
    assert row.scores["fact_recall"].missing == ("fact: a strike",)


@pytest.mark.parametrize(("text", "asserted"), [("It was 85 tonnes.", True), ("It was 850 tonnes.", False)])
def test_forbidden_forms_are_looked_for_in_the_answers_own_text(
    tmp_path: Path, text: str, asserted: bool
) -> None:
    """Whole words of the text count, at any length; quotes do not."""
    case = {"question": "How much?", "expect": {"forbid": ["85 tonnes", "a week"]}}
    row = row_of(tmp_path, case, answer("x " * 1000 + text, cite(STILL)))
    assert row.scores["forbidden"].value is asserted
    assert (row.outcome == "fail") is asserted


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("the harbour handled 12,500 tonnes", True),
        ("Harbour News. In May, the harbour handled 12,500 tonnes. The crane stood still for a week.", True),
        ("In May, the harbour", False),
        ("harbour handled", True),
        ("tonnes. The crane", False),
        ("tonnes. The", True),
        ("The crane stood still for a week.", False),
    ],
)
def test_a_citation_overlaps_by_half_of_the_shorter(tmp_path: Path, quote: str, right: bool) -> None:
    """Half of the shorter span, in characters, must be shared with the gold span."""
    case = {
        "question": "?!",
        "expect": {"evidence": [{"source": "port.txt", "quote": "harbour handled 12,500 tonnes"}]},
    }
    assert values(tmp_path, case, answer("So.", cite(quote)))["citation_recall"] is right


LONG = "One. " * 100
PAGE = f"The gate was shut. {LONG}The gate was open."
RUN_ON = f"The gate {'and the door ' * 60}were shut."
BOTH = f"{RUN_ON} {LONG}"


def page_case(text: str, gold: str, **place: Any) -> dict[str, Any]:
    """A question with a document of its own, ``page``, and one gold quote in it."""
    evidence = {"source": "page", "quote": gold, **place}
    return {"question": "?!", "documents": [{"id": "page", "text": text}], "expect": {"evidence": [evidence]}}


def page_citation(text: str, start: int, end: int) -> Citation:
    """An exact citation of that document."""
    place = {"source": "page", "quote": text[start:end], "start": start, "end": end}
    return cite(STILL).model_copy(update=place | {"sha256": hashlib.sha256(text.encode()).hexdigest()})


@pytest.mark.parametrize(
    ("text", "gold", "length", "right"),
    [
        (PAGE, "The gate was shut.", 400, True),
        (PAGE, "The gate was shut.", 401, False),
        (RUN_ON, "The gate", len(RUN_ON), True),
        (PAGE, PAGE[:450], 450, True),
        (PAGE, PAGE[:450], 500, False),
    ],
)
def test_a_long_citation_is_not_right(tmp_path: Path, text: str, gold: str, length: int, right: bool) -> None:
    """At most two sentences or 400 characters, unless the gold span is longer itself."""
    output = answer("So.", page_citation(text, 0, length))
    assert values(tmp_path, page_case(text, gold), output)["citation_recall"] is right


def test_a_citation_no_longer_than_its_gold_span_is_short_enough(tmp_path: Path) -> None:
    """Even where it holds more sentences than the gold span does."""
    output = answer("So.", page_citation(BOTH, 300, 1000))
    assert values(tmp_path, page_case(BOTH, RUN_ON), output)["citation_recall"] is True


@pytest.mark.parametrize(("end", "right"), [(10, True), (9, False)])
def test_half_is_enough(tmp_path: Path, end: int, right: bool) -> None:
    """5 of 10 characters shared are half, 4 of 9 are not."""
    text = "The gate was shut and the door too."
    output = answer("So.", page_citation(text, 0, end))
    assert values(tmp_path, page_case(text, text[5:20]), output)["citation_recall"] is right


def test_the_same_words_in_another_source_are_not_the_gold_span(tmp_path: Path) -> None:
    """Gold and citation meet by source: what repeats it is evidence only where a case says so."""
    text = "The gate was shut."
    case = page_case(text, text)
    case["documents"].append({"id": "copy", "text": text})
    output = answer("So.", page_citation(text, 0, 18).model_copy(update={"source": "copy"}))
    scores = values(tmp_path, case, output)
    assert (scores["quote_exactness"], scores["citation_recall"], scores["source_recall"]) == (
        1,
        False,
        False,
    )


def test_an_abstention_is_no_answer_whatever_it_carries(tmp_path: Path) -> None:
    """Facts and citations beside a refusal count for nothing but exactness."""
    output = RIGHT.model_copy(update={"abstained": True})
    scores = values(tmp_path, tonnes_case(), output)
    assert (scores["fact_recall"], scores["citation_recall"], scores["source_recall"]) == (0, False, False)
    assert (scores["citation_precision"], scores["quote_exactness"]) == (None, 1)


def test_an_altered_quote_is_no_right_citation(tmp_path: Path) -> None:
    """Offsets that meet the gold span do not help words that are not there."""
    altered = cite(TONNES).model_copy(update={"quote": TONNES.replace("May", "Jun")})
    scores = values(tmp_path, tonnes_case(), answer("12,500 tonnes", altered))
    assert (scores["citation_precision"], scores["citation_recall"]) == (0, False)


REFRAIN = "The crane stood still. Then the crew came. The crane stood still."


@pytest.mark.parametrize(("place", "right"), [({}, True), ({"start": 53}, True), ({"start": 10}, False)])
def test_any_occurrence_counts_unless_a_start_is_given(
    tmp_path: Path, place: dict[str, int], right: bool
) -> None:
    """Without ``start`` a gold quote may be met wherever it stands, with it only there."""
    case = page_case(REFRAIN, "stood still", **place)
    output = answer("So.", page_citation(REFRAIN, 53, 64))
    assert values(tmp_path, case, output)["citation_recall"] is right


@pytest.mark.parametrize(
    ("quotes", "recall"),
    [
        ([(TONNES, "port.txt")], False),
        ([(TONNES, "port.txt"), (STILL, "port.txt")], True),
        ([(STILL, "port.txt")], False),
    ],
)
def test_each_fact_with_evidence_needs_a_citation_of_its_own(
    tmp_path: Path, quotes: list[tuple[str, str]], recall: bool
) -> None:
    """Where facts name their spans, one citation must meet each fact's."""
    facts = [
        {"fact": "12,500 tonnes", "evidence": [{"source": "port.txt", "quote": TONNES}]},
        {"fact": "stood still", "evidence": [{"source": "port.txt", "quote": STILL}]},
    ]
    case = {"question": "?!", "expect": {"facts": facts}}
    citations = [cite(quote, source, number) for number, (quote, source) in enumerate(quotes, 1)]
    scores = values(tmp_path, case, answer("12,500 tonnes, stood still.", *citations))
    assert scores["citation_recall"] is recall
    assert scores["citation_precision"] == 1.0


@pytest.mark.parametrize(
    ("quotes", "passes"),
    [
        ([(STILL, "port.txt"), (NEVER, "letters.txt")], True),
        ([(STILL, "port.txt")], False),
        ([(NEVER, "letters.txt")], False),
    ],
)
def test_a_conflict_needs_a_citation_of_each_side(
    tmp_path: Path, quotes: list[tuple[str, str]], passes: bool
) -> None:
    """A verdict of conflict with one side shown is not yet right."""
    case = claim_case(
        "The crane stood still.",
        "conflicting",
        {"source": "port.txt", "quote": STILL, "side": "supports"},
        {"source": "letters.txt", "quote": NEVER, "side": "refutes"},
    )
    citations = [cite(quote, source, number) for number, (quote, source) in enumerate(quotes, 1)]
    assert (values(tmp_path, case, verdict("conflicting", *citations))["outcome"] == "pass") is passes


def test_a_verdict_is_right_or_wrong_and_its_evidence_counts(tmp_path: Path) -> None:
    """Label and citation are both expected; where the corpus does not say, the label alone."""
    gold = {"source": "port.txt", "quote": TONNES}
    case = claim_case("It handled 12,500 tonnes.", "supported", gold)
    assert values(tmp_path, case, verdict("supported", cite(TONNES)))["outcome"] == "pass"
    assert values(tmp_path, case, verdict("refuted", cite(TONNES)))["outcome"] == "fail"
    assert values(tmp_path, case, verdict("supported"))["outcome"] == "fail"
    unsaid = claim_case("The ferry is blue.", "not_enough_evidence", gold)
    scores = values(tmp_path, unsaid, verdict("not_enough_evidence"))
    assert scores["outcome"] == "pass"
    assert "citation_recall" not in scores
    assert "retrieval_rank" not in scores


@pytest.mark.parametrize(("output", "passes"), [(abstention(), True), (RIGHT, False)])
def test_a_question_to_decline_passes_only_declined(tmp_path: Path, output: Answer, passes: bool) -> None:
    """Answering what the documents do not say is a failure, however exact the quotes."""
    assert (values(tmp_path, decline_case(), output)["outcome"] == "pass") is passes


def test_sources_any_asks_for_a_citation_from_one_of_them(tmp_path: Path) -> None:
    """A right quote from another source is a right citation, but not from a right source."""
    case = tonnes_case()
    case["expect"]["sources_any"] = ["ferry.txt"]
    assert values(tmp_path, case, answer("12,500 tonnes", cite(TONNES)))["outcome"] == "fail"
    assert values(tmp_path, case, answer("12,500 tonnes", GERMAN))["outcome"] == "pass"


def test_further_right_or_wrong_citations_do_not_fail_a_case(tmp_path: Path) -> None:
    """Precision is measured but not demanded."""
    scores = values(tmp_path, tonnes_case(), answer("12,500 tonnes", cite(TONNES), cite(STILL, number=2)))
    assert scores["outcome"] == "pass"
    assert scores["citation_precision"] == 0.5


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (RuntimeError("no crane"), CaseError(type="RuntimeError", message="no crane")),
        (
            verdict("supported"),
            CaseError(
                type="TypeError", message="expected Answer, the system returned Verdict", in_scoring=True
            ),
        ),
    ],
)
def test_what_raises_is_an_errored_row(tmp_path: Path, reply: Any, error: CaseError) -> None:
    """An exception of the system, and an output that no scorer can judge, are the case's own error."""
    row = row_of(tmp_path, tonnes_case(), reply)
    assert row.outcome == "error"
    assert row.error == error
    assert row.scores == {}


def test_an_output_is_kept_where_a_scorer_crashes(tmp_path: Path) -> None:
    """The row of a scorer that raised still shows what it was given."""
    output = verdict("supported", confidence=1.5)
    row = row_of(tmp_path, claim_case("The ferry is blue.", "refuted"), output)
    assert row.error == CaseError(
        type="ValueError", message="a confidence is a probability, not 1.5", in_scoring=True
    )
    assert row.output is output
