"""Ways to answer otherwise, refusals too; each can be applied upon the others."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

import bridge.app
from tests.defects.replies import replace

Handler = Callable[[Request], Awaitable[Response]]


def wrap(wrapper: Callable[[Handler, Request], Awaitable[Response]]) -> None:
    """Let `wrapper` answer in place of the whole application; it is given the application's own way."""
    original: Callable[[ASGIApp], ASGIApp] = vars(bridge.app)["AccessLog"]
    replace(bridge.app, "AccessLog", lambda app: _Wrapped(original(app), wrapper))


def change(changed: Callable[[Request, Response], Response]) -> None:
    """Change each answer, or put another in its place."""

    async def wrapper(handler: Handler, request: Request) -> Response:
        return changed(request, await handler(request))

    wrap(wrapper)


def change_refusals(changed: Callable[[Request, Response], Response]) -> None:
    """Change each answer that is a refusal."""
    change(lambda request, answer: changed(request, answer) if answer.status_code >= 400 else answer)


def change_exports(changed: Callable[[Request, Response], Response]) -> None:
    """Change each answer that is a list of orders."""
    change(lambda request, answer: changed(request, answer) if _is_export(request, answer) else answer)


def change_head(changed: Callable[[bytes], bytes]) -> None:
    """Change the bytes of status line and headers, up to the blank line, as they go out."""
    original = HttpToolsProtocol.connection_made

    def connection_made(self: HttpToolsProtocol, transport: Any) -> None:
        original(self, cast("Any", _Transport(transport, changed)))

    replace(HttpToolsProtocol, "connection_made", connection_made)


def body_of(answer: Response) -> bytes:
    """The whole body of an answer that is not streamed."""
    return bytes(answer.body)


def with_body(answer: Response, body: bytes, **headers: str) -> Response:
    """The same answer with another body, and with further or other headers."""
    kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body, answer.status_code, kept | headers)


def _is_export(request: Request, answer: Response) -> bool:
    kind = answer.headers.get("content-type", "")
    return request.method == "GET" and answer.status_code == 200 and "xml" in kind.lower()


class _Wrapped:
    def __init__(self, app: ASGIApp, wrapper: Callable[[Handler, Request], Awaitable[Response]]) -> None:
        self._app = app
        self._wrapper = wrapper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = await self._wrapper(self._answer, Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        answer, body = Response(), bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status_code, answer.raw_headers = message["status"], list(message["headers"])
            else:
                body.extend(message.get("body", b""))

        await self._app(request.scope, request.receive, keep)
        answer.body = bytes(body)
        return answer


class _Transport:
    """A transport that writes the heads of answers in another way."""

    def __init__(self, transport: Any, changed: Callable[[bytes], bytes]) -> None:
        self._transport = transport
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        head, blank, rest = data.partition(b"\r\n\r\n")
        self._transport.write(self._changed(head) + blank + rest if data.startswith(b"HTTP/1.") else data)
