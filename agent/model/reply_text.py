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
    """The finished objects of an array of objects, read while the text around it still grows.

    It knows nothing of the reply but that what is wanted are the objects inside the first array: text goes in by
    `feed`, finished objects come out, each once. What is cut off stays inside.
    """

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._array: int | None = None
        self._start = 0

    def feed(self, piece: str) -> list[dict[str, Any]]:
        """The objects that ``piece`` completes."""
        self._text += piece
        found = []
        while self._at < len(self._text):
            end = self._step(self._text[self._at])
            self._at += 1
            if end:
                value = read_object(self._text[self._start : self._at])
                if value is not None:
                    found.append(value)
        return found

    def _step(self, character: str) -> bool:
        """Takes one character in; whether it ends an object of the array."""
        if self._in_string:
            self._in_string = self._escaped or character != '"'
            self._escaped = character == "\\" and not self._escaped
        elif character == '"':
            self._in_string, self._escaped = self._depth > 0, False
        elif character in "[{":
            self._depth += 1
            if character == "[" and self._array is None:
                self._array = self._depth
            elif character == "{" and self._array is not None and self._depth == self._array + 1:
                self._start = self._at
        elif character in "]}":
            self._depth -= 1
            if self._array is not None and self._depth < self._array:
                self._array = 0  # the wanted array is over
            return character == "}" and bool(self._array) and self._depth == self._array
        return False
