"""Embeddings endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openai
from langchain_openai import OpenAIEmbeddings
from pydantic import SecretStr
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential_jitter,
)

from agent.errors import InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from agent.settings import Settings

PASSING = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
"""Errors worth another try: nobody answered, too many requests, the server's own fault."""

ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 60.0
BATCH = 64


class EndpointEmbedder:
    """An embeddings endpoint: texts go to the server named in ``OPENAI_BASE_URL`` as they are, without prefixes."""

    def __init__(self, settings: Settings) -> None:
        if settings.openai_api_key is None and settings.openai_base_url is None:
            raise InputError(
                f"The embedder {settings.embedder!r} needs an endpoint.",
                next_step="Set OPENAI_BASE_URL (and OPENAI_API_KEY), or SEEDCHECK_EMBEDDER=bundled.",
            )
        self.name = f"{settings.embedder}@endpoint"
        self._endpoint = settings.openai_base_url or "OpenAI"
        # Without check_embedding_ctx_length=False the client downloads a tokenizer and sends token ids.
        self._client = OpenAIEmbeddings(
            model=settings.embedder,
            openai_api_key=settings.openai_api_key or SecretStr("none"),
            openai_api_base=settings.openai_base_url,
            check_embedding_ctx_length=False,
            chunk_size=BATCH,
            max_retries=0,
            request_timeout=LONGEST_WAIT_SECONDS,
        )
        self.dimension = len(self._call(["dimension"])[0])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions or claims, shape ``(len(texts), dimension)``."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages or sentences, shape ``(len(texts), dimension)``."""
        rows: list[list[float]] = []
        for at in range(0, len(texts), BATCH):
            rows.extend(self._call(list(texts[at : at + BATCH])))
        vectors = np.asarray(rows, np.float32).reshape(len(texts), self.dimension)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)

    def _call(self, texts: list[str]) -> list[list[float]]:
        attempts = Retrying(
            retry=retry_if_exception_type(PASSING),
            stop=stop_after_attempt(ATTEMPTS) | stop_after_delay(LONGEST_WAIT_SECONDS),
            wait=wait_exponential_jitter(multiplier=0.5, max=10),
            reraise=True,
        )
        try:
            vectors = attempts(self._client.embed_documents, texts)
        except openai.OpenAIError as error:
            raise ModelError(
                f"The embeddings endpoint {self._endpoint} failed: {_reason(error)}",
                next_step="Check OPENAI_BASE_URL, OPENAI_API_KEY and SEEDCHECK_EMBEDDER, and try again.",
            ) from error
        if len(vectors) != len(texts) or any(len(vector) == 0 for vector in vectors):
            raise ModelError(
                f"The embeddings endpoint {self._endpoint} sent {len(vectors)} vectors for {len(texts)} texts.",
                next_step="Name a model that makes embeddings with SEEDCHECK_EMBEDDER.",
            )
        return vectors


def _reason(error: openai.OpenAIError) -> str:
    if isinstance(error, openai.APIStatusError):
        return f"HTTP {error.status_code}."
    return f"{type(error).__name__}."
