"""Pages that cost nothing until somebody looks at one."""

import importlib
from collections.abc import Callable

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mocks.control.journal import CONTROL_PREFIX, PAGE

SHARED_PAGES = f"{CONTROL_PREFIX}/pages"
"""Where traffic, switches and the files of the look are."""

EVENTS = f"{CONTROL_PREFIX}/traffic"
"""Where the traffic page listens; unlike to pages, no link of another site leads here."""


class LazyPages:
    """An ASGI application that is imported and made at its first request, and then handed over to.

    factory: `module:function`; the function is called with `given` and gives the application (`site()`).
    Its routes have their full paths. What is asked of it is no exchange of the product: it is not
    written into the journal.
    """

    def __init__(self, factory: str, *given: object) -> None:
        self._factory = factory
        self._given = given
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        scope[PAGE] = True
        if self._app is None:
            module, _, name = self._factory.partition(":")
            make: Callable[..., ASGIApp] = getattr(importlib.import_module(module), name)
            self._app = make(*self._given)
        await self._app(scope, receive, send)

    def routes(self, *prefixes: str) -> list[Route]:
        """The address of each prefix and all below it, with any method."""
        paths = [path for prefix in prefixes for path in (prefix, prefix + "/{rest:path}")]
        return [Route(path, self, include_in_schema=False) for path in paths]
