"""Changed figures, dates and names in sentences: how many of them code finds, and how often it cries wolf.

    python benchmarks/mutations.py [--sentences N] [CORPUS…]

Takes sentences of corpora (folders or jsonl files; the packaged seeds by default), changes one mention in each as a
careless writer would, and compares the changed sentence as a claim with the original as its source. A change counts as
found where a comparison says ``different``; every sentence is also compared with itself, where none may. Changes that
leave room for agreement by the contract's own rule are counted apart: bounds ("at least 15" says nothing against "at
least 10") and deadlines.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.corpus.load import load
from agent.corpus.segment import segment
from agent.mentions.agreement import agreements, read_mentions
from agent.resources import seed_documents
from agent.result import Skipped
from evals.statistics import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.document import Span


_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
LANGUAGES = frozenset({"en", "de", "it", "fr", "es"})


@dataclass(frozen=True)
class Change:
    """A sentence, the same with one mention changed, and what sort of mention it was."""

    language: str
    original: str
    changed: str
    sort: str


def sentences(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Language and text of every citable sentence; each path is a corpus of its own."""
    documents = {one.text: one for path in paths for one in load([path]) if not isinstance(one, Skipped)}
    for document in documents.values():
        for passage in segment(document):
            for sentence in passage.sentences:
                if sentence.role == "body" and sentence.language in LANGUAGES:
                    yield sentence.language, sentence.of(document.text)


def changes(language: str, text: str, chance: random.Random) -> Iterator[Change]:
    """At most one change of every sort."""
    mentions = read_mentions(text, language)
    figures = [one for one in mentions.quantities if _FIGURE.search(one.of(text))]
    if figures:
        one = chance.choice(figures)
        bounded = one.value is None or one.approximate
        sort = "bounded or approximate figure" if bounded else "figure"
        yield from _changed(language, text, one, sort, chance)
    dates = [one for one in mentions.dates if _FIGURE.search(one.of(text)) and not one.relative]
    if dates:
        day = chance.choice(dates)
        sort = "bounded or approximate date" if day.bound or day.approximate else "date"
        yield from _changed(language, text, day, sort, chance)


def _changed(language: str, text: str, mention: Span, sort: str, chance: random.Random) -> Iterator[Change]:
    """The sentence with the mention's first figure changed: a year by 1 to 9, others by their leading digit."""
    found = _FIGURE.search(text, mention.start, mention.end)
    if found is None:
        return
    written = found.group()
    if sort.endswith("date") and _YEAR.fullmatch(written):
        new = str(int(written) + chance.choice((-1, 1)) * chance.randint(1, 9))
    else:
        digit = chance.choice([one for one in "123456789" if one != written[0]])
        new = digit + written[1:]
    if new in text:  # then the change makes it another figure of the same sentence
        return
    changed = text[: found.start()] + new + text[found.end() :]
    if sort.endswith("date") and not _still_a_date(changed, language, found.start()):
        return
    yield Change(language, text, changed, sort)


def _still_a_date(text: str, language: str, at: int) -> bool:
    """Whether a changed date is one: there is no 41 May."""
    return any(one.start <= at < one.end for one in read_mentions(text, language).dates)


def contradicted(claim: str, source: str, language: str) -> bool:
    """Whether any figure or date of ``claim`` is different in ``source``."""
    found = agreements(claim, source, claim_language=language, sentence_language=language)
    return any(one.comparison.result == "different" for one in found if one.sort != "name")


def main() -> int:
    """Prints a table of shares with their intervals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--sentences", type=int, default=4000, help="most sentences that are tried")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    options = parser.parse_args()
    chance = random.Random(7)
    pool = list(sentences(options.corpora or [seed_documents()]))
    chance.shuffle(pool)
    tried: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for language, text in pool[: options.sentences]:
        found = list(changes(language, text, chance))
        if not found:
            continue
        rows = [("unchanged, called different", text), *((one.sort, one.changed) for one in found)]
        for sort, claim in rows:
            different = contradicted(claim, text, language)
            tried[sort] += 1
            hit[sort] += different
            if options.show and different == (claim == text):
                print(f"[{language}] {sort}\n    {text}\n    {claim}")
    print("| change | found different | 95 % | n |\n| --- | --- | --- | --- |")
    for sort in sorted(tried):
        share = hit[sort] / tried[sort]
        interval = wilson_interval(share, tried[sort])
        print(f"| {sort} | {share:.3f} | {interval[0]:.3f}–{interval[1]:.3f} | {tried[sort]} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
