"""Opening Chroma, and the one place where its errors become ours."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from agent.errors import InputError, SeedcheckError, StoreError
from agent.index.failures import storage_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api.client import Client


_opening = Lock()


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turns whatever Chroma raises into ``StoreError`` or ``DiskError``."""
    try:
        yield
    except SeedcheckError:
        raise
    except (ChromaError, OSError, RuntimeError, ValueError) as error:
        raise storage_error(error) from error


def _settings() -> ChromaSettings:
    return ChromaSettings(anonymized_telemetry=False)


def embedded_client(folder: Path) -> Client:
    """A store in a folder, made where it is missing."""
    with mapped_errors():
        folder.mkdir(parents=True, exist_ok=True)
        return cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))


def memory_client() -> Client:
    """The store that ends with the process: one for all, since Chroma cannot open two at a time in threads."""
    with _opening:
        return _memory_client()


@cache
def _memory_client() -> Client:
    with mapped_errors():
        return cast("Client", chromadb.EphemeralClient(settings=_settings()))


def server_client(url: str) -> Client:
    """A Chroma server by URL.

    Raises:
        InputError: not an http or https URL.
        StoreError: nobody answers there.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(
            f"SEEDCHECK_CHROMA_URL is not a URL of a server: {url!r}.",
            next_step="Write it like http://localhost:8000.",
        )
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=_settings(),
        )
    except Exception as error:
        raise StoreError(
            f"No Chroma server answers at {url} ({type(error).__name__}).",
            next_step="Start it with `chroma run`, or unset SEEDCHECK_CHROMA_URL to use the embedded store.",
        ) from error
    return cast("Client", client)
