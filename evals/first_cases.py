"""A first case file for a folder of documents: something that runs, to be edited."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from agent.text.language import detect_language
from agent.text.sentences import split_sentences
from evals.changed_figures import figures, other_figure, replaced
from evals.documents import corpus_documents
from evals.write_cases import new_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from agent.document import Document, Span

_SHORTEST, _LONGEST = 40, 220
"""Characters of a sentence that makes a claim to begin with."""

_REMARKS = """\
# Written by evals init, to begin with. Every claim here was copied from a document, or copied with one figure changed.
# Better cases are questions people really ask, and claims in other words than the documents':
#
#   - id: ask-tonnes
#     question: "How much did the harbour handle in May?"
#     lang: en
#     expect:
#       facts:
#         - {fact: "12,500 tonnes", number: {value: 12500, unit: [tonnes, Tonnen]}}
#       evidence:
#         - {source: "port.txt", quote: "the harbour handled 12,500 tonnes"}
#     tags: [number]
#
# evals lint checks the file, evals add appends the last answer of seedcheck ask or check.
"""

_UNKNOWABLE = {
    "id": "ask-unknowable",
    "question": "What was the favourite colour of the first lighthouse keeper on the moon?",
    "lang": "en",
    "expect": {"abstain": True},
    "tags": ["abstain"],
}


def first_cases(corpus: Path, file: Path, *, most: int) -> str:
    """The text of a case file ``file`` over the documents at ``corpus``, with claims from at most ``most`` sentences.

    Raises:
        UsageError: there is no document there.
    """
    documents = corpus_documents(corpus)
    cases: list[Mapping[str, Any]] = []
    for number, (document, sentence) in enumerate(_by_turns(documents, most), start=1):
        cases += _claims(document, sentence, number)
    head = {"suite": file.stem, "corpus": relative(corpus, file)}
    return new_file(head, [*cases, _UNKNOWABLE], _REMARKS)


def relative(corpus: Path, file: Path) -> str:
    """The path of a corpus as the case file names it."""
    return os.path.relpath(corpus.resolve(), file.resolve().parent).replace(os.sep, "/")


def _by_turns(documents: Mapping[str, Document], most: int) -> list[tuple[Document, Span]]:
    """Sentences with a figure, one of each document, then the next of each."""
    queues = [[(document, sentence) for sentence in _sentences(document)] for document in documents.values()]
    turns = [queue[turn] for turn in range(most) for queue in queues if turn < len(queue)]
    return turns[:most]


def _sentences(document: Document) -> Iterator[Span]:
    for sentence in split_sentences(document.text):
        words = sentence.of(document.text)
        plain = "\n" not in words and words[-1] in ".!" and _SHORTEST <= len(words) <= _LONGEST
        if plain and figures(words) and document.text.count(words) == 1:
            yield sentence


def _claims(document: Document, sentence: Span, number: int) -> Iterator[Mapping[str, Any]]:
    words = sentence.of(document.text)
    figure = figures(words)[0]
    wrong = replaced(words, [(figure, other_figure(figure.of(words)))])
    language = document.metadata.language or detect_language(words)
    name = f"{re.sub(r'[^a-z0-9]+', '-', document.source.lower()).strip('-')[:40]}-{number}"
    evidence = [{"source": document.source, "quote": words}]
    for kind, claim, label in (("as-written", words, "supported"), ("other-figure", wrong, "refuted")):
        yield {
            "id": f"{name}-{kind}",
            "claim": claim,
            "lang": language,
            "expect": {"verdict": label, "evidence": evidence},
            "tags": ["number"],
        }
