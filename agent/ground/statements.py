"""Whether the sentences that a statement cites back all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.ground.backing import Written, unbacked
from agent.ground.manner import manner
from agent.text.canonical import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.protocols import Candidate, Reader, Reading

LONGEST = 600
"""Code points of one statement; what rambles on is no statement."""
SHORTEST = 3
"""Words of one statement; a bare word states nothing."""

_QUOTED = re.compile(
    r"“([^“”]{2,400})”|„([^„“”]{2,400})[“”]|«([^«»]{2,400})»|\"([^\"]{2,400})\"|‘([^‘’]{2,400})’(?!\w)"
)
_KINDS = {"number": "figure", "date": "date", "name": "name"}

SAYS = {True: 0.25, False: 0.15}
"""From this probability on the reader finds a statement in a sentence of its own language, or of another."""
CONTRADICTS = 0.5
PLAINLY = 0.9
"""From here on the reader's word outweighs a mere difference in words of negation."""


@dataclass(frozen=True, slots=True)
class Grounding:
    """What was found: ``support`` is the reader's probability, ``defects`` say what is not backed, none if all is."""

    support: float
    defects: tuple[str, ...]


def ground(
    statement: Written, cited: Sequence[Candidate], reader: Reader | None, *, known: Sequence[str] = ()
) -> Grounding:
    """Checks ``statement`` against the sentences it cites; without a reader, by what code compares alone.

    ``known`` are texts the writer had before it; their names are recognised wherever they stand in the statement.
    """
    if not cited:
        return Grounding(0.0, ("it cites no sentence",))
    if len(statement.text.split()) < SHORTEST:
        return Grounding(0.0, (f"it has fewer than {SHORTEST} words",))
    if len(statement.text) > LONGEST:
        return Grounding(0.0, (f"it is longer than {LONGEST} characters",))
    sentences = [Written(one.text, one.sentence.language) for one in cited]
    named = [
        name for one in cited for name in (one.source.outlet, one.source.author, *one.source.origins) if name
    ]
    defects = [
        f"the {_KINDS[one.kind]} {one.mention!r} is not in the cited sentence"
        for one in unbacked(statement, sentences, named=named, known=known)
    ]
    defects += _misquoted(statement.text, sentences)
    if any(fold(statement.text) == fold(one.text) for one in sentences):
        return Grounding(1.0, tuple(dict.fromkeys(defects)))
    if reader is None:
        defects += _manner(statement, sentences, ())
        return Grounding(float(not defects), tuple(dict.fromkeys(defects)))
    readings = reader.read(statement.text, [one.text for one in cited], [one.context for one in cited])
    support = max(reading.supports for reading in readings)
    defects += _manner(statement, sentences, readings)
    same = any(one.language == statement.language for one in sentences)
    if support < SAYS[same]:
        defects.append("the cited sentence does not say this")
    return Grounding(support, tuple(dict.fromkeys(defects)))


def _misquoted(statement: str, sentences: Sequence[Written]) -> Iterator[str]:
    for match in _QUOTED.finditer(statement):
        words = next(group for group in match.groups() if group)
        if not any(fold(words).strip(" .,;") in fold(one.text) for one in sentences):
            yield f"the words in quotation marks “{words}” are not in the cited sentence"


def _manner(statement: Written, sentences: Sequence[Written], readings: Sequence[Reading]) -> Iterator[str]:
    ours, theirs = manner(statement), [manner(one) for one in sentences]
    plainly = any(one.supports >= PLAINLY and one.refutes < 1 - PLAINLY for one in readings)
    if all(one.negated != ours.negated for one in theirs) and not plainly:
        yield (
            "it denies what the cited sentence states"
            if ours.negated
            else "it drops the cited sentence's denial"
        )
    if all(one.hedged for one in theirs) and not (ours.hedged or ours.reported):
        yield "it drops the cited sentence's doubt"
    if all(one.reported for one in theirs) and not (ours.reported or ours.hedged):
        yield "it drops who says so"
    if max((one.refutes for one in readings), default=0.0) >= CONTRADICTS and not any(
        one.supports > one.refutes for one in readings
    ):
        yield "the cited sentence says the contrary"
