"""Fits ``agent/answer/evidence.json``: the probability that a sentence answers a question.

    python training/fit_evidence.py [--write] [--keep DIR] CASES.jsonl…

Positives are sentences that overlap a case's gold evidence, negatives all other candidates of its retrieval. Every
answerable question is asked four times: of the whole corpus and of the documents that share the gold document's title
alone, as of a corpus about one subject; and of both once more as one to decline, with its gold documents taken away
from the first, and its answering sentences out of the second. ``--keep`` keeps what was read of each file, so that an
interrupted run goes on. Prints, over folds by question (all language versions of a question share a fold): how often
the best one, two, three sentences hold the evidence, and the balanced accuracy of declining at the chosen threshold.
All of it is fitted twice, with what the reader says and without.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from agent.answer import abstain, evidence
from agent.answer.abstain import signals
from agent.answer.evidence import Evidence, Question, features, read_question, weigh
from agent.answer.extractive import PASSAGES
from agent.opening import open_corpus
from agent.protocols import Filter
from agent.reader.cross_encoder import CrossEncoder
from agent.regression import FARTHEST
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
ANSWERED = 0.95
OUTPUT = Path(evidence.__file__).with_name("evidence.json")


@dataclass
class Item:
    """One question as it was weighed, which sentences answer it, and whether it is to be declined.

    ``subject`` is whether only documents about the gold document's subject were searched.
    """

    suite: str
    subject: bool
    key: str
    question: Question
    evidence: list[Evidence]
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
            weighed = weigh(asked, shown, reader)
            labels = [any(overlaps(one.candidate, span) for span in gold) for one in weighed]
            key = case.id.partition(":")[0]
            yield Item(suite, bool(scope), key, asked, weighed, np.array(labels, bool), declined)


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


class Fit:
    """Both regressions over all items, with the reader or without; cross-validated by question."""

    def __init__(self, items: list[Item], *, read: bool) -> None:
        self.items, self.read = items, read
        self.names = evidence.READ_TOO if read else evidence.FOUND
        self.signals = abstain.READ_TOO if read else abstain.SIGNALS
        self.rows = [self._rows(one) for one in items]
        self.folds = np.array([zlib.crc32(one.key.encode()) % FOLDS for one in items])
        self.unseen: list[np.ndarray] = [np.zeros(0)] * len(items)
        for fold in range(FOLDS):
            model = self._sentences(np.flatnonzero(self.folds != fold))
            for at in np.flatnonzero(self.folds == fold):
                self.unseen[at] = probabilities(model, self.rows[at])
        self.sentence = self._sentences(np.arange(len(items)))
        self.weighed = np.array([self._signals(*one) for one in zip(items, self.unseen, strict=True)])
        self.answerable = np.array([not one.declined for one in items])
        self.unseen_answerable = np.zeros(len(items))
        for fold in range(FOLDS):
            chosen = self.folds != fold
            model = self._questions(chosen)
            self.unseen_answerable[~chosen] = model.predict_proba(self.weighed[~chosen])[:, 1]
        self.question = self._questions(np.ones(len(items), bool))

    def _rows(self, item: Item) -> np.ndarray:
        rows = [
            features(item.question, one.candidate, one.reading if self.read else None, one.holds)
            for one in item.evidence
        ]
        return np.array(rows, float).reshape(-1, len(self.names))

    def _signals(self, item: Item, predicted: np.ndarray) -> list[float]:
        weighed = [
            replace(one, probability=float(p), reading=one.reading if self.read else None)
            for one, p in zip(item.evidence, predicted, strict=True)
        ]
        weighed.sort(key=lambda one: -one.probability)
        return signals(weighed) if weighed else [-FARTHEST] * len(self.signals)

    def _sentences(self, chosen: np.ndarray) -> LogisticRegression:
        values = np.vstack([self.rows[at] for at in chosen])
        labels = np.concatenate([self.items[at].answers for at in chosen])
        return LogisticRegression(max_iter=3000, C=10.0).fit(values, labels)

    def _questions(self, chosen: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(max_iter=3000, class_weight="balanced")
        return model.fit(self.weighed[chosen], self.answerable[chosen])

    def threshold(self) -> tuple[float, float]:
        """The highest threshold that lets ``ANSWERED`` of the answerable through, and the balanced accuracy there.

        Asked of documents about one subject, where probabilities are lowest: to decline what the documents say is
        the worse mistake, for what is shown carries its source, and what is declined is lost.
        """
        subject = np.array([one.subject for one in self.items])
        tried = np.arange(0.05, 0.951, 0.01)
        let_through = self.unseen_answerable[subject & self.answerable]
        threshold = max((one for one in tried if (let_through >= one).mean() >= ANSWERED), default=tried[0])
        return round(float(threshold), 2), self.balanced(self.answerable, self.unseen_answerable, threshold)

    @staticmethod
    def balanced(answerable: np.ndarray, predicted: np.ndarray, threshold: float) -> float:
        """The mean of the shares answered of answerable questions and declined of the others."""
        shown = predicted >= threshold
        return float((shown[answerable].mean() + (~shown[~answerable]).mean()) / 2)

    def stored(self) -> dict[str, object]:
        """What ``evidence.json`` keeps; prints a line per suite."""
        threshold, reached = self.threshold()
        figures: dict[str, object] = {"balanced_accuracy_of_declining": round(reached, 3)}
        for suite, subject in sorted({(one.suite, one.subject) for one in self.items}):
            at = np.array([(one.suite, one.subject) == (suite, subject) for one in self.items])
            asked = np.flatnonzero(at & self.answerable)
            hits = [
                [bool(self.items[one].answers[np.argsort(-self.unseen[one])[:n]].any()) for n in (1, 2, 3)]
                for one in asked
            ]
            name = f"{suite} by subject" if subject else suite
            right = self.balanced(self.answerable[at], self.unseen_answerable[at], threshold)
            shares = np.mean(hits, axis=0).round(3).tolist()
            figures[name] = {"evidence_in_best_1_2_3": shares, "declining": round(right, 3)}
            print(
                f"{name:26s} evidence in best 1, 2, 3: {shares}  balanced accuracy of declining: {right:.3f}"
            )
        print(f"threshold {threshold:.2f}, balanced accuracy of declining {reached:.3f}")
        return {
            "cross_validated": figures,
            "threshold": threshold,
            "sentence": coefficients(self.sentence, self.names),
            "question": coefficients(self.question, self.signals),
        }


def probabilities(model: LogisticRegression, values: np.ndarray) -> np.ndarray:
    """The probability of every row."""
    return model.predict_proba(values)[:, 1] if len(values) else np.zeros(0)


def coefficients(model: LogisticRegression, names: Sequence[str]) -> dict[str, object]:
    """An intercept and coefficients by name."""
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 4), "coefficients": weights}


def main() -> int:
    """Fits, reports, and with ``--write`` stores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for what was read, by case file and reader")
    options = parser.parse_args()
    items = [one for path in options.cases for one in kept(path, options.keep)]
    stored: dict[str, object] = {"fitted_on": [path.stem for path in options.cases], "questions": len(items)}
    for name, read in (("with_reader", True), ("without_reader", False)):
        print(name.replace("_", " "))
        stored[name] = Fit(items, read=read).stored()
    text = json.dumps(stored, indent=2) + "\n"
    print(text)
    if options.write:
        OUTPUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
