"""Recording model traffic and playing it back, at the edge of HTTP.

A recording is a folder of JSON files, one an exchange, named by what was asked: the prompt, a digest of the
request's meaning (its path and body without what has no bearing on the reply), and how often the same was asked before.
Keys never get in: headers are not kept, and the key of the request and whatever looks like one is blotted out.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

import httpx2

from agent.errors import InputError, ReplayMissError

if TYPE_CHECKING:
    from pathlib import Path

VOLATILE = frozenset({"stream", "stream_options", "user", "metadata", "store", "service_tier"})
_VOLATILE_IN_REPLY = ("id", "created", "system_fingerprint", "service_tier")
_KEPT_HEADERS = ("content-type",)
_SECRETS = re.compile(r"\b(?:sk|pk|gsk|xai|hf|key)[-_][A-Za-z0-9_-]{16,}|(?<=Bearer )[A-Za-z0-9._~+/-]{8,}=*")
BLOT = "[secret]"
_PASSING = (408, 429)
_DIFFERENCES_SHOWN = 12


class Recording:
    """A folder of exchanges.

    ``record`` lets requests through and keeps the final ones (a server that was only busy is not worth keeping);
    ``replay`` answers from the folder and never from the network. Safe to use from several threads.

    Raises:
        InputError: there is nothing to replay in ``folder``.
    """

    def __init__(self, folder: Path, mode: Literal["record", "replay"]) -> None:
        self.folder = folder
        self.mode = mode
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        if mode == "replay" and not any(folder.glob("*.json")):
            raise InputError(
                f"There is no recording in {folder}.", next_step="Make one with --record, or check the path."
            )

    def transport(self, inner: httpx2.AsyncBaseTransport) -> httpx2.AsyncBaseTransport:
        """A transport that records what ``inner`` does, or takes its place."""
        return _Recorder(self, inner) if self.mode == "record" else _Player(self)

    def place(self, asked: dict[str, Any]) -> Path:
        """The file of this request; the next like it gets another."""
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
        with self._lock:
            number = self._asked[digest]
            self._asked[digest] += 1
        return self.folder / f"{_prompt_name(asked)}-{digest}-{number}.json"


def meaning(request: httpx2.Request) -> dict[str, Any]:
    """What a request asks for: path and body, without what has no bearing on the reply, and without secrets."""
    body = json.loads(_scrub(request.content.decode("utf-8", "replace"), request))
    path = request.url.path.rpartition("/v1")[2]
    return {"path": path, "body": {name: value for name, value in body.items() if name not in VOLATILE}}


class _Recorder(httpx2.AsyncBaseTransport):
    def __init__(self, recording: Recording, inner: httpx2.AsyncBaseTransport) -> None:
        self._recording = recording
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        response = await self._inner.handle_async_request(request)
        content = await response.aread()
        await response.aclose()
        if response.status_code not in _PASSING and response.status_code < 500:
            self._keep(request, response, content)
        return httpx2.Response(response.status_code, headers=response.headers, content=content)

    def _keep(self, request: httpx2.Request, response: httpx2.Response, content: bytes) -> None:
        asked = meaning(request)
        path = self._recording.place(asked)
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        exchange = {
            "request": _readable(asked),
            "reply": {"status": response.status_code, "headers": headers}
            | _content(_scrub(content.decode("utf-8", "replace"), request)),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(exchange, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Player(httpx2.AsyncBaseTransport):
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        asked = meaning(request)
        path = self._recording.place(asked)
        try:
            reply = json.loads(path.read_text(encoding="utf-8"))["reply"]
        except FileNotFoundError:
            raise _miss(path, asked) from None
        text = json.dumps(reply["json"]) if "json" in reply else "\n".join(reply["lines"])
        return httpx2.Response(reply["status"], headers=reply["headers"], content=text.encode())


def _miss(path: Path, asked: dict[str, Any]) -> ReplayMissError:
    """The error for a request that was not recorded, with how it differs from the most similar one that was."""
    wanted = json.dumps(_readable(asked), ensure_ascii=False, indent=1).splitlines()
    closest: list[str] = []
    for other in sorted(path.parent.glob(f"{path.name.partition('-')[0]}-*.json"))[:200]:
        stored = json.loads(other.read_text(encoding="utf-8"))["request"]
        lines = json.dumps(stored, ensure_ascii=False, indent=1).splitlines()
        compared = difflib.unified_diff(lines, wanted, other.name, "asked now", n=0, lineterm="")
        differences = [line[:200] for line in compared]
        if not closest or len(differences) < len(closest):
            closest = differences
    shown = "; it differs from the nearest by: " + " | ".join(closest[:_DIFFERENCES_SHOWN]) if closest else ""
    return ReplayMissError(
        f"The recording {path.parent} holds no reply {path.name}{shown}.",
        next_step="Record it again with --record; the network is not asked during a replay.",
    )


def _prompt_name(asked: dict[str, Any]) -> str:
    """A word for people to recognise the request by: its schema's name, else the last part of its path."""
    described = (asked["body"].get("response_format") or {}).get("json_schema") or {}
    name = described.get("name") or asked["path"].rpartition("/")[2]
    return re.sub(r"\W", "_", str(name))[:40]


def _content(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {"lines": text.split("\n")}
    if isinstance(value, dict):
        value = {name: field for name, field in value.items() if name not in _VOLATILE_IN_REPLY}
    return {"json": value}


def _readable(value: Any) -> Any:
    """``value`` with texts of several lines as lists of lines, so that differences show line by line."""
    if isinstance(value, dict):
        return {name: _readable(field) for name, field in value.items()}
    if isinstance(value, list):
        return [_readable(field) for field in value]
    if isinstance(value, str) and "\n" in value:
        return value.split("\n")
    return value


def _scrub(text: str, request: httpx2.Request) -> str:
    key = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if len(key) >= 8:
        text = text.replace(key, BLOT)
    return _SECRETS.sub(BLOT, text)
