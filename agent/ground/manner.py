"""How a sentence says what it says: as fact, as hearsay, as somebody's word, or as not so."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.text.hedges import hedged
from agent.text.negation import negated

if TYPE_CHECKING:
    from agent.ground.backing import Written


@dataclass(frozen=True, slots=True)
class Manner:
    """Whether a sentence denies, keeps its distance (hedges), and reports somebody's words."""

    negated: bool
    hedged: bool
    reported: bool


def manner(written: Written) -> Manner:
    """The manner of a sentence, by the words of its language; all ``False`` in a language without tables."""
    pattern = _speech().get(written.language)
    return Manner(
        negated=negated(written.text, written.language),
        hedged=hedged(written.text, written.language),
        reported=pattern is not None and pattern.search(written.text) is not None,
    )


@cache
def _speech() -> dict[str, re.Pattern[str]]:
    stored = tomllib.loads(files("agent.ground").joinpath("speech.toml").read_text("utf-8"))
    return {
        language: re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
        for language, patterns in stored.items()
    }
