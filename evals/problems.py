"""What is wrong with a case file, by file, line, column and key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

Location = tuple["str | int", ...]
"""Keys and list positions from the top of a case file, such as ``("cases", 3, "expect", "verdict")``."""


def key_of(location: Location) -> str:
    """A location in the notation of a path: ``cases[3].expect.verdict``."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a case file; ``line`` and ``column`` count from 1, in code points."""

    file: str
    line: int
    key: str
    message: str
    column: int = 1

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: "
        return f"{where}{self.key}: {self.message}" if self.key else where + self.message


class CaseFileError(UsageError):
    """Case files that cannot be used; ``problems`` lists every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            "\n".join(str(problem) for problem in problems),
            next_step="\nMend the case file, then see `evals lint`.",
        )
        self.problems = tuple(problems)
