"""What a bridge was asked and answered during one scenario, and what it asked CarePortals meanwhile."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridge.connection import Ask, Reply

SCOPE = (
    "type",
    "asgi",
    "http_version",
    "method",
    "scheme",
    "path",
    "raw_path",
    "query_string",
    "root_path",
    "headers",
    "client",
    "server",
)
"""What of a request's scope is its own; the rest belongs to the server."""


Note = Callable[[FrameType, str, Any], object]
"""A profiler, as sys.setprofile wants it."""


@dataclass(frozen=True)
class Call:
    """A question of the bridge to CarePortals, as it put it, and the reply.

    Without one the connection has broken, for a `reason`, or the bridge has waited in vain.
    """

    question: str
    reply: Reply | None = None
    reason: str | None = None


def question(*arguments: object, **named: object) -> str:
    """A call of `ask`, to compare."""
    return repr((arguments, named))


@dataclass(frozen=True)
class Answer:
    """What the bridge sent back; `whole` unless it broke off."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    whole: bool

    @classmethod
    def of(cls, messages: Iterable[Message]) -> "Answer":
        """The answer that these messages to the server make."""
        start: Message = {}
        body, whole = b"", False
        for message in messages:
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                whole = not message.get("more_body", False)
        headers = tuple((bytes(name), bytes(value)) for name, value in start.get("headers", ()))
        return cls(start.get("status", 0), headers, body, whole)


@dataclass
class Exchange:
    """One request to the bridge: its scope and messages, the calls that it led to, and the answer."""

    scope: dict[str, Any]
    received: list[Message] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def vain(self) -> int:
        """Calls that got nothing until the bridge gave up."""
        return sum(call.reply is None and call.reason is None for call in self.calls)


@dataclass
class Tape:
    """The exchanges of a scenario, and the `code` of the bridge that they run.

    Not `plain` when some ran side by side, or when the scenario has other ways to see what the bridge does.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    plain: bool = True
    code: frozenset[tuple[str, int]] = frozenset()


class Recorder:
    """Tapes what goes in and out of one bridge: stands around its app and before CarePortals."""

    def __init__(self, ask: Ask, note: Note | None = None) -> None:
        self.tape = Tape()
        self._ask = ask
        self._note = note
        self._under_way = 0
        self._current: ContextVar[Exchange] = ContextVar("exchange")

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer a request."""
        exchange = Exchange({name: scope[name] for name in SCOPE if name in scope})
        sent: list[Message] = []

        async def listen() -> Message:
            message = await receive()
            exchange.received.append(message)
            return message

        async def tell(message: Message) -> None:
            sent.append(message)
            await send(message)

        self.tape.plain = self.tape.plain and not self._under_way
        self.tape.exchanges.append(exchange)
        self._current.set(exchange)
        self._under_way += 1
        sys.setprofile(self._note)
        try:
            await app(scope, listen, tell)
        finally:
            self._under_way -= 1
            exchange.answer = Answer.of(sent)

    async def ask(self, method: str, path: str, **named: Any) -> Reply:
        """Pass a call on to CarePortals, and keep what it says."""
        asked, calls = question(method, path, **named), self._current.get().calls
        try:
            reply = await self._ask(method, path, **named)
        except ConnectionError as error:
            calls.append(Call(asked, reason=str(error)))
            raise
        except asyncio.CancelledError:
            calls.append(Call(asked))
            raise
        except BaseException:
            self.tape.plain = False
            raise
        calls.append(Call(asked, reply))
        return reply
