"""What kind of thing a question asks for, and whether a sentence holds one.

Question words by language are data; a question that matches none wants anything.
"""

from __future__ import annotations

import re
from typing import Literal

from agent.mentions.names import read_names
from agent.text.canonical import fold
from agent.text.numbers import read_numbers, same_number

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
        r"(?:which|what) (?:city|country|company|person|team|place|town|state|group|agency|outlet)|"
        r"wer|wem|wen|wessen|wo|wohin|woher|wie heiss(?:en|t)|"
        r"welche[rmns]? (?:stadt|land|firma|unternehmen|person|ort|agentur)|"
        r"chi|dove|come si chiama(?:no)?|(?:che|quale) (?:città|paese|azienda|società|persona|luogo|agenzia)|"
        r"qui|où|quel(?:le)? (?:ville|pays|entreprise|personne|lieu)|"
        r"quién|quiénes|dónde|qué (?:ciudad|país|empresa|persona|lugar)",
    ),
)
_COMPILED = tuple((wanted, re.compile(rf"\b(?:{pattern})\b")) for wanted, pattern in _PATTERNS)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_MONTHS = re.compile(
    r"\b(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|march|märz|april|may|mai|june?|juni|july?|juli|aug(?:ust)?|"
    r"sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|gennaio|febbraio|marzo|aprile|maggio|giugno|"
    r"luglio|agosto|settembre|ottobre|novembre|dicembre|janvier|février|mars|avril|juin|juillet|août|septembre|"
    r"octobre|décembre|enero|febrero|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)\b"
)


def wanted(question: str) -> Wanted:
    """What ``question`` asks for, by its question words."""
    folded = fold(question)
    for kind, pattern in _COMPILED:
        if pattern.search(folded):
            return kind
    return "anything"


def holds(kind: Wanted, sentence: str, question: str, *, language: str) -> bool | None:
    """Whether ``sentence`` holds such a thing that the question does not already name; ``None`` for ``anything``."""
    if kind == "anything":
        return None
    if kind == "name":
        asked = {word.casefold() for word in re.findall(r"\w+", question)}
        named = (word for name in read_names(sentence, language) for word in name.words)
        return any(word.casefold() not in asked for word in named)
    given = read_numbers(question)
    new = [number for number in read_numbers(sentence) if not any(same_number(number, one) for one in given)]
    if kind == "time":
        return bool(new) or _MONTHS.search(fold(sentence)) is not None
    # A year is no amount.
    return any(_YEAR.fullmatch(number.of(sentence)) is None for number in new)
