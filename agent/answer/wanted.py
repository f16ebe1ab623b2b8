"""What kind of thing a question asks for, and whether a sentence holds one.

Question words by language are data; a question that matches none wants anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from agent.mentions.dates import compare_dates
from agent.text.canonical import fold

if TYPE_CHECKING:
    from agent.mentions.agreement import Mentions
    from agent.mentions.dates import Period

Wanted = Literal["number", "time", "name", "anything"]

# Patterns meet folded text (ß is ss). Order matters: "in what year" is a time although "what" alone says nothing.
_PATTERNS: tuple[tuple[Wanted, str], ...] = (
    (
        "time",
        r"when|(?:what|which) (?:year|date|day|month|century|decade)|since when|until when|by when|"
        r"wann|(?:welche[mnrs]?) (?:jahr|datum|tag|monat|jahrhundert|jahrzehnt)|"
        r"quando|(?:che|quale) (?:anno|data|giorno|mese|secolo)|"
        r"quand|(?:quelle?) (?:année|date|jour|mois|siècle)|"
        r"cuándo|(?:qué|cuál) (?:año|fecha|día|mes|siglo)",
    ),
    (
        "number",
        r"how (?:many|much|large|big|long|old|tall|far|high|often|deep|fast|wide|heavy)|"
        r"what (?:percentage|share|number|proportion|amount|price|population)|"
        r"wie ?viele?|wie (?:hoch|gross|lange?|alt|weit|oft|schnell|teuer|schwer|tief)|"
        r"welche[rmns]? (?:anteil|zahl|anzahl|preis|prozentsatz|menge)|quant[oiae]|(?:che|quale) (?:percentuale|cifra|"
        r"numero|quantità|prezzo|quota)|combien|quel(?:le)? (?:pourcentage|nombre|prix|quantité)|"
        r"cuánt[oa]s?|qué (?:porcentaje|número|cantidad|precio)",
    ),
    (
        "name",
        r"who|whom|whose|where|(?:what is|what was|what's) the (?:code )?name|"
        r"(?:which|what) (?:\w+ )?name|"
        r"(?:which|what) (?:city|country|company|person|team|place|town|state|group|agency|outlet)|"
        r"wer|wem|wen|wessen|wo|wohin|woher|wie heiss(?:en|t)|"
        r"welche[rmns]? \w{0,20}namen?|welche[rmns]? (?:stadt|land|firma|unternehmen|person|ort|agentur)|"
        r"chi|dove|come si chiama(?:no)?|(?:che|quale) (?:nome|città|paese|azienda|società|persona|luogo|agenzia)|"
        r"qui|où|quel(?:le)? (?:nom|ville|pays|entreprise|personne|lieu)|"
        r"quién|quiénes|dónde|qué (?:nombre|ciudad|país|empresa|persona|lugar)",
    ),
)
_COMPILED = tuple((wanted, re.compile(rf"\b(?:{pattern})\b")) for wanted, pattern in _PATTERNS)


def wanted(question: str) -> Wanted:
    """What ``question`` asks for, by its question words."""
    folded = fold(question)
    for kind, pattern in _COMPILED:
        if pattern.search(folded):
            return kind
    return "anything"


def holds(kind: Wanted, sentence: Mentions, asked: Mentions) -> bool | None:
    """Whether a sentence mentions such a thing that the question does not name; ``None`` for ``anything``."""
    if kind == "anything":
        return None
    if kind == "name":
        known = {word.casefold() for name in asked.names for word in name.words}
        return any(word.casefold() not in known for name in sentence.names for word in name.words)
    if kind == "time":
        return any(all(_different_dates(day, one) for one in asked.dates) for day in sentence.dates)
    given = {one.interval for one in asked.quantities}
    return any(one.interval not in given for one in sentence.quantities)


def _different_dates(one: Period, other: Period) -> bool:
    return compare_dates(one, other).result != "equal"
