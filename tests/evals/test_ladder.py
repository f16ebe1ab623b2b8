"""The citation ladder and what statements rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.result import Statement
from tests.evals.invented import (
    STILL,
    TONNES,
    Replies,
    answer,
    cite,
    metrics_of,
    row_of,
    tonnes_case,
    verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agent.result import Answer

GOOD = "The harbour handled 12,500 tonnes [1]."


def rungs(folder: Path, output: Answer) -> list[str]:
    """The rungs that the first citation reached."""
    row = row_of(folder, tonnes_case(), output)
    return [rung for rung, reached in row.climbs[0].rungs.items() if reached]


@pytest.mark.parametrize(
    ("change", "text", "reached"),
    [
        ({}, GOOD, 5),
        ({"source": "pier.txt"}, GOOD, 0),
        ({"sha256": "0" * 64}, GOOD, 1),
        ({"quote": TONNES.replace("May", "Jun")}, GOOD, 2),
        ({"start": 15}, GOOD, 2),
        ({}, "The harbour handled 15,000 tonnes [1].", 4),
        ({}, "The harbour did not handle 12,500 tonnes [1].", 4),
    ],
)
def test_a_citation_climbs_rung_by_rung(
    tmp_path: Path, change: dict[str, Any], text: str, reached: int
) -> None:
    """It exists, its bytes are the same, the quote is exact, it holds the fact, it supports the statement."""
    cited = cite(TONNES).model_copy(update=change)
    assert len(rungs(tmp_path, answer(text, cited))) == reached


def test_a_quote_beside_the_point_holds_no_fact(tmp_path: Path) -> None:
    """Exact is not enough."""
    assert rungs(tmp_path, answer("The crane stood still for a week [1].", cite(STILL))) == [
        "resolves", "unchanged", "exact",
    ]  # fmt: skip


def test_made_up_citations_stay_in_every_denominator(tmp_path: Path) -> None:
    """Of two citations one is made up: precision is half, and so is every rung."""
    made_up = cite(TONNES, number=2).model_copy(update={"source": "pier.txt"})
    metrics = metrics_of(tmp_path, [tonnes_case()], Replies(otherwise=answer(GOOD, cite(TONNES), made_up)))
    for name in ("citation_precision", "citations_resolve", "citations_hold_fact", "quote_exactness"):
        assert (metrics[name].value, metrics[name].n) == (0.5, 2)


def test_a_figure_of_no_quote_fails_the_case(tmp_path: Path) -> None:
    """Although the quote beside it holds the expected form."""
    row = row_of(tmp_path, tonnes_case(), answer("The harbour handled 15,000 tonnes [1].", cite(TONNES)))
    assert row.outcome == "fail"
    assert row.scores["statement_support"].missing == ("support: 15,000 stands in none of the cited quotes",)


@pytest.mark.parametrize(
    "text",
    [
        "Im Mai waren es 12.500 Tonnen [1].",
        "12.5 thousand tonnes [1]",
        "Of 31 days: 12,500 tonnes [1]",
    ],
)
def test_figures_may_be_written_otherwise_or_come_from_the_question(tmp_path: Path, text: str) -> None:
    """By value across locales; what was asked may be repeated."""
    row = row_of(tmp_path, tonnes_case("How much in 31 days?"), answer(text, cite(TONNES)))
    assert row.scores["statement_support"].value == 1


def test_a_figure_swapped_for_another_of_its_quote_is_seen(tmp_path: Path) -> None:
    """A statement that is its quote but for a figure has that figure wrong, even if it stands elsewhere in it."""
    text = "In 2019 it was 2026 tonnes."
    case = tonnes_case(documents=[{"id": "port.txt", "text": text, "lang": "en"}])
    case["expect"] = {"facts": [{"fact": "2026 tonnes"}]}
    from hashlib import sha256

    cited = cite(TONNES).model_copy(
        update={"quote": text, "start": 0, "end": len(text), "sha256": sha256(text.encode()).hexdigest()}
    )
    assert row_of(tmp_path, case, answer("In 2026 it was 2026 tonnes. [1]", cited)).outcome == "fail"
    assert row_of(tmp_path, case, answer(f"{text} [1]", cited)).outcome == "pass"


def test_a_statement_without_citations_is_not_backed(tmp_path: Path) -> None:
    """It lowers the share of statements that are; it fails nothing by itself."""
    output = answer(GOOD, cite(TONNES))
    both = [*output.statements, Statement(text="All is well.", citations=[])]
    row = row_of(tmp_path, tonnes_case(), output.model_copy(update={"statements": both}))
    assert (row.outcome, row.scores["statement_support"].value) == ("pass", 0.5)


def test_verdicts_have_no_statements(tmp_path: Path) -> None:
    """Their citations climb to the fact; whether they support is the verdict's own business."""
    case = {
        "claim": "c",
        "expect": {"verdict": "supported", "evidence": [{"source": "port.txt", "quote": TONNES}]},
    }
    row = row_of(tmp_path, case, verdict("supported", cite(TONNES)))
    assert row.climbs[0].rungs["holds_fact"] is True
    assert row.climbs[0].rungs["supports"] is None
    assert "statement_support" not in row.scores
