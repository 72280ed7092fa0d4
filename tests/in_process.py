"""An HTTP client for an application in this thread.

Starlette's own TestClient hands each request over to the event loop of another thread, several times; that
takes ten times as long as the request itself.
"""

from asyncio import Runner
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send


class _InProcess(httpx2.BaseTransport):
    """Each request is served to its end; what the application raises, the caller of the client gets."""

    def __init__(self, app: Starlette, runner: Runner, state: dict[str, object]) -> None:
        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": dict(state)}, receive, send)

        self._transport = httpx2.ASGITransport(serve)
        self._runner = runner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._runner.run(self._exchange(request))

    async def _exchange(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._transport.handle_async_request(request)
        body = httpx2.ByteStream(await answer.aread())
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=body)


@contextmanager
def serving(app: Starlette) -> Iterator[httpx2.Client]:
    """A client at http://testserver for an application that has been started and is stopped at the end."""
    with Runner() as runner:
        lifespan = app.router.lifespan_context(app)
        state = runner.run(lifespan.__aenter__())
        transport = _InProcess(app, runner, dict(state or {}))
        try:
            with httpx2.Client(transport=transport, base_url="http://testserver") as client:
                yield client
        finally:
            runner.run(lifespan.__aexit__(None, None, None))
