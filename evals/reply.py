"""What a system replied to one case, before any scoring; a line of it is all that a crash must not lose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.result import Answer, Verdict
from evals.result import CaseError

if TYPE_CHECKING:
    from evals.result import CaseRow


@dataclass(slots=True)
class Reply:
    """The reply to the case ``id`` in its run number ``repeat``, from 1; ``seconds`` is wall time."""

    id: str
    repeat: int
    output: Answer | Verdict | None = None
    ranking: tuple[str, ...] | None = None
    error: CaseError | None = None
    seconds: float = 0.0

    def line(self) -> str:
        """The reply as one line of JSON."""
        record = {
            "id": self.id,
            "repeat": self.repeat,
            "output": self.output.model_dump(mode="json") if self.output is not None else None,
            "ranking": self.ranking,
            "error": self.error.model_dump() if self.error is not None else None,
            "seconds": round(self.seconds, 6),
        }
        return json.dumps(record, ensure_ascii=True)


def read_reply(record: dict[str, Any]) -> Reply:
    """The reply that a line holds. Raises ``ValueError`` (pydantic's too) and ``KeyError`` for anything else."""
    ranking, error = record["ranking"], record["error"]
    return Reply(
        id=str(record["id"]),
        repeat=int(record["repeat"]),
        output=_output(record["output"]),
        ranking=tuple(ranking) if ranking is not None else None,
        error=CaseError.model_validate(error) if error is not None else None,
        seconds=float(record["seconds"]),
    )


def reply_of(row: CaseRow) -> Reply:
    """The reply behind a row of a result; one that a scorer stumbled over is as good as any."""
    error = None if row.error is not None and row.error.in_scoring else row.error
    ranking = tuple(row.ranking) if row.ranking is not None else None
    return Reply(row.id, row.repeat, _output(row.output), ranking, error, row.seconds)


def _output(record: dict[str, Any] | None) -> Answer | Verdict | None:
    if record is None:
        return None
    kind = Verdict if record.get("schema") == "seedcheck.verdict/1" else Answer
    return kind.model_validate(record)
