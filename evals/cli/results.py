"""Commands on results that are there: ``compare``, ``bless``, ``rescore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evals.cli import options
from evals.cli.options import case_files, check_endings, named_baseline, named_gates

Result = Annotated[Path, typer.Argument(metavar="RESULT", help="A .json result of evals run.")]


def compare(
    before: Annotated[Path, typer.Argument(metavar="BASELINE", help="A baseline, or a .json result.")],
    now: Result,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Compare a result with a baseline, case by case, and judge whether it got worse.

    Two gates: no more cases broke than chance explains, and no drop of the pass rate that chance would
    hardly bring about. Exits with 1 where one is missed, with 3 where the two cannot be compared.
    """
    from evals.baseline import read_baseline, read_result
    from evals.cli.report import report
    from evals.summary import against

    check_endings(output or [])
    result = read_result(now)
    errors = [gate for gate in result.gates if gate.gate.startswith("errored")]
    result = result.model_copy(update={"gates": errors})
    compared = against(result, str(before), read_baseline(before))
    report(compared, output or [], quiet=quiet)
    raise typer.Exit(compared.exit_code)


def bless(
    result: Result,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The baseline file to write and commit.")
    ] = Path("evals-baseline.json"),
) -> None:
    """Make a result the baseline: write what later runs are compared with, small enough to commit."""
    from evals import baseline
    from evals.render import write_text

    found = baseline.read_result(result)
    write_text(output, baseline.bless(found))
    typer.echo(f"{output}: the baseline of {len({row.id for row in found.cases})} cases")


def rescore(  # noqa: PLR0913, PLR0917  # each parameter is an option of the command
    result: Result,
    cases: options.Cases = None,
    more: options.MoreCases = None,
    corpus: options.Corpus = None,
    output: options.Output = None,
    least: options.Least = None,
    most: options.Most = None,
    baseline: options.BaselineFile = None,
    quiet: options.Quiet = False,
) -> None:
    """Score the answers of a result again, with today's scorers and cases, without asking anything.

    The case files are those the result names unless others are given.
    """
    from evals.baseline import read_result
    from evals.cli.report import report
    from evals.load import load_suites
    from evals.rescore import rescored
    from evals.summary import summarise

    check_endings(output or [])
    gates, blessed = named_gates(least, most), named_baseline(baseline)
    before = read_result(result)
    named = cases or more
    files = case_files(cases, more) if named else [Path(name) for name in before.fingerprints.case_files]
    suites = load_suites(files, corpus=corpus)
    again = summarise(rescored(before, suites), suites, gates, before.settings, baseline=blessed)
    report(again, output or [], quiet=quiet)
    raise typer.Exit(again.exit_code)
