"""Case files written for people to go on editing: YAML in blocks, strings in quotes, nothing that was there changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from agent.errors import InputError
from agent.report.neutral import in_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_PLAIN = frozenset({"lang", "verdict", "side"})
"""Keys whose values need no quotes; two-letter codes are strings in YAML 1.2."""

_INLINE = frozenset({"evidence", "facts", "documents"})
"""Lists with one mapping a line."""


def case_block(case: Mapping[str, Any], indent: int) -> str:
    """A case as an item of a YAML list that stands ``indent`` columns in."""
    lines = list(_lines(case))
    first, rest = f"{' ' * indent}- {lines[0]}", (f"{' ' * (indent + 2)}{line}" for line in lines[1:])
    return "\n".join([first, *rest]) + "\n"


def _lines(mapping: Mapping[str, Any]) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        elif key in _INLINE:
            yield f"{key}:"
            yield from (f"  - {_inline(item)}" for item in value)
        else:
            yield f"{key}: {_scalar(key, value)}"


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_scalar(key, item)}" for key, item in value.items()) + "}"
    return in_json(json.dumps(value, ensure_ascii=False))


def _scalar(key: str, value: object) -> str:
    if key in _PLAIN and isinstance(value, str) and value.replace("_", "").isalpha():
        return value
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _inline(value)


def new_file(head: Mapping[str, Any], cases: Sequence[Mapping[str, Any]], remarks: str = "") -> str:
    """A whole YAML case file; ``remarks`` are comment lines behind its head."""
    top = "".join(f"{key}: {_scalar(key, value)}\n" for key, value in head.items())
    return top + remarks + "cases:\n" + "\n".join(case_block(case, 2) for case in cases)


def with_case(path: Path, content: str, case: Mapping[str, Any]) -> str:
    """The case file ``content`` with one case more at its end, the rest as it was.

    Raises:
        InputError: its list of cases is not written in blocks, or is not the last thing in the file.
    """
    ended = content if content.endswith("\n") or not content else content + "\n"
    if path.suffix.lower() == ".jsonl":
        return ended + in_json(json.dumps(case, ensure_ascii=False)) + "\n"
    indent = _indent_of_cases(content)
    if indent is None:
        raise InputError(
            f"{path}: no case can be put at its end: the list of cases is not in block style, or not last.",
            next_step="Write it as lines that begin with “- id:”, at the end of the file.",
        )
    return ended + "\n" + case_block(case, indent)


def _indent_of_cases(content: str) -> int | None:
    try:
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(root, yaml.MappingNode) or not root.value:
        return None
    key, cases = root.value[-1]
    if key.value != "cases" or not isinstance(cases, yaml.SequenceNode) or cases.flow_style:
        return None
    return int(cases.start_mark.column)
