"""How a question or claim, a sentence and the sentence's context are laid out for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.encoder.unigram import Unigram

FIRST, CONTEXT = 48, 40
"""Most tokens of what is asked or claimed, and of the context; the sentence gets what they leave."""


def laid_out(
    unigram: Unigram, first: Sequence[int], sentence: str, context: str, *, longest: int
) -> list[int]:
    """``<s> first </s></s> sentence </s>``, and behind it ``context </s>`` if there is one: at most ``longest`` tokens.

    The sentence stands where it would without a context, so that one set of weights reads both.
    """
    begin, end = unigram.begin, unigram.end
    asked = first[:FIRST]
    second = unigram.encode(sentence)[: longest - len(asked) - 4]
    room = min(CONTEXT, longest - len(asked) - len(second) - 5)
    behind = [*unigram.encode(context)[:room], end] if context and room > 0 else []
    return [begin, *asked, end, end, *second, end, *behind]
