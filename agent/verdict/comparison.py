"""What code can compare between a claim and a sentence: quantities, dates, names, negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.mentions.agreement import agreements
from agent.mentions.aliases import NO_ALIASES, read_aliases
from agent.result import Check
from agent.text.negation import negated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.result import CheckResult


def compare(
    claim: str,
    sentence: str,
    *,
    claim_language: str,
    sentence_language: str,
    published: str | None = None,
    context: str = "",
) -> list[Check]:
    """All checks of ``claim`` against ``sentence``, in the order of the claim's words within each kind.

    ``published`` is the date of the sentence's document, by which its "yesterday" is read; ``context`` is the text
    around the sentence, which may say what its short names stand for.
    """
    found = agreements(
        claim,
        sentence,
        claim_language=claim_language,
        sentence_language=sentence_language,
        published=published,
        aliases=read_aliases(context, sentence_language) if context else NO_ALIASES,
    )
    return [
        *(
            Check(
                kind=one.sort,
                claim=one.claim,
                source=one.source,
                result=one.comparison.result,
                reason=one.comparison.reason,
            )
            for one in found
        ),
        *_negation(claim, sentence, claim_language, sentence_language),
    ]


def _negation(claim: str, sentence: str, claim_language: str, sentence_language: str) -> Iterator[Check]:
    ours, theirs = negated(claim, claim_language), negated(sentence, sentence_language)
    if ours or theirs:
        words = {True: "negated", False: "not negated"}
        result: CheckResult = "equal" if ours == theirs else "different"
        yield Check(kind="negation", claim=words[ours], source=words[theirs], result=result)
