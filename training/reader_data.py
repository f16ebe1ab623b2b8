"""Training pairs for the reader, from ``nli.jsonl.gz`` and ``qa.jsonl.gz``, with hard cases made by rule.

Every pair is ``(first, second, task, label)``: task 0 asks for a stance (0 supports, 1 refutes, 2 silent) of the
evidence ``second`` to the claim ``first``; task 1 asks whether the sentence ``second`` answers the question ``first``
(0 no, 1 yes). ``context`` is what a reader of the document has before his eyes: its title and the sentence before.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from agent.protocols import context_of
from agent.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LANGUAGES = frozenset("en de it fr es pt nl".split())
STANCES = {"entailment": 0, "contradiction": 1, "neutral": 2}
STANCE, ANSWERS = 0, 1
# Pairs whose labels the data's own remarks call doubtful: paraphrases without contradictions, "no" that may be "yes".
LEFT_OUT = frozenset({"paws-x-de", "med", "covid-qa"})
# Written by people to be near misses, or in the register and languages the reader is for: seen twice as often.
TWICE = frozenset({"squad-es-v2-dev-unanswerable", "fever-it", "fever-it-train-sample", "fever-symmetric"})
VALIDATION_SHARE = 50
_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-zà-ü]+(?: [A-Z][a-zà-ü]+)*")
_FIGURE = re.compile(r"(?<![\w.,])\d{1,4}(?![\w.,]\d|\w)")


class Pair(NamedTuple):
    """One training pair; ``languages`` are those of its two texts, such as ``de-en``."""

    first: str
    second: str
    task: int
    label: int
    languages: str
    context: str = ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def questions_of(case_files: Sequence[Path]) -> frozenset[str]:
    """The questions of case files in the jsonl form, to be left out of training."""
    lines = (json.loads(line) for path in case_files for line in path.read_text("utf-8").splitlines())
    return frozenset(line["question"] for line in lines if "question" in line)


def read_pairs(
    folder: Path, *, held_out: frozenset[str], corpora: Sequence[Path], seed: int
) -> tuple[list[Pair], list[Pair]]:
    """Training and validation pairs, shuffled; questions and premises of one side never stand on the other.

    Pairs of ``held_out`` questions are on neither side. Sentences that stand in ``corpora`` get their context.
    """
    contexts = Contexts(corpora)
    training: list[Pair] = []
    validation: list[Pair] = []
    for pair, key, source in (*_stances(folder / "nli.jsonl.gz"), *_answers(folder / "qa.jsonl.gz")):
        # A key's hash decides, so that all pairs of a premise or a question fall on one side.
        pair = contexts.of(pair)  # noqa: PLW2901 - the same pair with more to it
        if key not in held_out and _hash(key) % VALIDATION_SHARE == 0:
            validation.append(pair)
        elif key not in held_out:
            training += [pair] * (2 if source in TWICE else 1)
    chance = random.Random(seed)
    training += _swapped_names(training, chance) + _changed_figures(training, chance)
    training = _with_other_contexts(training, chance)
    chance.shuffle(training)
    chance.shuffle(validation)
    return training, validation


class Contexts:
    """Titles and sentences before, by sentence, from corpora in the jsonl form."""

    def __init__(self, corpora: Sequence[Path]) -> None:
        self._before: dict[str, str] = {}
        for path in corpora:
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                spans = split_sentences(row["text"], row.get("lang"))
                sentences = ["", *(span.of(row["text"]) for span in spans)]
                for before, sentence in pairwise(sentences):
                    self._before[_plain(sentence)] = context_of(row.get("title"), before)

    def of(self, pair: Pair) -> Pair:
        """The pair with the context of its sentence, where that is known."""
        if pair.task == STANCE:
            return pair
        return pair._replace(context=self._before.get(_plain(pair.second), ""))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _with_other_contexts(pairs: list[Pair], chance: random.Random) -> list[Pair]:
    """A third of the contexts taken away; to a fifth of the claims' evidence another's put, which changes no label."""
    others = [pair.second[:200] for pair in pairs if pair.task == STANCE]
    changed = []
    for pair in pairs:
        draw = chance.random()
        if pair.task == STANCE and draw < 0.2:
            changed.append(pair._replace(context=chance.choice(others)))
        elif pair.task == ANSWERS and draw < 0.33:
            changed.append(pair._replace(context=""))
        else:
            changed.append(pair)
    return changed


def _hash(text: str) -> int:
    value = 0
    for character in text.casefold():
        value = (value * 131 + ord(character)) % 1_000_003
    return value


def _stances(path: Path) -> Iterator[tuple[Pair, str, str]]:
    for row in _rows(path):
        languages = {row["lang_premise"], row["lang_hypothesis"]}
        if languages <= LANGUAGES and row["source"] not in LEFT_OUT:
            label = STANCES[row["label"]]
            spoken = f"{row['lang_hypothesis']}-{row['lang_premise']}"
            yield (
                Pair(row["hypothesis"], row["premise"], STANCE, label, spoken),
                row["premise"],
                row["source"],
            )


def _answers(path: Path) -> Iterator[tuple[Pair, str, str]]:
    for row in _rows(path):
        languages = {row["lang_question"], row["lang_sentence"]}
        if languages <= LANGUAGES and row["source"] not in LEFT_OUT:
            label = int(row["label"] == "answers")
            spoken = f"{row['lang_question']}-{row['lang_sentence']}"
            yield (
                Pair(row["question"], row["sentence"], ANSWERS, label, spoken),
                row["question"],
                row["source"],
            )


def _swapped_names(pairs: list[Pair], chance: random.Random) -> list[Pair]:
    """Questions whose name is another's: the sentence that answered no longer does."""
    answering = [pair for pair in pairs if pair.task == ANSWERS and pair.label == 1]
    names = [match.group() for pair in answering for match in _NAME.finditer(pair.first)]
    made = []
    for pair in answering:
        shared = [match for match in _NAME.finditer(pair.first) if match.group() in pair.second]
        if shared and pair.languages[:2] != "de" and chance.random() < 0.5:
            match = chance.choice(shared)
            other = chance.choice(names)
            if other.casefold() not in (pair.first + pair.second).casefold():
                question = pair.first[: match.start()] + other + pair.first[match.end() :]
                made.append(pair._replace(first=question, label=0))
    return made


def _changed_figures(pairs: list[Pair], chance: random.Random) -> list[Pair]:
    """Supported claims with a figure changed: refuted where the evidence gives that figure once."""
    made = []
    for pair in pairs:
        if pair.task != STANCE or pair.label != STANCES["entailment"]:
            continue
        shared = [one for one in _FIGURE.finditer(pair.first) if pair.second.count(one.group()) == 1]
        if shared and chance.random() < 0.5:
            match = chance.choice(shared)
            value = int(match.group())
            step = chance.choice([-1, 1]) * max(1, int(value * chance.uniform(0.01, 0.5)))
            changed = str(max(0, value + step))
            if changed not in pair.second and changed != match.group():
                claim = pair.first[: match.start()] + changed + pair.first[match.end() :]
                made.append(pair._replace(first=claim, label=STANCES["contradiction"]))
    return made


def groups_of(pairs: Sequence[Pair], most: int) -> list[list[Pair]]:
    """Pairs that stand in one batch: up to ``most`` sentences of one question, to be ranked; a claim alone."""
    groups: list[list[Pair]] = []
    opened: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        key = (pair.first, pair.languages)
        if pair.task == ANSWERS and len(opened.get(key, ())) % most:
            opened[key].append(pair)
        else:
            groups.append([pair])
            if pair.task == ANSWERS:
                opened[key] = groups[-1]
    return groups
