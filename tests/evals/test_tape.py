"""Recordings by case and repeat, whatever thread asks."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from evals.tape import CaseTape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Server(httpx2.AsyncBaseTransport):
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        return httpx2.Response(200, text=f"reply {self.asked}")


@dataclass
class Recording:
    """A recorder of one reply a folder, as simple as can be."""

    folder: Path
    mode: str

    def transport(self, inner: httpx2.AsyncBaseTransport) -> httpx2.AsyncBaseTransport:
        recording = self

        class Edge(httpx2.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
                kept = recording.folder / "reply"
                if recording.mode == "replay":
                    return httpx2.Response(200, text=kept.read_text())
                response = await inner.handle_async_request(request)
                kept.write_text(response.text)
                return response

        return Edge()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own, as a model adapter has one."""
    found = asyncio.new_event_loop()
    thread = threading.Thread(target=found.run_forever)
    thread.start()
    yield found
    found.call_soon_threadsafe(found.stop)
    thread.join()
    found.close()


def ask(loop: asyncio.AbstractEventLoop, edge: httpx2.AsyncBaseTransport) -> str:
    async def work() -> str:
        return (await edge.handle_async_request(httpx2.Request("POST", "http://model/v1"))).text

    return asyncio.run_coroutine_threadsafe(work(), loop).result(timeout=5)


def test_what_is_recorded_comes_back_by_case_and_repeat(tmp_path: Path, loop: Any) -> None:
    """In whatever order it is asked for, and without the server."""
    server = Server()
    tape = CaseTape(tmp_path, "record", Recording)
    edge = tape.transport(server)
    turns = [("a", 1), ("a", 2), ("b/../../c", 1), ("ä" * 200, 1)]
    for case, repeat in turns:
        with tape.turn(case, repeat):
            ask(loop, edge)
    again = CaseTape(tmp_path, "replay", Recording)
    edge = again.transport(server)
    replies = {}
    for case, repeat in reversed(turns):
        with again.turn(case, repeat):
            replies[case, repeat] = ask(loop, edge)
    assert replies == {turn: f"reply {number}" for number, turn in enumerate(turns, start=1)}
    assert (server.asked, again.missed) == (4, [])
    assert all(path.is_relative_to(tmp_path) for path in tmp_path.rglob("reply"))
    assert len(list(tmp_path.rglob("reply"))) == 4


def test_what_is_not_on_record_is_missed_and_never_asked(tmp_path: Path, loop: Any) -> None:
    """The miss is noted with its case, even if somebody swallows the error."""
    server = Server()
    tape = CaseTape(tmp_path, "replay", Recording)
    edge = tape.transport(server)
    with tape.turn("a", 3), pytest.raises(FileNotFoundError):
        ask(loop, edge)
    assert server.asked == 0
    assert tape.missed[0].startswith("a, run 3: ")


def test_turns_of_several_workers_do_not_mix(tmp_path: Path, loop: Any) -> None:
    """Two cases under way at once keep to their own folders."""
    tape = CaseTape(tmp_path, "record", Recording)
    edge = tape.transport(Server())
    met = threading.Barrier(2, timeout=5)

    def work(case: str) -> None:
        with tape.turn(case, 1):
            met.wait()
            ask(loop, edge)

    workers = [threading.Thread(target=work, args=(case,)) for case in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(list(tmp_path.rglob("reply"))) == 2
