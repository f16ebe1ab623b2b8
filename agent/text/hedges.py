"""Marks of hearsay: words by which a text keeps its distance from what it reports."""

from __future__ import annotations

import re

_MARKS = {
    "en": r"reportedly|allegedly|apparently|is said to|are said to|was said to|were said to|according to|rumou?red|"
    r"purportedly|supposedly|unconfirmed|(?-i:may)|might|could",
    "de": r"soll|sollen|angeblich|mutmaßlich|zufolge|laut|demnach|offenbar|unbestätigt\w*|dürfte|dürften|könnte|"
    r"könnten|sei|seien|wäre|wären|habe|hätten",
    "it": r"secondo|stando a|presunt[oaie]|indiscrezioni|sarebbe|sarebbero|avrebbe|avrebbero|starebbe|starebbero|"
    r"potrebbe|potrebbero|\w+erebbe|\w+erebbero|\w+irebbe|\w+irebbero",
    "fr": r"selon|d[’']après|aurait|auraient|serait|seraient|pourrait|pourraient|présumée?s?|prétendument",
    "es": r"según|presunt[oa]s?|supuestamente|habría|habrían|sería|serían|podría|podrían|al parecer",
}
_COMPILED = {language: re.compile(rf"\b(?:{marks})\b", re.IGNORECASE) for language, marks in _MARKS.items()}


def hedged(sentence: str, language: str) -> bool:
    """Whether ``sentence`` marks what it says as hearsay or possibility; ``False`` in languages without a table."""
    marks = _COMPILED.get(language)
    return marks is not None and marks.search(sentence) is not None
