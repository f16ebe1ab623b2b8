"""Finding passages and sentences for a question or a claim, in every language of the corpus."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.index.fusion import across_languages, crowd, within_language
from agent.index.rows import citable, sentence_id
from agent.protocols import Candidate, PassageHit, Retrieval
from agent.result import Query
from agent.text.words import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from agent.document import Sentence
    from agent.index.lexical import LexicalIndex
    from agent.index.rows import StoredDocument, StoredPassage
    from agent.index.store import Store
    from agent.protocols import Embedder, Filter

POOL = 24
"""How many passages, sentences and word matches are read per language before they are ranked."""


@dataclass(frozen=True, slots=True)
class _Pool:
    """What was read from the index for one query: passages by id, and cosines of passages and sentences by id."""

    passages: dict[str, StoredPassage]
    passage_cosines: dict[str, float]
    sentence_cosines: dict[str, float]
    words: dict[str, float]

    def best_sentence(self, key: str) -> float:
        stored = self.passages[key]
        ids = [sentence_id(stored.document, sentence) for sentence in citable(stored.passage)]
        return max((self.sentence_cosines[one] for one in ids if one in self.sentence_cosines), default=0.0)


class HybridRetriever:
    """Vectors and words, fused per language (see ``fusion``)."""

    def __init__(
        self, store: Store, lexical: LexicalIndex, embedder: Embedder, documents: Iterable[StoredDocument]
    ) -> None:
        self._store = store
        self._lexical = lexical
        self._embedder = embedder
        self._documents = {document.id: document for document in documents}

    def retrieve(self, text: str, *, language: str, limit: int, where: Filter) -> Retrieval:
        """Passages and the sentences in them for ``text``, at most ``limit`` passages, best first."""
        began = time.perf_counter()
        scope = [document for document in self._documents.values() if where.admits(document.record)]
        vector = self._embedder.embed_queries([text])[0]
        embedded = time.perf_counter()
        terms = analyse(text, language)
        pool = self._read(vector, terms, language, scope)
        scores = self._passage_scores(pool)
        best = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
        weights = self._lexical.weights(terms)
        crowds = _crowds(pool)
        hits = tuple(self._hit(pool.passages[key], scores[key], weights, language) for key in best)
        candidates = tuple(
            candidate
            for key, hit in zip(best, hits, strict=True)
            for candidate in _candidates(pool, key, hit, crowds, weights, language)
        )
        done = time.perf_counter()
        return Retrieval(
            queries=(Query(text=text, language=language),),
            passages=hits,
            candidates=candidates,
            passages_scanned=sum(document.passages for document in scope),
            timings_ms={"embed": (embedded - began) * 1e3, "retrieve": (done - embedded) * 1e3},
        )

    def _read(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[str],
        language: str,
        scope: Sequence[StoredDocument],
    ) -> _Pool:
        ids = {document.id for document in scope}
        everything = len(ids) == len(self._documents)
        condition: dict[str, Any] = {} if everything else {"document": {"$in": sorted(ids)}}
        keys: set[str] = set()
        for spoken in sorted({spoken for document in scope for spoken in document.languages}):
            here = {"$and": [{"language": spoken}, condition]} if condition else {"language": spoken}
            keys.update(key for key, _ in self._store.near_passages(vector, limit=POOL, where=here))
            keys.update(hit.passage for hit in self._store.near_sentences(vector, limit=POOL, where=here))
        words = dict(
            self._lexical.search(
                terms, language=language, limit=POOL, documents=None if everything else frozenset(ids)
            )
        )
        keys.update(words)
        passages = {
            key: stored
            for key, stored in self._store.passages_by_id(sorted(keys)).items()
            if stored.document in ids
        }
        sentences = [
            sentence_id(stored.document, sentence)
            for stored in passages.values()
            for sentence in citable(stored.passage)
        ]
        return _Pool(
            passages,
            _cosines(self._store.passage_vectors(sorted(passages)), vector),
            _cosines(self._store.sentence_vectors(sentences), vector),
            words,
        )

    @staticmethod
    def _passage_scores(pool: _Pool) -> dict[str, float]:
        by_language: dict[str, dict[str, float]] = {}
        best_words = max(pool.words.values(), default=0.0)
        for key, stored in pool.passages.items():
            score = within_language(
                pool.passage_cosines[key],
                pool.best_sentence(key),
                pool.words.get(key, 0.0),
                best_words=best_words,
            )
            by_language.setdefault(stored.passage.language, {})[key] = score
        return across_languages(by_language)

    def _hit(
        self, stored: StoredPassage, score: float, weights: dict[str, float], language: str
    ) -> PassageHit:
        record = self._documents[stored.document].record
        titled = f"{record.title or ''}\n{stored.text}"
        lexical = coverage(weights, titled, (stored.passage.language, language))
        return PassageHit(record, stored.passage, stored.text, score, lexical)


def _candidates(
    pool: _Pool,
    key: str,
    hit: PassageHit,
    crowds: dict[str, float],
    weights: dict[str, float],
    language: str,
) -> Iterator[Candidate]:
    stored = pool.passages[key]
    for sentence in citable(stored.passage):
        cosine = pool.sentence_cosines.get(sentence_id(stored.document, sentence))
        if cosine is not None:
            text = _words_of(stored, sentence)
            standing = cosine - crowds[sentence.language]
            lexical = coverage(weights, text, (sentence.language, language))
            yield Candidate(hit, sentence, text, cosine, standing, lexical)


def coverage(weights: dict[str, float], text: str, languages: Iterable[str]) -> float:
    """The share of the weighted terms that stand in ``text``, read in each of ``languages``, 0 to 1.

    Reading it in the query's language too finds names and figures that a sentence in another language shares.
    """
    total = sum(weights.values())
    if total <= 0:
        return 0.0
    present = {term for language in set(languages) for term in analyse(text, language)}
    return sum(weight for term, weight in weights.items() if term in present) / total


def _cosines(vectors: dict[str, NDArray[np.float32]], query: NDArray[np.float32]) -> dict[str, float]:
    return {key: float(vector @ query) for key, vector in vectors.items()}


def _crowds(pool: _Pool) -> dict[str, float]:
    by_language: dict[str, list[float]] = {}
    for stored in pool.passages.values():
        for sentence in citable(stored.passage):
            cosine = pool.sentence_cosines.get(sentence_id(stored.document, sentence))
            if cosine is not None:
                by_language.setdefault(sentence.language, []).append(cosine)
    return {language: crowd(cosines) for language, cosines in by_language.items()}


def _words_of(stored: StoredPassage, sentence: Sentence) -> str:
    return stored.text[sentence.start - stored.passage.start : sentence.end - stored.passage.start]
