"""Which language a text or a sentence is in.

Words of grammar decide where there are enough of them, at no cost. Short or wordless texts go to py3langid
(Lui & Baldwin 2012), whose model takes about half a second to load and is loaded only then. Both are the
better for each other: the model alone takes a foreign name for the language of the question about it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.text.lexicon import TABLED, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from py3langid.langid import LanguageIdentifier

    from agent.document import Span

_WORD = re.compile(r"[^\W\d_]+['’]?")
_SAMPLE = 20_000  # code points that are looked at
_DECISIVE = 1.0  # words of grammar that only one language has, or as much in shared ones
_ABSTAINS = 0.15  # probability of its best guess below which the model says nothing
_SHARE = 0.2  # of all words
_ENOUGH_WORDS = 6  # for the model to know a sentence
_HOME = 1.5  # words that its document's language is worth to a sentence
_MOST_BESIDE = 1.0  # and a neighbour's at most
_WEIGHT = 1.0  # of a word against the model, in nats
_FARTHEST = -4.0  # a language without a table, in nats
_NEAR = -1.0
_OTHERS = (
    "da", "sv", "no", "fi", "cs", "sk", "hu", "ro", "ca", "hr", "sl", "lt", "lv", "et", "tr", "el", "ru", "uk", "bg",
    "sr", "mk", "ar", "he", "fa", "hi", "bn", "th", "zh", "ja", "ko", "vi", "id", "sw",
)  # fmt: skip
_PRIORS: dict[str, float] = {
    **dict.fromkeys(_OTHERS, _FARTHEST),
    **dict.fromkeys(TABLED, _NEAR),
    **dict.fromkeys(TABLED[:5], 0.0),
}


def detect_language(text: str, *, fallback: str = "en") -> str:
    """The language of ``text`` as an ISO 639-1 code.

    ``fallback`` where it has no words, or only such as might be of any language (``Model 3``).
    """
    sample = text[:_SAMPLE]
    evidence = _Evidence.of(sample)
    if not evidence.words:
        return fallback
    return evidence.decided() or _identified(sample, evidence.weights) or fallback


def sentence_languages(text: str, sentences: Sequence[Span], *, document: str | None = None) -> list[str]:
    """The language of each of ``sentences`` (spans of ``text``), as ISO 639-1 codes.

    A sentence is in the language of its document, ``document`` or else what `detect_language` says of the
    whole text, unless its own words and its neighbours' speak for another. The shorter it is, the more it
    takes.
    """
    home = document or detect_language(text)
    own = [_Evidence.of(sentence.of(text)) for sentence in sentences]
    languages = []
    for index, evidence in enumerate(own):
        if not evidence.weights and evidence.words >= _ENOUGH_WORDS:
            sample = sentences[index].of(text)[:_SAMPLE]
            languages.append(_identified(sample, {home: _WEIGHT}) or home)
        else:
            around = own[max(0, index - 1) : index] + own[index + 1 : index + 2]
            languages.append(_strongest(evidence, around, home))
    return languages


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How many words of grammar and letters speak for each language, out of how many words.

    What several languages share counts for each in part.
    """

    weights: dict[str, float]
    words: int

    @classmethod
    def of(cls, text: str) -> _Evidence:
        lower = text.lower()
        words = _WORD.findall(lower)
        weights: dict[str, float] = {}
        for word, times in Counter(words).items():
            owners = _owners().get(word.replace("’", "'")) or _owners().get(word.rstrip("'’"), ())
            for language in owners:
                weights[language] = weights.get(language, 0.0) + times / len(owners)
        for letter, language in _letters().items():
            if times := lower.count(letter):
                weights[language] = weights.get(language, 0.0) + times
        return cls(weights, len(words))

    def decided(self) -> str | None:
        ranking = sorted(((weight, language) for language, weight in self.weights.items()), reverse=True)
        (best, language), (second, _) = [*ranking, (0.0, ""), (0.0, "")][:2]
        return language if best >= max(_DECISIVE, 2 * second, _SHARE * self.words) else None


def _strongest(evidence: _Evidence, around: list[_Evidence], home: str) -> str:
    total = dict(evidence.weights)
    total[home] = total.get(home, 0.0) + _HOME
    for neighbour in around:
        for language, weight in neighbour.weights.items():
            total[language] = total.get(language, 0.0) + min(_MOST_BESIDE, weight / 3)
    best = max(total, key=lambda language: total[language])
    return best if total[best] > total[home] else home


@lru_cache(maxsize=1)
def _owners() -> dict[str, tuple[str, ...]]:
    owners: dict[str, list[str]] = {}
    for language in TABLED:
        table = lexicon(language)
        elisions = {f"{word}'" for word in table.elisions}
        for word in table.function_words | table.question_words | elisions:
            owners.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in owners.items()}


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    return {letter: language for language in TABLED for letter in lexicon(language).letters}


def _identified(text: str, weights: dict[str, float]) -> str | None:
    """What the model says of ``text`` together with its words, weighted in nats; ``None`` if neither says much."""
    ranking: list[tuple[str, float]] = _identifier().rank(text)
    if not weights and ranking[0][1] < _ABSTAINS:
        return None
    scores = {
        language: math.log(probability + 1e-9) + _PRIORS[language] + weights.get(language, 0.0)
        for language, probability in ranking
    }
    return max(scores, key=lambda language: scores[language])


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_PRIORS))
    return identifier
