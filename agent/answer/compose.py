"""Answering with a model: it proposes statements, code keeps those that the documents back.

The evidence of the extractive engine decides whether there is an answer at all, and stands in where the model's
statements do not hold: a weak or broken model costs time, but never makes an answer worse than none would
(docs/decisions/0008).
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent.answer.abstain import nearest
from agent.answer.choice import choose
from agent.answer.draft import Draft
from agent.answer.evidence import Question, read_question, weigh
from agent.answer.extractive import NOT_SAID, PASSAGES, Findings
from agent.answer.page import Page
from agent.answer.widen import is_compound, queries, widened
from agent.errors import (
    ModelError,
    ModelReplyError,
    ModelStoppedError,
    PromptTooLongError,
    TruncatedReplyError,
)
from agent.ground import independent_origins
from agent.ground.orders import is_order
from agent.model.reply_text import ObjectStream
from agent.numbered import Numbered, numbered
from agent.prompts import prompt
from agent.result import Answer
from agent.result import Search as Searched
from agent.text.hedges import hedged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.answer.draft import Kept
    from agent.answer.page import OnStatement
    from agent.library import Adviser, Library
    from agent.protocols import Candidate, Retrieval

READ = 16
"""Sentences shown to the model besides their predecessors."""
REPLY_TOKENS = 1_500
ROUNDS = 2
SURE = 0.5
"""From this probability of the best sentence on, the model's word that nothing answers is not taken."""
RELEVANT = 0.15
"""What a statement cites is at least this share as likely to answer as the likeliest sentence."""
LEAST = 0.06
"""And at least this likely."""
NOTHING_HELD = "No statement of the model is backed by the documents; these are quotes."


@dataclass(slots=True)
class _Round:
    """One proposal of the model, beside the evidence read meanwhile."""

    findings: Findings
    draft: Draft
    declined: bool = False
    failure: ModelError | None = None


@dataclass(slots=True)
class _Making:
    """An answer under way."""

    library: Library
    adviser: Adviser
    asked: Question
    answer_language: str
    page: Page
    prompts: list[str] = field(default_factory=list)

    def round(self, found: Retrieval) -> _Round:
        """Shows the model what was found, and reads it meanwhile; statements that hold go onto the page."""
        ranked = sorted(found.candidates, key=lambda one: -(one.standing + one.hit.score))[:READ]
        sentences = numbered(ranked, found.candidates)
        with ThreadPoolExecutor(1) as pool:
            weighing = pool.submit(weigh, self.asked, found.candidates, self.library.reader)

            def answers(cited: Sequence[Candidate]) -> bool:
                return _is_evidence(cited, Findings(self.asked, found, weighing.result()))

            draft = Draft(sentences, self.answer_language, self.library.reader, answers, self._write)
            failure, declined = None, False
            try:
                declined = self._propose(draft) if sentences.candidates else True
            except ModelStoppedError:
                raise
            except ModelError as error:
                failure = error
            findings = Findings(self.asked, found, weighing.result())
        if findings.speaks and failure is None and draft.mendable:
            self._note("repair")
            draft.repair(self.adviser.model, self.adviser.budget)
        return _Round(findings, draft, declined, failure)

    def _propose(self, draft: Draft) -> bool:
        """Lets the model write; whether it says that the sentences do not answer."""
        self._note("compose")
        while True:
            request = prompt("compose").request(
                limit=REPLY_TOKENS,
                language=self.answer_language,
                question=self.asked.text,
                sentences=draft.sentences.lines(),
            )
            stream = ObjectStream()

            def take(piece: str, stream: ObjectStream = stream) -> None:
                for proposed in stream.feed(piece):
                    draft.take(proposed)

            try:
                reply = self.adviser.model.reply(
                    request, self.adviser.budget, on_text=take if self.page.on_statement else None
                )
            except PromptTooLongError:
                if len(draft.sentences.candidates) < 4:
                    raise
                draft.sentences = draft.sentences.half()
                continue
            except TruncatedReplyError as error:
                for proposed in ObjectStream().feed(error.partial):
                    draft.take(proposed)
                if draft.kept:
                    return False
                raise
            return _take_reply(reply, draft)

    def widen(self, found: Retrieval) -> Retrieval:
        """What is found for the question's parts and translations too; ``found`` itself if there is no more."""
        spoken = {one.sentence.language for one in found.candidates}
        self._note("plan")
        further = queries(
            self.asked.text, self.asked.language, spoken, self.adviser.model, self.adviser.budget
        )
        return _told(widened(found, further, self.library)) if further else found

    def _write(self, kept: Kept) -> None:
        self.page.add(kept.text, kept.cited, support=kept.support, hedged=kept.hedged)

    def _note(self, name: str) -> None:
        if name not in self.prompts:
            self.prompts.append(name)


def answer(
    question: str,
    *,
    language: str,
    answer_language: str,
    library: Library,
    adviser: Adviser,
    on_statement: OnStatement | None = None,
) -> Answer:
    """Statements in ``answer_language`` that the documents back, or an abstention.

    ``on_statement`` hears of each statement with its citations as soon as it holds; what it hears is in the answer.

    Raises:
        ModelError: the server of a required model failed. Otherwise the answer is quotes and says so.
        ModelStoppedError: the budget was stopped.
    """
    began = time.perf_counter()
    page = Page(library.texts, on_statement)
    making = _Making(library, adviser, read_question(question, language), answer_language, page)
    found = _told(
        library.retriever.retrieve(question, language=language, limit=PASSAGES, where=library.where)
    )
    retrieved = time.perf_counter()
    last = _rounds(making, found)
    if adviser.required and last.failure is not None and not isinstance(last.failure, ModelReplyError):
        raise last.failure
    result = _finished(making, last)
    return result.model_copy(update={"timings_ms": adviser.timings(began, retrieved)})


def _rounds(making: _Making, found: Retrieval) -> _Round:
    """At most `ROUNDS` proposals, each after a search; a further one only where it sees something new."""
    try:
        if is_compound(making.asked.text, making.asked.language):
            found = making.widen(found)
    except ModelStoppedError:
        raise
    except ModelError as error:
        evidence = weigh(making.asked, found.candidates, making.library.reader)
        empty = Draft(Numbered(()), making.answer_language, making.library.reader, lambda _: False)
        return _Round(Findings(making.asked, found, evidence), empty, failure=error)
    for number in range(1, ROUNDS + 1):
        last = making.round(found)
        done = making.page.statements or last.failure or number == ROUNDS
        if done or "plan" in making.prompts or (last.findings.speaks and not last.declined):
            return last
        try:
            wider = making.widen(found)
        except ModelStoppedError:
            raise
        except ModelError:
            return last
        if wider is found:
            return last
        found = wider
    return last


def _take_reply(reply: dict[str, Any], draft: Draft) -> bool:
    statements = reply.get("statements")
    for proposed in statements if isinstance(statements, list) else []:
        draft.take(proposed)
    return reply.get("answerable") is False and not draft.kept


def _finished(making: _Making, last: _Round) -> Answer:
    findings, page = last.findings, making.page
    note = last.failure.message if last.failure else None
    chosen = choose(findings.evidence, making.answer_language) if findings.speaks else []
    credible = last.declined and bool(chosen) and findings.evidence[0].probability < SURE
    if chosen and not credible:
        if not page.statements and note is None:
            note = NOTHING_HELD
        # Where the model cites another sentence than the likeliest, the reader of the answer sees both.
        if not page.cites(findings.evidence[0].candidate):
            for one in chosen:
                if not page.cites(one.candidate):
                    doubtful = hedged(one.candidate.text, one.candidate.sentence.language)
                    page.add(None, [one.candidate], support=round(one.probability, 4), hedged=doubtful)
    spoke = bool(page.statements)
    took_part = last.failure is None or isinstance(last.failure, ModelReplyError) or bool(last.draft.kept)
    used = {name: prompt(name).fingerprint for name in making.prompts}
    return Answer(
        question=making.asked.text,
        language=making.asked.language,
        abstained=not spoke,
        abstain_reason=None if spoke else NOT_SAID,
        answer=page.text,
        statements=page.statements,
        citations=page.citations,
        independent_origins=independent_origins(page.citations),
        dropped=last.draft.dropped,
        search=Searched(
            queries=list(findings.found.queries),
            passages_scanned=findings.found.passages_scanned,
            nearest=None if spoke else nearest(findings.asked, findings.evidence),
        ),
        provenance=making.library.provenance.model_copy(update={"prompts": used}),
        **making.adviser.signature(took_part=took_part, fallback=note),
    )


def _told(found: Retrieval) -> Retrieval:
    """``found`` without the sentences that give orders to machines: they are neither shown to one nor quoted."""
    return replace(found, candidates=tuple(one for one in found.candidates if not is_order(one.text)))


def _is_evidence(cited: Sequence[Candidate], findings: Findings) -> bool:
    """Whether one of ``cited`` is likely enough to answer, in itself and beside the likeliest sentence."""
    if not findings.speaks:
        return False
    likely = {id(one.candidate): one.probability for one in findings.evidence}
    least = max(LEAST, RELEVANT * findings.evidence[0].probability)
    return any(likely.get(id(one), 0.0) >= least for one in cited)
