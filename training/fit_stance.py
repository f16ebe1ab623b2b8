"""Fits ``agent/verdict/stance.json``: which side a sentence takes on a claim.

    python training/fit_stance.py [--write] CASES.jsonl…

Reads claims with documents of their own. The sentence that stands nearest to the claim carries the case's label. Prints
macro F1 over folds by claim, with what the reader says and without it.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from agent.opening import open_documents
from agent.reader.cross_encoder import CrossEncoder
from agent.verdict import stance
from agent.verdict.comparison import compare
from agent.verdict.stance import COMPARED, READ_TOO, SIDES, features
from evals.load import load_suites

FOLDS = 5
LABELS = {"supported": "supports", "refuted": "refutes", "not_enough_evidence": "silent"}
OUTPUT = Path(stance.__file__).with_name("stance.json")


def read(path: Path, reader: CrossEncoder) -> list[tuple[str, list[float], int]]:
    """Key, features and side of every claim of a case file."""
    (suite,) = load_suites([path])
    rows = []
    for placed in suite.cases:
        case = placed.case
        if not case.is_claim or case.expect.verdict not in LABELS:
            continue
        with open_documents(list(placed.documents.values())) as checker:
            found = checker.search(case.text, language=case.lang)
        if not found.candidates:
            continue
        nearest = max(found.candidates, key=lambda one: one.cosine)
        language = found.queries[0].language
        spoken = nearest.sentence.language
        checks = compare(case.text, nearest.text, claim_language=language, sentence_language=spoken)
        (reading,) = reader.read(case.text, [nearest.text], [nearest.context])
        side = SIDES.index(LABELS[case.expect.verdict])
        rows.append((case.text, features(language, nearest, checks, reading), side))
    return rows


def fit(values: np.ndarray, sides: np.ndarray) -> LogisticRegression:
    """The regression over all rows."""
    return LogisticRegression(max_iter=5000, C=1.0).fit(values, sides)


def cross_validated(keys: list[str], values: np.ndarray, sides: np.ndarray) -> float:
    """Macro F1 on folds that the regression had not seen."""
    folds = np.array([zlib.crc32(key.encode()) % FOLDS for key in keys])
    guesses = np.empty_like(sides)
    for fold in range(FOLDS):
        guesses[folds == fold] = fit(values[folds != fold], sides[folds != fold]).predict(
            values[folds == fold]
        )
    return float(f1_score(sides, guesses, average="macro"))


def fitted(
    keys: list[str], values: np.ndarray, sides: np.ndarray, names: tuple[str, ...]
) -> dict[str, object]:
    """What ``stance.json`` keeps of one regression: its cross-validated macro F1, and coefficients by side."""
    model = fit(values, sides)
    stored: dict[str, object] = {"cross_validated_macro_f1": round(cross_validated(keys, values, sides), 3)}
    for at, side in enumerate(SIDES):
        weights = zip(names, model.coef_[at], strict=True)
        stored[side] = {
            "intercept": round(float(model.intercept_[at]), 4),
            "coefficients": {name: round(float(weight), 4) for name, weight in weights},
        }
    return stored


def main() -> int:
    """Fits, reports, and with ``--write`` stores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reader = CrossEncoder()
    rows = [row for path in options.cases for row in read(path, reader)]
    keys = [key for key, _, _ in rows]
    values = np.array([row for _, row, _ in rows])
    sides = np.array([side for _, _, side in rows])
    stored: dict[str, object] = {"fitted_on": [path.stem for path in options.cases], "claims": len(rows)}
    for name, names in (("with_reader", READ_TOO), ("without_reader", COMPARED)):
        stored[name] = fitted(keys, values[:, : len(names)], sides, names)
    text = json.dumps(stored, indent=2) + "\n"
    print(text)
    if options.write:
        OUTPUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
