"""An address at which one bridge after another is served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from io import TextIOBase
from typing import Any

from starlette.routing import Router
from starlette.types import Receive, Scope, Send

import bridge.app
from bridge.connection import Ask, connected
from bridge.settings import Settings
from tests.defects.tape import Recorder, Tape
from tests.served import served


class Nowhere(TextIOBase):
    """Takes the access log of the bridges."""

    def write(self, text: str) -> int:
        return len(text)


class Fresh:
    """A bridge that has just been started, as its modules are now."""

    def __init__(self, settings: Settings, ask: Ask) -> None:
        self._app = bridge.app.create_app(settings, ask)
        self._lifespan = self._app.router.lifespan_context(self._app)
        self._state: dict[str, Any] = {}

    async def start(self) -> None:
        """Begin its lifespan."""
        self._state = dict(await self._lifespan.__aenter__() or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app({**scope, "app": self._app, "state": dict(self._state)}, receive, send)

    async def stop(self) -> None:
        """Let it end in good order."""
        await self._lifespan.__aexit__(None, None, None)


class Stand:
    """Serves what was put on it last; all that is put there shares its connections to CarePortals."""

    def __init__(self, crm_url: str) -> None:
        self._settings = Settings(crm_url)
        self._loop = asyncio.Runner()
        self._ask: Ask | None = None
        self._bridge: Fresh | None = None
        self._recorder: Recorder | None = None
        self.app = Router(default=self._serve, lifespan=self._open)

    def put(self) -> Tape:
        """Start a bridge in place of the one before; the tape that it will fill."""
        if self._bridge:
            self._loop.run(self._bridge.stop())
        assert self._ask, "the stand is not served"
        self._recorder = Recorder(self._ask)
        self._bridge = Fresh(self._settings, self._recorder.ask)
        self._loop.run(self._bridge.start())
        return self._recorder.tape

    @contextlib.asynccontextmanager
    async def _open(self, _app: object) -> AsyncIterator[None]:
        async with connected(self._settings.crm_url) as self._ask:
            yield

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._bridge
        assert self._recorder
        await self._recorder.serve(self._bridge, scope, receive, send)


@contextlib.contextmanager
def open_stand(crm_url: str) -> Iterator[tuple[Stand, str]]:
    """A stand, and its address with {org} in it."""
    stand = Stand(crm_url)
    with contextlib.redirect_stderr(Nowhere()), served(stand.app) as port:
        yield stand, f"http://127.0.0.1:{port}/shipstation/{{org}}"
