"""Which text a question or claim means, where it says so: "according to the German article"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from agent.document import Span

_HYPHENS = "-‐‑"


@dataclass(frozen=True, slots=True)
class SourceHint(Span):
    """The aside that names a text by its language (ISO 639-1); empty where the sentence can't do without the words."""

    language: str


def read_source_hint(text: str, language: str) -> SourceHint | None:
    """The first such words in ``text``, itself written in ``language``; ``None`` where it names no text so.

    Tables exist for en, de, it, fr and es.
    """
    pattern = _pattern(language)
    found = pattern.search(text) if pattern is not None else None
    if found is None:
        return None
    groups = found.groupdict()
    aside = groups.pop("lead") is not None or groups.pop("tail", None) is not None
    named = next(name for name, words in groups.items() if name != "tail" and words is not None)
    return SourceHint(found.start(), found.end() if aside else found.start(), named.partition("_")[0])


def without_hint(text: str, hint: SourceHint) -> str:
    """``text`` without the hint's aside, for searching and reading: what is asked, not where."""
    if hint.start == hint.end:
        return text
    before, after = text[: hint.start].rstrip(" ,"), text[hint.end :].lstrip(" ,")
    gap = " " if before and after[:1].isalnum() else ""
    return f"{before}{gap}{after}"


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    table = _tables().get(language)
    if table is None:
        return None
    noun = f"(?:{'|'.join(table['text'].split())})"
    named = []
    for code, stem in table["languages"].items():
        adjective = rf"{stem}\w{{0,14}}"
        spoken = rf"(?:[{_HYPHENS}]\w{{1,12}}| language)?"
        named.append(rf"(?P<{code}_before>{adjective}{spoken} {noun})")
        named.append(rf"(?P<{code}_after>{noun} (?:in (?:lingua )?|en )?{adjective})")
    before = rf"(?P<lead>\b(?:{table['before']})(?:\s|['’]))?"
    after = rf"(?P<tail> (?:{table['after']})\b)?" if table["after"] else ""
    return re.compile(rf"{before}\b(?:{'|'.join(named)})\b{after}", re.IGNORECASE)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        files("agent.text").joinpath("data", "source_hints.toml").read_text(encoding="utf-8")
    )
