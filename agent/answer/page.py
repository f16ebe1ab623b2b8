"""The answer as it is written: statement after statement, each citation numbered when it is first used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.ground import cite
from agent.result import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.ground import Texts
    from agent.protocols import Candidate
    from agent.result import Citation

    OnStatement = Callable[[Statement, list[Citation]], None]


@dataclass(slots=True)
class Page:
    """Statements with the citations behind them; ``on_statement`` hears of each as it is added."""

    texts: Texts
    on_statement: OnStatement | None = None
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, text: str | None, cited: Sequence[Candidate], *, support: float, hedged: bool) -> None:
        """Adds a statement; without ``text`` the statement is the quote of the first sentence cited."""
        new = [one for one in cited if _place(one) not in self._numbers]
        for candidate, citation in zip(new, cite(new, self.texts), strict=True):
            number = len(self.citations) + 1
            self._numbers[_place(candidate)] = number
            self.citations.append(citation.model_copy(update={"id": number}))
        numbers = [self._numbers[_place(one)] for one in cited]
        said = text if text is not None else self.citations[numbers[0] - 1].quote
        statement = Statement(text=said, citations=numbers, support=support, hedged=hedged)
        self.statements.append(statement)
        if self.on_statement:
            self.on_statement(statement, [self.citations[number - 1] for number in numbers])

    def cites(self, candidate: Candidate) -> bool:
        """Whether a statement cites this sentence."""
        return _place(candidate) in self._numbers

    @property
    def text(self) -> str:
        """The statements with their citations in brackets."""
        return " ".join(
            f"{one.text} {''.join(f'[{number}]' for number in one.citations)}" for one in self.statements
        )


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.source.source, candidate.sentence.start
