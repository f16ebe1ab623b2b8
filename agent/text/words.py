"""Words with their places, and the terms a text is searched by."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.document import Span
from agent.text.lexicon import lexicon
from agent.text.numbers import read_numbers
from agent.text.tokens import tokens

if TYPE_CHECKING:
    from decimal import Decimal

    from Stemmer import Stemmer

_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


class Word(Span):
    """A word or figure: letters, digits and marks, with apostrophes inside (``dell'anno``) but no hyphens."""

    __slots__ = ()


def words(text: str) -> list[Word]:
    """The words of ``text`` in order, by the boundaries that `agent.text.tokens` describes."""
    found: list[Word] = []
    for token in tokens(text):
        if found and token.kind == "word" and token.start == found[-1].end:
            found[-1] = Word(found[-1].start, token.end)
        else:
            found.append(Word(token.start, token.end))
    return found


def analyse(text: str, language: str) -> list[str]:
    """The terms of ``text`` for lexical search, in order, with repetitions.

    Words of grammar and question words are dropped, elided articles and possessive endings cut off, the rest
    stemmed by Snowball where it knows ``language`` (ISO 639-1), without case and diacritics. Abbreviations
    lose their full stops. Numbers are their plain value whatever their form: ``350.000``, ``350,000`` and
    ``350 mila`` are ``350000``. German compounds stay whole. Linear in the text's length.
    """
    terms: list[str] = []
    numbers = iter(read_numbers(text, language))
    number = next(numbers, None)
    for token in tokens(text):
        while number and number.end <= token.start:
            number = next(numbers, None)
        if number and token.end > number.start:
            if token.start <= number.start:
                terms.append(_plain(number.value))
            continue
        terms.extend(_terms(text[token.start : token.end], language))
    return terms


def _plain(value: Decimal) -> str:
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@lru_cache(maxsize=100_000)
def _terms(word: str, language: str) -> tuple[str, ...]:
    parts = unicodedata.normalize("NFKC", word).replace("’", "'").replace("ʼ", "'").split("'")
    if _is_stop_word("'".join(parts), language):
        return ()
    table = lexicon(language)
    if len(parts) > 1 and parts[0].lower() in table.elisions:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1].lower() in table.clitics:
        parts = parts[:-1]
    return tuple(_term(part, language) for part in parts if part and not _is_stop_word(part, language))


def _is_stop_word(word: str, language: str) -> bool:
    """Whether ``word`` is one of grammar; not in capitals, which mark names (``US``, ``WHO``)."""
    return _unaccented(word.casefold()) in _stop_words(language) and not (len(word) > 1 and word.isupper())


@lru_cache(maxsize=32)
def _stop_words(language: str) -> frozenset[str]:
    table = lexicon(language)
    return frozenset(_unaccented(word.casefold()) for word in table.function_words | table.question_words)


def _term(word: str, language: str) -> str:
    folded = word.casefold()
    if "." in folded and not any(character.isdigit() for character in folded):
        folded = folded.replace(".", "")
    stemmer = _stemmer(language)
    return _unaccented(stemmer.stemWord(folded) if stemmer else folded)


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Stemmer | None:
    import Stemmer

    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    plain = word.translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
