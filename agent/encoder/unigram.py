"""Cuts text into the model's pieces: SentencePiece's unigram model, best path by Viterbi.

Kudo 2018, "Subword Regularization", arXiv:1804.10959. Pieces never cross a word boundary, so words are cut one by one
and remembered. The ``tokenizers`` library does the same job and is the reference in the tests; it is not used here
because building its table of 250,000 pieces takes over half a second of every process (docs/decisions/0004).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from agent.encoder.weights import bundled_weights

if TYPE_CHECKING:
    from agent.encoder.weights import Pieces

WORD_MARK = "\u2581"
REMEMBERED_WORDS = 65_536
LONGEST_WORD = 512
"""Longer runs without a space are cut here, so that the best path stays linear in memory."""

_SPACES = re.compile(" +")


class Unigram:
    """Text to piece ids."""

    def __init__(self, pieces: Pieces) -> None:
        self.begin = pieces.begin
        self.end = pieces.end
        self._unknown = pieces.unknown
        self._characters = pieces.characters
        self._scores = pieces.scores
        self._ids = {text: number for number, text in enumerate(pieces.texts)}
        self._longest = max(map(len, pieces.texts))
        self._unknown_score = min(pieces.scores) - 10.0
        self._cut = lru_cache(REMEMBERED_WORDS)(self._best_path)

    def encode(self, text: str) -> list[int]:
        """The ids of ``text``, without begin and end marks."""
        normal = _SPACES.sub(" ", text.translate(self._characters))
        if not normal.startswith(" "):
            normal = " " + normal
        found: list[int] = []
        for word in normal[1:].split(" "):
            marked = WORD_MARK + word
            for at in range(0, len(marked), LONGEST_WORD):
                found.extend(self._cut(marked[at : at + LONGEST_WORD]))
        return found

    def _best_path(self, word: str) -> tuple[int, ...]:
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        came_by = [(0, self._unknown)] * (size + 1)
        for start in range(size):
            base = best[start]
            if base + self._unknown_score > best[start + 1]:
                best[start + 1] = base + self._unknown_score
                came_by[start + 1] = (start, self._unknown)
            for end in range(start + 1, min(start + self._longest, size) + 1):
                number = self._ids.get(word[start:end])
                if number is not None and base + self._scores[number] > best[end]:
                    best[end] = base + self._scores[number]
                    came_by[end] = (start, number)
        return self._walk_back(came_by)

    def _walk_back(self, came_by: list[tuple[int, int]]) -> tuple[int, ...]:
        path: list[int] = []
        at = len(came_by) - 1
        while at > 0:
            at, number = came_by[at]
            # SentencePiece reports a run of unknown characters as one unknown piece.
            if not (path and number == self._unknown and path[-1] == self._unknown):
                path.append(number)
        return tuple(reversed(path))


@cache
def bundled_unigram() -> Unigram:
    """The tokenizer of the bundled model, built once per process."""
    return Unigram(bundled_weights().pieces())
