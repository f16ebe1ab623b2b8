"""Whatever the model does, no statement reaches the user that the documents do not back.

The model is scripted at the edge of HTTP; everything above it is the real product.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from agent.budget import CALLS
from tests.model.conftest import TEXTS
from tests.model.scripted import Asked, Script, completion

if TYPE_CHECKING:
    from agent.checker import FactChecker
    from agent.result import Answer

Scripting = Callable[[Callable[[Asked], Any]], Script]

QUESTION = "How many tonnes of grain did the harbour of Rostock handle in May 2024?"
TRUE = "Harbour master Anna Berg said the harbour handled 12,500 tonnes of grain in May 2024."


def number_of(asked: Asked, words: str) -> list[int]:
    """The numbers of the sentences that hold ``words``."""
    return [one["number"] for one in asked.sentences if words in one["sentence"]]


def saying(
    text: str, *, cites: str = "12,500", repaired: str | None = None
) -> Callable[[Asked], dict[str, Any]]:
    """A model that says ``text`` and, when it is to mend it, ``repaired`` or the same again."""

    def reply(asked: Asked) -> dict[str, Any]:
        numbers = number_of(asked, cites) if cites else [77]
        if asked.prompt == "compose":
            statements = [{"sentences": numbers, "text": text}]
            return {"answerable": True, "nearest": numbers, "statements": statements}
        if asked.prompt == "repair":
            return {"statements": [{"number": 1, "sentences": numbers, "text": repaired or text}]}
        return {"parts": [], "translations": []}

    return reply


def assert_grounded(result: Answer, *allowed: str) -> None:
    """Every citation is exact, and every statement is a quote or one of ``allowed``."""
    quotes = {citation.quote for citation in result.citations}
    for citation in result.citations:
        assert TEXTS[citation.source][citation.start : citation.end] == citation.quote
    for statement in result.statements:
        assert statement.citations
        assert statement.text in quotes | set(allowed)
    assert result.usage.model_calls <= CALLS


def test_a_faithful_statement_is_the_answer(llm: FactChecker, script: Scripting) -> None:
    """What the sentence says is let through as the model words it, with the sentence behind it."""
    script(saying(TRUE))
    result = llm.ask(QUESTION)
    assert [one.text for one in result.statements] == [TRUE]
    assert result.answer == f"{TRUE} [1]"
    assert (result.engine, result.model, result.fallback) == ("llm", "scripted", None)
    assert result.sent_to == "http://127.0.0.1:9/v1"
    assert set(result.provenance.prompts) == {"compose"}
    assert_grounded(result, TRUE)


WRONG = {
    "invented id": ("The harbour handled 12,500 tonnes.", "", "does not exist"),
    "changed figure": (TRUE.replace("12,500", "15,200"), "12,500", "figure '15,200"),
    "changed scale": (TRUE.replace("12,500", "12.5 million"), "12,500", "figure"),
    "changed date": (TRUE.replace("May", "July"), "12,500", "date 'July"),
    "changed year": (TRUE.replace("2024", "2023"), "12,500", "date 'May 2023'"),
    "changed name": (TRUE.replace("Anna Berg", "Karin Holt"), "12,500", "name"),
    "invented quote": ('The council called the port "a sleeping beauty".', "quiet giant", "quotation marks"),
    "flipped negation": ("The grain terminal was closed during the strike.", "terminal", "denial"),
    "dropped hedge": ("A second basin will open in 2027.", "second basin", "doubt"),
    "lost attribution": ("The harbour of Rostock handled 12,500 tonnes of grain in May 2024.", "Berg", "who says"),
    "wrong language": (
        "Der Hafen hat im Mai 2024 laut Anna Berg 12.500 Tonnen Getreide umgeschlagen.", "12,500", "language"),
    "rambling": (f"{TRUE} " * 20, "12,500", "longer than"),
    "no citation": (TRUE, "nothing has these words", "cites no sentence"),
    "another subject": ("Two new cranes were installed in March.", "12,500", "not say this"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_statement_never_gets_through(kind: str, llm: FactChecker, script: Scripting) -> None:
    """It is dropped with what is wrong with it, after one chance to mend it; quotes take its place."""
    text, cites, why = WRONG[kind]
    made = script(saying(text, cites=cites))
    result = llm.ask(QUESTION)
    assert_grounded(result)
    assert " ".join(text.split()) not in {one.text for one in result.statements}
    assert why in result.dropped[0].why
    assert not result.abstained
    assert "12,500" in result.answer
    assert result.fallback is not None
    assert [asked.prompt for asked in made.asked].count("repair") == 1


def test_a_mended_statement_is_let_through(llm: FactChecker, script: Scripting) -> None:
    """The model is told the defect, and what it then says is checked the same way."""
    made = script(saying(TRUE.replace("12,500", "15,200"), repaired=TRUE))
    result = llm.ask(QUESTION)
    assert [one.text for one in result.statements] == [TRUE]
    assert "figure '15,200 tonnes' is not in the cited sentence" in made.asked[-1].data
    assert set(result.provenance.prompts) == {"compose", "repair"}


@pytest.mark.parametrize(
    "question",
    ["Who won the chess championship in Toronto?", "What is the mayor of Oslo's favourite colour?"],
)
def test_what_nothing_answers_is_declined_whatever_the_model_says(
    question: str, llm: FactChecker, script: Scripting
) -> None:
    """A model that answers everything does not make an answer out of sentences about something else."""
    script(saying("Two new cranes were installed in March.", cites="cranes"))
    result = llm.ask(question)
    assert result.abstained
    assert (result.answer, result.statements, result.citations) == ("", [], [])
    assert result.search.nearest is not None


def test_a_model_that_declines_everything_costs_no_clear_answer(llm: FactChecker, script: Scripting) -> None:
    """Where a sentence plainly answers, it is quoted though the model saw nothing."""
    script(lambda _: {"answerable": False, "nearest": [], "statements": [], "parts": [], "translations": []})
    result = llm.ask(QUESTION)
    assert not result.abstained
    assert "12,500" in result.answer
    assert_grounded(result)


JUNK: dict[str, Any] = {
    "prose": "I think it was 15,200 tonnes, but do check.",
    "truncated json": '{"answerable": true, "statements": [{"sentences": [1], "text": "It was 15,200',
    "a list": "[1, 2, 3]",
    "empty": "",
    "white space": " \n\t ",
    "deep nesting": "[" * 100_000,
    "many braces": "{" * 100_000,
    "wrong types": {"answerable": "yes", "nearest": "1", "statements": {"text": ["15,200"]}},
    "statements of junk": {"statements": [None, 3, "15,200", {"text": 5}, {"sentences": [1]}, {"text": ""}]},
    "ids of junk": {
        "statements": [{"text": "It was 15,200.", "sentences": [True, None, "S1; DROP", -1, 1e9]}]
    },
    "a thousand statements": {
        "statements": [{"text": f"It was {n},200.", "sentences": [1]} for n in range(1000)]
    },
}


@pytest.mark.parametrize("kind", JUNK)
@pytest.mark.usefixtures("no_waiting")
def test_junk_never_gets_through(kind: str, llm: FactChecker, script: Scripting) -> None:
    """What is no JSON, or JSON of another shape, ends in quotes that say so."""
    made = script(lambda _: JUNK[kind])
    result = llm.ask(QUESTION)
    assert_grounded(result)
    assert "15,200" not in result.answer
    assert "12,500" in result.answer
    assert result.fallback
    assert len(made.asked) <= CALLS


RESPONSES: dict[str, Callable[[], Any]] = {
    "tool calls": lambda: completion(
        None,
        ended="tool_calls",
        tool_calls=[{"id": "1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}],
    ),
    "refusal": lambda: completion(None, refusal="I cannot help with that."),
    "content filter": lambda: completion("", ended="content_filter"),
    "cut off": lambda: completion('{"answerable": true, "statements": [{"text": "It was 15', ended="length"),
    "no choices": lambda: httpx2.Response(200, json={"choices": []}),
    "choices are null": lambda: httpx2.Response(200, json={"choices": None}),
    "html": lambda: httpx2.Response(200, headers={"content-type": "text/html"}, content=b"<h1>Hi</h1>"),
    "broken json": lambda: httpx2.Response(
        200, headers={"content-type": "application/json"}, content=b'{"choices": [{"mess'
    ),
    "an error as a reply": lambda: httpx2.Response(200, json={"error": {"message": "no"}}),
    "ten megabytes": lambda: httpx2.Response(
        200, headers={"content-type": "application/json"}, content=b" " * 10_000_000
    ),
    "compressed": lambda: httpx2.Response(
        200, headers={"content-encoding": "gzip", "content-type": "application/json"}, content=b"\x1f\x8b"
    ),
}


@pytest.mark.parametrize("kind", RESPONSES)
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.usefixtures("no_waiting")
def test_unusable_responses_end_in_quotes(
    kind: str, streamed: bool, llm: FactChecker, script: Scripting
) -> None:
    """However a response is broken, the answer is quotes and says why; the model was asked few times."""
    heard: list[str] = []
    made = script(lambda _: RESPONSES[kind]())
    listen = (lambda statement, _: heard.append(statement.text)) if streamed else None
    result = llm.ask(QUESTION, on_statement=listen)
    assert_grounded(result)
    assert "12,500" in result.answer
    assert result.fallback
    assert len(made.asked) <= 4
    assert heard == ([one.text for one in result.statements] if streamed else [])


def test_whole_statements_of_a_reply_that_is_cut_off_are_kept(llm: FactChecker, script: Scripting) -> None:
    """What came before the cut is checked like everything else."""

    def reply(asked: Asked) -> Any:
        numbers = number_of(asked, "12,500")
        start = json.dumps(
            {"answerable": True, "nearest": [], "statements": [{"sentences": numbers, "text": TRUE}]}
        )
        return completion(start[:-2] + ', {"sentences": [1], "text": "And then 99', ended="length")

    script(reply)
    result = llm.ask(QUESTION)
    assert [one.text for one in result.statements] == [TRUE]


def test_statements_are_heard_as_they_come_and_are_in_the_answer(llm: FactChecker, script: Scripting) -> None:
    """Streaming shows exactly the statements and citations of the finished answer."""
    script(saying(TRUE))
    heard: list[tuple[str, list[int]]] = []
    result = llm.ask(
        QUESTION, on_statement=lambda one, cited: heard.append((one.text, [c.id for c in cited]))
    )
    assert heard == [(one.text, one.citations) for one in result.statements] == [(TRUE, [1])]


def test_a_server_without_schemas_is_asked_for_less_and_remembered(
    llm: FactChecker, script: Scripting
) -> None:
    """json_schema, then json_object, then plain text; the second question starts where the first arrived."""

    def reply(asked: Asked) -> Any:
        if "response_format" in asked.body or "temperature" in asked.body:
            field = "temperature" if "temperature" in asked.body else "response_format"
            return httpx2.Response(400, json={"error": {"message": f"{field} is not supported"}})
        return f"Sure!\n```json\n{json.dumps(saying(TRUE)(asked))}\n```"

    made = script(reply)
    first = llm.ask(QUESTION)
    asked = len(made.asked)
    second = llm.ask(QUESTION)
    assert [one.text for one in first.statements] == [one.text for one in second.statements] == [TRUE]
    assert (asked, len(made.asked) - asked) == (4, 1)


def test_a_small_window_gets_fewer_sentences(llm: FactChecker, script: Scripting) -> None:
    """Where the evidence does not fit the model's window, half of it is sent."""

    def reply(asked: Asked) -> Any:
        if asked.prompt == "compose" and len(asked.sentences) > 5:
            return httpx2.Response(400, json={"error": {"message": "maximum context length is 900 tokens"}})
        return saying(TRUE)(asked)

    made = script(reply)
    result = llm.ask(QUESTION)
    assert len(made.asked[-1].sentences) <= 5
    assert "12,500" in result.answer


def test_a_claim_is_judged_by_comparisons_whatever_the_model_says(
    llm: FactChecker, script: Scripting
) -> None:
    """A model that supports everything supports no changed figure; that it disagrees is told."""

    def reply(asked: Asked) -> Any:
        stances = [
            {"sentence": one["number"], "reason": "it says so", "stance": "supports"}
            for one in asked.sentences
        ]
        return {"stances": stances}

    script(reply)
    changed = llm.check("The harbour of Rostock handled 19,700 tonnes of grain in May 2024.")
    assert changed.verdict != "supported"
    true = llm.check("The harbour of Rostock handled 12,500 tonnes of grain in May 2024.")
    assert true.verdict in {"supported", "conflicting"}
    assert (true.engine, true.model, set(true.provenance.prompts)) == ("llm", "scripted", {"stances"})
    if changed.verdict == "refuted":
        assert "The model reads" in changed.why


def test_a_dissenting_model_lowers_the_confidence(llm: FactChecker, script: Scripting) -> None:
    """The same verdict is less certain where the model sees it the other way."""
    claim = "The harbour of Rostock handled 12,500 tonnes of grain in May 2024."

    def confidence(stance: str) -> float:
        script(
            lambda asked: {
                "stances": [
                    {"sentence": number, "reason": "", "stance": stance}
                    for number in number_of(asked, "12,500")
                ]
            }
        )
        return llm.check(claim).confidence

    assert max(confidence("refutes"), confidence("silent")) < confidence("supports")


def test_a_model_that_declines_is_believed_where_nothing_is_likely(
    llm: FactChecker, script: Scripting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the probability at which the evidence is sure of itself, the model's no is an abstention."""
    monkeypatch.setattr("agent.answer.compose.SURE", 1.1)
    script(lambda _: {"answerable": False, "nearest": [1], "statements": [], "parts": [], "translations": []})
    result = llm.ask(QUESTION)
    assert result.abstained
    assert result.citations == []


def test_parts_of_a_question_are_searched_for(llm: FactChecker, script: Scripting) -> None:
    """A compound question is planned first; what its parts find is shown to the model."""

    def reply(asked: Asked) -> Any:
        if asked.prompt == "plan":
            return {"parts": ["Who made the cranes?"], "translations": [{"language": "de", "text": "Wer?"}]}
        return saying(TRUE)(asked)

    made = script(reply)
    result = llm.ask("How many tonnes of grain did the harbour handle in May 2024 and who made the cranes?")
    assert made.asked[0].prompt == "plan"
    assert {"Who made the cranes?", "Wer?"} <= {one.text for one in result.search.queries}
    assert set(result.provenance.prompts) >= {"plan", "compose"}


def test_nothing_is_traced(llm: FactChecker, script: Scripting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that switch LangSmith on send nothing of a document there."""
    import langsmith
    from langsmith import utils

    sent: list[str] = []
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
    utils.get_env_var.cache_clear()
    monkeypatch.setattr(langsmith.Client, "create_run", lambda *_, **__: sent.append("run"))
    try:
        script(saying(TRUE))
        llm.ask(QUESTION)
    finally:
        monkeypatch.delenv("LANGSMITH_TRACING")
        utils.get_env_var.cache_clear()
    assert sent == []
