"""Case files as plain values that remember where they stand: YAML, and JSONL with a head line.

YAML is read by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): ``no`` is a
string, not a boolean, and a date stays as written. In both formats a key that stands twice is an error: the
readers of the standard libraries would silently keep one of the two.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from evals.problems import CaseFileError, Location, Problem, key_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from yaml._yaml import Mark as CMark

FORMATS = (".yaml", ".yml", ".jsonl")
_DEEPEST = 50


class Place(NamedTuple):
    """Where something stands in a file; both count from 1, ``column`` in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """The content of a case file and the place of everything in it; its ``line`` alone is found at once."""

    file: str
    value: Any
    place: Callable[[Location], Place]
    line: Callable[[Location], int]


def parse(path: Path, content: bytes) -> Parsed:
    """The case file ``path`` with these bytes.

    Raises ``CaseFileError`` for another ending, bytes that are not UTF-8 and broken syntax.
    """
    file = str(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise _fault(file, place, "is not UTF-8") from error
    if path.suffix.lower() not in FORMATS:
        raise _fault(file, _START, f"is not a case file: expected an ending of {', '.join(FORMATS)}")
    return _jsonl(file, text) if path.suffix.lower() == ".jsonl" else _yaml(file, text)


_START = Place(1, 1)


def _fault(file: str, place: Place, message: str, location: Location = ()) -> CaseFileError:
    return CaseFileError([Problem(file, place.line, key_of(location), message, place.column)])


def _place(mark: yaml.Mark | CMark) -> Place:
    return Place(mark.line + 1, mark.column + 1)


class _CoreLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """The safe loader with the scalars of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML's own hook


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    _CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )


def _yaml(file: str, text: str) -> Parsed:
    try:
        _refuse_depth(file, text)
        loader = _CoreLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise _fault(file, _START, "is empty")
        _refuse_repeated_keys(file, root)
        value = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _fault(file, _place(mark) if mark else _START, error.problem or "is not YAML") from error
    except yaml.reader.ReaderError as error:
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)  # the error's own position may count bytes
        before = text[: found.start()] if found else ""
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise _fault(file, place, f"has a character that YAML does not allow: {error.reason}") from error
    except (RecursionError, ValueError) as error:
        raise _fault(file, _START, f"cannot be read as YAML: {error}") from error
    return Parsed(
        file,
        value,
        lambda location: _yaml_place(root, location),
        lambda location: _yaml_place(root, location).line,
    )


def _refuse_depth(file: str, text: str) -> None:
    """Composing nodes recurses in C down to the end of the stack; reading events does not."""
    depth = 0
    for event in yaml.parse(text, Loader=_CoreLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            place = _place(event.start_mark) if event.start_mark else _START
            raise _fault(file, place, f"is nested more than {_DEEPEST} levels deep")


def _refuse_repeated_keys(file: str, root: yaml.Node) -> None:
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        keys = set[str]()
        for key, value in node.value:
            waiting.append(value)
            if isinstance(key, yaml.ScalarNode):
                if key.value in keys:
                    raise _fault(
                        file, _place(key.start_mark), "this key stands twice in one mapping", (key.value,)
                    )
                keys.add(key.value)


def _yaml_place(root: yaml.Node, location: Location) -> Place:
    """The place of the deepest node on the way to ``location``; for a key, that of the key itself."""
    node, mark = root, root.start_mark
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
            continue
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        for key, value in entries:
            if key.value == part:
                node, mark = value, key.start_mark
                break
        else:
            break
    return _place(mark)


class _RepeatedKeyError(ValueError):
    """A key that stands twice in one JSON object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) < len(pairs):
        (name, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise _RepeatedKeyError(name)
    return keys


def _jsonl(file: str, text: str) -> Parsed:
    values, lines = list[Any](), list[tuple[int, str]]()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line, object_pairs_hook=_object))
        except _RepeatedKeyError as error:
            column = line.rfind(json.dumps(str(error), ensure_ascii=False)) + 1
            message = "this key stands twice in one object"
            raise _fault(file, Place(number, max(1, column)), message, (str(error),)) from error
        except json.JSONDecodeError as error:
            raise _fault(file, Place(number, error.colno), f"is not JSON: {error}") from error
        except (ValueError, RecursionError) as error:
            raise _fault(file, Place(number, 1), f"is not JSON: {error}") from error
        lines.append((number, line))
    if not values:
        raise _fault(file, _START, "is empty")
    first = Place(lines[0][0], 1)
    if not isinstance(values[0], dict):
        raise _fault(file, first, "the first line must be the head, a JSON object with the key suite")
    if "cases" in values[0]:
        place = _place_in_line(lines[0], ("cases",))
        raise _fault(file, place, "in JSONL every case has a line of its own", ("cases",))
    return Parsed(
        file,
        {**values[0], "cases": values[1:]},
        lambda location: _place_in_line(*_in_line(lines, location)),
        lambda location: _in_line(lines, location)[0][0],
    )


def _in_line(lines: list[tuple[int, str]], location: Location) -> tuple[tuple[int, str], Location]:
    """The line that a location is in, and the way on from there."""
    match location:
        case ("cases", int(index), *rest):
            return lines[index + 1], tuple(rest)
        case _:
            return lines[0], location


def _place_in_line(numbered: tuple[int, str], location: Location) -> Place:
    """The place of a key in a line of JSON: but for rarities YAML reads JSON, and YAML's reader keeps places."""
    number, line = numbered
    try:
        root = _CoreLoader(line).get_single_node() if location else None
    except (yaml.YAMLError, RecursionError):
        root = None
    return Place(number, _yaml_place(root, location).column if root is not None else 1)
