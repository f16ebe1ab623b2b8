"""The embeddings endpoint, against a real server on loopback."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from agent.errors import InputError, ModelError
from agent.model.embedding import EndpointEmbedder
from agent.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

DIMENSION = 8


class Server:
    """Answers ``/v1/embeddings``; ``failures`` are status codes to send first, ``seen`` the bodies received."""

    def __init__(self) -> None:
        self.failures: list[int] = []
        self.seen: list[dict[str, Any]] = []
        self.keep = 1.0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                server.seen.append(json.loads(self.rfile.read(size)))
                if server.failures:
                    self._send(server.failures.pop(0), {"error": {"message": "no", "type": "test"}})
                else:
                    self._send(200, server.embeddings(server.seen[-1]))

            def _send(self, status: int, body: dict[str, Any]) -> None:
                payload = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_: object) -> None:
                """Keeps the test output clean."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def embeddings(self, body: dict[str, Any]) -> dict[str, Any]:
        texts = body["input"]
        rows = []
        for number, text in enumerate(texts[: max(1, int(len(texts) * self.keep))]):
            vector = np.zeros(DIMENSION, np.float32)
            vector[len(text) % DIMENSION] = 2.0
            packed = base64.b64encode(vector.tobytes()).decode()
            value = packed if body.get("encoding_format") == "base64" else vector.tolist()
            rows.append({"object": "embedding", "index": number, "embedding": value})
        return {
            "object": "list",
            "data": rows,
            "model": body["model"],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.http.serve_forever, daemon=True)
    thread.start()
    yield running
    running.http.shutdown()
    running.http.server_close()
    thread.join()


def settings(server: Server) -> Settings:
    url = f"http://127.0.0.1:{server.http.server_port}/v1"
    return Settings(embedder="some-model", openai_base_url=url, openai_api_key="secret-key")


def test_texts_become_unit_vectors_in_order(server: Server) -> None:
    """Texts go out as text, not as token ids, and come back normalised and in order."""
    embedder = EndpointEmbedder(settings(server))
    vectors = embedder.embed_passages(["a", "bb", "ccc"])
    assert embedder.dimension == DIMENSION
    assert vectors.argmax(axis=1).tolist() == [1, 2, 3]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert server.seen[-1]["input"] == ["a", "bb", "ccc"]


def test_many_texts_go_in_batches(server: Server) -> None:
    """No request holds more than a batch."""
    embedder = EndpointEmbedder(settings(server))
    assert embedder.embed_passages(["x"] * 150).shape == (150, DIMENSION)
    assert max(len(body["input"]) for body in server.seen) <= 64


def test_a_passing_failure_is_tried_again(server: Server) -> None:
    """A server that is busy once is asked once more."""
    server.failures = [503]
    embedder = EndpointEmbedder(settings(server))
    assert embedder.dimension == DIMENSION
    assert len(server.seen) == 2


def test_a_lasting_refusal_is_not_tried_again_and_hides_the_key(server: Server) -> None:
    """A wrong key fails at once, with a next step and without the key."""
    server.failures = [401] * 9
    with pytest.raises(ModelError, match="HTTP 401") as caught:
        EndpointEmbedder(settings(server))
    assert len(server.seen) == 1
    assert "secret-key" not in str(caught.value)
    assert "OPENAI_API_KEY" in caught.value.next_step


def test_missing_vectors_are_an_error(server: Server) -> None:
    """Fewer vectors than texts are never taken for an answer."""
    embedder = EndpointEmbedder(settings(server))
    server.keep = 0.5
    with pytest.raises(ModelError, match="2 vectors for 4 texts"):
        embedder.embed_passages(["a", "b", "c", "d"])


def test_an_endpoint_must_be_named() -> None:
    """A model name alone sends nothing anywhere."""
    with pytest.raises(InputError, match="needs an endpoint"):
        EndpointEmbedder(Settings(embedder="some-model"))
