"""The whole product over invented documents: bundled embedder and reader, a real Chroma."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from agent.corpus.load import load
from agent.document import Document
from agent.errors import InputError
from agent.opening import open_checker, open_corpus, open_documents, open_index
from agent.protocols import Filter
from agent.settings import Settings
from tests.corpus.files import FERRY, GRAIN, LOCK, MAYOR, column, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agent.checker import FactChecker

TEXTS = {
    "harbour.txt": "Record month for Rostock\n\nThe harbour of Rostock handled 12,500 tonnes of grain in May, "
    "harbour master Anna Berg said on Friday. Two new cranes were installed in March.\n",
    "hafen.txt": "Anzeige\n\nRostock meldet Rekord\n\nIm Mai wurden im Rostocker Hafen 12.500 Tonnen Getreide "
    "umgeschlagen. Die Kräne stammen von einem Hersteller aus Finnland.\n",
    "ponte.txt": "Il ponte di Genova resterà chiuso fino a settembre. I lavori costano 4 milioni di euro.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = tmp_path_factory.mktemp("documents")
    for name, text in TEXTS.items():
        (documents / name).write_bytes(text.encode())
    return documents


@pytest.fixture(scope="module")
def checker(folder: Path) -> Iterator[FactChecker]:
    with open_corpus(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("How many tonnes of grain did the harbour handle in May?", "en", "12,500"),
        ("Wie viele Tonnen Getreide wurden im Mai umgeschlagen?", "de", "12.500"),
        ("Quanto costano i lavori al ponte?", "it", "4 milioni"),
        ("Until when will the bridge stay closed?", "en", "settembre"),
    ],
)
def test_questions_are_answered_word_for_word(
    checker: FactChecker, question: str, language: str, words: str
) -> None:
    """Every quote is the file's own text at its offsets, with the hash of the file's bytes."""
    result = checker.ask(question)
    assert result.language == language
    assert words in result.answer
    for citation in result.citations:
        data = TEXTS[citation.source].encode()
        assert data.decode()[citation.start : citation.end] == citation.quote
        assert hashlib.sha256(data).hexdigest() == citation.sha256
    assert result.provenance.reader is not None


@pytest.mark.parametrize(
    "question", ["Who won the chess championship in Toronto?", "Wie hoch ist der Mount Everest?"]
)
def test_what_the_documents_do_not_say_is_declined(checker: FactChecker, question: str) -> None:
    """Off-topic questions get an abstention, never a citation."""
    result = checker.ask(question)
    assert result.abstained
    assert result.citations == []
    assert result.search.nearest is not None


def test_a_different_figure_is_never_supported(checker: FactChecker) -> None:
    """The true figure is not refuted, the changed one is not supported."""
    true = checker.check("The harbour of Rostock handled 12,500 tonnes of grain in May.")
    changed = checker.check("The harbour of Rostock handled 19,700 tonnes of grain in May.")
    assert true.verdict == "supported"
    assert changed.verdict in {"refuted", "not_enough_evidence"}
    assert {one.source for one in true.stances} <= set(TEXTS)


def test_page_furniture_is_never_cited(checker: FactChecker) -> None:
    """An advertising mark is in the text but not among the candidates."""
    found = checker.search("Anzeige", limit=50)
    assert "Anzeige" not in {one.text for one in found.candidates}
    assert checker.text("hafen.txt") == TEXTS["hafen.txt"]


def test_filters_hold_for_answers(checker: FactChecker) -> None:
    """With other sources filtered out, their facts are not known."""
    result = checker.ask(
        "How many tonnes of grain did the harbour handle?", where=Filter(sources=("ponte.txt",))
    )
    assert {one.source for one in result.citations} <= {"ponte.txt"}


@pytest.mark.parametrize("text", ["", "  ", "?!", "x" * 10_001])
def test_unusable_questions_are_refused(checker: FactChecker, text: str) -> None:
    """Empty and endless questions say what to do instead."""
    with pytest.raises(InputError) as caught:
        checker.ask(text)
    assert caught.value.next_step


def test_a_changed_corpus_is_noticed(tmp_path: Path) -> None:
    """A corpus is brought up to date whenever it is opened."""
    (tmp_path / "note.txt").write_text("The lighthouse is green. It stands on the cliff.", "utf-8")
    with open_corpus(tmp_path) as first:
        assert "green" in first.text("note.txt")
    (tmp_path / "note.txt").write_text("The lighthouse is red, and has been for years.", "utf-8")
    with open_corpus(tmp_path) as second:
        assert "red" in second.text("note.txt")


def test_which_documents_are_asked(tmp_path: Path, folder: Path) -> None:
    """The index where it holds documents, else the packaged ones; a named corpus before both."""
    settings = Settings(index=tmp_path / "index")
    with open_checker(settings) as packaged:
        assert len(packaged.sources()) == 5
    assert not (tmp_path / "index").exists()
    with open_index(settings) as index:
        index.ingest([folder / "ponte.txt"])
    with open_checker(settings) as own:
        assert [one.source for one in own.sources()] == ["ponte.txt"]
    with open_checker(settings, corpus=folder) as named:
        assert len(named.sources()) == 3


def test_documents_in_memory(folder: Path) -> None:
    """Documents can be asked without leaving anything on disk."""
    documents = [one for one in load([folder]) if isinstance(one, Document)]
    with open_documents(documents) as checker:
        assert len(checker.sources()) == 3


@pytest.mark.parametrize("engine", ["llm", "magic"])
def test_engines_that_are_not_there(engine: str, folder: Path) -> None:
    """An engine this version lacks is refused with what to use."""
    with pytest.raises(InputError, match=r"extractive|without a model"):
        open_corpus(folder, engine=engine)


def test_quotes_of_a_pdf_give_their_page(tmp_path: Path) -> None:
    """From the file through the store to answers, abstentions and verdicts, also after opening it again."""
    (tmp_path / "report.pdf").write_bytes(pdf(column(GRAIN, FERRY), column(LOCK, MAYOR)))
    for _ in range(2):
        with open_corpus(tmp_path) as opened:
            [record] = opened.sources()
            assert record.pages == 2
            answer = opened.ask("Who told the council that nobody had expected such a year?")
            assert [(cited.quote, cited.page) for cited in answer.citations] == [(MAYOR, 2)]
            [cited] = answer.citations
            assert opened.text("report.pdf")[cited.start : cited.end] == cited.quote
            verdict = opened.check("The harbour of Westhaven handled 12,500 tonnes of grain in May.")
            assert [(cited.quote, cited.page) for cited in verdict.citations] == [(GRAIN, 1)]
            nearest = opened.check("The council sold three trams to Sweden.").search.nearest
            assert nearest is not None
            assert nearest.page in (1, 2)


@pytest.mark.parametrize("question", ["Who\0?", "Who is \ud800 the mayor?", "\x1b[2JWho?"])
def test_questions_must_be_text(checker: FactChecker, question: str) -> None:
    """Control characters and halves of surrogate pairs are refused before anything is searched."""
    with pytest.raises(InputError, match="control characters"):
        checker.ask(question)


def test_a_question_may_name_the_text_it_means(checker: FactChecker) -> None:
    """Words that mean the text in one language leave only its documents to be asked, and stay in the question."""
    question = "Wie viele Tonnen Getreide wurden laut dem deutschen Artikel im Mai umgeschlagen?"
    result = checker.ask(question)
    assert {citation.source for citation in result.citations} == {"hafen.txt"}
    assert result.question == question
    assert result.search.queries[0].text == "Wie viele Tonnen Getreide wurden im Mai umgeschlagen?"


def test_a_text_that_is_not_there_narrows_nothing(checker: FactChecker) -> None:
    """A question about a Spanish article is asked of all documents where none is Spanish."""
    result = checker.check("According to the Spanish article, the bridge of Genoa is closed.")
    assert {stance.source for stance in result.stances} == set(TEXTS)


def test_everything_works_without_the_reader(folder: Path) -> None:
    """Evidence is weighed by how it was found, and the result says that nobody read it."""
    with open_corpus(folder, settings=Settings(reader=False)) as checker:
        result = checker.ask("How many tonnes of grain did the harbour handle in May?")
        verdict = checker.check("The harbour of Rostock handled 12,500 tonnes of grain in May.")
    assert "12,500" in result.answer
    assert result.provenance.reader is verdict.provenance.reader is None
    assert 0 <= verdict.confidence <= 1


@pytest.mark.parametrize(
    ("claim", "instead"),
    [
        ("The harbour of Rostock handled 15,000 tonnes of grain in May.", "12.500 Tonnen"),
        ("The harbour of Rostock handled 12,500 tonnes of grain in July.", "Mai"),
        ("Il ponte di Genova resterà chiuso fino a novembre.", "settembre"),
    ],
)
def test_another_figure_for_the_same_thing_refutes(checker: FactChecker, claim: str, instead: str) -> None:
    """A sentence that would support the claim with its own figure or date refutes it, and the verdict names both."""
    verdict = checker.check(claim)
    assert verdict.verdict == "refuted"
    assert instead in verdict.why
    assert any(check.result == "different" and instead in check.source for check in verdict.checks)


def test_a_figure_of_something_else_refutes_nothing(checker: FactChecker) -> None:
    """A sentence about another thing does not speak to the claim, whatever its figures."""
    verdict = checker.check("The lighthouse of Warnemünde is 37 metres high.")
    assert verdict.verdict == "not_enough_evidence"
