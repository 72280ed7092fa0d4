"""The three parts in this process, without sockets: each can be killed and started anew at any moment."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlencode

import httpx2
from starlette.applications import Starlette

import bridge.app
import mocks.careportals.app
import mocks.shipstation.app
from bridge.settings import Settings
from tests.histories.asgi import exchange
from tests.through import through

PARTS = ("CarePortals", "the bridge", "ShipStation")
CAREPORTALS, BRIDGE, SHIPSTATION = PARTS

When = Literal["before", "after"]


class Killed(BaseException):
    """A part ends here and now; `part` is one of PARTS. No part may catch it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True)
class Moment:
    """Just before or after an exchange of the bridge with one of its neighbours.

    `with_` is the neighbour. `status` is that of the answer, None before it.
    """

    with_: str
    when: When
    request: httpx2.Request
    status: int | None = None


Watch = Callable[[Moment], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """What a part answered."""

    status: int
    body: bytes
    content_type: str = ""

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Unexpected(Exception):
    """A mock refused what it must not: the history is wrong, not the bridge."""


class Wire(httpx2.AsyncBaseTransport):
    """What a part sends to the next; the stage looks at it before and after, and may spoil it."""

    def __init__(self, stage: "Stage", with_: str, to: str) -> None:
        self._stage, self._with, self._to = stage, with_, to

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # Two requests at once take turns here, as they would on a network.
        await asyncio.sleep(0)
        await self._stage.watch(Moment(self._with, "before", request))
        response = await self._stage.exchange(self._to, request)
        await self._stage.watch(Moment(self._with, "after", request, response.status_code))
        await asyncio.sleep(0)
        return response


async def _nothing(_moment: Moment) -> None:
    """Nobody looks."""


class Stage:
    """Both mocks, on files in `folder`, so that they remember what they would; and a bridge.

    `watch` is called around each exchange of the bridge. It raises what happens to the exchange: an error of
    the network, or Killed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runner = asyncio.Runner()
        self._apps: dict[str, Starlette] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._lifespan: AbstractAsyncContextManager[Any] | None = None
        self._page_size = 50
        self.watch: Watch = _nothing

    def __enter__(self) -> Self:
        for part in PARTS:
            self.run(self.start(part))
        return self

    def __exit__(self, *_error: object) -> None:
        for part in (CAREPORTALS, SHIPSTATION):
            self._close(part)
        self._runner.close()

    def run(self, work: Awaitable[Any]) -> Any:
        """Do what is to be done."""

        async def whole() -> Any:
            return await work

        return self._runner.run(whole())

    earliest = datetime.min.replace(tzinfo=UTC)
    """Histories must not begin earlier."""

    @property
    def store_url(self) -> str:
        """The address of the bridge, before the organization."""
        return "http://bridge/shipstation/"

    async def set_page_size(self, orders: int) -> None:
        """A bridge with so many orders on a page."""
        self._page_size = orders
        await self.start(BRIDGE)

    async def start(self, part: str) -> None:
        """Start a part, in place of the one that was there: nothing is left but what is on disk."""
        if part == SHIPSTATION:
            # What it was doing side by side ends with it.
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
        if part != BRIDGE:
            self._close(part)
        state: dict[str, Any] = {}
        if part == CAREPORTALS:
            app = mocks.careportals.app.create_app(self._folder / "careportals.db")
        elif part == SHIPSTATION:
            wire = Wire(self, SHIPSTATION, BRIDGE)
            app = mocks.shipstation.app.create_app(database=self._folder / "shipstation.db", transport=wire)
        else:
            settings = Settings("http://careportals", page_size=self._page_size)
            app = bridge.app.create_app(settings, through(Wire(self, CAREPORTALS, CAREPORTALS)))
            self._lifespan = app.router.lifespan_context(app)
            state = dict(await self._lifespan.__aenter__() or {})
        self._apps[part], self._states[part] = app, state

    async def exchange(self, part: str, request: httpx2.Request) -> httpx2.Response:
        """The answer of a part; the bridge can be killed while it works on it."""
        try:
            return await exchange(self._apps[part], self._states[part], request)
        except Killed as killed:
            if (part, killed.part) != (BRIDGE, BRIDGE):
                raise
            await self.start(BRIDGE)
            raise httpx2.ReadError("the connection was reset") from None

    async def ask(
        self,
        part: str,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        **query: object,
    ) -> Answer:
        """Ask a part as its user would. Raises Killed when ShipStation is killed while it works on it."""
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        given = {name: value for name, value in query.items() if value is not None}
        url = f"http://{part.split()[-1].lower()}{path}" + (f"?{urlencode(given)}" if given else "")
        sent = {"Content-Type": "application/json"} | dict(headers or {})
        request = httpx2.Request(method, url, headers=sent, content=content)
        response = await self.exchange(part, request)
        return Answer(response.status_code, await response.aread(), response.headers.get("Content-Type", ""))

    async def call(self, part: str, method: str, path: str, body: object = None, **more: Any) -> Any:
        """The JSON of a good answer, None if it is empty. Raises Unexpected for any other."""
        answer = await self.ask(part, method, path, body, **more)
        if not 200 <= answer.status < 300:
            raise Unexpected(f"{part}: {method} {path}: {answer.status} {answer.body[:300]!r}")
        return answer.json() if answer.body else None

    def _close(self, part: str) -> None:
        app = self._apps.pop(part, None)
        if app is not None:
            state = app.state
            (state.crm.store.connection if part == CAREPORTALS else state.shipstation.db).close()
