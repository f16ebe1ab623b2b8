"""Checking case files without running them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.errors import SeedcheckError
from evals.documents import corpus_documents
from evals.load import load_suites
from evals.problems import CaseFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evals.load import PlacedCase


def lint_files(paths: Sequence[Path], *, corpus: Path | None = None) -> list[str]:
    """A line on each file: its suite and cases, or, for a ``.jsonl`` corpus, its documents; and notes.

    Raises ``CaseFileError`` with every fault of every file.
    """
    corpora = [path for path in paths if _is_corpus(path)]
    problems, report = list[Problem](), list[str]()
    for path in corpora:
        try:
            report.append(f"{path}: a corpus of {len(corpus_documents(path))} documents")
        except SeedcheckError as error:
            problems.append(Problem(str(path), 1, "", error.message))
    try:
        suites = load_suites([path for path in paths if path not in corpora], corpus=corpus)
        for suite in suites:
            report.append(f"{suite.file}: suite {suite.name}, {len(suite.cases)} cases")
            report += [note for placed in suite.cases for note in _stale(placed)]
    except CaseFileError as error:
        problems += error.problems
    if problems:
        raise CaseFileError(problems)
    return report


def _stale(placed: PlacedCase) -> Iterator[str]:
    """A note on each fact that was checked before one of the documents it is expected of appeared."""
    published = {
        source: document.metadata.published
        for source, document in placed.documents.items()
        if document.metadata.published is not None
    }
    for fact in placed.case.expect.facts:
        if fact.as_of is not None:
            newer = [source for source, date in published.items() if date[: len(fact.as_of)] > fact.as_of]
            if newer:
                yield (
                    f"{placed.file}:{placed.line}: note: {placed.case.id}: “{fact.fact}” was checked as of "
                    f"{fact.as_of}; later is {', '.join(newer[:3])}"
                )


def _is_corpus(path: Path) -> bool:
    """Whether a file is JSONL whose first line is a document rather than the head of a case file."""
    if path.suffix.lower() != ".jsonl" or not path.is_file():
        return False
    with path.open("rb") as file:
        line = file.readline()
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and {"id", "text"} <= first.keys() and "suite" not in first
