"""One request to an application in this event loop, without what a network needs.

httpx2's own ASGITransport looks for another event loop's library at each request, which takes as long as many
of the requests themselves.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

import httpx2
from starlette.types import ASGIApp, Message

Raw = Sequence[tuple[bytes, bytes]]
"""Headers, their names in lower case."""


async def exchange(app: ASGIApp, state: dict[str, Any], request: httpx2.Request) -> httpx2.Response:
    """The application's answer; what the application raises is raised."""
    url = request.url
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    scope = scoped(request.method, (url.host, 80), url.raw_path, headers) | {"state": dict(state)}
    status, answered, body = await called(app, scope, await request.aread())
    return httpx2.Response(status, headers=list(answered), stream=httpx2.ByteStream(body))


async def called(app: ASGIApp, scope: dict[str, Any], body: bytes) -> tuple[int, Raw, bytes]:
    """Status, headers and body of the application's answer; what the application raises is raised."""
    waiting = [body]
    over = asyncio.Event()
    start: Message = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    try:
        await app(scope, receive, send)
    finally:
        over.set()
    return start["status"], start["headers"], b"".join(parts)


def scoped(method: str, server: tuple[str, int], target: bytes, headers: Raw) -> dict[str, Any]:
    """What a server tells an application of a request; `target` is path and query as they are sent."""
    path, _, query = target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "headers": headers,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode(),
        "raw_path": path,
        "query_string": query,
        "server": server,
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "state": {},
    }
