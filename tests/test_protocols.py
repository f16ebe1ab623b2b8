"""What candidates know of their surroundings."""

from __future__ import annotations

from dataclasses import replace

from agent.document import Passage, Sentence
from agent.protocols import Candidate, PassageHit
from tests.found import candidate, record

TEXT = "  Harbour news\nAnna Berg came in May. She runs the port. "


def within(start: int, end: int) -> Candidate:
    sentences = (
        Sentence(102, 114, "en", "heading"),
        Sentence(115, 137, "en"),
        Sentence(138, 156, "en"),
    )
    passage = Passage(100, 100 + len(TEXT), sentences, "en")
    hit = PassageHit(record("port.txt", TEXT), passage, TEXT, 0.1, 0.5)
    sentence = next(one for one in sentences if (one.start, one.end) == (start, end))
    return Candidate(hit, sentence, TEXT[start - 100 : end - 100], 0.8, 0.1, 0.5)


def test_the_sentence_before_is_the_context() -> None:
    """It is cut out of the passage, whose offsets are the document's."""
    assert within(138, 156).text == "She runs the port."
    assert within(138, 156).context == "Anna Berg came in May."


def test_headings_are_no_sentence_before() -> None:
    """The first sentence of the body has none; the document's title stands for it where there is one."""
    first = within(115, 137)
    assert first.context == ""
    titled = replace(first.hit, source=first.source.model_copy(update={"title": "Harbour news"}))
    assert replace(first, hit=titled).context == "Harbour news"
    assert candidate("Alone.").context == ""
