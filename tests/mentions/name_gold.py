"""The hand-written gold of names: sentences with marked spans, and pairs to compare."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
_MARKED = re.compile(r"\[([^\[\]]*)\]\((\w+)(?:: ([^()]*))?\)")
_BARE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Marked:
    """A text and its names: normalised form and kind by start and end."""

    language: str
    held_out: bool
    text: str
    names: dict[tuple[int, int], tuple[str, str]]


@dataclass(frozen=True)
class Mention:
    """A text with one marked name in it."""

    language: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """A claim's name and a source's, which stands at the end of its document."""

    claim: Mention
    source: Mention
    expected: str


def name_gold() -> list[Marked]:
    cases = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))["case"]
    return [_marked(case["text"], case["language"], held_out=case.get("held_out", False)) for case in cases]


def _marked(marked: str, language: str, *, held_out: bool) -> Marked:
    text = ""
    names = {}
    position = 0
    for mark in _MARKED.finditer(marked):
        text += marked[position : mark.start()]
        names[len(text), len(text) + len(mark[1])] = (mark[3] or mark[1].replace("’", "'"), mark[2])
        text += mark[1]
        position = mark.end()
    return Marked(language, held_out, text + marked[position:], names)


def pair_gold() -> list[Pair]:
    pairs = tomllib.loads((DATA / "name_pairs.toml").read_text(encoding="utf-8"))["pair"]
    return [
        Pair(
            _mention(*pair["claim"]),
            _mention(*pair["source"], before=pair.get("document", "")),
            pair["expected"],
        )
        for pair in pairs
    ]


def _mention(language: str, marked: str, *, before: str = "") -> Mention:
    mark = _BARE.search(marked)
    assert mark is not None, marked
    lead = f"{before} " if before else ""
    start = len(lead) + mark.start()
    return Mention(language, lead + _BARE.sub(r"\1", marked), start, start + len(mark[1]))
