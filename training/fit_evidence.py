"""Fits ``agent/answer/evidence.json``: the probability that a sentence answers a question.

    python training/fit_evidence.py [--write] [--keep DIR] CASES.jsonl…

Positives are sentences that overlap a case's gold evidence, negatives all other candidates of its retrieval. Every
answerable question is asked four times: of the whole corpus and of the documents that share the gold document's title
alone, as of a corpus about one subject; and of both once more as one to decline, with its gold documents taken away
from the first, and its answering sentences out of the second. ``--keep`` keeps what was read of each file, so that an
interrupted run goes on. Prints, over folds by question (all language versions of a question share a fold): how often
the best one, two, three sentences hold the evidence, and the balanced accuracy of declining at the chosen threshold.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from agent.answer import evidence
from agent.answer.evidence import FEATURES, features, read_question, weigh
from agent.answer.extractive import PASSAGES
from agent.opening import open_corpus
from agent.protocols import Filter
from agent.reader.cross_encoder import CrossEncoder
from evals.load import load_suites
from evals.match import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agent.checker import FactChecker
    from agent.document import Document
    from agent.protocols import Candidate, Reading
    from evals.case import Case
    from evals.load import PlacedCase

FOLDS = 5
TOLERANCE = 0.02
OUTPUT = Path(evidence.__file__).with_name("evidence.json")


@dataclass
class Item:
    """One question with its candidates: features by row, which rows answer, and whether it is to be declined.

    ``subject`` is whether only documents about the gold document's subject were searched.
    """

    suite: str
    subject: bool
    key: str
    values: np.ndarray
    answers: np.ndarray
    declined: bool


class RememberingReader:
    """The reader, which reads no pair twice: a question's second round is mostly its first."""

    name = "remembering"

    def __init__(self) -> None:
        self._reader = CrossEncoder()
        self._known: dict[tuple[str, str, str], Reading] = {}

    def read(self, text: str, sentences: Sequence[str], contexts: Sequence[str]) -> list[Reading]:
        """What each sentence is to ``text``."""
        pairs = list(zip(sentences, contexts, strict=True))
        new = [pair for pair in pairs if (text, *pair) not in self._known]
        readings = self._reader.read(text, [one for one, _ in new], [context for _, context in new])
        for pair, reading in zip(new, readings, strict=True):
            self._known[text, *pair] = reading
        return [self._known[text, *pair] for pair in pairs]


def read(path: Path) -> list[Item]:
    """All questions of a case file in their forms."""
    (suite,) = load_suites([path])
    reader = RememberingReader()
    items = []
    for corpus, placed in by_corpus(suite.cases):
        with open_corpus(corpus) as checker:
            for one in placed:
                if not one.case.is_claim:
                    items.extend(read_case(path.stem, one, checker, reader))
    return items


def kept(path: Path, folder: Path | None) -> list[Item]:
    """All questions of a case file, from ``folder`` if they were read before by the same reader."""
    if folder is None:
        return read(path)
    place = folder / f"{path.stem}-{CrossEncoder().name.rpartition(':')[2]}.pickle"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        place.write_bytes(pickle.dumps(read(path)))
    items: list[Item] = pickle.loads(place.read_bytes())  # noqa: S301 - written by this script
    return items


def by_corpus(cases: Iterable[PlacedCase]) -> Iterator[tuple[Path, list[PlacedCase]]]:
    """The cases of each corpus; those with documents of their own are passed over."""
    corpora: dict[Path, list[PlacedCase]] = {}
    for placed in cases:
        if placed.corpus is not None:
            corpora.setdefault(placed.corpus, []).append(placed)
    yield from corpora.items()


def read_case(
    suite: str, placed: PlacedCase, checker: FactChecker, reader: RememberingReader
) -> Iterator[Item]:
    """The case as it stands and, where it is answerable, in its three other forms."""
    case = placed.case
    gold = spans(case, placed.documents)
    sources = {source for source, _, _ in gold}
    titles = {placed.documents[source].metadata.title for source in sources} - {None}
    related = [name for name, one in placed.documents.items() if one.metadata.title in titles]
    for scope in ((), tuple(related)) if related else ((),):
        found = checker.search(case.text, language=case.lang, limit=2 * PASSAGES, where=Filter(sources=scope))
        for declined in (False, True) if gold else (True,):
            left_out = sources if declined and not scope else set()
            hits = [hit for hit in found.passages if hit.source.source not in left_out][:PASSAGES]
            shown = [one for one in found.candidates if one.hit in hits]
            if declined and scope:
                shown = [one for one in shown if not any(overlaps(one, span) for span in gold)]
            asked = read_question(case.text, found.queries[0].language)
            evidence = weigh(asked, shown, reader)
            labels = [any(overlaps(one.candidate, span) for span in gold) for one in evidence]
            values = [features(asked, one.candidate, one.reading) for one in evidence]
            key = case.id.partition(":")[0]
            yield Item(suite, bool(scope), key, matrix(values), np.array(labels, bool), declined)


def matrix(rows: list[list[float]]) -> np.ndarray:
    """Features of all candidates, shape ``(candidates, features)``."""
    return np.array(rows, float).reshape(-1, len(FEATURES))


def spans(case: Case, documents: Mapping[str, Document]) -> list[tuple[str, int, int]]:
    """Where the gold quotes of a case stand: source, start, end; every occurrence."""
    quotes = [*case.expect.evidence, *(one for fact in case.expect.facts for one in fact.evidence)]
    return [
        (quote.source, span.start, span.end)
        for quote in quotes
        for span in occurrences(documents[quote.source].text, quote.quote)
    ]


def overlaps(candidate: Candidate, span: tuple[str, int, int]) -> bool:
    """Whether a candidate shares text with a span."""
    source, start, end = span
    sentence = candidate.sentence
    return candidate.source.source == source and sentence.start < end and start < sentence.end


def fit(items: list[Item]) -> LogisticRegression:
    """The regression over all rows of ``items``."""
    values = np.vstack([one.values for one in items])
    labels = np.concatenate([one.answers for one in items])
    return LogisticRegression(max_iter=2000, C=10.0).fit(values, labels)


def probabilities(model: LogisticRegression, values: np.ndarray) -> np.ndarray:
    """The probability of every row."""
    return model.predict_proba(values)[:, 1] if len(values) else np.zeros(0)


def cross_validated(items: list[Item]) -> list[np.ndarray]:
    """Probabilities for every item from a model that never saw its question."""
    folds = [zlib.crc32(one.key.encode()) % FOLDS for one in items]
    result: list[np.ndarray] = [np.zeros(0)] * len(items)
    for fold in range(FOLDS):
        model = fit([one for one, its in zip(items, folds, strict=True) if its != fold])
        for at, one in enumerate(items):
            if folds[at] == fold:
                result[at] = probabilities(model, one.values)
    return result


def report(items: list[Item], predicted: list[np.ndarray]) -> tuple[float, dict[str, object]]:
    """The threshold and the figures to keep; prints a line per suite."""
    best = np.array([one.max() if len(one) else 0.0 for one in predicted])
    declined = np.array([one.declined for one in items])
    thresholds = np.unique(best.round(3))
    balanced = [(np.mean(best[declined] < one) + np.mean(best[~declined] >= one)) / 2 for one in thresholds]
    # The lowest that serves nearly as well: a corpus about one subject gives lower probabilities than these files.
    threshold = float(
        next(t for t, one in zip(thresholds, balanced, strict=True) if one >= max(balanced) - TOLERANCE)
    )
    reached = balanced[int(np.searchsorted(thresholds, threshold))]
    figures: dict[str, object] = {"balanced_accuracy_of_declining": round(float(reached), 3)}
    for suite, subject in sorted({(one.suite, one.subject) for one in items}):
        rows = [
            (one, p)
            for one, p in zip(items, predicted, strict=True)
            if (one.suite, one.subject) == (suite, subject)
        ]
        asked = [(one, p) for one, p in rows if not one.declined]
        hits = [[bool(one.answers[np.argsort(-p)[:n]].any()) for n in (1, 2, 3)] for one, p in asked]
        shares = np.mean(hits, axis=0).round(3).tolist()
        right = np.mean([(p.max() < threshold if len(p) else True) == one.declined for one, p in rows])
        name = f"{suite} by subject" if subject else suite
        figures[name] = {"evidence_in_best_1_2_3": shares, "declined_rightly": round(float(right), 3)}
        print(f"{name:24s} evidence in best 1, 2, 3: {shares}  declined or answered rightly: {right:.3f}")
    print(f"threshold {threshold:.3f}, balanced accuracy of declining {reached:.3f}")
    return threshold, figures


def main() -> int:
    """Fits, reports, and with ``--write`` stores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for what was read, by case file and reader")
    options = parser.parse_args()
    items = [one for path in options.cases for one in kept(path, options.keep)]
    threshold, figures = report(items, cross_validated(items))
    model = fit(items)
    stored = {
        "fitted_on": [path.stem for path in options.cases],
        "questions": len(items),
        "cross_validated": figures,
        "threshold": round(threshold, 3),
        "intercept": round(float(model.intercept_[0]), 4),
        "coefficients": {
            name: round(float(weight), 4) for name, weight in zip(FEATURES, model.coef_[0], strict=True)
        },
    }
    text = json.dumps(stored, indent=2) + "\n"
    print(text)
    if options.write:
        OUTPUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
