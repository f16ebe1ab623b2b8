"""Objects are found in whatever a model writes around them, in time that grows with the text."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.model.reply_text import ObjectStream, read_object


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('Sure!\n```json\n{"a": 1}\n```\nAnything else?', {"a": 1}),
        ('<think>{"a": 0} or so</think>{"a": 1}', {"a": 1}),
        ('{oops {"a": "}"}', {"a": "}"}),
        ("[1, 2]", None),
        ('{"a": ', None),
        ("", None),
    ],
)
def test_objects_are_found_in_talk(text: str, found: object) -> None:
    """Fences, talk and thinking aloud do not hide the object."""
    assert read_object(text) == found


@pytest.mark.parametrize("piece", ["{", "[", '{"', '{"a":', "}", "\\", '"'])
def test_hostile_repetitions_take_linear_time(piece: str) -> None:
    """A million characters of one piece are read in a moment, in one go and as a stream."""
    began = time.process_time()
    text = piece * (1_000_000 // len(piece))
    assert read_object(text) is None
    stream = ObjectStream()
    for at in range(0, len(text), 50_000):
        assert stream.feed(text[at : at + 50_000]) == []
    assert time.process_time() - began < 5


VALUES = st.dictionaries(
    st.text(max_size=5), st.text(max_size=20) | st.integers() | st.lists(st.text(max_size=5))
)


@given(st.lists(VALUES, max_size=4), st.integers(1, 9), st.booleans())
def test_finished_objects_come_out_once_and_whole(
    values: list[dict[str, object]], size: int, ascii_: bool
) -> None:
    """However the text is cut into pieces, each object of the array comes out when it is finished."""
    text = json.dumps({"nearest": [1, 2], "statements": values}, ensure_ascii=ascii_)
    stream = ObjectStream()
    found = [one for at in range(0, len(text), size) for one in stream.feed(text[at : at + size])]
    assert found == values
