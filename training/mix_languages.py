"""Makes one case file and corpus in several languages out of case files that hold the same paragraphs in each.

    python training/mix_languages.py --out DIR CASES.jsonl…

Every paragraph stays in one language only, chosen by its number, so that a question's answer stands in any of them
while the other paragraphs about its subject stand in the others: what a newsroom's corpus looks like. Reads XQuAD in
seedcheck's case format (cases ``ID:QQ-CC``, documents ``CC-pNNN``); other documents are taken over once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from pathlib import Path
from typing import Any

_PARAGRAPH = re.compile(r"(?P<language>[a-z]{2})-(?P<number>p\d+)")


def stays(source: str, languages: list[str]) -> bool:
    """Whether this version of a paragraph is the one that stays; documents in one version only always do."""
    found = _PARAGRAPH.fullmatch(source)
    if found is None:
        return True
    return languages[zlib.crc32(found["number"].encode()) % len(languages)] == found["language"]


def read(path: Path) -> list[dict[str, Any]]:
    """All lines of a jsonl file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> int:
    """Writes ``mixed.jsonl`` and ``corpus-mixed.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    documents: dict[str, dict[str, Any]] = {}
    cases: list[dict[str, Any]] = []
    for path in options.cases:
        head, *lines = read(path)
        documents |= {row["id"]: row for row in read(path.parent / head["corpus"])}
        cases += lines
    spoken = [found["language"] for one in documents if (found := _PARAGRAPH.fullmatch(one))]
    languages = sorted(set(spoken))
    kept = {name: row for name, row in documents.items() if stays(name, languages)}
    options.out.mkdir(parents=True, exist_ok=True)
    answerable = [
        one
        for one in cases
        if one["expect"].get("evidence") and one["expect"]["evidence"][0]["source"] in kept
    ]
    lines = [{"suite": "mixed", "corpus": "corpus-mixed.jsonl"}, *answerable]
    for name, rows in (("mixed.jsonl", lines), ("corpus-mixed.jsonl", list(kept.values()))):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (options.out / name).write_text(text, "utf-8")
    print(f"{len(answerable)} cases over {len(kept)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
