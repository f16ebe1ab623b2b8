"""Running cases: a corpus is opened once, a case is one row, and no exception in a case ends the run."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.errors import InputError
from agent.report.neutral import printable
from evals.result import CaseError, Outcome, Stage
from evals.row import Row
from evals.score import missing_of, ranking_alone, score_output, score_ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from agent.result import Answer, Verdict
    from evals.load import PlacedCase, Suite
    from evals.score import Score
    from evals.system import System, Systems

PASSAGES_SEARCHED = 50
"""Asked of a search, so that ten documents are ranked even where one has several good passages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and how. ``workers`` is a number of threads, ``repeat`` how often every case is run."""

    cases: tuple[PlacedCase, ...]
    stage: Stage = "all"
    repeat: int = 1
    workers: int = 1


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


def run(plan: Plan, systems: Systems, on_row: Callable[[Row], None] = lambda _: None) -> Run:
    """Run every case of the plan; ``on_row`` hears of each row as it is done, in the order of the cases.

    An exception in a case is an errored row. ``KeyboardInterrupt`` ends the run: the rows done so far are
    kept. Raises what opening a corpus raises.
    """
    done = Run()
    work = [(placed, repeat) for placed in plan.cases for repeat in range(1, plan.repeat + 1)]
    with ExitStack() as opened:
        try:
            shared = _open_corpora(plan, systems, opened)

            def one(item: tuple[PlacedCase, int]) -> Row:
                return _row(*item, plan.stage, systems, shared)

            for row in _mapped(one, work, plan.workers, opened):
                done.rows.append(row)
                on_row(row)
        except KeyboardInterrupt:
            done.interrupted = True
    return done


def _open_corpora(plan: Plan, systems: Systems, opened: ExitStack) -> Mapping[Path, System]:
    paths = dict.fromkeys(placed.corpus for placed in plan.cases if _has_work(placed, plan.stage))
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


def _row(
    placed: PlacedCase, repeat: int, stage: Stage, systems: Systems, shared: Mapping[Path, System]
) -> Row:
    if not _has_work(placed, stage):
        return Row(placed, repeat, "skipped")
    attempt = _Attempt(placed, stage)
    began = time.perf_counter()
    try:
        if placed.corpus is not None:
            attempt.make(shared[placed.corpus])
        else:
            with closing(systems.documents(list(placed.documents.values()))) as system:
                attempt.make(system)
    except Exception as error:  # whatever a system or a scorer raises is this case's own error
        attempt.error = CaseError(type=type(error).__name__, message=printable(str(error)))
    return attempt.row(repeat, time.perf_counter() - began)


@dataclass(slots=True)
class _Attempt:
    """One case under way, so that what was reached before an exception is kept."""

    placed: PlacedCase
    stage: Stage
    output: Answer | Verdict | None = None
    ranking: tuple[str, ...] | None = None
    scores: dict[str, Score] = field(default_factory=dict)
    error: CaseError | None = None

    def make(self, system: System) -> None:
        """Ask, search and score."""
        case = self.placed.case
        if self.stage == "all":
            reply = system.check if case.is_claim else system.ask
            self.output = reply(case.text, language=case.lang)
            self.scores |= score_output(case, self.placed.documents, self.output)
        if case.gold:
            retrieval = system.search(case.text, language=case.lang, limit=PASSAGES_SEARCHED)
            self.ranking = tuple(dict.fromkeys(hit.source.source for hit in retrieval.passages))
            score = score_ranking(case, self.ranking)
            self.scores["retrieval_rank"] = ranking_alone(score) if self.stage == "retrieve" else score

    def row(self, repeat: int, seconds: float) -> Row:
        """The finished row."""
        failed = any(missing_of(self.scores))
        outcome: Outcome = "error" if self.error else "fail" if failed else "pass"
        return Row(
            placed=self.placed,
            repeat=repeat,
            outcome=outcome,
            scores={} if self.error else self.scores,
            error=self.error,
            output=self.output,
            ranking=self.ranking,
            seconds=seconds,
        )
