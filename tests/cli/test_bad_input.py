"""Bad input at the command line, with the real fact checker behind it: one line, exit 2, nothing lost."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.index.index import Index
from agent.index.lock import writing
from agent.index.store import Store
from tests.cli.conftest import Run
from tests.corpus.files import FERRY, GRAIN, MAYOR, column, pdf, picture, word, zipped

Program = Callable[..., Run]
LONGEST = 10_000_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with one good document, and an index beside it."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "good.txt").write_text(f"{GRAIN}\n")
    monkeypatch.chdir(here)
    monkeypatch.setenv("SEEDCHECK_INDEX", str(tmp_path / "index"))
    return here


def refused(ended: Run, *words: str, code: int = 2) -> None:
    """One line on standard error that holds ``words``, no traceback, nothing on standard output."""
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith("seedcheck: ")
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
    for word_ in words:
        assert word_ in ended.err


def names(run: Program) -> list[str]:
    return [record["source"] for record in json.loads(run("sources", "--json").out)["sources"]]


BAD_FILES: dict[str, tuple[bytes | None, str]] = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "The file is empty. Fill it or remove it."),
    "empty.docx": (b"", "The file is empty. Fill it or remove it."),
    "junk.txt": (bytes(range(256)) * 20, "Save it as UTF-8 text"),
    "junk.jsonl": (bytes(range(256)) * 20, "Save the file as UTF-8"),
    "junk.docx": (bytes(range(256)) * 20, "save it anew"),
    "junk.pdf": (bytes(range(256)) * 20, "Fetch it again"),
    "junk.epub": (bytes(range(256)) * 20, "save it anew"),
    "nul.txt": (b"The harbour\0 is closed.\n" * 9, "NUL characters"),
    "nul.jsonl": (b'{"id": "a", "text": "The harbour\\u0000"}', "Line 1 holds control characters"),
    "utf16.txt": (b"\xff\xfe" + b"\x00\xd8" * 9, "damaged UTF-16"),
    "surrogate.txt": (b"The harbour \xed\xa0\x80 is closed.\n", "halves of surrogate pairs"),
    "surrogate.jsonl": (b'{"id": "a", "text": "\\ud800"}', "half of a surrogate pair"),
    "line.txt": (b"harbour " * (LONGEST // 8 + 1), "Split it into smaller documents"),
    "line.jsonl": (b'{"id": "a", "text": "%s"}' % (b"a" * (LONGEST + 1)), "Split it into smaller documents"),
    "broken.pdf": (pdf(column(GRAIN))[:800], "A broken PDF"),
    "locked.pdf": (pdf(column(GRAIN), encrypt="secret"), "Encrypted. Save a copy without a password"),
    "scan.pdf": (pdf(picture), "ocrmypdf"),
    "renamed.txt": (pdf(column(GRAIN)), "Let its name end in .pdf"),
    "bomb.docx": (zipped({"word/document.xml": b" " * 60_000_000}), "Unpacks to far more"),
    "bomb.odt": (zipped({"content.xml": b" " * 60_000_000}), "Unpacks to far more"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "without a password"),
    "sheet.xlsx": (b"x", "Save it as one of .txt"),
    "noend": (b"x", "A file without a suffix is not supported"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_named_by_itself(run: Program, folder: Path, name: str) -> None:
    """The file, what is wrong with it and what to do, and nothing is put into the index."""
    content, words = BAD_FILES[name]
    if content is not None:
        (folder / name).write_bytes(content)
    refused(run("ingest", name), name, words)


def test_bad_files_in_a_folder_are_reported_and_the_rest_goes_in(run: Program, folder: Path) -> None:
    """Every bad file is listed with its reason; good ones of any format are there afterwards."""
    for name, (content, _) in BAD_FILES.items():
        if content is not None:
            (folder / name).write_bytes(content)
    (folder / "report.docx").write_bytes(word())
    (folder / "report.pdf").write_bytes(pdf(column(FERRY)))
    ended = run("ingest", ".", "--json")
    report = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert report["added"] == ["good.txt", "report.docx", "report.pdf"]
    assert {item["source"] for item in report["skipped"]} == set(BAD_FILES) - {"missing.txt"}
    assert names(run) == ["good.txt", "report.docx", "report.pdf"]


def test_a_folder_of_bad_files_alone_exits_2(run: Program, folder: Path) -> None:
    """The list of reasons is printed, and the exit code says that nothing went in."""
    (folder / "good.txt").write_bytes(b"")
    ended = run("ingest", ".")
    assert ended.code == 2
    assert "skipped: good.txt: The file is empty" in ended.out
    assert "Nothing could be read" in ended.err


def test_what_was_indexed_stays(run: Program, folder: Path) -> None:
    """A file that has become unreadable leaves its earlier text in the index, with --prune too."""
    (folder / "port.txt").write_text(FERRY)
    (folder / "more.jsonl").write_text(json.dumps({"id": "mayor", "text": MAYOR}))
    run("ingest", ".")
    (folder / "port.txt").write_bytes(b"\0" * 99)
    assert json.loads(run("ingest", ".", "--prune", "--json").out)["removed"] == []
    (folder / "more.jsonl").write_text("{")
    (folder / "good.txt").unlink()
    run("ingest", ".", "--prune")
    assert names(run) == ["good.txt", "mayor", "port.txt"]
    assert run("sources", "--text", "port.txt").out == FERRY


@pytest.mark.parametrize("command", ["ask", "check"])
@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("?!", "is empty"),
        ("Who is the mayor? " * 700, "Shorten the"),
        ("Who is \x01 the mayor?", "control characters"),
        (os.fsdecode(b"Who is \xed\xa0\x80 the mayor?"), "not UTF-8"),
        (os.fsdecode(b"Qui est \xe9lu ?"), "not UTF-8"),
    ],
)
def test_a_bad_question(run: Program, folder: Path, command: str, argument: str, words: str) -> None:
    """Empty, endless and undecodable questions say so."""
    refused(run(command, argument), words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        ("Größe ".encode() * 200_000, "larger than 1 MB"),
        ("ß".encode() * 499_999, "at most 10,000"),
        (b"Who is\0 the mayor?", "control characters"),
        (b"Who is \xed\xa0\x80 the mayor?", "not UTF-8"),
    ],
)
def test_a_bad_question_on_standard_input(
    run: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, words: str
) -> None:
    """The same by a pipe, up to a megabyte and beyond."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    refused(run("ask", "-"), words)


def test_an_index_of_another_embedder(run: Program, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names both, and leaves the index as it is."""
    run("ingest", "good.txt")
    monkeypatch.setattr("agent.index.bundled.BundledEmbedder.name", "another/1")
    refused(run("ingest", "good.txt"), "was made with the embedder", "another/1", "--index")
    monkeypatch.undo()


def test_a_locked_index(run: Program, folder: Path) -> None:
    """Another writer at work: wait; reading goes on."""
    run("ingest", "good.txt")
    with writing(folder.parent / "index"):
        refused(run("ingest", "good.txt"), "Another process is writing", "Wait until it has finished")
        assert names(run) == ["good.txt"]


FULL = (
    OSError(28, "No space left on device"),
    sqlite3.OperationalError("database or disk is full"),
)


@pytest.mark.parametrize("error", FULL)
@pytest.mark.parametrize("place", [(Store, "add"), (Index, "_take"), (Store, "mark")])
def test_a_full_disk(
    run: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[type, str], error: Exception
) -> None:
    """Wherever the room runs out, what was in the index is still there."""
    run("ingest", "good.txt")
    (folder / "port.txt").write_text(FERRY)

    def full(*_: object, **__: object) -> None:
        from agent.index.failures import mapped_database_errors

        with mapped_database_errors():
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(*place, full)
        refused(run("ingest", "."), "the disk is full", "Free some space")
    assert names(run) == ["good.txt"]


@pytest.mark.parametrize("index", ["good.txt", "good.txt/index"])
@pytest.mark.parametrize("command", [["ingest", "good.txt"], ["ask", "Who?"], ["sources"]])
def test_an_index_that_is_no_folder(run: Program, folder: Path, command: list[str], index: str) -> None:
    """A file in its place is told, not passed over; below a file there is none, so the samples are read."""
    ended = run(*command, "--index", index)
    if "/" in index and command[0] != "ingest":
        assert ended.code == 0
    else:
        refused(ended, "good.txt", "--index")


def test_no_permission(run: Program, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be written, for the index or for what is kept of a corpus."""
    really_mkdir = Path.mkdir

    def closed(self: Path, *given: Any, **named: Any) -> None:
        if "closed" in str(self):
            raise PermissionError(13, "Permission denied", str(self))
        really_mkdir(self, *given, **named)

    monkeypatch.setattr(Path, "mkdir", closed)
    refused(run("ingest", "good.txt", "--index", "closed"), "Permission denied", "permissions")
    monkeypatch.setenv("SEEDCHECK_CACHE", str(folder / "closed"))
    refused(run("ask", "How much?", "--corpus", "good.txt"), "Permission denied", "permissions")


@pytest.mark.parametrize(
    ("content", "words"),
    [("index = [1", "seedcheck.toml cannot be read"), ("index = 3\n", "The setting index")],
)
def test_broken_settings(run: Program, folder: Path, content: str, words: str) -> None:
    """A settings file that cannot be read says so."""
    (folder / "seedcheck.toml").write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SEEDCHECK_INDEX")
        refused(run("sources"), words)


def test_a_traceback_comes_with_vv_only(run: Program, folder: Path) -> None:
    """-vv shows where an error was raised; -v does not."""
    assert "Traceback" not in run("ingest", "missing.txt", "-v").err
    assert "Traceback" in run("ingest", "missing.txt", "-vv").err


def test_a_bad_file_of_a_corpus_is_told(run: Program, folder: Path) -> None:
    """--corpus reads what can be read, and names the rest; a README or an image is no loss."""
    for name, content in {"broken.pdf": b"%PDF-1.7", "README.md": b"About these.", "port.png": b"x"}.items():
        (folder / name).write_bytes(content)
    ended = run("sources", "--corpus", ".", "--json")
    assert [record["source"] for record in json.loads(ended.out)["sources"]] == ["good.txt"]
    assert (
        ended.err == "seedcheck: broken.pdf is left out: A broken PDF. "
        "Fetch it again, or open and save it anew in a PDF program.\n"
    )
