"""The head of a request - address and headers - in bounded space and time, before anybody has signed in."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_LIMIT = 64 * 1024
"""Bytes of names and values of all headers; proxies in front allow 8 to 32 KiB."""

HEADERS_LIMIT = 100
"""Headers of one request."""

HEAD_SECONDS = 20.0
"""Time for the whole head, from the first byte on or, on a new connection, from its start."""


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with limits. Its fast parser has none: it keeps any number of bytes [seen]."""

    _complaint = ""
    _in_head = False
    _size = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Begin a connection."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; what comes while a head goes on and on is counted, for the parser keeps all of it."""
        unfinished = self._in_head
        super().data_received(data)
        if not self._in_head:
            self._wait_no_more()
        elif self._deadline is None:
            self._wait()
        if unfinished and self._in_head:
            self._size += len(data)
            if self._size > HEAD_LIMIT:
                self._refuse()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._in_head, self._size = True, 0

    def on_headers_complete(self) -> None:
        """End a head; one that is too large raises ValueError, and so the parser ends the connection."""
        self._in_head = False
        size = sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD_LIMIT or len(self.headers) > HEADERS_LIMIT:
            self._complaint = _TOO_LARGE
            raise ValueError(_TOO_LARGE)
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse, and end the connection."""
        super().send_400_response(self._complaint or msg)

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            self.send_400_response(_TOO_LARGE)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


_TOO_LARGE = f"The headers are more than {HEADERS_LIMIT}, or larger than {HEAD_LIMIT} bytes"
