"""Commands that look something up in the documents."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Exit

from agent.cli.last import remember
from agent.cli.opening import opened
from agent.cli.options import Engine, Judgement, Output, Selection
from agent.cli.terminal import emit, spoken
from agent.report import render_answer, render_verdict


def ask(
    question: Annotated[str, Argument(metavar="QUESTION", help="The question; - reads standard input.")],
    documents: Selection,
    engine: Engine,
    output: Output,
    judgement: Judgement,
) -> None:
    """Answer a question with verbatim quotes, or say that the documents do not."""
    question = spoken(question)
    with opened(documents, output, engine) as checker:
        answer = checker.ask(question, answer_language=engine.lang, where=documents.where())
        remember(answer, checker, documents.corpus)
    emit(render_answer(answer, output.chosen_format, explain=judgement.explain))
    if judgement.strict and answer.abstained:
        raise Exit(1)


def check(
    claim: Annotated[str, Argument(metavar="CLAIM", help="The claim; - reads standard input.")],
    documents: Selection,
    engine: Engine,
    output: Output,
    judgement: Judgement,
) -> None:
    """Check a claim: what the documents say to it, source by source."""
    claim = spoken(claim)
    with opened(documents, output, engine) as checker:
        verdict = checker.check(claim, language=engine.lang, where=documents.where())
        remember(verdict, checker, documents.corpus)
    emit(render_verdict(verdict, output.chosen_format, explain=judgement.explain))
    if judgement.strict and verdict.verdict != "supported":
        raise Exit(1)
