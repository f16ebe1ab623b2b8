"""JSON Schemas of everything that is read or written: ``python -m evals.schema DIR`` writes them there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from agent.result import Answer, Verdict
from evals.case import Case, CaseFile, Head
from evals.result import EvalResult

if TYPE_CHECKING:
    from pydantic import BaseModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS: dict[str, tuple[type[BaseModel], str]] = {
    "answer": (Answer, "seedcheck.answer/1"),
    "verdict": (Verdict, "seedcheck.verdict/1"),
    "evals": (EvalResult, "seedcheck.evals/1"),
    "cases": (CaseFile, "A YAML case file"),
    "cases-head": (Head, "The first line of a JSONL case file"),
    "cases-line": (Case, "A further line of a JSONL case file"),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, without the ending.

    What is written is described as it is written; case files as they are read.
    """
    result = {}
    for name, (model, title) in _SCHEMAS.items():
        mode: Literal["validation", "serialization"] = (
            "validation" if name.startswith("cases") else "serialization"
        )
        result[name] = {"$schema": _DIALECT, **model.model_json_schema(mode=mode), "title": title}
    return result


def write_schemas(folder: Path) -> None:
    """Write each schema to ``folder`` as ``NAME.schema.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m evals.schema DIR")
    write_schemas(Path(sys.argv[1]))
