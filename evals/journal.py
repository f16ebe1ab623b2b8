"""The journal of a run: every reply on the disk before the next is asked for, so that a crash loses none.

JSON lines: a head with the fingerprints of what was asked, then a reply a line. A line that a crash cut short is
dropped when the journal is read.
"""

from __future__ import annotations

import json
import os
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from agent.errors import InputError
from evals.fingerprints import agent_fingerprint
from evals.reply import Reply, read_reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evals.result import Fingerprints, Settings

SCHEMA = "seedcheck.replies/1"


def head_of(settings: Settings, fingerprints: Fingerprints) -> dict[str, Any]:
    """What must be the same for replies to be taken over: the agent, engine, stage, case files and corpora."""
    return {
        "schema": SCHEMA,
        "agent": agent_fingerprint(),
        "engine": settings.engine,
        "stage": settings.stage,
        "case_files": fingerprints.case_files,
        "corpora": fingerprints.corpora,
    }


class Journal:
    """Writes replies to a file as they come; safe to call from several threads."""

    def __init__(self, path: Path, head: Mapping[str, Any], *, resumed: Sequence[Reply] = ()) -> None:
        """Begins the file anew with ``head`` and the replies taken over from before.

        Raises:
            InputError: the file cannot be written.
        """
        self.path = path
        self._lock = Lock()
        lines = [json.dumps(head), *(reply.line() for reply in resumed)]
        beginning = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beginning.write_text("\n".join(lines) + "\n", encoding="utf-8")
            beginning.replace(path)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"{path}: cannot be written ({error.strerror}).",
                next_step="Name another file, with -o or --rows.",
            ) from error

    def write(self, reply: Reply) -> None:
        """Put a reply on the disk; it is there when this returns."""
        line = reply.line() + "\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def replies_on_record(path: Path, head: Mapping[str, Any]) -> dict[tuple[str, int], Reply]:
    """The replies in a journal by case and repeat; those that errored are left out, so they are asked for again.

    Raises:
        InputError: there is no such file, it is no journal, or case files, corpora, engine or stage differ.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError as error:
        raise InputError(
            f"{path}: there is no run to resume ({error.strerror}).", next_step="Run it without --resume."
        ) from error
    try:
        found = json.loads(lines[0])
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise InputError(f"{path}: is no file of result rows.", next_step="Run it without --resume.")
    differing = sorted(key for key in head if found.get(key) != head[key])
    if differing:
        raise InputError(
            f"{path}: was begun with other {', '.join(differing)}; its rows do not fit this run.",
            next_step="Run it without --resume.",
        )
    return {(reply.id, reply.repeat): reply for reply in _whole(lines[1:]) if reply.error is None}


def _whole(lines: list[str]) -> list[Reply]:
    """The replies up to the first line that was cut short."""
    replies = []
    for line in lines:
        try:
            replies.append(read_reply(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            break
    return replies


def recorded(folder: Path, head: Mapping[str, Any]) -> dict[tuple[str, int], Reply]:
    """The replies that ``--record`` kept in a folder, where nothing that shapes them has changed since; else none.

    The same agent asked the same over the same documents replies the same: there is nothing to open for it.
    """
    try:
        return replies_on_record(record_of(folder), head)
    except InputError:
        return {}


def record_of(folder: Path) -> Path:
    """Where ``--record`` keeps replies, beside the traffic behind them."""
    return folder / "replies.jsonl"
