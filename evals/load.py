"""Case files as suites of checked cases.

Loading reads every document a case is judged on, so that gold quotes are proved against the documents before
anything is run and citations can be proved against them afterwards, independently of what the system says of
itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from agent.errors import SeedcheckError, UsageError
from evals.case import Case, CaseFile
from evals.catalogue import METRIC_NAMES
from evals.documents import brought_documents, corpus_documents, corpus_path
from evals.gold import gold_problems
from evals.parse import parse
from evals.problems import CaseFileError, Location, Problem, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

    from agent.document import Document
    from evals.case import GateBounds
    from evals.parse import Parsed


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case, where it stands, and the documents it is judged on, by source.

    ``corpus`` is the path these documents were loaded from; ``None`` where the case brings its own.
    """

    case: Case
    suite: str
    file: str
    line: int
    documents: Mapping[str, Document]
    corpus: Path | None


@dataclass(frozen=True, slots=True)
class Suite:
    """One case file: its gates, its cases in order, and the sha256 of its bytes."""

    name: str
    file: str
    sha256: str
    gates: Mapping[str, GateBounds]
    cases: tuple[PlacedCase, ...]


class _Corpus(NamedTuple):
    """A corpus by the path it was first named by, and its documents by source."""

    path: Path
    documents: Mapping[str, Document]


@dataclass(slots=True)
class _Loading:
    """What the files of one run share: every corpus is read once, every id stands once."""

    override: Path | None
    corpora: dict[Path, _Corpus] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def corpus(self, path: Path) -> _Corpus:
        key = path.resolve()
        if key not in self.corpora:
            self.corpora[key] = _Corpus(path, corpus_documents(path))
        return self.corpora[key]

    def note(self, parsed: Parsed, location: Location, message: str) -> None:
        self.problems.append(_problem(parsed, location, message))


def load_suites(paths: Sequence[Path], *, corpus: Path | None = None) -> list[Suite]:
    """The suites of these case files; a file named twice counts once.

    ``corpus`` takes the place of the files' own, except for cases that bring documents. Raises
    ``CaseFileError`` with every fault of every file, ``UsageError`` where ``corpus`` cannot be read.
    """
    loading = _Loading(override=corpus)
    suites = list[Suite]()
    for path in dict.fromkeys(Path(path) for path in paths):
        try:
            suites.append(_suite(path, loading))
        except CaseFileError as error:
            loading.problems += error.problems
    if loading.problems:
        raise CaseFileError(loading.problems)
    return suites


def _suite(path: Path, loading: _Loading) -> Suite:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CaseFileError([Problem(str(path), 1, "", f"cannot be read: {error.strerror}")]) from error
    parsed = parse(path, content)
    file = _validated(parsed)
    for name in file.gates.keys() - set(METRIC_NAMES):
        loading.note(parsed, ("gates", name), f"unknown metric; known are {', '.join(METRIC_NAMES)}")
    corpus = _corpus(file, parsed, loading)
    cases = [
        _placed(case, ("cases", index), file, corpus, parsed, loading)
        for index, case in enumerate(file.cases)
    ]
    return Suite(file.suite, parsed.file, hashlib.sha256(content).hexdigest(), file.gates, tuple(cases))


def _problem(parsed: Parsed, location: Location, message: str) -> Problem:
    place = parsed.place(location)
    return Problem(parsed.file, place.line, key_of(location), message, place.column)


def _validated(parsed: Parsed) -> CaseFile:
    if isinstance(parsed.value, dict) and {"id", "text"} <= parsed.value.keys():
        raise CaseFileError([Problem(parsed.file, 1, "", "is a corpus of documents, not a case file")])
    try:
        return CaseFile.model_validate(parsed.value)
    except ValidationError as error:
        problems = [_problem(parsed, fault["loc"], _message(fault)) for fault in error.errors()]
        raise CaseFileError(problems) from error


def _message(fault: ErrorDetails) -> str:
    match fault["type"]:
        case "extra_forbidden":
            return "unknown key"
        case "missing":
            return "is missing"
        case "string_type" if isinstance(fault["input"], int | float):
            return (
                f"expected text, found the {type(fault['input']).__name__} {fault['input']}: put it in quotes"
            )
        case _:
            return fault["msg"].removeprefix("Value error, ")


def _corpus(file: CaseFile, parsed: Parsed, loading: _Loading) -> _Corpus | None:
    """What cases without documents share; ``None`` where no corpus is named, or it cannot be read."""
    if loading.override is not None:
        try:
            return loading.corpus(loading.override)
        except SeedcheckError as error:
            raise UsageError(f"--corpus: {error.message}", next_step=error.next_step) from error
    if file.corpus is None:
        return None
    try:
        return loading.corpus(corpus_path(file.corpus, beside=Path(parsed.file)))
    except SeedcheckError as error:
        loading.note(parsed, ("corpus",), error.message)
        return None


def _placed(
    case: Case, at: Location, file: CaseFile, corpus: _Corpus | None, parsed: Parsed, loading: _Loading
) -> PlacedCase:
    here = f"{parsed.file}:{parsed.line((*at, 'id'))}"
    if loading.places.setdefault(case.id, here) is not here:
        loading.note(parsed, (*at, "id"), f"duplicate id “{case.id}”, first at {loading.places[case.id]}")
    documents: Mapping[str, Document] = {}
    if case.documents:
        corpus = None
        documents, problems = brought_documents(case)
        for where, message in problems:
            loading.note(parsed, (*at, *where), message)
    elif corpus is not None:
        documents = corpus.documents
    elif file.corpus is None:
        loading.note(parsed, at, "has no documents, and the file's head names no corpus")
    if documents:
        for where, message in gold_problems(case, documents):
            loading.note(parsed, (*at, *where), message)
    path = corpus.path if corpus is not None else None
    return PlacedCase(case, file.suite, parsed.file, parsed.line(at), documents, path)
