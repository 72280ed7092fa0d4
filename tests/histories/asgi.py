"""One request to an application in this event loop, without what a network needs.

httpx2's own ASGITransport looks for another event loop's library at each request, which takes as long as many
of the requests themselves.
"""

import asyncio
from typing import Any

import httpx2
from starlette.types import ASGIApp, Message


async def exchange(app: ASGIApp, state: dict[str, Any], request: httpx2.Request) -> httpx2.Response:
    """The application's answer; what the application raises is raised."""
    body = [await request.aread()]
    over = asyncio.Event()
    start: Message = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        if body:
            return {"type": "http.request", "body": body.pop(), "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    try:
        await app(_scope(request, state), receive, send)
    finally:
        over.set()
    return httpx2.Response(
        start["status"], headers=start["headers"], stream=httpx2.ByteStream(b"".join(parts))
    )


def _scope(request: httpx2.Request, state: dict[str, Any]) -> dict[str, Any]:
    url = request.url
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": "http",
        "path": url.path,
        "raw_path": url.raw_path.partition(b"?")[0],
        "query_string": url.query,
        "server": (url.host, 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "state": dict(state),
    }
