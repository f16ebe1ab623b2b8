"""What a server understands of the protocol: found out by asking once, and remembered."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Form = Literal["json_schema", "json_object", "text"]
_FORMS: tuple[Form, ...] = ("json_schema", "json_object", "text")
_FIELDS = ("max_tokens", "max_completion_tokens")

REMEMBERED_SECONDS = 7 * 86_400
"""A server may learn: after a week it is asked again."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How replies are asked for: in which form, whether with a temperature, and how their length is bounded."""

    form: Form = "json_schema"
    temperature: bool = True
    limit: str = "max_tokens"
    stream_usage: bool = True

    def simpler(self, complaint: str) -> Dialect | None:
        """What to try next after the server rejected a request with ``complaint``; ``None`` if all was tried."""
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.limit == _FIELDS[0] and _FIELDS[0] in complaint:
            return replace(self, limit=_FIELDS[1])
        if self.stream_usage and "stream_options" in complaint:
            return replace(self, stream_usage=False)
        position = _FORMS.index(self.form) + 1
        return replace(self, form=_FORMS[position]) if position < len(_FORMS) else None

    def body(self, name: str, schema: Mapping[str, Any], limit: int) -> dict[str, Any]:
        """The fields of a request's body that depend on the dialect."""
        body: dict[str, Any] = {self.limit: limit}
        if self.temperature:
            body["temperature"] = 0
        if self.form == "json_schema":
            described = {"name": name, "strict": True, "schema": dict(schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body


class Dialects:
    """The dialect of each server and model, kept in a small file each below ``folder``."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, Dialect] = {}

    def of(self, server: str) -> Dialect:
        """What is known of ``server``; the fullest dialect if that is nothing."""
        if server not in self._known:
            self._known[server] = self._stored(server) or Dialect()
        return self._known[server]

    def remember(self, server: str, dialect: Dialect) -> None:
        """Keeps it for this process, and beyond where the folder can be written."""
        if self._known.get(server) == dialect:
            return
        self._known[server] = dialect
        path = self._path(server)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(dialect)), encoding="utf-8")
        except OSError:  # asking again next time is all it costs
            return

    def _stored(self, server: str) -> Dialect | None:
        path = self._path(server)
        try:
            if path is None or time.time() - path.stat().st_mtime > REMEMBERED_SECONDS:
                return None
            return Dialect(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _path(self, server: str) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{hashlib.sha256(server.encode()).hexdigest()[:16]}.json"
