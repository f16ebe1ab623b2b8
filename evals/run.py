"""Running cases: a corpus is opened once, a case is one row, and no exception in a case ends the run.

What a system replied is a ``Reply``; scoring it is a step of its own, so that replies on record are scored again
without asking again.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agent.errors import InputError
from agent.report.neutral import printable
from evals.reply import Reply
from evals.result import CaseError, Outcome, Stage
from evals.row import Row
from evals.score import judged_output, missing_of, ranking_alone, score_output, score_ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evals.load import PlacedCase, Suite
    from evals.replay import Tape
    from evals.score import Score
    from evals.system import System, Systems

PASSAGES_SEARCHED = 50
"""Asked of a search, so that ten documents are ranked even where one has several good passages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and how. ``workers`` is a number of threads, ``repeat`` how often every case is run.

    ``replies`` are on record already, by case and repeat: they are scored, not asked for again. ``tape`` is told which
    case and repeat is being asked.
    """

    cases: tuple[PlacedCase, ...]
    stage: Stage = "all"
    repeat: int = 1
    workers: int = 1
    replies: Mapping[tuple[str, int], Reply] = field(default_factory=dict)
    tape: Tape | None = None


@dataclass(slots=True)
class Run:
    """The rows of a run in the order of the cases, a case's repeats together."""

    rows: list[Row] = field(default_factory=list)
    interrupted: bool = False


def select(suites: Sequence[Suite], tags: Sequence[str]) -> tuple[PlacedCase, ...]:
    """The cases that bear one of ``tags``, or all. Raises ``InputError`` where no case does."""
    cases = [placed for suite in suites for placed in suite.cases]
    wanted = {tag.strip() for named in tags for tag in named.split(",") if tag.strip()}
    if not wanted:
        return tuple(cases)
    chosen = tuple(placed for placed in cases if wanted.intersection(placed.case.tags))
    if not chosen:
        known = ", ".join(sorted({tag for placed in cases for tag in placed.case.tags})) or "none"
        raise InputError(
            f"No case bears the tag {' or '.join(sorted(wanted))}.", next_step=f"Known are: {known}."
        )
    return chosen


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who hears of a run: ``on_reply`` of each new reply as soon as it is there, in whatever thread and order.

    ``on_row`` hears of each scored row, in the order of the cases.
    """

    on_reply: Callable[[Reply], None] = lambda _: None
    on_row: Callable[[Row], None] = lambda _: None


def run(plan: Plan, systems: Systems, hearers: Hearers | None = None) -> Run:
    """Run every case of the plan.

    An exception in a case is an errored row. ``KeyboardInterrupt`` ends the run: the rows done so far are
    kept. Raises what opening a corpus raises.
    """
    hearers = hearers or Hearers()
    done = Run()
    work = [(placed, repeat) for placed in plan.cases for repeat in range(1, plan.repeat + 1)]
    with ExitStack() as opened:
        try:
            shared = _open_corpora(plan, systems, opened)

            def one(item: tuple[PlacedCase, int]) -> Row:
                placed, repeat = item
                reply = plan.replies.get((placed.case.id, repeat))
                if reply is None and _has_work(placed, plan.stage):
                    reply = _ask(plan, placed, repeat, systems, shared)
                    hearers.on_reply(reply)
                return scored(placed, repeat, reply, plan.stage)

            for row in _mapped(one, work, plan.workers, opened):
                done.rows.append(row)
                hearers.on_row(row)
        except KeyboardInterrupt:
            done.interrupted = True
    return done


def _open_corpora(plan: Plan, systems: Systems, opened: ExitStack) -> Mapping[Path, System]:
    """The systems that some case still has to ask."""
    repeats = range(1, plan.repeat + 1)
    asking = (
        placed
        for placed in plan.cases
        if _has_work(placed, plan.stage)
        and any((placed.case.id, repeat) not in plan.replies for repeat in repeats)
    )
    paths = dict.fromkeys(placed.corpus for placed in asking)
    return {path: opened.enter_context(closing(systems.corpus(path))) for path in paths if path is not None}


def _mapped(
    one: Callable[[tuple[PlacedCase, int]], Row],
    work: Sequence[tuple[PlacedCase, int]],
    workers: int,
    opened: ExitStack,
) -> Iterator[Row]:
    """``map``, in threads only where asked for: in the main thread an interrupt ends a case at once."""
    if workers <= 1:
        return map(one, work)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="evals")
    opened.callback(pool.shutdown, wait=True, cancel_futures=True)
    return pool.map(one, work)


def _has_work(placed: PlacedCase, stage: Stage) -> bool:
    return stage == "all" or bool(placed.case.gold)


def _ask(
    plan: Plan, placed: PlacedCase, repeat: int, systems: Systems, shared: Mapping[Path, System]
) -> Reply:
    reply = Reply(placed.case.id, repeat)
    began = time.perf_counter()
    try:
        with plan.tape.turn(placed.case.id, repeat) if plan.tape else nullcontext():
            if placed.corpus is not None:
                _fill(reply, placed, plan.stage, shared[placed.corpus])
            else:
                with closing(systems.documents(list(placed.documents.values()))) as system:
                    _fill(reply, placed, plan.stage, system)
    except Exception as error:  # whatever a system raises is this case's own error
        reply.error = _case_error(error)
    reply.seconds = time.perf_counter() - began
    return reply


def _fill(reply: Reply, placed: PlacedCase, stage: Stage, system: System) -> None:
    """Ask and search; what was reached before an exception is kept."""
    case = placed.case
    if stage == "all":
        reply.output = (system.check if case.is_claim else system.ask)(case.text, language=case.lang)
    if case.gold:
        retrieval = system.search(case.text, language=case.lang, limit=PASSAGES_SEARCHED)
        reply.ranking = tuple(dict.fromkeys(hit.source.source for hit in retrieval.passages))


def _case_error(error: Exception, *, in_scoring: bool = False) -> CaseError:
    return CaseError(type=type(error).__name__, message=printable(str(error)), in_scoring=in_scoring)


def scored(placed: PlacedCase, repeat: int, reply: Reply | None, stage: Stage) -> Row:
    """The row of a reply; without one, the case was skipped. An exception in a scorer is the case's own error."""
    if reply is None:
        return Row(placed, repeat, "skipped")
    row = Row(
        placed,
        repeat,
        "error",
        error=reply.error,
        output=reply.output,
        ranking=reply.ranking,
        seconds=reply.seconds,
    )
    if reply.error is not None:
        return row
    try:
        return _scored(row, stage)
    except Exception as error:
        return replace(row, error=_case_error(error, in_scoring=True))


def _scored(row: Row, stage: Stage) -> Row:
    case = row.placed.case
    scores: dict[str, Score] = {}
    if stage == "all" and row.output is not None:
        judged = judged_output(case, row.placed.documents, row.output)
        scores |= score_output(judged)
        row = replace(row, findings=tuple(judged.findings), climbs=tuple(judged.climbs))
    if row.ranking is not None:
        score = score_ranking(case, row.ranking)
        scores["retrieval_rank"] = ranking_alone(score) if stage == "retrieve" else score
    outcome: Outcome = "fail" if any(missing_of(scores)) else "pass"
    return replace(row, outcome=outcome, scores=scores)
