"""Runs the reader."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agent.encoder.run import InputVectors, start
from agent.encoder.unigram import bundled_unigram
from agent.encoder.weights import bundled_weights
from agent.protocols import Reading
from agent.regression import softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

GRAPH = Path(__file__).with_name("reader.onnx")

LENGTH = 128
"""Longest pair in tokens; what is asked or claimed gets at most half, the rest of the sentence is cut."""


class CrossEncoder:
    """Reads ``<s> question or claim </s></s> sentence </s>``, one pair a run, so that pairs never move each other."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._inputs = InputVectors(bundled_weights())
        self._unigram = bundled_unigram()
        self._session = start(str(GRAPH), threads=threads)

    @cached_property
    def name(self) -> str:
        """A fingerprint of the weights."""
        return "reader-sha256:" + hashlib.sha256(GRAPH.read_bytes()).hexdigest()[:16]

    def read(self, text: str, sentences: Sequence[str]) -> list[Reading]:
        """What each sentence is to a question or claim, in their order."""
        first = self._unigram.encode(text)[: LENGTH // 2 - 2]
        return [self._read(first, self._unigram.encode(sentence)) for sentence in sentences]

    def _read(self, first: list[int], second: list[int]) -> Reading:
        begin, end = self._unigram.begin, self._unigram.end
        ids = [begin, *first, end, end, *second[: LENGTH - len(first) - 4], end]
        stance, answers = self._session.run(["stance", "answers"], {"embedded": self._inputs.of(ids)})
        supports, refutes, _ = softmax(stance[0].tolist())
        _, yes = softmax(answers[0].tolist())
        return Reading(answers=yes, supports=supports, refutes=refutes)
