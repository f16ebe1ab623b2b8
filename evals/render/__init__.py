"""A result in the formats people and machines read. Every renderer is a pure function of the result."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import InputError

if TYPE_CHECKING:
    from evals.result import EvalResult

_MODULES = {".json": "json", ".xml": "junit", ".html": "html", ".md": "markdown"}


def check_ending(path: Path) -> None:
    """Raise ``InputError`` where the ending of ``path`` names no format."""
    if path.suffix.lower() not in _MODULES:
        raise InputError(f"-o {path}: no format has this ending.", next_step=f"Use {', '.join(_MODULES)}.")


def write(result: EvalResult, path: Path) -> None:
    """Write the result in the format that the ending names, whole or not at all.

    Folders on the way are made. Raises ``InputError`` for an unknown ending or where the file cannot be
    written.
    """
    check_ending(path)
    write_text(path, import_module(f"evals.render.{_MODULES[path.suffix.lower()]}").render(result))


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all; folders on the way are made. Raises ``InputError`` where that fails."""
    try:
        _replace(path, text)
    except OSError as error:
        raise InputError(
            f"-o {path}: cannot be written ({error.strerror}).", next_step="Name another file."
        ) from error


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
