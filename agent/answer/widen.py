"""Searching once more: for the parts of a question, and in the other languages of the corpus."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.errors import ModelReplyError
from agent.prompts import prompt
from agent.result import Query
from agent.text.canonical import fold
from agent.text.language import detect_language
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.budget import Budget
    from agent.library import Library
    from agent.protocols import Candidate, Model, PassageHit, Retrieval

MOST_QUERIES = 6
PASSAGES_A_QUERY = 8
PLAN_TOKENS = 500
_LONGEST_QUERY = 400
_AND = frozenset("and und e ed et y or oder ou o".split())
_WORD = re.compile(r"\w+")


def is_compound(question: str, language: str) -> bool:
    """Whether ``question`` asks more than one thing: two question marks, or "… and who …"."""
    asking = lexicon(language).question_words
    spoken = _WORD.findall(question.casefold())
    return question.count("?") > 1 or any(
        before in _AND and word in asking for before, word in pairwise(spoken)
    )


def queries(
    question: str, language: str, languages: Iterable[str], model: Model, budget: Budget
) -> list[Query]:
    """What else to search for: the question's parts and its translations; none if the model's plan is no use."""
    others = sorted(set(languages) - {language})
    request = prompt("plan").request(
        limit=PLAN_TOKENS, question=question, languages=", ".join(others) or "none"
    )
    try:
        plan = model.reply(request, budget)
    except ModelReplyError:
        return []
    parts = plan.get("parts")
    proposed = [(text, None) for text in parts] if isinstance(parts, list) else []
    translations = plan.get("translations")
    proposed += [
        (one.get("text"), one["language"])
        for one in (translations if isinstance(translations, list) else [])
        if isinstance(one, dict) and one.get("language") in others
    ]
    found: dict[str, Query] = {}
    for text, spoken in proposed:
        if isinstance(text, str) and any(c.isalnum() for c in text) and len(text) <= _LONGEST_QUERY:
            found.setdefault(
                fold(text), Query(text=text, language=spoken or detect_language(text, fallback=language))
            )
    found.pop(fold(question), None)
    return list(found.values())[:MOST_QUERIES]


def widened(found: Retrieval, further: Sequence[Query], library: Library) -> Retrieval:
    """``found`` with what ``further`` queries find, each sentence once, at its best standing."""
    retrieve = library.retriever.retrieve
    retrievals = [
        found,
        *(
            retrieve(query.text, language=query.language, limit=PASSAGES_A_QUERY, where=library.where)
            for query in further
        ),
    ]
    passages: dict[tuple[str, int], PassageHit] = {}
    candidates: dict[tuple[str, int], Candidate] = {}
    for one in retrievals:
        for hit in one.passages:
            passages.setdefault((hit.source.source, hit.passage.start), hit)
        for candidate in one.candidates:
            place = candidate.source.source, candidate.sentence.start
            known = candidates.get(place)
            if known is None or _standing(candidate) > _standing(known):
                candidates[place] = candidate
    return replace(
        found,
        queries=tuple(query for one in retrievals for query in one.queries),
        passages=tuple(passages.values()),
        candidates=tuple(candidates.values()),
    )


def _standing(candidate: Candidate) -> float:
    return candidate.standing + candidate.hit.score
