"""Every format says the same, and nothing in a case or an answer breaks one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from evals.load import load_suites
from evals.render import write
from evals.result import EvalResult, Settings
from evals.run import Plan, run, select
from evals.summary import summarise
from tests.evals.invented import (
    TONNES,
    Replies,
    answer,
    cite,
    claim_case,
    decline_case,
    tonnes_case,
    verdict,
    write_cases,
)

if TYPE_CHECKING:
    from pathlib import Path

    from evals.result import Stage

HOSTILE = "<script>alert('&')</script> | *a* \x00\x1b[31m \ufffe ]]> \u202e \n# b"
"""Markup of every format, control characters, a non-character and an override."""

RIGHT = answer("12,500 tonnes", cite(TONNES))


def result_of(folder: Path, stage: Stage = "all", repeat: int = 1) -> EvalResult:
    """Two suites: in the first one case passes, one fails, one errors; the second holds a claim."""
    cases = [
        tonnes_case("right", tags=["may"]),
        tonnes_case(HOSTILE, tags=[HOSTILE]),
        tonnes_case("down", lang=None),
        decline_case("none"),
    ]
    replies: dict[str, Any] = {
        "right": RIGHT,
        HOSTILE: answer(HOSTILE),
        "down": RuntimeError(HOSTILE + "\ud800"),
        "none": RIGHT,
        "claim": verdict("refuted", why=HOSTILE),
    }
    first = write_cases(folder, cases, "first.jsonl")
    second = write_cases(folder, [claim_case("claim", "refuted")], "second.jsonl")
    suites = load_suites([first, second])
    done = run(Plan(select(suites, []), stage, repeat), Replies(replies, rankings={"right": ["port.txt"]}))
    settings = Settings(engine="invented", stage=stage, repeat=repeat, seed=0)
    return summarise(done, suites, [], settings)


def written(result: EvalResult, folder: Path, ending: str) -> str:
    path = folder / f"result{ending}"
    write(result, path)
    return path.read_text(encoding="utf-8")


def test_json_holds_everything(tmp_path: Path) -> None:
    """The contract's keys, whole outputs, and fingerprints; it reads back as the same result."""
    result = result_of(tmp_path)
    text = written(result, tmp_path, ".json")
    data = json.loads(text)
    assert data["schema"] == "seedcheck.evals/1"
    assert set(data["metrics"]["pass_rate"]) == {"value", "ci_low", "ci_high", "n", "worst", "best"}
    assert [row["outcome"] for row in data["cases"]] == ["pass", "fail", "error", "fail", "pass"]
    first = data["cases"][0]
    assert first["output"] == RIGHT.model_dump(mode="json")
    assert (first["suite"], first["line"], first["ranking"]) == ("first", 2, ["port.txt"])
    assert first["scores"]["retrieval_rank"] == 1
    assert data["cases"][1]["missing"] == ["fact: 12,500 tonnes", "citation for the case"]
    assert data["cases"][4]["output"]["schema"] == "seedcheck.verdict/1"
    assert set(data["by_tag"]) == {"may", HOSTILE}
    assert data["by_lang"]["en"]["pass_rate"]["n"] == 4
    assert len(data["fingerprints"]["case_files"]) == 2
    assert len(data["fingerprints"]["scorers"]) == 64
    assert EvalResult.model_validate(data) == result
    assert "\x1b" not in text


def test_json_of_two_runs_differs_in_times_alone(tmp_path: Path) -> None:
    """The same cases and replies give the same result."""

    def timeless() -> list[Any]:
        data = json.loads(written(result_of(tmp_path), tmp_path, ".json"))
        for row in data["cases"]:
            del row["seconds"]
        return [data]

    assert timeless() == timeless()


def properties_of(element: ET.Element) -> dict[str | None, str | None]:
    return {item.get("name"): item.get("value") for item in element.findall("properties/property")}


def test_junit_parses_back(tmp_path: Path) -> None:
    """Suites, counts, reasons and errors stand where a CI server looks for them."""
    root = ET.fromstring(written(result_of(tmp_path), tmp_path, ".xml"))  # noqa: S314  # our own output
    assert root.tag == "testsuites"
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["5", "2", "1"]
    first, second = root.findall("testsuite")
    assert [first.get(key) for key in ("name", "tests", "failures", "errors")] == ["first", "4", "2", "1"]
    assert second.get("tests") == "1"
    names = [
        (case.get("name"), properties_of(case)["line"], [child.tag for child in case][1:])
        for case in first.iter("testcase")
    ]
    assert names == [
        ("first.jsonl-1", "2", []),
        ("first.jsonl-2", "3", ["failure"]),
        ("first.jsonl-3", "4", ["error"]),
        ("first.jsonl-4", "5", ["failure"]),
    ]
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "missing fact: 12,500 tonnes; citation for the case"
    assert "<script>" in (failure.text or "")
    error = root.find(".//error")
    assert error is not None
    assert error.get("type") == "RuntimeError"
    assert properties_of(first).items() >= {("errored.value", "1"), ("pass_rate.worst", "0.25")}


def test_junit_shows_skipped_cases_and_repeats(tmp_path: Path) -> None:
    """A skipped case is neither a pass nor a failure; each repeat has a name of its own."""
    text = written(result_of(tmp_path, "retrieve", repeat=2), tmp_path, ".xml")
    root = ET.fromstring(text)  # noqa: S314  # our own output
    assert [suite.get("skipped") for suite in root] == ["2", "2"]
    names = [case.get("name") for case in root.iter("testcase")]
    assert names[:2] == ["first.jsonl-1 #1", "first.jsonl-1 #2"]


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not {"src", "onclick"} & {name for name, _ in attrs}


def test_html_is_one_page_with_nothing_to_fetch_or_run(tmp_path: Path) -> None:
    """Words of cases and answers stay words."""
    text = written(result_of(tmp_path), tmp_path, ".html")
    tags = Tags()
    tags.feed(text)
    assert tags.seen.count("table") >= 3
    assert not {"script", "img", "link", "iframe"} & set(tags.seen)
    assert "\x1b" not in text
    assert "not gateable" in text
    assert "first.jsonl-1" in text


def test_markdown_is_tables_of_plain_words(tmp_path: Path) -> None:
    """Every row has as many cells as its head; no word of a case becomes markup."""
    text = written(result_of(tmp_path), tmp_path, ".md")
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<table>") == 2
    assert html.count("<tr>") == html.count("</tr>")
    assert "<script>" not in html
    assert "<em>" not in html
    assert html.count("<h1>") == 1
    assert "fact_recall" in html


@pytest.mark.parametrize("ending", [".json", ".xml", ".html", ".md"])
def test_nothing_is_left_behind_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """The file before stays as it was."""
    result = result_of(tmp_path)
    path = tmp_path / "out" / f"result{ending}"
    write(result, path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write(result, path)
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == [path.name]
