"""Training pairs for the reader, from ``nli.jsonl.gz`` and ``qa.jsonl.gz``, with hard cases made by rule.

Every pair is ``(first, second, task, label)``: task 0 asks for a stance (0 supports, 1 refutes, 2 silent) of the
evidence ``second`` to the claim ``first``; task 1 asks whether the sentence ``second`` answers the question ``first``
(0 no, 1 yes).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LANGUAGES = frozenset("en de it fr es pt nl".split())
STANCES = {"entailment": 0, "contradiction": 1, "neutral": 2}
STANCE, ANSWERS = 0, 1
# Pairs whose labels the data's own remarks call doubtful: paraphrase data without contradictions.
LEFT_OUT = frozenset({"paws-x-de", "med"})
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


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def questions_of(case_files: Sequence[Path]) -> frozenset[str]:
    """The questions of case files in the jsonl form, to be left out of training."""
    lines = (json.loads(line) for path in case_files for line in path.read_text("utf-8").splitlines())
    return frozenset(line["question"] for line in lines if "question" in line)


def read_pairs(folder: Path, *, held_out: frozenset[str], seed: int) -> tuple[list[Pair], list[Pair]]:
    """Training and validation pairs, shuffled; questions and premises of one side never stand on the other.

    Pairs of ``held_out`` questions are on neither side.
    """
    training: list[Pair] = []
    validation: list[Pair] = []
    for pair, key in (*_stances(folder / "nli.jsonl.gz"), *_answers(folder / "qa.jsonl.gz")):
        if key in held_out:
            continue
        # A key's hash decides, so that all pairs of a premise or a question fall on one side.
        side = validation if _hash(key) % VALIDATION_SHARE == 0 else training
        side.append(pair)
    chance = random.Random(seed)
    training += _swapped_names(training, chance) + _changed_figures(training, chance)
    chance.shuffle(training)
    chance.shuffle(validation)
    return training, validation


def _hash(text: str) -> int:
    value = 0
    for character in text.casefold():
        value = (value * 131 + ord(character)) % 1_000_003
    return value


def _stances(path: Path) -> Iterator[tuple[Pair, str]]:
    for row in _rows(path):
        languages = {row["lang_premise"], row["lang_hypothesis"]}
        if languages <= LANGUAGES and row["source"] not in LEFT_OUT:
            label = STANCES[row["label"]]
            spoken = f"{row['lang_hypothesis']}-{row['lang_premise']}"
            yield Pair(row["hypothesis"], row["premise"], STANCE, label, spoken), row["premise"]


def _answers(path: Path) -> Iterator[tuple[Pair, str]]:
    for row in _rows(path):
        if {row["lang_question"], row["lang_sentence"]} <= LANGUAGES:
            label = int(row["label"] == "answers")
            spoken = f"{row['lang_question']}-{row['lang_sentence']}"
            yield Pair(row["question"], row["sentence"], ANSWERS, label, spoken), row["question"]


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
