"""The result as JSON, ``seedcheck.evals/1``, with a line for each case: readable, and quick to write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agent.report.neutral import in_json

if TYPE_CHECKING:
    from evals.result import EvalResult


def render(result: EvalResult) -> str:
    """The whole result, UTF-8 text that ends with a newline."""
    return by_lines(result.model_dump(mode="json"), "cases")


def by_lines(data: dict[str, Any], last: str) -> str:
    """JSON of ``data``, indented, but for the list or object under ``last``: it comes last, its items a line each."""
    items = data[last]
    head = json.dumps({key: data[key] for key in data if key != last}, indent=2, ensure_ascii=False)
    if isinstance(items, dict):
        lines = [f"{_line(key)}: {_line(item)}" for key, item in items.items()]
    else:
        lines = [_line(item) for item in items]
    opening, closing = ("{", "}") if isinstance(items, dict) else ("[", "]")
    body = ",\n    ".join(lines)
    return in_json(f"{head[:-2]},\n  {_line(last)}: {opening}\n    {body}\n  {closing}\n}}\n")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
