"""Names as they are compared: without case, accents, hyphens, articles and legal forms.

Umlauts meet both their plain letter and its spelling with e (``Müller``, ``Muller``, ``Mueller``); countries and other
places that CLDR knows meet across languages by their code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from agent.mentions.name_spans import is_legal_form
from agent.mentions.name_tables import TABLED, name_table, shared_table
from agent.mentions.name_words import territories

_SPLIT = re.compile(r"[^\w&]+")
_APOSTROPHE = re.compile("['’ʼ‘´`]")
_DOTTED = re.compile(r"(?<![^\W_])((?:[^\W\d_]\.){2,})")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}
)
_ADJECTIVE = re.compile(r"(?:en|er|es|em)$")


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name's words as they are compared, ``words`` without and ``umlauts`` with umlauts written out.

    ``legal`` is the group of its legal form, empty without one; ``place`` the code of a known place.
    """

    words: tuple[str, ...]
    umlauts: tuple[str, ...]
    legal: str = ""
    place: str = ""

    def same(self, other: NameKey) -> bool:
        """Whether the two are one spelling but for what is not compared, legal forms among it."""
        if self.place and self.place == other.place:
            return True
        return same_words(self.words, self.umlauts, other.words, other.umlauts)


def same_words(
    ours: tuple[str, ...],
    our_umlauts: tuple[str, ...],
    theirs: tuple[str, ...],
    their_umlauts: tuple[str, ...],
) -> bool:
    """Whether two runs of words are the same in one of their spellings, however spaces and hyphens cut them."""
    if not ours or not theirs:
        return False
    spellings = {"".join(ours), "".join(our_umlauts)} & {"".join(theirs), "".join(their_umlauts)}
    return bool(spellings) and any(spellings)


@lru_cache(maxsize=20_000)
def name_key(text: str) -> NameKey:
    """The key of a name as it stands in a text or in `Name.text`."""
    raw = text.split()
    legal = ""
    while len(raw) > 1 and is_legal_form(raw[-1].strip(",")):
        legal = shared_table().legal_forms[raw.pop().strip(",").replace(".", "").lower()]
    if len(raw) > 1 and raw[-1] == "&":
        raw.pop()
    kept = " ".join(raw)
    folded = _folded_words(kept)
    if len(folded) > 1 and folded[0] in _articles():
        folded = folded[1:]
    words = [_bare(part) for part in folded]
    if len(words) > 1 and _ADJECTIVE.sub("", folded[0]) in name_table("de").capital_adjectives:
        words[0] = _ADJECTIVE.sub("e", words[0])
        folded[0] = _ADJECTIVE.sub("e", folded[0])
    umlauts = [_bare(unicodedata.normalize("NFC", part).translate(_UMLAUTS)) for part in folded]
    return NameKey(tuple(words), tuple(umlauts), legal, _places().get(kept.lower(), ""))


def folded_words(text: str) -> list[str]:
    """The words of any text as names are compared by them, without accents."""
    return [_bare(word) for word in _folded_words(text)]


def _folded_words(text: str) -> list[str]:
    plain = _DOTTED.sub(lambda found: found[1].replace(".", ""), f"{text} ")
    return [part.casefold() for part in _SPLIT.split(_APOSTROPHE.sub("", plain)) if part and part != "&"]


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _articles() -> frozenset[str]:
    return frozenset(article for language in TABLED for article in name_table(language).name_articles) | {
        "der",
        "die",
        "das",
    }


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Names of places in all languages to CLDR's code, those left out that mean different places."""
    codes: dict[str, str] = {}
    unclear = set()
    for language in TABLED:
        for name, code in territories(language).items():
            if codes.setdefault(name, code) != code:
                unclear.add(name)
    return {name: code for name, code in codes.items() if name not in unclear}
