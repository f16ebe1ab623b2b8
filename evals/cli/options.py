"""Options and arguments that commands share, each declared once, and what they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from evals.baseline import Baseline
    from evals.gates import Gate
    from evals.model_judge import ModelJudge

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
BaselineFile = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Gate: nothing worse than in this baseline or result."),
]
Repeat = Annotated[int, typer.Option(min=1, metavar="N", help="Run every case N times.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the intervals.")]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Cases under way at a time.")]
Stage = Annotated[Literal["retrieve", "all"], typer.Option(help="Measure retrieval alone, or everything.")]
Rows = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Keep every reply here as it comes; by default beside the first -o .json, until that is written.",
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the rows of a run that was cut short.")]
Record = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Keep what is asked of a model, and its replies, here.")
]
Replay = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Take a model's replies from here alone; a miss exits with 3."),
]
Judge = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="Also ask a model at OPENAI_BASE_URL whether each fact is stated; advisory, in no gate.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, and the outcome in few words.")]

_PACKAGED_CASES = Path(__file__).parent.parent / "cases"


def case_files(cases: list[Path] | None, more: list[Path] | None) -> list[Path]:
    """The case files named, or those that come with the package."""
    named = [*(cases or []), *(more or [])]
    return named or [_as_seen_from_here(path) for path in sorted(_PACKAGED_CASES.glob("*.yaml"))]


def _as_seen_from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def named_gates(least: list[str] | None, most: list[str] | None) -> list[Gate]:
    """The gates that ``--min`` and ``--max`` name."""
    from evals.gates import parse_gate

    lower = [parse_gate(text, "min") for text in least or []]
    return [*lower, *(parse_gate(text, "max") for text in most or [])]


def check_endings(output: list[Path]) -> None:
    """An ending without a format is found before an hour of work, not after it."""
    from evals.render import check_ending

    for path in output:
        check_ending(path)


def named_baseline(path: Path | None) -> tuple[str, Baseline] | None:
    """The baseline that ``--baseline`` names, with its name."""
    if path is None:
        return None
    from evals.baseline import read_baseline

    return str(path), read_baseline(path)


def named_judge(model: str | None) -> ModelJudge | None:
    """The judge that ``--judge`` names, at the server that the settings name."""
    if model is None:
        return None
    from agent.model.chat import ChatModel
    from agent.settings import read_settings
    from evals.model_judge import ModelJudge

    return ModelJudge(ChatModel(read_settings(model=model)))
