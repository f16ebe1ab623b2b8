"""The HTTP edge: where requests leave and replies come in, bounded in size."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpx2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LARGEST_REPLY = 2_000_000
"""Bytes; a reply of 4,000 tokens streamed token by token has about half of that."""

CONNECT_SECONDS = 15.0


class ReplyTooLargeError(Exception):
    """More came than any reply may hold, or it came compressed although that was not accepted."""


class Bounded(httpx2.AsyncBaseTransport):
    """Passes requests on to ``inner`` and ends replies that grow beyond ``largest`` bytes."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, largest: int = LARGEST_REPLY) -> None:
        self._inner = inner
        self._largest = largest

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, whose content is still to come."""
        response = await self._inner.handle_async_request(request)
        # A few compressed bytes could unfold to any size.
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise ReplyTooLargeError
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_BoundedStream(response, self._largest),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, response: httpx2.Response, largest: int) -> None:
        self._response = response
        self._largest = largest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        stream = self._response.stream
        if not isinstance(stream, httpx2.AsyncByteStream):
            raise TypeError("the response is not one of an asynchronous transport")
        async for piece in stream:
            size += len(piece)
            if size > self._largest:
                raise ReplyTooLargeError
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


def network(url: str) -> httpx2.AsyncBaseTransport:
    """The network, by the proxy of the environment if it has one for ``url``."""
    address = httpx2.URL(url)
    proxies = {} if proxy_bypass(address.host) else getproxies()
    return httpx2.AsyncHTTPTransport(proxy=proxies.get(address.scheme) or proxies.get("all"))


def client(transport: httpx2.AsyncBaseTransport) -> httpx2.AsyncClient:
    """A client over ``transport``. It follows no redirects: text goes where the user sent it, nowhere else."""
    return httpx2.AsyncClient(
        transport=transport,
        follow_redirects=False,
        timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
        headers={"Accept-Encoding": "identity"},
    )
