"""The same index on a Chroma server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "The ferry left Oslo at noon. It carried 1,200 people across the quiet sea.\n"
STARTING_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    program = Path(sys.executable).with_name("chroma")
    command = [
        str(program),
        "run",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--path",
        str(tmp_path / "served"),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + STARTING_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server never listened"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
        running.terminate()


@pytest.mark.slow
def test_documents_on_a_server(server: str, tmp_path: Path) -> None:
    """What one process ingests, others with caches of their own list, quote and remove."""
    (tmp_path / "ferry.txt").write_text(TEXT, "utf-8")

    def seedcheck(cache: str, *arguments: str) -> str:
        environment = os.environ | {"SEEDCHECK_CHROMA_URL": server, "SEEDCHECK_CACHE": str(tmp_path / cache)}
        program = str(Path(sys.executable).with_name("seedcheck"))
        done = subprocess.run(
            [program, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert "ferry.txt" in seedcheck("one", "ingest", "ferry.txt")
    assert seedcheck("two", "sources", "--text", "ferry.txt") == TEXT
    assert "1,200" in seedcheck("two", "ask", "How many people did the ferry carry?", "--json")
    seedcheck("one", "remove", "ferry.txt")
    assert "ferry.txt" not in seedcheck("two", "sources")
