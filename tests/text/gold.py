"""The hand-written gold of this folder, and texts to try rules on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"

MIXED = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"abcXYZ éÄß.!?,;:'\"“”«»’‘()[]-–—…\n\t\u00a0\u202f\u200b\u00ad\u0301½²ﬁ€%$#*_|>/",
                *(
                    "Dr.",
                    "z. B.",
                    "U.S.",
                    "The ",
                    "Die ",
                    "no. ",
                    "etc.",
                    "\n\n",
                    "\r\n",
                    "- ",
                    "1. ",
                    "J. R. ",
                ),
                *(
                    "12,500",
                    "12.500",
                    "12 500",
                    "350 mila",
                    "5m",
                    "$5bn",
                    "2 Mio.",
                    "-5",
                    "12.05.2024",
                    "v1.5",
                ),
                *("harbour ", "Hafen ", "città ", "l'isola ", "twelve ", "zwei und drei ", "half a million "),
            ]
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
).map("".join)
"""Texts of words, figures and punctuation in the wrong places, with any character in between."""


@dataclass(frozen=True)
class Boundaries:
    """A text and the offsets at which its sentences end, its own end left out."""

    language: str
    held_out: bool
    text: str
    ends: frozenset[int]


def sentence_gold() -> list[Boundaries]:
    cases = tomllib.loads((DATA / "sentences.toml").read_text(encoding="utf-8"))["case"]
    return [_boundaries(case["text"], case["language"], case.get("held_out", False)) for case in cases]


def _boundaries(marked: str, language: str, held_out: bool) -> Boundaries:
    pieces = marked.split("¦")
    text = "".join(pieces)
    ends = [len("".join(pieces[: index + 1]).rstrip()) for index in range(len(pieces) - 1)]
    return Boundaries(language, held_out, text, frozenset(ends))


def language_gold() -> list[tuple[str, str]]:
    parts = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
    return [(language, text) for part in parts.values() for language, texts in part.items() for text in texts]
