"""From the paths a user types to the files they mean, each with its source name."""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.corpus.formats import SUFFIXES
from agent.errors import DocumentError, UsageError
from agent.result import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
STDIN_SOURCE = "stdin"

_MAGIC = re.compile(r"[*?[]")
_ABOUT_THE_FOLDER = re.compile(
    r"(?:README|LICEN[CS]E|CHANGELOG).*|(?i:(?:readme|licen[cs]e|changelog)(?:\.\w+)?)"
)
_KINDS = ", ".join(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to load; ``path`` is ``None`` for standard input, ``named`` marks a file that the user named."""

    path: Path | None
    source: str
    named: bool


def discover(paths: Sequence[str | Path]) -> list[Found | Skipped]:
    """The files behind ``paths``, in the order given and sorted by name inside each folder or pattern.

    A source name is the path relative to the folder that was named, or to the part of a pattern before its
    first wildcard, with ``/`` between parts; a file named by itself has its plain file name. Hidden files
    are passed over; other files that cannot be documents come as ``Skipped``. A file that is reached twice
    is loaded once.

    Raises:
        DocumentError: a path is missing, a pattern or folder holds nothing, a named file's suffix is unknown.
        UsageError: two files would get the same source name, or no path was given.
    """
    if not paths:
        raise UsageError("No path was given.", next_step="Name a file, a folder or - for standard input.")
    found: dict[str, Found] = {}
    seen: dict[str, str] = {}
    listed: list[Found | Skipped] = []
    for path in paths:
        for entry in _expand(path):
            if isinstance(entry, Found):
                identity = os.path.realpath(entry.path) if entry.path is not None else STDIN
                if identity in seen:
                    if seen[identity] != entry.source:
                        listed.append(Skipped(source=entry.source, why=f"The same file as {seen[identity]}."))
                    continue
                seen[identity] = entry.source
                _require_new_name(entry, found)
            listed.append(entry)
    return listed


def _require_new_name(entry: Found, found: dict[str, Found]) -> None:
    other = found.setdefault(entry.source, entry)
    if other is not entry:
        raise UsageError(
            f"{other.path or 'Standard input'} and {entry.path or 'standard input'} would both be called "
            f"{entry.source!r}.",
            next_step="Name the folder above both, so that their names differ, or rename one.",
        )


def _expand(path: str | Path) -> Iterator[Found | Skipped]:
    text = str(path)
    if text == STDIN:
        yield Found(None, STDIN_SOURCE, named=True)
        return
    if os.path.isdir(text):
        yield from _folder(Path(text))
    elif os.path.lexists(text):
        yield _named_file(Path(text))
    elif _MAGIC.search(text):
        yield from _pattern(text)
    else:
        raise DocumentError(
            text, "There is no such file or folder.", next_step="Check the spelling and the current folder."
        )


def _named_file(path: Path) -> Found:
    reason = _not_a_file(path)
    if reason is not None:
        raise DocumentError(str(path), reason, next_step="Name a regular file, or pipe it in with -.")
    if path.suffix.lower() not in SUFFIXES:
        kind = f"{path.suffix} files are" if path.suffix else "A file without a suffix is"
        raise DocumentError(
            str(path), f"{kind} not supported.", next_step=f"Save it as one of {_KINDS} and name that file."
        )
    return Found(path, _source_name(path.name), named=True)


def _folder(root: Path) -> Iterator[Found | Skipped]:
    entries = [_listed(path, root) for path in _walk(root)]
    _require_documents(entries, str(root), "This folder holds no document.")
    yield from entries


def _require_documents(entries: Sequence[Found | Skipped], path: str, message: str) -> None:
    if not any(isinstance(entry, Found) for entry in entries):
        reasons = [f" {entry.source}: {entry.why}" for entry in entries[:3] if isinstance(entry, Skipped)]
        raise DocumentError(
            path, "".join([message, *reasons]), next_step=f"Name or add files that end in {_KINDS}."
        )


def _pattern(pattern: str) -> Iterator[Found | Skipped]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise DocumentError(
            pattern, "No file matches this pattern.", next_step="Check it, or name the folder instead."
        )
    root = _fixed_part(pattern)
    entries: list[Found | Skipped] = []
    for match in map(Path, matches):
        if not match.is_dir():
            entries.append(_listed(match, root))
        elif "**" not in pattern:  # a recursive pattern lists what is inside by itself
            entries.extend(_listed(inner, root) for inner in _walk(match))
    _require_documents(entries, pattern, "This pattern matches no document.")
    yield from entries


def _fixed_part(pattern: str) -> Path:
    parts = Path(pattern).parts
    fixed = next((number for number, part in enumerate(parts) if _MAGIC.search(part)), len(parts) - 1)
    return Path(*parts[:fixed])


def _walk(root: Path) -> Iterator[Path]:
    """Visible files below ``root``, sorted, and folders that cannot be opened.

    Each folder is entered once, so links that form a ring end.
    """
    entered = {os.path.realpath(root)}
    closed: list[Path] = []
    for folder, subfolders, files in os.walk(
        root, followlinks=True, onerror=lambda error: closed.append(Path(error.filename))
    ):
        visible = sorted(name for name in subfolders if not name.startswith("."))
        subfolders[:] = []
        for name in visible:
            real = os.path.realpath(os.path.join(folder, name))
            if real not in entered:
                entered.add(real)
                subfolders.append(name)
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
    yield from closed


def _listed(path: Path, root: Path) -> Found | Skipped:
    """A file of a folder or pattern: to load, or skipped with the reason."""
    source = _source_name(path.relative_to(root).as_posix())
    reason = _not_a_file(path)
    if reason is not None:
        return Skipped(source=source, why=reason)
    if _ABOUT_THE_FOLDER.fullmatch(path.name):
        return Skipped(source=source, why="Describes the folder; name it to ingest it.")
    if path.suffix.lower() not in SUFFIXES:
        kind = f"{path.suffix} files are" if path.suffix else "A file without a suffix is"
        return Skipped(source=source, why=f"{kind} not supported; supported are {_KINDS}.")
    return Found(path, source, named=False)


def _not_a_file(path: Path) -> str | None:
    try:
        if path.is_file():
            return None
        if path.is_symlink() and not path.exists():
            return "A link to a file that is not there."
        if path.is_dir():
            return "This folder cannot be opened; check its permissions."
    except OSError as error:
        return f"Cannot be opened ({error.strerror})."
    return "Not a regular file."


def _source_name(path: str) -> str:
    """``path`` with bytes that are no valid UTF-8 replaced, so that the name can be written as JSON."""
    return os.fsencode(path).decode("utf-8", errors="replace")
