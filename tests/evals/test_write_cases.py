"""evals init and evals add: case files written for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from agent.result import Answer, SourceStance, Verdict
from evals.load import load_suites
from tests.evals.invented import (
    DOCUMENTS,
    NEVER,
    STILL,
    TONNES,
    abstention,
    answer,
    cite,
    verdict,
    write_corpus,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.evals.conftest import Done


def test_init_writes_a_file_that_runs(evals: Callable[..., Done], tmp_path: Path) -> None:
    """Claims as the documents state them and with one figure changed, and one question to decline."""
    corpus, output = write_corpus(tmp_path), tmp_path / "new" / "cases.yaml"
    done = evals("init", corpus, "-o", output)
    assert done.code == 0
    (suite,) = load_suites([output])
    cases = [placed.case for placed in suite.cases]
    assert [case.expect.verdict for case in cases[:4]] == ["supported", "refuted"] * 2
    assert cases[0].claim == "Im Mai waren es 12.500 Tonnen, sagte der Hafen."
    assert cases[1].claim == "Im Mai waren es 22.500 Tonnen, sagte der Hafen."
    assert cases[0].lang == "de"
    assert cases[-1].expects_decline
    assert "# Written by evals init" in output.read_text()
    assert 'corpus: "../corpus"' in output.read_text()


def test_init_overwrites_nothing(evals: Callable[..., Done], tmp_path: Path) -> None:
    """A file that is there stays; a folder without documents makes none."""
    output = tmp_path / "cases.yaml"
    output.write_text("mine")
    assert evals("init", write_corpus(tmp_path), "-o", output).code == 2
    assert output.read_text() == "mine"
    (tmp_path / "empty").mkdir()
    assert evals("init", tmp_path / "empty", "-o", tmp_path / "b.yaml").code == 2
    assert evals("init", tmp_path / "corpus", "-o", tmp_path / "b.json").code == 2
    assert not (tmp_path / "b.yaml").exists()


@pytest.fixture
def last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a result where the command line leaves the last one."""
    monkeypatch.setenv("SEEDCHECK_CACHE", str(tmp_path / "cache"))

    def put(result: Answer | Verdict, corpus: Path | None = None) -> None:
        cited = dict.fromkeys(citation.source for citation in result.citations)
        documents = [
            {"id": name, "text": DOCUMENTS[name].text, "sha256": DOCUMENTS[name].sha256, "lang": "en"}
            for name in cited
        ]
        record = {
            "schema": "seedcheck.last/1",
            "corpus": str(corpus) if corpus else None,
            "result": result.model_dump(mode="json"),
            "documents": documents,
        }
        (tmp_path / "cache").mkdir(exist_ok=True)
        (tmp_path / "cache" / "last.json").write_text(json.dumps(record))

    return put


def added(evals: Callable[..., Done], file: Path, *options: object) -> Any:
    """The last case of a file after ``evals add``."""
    done = evals("add", file, *options)
    assert done.code == 0, done.err
    return load_suites([file])[0].cases[-1]


ANSWER = answer("The harbour handled 12,500 tonnes [1].", cite(TONNES)).model_copy(
    update={"question": "How much did the harbour handle?"}
)


@pytest.mark.parametrize("name", ["cases.yaml", "cases.jsonl"])
def test_add_appends_and_changes_nothing_else(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None], name: str
) -> None:
    """The file before, comments and all, and then the case."""
    write_corpus(tmp_path)
    file = tmp_path / name
    if name.endswith(".yaml"):
        file.write_text(
            "suite: mine # ours\ncorpus: corpus\ncases:\n    # the first\n"
            '    - {id: a, question: "?!", expect: {abstain: true}}\n'
        )
    else:
        file.write_text(
            '{"suite": "mine", "corpus": "corpus"}\n{"id": "a", "question": "?!", "expect": {"abstain": true}}'
        )
    before = file.read_text()
    last(ANSWER)
    placed = added(evals, file, "--tags", "number")
    assert file.read_text().startswith(before)
    assert placed.case.id == "how-much-did-the-harbour-handle"
    assert placed.case.expect.facts[0].forms == ["12,500 tonnes"]
    assert (placed.case.expect.evidence[0].quote, placed.case.documents) == (TONNES, None)
    assert placed.case.tags == ["number"]


def test_add_brings_documents_that_the_file_does_not_have(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None]
) -> None:
    """The answer came from somewhere else, so its documents come along."""
    last(ANSWER)
    placed = added(evals, tmp_path / "new.yaml", "--id", "tonnes")
    assert placed.case.id == "tonnes"
    assert [document.id for document in placed.case.documents] == ["port.txt"]
    last(ANSWER)
    assert evals("add", tmp_path / "new.yaml", "--id", "tonnes").code == 2
    assert len(load_suites([tmp_path / "new.yaml"])[0].cases) == 1


def test_add_names_the_corpus_of_a_new_file(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None]
) -> None:
    """The one that was asked, so an abstention has documents to be judged on."""
    corpus = write_corpus(tmp_path)
    last(abstention().model_copy(update={"question": "Who paid?"}), corpus)
    placed = added(evals, tmp_path / "sub" / "new.yaml")
    assert (placed.case.expects_decline, placed.corpus.resolve()) == (True, corpus.resolve())
    last(abstention().model_copy(update={"question": "Who paid?"}))
    assert evals("add", tmp_path / "other.yaml").code == 2


def test_add_keeps_the_sides_of_a_verdict(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None]
) -> None:
    """A conflict needs one of each."""
    stances = [
        SourceStance(source="port.txt", stance="supports", citations=[1]),
        SourceStance(source="letters.txt", stance="refutes", citations=[2]),
    ]
    found = verdict("conflicting", cite(STILL), cite(NEVER, "letters.txt", 2))
    last(
        found.model_copy(update={"claim": "The crane stood still.", "stances": stances}),
        write_corpus(tmp_path),
    )
    placed = added(evals, tmp_path / "new.yaml")
    assert [span.side for span in placed.case.expect.evidence] == ["supports", "refutes"]
    assert placed.case.expect.verdict == "conflicting"


def test_add_without_a_last_answer_is_wrong_usage(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None]
) -> None:
    """Nothing is written."""
    done = evals("add", tmp_path / "new.yaml")
    assert (done.code, (tmp_path / "new.yaml").exists()) == (2, False)
    assert "seedcheck ask" in done.err


def test_add_refuses_a_list_it_cannot_append_to(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None]
) -> None:
    """Flow style, or cases that are not last: the file stays as it was."""
    write_corpus(tmp_path)
    last(ANSWER)
    file = tmp_path / "cases.yaml"
    text = 'suite: s\ncases: [{id: a, question: "?!", expect: {abstain: true}}]\ncorpus: corpus\n'
    file.write_text(text)
    assert evals("add", file).code == 2
    assert file.read_text() == text


@pytest.mark.parametrize(
    "words", ['"quoted"', "a: b # c", "null", "1e3", "\u0085\u2028", "- x", "{a}", "\t", "é 🙂"]
)
def test_any_words_survive_the_writing(
    evals: Callable[..., Done], tmp_path: Path, last: Callable[..., None], words: str
) -> None:
    """What was asked comes back as it was, whatever YAML might make of it."""
    asked = f"Is it {words}"
    last(abstention().model_copy(update={"question": asked}), write_corpus(tmp_path))
    assert added(evals, tmp_path / "new.yaml").case.question == asked
