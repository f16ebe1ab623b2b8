"""Sentences as a model sees them: numbered, each a JSON object on a line of its own.

JSON quoting is the wall between data and the rest: whatever a sentence holds stays inside one string of one line.
What readers cannot see, and a model could, is left out of the model's view; quotes are cut from the document and
keep it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.protocols import Candidate

MOST = 24
"""Sentences shown to a model for one question."""
LONGEST = 1_200
"""Code points of one sentence that are shown."""

_NUMBER = re.compile(r"\s*\[?\s*S?\s*(\d{1,4})\s*\]?\s*", re.IGNORECASE)


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors: marks that change nothing a reader sees here, and can spell out hidden text."""


class Numbered:
    """Candidates with the numbers 1, 2, … that a model knows them by."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(candidates)

    @property
    def texts(self) -> list[str]:
        """The sentences as documents have them."""
        return [one.text for one in self.candidates]

    def lines(self) -> str:
        """The sentences with what is known of them, for a prompt."""
        return "\n".join(_line(number, one) for number, one in enumerate(self.candidates, start=1))

    def half(self) -> Numbered:
        """The first half, for a model with a small window."""
        return Numbered(self.candidates[: len(self.candidates) // 2])

    def at(self, numbers: Any) -> list[Candidate] | None:
        """The candidates that a reply's ``numbers`` name, each once; ``None`` if one of them does not exist."""
        wanted = numbers if isinstance(numbers, list) else [numbers]
        found: dict[int, Candidate] = {}
        for number in wanted:
            position = _position(number)
            if position is None or not 1 <= position <= len(self.candidates):
                return None
            found[position] = self.candidates[position - 1]
        return list(found.values())


def numbered(ranked: Iterable[Candidate], around: Sequence[Candidate]) -> Numbered:
    """The best of ``ranked``, each after the sentence before it in its passage, which may say who "he" is.

    Sources come in the order of their best sentence, sentences of a source in the order of the text.
    """
    before = _predecessors(around)
    chosen: dict[tuple[str, int], Candidate] = {}
    for candidate in ranked:
        for one in (candidate, before.get(_place(candidate))):
            if one is not None and len(chosen) < MOST:
                chosen.setdefault(_place(one), one)
    sources = {source: rank for rank, (source, _) in reversed(list(enumerate(chosen)))}
    return Numbered(sorted(chosen.values(), key=lambda one: (sources[one.source.source], one.sentence.start)))


def visible(text: str) -> str:
    """``text`` as a reader sees it: one line, without control characters, direction marks, and invisible ones."""
    spaced = " ".join(text.split())
    return "".join(
        character
        for character in spaced
        if unicodedata.category(character) not in _HIDDEN and not _VARIATION.match(character)
    )


def _line(number: int, candidate: Candidate) -> str:
    record = candidate.source
    fields = {
        "number": number,
        "source": visible(record.source)[:80],
        "outlet": visible(record.outlet or "")[:80],
        "date": record.published,
        "origin": visible(record.origins[0])[:80] if record.origins else "",
        "sentence": visible(candidate.text)[:LONGEST],
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.source.source, candidate.sentence.start


def _predecessors(candidates: Sequence[Candidate]) -> dict[tuple[str, int], Candidate]:
    ordered = sorted(candidates, key=_place)
    return {
        _place(one): before
        for before, one in pairwise(ordered)
        if before.hit.passage == one.hit.passage and before.source.source == one.source.source
    }


def _position(number: Any) -> int | None:
    if isinstance(number, bool):
        return None
    if isinstance(number, int):
        return number
    match = _NUMBER.fullmatch(number) if isinstance(number, str) and len(number) < 20 else None
    return int(match[1]) if match else None
