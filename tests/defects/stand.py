"""An address at which one bridge after another is served."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from io import TextIOBase
from typing import Any

import httpx2
from starlette.types import Receive, Scope, Send

import bridge.app
from bridge.settings import Settings
from tests.defects.tape import Recorder, Tape
from tests.served import served


class Kept(httpx2.AsyncBaseTransport):
    """A transport that outlives the client to which it is given, with its connections."""

    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await self._transport.handle_async_request(request)


class Nowhere(TextIOBase):
    """Takes the access log of the bridges."""

    def write(self, text: str) -> int:
        return len(text)


class Fresh:
    """A bridge that has just been started, as its modules are now; `client` takes the place of its own."""

    def __init__(self, settings: Settings, transport: httpx2.AsyncBaseTransport) -> None:
        self._app = bridge.app.create_app(settings, transport)
        self._lifespan = self._app.router.lifespan_context(self._app)
        self.state: dict[str, Any] = {}

    async def start(self, client: Callable[[httpx2.AsyncClient], Any]) -> None:
        """Begin its lifespan."""
        self.state = dict(await self._lifespan.__aenter__() or {})
        self.state["client"] = client(self.state["client"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app({**scope, "app": self._app, "state": dict(self.state)}, receive, send)

    async def stop(self) -> None:
        """Let it end in good order."""
        await self._lifespan.__aexit__(None, None, None)


class Stand:
    """Serves what was put on it last; all that is put there shares its connections to CarePortals."""

    def __init__(self, crm_url: str) -> None:
        self._settings = Settings(crm_url)
        limits = httpx2.Limits(max_connections=100, keepalive_expiry=2)
        self._transport = Kept(httpx2.AsyncHTTPTransport(limits=limits, trust_env=False))
        self._loop = asyncio.Runner()
        self._bridge: Fresh | None = None
        self._recorder: Recorder | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the bridge, and write it down."""
        assert self._bridge
        assert self._recorder
        await self._recorder.serve(self._bridge, scope, receive, send)

    def put(self) -> Tape:
        """Start a bridge in place of the one before; the tape that it will fill."""
        if self._bridge:
            self._loop.run(self._bridge.stop())
        self._bridge = Fresh(self._settings, self._transport)
        self._loop.run(self._bridge.start(self._record))
        assert self._recorder
        return self._recorder.tape

    def _record(self, client: httpx2.AsyncClient) -> Recorder:
        self._recorder = Recorder(client)
        return self._recorder


@contextlib.contextmanager
def open_stand(crm_url: str) -> Iterator[tuple[Stand, str]]:
    """A stand, and its address with {org} in it."""
    stand = Stand(crm_url)
    with contextlib.redirect_stderr(Nowhere()), served(stand, lifespan="off") as port:
        yield stand, f"http://127.0.0.1:{port}/shipstation/{{org}}"
