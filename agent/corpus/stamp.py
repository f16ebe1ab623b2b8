"""Whether files have changed, without reading them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from agent.corpus.discover import discover
from agent.result import Skipped

if TYPE_CHECKING:
    from pathlib import Path


def stamp(path: Path) -> str:
    """A hash of the names, sizes and times of the files under ``path``: equal while none of them changed.

    Raises:
        DocumentError: there is nothing under ``path``.
    """
    lines = []
    for entry in discover([path]):
        if not isinstance(entry, Skipped) and entry.path is not None:
            state = entry.path.stat()
            lines.append(f"{entry.source}\0{state.st_size}\0{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
