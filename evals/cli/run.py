"""``evals run``."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from evals.cli import options
from evals.cli.options import case_files, check_endings, named_baseline, named_gates, named_judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from evals.replay import Tape
    from evals.reply import Reply
    from evals.result import EvalResult
    from evals.row import Row
    from evals.run import Plan, Run
    from evals.system import Systems


def run(  # noqa: PLR0913, PLR0917  # each parameter is an option of the command
    context: typer.Context,
    cases: options.Cases = None,
    more: options.MoreCases = None,
    corpus: options.Corpus = None,
    engine: options.Engine = "extractive",
    tags: options.Tags = None,
    output: options.Output = None,
    least: options.Least = None,
    most: options.Most = None,
    baseline: options.BaselineFile = None,
    repeat: options.Repeat = 1,
    seed: options.Seed = 0,
    workers: options.Workers = 1,
    stage: options.Stage = "all",
    rows: options.Rows = None,
    resume: options.Resume = False,
    record: options.Record = None,
    replay: options.Replay = None,
    judge: options.Judge = None,
    quiet: options.Quiet = False,
) -> None:
    """Run cases, print the metrics and judge the gates.

    Gates of the command line replace those of the case files; without any, no case may fail. Always exact quotes are
    asked, no contradicted vital fact (--max facts_contradicted=N) and no errored case (--max errored=N). With
    --baseline, cases that failed before may fail again. Options with several values are repeated.
    """
    from evals.fingerprints import fingerprints
    from evals.journal import head_of, recorded
    from evals.load import load_suites
    from evals.result import Settings
    from evals.run import Plan, select
    from evals.summary import summarise
    from evals.system import ProductSystems

    check_endings(output or [])
    gates, blessed, advisor = named_gates(least, most), named_baseline(baseline), named_judge(judge)
    suites, tags = load_suites(case_files(cases, more), corpus=corpus), tags or []
    tape = _tape(record, replay, engine)
    systems: Systems = context.obj or ProductSystems(engine, tape)
    named = {"engine": systems.engine, "stage": stage, "repeat": repeat, "seed": seed, "tags": tags}
    settings = Settings(**named, replayed=replay is not None)
    plan = Plan(select(suites, tags), stage, repeat, workers, tape=tape)
    head = head_of(settings, fingerprints(suites, []))
    kept = _kept(rows, record, output or [])
    plan = replace(plan, replies=kept.replies(head) if resume else recorded(replay, head) if replay else {})
    done = _run(plan, systems, kept, head, quiet=quiet)
    told: dict[str, Any] = {"missed_replays": tape.missed if tape else [], "advisor": advisor}
    result = summarise(done, suites, gates, settings, baseline=blessed, **told)
    _finish(result, kept, output or [], quiet=quiet)


def _finish(result: EvalResult, kept: _Rows, output: list[Path], *, quiet: bool) -> NoReturn:
    from evals.cli.report import report

    report(result, output, quiet=quiet)
    kept.done(interrupted=result.interrupted)
    raise typer.Exit(result.exit_code)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where replies are kept as they come; a ``temporary`` file is gone once the result is written."""

    path: Path | None
    temporary: bool

    def replies(self, head: Mapping[str, Any]) -> dict[tuple[str, int], Reply]:
        """Those of the run that is resumed."""
        from agent.errors import InputError
        from evals.journal import replies_on_record

        if self.path is None:
            raise InputError("--resume needs the rows of the run.", next_step="Name them with --rows FILE.")
        return replies_on_record(self.path, head)

    def done(self, *, interrupted: bool) -> None:
        if self.path is not None and self.temporary and not interrupted:
            self.path.unlink(missing_ok=True)


def _tape(record: Path | None, replay: Path | None, engine: str) -> Tape | None:
    """What records or replays a model's traffic; the extractive engine has none."""
    from agent.errors import InputError

    if record is not None and replay is not None:
        raise InputError("--record and --replay exclude each other.", next_step="Leave one of them out.")
    folder = record or replay
    if folder is None or engine == "extractive":
        return None
    from evals.replay import open_tape

    return open_tape(folder, "record" if record else "replay")


def _kept(rows: Path | None, record: Path | None, output: list[Path]) -> _Rows:
    """Where rows are kept: where that is said, with a record, or beside a result until it is written."""
    from evals.journal import record_of

    if rows is not None or record is not None:
        return _Rows(rows or record_of(record or Path()), temporary=False)
    first = next((path for path in output if path.suffix.lower() == ".json"), None)
    return _Rows(first.with_name(f"{first.stem}.rows.jsonl") if first else None, temporary=True)


def _run(plan: Plan, systems: Systems, kept: _Rows, head: Mapping[str, Any], *, quiet: bool) -> Run:
    from evals.journal import Journal
    from evals.run import Hearers
    from evals.run import run as run_cases

    with ExitStack() as opened:
        hearers = Hearers(
            on_row=opened.enter_context(_progress(len(plan.cases) * plan.repeat, wanted=not quiet))
        )
        if kept.path is not None:
            journal = Journal(kept.path, head, resumed=list(plan.replies.values()))
            hearers = replace(hearers, on_reply=opened.enter_context(journal).write)
        return run_cases(plan, systems, hearers)


@contextmanager
def _progress(total: int, *, wanted: bool) -> Iterator[Callable[[Row], None]]:
    """A bar on standard error where somebody watches."""
    if not wanted or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cases", total=total)
        yield lambda _: bar.advance(task)
