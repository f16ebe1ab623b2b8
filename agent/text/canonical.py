"""Texts as they are compared: decoding, and folding with a way back to the exact offsets.

Folding follows Unicode's NFKC_Casefold (UAX #31, section 5.1 and UTS #46's use of it): compatibility
characters, case and invisible characters make no difference. On top of it white space of any length is one
space, none at the ends, and typographic quotes, apostrophes and dashes are their ASCII forms. Folded text is
for comparison only.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from agent.document import Span
from agent.text.decoding import NotTextError, decode

__all__ = ["NotTextError", "OffsetMap", "decode", "fold", "fold_with_offsets"]

_PLAIN = re.compile(r"[!-~]++(?: [!-~]++)*+")
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)  # Default_Ignorable_Code_Point
_JAMO = re.compile("[\u1160-\u11ff\u3130-\u318f\ud7b0-\ud7ff\uff9e\uff9f\uffa0-\uffdc]")
_LONGEST_CLUSTER = 31
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛ʹʼʻ′‹›´", "'")
    | dict.fromkeys("“”„‟″«»〝〞", '"')
    | dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-")
)


class OffsetMap:
    """The way from folded text back to the text it came from."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: array[int], ends: array[int]) -> None:
        self._starts = starts
        self._ends = ends

    def __len__(self) -> int:
        return len(self._starts)

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that ``folded[start:end]`` came from.

        Where the range cuts one original character's folded form (``ss`` of ``ß``) the whole character is
        meant. Raises `IndexError` for an empty range or one outside the folded text.
        """
        if not 0 <= start < end <= len(self._starts):
            raise IndexError(f"no characters at {start}:{end} of {len(self._starts)}")
        return Span(self._starts[start], self._ends[end - 1])


def fold(text: str) -> str:
    """``text`` as it is compared; `fold` of a folded text is itself."""
    return text.lower() if _PLAIN.fullmatch(text) else fold_with_offsets(text)[0]


def fold_with_offsets(text: str) -> tuple[str, OffsetMap]:
    """`fold` of ``text``, and where every folded character came from. Linear in the text's length."""
    builder = _Builder()
    position = 0
    while position < len(text):
        plain = _PLAIN.match(text, position)
        end = plain.end() if plain else position
        if plain and end < len(text) and _joins(text[end]):
            end -= 1
        if end > position:
            builder.plain(text, position, end)
        else:
            end = _cluster_end(text, position)
            builder.cluster(text, position, end)
        position = end
    return builder.result()


class _Builder:
    """Collects folded pieces with the original range of each of their characters."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts = array("I")
        self._ends = array("I")
        self._after_space = True

    def plain(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text[start:end].lower())
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))
        self._after_space = text[end - 1] == " "

    def cluster(self, text: str, start: int, end: int) -> None:
        cluster = text[start:end]
        visible = end
        while visible > start + 1 and _IGNORABLE.match(text[visible - 1]):
            visible -= 1
        for character in _fold_cluster(cluster):
            space = character.isspace()
            if space and self._after_space:
                if self._ends:
                    self._ends[-1] = end
                continue
            self._pieces.append(" " if space else character)
            self._starts.append(start)
            self._ends.append(visible)
            self._after_space = space

    def result(self) -> tuple[str, OffsetMap]:
        folded = "".join(self._pieces)
        if folded.endswith(" "):
            folded = folded[:-1]
            self._starts.pop()
            self._ends.pop()
        return folded, OffsetMap(self._starts, self._ends)


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    visible = _IGNORABLE.sub("", cluster).translate(_TYPOGRAPHY)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return _IGNORABLE.sub("", folded).translate(_TYPOGRAPHY)


def _cluster_end(text: str, start: int) -> int:
    """End of the characters from ``start`` that normalisation may reorder or compose.

    At most 31 of them: runs of combining marks are cut as by UAX #15's stream-safe format, since sorting them
    takes quadratic time.
    """
    end = start + 1
    if text[start].isspace():
        return end
    last = min(len(text), start + _LONGEST_CLUSTER)
    while end < last and _joins(text[end]):
        end += 1
    return end


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    if character < "\u0080":
        return False
    return (
        unicodedata.category(character).startswith("M")
        or _IGNORABLE.match(character) is not None
        or _JAMO.match(character) is not None
    )
