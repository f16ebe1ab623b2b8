"""The result as JUnit XML, in one dialect: what pytest calls ``xunit2``, the schema of Jenkins' xUnit plugin 2.4.

GitLab, Jenkins and the GitHub reporters all read it. A ``testcase`` has ``name``, ``classname`` and ``time``
and nothing else, so file and line are properties; and because some readers look for them there, they are the
first line of a failure's content too.
https://github.com/jenkinsci/xunit-plugin/blob/xunit-2.4.0/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from evals.render.figures import against_baseline, asked, changed, headline, name, unmet, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evals.result import CaseRow, Change, EvalResult

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""

_LONGEST_MESSAGE = 1000


def render(result: EvalResult) -> str:
    """One ``testsuite`` for each case file with its metrics as properties, one ``testcase`` for each row."""
    changes = {change.id: change for change in result.comparison.changes} if result.comparison else {}
    counts = {key: value for key, value in _totals(result.cases).items() if key != "skipped"}
    root = ET.Element("testsuites", {"name": "evals", **counts})
    for file in dict.fromkeys(row.file for row in result.cases):
        rows = [row for row in result.cases if row.file == file]
        suite = ET.SubElement(root, "testsuite", {"name": _safe(rows[0].suite), **_totals(rows)})
        _properties(suite, _suite_properties(result, file))
        for row in rows:
            _testcase(suite, row, changes.get(row.id), repeated=result.settings.repeat > 1)
        said = [headline(result), *unmet(result), *against_baseline(result)]
        ET.SubElement(suite, "system-out").text = _safe("\n".join(said))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite_properties(result: EvalResult, file: str) -> Iterator[tuple[str, str]]:
    yield "file", file
    for metric, measured in result.by_suite.get(file, {}).items():
        for part in ("value", "worst"):
            figure = getattr(measured, part)
            if figure is not None:
                yield f"{metric}.{part}", f"{figure:.6g}"


def _properties(parent: ET.Element, properties: Iterator[tuple[str, str]]) -> None:
    holder = ET.SubElement(parent, "properties")
    for key, value in properties:
        ET.SubElement(holder, "property", {"name": _safe(key), "value": _safe(value)})


def _totals(rows: Sequence[CaseRow]) -> dict[str, str]:
    outcomes = [row.outcome for row in rows]
    return {
        "tests": str(len(rows)),
        "failures": str(outcomes.count("fail")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
        "time": f"{sum(row.seconds for row in rows):.3f}",
    }


def _testcase(suite: ET.Element, row: CaseRow, change: Change | None, *, repeated: bool) -> None:
    attributes: Mapping[str, str] = {
        "name": _safe(name(row, repeated=repeated)),
        "classname": _safe(row.suite),
        "time": f"{row.seconds:.3f}",
    }
    case = ET.SubElement(suite, "testcase", dict(attributes))
    _properties(case, _case_properties(row, change))
    message = _safe(why(row)[:_LONGEST_MESSAGE])
    match row.outcome:
        case "fail":
            failure = ET.SubElement(case, "failure", {"message": message, "type": "fail"})
            failure.text = _safe(_detail(row, change))
        case "error":
            kind = row.error.type if row.error else "error"
            error = ET.SubElement(case, "error", {"message": message, "type": _safe(kind)})
            error.text = _safe(_detail(row, change))
        case "skipped":
            ET.SubElement(case, "skipped", {"message": "nothing to measure at this stage"})
        case "pass":
            pass


def _case_properties(row: CaseRow, change: Change | None) -> Iterator[tuple[str, str]]:
    yield "file", row.file
    yield "line", str(row.line)
    if row.lang:
        yield "lang", row.lang
    for tag in row.tags:
        yield "tag", tag
    if change is not None:
        yield "change", change.kind


def _detail(row: CaseRow, change: Change | None) -> str:
    """All a reader needs who sees the content alone: where, what was asked, expected and got, and why not."""
    lines = [f"{row.file}:{row.line}", asked(row), f"expected: {row.expected}", f"got: {row.got}"]
    lines += [f"since the baseline: {changed(change)}"] if change else []
    lines += [
        f"{fact.result}: {fact.fact}" + (f" ({fact.place}: “{fact.found}”)" if fact.place else "")
        for fact in row.facts
    ]
    lines += [f"missing: {item}" for item in row.missing]
    lines += [f"{row.error.type}: {row.error.message}"] if row.error else []
    return "\n".join(lines)


def _safe(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
