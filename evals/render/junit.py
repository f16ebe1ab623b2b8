"""The result as JUnit XML, the dialect that Jenkins, GitLab and GitHub actions read.

https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from evals.render.figures import asked, headline, name, unmet, why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.result import CaseRow, EvalResult

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""


def render(result: EvalResult) -> str:
    """One ``testsuite`` for each case file with its metrics as properties, one ``testcase`` for each row."""
    root = ET.Element("testsuites", {"name": "evals", **_totals(result.cases)})
    for file in dict.fromkeys(row.file for row in result.cases):
        rows = [row for row in result.cases if row.file == file]
        suite = ET.SubElement(root, "testsuite", {"name": _safe(rows[0].suite), **_totals(rows)})
        properties = ET.SubElement(suite, "properties")
        for metric, measured in result.by_suite.get(file, {}).items():
            for part in ("value", "worst"):
                figure = getattr(measured, part)
                if figure is not None:
                    ET.SubElement(
                        properties, "property", {"name": f"{metric}.{part}", "value": f"{figure:.6g}"}
                    )
        for row in rows:
            _testcase(suite, row, repeated=result.settings.repeat > 1)
        ET.SubElement(suite, "system-out").text = _safe("\n".join([headline(result), *unmet(result)]))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _totals(rows: Sequence[CaseRow]) -> dict[str, str]:
    outcomes = [row.outcome for row in rows]
    return {
        "tests": str(len(rows)),
        "failures": str(outcomes.count("fail")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
        "time": f"{sum(row.seconds for row in rows):.3f}",
    }


def _testcase(suite: ET.Element, row: CaseRow, *, repeated: bool) -> None:
    attributes = {
        "name": _safe(name(row, repeated=repeated)),
        "classname": _safe(row.suite),
        "file": _safe(row.file),
        "line": str(row.line),
        "time": f"{row.seconds:.3f}",
    }
    case = ET.SubElement(suite, "testcase", attributes)
    detail = f"{asked(row)}\nexpected: {row.expected}\ngot: {row.got}"
    match row.outcome:
        case "fail":
            failure = ET.SubElement(case, "failure", {"message": _safe(why(row)), "type": "fail"})
            failure.text = _safe(detail)
        case "error":
            kind = row.error.type if row.error else "error"
            error = ET.SubElement(case, "error", {"message": _safe(why(row)), "type": _safe(kind)})
            error.text = _safe(detail)
        case "skipped":
            ET.SubElement(case, "skipped", {"message": "nothing to measure at this stage"})
        case "pass":
            pass


def _safe(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
