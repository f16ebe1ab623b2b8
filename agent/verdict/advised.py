"""Checking a claim with a model: it proposes a stance for each sentence, code has the last word.

A proposal moves the odds of its side by a fixed factor, so that it decides where the comparisons and the reader leave
a sentence open, and lowers the confidence where it disagrees with them. Where code finds another figure or date, or a
denial on one side only, a proposal of support is not taken at all.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.errors import ModelError, ModelReplyError, ModelStoppedError, PromptTooLongError
from agent.ground.orders import is_order
from agent.numbered import MOST, Numbered
from agent.prompts import prompt
from agent.verdict.extractive import PASSAGES, concluded, nearest_by_source
from agent.verdict.stance import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.library import Adviser, Library
    from agent.protocols import Candidate
    from agent.result import Verdict
    from agent.verdict.stance import Judgement

WEIGHT = 2.7
"""The factor by which a proposal multiplies the odds of its side."""
SIDES = ("supports", "refutes", "silent")
REPLY_TOKENS = 1_500


def check(
    claim: str,
    *,
    language: str,
    library: Library,
    adviser: Adviser,
) -> Verdict:
    """The verdict on ``claim``, with the model's view of single sentences weighed in.

    Raises:
        ModelError: the server of a required model failed. Otherwise the verdict is reached without it.
        ModelStoppedError: the budget was stopped.
    """
    began = time.perf_counter()
    found = library.retriever.retrieve(claim, language=language, limit=PASSAGES, where=library.where)
    retrieved = time.perf_counter()
    nearest = nearest_by_source(found)
    shown = _shown(nearest)
    with ThreadPoolExecutor(1) as pool:

        def read() -> list[Judgement]:
            return [one for source in nearest for one in judge(claim, language, source, library.reader)]

        judging = pool.submit(read)
        proposals, failure = _asked(claim, shown, adviser)
        judged = judging.result()
    if adviser.required and failure is not None and not isinstance(failure, ModelReplyError):
        raise failure
    swayed = [_swayed(one, proposals.get(_place(one.candidate))) for one in judged]
    result = concluded(claim, language, found, swayed, library.texts, library.provenance)
    took_part = failure is None or isinstance(failure, ModelReplyError)
    used = {"stances": prompt("stances").fingerprint}
    return result.model_copy(
        update={
            **adviser.signature(took_part=took_part, fallback=failure.message if failure else None),
            "why": " ".join([result.why, *_dissent(judged, proposals)]),
            "provenance": library.provenance.model_copy(update={"prompts": used}),
            "timings_ms": adviser.timings(began, retrieved),
        }
    )


def _shown(nearest: Sequence[Sequence[Candidate]]) -> Numbered:
    """The best sentence of every source, then the second best of every source, and so on, as many as are shown."""
    deepest = max(map(len, nearest), default=0)
    by_rank = [
        source[rank]
        for rank in range(deepest)
        for source in nearest
        if rank < len(source) and not is_order(source[rank].text)
    ]
    return Numbered(sorted(by_rank[:MOST], key=_place))


def _asked(
    claim: str, shown: Numbered, adviser: Adviser
) -> tuple[dict[tuple[str, int], str], ModelError | None]:
    """The stance the model proposes for each sentence, by its place, or why there is none."""
    while shown.candidates:
        request = prompt("stances").request(limit=REPLY_TOKENS, claim=claim, sentences=shown.lines())
        try:
            return _proposals(adviser.model.reply(request, adviser.budget), shown), None
        except PromptTooLongError as error:
            shown = shown.half()
            if not shown.candidates:
                return {}, error
        except ModelStoppedError:
            raise
        except ModelError as error:
            return {}, error
    return {}, None


def _proposals(reply: dict[str, Any], shown: Numbered) -> dict[tuple[str, int], str]:
    stances = reply.get("stances")
    proposals: dict[tuple[str, int], str] = {}
    for one in stances if isinstance(stances, list) else []:
        if isinstance(one, dict) and one.get("stance") in SIDES:
            for candidate in shown.at(one.get("sentence")) or []:
                proposals.setdefault(_place(candidate), one["stance"])
    return proposals


def _swayed(judgement: Judgement, proposed: str | None) -> Judgement:
    """``judgement`` with the odds of the proposed side raised, unless code's comparisons forbid it."""
    if proposed is None or (proposed == "supports" and _differs(judgement)):
        return judgement
    odds = dict(
        zip(
            SIDES,
            (judgement.supports, judgement.refutes, 1 - judgement.supports - judgement.refutes),
            strict=True,
        )
    )
    odds[proposed] *= WEIGHT
    total = sum(odds.values()) or 1.0
    return replace(judgement, supports=odds["supports"] / total, refutes=odds["refutes"] / total)


def _differs(judgement: Judgement) -> bool:
    return any(
        check.result == "different" and check.kind in {"number", "date", "negation"}
        for check in judgement.checks
    )


def _dissent(judged: Sequence[Judgement], proposals: dict[tuple[str, int], str]) -> list[str]:
    """A sentence that says where the model and the comparisons disagree about a side, if they do."""
    sources = sorted(
        {
            one.candidate.source.source
            for one in judged
            if (proposed := proposals.get(_place(one.candidate))) is not None
            and proposed != _side(one)
            and "silent" not in (proposed, _side(one))
        }
    )
    if not sources:
        return []
    return [f"The model reads {', '.join(sources)} the other way; the comparisons decide."]


def _side(judgement: Judgement) -> str:
    odds = (judgement.supports, judgement.refutes, 1 - judgement.supports - judgement.refutes)
    return SIDES[odds.index(max(odds))]


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.source.source, candidate.sentence.start
