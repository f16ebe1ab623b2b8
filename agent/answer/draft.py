"""A model's draft: its statements as they come, each checked before anybody sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.errors import ModelError, ModelStoppedError
from agent.ground.backing import Written
from agent.ground.statements import ground
from agent.prompts import prompt
from agent.result import Dropped
from agent.text.canonical import fold
from agent.text.hedges import hedged
from agent.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.budget import Budget
    from agent.numbered import Numbered
    from agent.protocols import Candidate, Model, Reader

MOST_STATEMENTS = 6
REPAIR_TOKENS = 800
TELLING = 5
"""Words from which on the language of a statement shows."""
_MARKS = str.maketrans("", "", "\u200b\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement that the sentences it cites back."""

    text: str
    cited: tuple[Candidate, ...]
    support: float
    hedged: bool


@dataclass(frozen=True, slots=True)
class _Faulty:
    text: str
    numbers: list[Any]
    why: str
    mendable: bool = True


@dataclass(slots=True)
class Draft:
    """Takes proposed statements in, keeps those that hold, and remembers what is wrong with the others.

    ``answers`` says whether sentences are evidence for an answer at all; ``on_kept`` hears of every statement kept.
    """

    sentences: Numbered
    language: str
    reader: Reader | None
    answers: Callable[[Sequence[Candidate]], bool]
    on_kept: Callable[[Kept], None] = lambda _: None
    kept: list[Kept] = field(default_factory=list)
    _faulty: list[_Faulty] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(self, proposed: Any) -> None:
        """Checks one proposed statement, ``{"text": …, "sentences": […]}``, if it is new."""
        if not isinstance(proposed, dict):
            return
        text = proposed.get("text")
        if not isinstance(text, str) or not text.strip() or len(self._seen) >= 2 * MOST_STATEMENTS:
            return
        text = " ".join(text.translate(_MARKS).split())
        if fold(text) in self._seen or len(self.kept) == MOST_STATEMENTS:
            return
        self._seen.add(fold(text))
        numbers = proposed.get("sentences")
        faulty = self._checked(text, numbers if isinstance(numbers, list) else [numbers])
        if faulty is not None:
            self._faulty.append(faulty)

    def _checked(self, text: str, numbers: list[Any]) -> _Faulty | None:
        """What is wrong with a statement; ``None`` if nothing is, and it is kept."""
        cited = self.sentences.at(numbers)
        if cited is None:
            return _Faulty(text, numbers, "it cites a sentence that does not exist")
        copied = next((one for one in cited if fold(one.text) == fold(text)), None)
        language = copied.sentence.language if copied else self.language
        if copied is None and _is_foreign(text, language):
            return _Faulty(text, numbers, f"it is not in the language asked for ({language})")
        found = ground(Written(text, language), cited, self.reader, known=self.sentences.texts)
        if found.defects:
            return _Faulty(text, numbers, "; ".join(found.defects))
        if not self.answers(cited):
            return _Faulty(text, numbers, "what it cites does not answer the question", mendable=False)
        doubtful = all(hedged(one.text, one.sentence.language) for one in cited)
        self.kept.append(Kept(text, tuple(cited), round(found.support, 4), doubtful))
        self.on_kept(self.kept[-1])
        return None

    def repair(self, model: Model, budget: Budget) -> None:
        """Asks once for better statements in place of the faulty ones. A failure leaves things as they are."""
        faulty = [one for one in self._faulty if one.mendable]
        if len(self.kept) == MOST_STATEMENTS:
            return
        lines = [
            json.dumps(
                {"number": n, "sentences": one.numbers, "text": one.text[:600], "defect": one.why},
                ensure_ascii=False,
            )
            for n, one in enumerate(faulty, start=1)
        ]
        request = prompt("repair").request(
            limit=REPAIR_TOKENS,
            language=self.language,
            sentences=self.sentences.lines(),
            defects="\n".join(lines),
        )
        try:
            reply = model.reply(request, budget)
        except ModelStoppedError:
            raise
        except ModelError:
            return
        for proposed in _list(reply.get("statements"))[: len(faulty)]:
            self.take(proposed)

    @property
    def mendable(self) -> bool:
        """Whether another wording might make a statement hold."""
        return any(one.mendable for one in self._faulty)

    @property
    def dropped(self) -> list[Dropped]:
        """What was not let through, each with why."""
        return [Dropped(text=one.text[:600], why=one.why) for one in self._faulty]


def _is_foreign(text: str, language: str) -> bool:
    """Whether ``text`` is long enough to tell, and is in another of the languages we know."""
    return len(text.split()) >= TELLING and detect_language(text, fallback=language) != language


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
