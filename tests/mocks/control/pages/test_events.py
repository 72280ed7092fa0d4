import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.types import Message

from mocks.control.listeners import BACKLOG, MOST, Listener
from mocks.control.pages.events import CATCH_UP, EventStream
from mocks.control.wire import transport_of
from tests.mocks.control.pages.stand import Stand


class Reader:
    """A browser that listens; `slow` ones take nothing after the beginning."""

    def __init__(self, stand: Stand, query: str = "", *, slow: bool = False) -> None:
        self.sent: list[Message] = []
        self.gone = asyncio.Event()
        self.aborted = asyncio.Event()
        self._slow = slow
        transport = type("T", (), {"abort": lambda _self: self.aborted.set()})()
        state = {"drydock.transport": transport}
        scope = {"type": "http", "headers": [], "query_string": query.encode(), "state": state}
        assert transport_of(scope) is transport
        stream = EventStream(stand.journal, lambda entry: f"<tr>{entry.url}\n</tr>")
        self.task = asyncio.create_task(stream(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)
        if self._slow and len(self.sent) > 2:
            await self.aborted.wait()

    @property
    def heard(self) -> list[str]:
        """The addresses of the exchanges it was told of."""
        lines = b"".join(message.get("body", b"") for message in self.sent).decode().splitlines()
        return [json.loads(line[6:])[4:-6] for line in lines if line.startswith("data: ")]


def listening(scenario: Callable[[Stand], Any]) -> None:
    async def run() -> None:
        async with asyncio.timeout(5):
            await scenario(Stand())

    asyncio.run(run())


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_each_exchange_is_told_as_it_happens_and_what_does_not_fit_is_not() -> None:
    async def scenario(stand: Stand) -> None:
        reader = Reader(stand, "path=orders")
        await settle()
        stand.record("/orders/1")
        stand.record("/users")
        await settle()
        stand.record("/orders/2")
        await settle()
        assert reader.heard == ["/orders/1", "/orders/2"]
        assert (b"content-type", b"text/event-stream; charset=utf-8") in reader.sent[0]["headers"]
        reader.gone.set()
        await reader.task
        assert not stand.journal.listeners

    listening(scenario)


def test_who_comes_back_hears_what_was_missed_but_not_without_end() -> None:
    async def scenario(stand: Stand) -> None:
        for number in range(CATCH_UP + 50):
            stand.record(f"/{number}")
        reader = Reader(stand, "after=10")
        await settle()
        assert (len(reader.heard), reader.heard[0], reader.heard[-1]) == (CATCH_UP, "/50", "/249")
        reader.gone.set()
        await reader.task

    listening(scenario)


def test_a_reader_that_does_not_take_what_it_is_sent_is_cut_off() -> None:
    async def scenario(stand: Stand) -> None:
        slow, quick = Reader(stand, slow=True), Reader(stand)
        await settle()
        for number in range(BACKLOG + 10):
            stand.record(f"/{number}")
            await settle()
        assert slow.aborted.is_set()
        await slow.task
        assert len(quick.heard) == BACKLOG + 10
        quick.gone.set()
        await quick.task

    listening(scenario)


def test_when_the_server_stops_the_stream_ends() -> None:
    async def scenario(stand: Stand) -> None:
        reader = Reader(stand)
        await settle()
        stand.journal.listeners.end()
        await reader.task
        assert reader.sent[-1] == {"type": "http.response.body", "body": b""}

    listening(scenario)


def test_only_so_many_may_listen() -> None:
    async def scenario(stand: Stand) -> None:
        for _ in range(MOST):
            stand.journal.listeners.add(Listener(lambda: None))
        reader = Reader(stand)
        await reader.task
        assert reader.sent[0]["status"] == 503

    listening(scenario)
