"""What holds for every test: no network but loopback, nothing of the developer's own settings or files."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile("seedcheck", deadline=None, max_examples=60, derandomize="CI" in os.environ)
settings.load_profile("seedcheck")

FOREIGN = ("SEEDCHECK_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "CHROMA_", "OTEL_")
QUIET = {"ANONYMIZED_TELEMETRY": "False", "LANGSMITH_TRACING": "false", "HF_HUB_OFFLINE": "1"}


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home for the whole run, so that what the bundled embedder prepares is prepared once."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(FOREIGN)]:
            patch.delenv(name)
        for name, folder in {"HOME": "", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}.items():
            patch.setenv(name, str(home / folder))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        for name, value in QUIET.items():
            patch.setenv(name, value)
        yield home


@pytest.fixture(autouse=True)
def still_heap(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests of growth (``linear`` in their name) time their own work, not the collector's over everybody's objects."""
    if "linear" not in request.node.name:
        yield
        return
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class NetworkUsedError(AssertionError):
    """A test reached for an address outside this machine."""


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Every connection or name look-up that would leave this machine fails the test that tries it."""
    resolve, connect, connect_ex = socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex

    def checked(address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if not _is_local(host):
            raise NetworkUsedError(f"{host} is not on this machine")

    def guarded_resolve(host: Any, *rest: Any, **named: Any) -> Any:
        checked((host,))
        return resolve(host, *rest, **named)

    def guarded_connect(self: socket.socket, address: Any) -> None:
        checked(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        checked(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield
