"""Sentences that speak to the machine that reads a document, not to people: no model gets to see them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from agent.text.canonical import fold

MOST_HIDDEN = 3
"""Invisible characters that an honest sentence may hold: soft hyphens, joiners, a mark of direction."""


def is_order(sentence: str) -> bool:
    """Whether ``sentence`` gives orders to a machine, imitates its formats, or hides characters from readers.

    Orders in another language than the document's count too, so all tables are asked.
    """
    hidden = sum(unicodedata.category(character) == "Cf" for character in sentence)
    if hidden > MOST_HIDDEN:
        return True
    folded = fold(sentence)
    return any(pattern.search(folded) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    stored = tomllib.loads(files("agent.ground").joinpath("orders.toml").read_text("utf-8"))
    return tuple(re.compile("|".join(f"(?:{one})" for one in patterns)) for patterns in stored.values())
