"""Invented results to render."""

from __future__ import annotations

from agent.result import (
    Answer,
    Check,
    Citation,
    Dropped,
    Nearest,
    Provenance,
    Query,
    Search,
    SourceRecord,
    SourceStance,
    StanceOrigins,
    Statement,
    Verdict,
)

QUOTE = "In May, the harbour handled 12,500 tonnes."
PROVENANCE = Provenance(corpus="c0ffee", embedder="test/1")


def citation(number: int = 1, **changes: object) -> Citation:
    """A citation of the harbour's paper."""
    fields = {
        "id": number,
        "source": "port.txt",
        "quote": QUOTE,
        "start": 8,
        "end": 50,
        "sha256": "00",
        "language": "en",
        "outlet": "Harbour News",
        "published": "2025-06-01",
    }
    return Citation.model_validate(fields | changes)


def answer(**changes: object) -> Answer:
    """An answer of one quoted sentence."""
    fields: dict[str, object] = {
        "question": "How much did the harbour handle in May?",
        "language": "en",
        "abstained": False,
        "answer": f"{QUOTE} [1]",
        "statements": [Statement(text=QUOTE, citations=[1], support=0.9)],
        "citations": [citation()],
        "independent_origins": 1,
        "dropped": [Dropped(text="It was a record.", why="not in the cited sentence")],
        "search": Search(queries=[Query(text="harbour May", language="en")], passages_scanned=120),
        "engine": "extractive",
        "provenance": PROVENANCE,
        "timings_ms": {"total": 12.4},
    }
    return Answer.model_validate(fields | changes)


def abstention() -> Answer:
    """An answer that declines, with the passage that came nearest."""
    nearest = Nearest(source="port.txt", start=8, end=50, quote=QUOTE, lacks="the figure for June")
    return answer(
        abstained=True,
        abstain_reason="No passage gives a figure for June.",
        answer="",
        statements=[],
        citations=[],
        independent_origins=0,
        dropped=[],
        search=Search(
            queries=[Query(text="harbour June", language="en")], passages_scanned=120, nearest=nearest
        ),
    )


def verdict(**changes: object) -> Verdict:
    """A refuted claim with one source against it, one that disputes the report, and a silent one."""
    fields: dict[str, object] = {
        "claim": "The harbour handled 15,000 tonnes in May.",
        "language": "en",
        "verdict": "refuted",
        "confidence": 0.874,
        "why": "port.txt gives 12,500 tonnes.",
        "stances": [
            SourceStance(source="port.txt", stance="refutes", citations=[1], origins=["Harbour News"]),
            SourceStance(source="coast.txt", stance="supports"),
            SourceStance(source="weather.txt", stance="silent"),
        ],
        "citations": [citation(), citation(2, source="denial.txt", quote="The mayor called it wrong.")],
        "independent_origins": StanceOrigins(supports=0, refutes=1),
        "disputed_by": [2],
        "checks": [
            Check(kind="number", claim="15,000 tonnes", source="12,500 tonnes", result="different"),
        ],
        "search": Search(queries=[Query(text="harbour May", language="en")], passages_scanned=120),
        "engine": "extractive",
        "provenance": PROVENANCE,
    }
    return Verdict.model_validate(fields | changes)


def record(**changes: object) -> SourceRecord:
    """The catalogue entry of the harbour's paper."""
    fields: dict[str, object] = {
        "source": "port.txt",
        "sha256": "00",
        "size": 1500,
        "characters": 1480,
        "language": "en",
        "loader": "text/1",
        "encoding": "utf-8",
        "outlet": "Harbour News",
        "origins": ["Coast Agency"],
    }
    return SourceRecord.model_validate(fields | changes)
