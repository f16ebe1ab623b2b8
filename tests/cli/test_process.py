"""The program as its users start it: a process of its own, with the real fact checker behind it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-c", "from agent.cli import main; main()"]
PORT = (
    "The harbour of Westhaven handled 12,500 tonnes of grain in May.\n"
    "The mayor of Westhaven is Ada Lindqvist.\n"
)
WETTER = "Am Dienstag fielen in Nordstadt 38 Liter Regen. Die Feuerwehr pumpte größere Keller leer.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, an index that is not there yet, and an empty folder to be in."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/port.txt").write_text(PORT, encoding="utf-8")
    (tmp_path / "texts/wetter.txt").write_text(WETTER, encoding="utf-8")
    (tmp_path / "here").mkdir()
    return tmp_path


def start(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the program to its end, with its index in ``folder`` and ``more`` in its environment."""
    environment = os.environ | {"SEEDCHECK_INDEX": str(folder / "index")} | more
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=folder / "here", env=environment, capture_output=True, check=False
    )


def test_from_files_to_answers(folder: Path) -> None:
    """Each step sees what the one before did, and nothing is left in the current folder."""
    first = json.loads(start(folder, "ingest", "../texts", "--json").stdout)
    assert first["added"] == ["port.txt", "wetter.txt"]
    again = json.loads(start(folder, "ingest", "../texts", "--json").stdout)
    assert (again["added"], again["unchanged"]) == ([], ["port.txt", "wetter.txt"])

    answer = json.loads(start(folder, "ask", "Who is the mayor of Westhaven?", "--json").stdout)
    (citation,) = answer["citations"]
    assert PORT[citation["start"] : citation["end"]] == citation["quote"]
    assert "Lindqvist" in citation["quote"]
    assert citation["sha256"] == hashlib.sha256(PORT.encode()).hexdigest()

    verdict = json.loads(start(folder, "check", "Ada Lindqvist is the mayor of Westhaven.", "--json").stdout)
    assert verdict["verdict"] == "supported"
    assert {stance["source"] for stance in verdict["stances"]} == {"port.txt", "wetter.txt"}

    assert start(folder, "sources", "--text", "port.txt").stdout == PORT.encode()
    start(folder, "remove", "port.txt")
    listed = json.loads(start(folder, "sources", "--json").stdout)
    assert [record["source"] for record in listed["sources"]] == ["wetter.txt"]
    assert list((folder / "here").iterdir()) == []


def test_an_ascii_locale_changes_nothing(folder: Path) -> None:
    """Under LANG=C a question with umlauts finds its answer, and the answer is UTF-8."""
    asked = start(
        folder,
        "ask",
        "Was pumpte die Feuerwehr leer?",
        "--corpus",
        "../texts",
        LANG="C",
        LC_ALL="C",
        PYTHONUTF8="0",
    )
    assert asked.returncode == 0
    assert "größere Keller" in asked.stdout.decode("utf-8")


def test_a_named_corpus_is_looked_at_alone(folder: Path) -> None:
    """--corpus goes before the index, and leaves it as it is."""
    start(folder, "ingest", "../texts/port.txt")
    alone = json.loads(start(folder, "sources", "--corpus", "../texts/wetter.txt", "--json").stdout)
    assert [record["source"] for record in alone["sources"]] == ["wetter.txt"]
    kept = json.loads(start(folder, "sources", "--json").stdout)
    assert [record["source"] for record in kept["sources"]] == ["port.txt"]


def test_an_empty_index_means_the_sample_documents(folder: Path) -> None:
    """With no documents of one's own, the packaged ones are there."""
    listed = json.loads(start(folder, "sources", "--json").stdout)
    packaged = (Path(__file__).parents[2] / "seeds").glob("*.txt")
    assert [record["source"] for record in listed["sources"]] == sorted(path.name for path in packaged)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "   "], 2),
        (["ask", "?!"], 2),
        (["check", "x" * 10_001], 2),
        (["ask", "Who?", "--engine", "llm"], 2),
        (["ask", "Who?", "--corpus", "no/such/folder"], 2),
        (["ingest", "no-such-file.txt"], 2),
        (["remove", "no-such-document"], 2),
        (["sources", "--text", "no-such-document"], 2),
    ],
)
def test_bad_input_is_told_in_a_line(folder: Path, arguments: list[str], code: int) -> None:
    """What cannot be done says why in one line, prints nothing, and exits 2."""
    ended = start(folder, *arguments)
    assert (ended.returncode, ended.stdout) == (code, b"")
    assert ended.stderr.startswith(b"seedcheck: ")
    assert ended.stderr.count(b"\n") == 1


def test_help_is_there_at_once(folder: Path) -> None:
    """The help page takes less than 0.3 s, interpreter included, in the best of five runs."""
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        start(folder, "--help")
        taken.append(time.perf_counter() - started)
    assert min(taken) < 0.3
