"""The last answer or verdict as a case: what it said is what is expected from now on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from agent.errors import InputError
from agent.result import Answer, Verdict
from evals.changed_figures import figures
from evals.documents import corpus_documents, corpus_path
from evals.first_cases import relative
from evals.load import load_suites
from evals.parse import parse
from evals.write_cases import new_file, with_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import Citation

_NAME = re.compile(r"[^\w]+")
_NEXT_WORD = re.compile(r"[\s'’-]*(?:[^\W\d_]+|[%€$£¥])")


def added(
    file: Path, record: Path, *, name: str | None, tags: Sequence[str], corpus: Path | None
) -> tuple[str, str]:
    """The text of ``file`` with the case made of ``record`` (``last.json``) at its end, and the id of the case.

    Where the file's corpus does not hold the documents cited, as they were, the case brings them along.

    Raises:
        InputError: there is no last result, or the file cannot take a case.
        CaseFileError: the file is wrong as it stands.
    """
    last = _read(record)
    result = _result(last["result"])
    case = _case(result, name, tags)
    if not file.exists():
        path = corpus or (Path(last["corpus"]) if last["corpus"] else None)
        if path is None and not _bring(case, last, {}):
            raise InputError(
                "An abstention needs documents to be judged on.", next_step="Name them with --corpus PATH."
            )
        if path is not None:
            _bring(case, last, {source: held.sha256 for source, held in corpus_documents(path).items()})
        head = {"suite": file.stem} | ({"corpus": relative(path, file)} if path else {})
        return new_file(head, [case]), str(case["id"])
    load_suites([file])
    content = file.read_text(encoding="utf-8")
    head = parse(file, content.encode("utf-8")).value
    held = corpus_documents(corpus_path(head["corpus"], beside=file)) if head.get("corpus") else {}
    if not _bring(case, last, {source: document.sha256 for source, document in held.items()}) and not held:
        raise InputError(
            f"{file} names no corpus, and an abstention brings no documents.", next_step="Give it a corpus."
        )
    return with_case(file, content, case), str(case["id"])


def _read(record: Path) -> dict[str, Any]:
    try:
        last = json.loads(record.read_bytes())
        if last["schema"] != "seedcheck.last/1":
            raise ValueError(last["schema"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "There is no last answer to make a case of.", next_step="Ask first: seedcheck ask or check."
        ) from error
    return dict(last)


def _result(record: dict[str, Any]) -> Answer | Verdict:
    kind = Verdict if record.get("schema") == "seedcheck.verdict/1" else Answer
    try:
        return kind.model_validate(record)
    except ValidationError as error:
        raise InputError(
            "The last answer cannot be read.", next_step="Ask again: seedcheck ask or check."
        ) from error


def _case(result: Answer | Verdict, name: str | None, tags: Sequence[str]) -> dict[str, Any]:
    asked = result.question if isinstance(result, Answer) else result.claim
    kind = "question" if isinstance(result, Answer) else "claim"
    slug = _NAME.sub("-", asked.casefold()).strip("-")[:60].rstrip("-")
    case: dict[str, Any] = {"id": name or slug, kind: asked, "lang": result.language}
    case["expect"] = _of_answer(result) if isinstance(result, Answer) else _of_verdict(result)
    return case | ({"tags": list(tags)} if tags else {})


def _of_answer(answer: Answer) -> dict[str, Any]:
    if answer.abstained:
        return {"abstain": True}
    quoted = {citation.id: citation for citation in answer.citations}
    facts = [
        {"fact": words, "any_of": [words]}
        for statement in answer.statements
        for words in _figure_with_its_word(statement.text)
    ]
    evidence = [_evidence(citation) for citation in quoted.values()]
    return ({"facts": facts} if facts else {}) | ({"evidence": evidence} if evidence else {"abstain": False})


def _figure_with_its_word(text: str) -> list[str]:
    """The first figure of a statement with the word behind it: ``12,500 tonnes``."""
    for number in figures(text):
        word = _NEXT_WORD.match(text, number.end)
        return [text[number.start : word.end() if word else number.end]]
    return []


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    sides = {
        number: stance.stance
        for stance in verdict.stances
        for number in stance.citations
        if stance.stance in ("supports", "refutes")
    }
    expect: dict[str, Any] = {"verdict": verdict.verdict}
    if verdict.verdict != "not_enough_evidence" and verdict.citations:
        expect["evidence"] = [_evidence(cited, sides.get(cited.id)) for cited in verdict.citations]
    return expect


def _evidence(citation: Citation, side: str | None = None) -> dict[str, Any]:
    span = {"source": citation.source, "quote": citation.quote, "start": citation.start}
    return span | ({"side": side} if side else {})


def _bring(case: dict[str, Any], last: dict[str, Any], held: dict[str, str]) -> bool:
    """Whether the case brings the documents cited along, since they are not held as they were."""
    cited = last["documents"]
    if not cited or all(held.get(document["id"]) == document["sha256"] for document in cited):
        return False
    expect = case.pop("expect")
    tags = case.pop("tags", None)
    case["documents"] = [
        {key: value for key, value in document.items() if key != "sha256"} for document in cited
    ]
    case["expect"] = expect
    if tags:
        case["tags"] = tags
    return True
