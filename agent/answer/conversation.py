"""A conversation: questions that lean on those before them, and a memory that outlives the program."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from agent.errors import ModelError, ModelStoppedError, ServiceError
from agent.mentions.names import read_names
from agent.prompts import prompt
from agent.result import Answer, Record, Verdict
from agent.text.canonical import fold
from agent.text.lexicon import lexicon
from agent.text.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from agent.budget import Budget
    from agent.protocols import Model

REMEMBERED = 6
"""Turns that a follow-up may lean on."""
REWRITE_TOKENS = 200
_LONGEST_SHOWN = 600
_FEW_WORDS = 7


class Turn(Record):
    """One question or claim as it was typed, and what came of it."""

    kind: Literal["ask", "check"]
    typed: str
    result: Answer | Verdict

    @property
    def said(self) -> str:
        """The reply in words."""
        if isinstance(self.result, Answer):
            return self.result.answer or "The documents do not answer this."
        return self.result.verdict


@dataclass(slots=True)
class Conversation:
    """Turns in order, kept in a file of one JSON line each where there is one.

    A line that was cut off when the program was killed is left out when the file is read again.
    """

    path: Path | None = None
    turns: list[Turn] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path) -> Conversation:
        """The conversation kept in ``path``, which need not exist yet."""
        turns = []
        if path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    turns.append(Turn.model_validate_json(line))
                except ValidationError:
                    continue
        return cls(path, turns)

    def add(self, turn: Turn) -> None:
        """Remembers a turn, at once and on disk.

        Raises:
            ServiceError: the file cannot be written.
        """
        self.turns.append(turn)
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # One write of a whole line, after a line break if the last was cut off.
            with open(self.path, "ab") as file:
                start = b"" if _ends_in_break(self.path) else b"\n"
                file.write(start + turn.model_dump_json().encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ServiceError(
                f"The conversation cannot be kept in {self.path}: {error.strerror}.",
                next_step="Name another file with --history.",
            ) from error

    def forget(self) -> None:
        """Begins anew; the file is emptied."""
        self.turns.clear()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def rewritten(self, question: str, language: str, model: Model | None, budget: Budget) -> str:
        """``question`` understandable by itself: by the model, or with the names of the question before it."""
        if not self.turns or not _leans(question, language):
            return question
        if model is None:
            return self._with_names(question, language)
        lines = [
            json.dumps({"question": one.typed, "answer": one.said[:_LONGEST_SHOWN]}, ensure_ascii=False)
            for one in self.turns[-REMEMBERED:]
        ]
        request = prompt("rewrite").request(limit=REWRITE_TOKENS, history="\n".join(lines), question=question)
        try:
            rewritten = model.reply(request, budget).get("question")
        except ModelStoppedError:
            raise
        except ModelError:
            return self._with_names(question, language)
        usable = isinstance(rewritten, str) and 0 < len(rewritten.strip()) <= 2 * _LONGEST_SHOWN
        return " ".join(str(rewritten).split()) if usable else self._with_names(question, language)

    def _with_names(self, question: str, language: str) -> str:
        before = self.turns[-1].typed
        named = [name.text for name in read_names(before, language)]
        missing = [name for name in dict.fromkeys(named) if fold(name) not in fold(question)]
        return f"{question} ({', '.join(missing)})" if missing else question


def _leans(question: str, language: str) -> bool:
    """Whether ``question`` may need what was said before: it is short, or names nothing and nobody."""
    content = [
        one.of(question)
        for one in words(question)
        if one.of(question).lower() not in lexicon(language).function_words
    ]
    return len(content) < _FEW_WORDS or not read_names(question, language)


def _ends_in_break(path: Path) -> bool:
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            return True
        file.seek(size - 1)
        return file.read(1) == b"\n"
