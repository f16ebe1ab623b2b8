"""YAML front matter of Markdown files: a block between ``---`` lines at the very start, as Jekyll has it."""

from __future__ import annotations

import re

import yaml

from agent.corpus.dates import declared_date
from agent.document import Metadata, Span

_MAX_CHARACTERS = 20_000
_MOST_BRACKETS = 100  # PyYAML takes quadratic time for open ones
_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>(?:.*\r?\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_KEYS = {
    "title": ("title",),
    "outlet": ("outlet", "publisher", "publication", "site"),
    "author": ("author", "authors"),
    "published": ("published", "date"),
    "language": ("lang", "language"),
    "url": ("url", "canonical", "link"),
}


def front_matter_span(text: str) -> Span | None:
    """The front matter of ``text`` with both marker lines; ``None`` if it starts with no YAML mapping."""
    found = _block(text)
    return Span(found[0].start(), found[0].end()) if found else None


def read_front_matter(text: str) -> Metadata:
    """What the front matter of ``text`` states.

    Keys that are missing, unknown or hold no plain value give ``None``.
    """
    found = _block(text)
    if found is None:
        return Metadata()
    values = found[1]
    stated = {name: _first(values, keys) for name, keys in _KEYS.items()}
    published, language = stated["published"], stated["language"]
    return Metadata(
        title=stated["title"],
        outlet=stated["outlet"],
        author=stated["author"],
        published=declared_date(published) if published else None,
        language=language_code(language) if language else None,
        url=stated["url"],
    )


def language_code(tag: str) -> str | None:
    """The language of a BCP 47 tag (``de`` of ``de-AT``), or ``None`` if it is no tag."""
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,40})?", tag.strip())
    return found[1].lower() if found else None


def _block(text: str) -> tuple[re.Match[str], dict[object, object]] | None:
    found = _BLOCK.match(text, 0, _MAX_CHARACTERS)
    if found is None or sum(map(found["yaml"].count, "[{")) > _MOST_BRACKETS:
        return None
    try:
        # BaseLoader builds strings, lists and mappings only: `no` stays Norwegian, a date stays as written.
        values = yaml.load(found["yaml"], Loader=yaml.BaseLoader)  # noqa: S506  builds no objects either
    except (yaml.YAMLError, RecursionError):
        return None
    return (found, values) if isinstance(values, dict) else None


def _first(values: dict[object, object], keys: tuple[str, ...]) -> str | None:
    lowered = {key.lower(): value for key, value in values.items() if isinstance(key, str)}
    return next((found for key in keys if (found := _plain(lowered.get(key)))), None)


def _plain(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return None
