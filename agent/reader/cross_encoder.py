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
from agent.reader.context import laid_out
from agent.regression import softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

GRAPH = Path(__file__).with_name("reader.onnx")

LENGTH = 128
"""Longest input in tokens."""


class CrossEncoder:
    """Reads a question or claim with one sentence at a time, so that sentences never move each other's result."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._inputs = InputVectors(bundled_weights())
        self._unigram = bundled_unigram()
        self._session = start(str(GRAPH), threads=threads)

    @cached_property
    def name(self) -> str:
        """A fingerprint of the weights."""
        return "reader-sha256:" + hashlib.sha256(GRAPH.read_bytes()).hexdigest()[:16]

    def read(self, text: str, sentences: Sequence[str], contexts: Sequence[str]) -> list[Reading]:
        """What each sentence is to a question or claim, in their order; a context may be empty."""
        first = self._unigram.encode(text)
        return [
            self._read(laid_out(self._unigram, first, sentence, context, longest=LENGTH))
            for sentence, context in zip(sentences, contexts, strict=True)
        ]

    def _read(self, ids: list[int]) -> Reading:
        stance, answers = self._session.run(["stance", "answers"], {"embedded": self._inputs.of(ids)})
        supports, refutes, _ = softmax(stance[0].tolist())
        _, yes = softmax(answers[0].tolist())
        return Reading(answers=yes, supports=supports, refutes=refutes)
