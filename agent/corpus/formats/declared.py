"""What files state of themselves in their own fields, made fit for `Metadata`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.corpus.dates import declared_date
from agent.corpus.formats.extract import printable
from agent.corpus.front_matter import language_code
from agent.text.language import detect_language

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_FIELD = 500
_DAY = re.compile(r"\s*(?:D:)?(\d{4})-?(\d{2})-?(\d{2})")


def first_text(root: _Element, *paths: str) -> str | None:
    """The words of the first element at one of ``paths`` that holds any, on one line."""
    for path in paths:
        for element in root.iterfind(f".//{path}"):
            words = field(element.text)
            if words:
                return words
    return None


def field(words: str | None) -> str | None:
    """A field's words on one line, ``None`` if there are none or too many to be a field."""
    bare = " ".join(printable(words[: 10 * _LONGEST_FIELD]).split()) if words else ""
    return bare if 0 < len(bare) <= _LONGEST_FIELD else None


def loose_date(words: str | None) -> str | None:
    """The date at the start of a field such as ``2026-02-11T09:30:00Z`` or ``D:20260211093000``, as ISO 8601."""
    if words is None:
        return None
    day = _DAY.match(words)
    return declared_date("-".join(day.groups())) if day else declared_date(words)


def stated_language(text: str, tag: str | None) -> str:
    """The language of ``text``; the one that the file declares (BCP 47) where the text is too short to tell.

    Programs write the language of their template, whatever is written in it.
    """
    return detect_language(text, fallback=(language_code(tag) if tag else None) or "en")
