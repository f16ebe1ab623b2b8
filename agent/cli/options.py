"""The options that commands share, each declared once.

A command takes a group of options by annotating a parameter with one of the dataclasses below; ``command``
lays the group's fields out as options of their own. A default of ``None`` means "not given": settings decide.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from typer import Option

from agent.report import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.protocols import Filter


@dataclass(frozen=True, slots=True)
class Index:
    """Where the documents are kept."""

    index: Annotated[
        Path | None,
        Option(metavar="DIR", help="Folder of the index, if not SEEDCHECK_INDEX or the default one."),
    ] = None


@dataclass(frozen=True, slots=True)
class Documents(Index):
    """Which documents to look at."""

    corpus: Annotated[
        Path | None,
        Option(metavar="PATH", help="Look at this file or folder alone, instead of the index."),
    ] = None


@dataclass(frozen=True, slots=True)
class Selection(Documents):
    """Which of these documents to look at."""

    source: Annotated[
        list[str] | None,
        Option(metavar="SOURCE", help="Only documents of this name or shell pattern; may be repeated."),
    ] = None
    since: Annotated[
        datetime | None,
        Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only documents published on this day or later."),
    ] = None

    def where(self) -> Filter:
        """The filter these options ask for."""
        from agent.protocols import Filter

        since = self.since.date().isoformat() if self.since else None
        return Filter(sources=tuple(self.source or ()), since=since)


@dataclass(frozen=True, slots=True)
class Engine:
    """Who answers, and in which language."""

    engine: Annotated[
        Literal["auto", "llm", "extractive"],
        Option(help="Who answers: a model, or quotes alone; auto is a model where one is named."),
    ] = "auto"
    model: Annotated[
        str | None,
        Option(metavar="NAME", help="The model that answers, if not SEEDCHECK_MODEL; at OPENAI_BASE_URL."),
    ] = None
    no_reader: Annotated[
        bool,
        Option("--no-reader", help="Weigh evidence by how it was found alone, without the bundled reader."),
    ] = False
    lang: Annotated[
        str | None,
        Option(
            metavar="XX",
            help="Language of the answer, such as de; quotes keep theirs, those in it come first. "
            "For check: the claim's own, if it is not recognised.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Output:
    """What is printed."""

    format: Annotated[Format, Option(help="Form of what is printed.")] = "text"
    json: Annotated[bool, Option("--json", help="Short for --format json.")] = False
    quiet: Annotated[bool, Option("--quiet", "-q", help="No progress on standard error.")] = False
    verbose: Annotated[
        int,
        Option(
            "--verbose",
            "-v",
            count=True,
            show_default=False,
            help="Log to standard error; -vv for everything.",
        ),
    ] = 0

    @property
    def chosen_format(self) -> Format:
        """The format, with ``--json`` before ``--format``."""
        return "json" if self.json else self.format


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a result is told."""

    explain: Annotated[
        bool, Option("--explain", help="Also print what was searched, compared, dropped and measured.")
    ] = False
    strict: Annotated[
        bool, Option("--strict", help="Exit with 1 where the documents do not say, or say otherwise.")
    ] = False


def command(function: Callable[..., None]) -> Callable[..., None]:
    """``function`` with every parameter that is a group of options replaced by the group's fields."""
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    groups: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if not is_dataclass(hint):
            parameters.append(parameter.replace(annotation=hint))
            continue
        groups[parameter.name] = hint
        types = get_type_hints(hint, include_extras=True)
        parameters += [
            inspect.Parameter(f.name, parameter.KEYWORD_ONLY, default=f.default, annotation=types[f.name])
            for f in fields(hint)
        ]

    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        function(**given)

    run.__name__, run.__doc__ = function.__name__, function.__doc__
    signature = inspect.Signature(sorted(parameters, key=lambda p: p.kind))
    run.__signature__ = signature  # type: ignore[attr-defined]  # read by inspect.signature, not declared anywhere
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
