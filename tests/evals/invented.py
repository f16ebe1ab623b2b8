"""A small invented corpus, case files over it, and systems that are plain functions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from agent.document import Document
from agent.result import Answer, Citation, Provenance, Statement, Verdict
from evals.load import load_suites
from evals.metrics import Table
from evals.run import Plan, run, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from agent.protocols import Retrieval
    from agent.result import VerdictLabel
    from evals.metrics import Metrics
    from evals.result import Stage
    from evals.row import Row

TEXTS = {
    "port.txt": "Harbour News. In May, the harbour handled 12,500 tonnes. The crane stood still for a week. "
    "Nobody was hurt.",
    "ferry.txt": "Im Mai waren es 12.500 Tonnen, sagte der Hafen. Die Fähre fährt seit 2019 nach Norden.",
    "letters.txt": "The mayor said the crane never stood still. A reader asked about the ferry.",
}
PROVENANCE = Provenance(corpus="invented", embedder="none")
TONNES = "In May, the harbour handled 12,500 tonnes."
STILL = "The crane stood still for a week."
NEVER = "The mayor said the crane never stood still."


def document(source: str) -> Document:
    """A document of ``TEXTS``, as the loader gives it."""
    content = TEXTS[source].encode()
    return Document(source, TEXTS[source], hashlib.sha256(content).hexdigest(), len(content), "text")


DOCUMENTS = {source: document(source) for source in TEXTS}


def cite(quote: str, source: str = "port.txt", number: int = 1) -> Citation:
    """An exact citation of ``quote``."""
    held = DOCUMENTS[source]
    start = held.text.index(quote)
    end = start + len(quote)
    return Citation(
        id=number, source=source, quote=quote, start=start, end=end, sha256=held.sha256, language="en"
    )


def answer(text: str, *citations: Citation) -> Answer:
    """An answer with these words and citations."""
    statements = [Statement(text=text, citations=[citation.id for citation in citations])]
    return Answer(
        question="?",
        language="en",
        abstained=False,
        answer=text,
        statements=statements,
        citations=list(citations),
        engine="invented",
        provenance=PROVENANCE,
    )


def abstention() -> Answer:
    """A question declined."""
    return Answer(
        question="?",
        language="en",
        abstained=True,
        abstain_reason="not said",
        engine="x",
        provenance=PROVENANCE,
    )


def verdict(label: VerdictLabel, *citations: Citation, confidence: float = 0.9, why: str = "so") -> Verdict:
    """A verdict with these citations."""
    return Verdict(
        claim="!",
        language="en",
        verdict=label,
        confidence=confidence,
        why=why,
        citations=list(citations),
        engine="invented",
        provenance=PROVENANCE,
    )


Reply = Answer | Verdict | BaseException


@dataclass
class Replies:
    """Systems that look their replies up by the text asked, and rank sources by it; an exception is raised.

    ``opened`` notes what was opened and ``closed`` how often something was closed.
    """

    replies: Mapping[str, Reply] = field(default_factory=dict)
    otherwise: Reply | None = None
    rankings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    engine: str = "invented"
    opened: list[object] = field(default_factory=list)
    closed: int = 0

    def corpus(self, path: Path) -> Replies:
        self.opened.append(path)
        return self

    def documents(self, documents: Sequence[Document]) -> Replies:
        self.opened.append([held.source for held in documents])
        return self

    def close(self) -> None:
        self.closed += 1

    def _reply(self, text: str) -> Any:
        reply = self.replies.get(text, self.otherwise)
        if isinstance(reply, BaseException):
            raise reply
        return reply

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        return self._reply(question)

    def check(self, claim: str, *, language: str | None = None) -> Verdict:
        return self._reply(claim)

    def search(self, text: str, *, language: str | None = None, limit: int = 10) -> Retrieval:
        hits = [SimpleNamespace(source=SimpleNamespace(source=name)) for name in self.rankings.get(text, ())]
        found: Any = SimpleNamespace(passages=tuple(hits))
        return found


def write_corpus(folder: Path) -> Path:
    """The invented corpus as files."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for source, text in TEXTS.items():
        (corpus / source).write_bytes(text.encode())
    return corpus


def write_cases(
    folder: Path, cases: Sequence[Mapping[str, Any]], name: str = "cases.jsonl", **head: Any
) -> Path:
    """A JSONL case file over the invented corpus; ids are given where they are missing."""
    write_corpus(folder)
    lines = [{"suite": name.partition(".")[0], "corpus": "corpus", **head}]
    lines += [{"id": f"{name}-{number}", "lang": "en", **case} for number, case in enumerate(cases, start=1)]
    path = folder / name
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def rows_of(
    folder: Path, cases: Sequence[Mapping[str, Any]], systems: Replies, stage: Stage = "all", repeat: int = 1
) -> list[Row]:
    """The rows of a run of these cases."""
    suites = load_suites([write_cases(folder, cases)])
    return run(Plan(select(suites, []), stage, repeat), systems).rows


def row_of(folder: Path, case: Mapping[str, Any], reply: Reply) -> Row:
    """The row of one case whose reply is ``reply``."""
    (row,) = rows_of(folder, [case], Replies(otherwise=reply))
    return row


def metrics_of(
    folder: Path, cases: Sequence[Mapping[str, Any]], systems: Replies, stage: Stage = "all", repeat: int = 1
) -> Metrics:
    """The metrics of a run of these cases."""
    return Table(rows_of(folder, cases, systems, stage, repeat), stage=stage, seed=0).measure()


def tonnes_case(question: str = "How much?", **extra: Any) -> dict[str, Any]:
    """A question about the tonnes, answered by two documents."""
    return {
        "question": question,
        "expect": {
            "facts": [{"fact": "12,500 tonnes", "any_of": ["12,500 tonnes", "12,500 Tonnen"]}],
            "evidence": [
                {"source": "port.txt", "quote": "the harbour handled 12,500 tonnes"},
                {"source": "ferry.txt", "quote": "Im Mai waren es 12.500 Tonnen"},
            ],
        },
        **extra,
    }


def decline_case(question: str = "Who paid?", **extra: Any) -> dict[str, Any]:
    """A question the documents do not answer."""
    return {"question": question, "expect": {"abstain": True}, **extra}


def claim_case(claim: str, label: str, *evidence: Mapping[str, Any], **extra: Any) -> dict[str, Any]:
    """A claim with its gold label."""
    return {"claim": claim, "expect": {"verdict": label, "evidence": list(evidence)}, **extra}
