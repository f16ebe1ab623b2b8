"""Whether a sentence denies: negation words, by language."""

from __future__ import annotations

import re

_MARKS = {
    "en": r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|declin(?:e|es|ed|ing)|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?",
    "de": r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|ohne|weder|abgelehnt|verneint\w*|bestritt\w*|"
    r"bestreitet|dementier\w*",
    "it": r"non|nessun\w*|mai|niente|nulla|senza|né|neanche|nemmeno|rifiut\w+|neg(?:a|ano|ato|ò)|smenti\w+",
    "fr": r"ne|n[’'](?=\w)|pas|aucune?|jamais|rien|sans|ni|personne ne|refus\w+|ni(?:e|é|ent)|dément\w*|démenti\w*",
    "es": r"no|ning[uú]n\w*|nunca|jamás|nada|nadie|sin|ni|tampoco|niega\w*|negó|negado|rechaz\w+|desmin\w+|desmen\w+",
}
_COMPILED = {language: re.compile(rf"\b(?:{marks})\b", re.IGNORECASE) for language, marks in _MARKS.items()}


def negated(sentence: str, language: str) -> bool:
    """Whether ``sentence`` holds a word of negation or refusal; ``False`` in languages without a table."""
    marks = _COMPILED.get(language)
    return marks is not None and marks.search(sentence) is not None
