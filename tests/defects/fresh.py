"""A bridge that has just been started."""

from typing import Any

from starlette.types import Receive, Scope, Send

import bridge.app
from bridge.connection import Ask
from bridge.settings import Settings


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
