"""Commands on case files: ``lint``, ``init``, ``add``, ``counterfactual``, ``selfcheck``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from evals.cli import options
from evals.cli.options import case_files

NewFile = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The case file to write.")]


def lint(
    cases: options.Cases = None,
    more: options.MoreCases = None,
    corpus: options.Corpus = None,
    quiet: options.Quiet = False,
) -> None:
    """Check case files against their format and documents.

    A .jsonl corpus named here is checked for being readable. Every fault is named by file, line, column and
    key; with any, the exit code is 2. Facts checked before a document appeared are noted.
    """
    from evals.lint import lint_files

    report = lint_files(case_files(cases, more), corpus=corpus)
    if not quiet:
        typer.echo("\n".join(report))


def init(
    corpus: Annotated[Path, typer.Argument(metavar="DOCUMENTS", help="A folder, a file or a .jsonl corpus.")],
    output: NewFile = Path("cases.yaml"),
    most: Annotated[int, typer.Option(min=1, metavar="N", help="Sentences to make claims of.")] = 5,
) -> None:
    """Write a first case file from documents: claims as they state them, and with a figure changed."""
    from agent.errors import InputError
    from evals.first_cases import first_cases
    from evals.load import load_suites
    from evals.render import write_text

    if output.exists():
        raise InputError(f"{output} is there already.", next_step="Name another file with -o.")
    if output.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(f"-o {output}: a first case file is YAML.", next_step="Use the ending .yaml.")
    write_text(output, first_cases(corpus, output, most=most))
    (suite,) = load_suites([output])
    typer.echo(f"{output}: {len(suite.cases)} cases to begin with; run them with: evals run {output}")


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The case file; made if it is not there.")],
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="The id of the case.")] = None,
    tags: Annotated[list[str] | None, typer.Option(metavar="TAG", help="A tag; may be repeated.")] = None,
    corpus: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The documents that a new file is about.")
    ] = None,
) -> None:
    """Turn the last answer of seedcheck ask or check into a case: what it said is then expected.

    Read the case before you keep it: an answer that is wrong makes a case that is wrong.
    """
    from agent.cli.last import last_file
    from agent.settings import Settings
    from evals.add_case import added
    from evals.load import load_suites
    from evals.problems import CaseFileError
    from evals.render import write_text

    before = file.read_bytes() if file.exists() else None
    text, case = added(file, last_file(Settings().cache), name=name, tags=tags or [], corpus=corpus)
    write_text(file, text)
    try:
        load_suites([file])
    except CaseFileError:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
        raise
    typer.echo(f"{file}: added {case}")


def counterfactual(
    cases: options.Cases = None,
    more: options.MoreCases = None,
    corpus: options.Corpus = None,
    output: NewFile = Path("counterfactual.jsonl"),
) -> None:
    """Make cases with changed documents: another figure, no support, reprints, an injected document.

    The answer must follow the changed figure, decline without support, stay the same beside reprints, and
    not obey. The file written is a case file like any other.
    """
    from agent.errors import InputError
    from evals.counterfactual import counterfactuals
    from evals.load import load_suites
    from evals.render import write_text

    if output.suffix.lower() != ".jsonl":
        raise InputError(f"-o {output}: these cases are JSONL.", next_step="Use the ending .jsonl.")
    suites = load_suites(case_files(cases, more), corpus=corpus)
    made = list(counterfactuals(placed for suite in suites for placed in suite.cases))
    if not made:
        raise InputError("No counterfactual case can be made of these.", next_step="Add cases with evidence.")
    name = "-".join(dict.fromkeys(suite.name for suite in suites))
    lines = [json.dumps(line) for line in ({"suite": f"{name}-counterfactual"}, *made)]
    write_text(output, "\n".join(lines) + "\n")
    load_suites([output])
    typer.echo(f"{output}: {len(made)} cases")


def selfcheck(
    cases: options.Cases = None,
    more: options.MoreCases = None,
    corpus: options.Corpus = None,
    quiet: options.Quiet = False,
) -> None:
    """Test the scorers themselves: make right answers wrong in known ways and see what is noticed.

    Exits with 1 where a right answer was rejected, or a changed figure or quote went unnoticed.
    """
    from evals.load import load_suites
    from evals.render.selfcheck import lines
    from evals.selfcheck import selfcheck as check

    suites = load_suites(case_files(cases, more), corpus=corpus)
    result = check(placed for suite in suites for placed in suite.cases)
    typer.echo("\n".join(lines(result, brief=quiet)))
    if not result.cases:
        raise typer.Exit(3)
    if not result.holds:
        raise typer.Exit(1)
