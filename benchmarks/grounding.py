"""How many wrong statements grounding catches, and how many faithful ones it rejects.

``python benchmarks/grounding.py [CASES.jsonl | CORPUS.jsonl …]`` makes statements of the sentences of the sample
documents and of every file named. Faithful ones are shortened by a parenthesis or a trailing clause, or are the same
sentence of a parallel corpus in another language; wrong ones have a figure, a date or a name changed, a denial put
in or left out. Corpora whose ids end alike (``en-p003``, ``de-p003``) are taken as parallel; of case files, claims
that are supported are paraphrases. Which sentences are taken depends on ``--seed`` only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.document import Passage, Sentence
from agent.ground.backing import Written
from agent.ground.statements import ground
from agent.mentions.names import read_names
from agent.protocols import Candidate, PassageHit
from agent.resources import seed_documents
from agent.result import SourceRecord
from agent.text.language import detect_language
from agent.text.negation import negated
from agent.text.numbers import read_numbers
from agent.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ASKED = {
    "figure": ("caught", 0.99),
    "date": ("caught", 0.99),
    "name": ("caught", 0.95),
    "negation": ("caught", 0.80),
    "faithful": ("rejected", 0.10),
    "faithful across languages": ("rejected", 0.15),
    "paraphrase": ("rejected", None),
    "paraphrase across languages": ("rejected", None),
}

MONTHS = {
    "en": "January February March April June July August September October November December".split(),
    "de": "Januar Februar März April Juni Juli August September Oktober November Dezember".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
}
DENIALS = {
    "en": [(r"\b(is|are|was|were|has|have|had|will|would|can|could|did|does)\b(?! not)", r"\1 not")],
    "de": [(r"\b(ist|sind|war|waren|hat|haben|hatte|wird|werden|wurde|wurden|kann)\b", r"\1 nicht")],
    "it": [(r"\b(è|sono|era|erano|ha|hanno|aveva|fu|furono|può|viene)\b", r"non \1")],
}
AFFIRMATIONS = {"en": r"\s(?:not|never)\b", "de": r"\s(?:nicht|niemals)\b", "it": r"\bnon\s"}


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement and the sentence it cites."""

    kind: str
    statement: Written
    cited: Written


def sentences(text: str, language: str) -> Iterator[Written]:
    """The sentences of a text that say something: 8 to 60 words with a full stop."""
    for span in split_sentences(text, language):
        words = span.of(text)
        if 8 <= len(words.split()) <= 60 and words.endswith("."):
            yield Written(words, language)


def shortened(one: Written, _: random.Random) -> str | None:
    """The sentence without a parenthesis, or without what follows its last comma."""
    bare = re.sub(r"\s?\([^()]*\)", "", one.text)
    if bare != one.text:
        return bare
    head, comma, tail = one.text.rpartition(", ")
    return f"{head}." if comma and len(head.split()) >= 6 and len(tail.split()) >= 3 else None


def other_figure(one: Written, dice: random.Random) -> str | None:
    """One figure changed in one digit."""
    figures = [
        n
        for n in read_numbers(one.text, one.language)
        if n.of(one.text)[0].isdigit() and not _is_year(n.of(one.text))
    ]
    if not figures:
        return None
    figure = dice.choice(figures)
    words = figure.of(one.text)
    changed = str((int(words[0]) + dice.randint(0, 7)) % 9 + 1) + words[1:]
    return None if changed == words else one.text[: figure.start] + changed + one.text[figure.end :]


def _is_year(words: str) -> bool:
    return re.fullmatch(r"(?:1[5-9]|20)\d\d", words) is not None


def other_date(one: Written, dice: random.Random) -> str | None:
    """One year or month changed."""
    years = [n for n in read_numbers(one.text, one.language) if _is_year(n.of(one.text))]
    if years:
        year = dice.choice(years)
        changed = str(int(year.of(one.text)) + dice.choice([-11, -3, -1, 1, 2, 10]))
        return one.text[: year.start] + changed + one.text[year.end :]
    months = MONTHS.get(one.language, [])
    found = [month for month in months if re.search(rf"\b{month}\b", one.text)]
    if not found:
        return None
    other = dice.choice([month for month in months if month not in found])
    return re.sub(rf"\b{found[0]}\b", other, one.text)


def other_name(one: Written, dice: random.Random, names: list[str]) -> str | None:
    """One name exchanged for one that other sentences have."""
    own = [name for name in read_names(one.text, one.language) if len(name.text) > 3]
    foreign = [name for name in names if name.casefold() not in one.text.casefold()]
    if not own or not foreign:
        return None
    name = dice.choice(own)
    return one.text[: name.start] + dice.choice(foreign) + one.text[name.end :]


def denied(one: Written, _: random.Random) -> str | None:
    """A denial put in, or the only one left out."""
    if negated(one.text, one.language):
        affirmed = re.sub(AFFIRMATIONS.get(one.language, r"(?!)"), " ", one.text, count=1)
        return affirmed if not negated(affirmed, one.language) else None
    for pattern, replacement in DENIALS.get(one.language, []):
        changed = re.sub(pattern, replacement, one.text, count=1)
        if changed != one.text:
            return changed
    return None


def trials(texts: dict[str, list[Written]], dice: random.Random, most: int) -> Iterator[Trial]:
    """Statements of every kind, at most ``most`` of a kind and language."""
    for language, own in sorted(texts.items()):
        names = sorted(
            {name.text for one in own for name in read_names(one.text, language) if len(name.text) > 3}
        )

        def swapped(one: Written, dice: random.Random, names: list[str] = names) -> str | None:
            return other_name(one, dice, names)

        kinds: dict[str, Callable[[Written, random.Random], str | None]] = {
            "faithful": shortened, "figure": other_figure, "date": other_date, "name": swapped, "negation": denied,
        }  # fmt: skip
        for kind, change in kinds.items():
            made = ((one, change(one, dice)) for one in dice.sample(own, len(own)))
            good = [Trial(kind, Written(text, language), one) for one, text in made if text]
            yield from good[:most]


def parallel(corpora: list[list[dict[str, str]]], dice: random.Random, most: int) -> Iterator[Trial]:
    """Sentences of parallel documents, each citing the same sentence in another language."""
    by_place: dict[str, list[list[Written]]] = defaultdict(list)
    for corpus in corpora:
        for document in corpus:
            language, _, place = document["id"].partition("-")
            if place and language == document.get("lang"):
                by_place[place].append(list(sentences(document["text"], language)))
    pairs = [
        (one, other)
        for versions in by_place.values()
        for a in versions
        for b in versions
        if a is not b and len(a) == len(b)
        for one, other in zip(a, b, strict=True)
    ]
    for statement, cited in dice.sample(pairs, min(most * 3, len(pairs))):
        yield Trial("faithful across languages", statement, cited)


def paraphrases(lines: list[dict[str, object]]) -> Iterator[Trial]:
    """Claims of case files that their one document supports."""
    for case in lines:
        expect, documents = case.get("expect"), case.get("documents")
        if isinstance(expect, dict) and expect.get("verdict") == "supported" and isinstance(documents, list):
            text, language = str(case["claim"]), str(case["lang"])
            cited = Written(documents[0]["text"], documents[0].get("lang", language))
            across = "" if cited.language == language else " across languages"
            if len(documents) == 1 and len(cited.text) < 800:
                yield Trial(f"paraphrase{across}", Written(text, language), cited)


def candidate(one: Written) -> Candidate:
    """A sentence as grounding takes it."""
    sentence = Sentence(0, len(one.text), one.language)
    record = SourceRecord(
        source="s", sha256="", size=0, characters=len(one.text), language=one.language, loader=""
    )
    hit = PassageHit(record, Passage(0, len(one.text), (sentence,), one.language), one.text, 0, 0)
    return Candidate(hit, sentence, one.text, 0, 0, 0)


def main() -> None:
    """Make the statements, check them, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, default=40, help="of a kind and language")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    from agent.reader.cross_encoder import CrossEncoder

    dice, reader = random.Random(options.seed), CrossEncoder()
    texts: dict[str, list[Written]] = defaultdict(list)
    for path in sorted(seed_documents().glob("*.txt")):
        text = path.read_text("utf-8")
        language = detect_language(text)
        texts[language] += sentences(text, language)
    files = [[json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in options.files]
    corpora = [lines for lines in files if lines and "text" in lines[0]]
    for document in (document for corpus in corpora for document in corpus):
        texts[document.get("lang", "en")] += sentences(document["text"], document.get("lang", "en"))
    all_trials = [*trials(texts, dice, options.most), *parallel(corpora, dice, options.most)]
    all_trials += [trial for lines in files if lines not in corpora for trial in paraphrases(lines)]
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for trial in all_trials:
        found = ground(trial.statement, [candidate(trial.cited)], reader)
        outcomes[trial.kind].append(bool(found.defects))
        if options.show and bool(found.defects) == trial.kind.startswith(("faithful", "paraphrase")):
            print(
                f"{trial.kind}: {trial.statement.text}\n   CITED {trial.cited.text}\n   {found}",
                file=sys.stderr,
            )
    print(f"{'kind':<30} {'':<9} {'share':>6} {'n':>5}  asked")
    for kind, (word, asked) in ASKED.items():
        if outcomes[kind]:
            share = sum(outcomes[kind]) / len(outcomes[kind])
            held = "" if asked is None else f"{'>=' if word == 'caught' else '<='} {asked:.2f}"
            print(f"{kind:<30} {word:<9} {share:6.3f} {len(outcomes[kind]):5}  {held}")


if __name__ == "__main__":
    main()
