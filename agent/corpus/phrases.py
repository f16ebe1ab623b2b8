"""Comparing lines and words with the phrases of the language tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " "}
)
_DECORATION = " \t*_-–—=~|/\\<>«»‹›→←↑↓▶►●•·…:#+()[]{}✕×"
_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*'?|[^\s\w]")


def folded(text: str) -> str:
    """``text`` with case, apostrophes, quotation marks and white space made equal."""
    return " ".join(text.translate(_SAME).casefold().split())


def bare(line: str) -> str:
    """``line`` folded, without arrows, dashes, brackets and dots of omission around it."""
    key = folded(line).strip(_DECORATION)
    return key.rstrip(".").rstrip() if key.endswith("..") else key


def after_label(line: str, labels: Collection[str]) -> str | None:
    """What follows one of ``labels`` and a colon in ``line``, in its own spelling; else ``None``."""
    label, colon, rest = line.partition(":")
    return rest.strip() if colon and len(label) <= 60 and bare(label) in labels else None


def begins_with(key: str, phrases: tuple[str, ...]) -> bool:
    """Whether the folded line ``key`` begins with one of ``phrases``, as whole words."""
    return key.startswith(phrases) and any(
        key.startswith(phrase) and not key[len(phrase) :][:1].isalnum() for phrase in phrases
    )


def tokens(text: str) -> list[str]:
    """Folded words and punctuation marks of ``text``; an elided article (``l'``) is a word of its own."""
    return _TOKEN.findall(folded(text))
