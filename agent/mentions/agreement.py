"""Whether a sentence agrees with a claim in its quantities, dates and names: what all comparisons by code go through.

Verdicts, the grounding of a model's statements, quote checks and evals call this one module, so that a figure is
never equal here and different there. Each mention of the claim is compared with every mention of its sort in the
sentence, and the comparison that agrees best is the one that counts: a sentence that gives the claim's figure beside
another does not contradict it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Literal

from agent.mentions.aliases import NO_ALIASES
from agent.mentions.comparison import Comparison
from agent.mentions.dates import compare_dates, read_dates
from agent.mentions.name_comparison import find_name
from agent.mentions.names import read_names
from agent.mentions.quantities import read_quantities
from agent.mentions.quantity_comparison import compare_quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from agent.document import Span
    from agent.mentions.aliases import Aliases
    from agent.mentions.dates import Period
    from agent.mentions.names import Name
    from agent.mentions.quantity import Quantity

    Mention = TypeVar("Mention", bound=Span)

Sort = Literal["number", "date", "name"]

_BEST_FIRST = ("equal", "compatible", "different", "not_comparable")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text mentions, each in order of its place; no quantity lies in a date or a name."""

    quantities: tuple[Quantity, ...]
    dates: tuple[Period, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One mention of a claim, the sentence's that agrees with it best, in their own words, and how they compare.

    ``source`` is empty where the sentence mentions nothing of the sort.
    """

    sort: Sort
    claim: str
    source: str
    comparison: Comparison


@lru_cache(maxsize=512)
def read_mentions(text: str, language: str, *, published: str | None = None) -> Mentions:
    """The mentions of ``text``; ``published`` is its document's date, by which relative dates are resolved.

    Remembered for a while: a claim is compared with many sentences.
    """
    dates = tuple(read_dates(text, language, published=published))
    names = tuple(read_names(text, language))
    taken = [*dates, *(name for name in names if any(sign.isdigit() for sign in name.of(text)))]
    return Mentions(tuple(_outside(read_quantities(text, language), taken)), dates, names)


def agreements(
    claim: str,
    sentence: str,
    *,
    claim_language: str,
    sentence_language: str,
    published: str | None = None,
    aliases: Aliases = NO_ALIASES,
) -> list[Agreement]:
    """What became of every mention of ``claim`` in ``sentence``: quantities first, then dates, then names.

    ``published`` is the date of the sentence's document and ``aliases`` what that document says of its names. A claim
    stands in no document: its relative dates are not resolved.
    """
    ours = read_mentions(claim, claim_language)
    theirs = read_mentions(sentence, sentence_language, published=published)
    found = [
        *_best("number", claim, ours.quantities, sentence, theirs.quantities, compare_quantities),
        *_best("date", claim, ours.dates, sentence, theirs.dates, compare_dates),
    ]
    for name in ours.names:
        comparison, words = find_name(name, sentence, sentence_language, aliases)
        found.append(Agreement("name", name.of(claim), words, comparison))
    return found


def _best(
    sort: Sort,
    claim: str,
    ours: Sequence[Mention],
    sentence: str,
    theirs: Sequence[Mention],
    compare: Callable[[Mention, Mention], Comparison],
) -> Iterator[Agreement]:
    """The best comparison of each mention of the claim.

    Mentions that are equal belong together. What the claim has beyond them is compared with what the sentence has
    beyond them, so that a changed date is not taken for the other date of the sentence, which happens to allow it.
    """
    compared = {
        (one, other): compare(ours[one], theirs[other])
        for one, other in product(range(len(ours)), range(len(theirs)))
    }
    matched = {other for (_, other), found in compared.items() if found.result == "equal"}
    for one, mention in enumerate(ours):
        words = mention.of(claim)
        if not theirs:
            yield Agreement(sort, words, "", Comparison("not_comparable", f"no {sort} in the sentence"))
            continue
        rows = [(compared[one, other], other) for other in range(len(theirs))]
        ranked = sorted(rows, key=lambda row: _BEST_FIRST.index(row[0].result))
        left = [row for row in ranked if row[1] not in matched and row[0].result != "not_comparable"]
        best, other = ranked[0] if ranked[0][0].result == "equal" or not left else left[0]
        yield Agreement(sort, words, theirs[other].of(sentence), best)


def _outside(mentions: Iterable[Mention], taken: Iterable[Span]) -> Iterator[Mention]:
    """The mentions that overlap none of ``taken``; both in order."""
    spans = sorted(taken, key=lambda span: span.start)
    at = 0
    for mention in mentions:
        while at < len(spans) and spans[at].end <= mention.start:
            at += 1
        if at == len(spans) or spans[at].start >= mention.end:
            yield mention
