"""Below HTTP: the connection that a request came on, and what can be done to it."""

import asyncio
import random
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from starlette.types import Message, Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_TRANSPORT = "drydock.transport"

Headers = list[tuple[bytes, bytes]]


class WireProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which tells the application about its transport: once for each connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Begin a connection."""
        super().connection_made(transport)
        # uvicorn gives each request a copy of this as scope["state"].
        self.app_state = {**self.app_state, _TRANSPORT: transport}


def transport_of(scope: Scope) -> asyncio.Transport | None:
    """The transport of the connection that a request came on; None where it is not known."""
    # uvloop's transports are no subclass of asyncio's.
    return cast("asyncio.Transport | None", scope.get("state", {}).get(_TRANSPORT))


@dataclass(frozen=True)
class Answer:
    """An answer as a whole."""

    status: int
    headers: Headers
    body: bytes

    def head(self, length: tuple[bytes, bytes]) -> bytes:
        """Status line and headers as they are sent, with `length` as the header that ends the body."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}".encode()]
        lines += [b": ".join(header) for header in [*self.without(b"content-length"), length]]
        return b"\r\n".join([*lines, b"", b""])

    def without(self, *names: bytes) -> Headers:
        """The headers but for some."""
        return [header for header in self.headers if header[0].lower() not in names]


Spoil = Callable[[asyncio.Transport, Answer, random.Random, int], None]
"""Spoils the connection: what would be answered, chance, and how many bytes where that is asked for."""


def reset(transport: asyncio.Transport, *_: object) -> None:
    """End the connection with RST instead of FIN."""
    linger = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


def close(transport: asyncio.Transport, *_: object) -> None:
    """End the connection without a word."""
    transport.close()


def send_random_data(
    transport: asyncio.Transport, _answer: Answer, chance: random.Random, count: int
) -> None:
    """Send what is no HTTP."""
    transport.write(chance.randbytes(count))
    transport.close()


def send_half_header(transport: asyncio.Transport, answer: Answer, *_: object) -> None:
    """Stop within the headers."""
    head = answer.head((b"content-length", b"%d" % len(answer.body)))
    transport.write(head[: len(head) - 12])
    transport.close()


def send_truncated_body(transport: asyncio.Transport, answer: Answer, *_: object) -> None:
    """Announce the whole body, or 64 bytes when there is none, and send half of it."""
    head = answer.head((b"content-length", b"%d" % (len(answer.body) or 64)))
    transport.write(head + answer.body[: len(answer.body) // 2])
    transport.close()


def send_malformed_chunk(transport: asyncio.Transport, answer: Answer, *_: object) -> None:
    """Send half of the body as a good chunk, then what is none."""
    half = answer.body[: len(answer.body) // 2] or b" "
    head = answer.head((b"transfer-encoding", b"chunked"))
    transport.write(head + b"%x\r\n%b\r\nno chunk\r\n" % (len(half), half))
    transport.close()


async def read_to_end(receive: Receive) -> Receive:
    """Read the request, and give what gives it again: also when the client has gone in between."""
    messages: list[Message] = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    messages.reverse()

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


async def gone(receive: Receive) -> None:
    """Wait until the connection has ended, so that the server does not miss an answer."""
    while (await receive())["type"] != "http.disconnect":
        pass
