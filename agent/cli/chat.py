"""``seedcheck chat``: a conversation in the terminal, or through a pipe."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from agent.cli.opening import opened
from agent.cli.options import Engine, Output, Selection
from agent.cli.terminal import STDIN_LIMIT, emit
from agent.errors import InputError, ModelError, SeedcheckError
from agent.report.neutral import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.answer.conversation import Conversation
    from agent.checker import FactChecker
    from agent.protocols import Filter
    from agent.result import Answer, Citation, Statement

HELP = """\
/source N   the sentence of citation N in its context
/sources    the documents
/check …    check a claim instead of asking; without one, the last answer's first statement
/save FILE  the conversation as Markdown
/new        forget it and begin anew
/quit       leave; the conversation goes on next time"""
CONTEXT = 300
"""Code points shown before and after a cited sentence."""


def chat(
    documents: Selection,
    engine: Engine,
    output: Output,
    history: Annotated[
        Path | None,
        Option(metavar="FILE", help="Where the conversation is kept, if not in your data folder."),
    ] = None,
) -> None:
    """Talk with the documents. A line is a question; /help lists what else there is."""
    from platformdirs import user_data_path

    from agent.answer.conversation import Conversation

    kept = Conversation.at(history or user_data_path("seedcheck") / "conversation.jsonl")
    with opened(documents, output, engine) as checker:
        talk = Talk(checker, kept, documents.where(), engine.lang, as_json=output.chosen_format == "json")
        talk.welcome()
        for line in _lines():
            if line.strip() and not talk.hear(line.strip()):
                break


def _lines() -> Iterator[str]:
    """What is typed, line by line; what is piped in, without a prompt."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        for line in sys.stdin.buffer:
            yield line[:STDIN_LIMIT].decode("utf-8", errors="replace")
        return
    with suppress(ImportError):
        import readline  # noqa: F401  # gives input() its editing and its arrow keys
    while True:
        try:
            yield input("› ")
        except EOFError:
            print()
            return


@dataclass(slots=True)
class Talk:
    """The conversation at the terminal."""

    checker: FactChecker
    kept: Conversation
    where: Filter
    language: str | None
    as_json: bool = False

    def welcome(self) -> None:
        """What a person sees first; nothing through a pipe."""
        if sys.stdout.isatty():
            model = self.checker.model
            who = f"{model.name} at {model.endpoint}" if model else "quotes alone, no model"
            past = f", {len(self.kept.turns)} turns so far" if self.kept.turns else ""
            emit(f"{one_line(who)}{past}. /help lists the commands.\n\n")

    def hear(self, line: str) -> bool:
        """Answers one line; whether the conversation goes on. An error is told and does not end it."""
        try:
            return self._obey(line) if line.startswith("/") else self._ask(line)
        except KeyboardInterrupt:
            print("\nStopped.", file=sys.stderr)
        except SeedcheckError as error:
            if isinstance(error, ModelError) or sys.stdin.isatty() or isinstance(error, InputError):
                print(f"seedcheck: {one_line(str(error))}", file=sys.stderr)
            else:
                raise
        return True

    def _obey(self, line: str) -> bool:
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        if command in ("/quit", "/exit", "/q"):
            return False
        actions = {
            "/help": lambda: emit(f"{HELP}\n\n"),
            "/source": lambda: self._source(rest),
            "/sources": self._sources,
            "/check": lambda: self._check(rest),
            "/save": lambda: self._save(rest),
            "/new": self.kept.forget,
        }
        if command not in actions:
            raise InputError(f"There is no command {command}.", next_step="/help lists them.")
        actions[command]()
        return True

    def _ask(self, question: str) -> bool:
        from agent.answer.conversation import Turn
        from agent.budget import Budget
        from agent.report import render_answer
        from agent.text.language import detect_language

        budget = Budget()
        spoken = detect_language(question)
        asked = self.kept.rewritten(question, spoken, self.checker.model, budget)
        streams = sys.stdout.isatty() and not self.as_json
        result = self.checker.ask(
            asked,
            language=spoken,
            answer_language=self.language or spoken,
            where=self.where,
            budget=budget,
            on_statement=_show if streams else None,
        )
        if streams:
            emit(_below(result, asked if asked != question else None))
        else:
            emit(render_answer(result, "json" if self.as_json else "text") + ("" if self.as_json else "\n"))
        self.kept.add(Turn(kind="ask", typed=question, result=result))
        return True

    def _check(self, claim: str) -> None:
        from agent.answer.conversation import Turn
        from agent.report import render_verdict
        from agent.result import Answer

        if not claim and self.kept.turns and isinstance(last := self.kept.turns[-1].result, Answer):
            claim = last.statements[0].text if last.statements else ""
        result = self.checker.check(claim, where=self.where)
        emit(render_verdict(result, "json" if self.as_json else "text") + ("" if self.as_json else "\n"))
        self.kept.add(Turn(kind="check", typed=claim, result=result))

    def _source(self, number: str) -> None:
        citation = self._citation(number)
        text = self.checker.text(citation.source)
        if text[citation.start : citation.end] != citation.quote:
            raise InputError(
                f"{citation.source} has changed since it was cited.", next_step="Ask the question again."
            )
        before = printable(text[max(0, citation.start - CONTEXT) : citation.start]).lstrip()
        after = printable(text[citation.end : citation.end + CONTEXT]).rstrip()
        place = one_line(f"{citation.source}, {citation.start}–{citation.end}")
        if not sys.stdout.isatty():
            emit(f"{before}»{printable(citation.quote)}«{after}\n\n{place}\n\n")
            return
        from rich.console import Console
        from rich.text import Text

        page = Text.assemble(before, (printable(citation.quote), "bold reverse"), after, f"\n\n{place}\n")
        Console().print(page, soft_wrap=True)

    def _citation(self, number: str) -> Citation:
        """The citation ``number`` of the last turn that has one of this number."""
        for turn in reversed(self.kept.turns):
            for citation in turn.result.citations:
                if str(citation.id) == number.strip("[]"):
                    return citation
        raise InputError(
            f"There is no citation {number!r}." if number else "Which citation?",
            next_step="Write /source with a number from an answer's brackets.",
        )

    def _sources(self) -> None:
        from agent.report import render_sources

        emit(render_sources(self.checker.sources(self.where), "text") + "\n")

    def _save(self, name: str) -> None:
        from agent.report import render_answer, render_verdict
        from agent.result import Answer

        if not name:
            raise InputError("Save it where?", next_step="Write /save with a file name.")
        pages = []
        for number, turn in enumerate(self.kept.turns, start=1):
            result = turn.result
            page = render_answer(result, "md") if isinstance(result, Answer) else render_verdict(result, "md")
            pages.append(page.replace("[^", f"[^{number}-"))  # footnotes of one file have names of their own
        try:
            Path(name).expanduser().write_text("\n".join(pages), encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"{name} cannot be written: {error.strerror}.", next_step="Name another file."
            ) from error
        print(f"Saved {len(pages)} turns to {name}.", file=sys.stderr)


def _show(statement: Statement, citations: list[Citation]) -> None:
    marks = "".join(f"[{number}]" for number in statement.citations)
    emit(f"{one_line(statement.text)} {marks}\n")


def _below(result: Answer, asked: str | None) -> str:
    """What follows streamed statements: the rest of the page as ``ask`` prints it."""
    from agent.report import render_answer

    lines = render_answer(result, "text").splitlines()
    rest = lines if result.abstained else lines[len(result.statements) :]
    understood = [f"(understood as: {one_line(asked)})"] if asked else []
    return "\n".join([*understood, *rest]).rstrip() + "\n\n"
