"""JUnit for its readers, annotations for GitHub, and the report for people."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from junitparser import Error, Failure, JUnitXml
from lxml import etree

from evals.render.github import MOST_ANNOTATIONS, step_summary, workflow_commands
from evals.render.marks import parts
from evals.result import EvalResult
from tests.evals.invented import STILL, TONNES, Replies, answer, cite, decline_case, tonnes_case, write_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evals.conftest import Done

HOSTILE = "<script>alert('&')</script> | *a* \x00\x1b[31m \ufffe ]]> \u202e %0A::error::x, y \n# b"
RIGHT = answer("12,500 tonnes", cite(TONNES))
WRONG = answer("It handled 9,000 tonnes [1].", cite(STILL))
SCHEMA = Path(__file__).parent / "data" / "junit.xsd"


def typed(question: str, **extra: Any) -> dict[str, Any]:
    case = tonnes_case(question, **extra)
    case["expect"]["facts"] = [
        {"fact": "12,500 tonnes", "number": {"value": 12500, "unit": "tonnes"}, "as_of": "2026-05-31"}
    ]
    return case


@pytest.fixture
def compared(evals: Callable[..., Done], tmp_path: Path) -> Path:
    """A folder with every output of a run that got worse: one broken, one errored, one hostile, one declined."""
    cases = write_cases(
        tmp_path,
        [
            typed("right", id="right", tags=["may", HOSTILE]),
            typed("broken", id="broken", tags=["may"]),
            typed("down", id="down"),
            tonnes_case(HOSTILE, id="hostile"),
            decline_case("none", id="none"),
        ],
    )
    before = Replies({HOSTILE: answer(HOSTILE)}, otherwise=RIGHT)
    evals("run", cases, "-o", tmp_path / "before.json", "--repeat", 2, systems=before)
    now = Replies(
        {"broken": WRONG, "down": RuntimeError(HOSTILE + "\ud800"), HOSTILE: answer(HOSTILE)}, otherwise=RIGHT
    )
    outputs = [part for end in (".json", ".xml", ".html", ".md") for part in ("-o", tmp_path / f"now{end}")]
    done = evals("run", cases, "--baseline", tmp_path / "before.json", "--repeat", 2, *outputs, systems=now)
    assert (done.code, done.err) == (3, "")
    return tmp_path


def result_in(folder: Path) -> EvalResult:
    return EvalResult.model_validate_json((folder / "now.json").read_bytes())


def test_junit_fits_the_strict_schema(compared: Path) -> None:
    """Of the one dialect that is written; names are unique."""
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.parse(compared / "now.xml"))
    broken = (compared / "now.xml").read_text().replace("<testcase ", '<testcase line="3" ', 1)
    assert not schema.validate(etree.fromstring(broken.encode()))


def test_junit_is_read_back_by_junitparser(compared: Path) -> None:
    """Counts, outcomes and the words that people look for: in the message and in the content."""
    xml = JUnitXml.fromfile(str(compared / "now.xml"))
    assert (xml.tests, xml.failures, xml.errors) == (10, 6, 2)
    (suite,) = list(xml)
    cases = {case.name: case for case in suite}
    assert len(cases) == 10
    (failure,) = cases["broken #1"].result
    assert isinstance(failure, Failure)
    assert "12,500 tonnes (says 9,000 tonnes)" in failure.message
    assert failure.text.splitlines()[0].endswith("cases.jsonl:3")
    assert "since the baseline: broken: passed 2/2 before, 0/2 now" in failure.text
    (error,) = cases["down #2"].result
    assert isinstance(error, Error)
    assert error.type == "RuntimeError"
    element = cases["broken #1"]._elem
    properties = {item.get("name"): item.get("value") for item in element.iter("property")}
    assert properties["line"] == "3"
    assert properties["change"] == "broken"
    assert cases["right #1"].is_passed


def test_names_in_junit_are_those_of_the_cases(compared: Path) -> None:
    """Stable from run to run: id, and the repeat where there are several."""
    root = ET.fromstring((compared / "now.xml").read_text())  # noqa: S314  # our own output
    assert [case.get("name") for case in root.iter("testcase")][:4] == [
        "right #1",
        "right #2",
        "broken #1",
        "broken #2",
    ]


COMMAND = re.compile(r"::(error|warning|notice) [^:\n]*::[^\n]*")


def test_github_sees_what_got_worse_first(compared: Path) -> None:
    """Then errors, then what failed before, as a warning; every command is one line that nothing breaks out of."""
    lines = workflow_commands(result_in(compared))
    assert all(COMMAND.fullmatch(line) for line in lines)
    titles = [re.search(r"title=([^,:]*)", line)[1] for line in lines]  # type: ignore[index]
    assert titles[:2] == ["broken got worse", "down got worse"]
    assert "line=3" in lines[0]
    assert "Lost%3A" not in lines[0]
    assert "Lost: 12,500 tonnes." in lines[0]
    assert lines[2].startswith("::warning ")
    assert not any("::error::x" in line.replace(COMMAND.match(line)[0], "") for line in lines)  # type: ignore[index]
    assert "%250A" in "".join(lines)


def test_github_is_not_flooded(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Ten annotations at most; the last counts the rest."""
    cases = write_cases(tmp_path, [tonnes_case(f"q{number}") for number in range(30)])
    evals("run", cases, "-o", tmp_path / "now.json", systems=Replies(otherwise=WRONG))
    lines = workflow_commands(result_in(tmp_path))
    assert len(lines) == MOST_ANNOTATIONS
    assert "21 more cases" in lines[-1]


def test_a_run_under_github_tells_it(
    evals: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Annotations on standard output, the page of the step appended to its file; nowhere else."""
    cases = write_cases(tmp_path, [tonnes_case("q")])
    assert "::error" not in evals("run", cases, systems=Replies(otherwise=WRONG)).out
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert "::error file=" in evals("run", cases, systems=Replies(otherwise=WRONG)).out
    assert summary.read_text().startswith("before\n# Evals\n")


def test_a_long_summary_is_its_headline(compared: Path) -> None:
    """GitHub would drop one that is longer than it takes."""
    result = result_in(compared)
    long = result.cases[2].model_copy(update={"got": "x" * 300, "missing": ["y" * 1_000_000]})
    assert len(step_summary(result.model_copy(update={"cases": [long]}))) < 1000
    assert "## Against the baseline" in step_summary(result)


class Page(HTMLParser):
    """Collects tags, anchors and highlighted words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.marked: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not {"src", "onclick", "srcset", "action"} & set(given)
        if "href" in given:
            assert (given["href"] or "").startswith("#")
            self.targets.add((given["href"] or "")[1:])
        if given.get("id"):
            assert given["id"] not in self.ids
            self.ids.add(given["id"] or "")
        if tag not in ("meta", "input", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "mark" in self._open:
            self.marked.append(data)


def page_in(folder: Path) -> tuple[Page, str]:
    text = (folder / "now.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    return page, text


def test_the_page_is_whole_and_safe(compared: Path) -> None:
    """Every tag is closed, every link leads somewhere on the page, nothing is fetched or run."""
    page, text = page_in(compared)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert page.targets <= page.ids
    assert "default-src 'none'" in text
    assert "\x1b" not in text
    assert "url(" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_the_page_shows_facts_quotes_and_changes(compared: Path) -> None:
    """What was expected and where it stood, each quote in its source, what broke, and who should have declined."""
    page, text = page_in(compared)
    for words in ("12,500 tonnes", "9,000 tonnes", TONNES, STILL):
        assert any(words in marked for marked in page.marked)
    assert "as of 2026-05-31" in text
    assert "contradicted in the answer" in text
    assert "Harbour News." in text
    assert "Against the baseline" in text
    assert text.index("broken</span>") < text.index("Metrics")
    assert "not gateable" in text
    assert "to decline" in text
    assert "holds fact" in text


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("abcdef", None)]),
        ([(0, 6, "x")], [("abcdef", "x")]),
        ([(1, 3, "x"), (2, 5, "y")], [("a", None), ("bc", "x"), ("de", "y"), ("f", None)]),
        ([(4, 9, "x")], [("abcd", None), ("ef", "x")]),
        ([(3, 3, "x")], [("abcdef", None)]),
    ],
)
def test_marks_cut_a_text_without_losing_a_letter(
    marks: list[tuple[int, int, str]], expected: list[tuple[str, str | None]]
) -> None:
    """Overlapping ones share it in their order."""
    assert [tuple(part) for part in parts("abcdef", marks)] == expected


def test_json_says_the_same(compared: Path) -> None:
    """Findings with spans, the ladder, gold spans met, the two-by-two table, and the comparison."""
    data = json.loads((compared / "now.json").read_text())
    right, _, broken = data["cases"][:3]
    assert right["facts"][0]["result"] == "stated"
    assert broken["facts"][0] == {
        "fact": "12,500 tonnes", "kind": "number", "vital": True, "as_of": "2026-05-31", "result": "contradicted",
        "place": "answer", "start": 11, "end": 23, "found": "9,000 tonnes",
    }  # fmt: skip
    assert broken["citations"][0]["rungs"]["exact"] is True
    assert broken["citations"][0]["right"] is False
    assert right["gold"][0]["met"] is True
    assert data["abstention"]["to_answer"] == {"answered": 6, "declined": 0, "errored": 2}
    assert data["abstention"]["to_decline"] == {"answered": 2, "declined": 0, "errored": 0}
    assert data["metrics"]["facts_contradicted"]["value"] == 2
    missed = [gate["gate"] for gate in data["gates"] if gate["outcome"] == "missed"]
    assert "facts_contradicted <= 0" in missed
