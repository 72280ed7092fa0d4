"""Server-sent events: each exchange as it happens, as a row of the traffic table."""

import asyncio
import json
from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from mocks.control.journal import Entry, Journal
from mocks.control.listeners import Listener
from mocks.control.pages.render import HEADERS
from mocks.control.pages.traffic_filter import TrafficFilter, number
from mocks.control.wire import gone, transport_of

CATCH_UP = 200
"""Entries that a reader who comes back is told at once; older ones are on the page's next pages."""


class EventStream:
    """An ASGI application that answers until its reader goes, falls behind, or the server stops.

    A reader that comes back says with `Last-Event-ID` (a header, or `after` in the query) what it has.
    """

    def __init__(self, journal: Journal, row: Callable[[Entry], str]) -> None:
        self._journal = journal
        self._row = row

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one reader."""
        request = Request(scope)
        wanted = TrafficFilter.of(request.query_params)
        after = number(request.headers.get("last-event-id") or request.query_params.get("after"), 2**53)
        if self._journal.listeners.full:
            answer = JSONResponse({"message": "Too many pages listen already"}, 503, {"Retry-After": "5"})
            await answer(scope, receive, send)
            return
        transport = transport_of(scope)
        listener = Listener(transport.abort if transport else lambda: None)
        with self._journal.listened_by(listener):
            reading = asyncio.create_task(self._tell(listener, wanted, after, send))
            leaving = asyncio.create_task(gone(receive))
            await asyncio.wait((reading, leaving), return_when=asyncio.FIRST_COMPLETED)
            for task in (reading, leaving):
                task.cancel()
            await asyncio.gather(reading, leaving, return_exceptions=True)

    async def _tell(self, listener: Listener, wanted: TrafficFilter, after: int, send: Send) -> None:
        headers = {**HEADERS, "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": encoded})
        missed = wanted.newest(self._journal, CATCH_UP, after=after)
        await _send(send, "retry: 2000\n\n" + self._written(reversed(missed)))
        while not listener.ended:
            if fitting := [entry for entry in await listener.next() if wanted.fits(entry, self._journal)]:
                await _send(send, self._written(fitting))
        await send({"type": "http.response.body", "body": b""})

    def _written(self, entries: Iterable[Entry]) -> str:
        return "".join(f"id: {each.number}\ndata: {json.dumps(self._row(each))}\n\n" for each in entries)


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
