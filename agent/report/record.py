"""JSON: the documents of ``docs/contract.md``, indented, with letters of every script as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.report.neutral import in_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import Answer, IngestReport, SourceRecord, Verdict


def answer(answer: Answer, *, explain: bool) -> str:
    """The answer as ``seedcheck.answer/1``."""
    return _dump(answer.model_dump(mode="json"))


def verdict(verdict: Verdict, *, explain: bool) -> str:
    """The verdict as ``seedcheck.verdict/1``."""
    return _dump(verdict.model_dump(mode="json"))


def sources(records: Sequence[SourceRecord]) -> str:
    """The documents as ``seedcheck.sources/1``."""
    return _dump({"schema": "seedcheck.sources/1", "sources": [record.model_dump() for record in records]})


def ingest(report: IngestReport) -> str:
    """The report as ``seedcheck.ingest/1``."""
    return _dump({"schema": "seedcheck.ingest/1", **report.model_dump(mode="json")})


def document(source: str, text: str) -> str:
    """The text as ``seedcheck.text/1``."""
    return _dump({"schema": "seedcheck.text/1", "source": source, "text": text})


def _dump(record: dict[str, object]) -> str:
    return in_json(json.dumps(record, ensure_ascii=False, indent=2)) + "\n"
