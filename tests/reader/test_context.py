"""How pairs are laid out for the reader."""

from __future__ import annotations

import pytest

from agent.encoder.unigram import Unigram, bundled_unigram
from agent.protocols import context_of
from agent.reader.context import CONTEXT, FIRST, laid_out


@pytest.fixture(scope="module")
def unigram() -> Unigram:
    return bundled_unigram()


def test_a_sentence_stands_in_the_same_place_with_and_without_context(unigram: Unigram) -> None:
    """The context goes behind the pair, which stays as it is."""
    asked = unigram.encode("Who runs the port?")
    alone = laid_out(unigram, asked, "She runs it.", "", longest=128)
    within = laid_out(unigram, asked, "She runs it.", "Anna Berg came in May.", longest=128)
    assert within[: len(alone)] == alone
    assert within[len(alone) :] == [*unigram.encode("Anna Berg came in May."), unigram.end]


@pytest.mark.parametrize(
    "sizes", [(1, 1, 1), (500, 1, 1), (1, 500, 500), (500, 500, 500), (40, 80, 10), (48, 76, 3)]
)
def test_no_layout_is_longer_than_asked(unigram: Unigram, sizes: tuple[int, int, int]) -> None:
    """Each part is cut so that the whole fits, and the question and context never crowd the sentence out."""
    asked, sentence, context = ("word " * size for size in sizes)
    ids = laid_out(unigram, unigram.encode(asked), sentence, context, longest=128)
    assert len(ids) <= 128
    assert ids[-1] == unigram.end
    assert len(ids) >= min(128, 4 + min(FIRST, sizes[0]) + min(sizes[1], 128 - FIRST - CONTEXT - 5))


def test_a_context_is_title_and_sentence_before() -> None:
    """Either may lack."""
    assert context_of("Port news", "It rained.") == "Port news It rained."
    assert context_of(None, "It rained.") == "It rained."
    assert context_of("Port news", "") == "Port news"
    assert context_of(None, "") == ""
