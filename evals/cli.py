"""The command line, ``evals``. Its commands import what they need when they run.

Exit codes: 0 every gate held, 1 a gate was missed, 2 wrong usage or a wrong case file, 3 not gateable (too
many errors, nothing to measure, a needed service failed), 130 interrupted.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from agent import __version__
from agent.errors import SeedcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evals.gates import Gate
    from evals.result import EvalResult
    from evals.row import Row
    from evals.run import Plan, Run
    from evals.system import Systems

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Measures answers, verdicts and retrieval against cases with known results.",
)

_PACKAGED_CASES = Path(__file__).parent / "cases"

Cases = Annotated[
    list[Path] | None,
    typer.Argument(metavar="CASES", help="Case files, .yaml or .jsonl; the packaged ones if none is named."),
]
MoreCases = Annotated[list[Path] | None, typer.Option("--cases", metavar="FILE", help="A further case file.")]
Corpus = Annotated[
    Path | None, typer.Option(metavar="PATH", help="Documents to use instead of the case files' own corpus.")
]
Engine = Annotated[
    Literal["auto", "llm", "extractive"], typer.Option(help="Who answers: a model, or quotes alone.")
]
Tags = Annotated[
    list[str] | None, typer.Option(metavar="TAG,…", help="Only cases that bear one of these tags.")
]
Output = Annotated[
    list[Path] | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the result: .json, .xml (JUnit), .html, .md."),
]
Least = Annotated[
    list[str] | None, typer.Option("--min", metavar="METRIC=VALUE", help="Gate: at least this much.")
]
Most = Annotated[
    list[str] | None, typer.Option("--max", metavar="METRIC=VALUE", help="Gate: at most this much.")
]
Repeat = Annotated[int, typer.Option(min=1, metavar="N", help="Run every case N times.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the intervals.")]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Cases under way at a time.")]
Stage = Annotated[Literal["retrieve", "all"], typer.Option(help="Measure retrieval alone, or everything.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, and the outcome in few words.")]


def main(arguments: Sequence[str] | None = None, *, systems: Systems | None = None) -> NoReturn:
    """Run ``evals`` with these arguments (by default this process's) and exit.

    ``systems`` is what ``evals run`` measures, by default this project's fact checker.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=arguments, prog_name="evals", obj=systems)
    except SeedcheckError as error:
        _fail(str(error), error.exit_code)
    except Exception:
        # Left to the interpreter, a fault of this program would exit with 1: a gate missed.
        import traceback

        traceback.print_exc()
        _fail("This should not have happened.", 3)
    sys.exit(0)


def _fail(message: str, code: int) -> NoReturn:
    from agent.report.neutral import printable

    print(f"evals: {printable(message)}", file=sys.stderr)
    sys.exit(code)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"evals {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(  # noqa: PLR0913, PLR0917  # each parameter is an option of the command
    context: typer.Context,
    cases: Cases = None,
    more: MoreCases = None,
    corpus: Corpus = None,
    engine: Engine = "extractive",
    tags: Tags = None,
    output: Output = None,
    least: Least = None,
    most: Most = None,
    repeat: Repeat = 1,
    seed: Seed = 0,
    workers: Workers = 1,
    stage: Stage = "all",
    quiet: Quiet = False,
) -> None:
    """Run cases, print the metrics and judge the gates.

    Gates of the command line replace those of the case files; without any, no case may fail. Two always
    hold: every quote is exact, and no case errored, unless --max errored=N allows some. Options that take
    several values are repeated.
    """
    from evals.load import load_suites
    from evals.result import Settings
    from evals.run import Plan, select
    from evals.summary import summarise
    from evals.system import ProductSystems

    _check_endings(output or [])
    gates = _gates(least or [], most or [])
    suites = load_suites(_case_files(cases, more), corpus=corpus)
    systems: Systems = context.obj or ProductSystems(engine)
    plan = Plan(select(suites, tags or []), stage, repeat, workers)
    settings = Settings(engine=systems.engine, stage=stage, repeat=repeat, seed=seed, tags=tags or [])
    result = summarise(_run(plan, systems, quiet=quiet), suites, gates, settings)
    _report(result, output or [], quiet=quiet)
    raise typer.Exit(result.exit_code)


@app.command()
def lint(cases: Cases = None, more: MoreCases = None, corpus: Corpus = None, quiet: Quiet = False) -> None:
    """Check case files against their format and documents.

    A .jsonl corpus named here is checked for being readable. Every fault is named by file, line and key;
    with any, the exit code is 2.
    """
    from evals.lint import lint_files

    report = lint_files(_case_files(cases, more), corpus=corpus)
    if not quiet:
        typer.echo("\n".join(report))


def _case_files(cases: list[Path] | None, more: list[Path] | None) -> list[Path]:
    named = [*(cases or []), *(more or [])]
    return named or [_as_seen_from_here(path) for path in sorted(_PACKAGED_CASES.glob("*.yaml"))]


def _as_seen_from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _gates(least: list[str], most: list[str]) -> list[Gate]:
    from evals.gates import parse_gate

    return [*(parse_gate(text, "min") for text in least), *(parse_gate(text, "max") for text in most)]


def _check_endings(output: list[Path]) -> None:
    """An ending without a format is found before an hour of work, not after it."""
    from evals.render import check_ending

    for path in output:
        check_ending(path)


def _report(result: EvalResult, output: list[Path], *, quiet: bool) -> None:
    from evals.render import write
    from evals.render.terminal import show

    show(result, sys.stdout, brief=quiet)
    for path in output:
        write(result, path)


def _run(plan: Plan, systems: Systems, *, quiet: bool) -> Run:
    from evals.run import run as run_cases

    with _progress(len(plan.cases) * plan.repeat, wanted=not quiet) as on_row:
        return run_cases(plan, systems, on_row)


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
