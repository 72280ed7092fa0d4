"""Raw requests to an application in this thread: also those that no HTTP client would send."""

import time
from asyncio import Runner
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import Message

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Request:
    """What is on the wire: `target` is the path as it is sent, percent-encoded ASCII; names in lower case."""

    method: str
    target: bytes
    query: bytes = b""
    headers: Headers = ()
    body: bytes = b""
    operation: str = ""
    """What was meant: a method and a path as the OpenAPI document has it."""

    def filled(self, known: dict[bytes, bytes]) -> "Request":
        """With the values of this moment in the place of their names."""

        def fill(text: bytes) -> bytes:
            if b"KNOWN-" in text:
                for name, value in known.items():
                    text = text.replace(name, value)
            return text

        headers = tuple((name, fill(value)) for name, value in self.headers)
        return replace(
            self, target=fill(self.target), query=fill(self.query), headers=headers, body=fill(self.body)
        )


@dataclass(frozen=True)
class Answer:
    """A whole answer; `seconds` of this process until it was complete."""

    status: int
    headers: Headers
    body: bytes
    seconds: float

    def header(self, name: bytes) -> bytes:
        """The value of a header, or nothing."""
        return next((value for known, value in self.headers if known == name), b"")


class Process:
    """A running application. What it raises, the caller gets."""

    def __init__(self, app: Starlette, runner: Runner, state: dict[str, object]) -> None:
        self._app = app
        self._runner = runner
        self._state = state

    def beside(self, app: Starlette) -> "Process":
        """Another application on the same loop, one that needs no start."""
        return Process(app, self._runner, {})

    def ask(self, request: Request) -> Answer:
        """Serve a request to its end."""
        started = time.thread_time()
        sent = self._runner.run(self._serve(request))
        start, *parts = sent
        body = b"".join(part.get("body", b"") for part in parts)
        return Answer(start["status"], tuple(start["headers"]), body, time.thread_time() - started)

    async def _serve(self, request: Request) -> list[Message]:
        sent: list[Message] = []
        waiting: list[Message] = [{"type": "http.request", "body": request.body, "more_body": False}]

        async def receive() -> Message:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote(request.target.decode("ascii")),
            "raw_path": request.target,
            "query_string": request.query,
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1"), *request.headers],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 80),
            "state": dict(self._state),
        }
        await self._app(scope, receive, send)
        return sent


@contextmanager
def running(app: Starlette) -> Iterator[Process]:
    """The application, started, and stopped at the end."""
    with Runner() as runner:
        lifespan = app.router.lifespan_context(app)
        state = runner.run(lifespan.__aenter__())
        try:
            yield Process(app, runner, dict(state or {}))
        finally:
            runner.run(lifespan.__aexit__(None, None, None))
