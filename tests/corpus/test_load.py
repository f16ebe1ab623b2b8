"""Loading: from the paths a user types to documents, and what is said of the rest."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.corpus import load as load_module
from agent.corpus.formats import SUFFIXES
from agent.corpus.load import load
from agent.document import Document
from agent.errors import DocumentError, SeedcheckError, UsageError
from agent.result import Skipped

WORDS = "The harbour froze over on Sunday, and the ferry was cancelled.\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below the test's folder and returns its path."""

    def write_file(name: str, content: str | bytes = WORDS) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def documents(*paths: str | Path) -> list[Document]:
    return [entry for entry in load(paths) if isinstance(entry, Document)]


def skipped(*paths: str | Path) -> dict[str, str]:
    return {entry.source: entry.why for entry in load(paths) if isinstance(entry, Skipped)}


def test_a_text_file_is_its_exact_text(write: Write) -> None:
    """Line ends, white space and all: nothing is cleaned away, and the hash is of the file's bytes."""
    data = b"\r\n  The harbour\r\nfroze over.\t\r\n\r\n\r\n"
    [document] = documents(write("ice.txt", data))
    assert document.text == data.decode()
    assert document.source == "ice.txt"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.size, document.loader, document.encoding) == (len(data), "text/1", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_decoded_and_named(write: Write, encoding: str) -> None:
    """Windows-1252, UTF-16 and a byte order mark give the same text, and the encoding is recorded."""
    text = "Der Hafen ist gefroren – „für Wochen“, hieß es an der Mole. Die Fähre fährt nicht.\n" * 5
    data = text.encode(encoding)
    [document] = documents(write("eis.txt", data))
    assert document.text == text
    assert document.size == len(data)
    assert document.encoding


def test_a_folder_is_read_whole_in_order(write: Write, tmp_path: Path) -> None:
    """Every supported file below a folder is a document named by its path, sorted; hidden ones are passed over."""
    for name in ("b.txt", "a/z.md", "a/B.TXT", "c.html", ".hidden.txt", ".git/x.txt", "a/.cache/y.txt"):
        write(name, f"<html><body><p>{WORDS * 9}</p></body></html>" if name == "c.html" else WORDS)
    assert [entry.source for entry in documents(tmp_path)] == ["b.txt", "c.html", "a/B.TXT", "a/z.md"]
    assert skipped(tmp_path) == {}


def test_a_folder_reports_what_it_skips(write: Write, tmp_path: Path) -> None:
    """Unsupported, empty, undecodable and descriptive files are skipped with the reason; the rest is loaded."""
    write("good.txt")
    write("empty.txt", b"")
    write("blank.md", b" \n\t\n")
    write("sheet.xlsx")
    write("NOTES")
    write("junk.txt", bytes(range(256)) * 40)
    for name in ("README.md", "readme.txt", "LICENSE", "CHANGELOG.md", "README_de.md", "Licence.txt"):
        write(name)
    assert [document.source for document in documents(tmp_path)] == ["good.txt"]
    reasons = skipped(tmp_path)
    assert set(reasons) == {
        *("empty.txt", "blank.md", "sheet.xlsx", "NOTES", "junk.txt", "README.md", "readme.txt", "LICENSE"),
        *("CHANGELOG.md", "README_de.md", "Licence.txt"),
    }
    assert "empty" in reasons["empty.txt"]
    assert "empty" in reasons["blank.md"]
    assert ".xlsx files are not supported" in reasons["sheet.xlsx"]
    assert "suffix" in reasons["NOTES"]
    assert "UTF-8" in reasons["junk.txt"]
    assert reasons["README.md"] == reasons["LICENSE"] == "Describes the folder; name it to ingest it."


def test_news_about_licences_is_a_document(write: Write, tmp_path: Path) -> None:
    """Only names that are conventions describe a folder."""
    for name in ("license-fees-rise.txt", "readme-culture.txt", "changelogs.txt"):
        write(name)
    assert len(documents(tmp_path)) == 3


def test_a_readme_named_by_itself_is_a_document(write: Write) -> None:
    """What the user names is loaded."""
    assert [document.source for document in documents(write("README.md"))] == ["README.md"]


def test_patterns_are_expanded(write: Write, tmp_path: Path) -> None:
    """A pattern the shell left alone names files relative to its fixed part, and passes over what it cannot load."""
    for name in ("in/a.txt", "in/b.txt", "in/c.xlsx", "in/sub/d.txt"):
        write(name)
    assert [d.source for d in documents(f"{tmp_path}/in/*.txt")] == ["a.txt", "b.txt"]
    assert [d.source for d in documents(f"{tmp_path}/in/**/*.txt")] == ["a.txt", "b.txt", "sub/d.txt"]
    assert [d.source for d in documents(f"{tmp_path}/i?/[ab].txt")] == ["in/a.txt", "in/b.txt"]
    assert [d.source for d in documents(f"{tmp_path}/in/*")] == ["a.txt", "b.txt", "sub/d.txt"]
    assert [d.source for d in documents(f"{tmp_path}/in/**")] == ["a.txt", "b.txt", "sub/d.txt"]
    assert set(skipped(f"{tmp_path}/in/*")) == {"c.xlsx"}
    with pytest.raises(DocumentError, match=r"matches no document\. c\.xlsx: \.xlsx files are not supported"):
        load([f"{tmp_path}/in/*.xlsx"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(write: Write) -> None:
    """An existing file comes before the pattern its name might be."""
    write("a.txt")
    assert [document.source for document in documents(write("[a].txt"))] == ["[a].txt"]


def test_relative_paths_are_understood(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, by a dot, a name or a pattern."""
    write("a.txt")
    write("sub/b.txt")
    monkeypatch.chdir(tmp_path)
    assert [document.source for document in documents(".")] == ["a.txt", "sub/b.txt"]
    assert [document.source for document in documents("sub", "*.txt")] == ["b.txt", "a.txt"]


def test_the_same_file_is_loaded_once(write: Write, tmp_path: Path) -> None:
    """Named twice, it is one document; under another name it is reported."""
    path = write("sub/a.txt")
    assert [document.source for document in documents(path, path)] == ["a.txt"]
    assert [document.source for document in documents(tmp_path, path)] == ["sub/a.txt"]
    assert skipped(tmp_path, path) == {"a.txt": "The same file as sub/a.txt."}


def test_two_files_of_one_name_are_an_error(write: Write, tmp_path: Path) -> None:
    """The error names both files and what to do, before anything is loaded."""
    first, second = write("x/a.txt"), write("y/a.txt")
    with pytest.raises(UsageError) as raised:
        load([first, second])
    assert str(first) in str(raised.value)
    assert str(second) in str(raised.value)
    assert "folder above both" in raised.value.next_step
    assert [document.source for document in documents(tmp_path)] == ["x/a.txt", "y/a.txt"]


def test_two_documents_of_one_id_are_an_error(write: Write) -> None:
    """An id in two jsonl files is named with both."""
    first = write("a.jsonl", '{"id": "port", "text": "Ice."}')
    second = write("b.jsonl", '{"id": "port", "text": "Thaw."}')
    with pytest.raises(UsageError, match="both hold a document called 'port'"):
        list(load([first, second]))


def test_links_are_followed_and_rings_end(write: Write, tmp_path: Path) -> None:
    """A linked file or folder is read once; a folder that links to itself does no harm."""
    write("in/a.txt")
    write("out/b.txt")
    (tmp_path / "in/ring").symlink_to(tmp_path / "in")
    (tmp_path / "in/other").symlink_to(tmp_path / "out")
    (tmp_path / "in/again.txt").symlink_to(tmp_path / "in/a.txt")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in/self.txt").symlink_to(tmp_path / "in/self.txt")
    assert [document.source for document in documents(tmp_path / "in")] == ["a.txt", "other/b.txt"]
    reasons = skipped(tmp_path / "in")
    assert reasons.pop("again.txt") == "The same file as a.txt."
    assert set(reasons) == {"broken.txt", "self.txt"}
    assert "not there" in reasons["broken.txt"]


def test_pipes_are_never_opened(write: Write, tmp_path: Path) -> None:
    """A named pipe would block for ever: it is skipped in a folder and refused by name."""
    write("a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert skipped(tmp_path) == {"pipe.txt": "Not a regular file."}
    with pytest.raises(DocumentError, match=r"Not a regular file\. Name a regular file"):
        load([tmp_path / "pipe.txt"])


@pytest.mark.parametrize(
    ("name", "content", "message", "next_step"),
    [
        ("missing.txt", None, "no such file or folder", "Check the spelling"),
        ("missing/*.txt", None, "No file matches", "name the folder"),
        ("sheet.xlsx", b"x", "xlsx files are not supported", ".txt, .text, .md"),
        ("plain", b"x", "without a suffix is not supported", ".txt"),
        ("empty.txt", b"", "empty", "Fill it or remove it"),
        ("empty.html", b"", "empty", "Fill it or remove it"),
        ("empty.jsonl", b"\n\n", "empty", "Write each line"),
        ("junk.txt", bytes(range(256)) * 40, "not text", "UTF-8"),
        ("junk.html", bytes(range(256)) * 40, "not text", "UTF-8"),
        ("page.html", b"<html><body><script>var a</script></body></html>", "No text could be found", ".txt"),
        ("bad\0name", None, "no such file or folder", "spelling"),
    ],
)
def test_a_named_file_that_cannot_be_read_says_why_and_what_to_do(
    write: Write, tmp_path: Path, name: str, content: bytes | None, message: str, next_step: str
) -> None:
    """Each failure is one sentence with the path, the reason and the next step, and exits with 2."""
    path = write(name, content) if content is not None else f"{tmp_path}/{name}"
    with pytest.raises(DocumentError) as raised:
        list(load([path]))
    assert message in raised.value.reason
    assert next_step in raised.value.next_step
    assert name.partition("\0")[0] in raised.value.source
    assert raised.value.exit_code == 2


def test_a_folder_without_documents_is_an_error(write: Write, tmp_path: Path) -> None:
    """It says what was found instead."""
    with pytest.raises(DocumentError, match="holds no document"):
        load([tmp_path])
    write("sheet.xlsx")
    with pytest.raises(DocumentError, match=r"sheet\.xlsx: \.xlsx files are not supported"):
        load([tmp_path])


def test_no_path_is_an_error() -> None:
    """Nothing to load is a wrong use."""
    with pytest.raises(UsageError, match="No path"):
        load([])


def test_unreadable_files_are_reported(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing permission: skipped in a folder, an error by name."""
    secret = write("secret.txt")
    write("a.txt")
    really_open = Path.open

    def guarded(self: Path, mode: str) -> object:
        if self == secret:
            raise PermissionError(13, "Permission denied")
        return really_open(self, mode)

    monkeypatch.setattr(Path, "open", guarded)
    assert "Permission denied" in skipped(tmp_path)["secret.txt"]
    with pytest.raises(DocumentError, match=r"Permission denied.*Check its permissions"):
        list(load([secret]))


def test_huge_files_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit a file is refused with advice; at the limit it is read."""
    path = write("big.txt")
    monkeypatch.setattr(load_module, "MAX_BYTES", len(WORDS))
    assert len(documents(path)) == 1
    monkeypatch.setattr(load_module, "MAX_BYTES", len(WORDS) - 1)
    with pytest.raises(DocumentError, match="Split it into smaller files"):
        documents(path)


@pytest.mark.parametrize(
    ("data", "loader"),
    [
        (WORDS.encode(), "text/1"),
        (
            b"\xef\xbb\xbf  <!DOCTYPE html><html><body><p>" + WORDS.encode() * 9 + b"</p></body></html>",
            "html",
        ),
        (b"<!-- saved page -->\n<html><body><p>" + WORDS.encode() * 9 + b"</p></body></html>", "html"),
        (b"<3 harbours", "text/1"),
        (b"{curly} brackets open this text", "text/1"),
    ],
)
def test_standard_input_is_read_by_its_content(data: bytes, loader: str) -> None:
    """`-` is named stdin; a web page is told from text by its first characters."""
    [document] = load(["-"], stdin=io.BytesIO(data))
    assert isinstance(document, Document)
    assert document.source == "stdin"
    assert document.loader.startswith(loader)


def test_standard_input_may_be_jsonl() -> None:
    """Documents piped in as jsonl keep their ids."""
    [document] = load(["-", "-"], stdin=io.BytesIO(b'{"id": "port", "text": "Ice."}\n'))
    assert isinstance(document, Document)
    assert document.source == "port"


def test_empty_standard_input_is_an_error() -> None:
    """The error speaks of standard input, not of a file."""
    with pytest.raises(DocumentError, match="standard input: The file is empty"):
        list(load(["-"], stdin=io.BytesIO(b"")))


def test_names_that_are_no_unicode_stay_printable(write: Write, tmp_path: Path) -> None:
    """A file name of other bytes gets replacement characters, so that results can be written as JSON."""
    write("a.txt")
    Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff.txt")).write_text(WORDS)
    assert "\ufffd.txt" in [document.source for document in documents(tmp_path)]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_has_a_loader_that_knows_its_errors(suffix: str) -> None:
    """Whatever the bytes, a loader gives documents or raises an error of this project."""
    for data in (
        b"",
        b"\0" * 100,
        b"\xff\xfe\x00\xd8",
        b"<",
        b"{",
        b"[" * 100_000,
        b"---\n: :\n---\n",
        b"\x80" * 999,
    ):
        try:
            found = SUFFIXES[suffix](data, "x")
        except SeedcheckError:
            continue
        assert all(document.text for document in found)
