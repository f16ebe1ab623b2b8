"""What code can compare between a claim and a sentence: figures, names, negation.

The first form: figures by value and kind, names by bearer, negation by its words. A figure is compared only with
figures that could stand in its place: years with years, percentages with percentages, amounts with amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from agent.mentions.aliases import NO_ALIASES, read_aliases
from agent.mentions.name_comparison import find_name
from agent.mentions.names import read_names
from agent.result import Check
from agent.text.negation import negated
from agent.text.numbers import read_numbers, same_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.mentions.names import Name
    from agent.result import CheckResult
    from agent.text.numbers import Number

Kind = Literal["year", "share", "amount"]


def compare(
    claim: str, sentence: str, *, claim_language: str, sentence_language: str, context: str = ""
) -> list[Check]:
    """All checks of ``claim`` against ``sentence``, in the order of the claim's words within each kind.

    ``context`` is the text around the sentence, which may say what its short names stand for.
    """
    return [
        *_figures(claim, sentence),
        *_names(read_names(claim, claim_language), sentence, sentence_language, context),
        *_negation(claim, sentence, claim_language, sentence_language),
    ]


def _kind(number: Number, text: str) -> Kind:
    after = text[number.end : number.end + 12].lstrip()
    if after.startswith(("%", "per cent", "percent", "Prozent", "per cento", "pour cent", "por ciento")):
        return "share"
    written = number.of(text)
    return "year" if len(written) == 4 and written.isdigit() and "1500" <= written <= "2199" else "amount"


def _figures(claim: str, sentence: str) -> Iterator[Check]:
    theirs = read_numbers(sentence)
    for number in read_numbers(claim):
        kind = _kind(number, claim)
        rivals = [other for other in theirs if _kind(other, sentence) == kind]
        equal = [other for other in theirs if same_number(number, other)]
        result: CheckResult = "equal" if equal else "different" if rivals else "not_comparable"
        named = equal or rivals
        yield Check(
            kind="date" if kind == "year" else "number",
            claim=number.of(claim),
            source=named[0].of(sentence) if named else "",
            result=result,
        )


def _names(names: Sequence[Name], sentence: str, language: str, context: str) -> Iterator[Check]:
    aliases = read_aliases(context or sentence, language) if names else NO_ALIASES
    for name in names:
        found, source = find_name(name, sentence, language, aliases)
        yield Check(kind="name", claim=name.text, source=source, result=found.result)


def _negation(claim: str, sentence: str, claim_language: str, sentence_language: str) -> Iterator[Check]:
    ours, theirs = negated(claim, claim_language), negated(sentence, sentence_language)
    if ours or theirs:
        words = {True: "negated", False: "not negated"}
        result: CheckResult = "equal" if ours == theirs else "different"
        yield Check(kind="negation", claim=words[ours], source=words[theirs], result=result)
