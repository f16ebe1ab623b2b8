"""An ingest killed at any moment leaves an index that opens, and the next ingest completes it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from agent.corpus.load import load
from agent.protocols import Filter
from tests.index.test_index import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from tests.index.conftest import WordEmbedder

KILLS = 10
DOCUMENTS = 30

SCRIPT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from agent.corpus.load import load
    from agent.index.lock import writing
    from tests.index.conftest import WordEmbedder
    from tests.index.test_index import open_index

    place, folder = map(Path, sys.argv[1:])
    with writing(place):
        index = open_index(place, WordEmbedder())
        print("open", flush=True)
        index.ingest(load([folder]), prune=True)
    """
)


def write_documents(folder: Path, *, edition: int) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    texts = {}
    for number in range(DOCUMENTS):
        changed = edition if number % 3 == 0 else 0
        text = f"Ship number {number} arrived. It is edition {changed} of its report.\n\n" * 5
        texts[f"ship{number:02}.txt"] = text
        (folder / f"ship{number:02}.txt").write_text(text, "utf-8")
    return texts


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path, embedder: WordEmbedder) -> None:
    """After each kill the index opens with whole documents only; after the last, an ingest completes it."""
    chance = random.Random(5)
    place, folder = tmp_path / "index", tmp_path / "documents"
    for edition in range(KILLS):
        texts = write_documents(folder, edition=edition)
        command = [sys.executable, "-c", SCRIPT, str(place), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.6))
            writer.send_signal(signal.SIGKILL)
        opened = open_index(place, embedder)
        for record in opened.sources():
            assert len(opened.text(record.source)) == record.characters
        opened.close()
    final = open_index(place, embedder)
    final.ingest(load([folder]), prune=True)
    assert {one.source: final.text(one.source) for one in final.sources()} == texts
    found = final.retriever().retrieve("ship arrived", language="en", limit=500, where=Filter())
    assert len({(one.source.source, one.sentence.start) for one in found.candidates}) == len(found.candidates)
    assert final._store.count() == sum(
        len(final._store.passages(one.id)) for one in final._documents.values()
    )
    final.close()
