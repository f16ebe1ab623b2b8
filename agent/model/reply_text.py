"""The JSON object in what a model wrote, which may be fenced, talked around, or cut off."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"```(?:json)?[ \t]*\n?")
_DECODER = json.JSONDecoder()
_THOUGHT_END = "</think>"
MOST_TRIES = 20
DEEPEST = 40


def read_object(text: str) -> dict[str, Any] | None:
    """The first JSON object in ``text``, past any thinking aloud; ``None`` if none of the first `MOST_TRIES` opens."""
    visible = text.rpartition(_THOUGHT_END)[2]
    position = 0
    for _ in range(MOST_TRIES):
        position = visible.find("{", position)
        if position < 0:
            return None
        if visible[position : position + DEEPEST].count("{") < DEEPEST:
            try:
                value, _ = _DECODER.raw_decode(visible, position)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                return value
        position += 1
    return None


class ObjectStream:
    """The finished objects in the arrays of a JSON object, read while the text around them still grows.

    Text goes in by `feed`, finished objects come out, each once. What is cut off stays inside.
    """

    def __init__(self) -> None:
        self._text = ""
        self._open: list[str] = []
        self._start = 0
        self._in_string = False
        self._escaped = False

    def feed(self, piece: str) -> list[dict[str, Any]]:
        """The objects that ``piece`` completes. Linear in the text's length."""
        found = []
        begin = len(self._text)
        self._text += piece
        for position in range(begin, begin + len(piece)):
            character = self._text[position]
            if self._in_string:
                self._in_string = self._escaped or character != '"'
                self._escaped = character == "\\" and not self._escaped
            elif character == '"':
                self._in_string = bool(self._open)
            elif character in "[{":
                if self._open == ["{", "["]:
                    self._start = position
                self._open.append(character)
            elif character in "]}" and self._open:
                self._open.pop()
                if character == "}" and self._open == ["{", "["]:
                    value = read_object(self._text[self._start : position + 1])
                    found += [value] if value is not None else []
        return found
