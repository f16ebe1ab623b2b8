"""Standard streams hold whatever is at their other end."""

from __future__ import annotations

import io
import os
import sys

import pytest

from agent.cli.options import Output
from agent.cli.terminal import emit, progress, set_up, spoken
from agent.errors import DiskError, InputError


@pytest.fixture
def closed_pipe(monkeypatch: pytest.MonkeyPatch) -> io.TextIOWrapper:
    """Standard output into a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    stream = io.TextIOWrapper(os.fdopen(writer, "wb"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    return stream


def test_a_reader_that_has_gone_is_no_error(closed_pipe: io.TextIOWrapper) -> None:
    """`seedcheck … | head` ends quietly, at the flush on exit too."""
    emit("a line\n" * 100_000)
    emit("another\n")
    closed_pipe.close()


def test_a_full_disk_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that cannot be written is reported, not lost."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(DiskError, match="cannot be written: No space left"):
            emit("a line\n")


def test_any_locale_prints_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters outside the locale's encoding are printed as UTF-8; what has no UTF-8 form is spelt out."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    set_up(Output())
    emit("Größe \ud800")
    assert written.getvalue() == "Größe \\ud800".encode()


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("How much?", "How much?"),
        (os.fsdecode("Wie groß?".encode()), "Wie groß?"),
    ],
)
def test_arguments_are_utf8(argument: str, text: str) -> None:
    """Bytes of the command line are read as UTF-8, whatever the locale made of them."""
    assert spoken(argument) == text


def test_arguments_must_be_utf8() -> None:
    """Bytes that are not cannot travel on."""
    with pytest.raises(InputError, match="The argument is not UTF-8 text"):
        spoken(os.fsdecode(b"caf\xe9"))


def test_progress_shows_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No bar where standard error is a file, nor with --quiet; on a terminal hostile names stay words."""
    with progress(Output()) as unseen:
        assert unseen is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(Output(quiet=True)) as quiet:
        assert quiet is None
    monkeypatch.setenv("TERM", "xterm")
    with progress(Output()) as advance:
        assert advance is not None
        advance("[red]port\x1b[2J.txt")
        advance("coast.txt")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "\x1b[2J" not in shown.err
