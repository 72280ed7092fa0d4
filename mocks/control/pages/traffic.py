"""The page of the traffic, and one page for each exchange."""

import time
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mocks.control.journal import Entry
from mocks.control.pages import secrets
from mocks.control.pages.curl import curl
from mocks.control.pages.events import EventStream
from mocks.control.pages.lazy import EVENTS, SHARED_PAGES
from mocks.control.pages.mock import Mock
from mocks.control.pages.pretty import pretty, visible
from mocks.control.pages.render import Renderer
from mocks.control.pages.traffic_filter import METHODS, STATUSES, TrafficFilter, number
from mocks.control.payload import Refusal

ROWS = 200
"""Exchanges on a page, and at most in the browser however long it listens."""

PATH = f"{SHARED_PAGES}/traffic"

SUGGESTIONS = 200
"""Organizations or accounts that the form suggests."""


class TrafficPages:
    """The traffic of one mock."""

    def __init__(self, mock: Mock, renderer: Renderer) -> None:
        self._mock = mock
        self._renderer = renderer
        environment = renderer.environment
        environment.filters["visible"] = visible
        environment.globals["tone"] = tone
        self._row = environment.get_template("traffic_row.html")

    def routes(self) -> list[BaseRoute]:
        """The routes, with their full paths."""
        return [
            Route(PATH, self.all),
            Route(f"{PATH}/{{number:int}}", self.one),
            Route(f"{EVENTS}/entries", self.entries),
            Route(f"{EVENTS}/events", EventStream(self._mock.journal, self.row)),
        ]

    def row(self, entry: Entry) -> str:
        """An exchange as a row of the table."""
        return self._row.render(entry=entry)

    async def all(self, request: Request) -> Response:
        """The newest exchanges that a filter lets through, or those before a number."""
        wanted = TrafficFilter.of(request.query_params)
        before = number(request.query_params.get("before"), 2**53)
        journal = self._mock.journal
        found = wanted.newest(journal, ROWS + 1, before=before)
        entries = found[:ROWS]
        return self._renderer.page(
            request,
            "traffic.html",
            rows=[self.row(entry) for entry in entries],
            wanted=wanted,
            live=before == 2**53,
            older=wanted.query(before=entries[-1].number) if len(found) > ROWS else "",
            newest=wanted.query(),
            events=f"{EVENTS}/events?{wanted.query(after=entries[0].number if entries else 0)}",
            most=ROWS,
            methods=METHODS,
            statuses=STATUSES,
            tenant=self._mock.faults.tenant,
            tenants=self._mock.tenants()[:SUGGESTIONS],
            dropped=journal.dropped(),
            always=journal.contents.always,
        )

    async def entries(self, request: Request) -> Response:
        """The newest exchanges that a filter lets through, as in `/_control/journal`; newest first."""
        wanted = TrafficFilter.of(request.query_params)
        found = wanted.newest(self._mock.journal, ROWS)
        return JSONResponse({"entries": [asdict(entry) for entry in found], "asOf": time.time()})

    async def one(self, request: Request) -> Response:
        """An exchange in full, as far as it was kept."""
        wanted = request.path_params["number"]
        entry = next((each for each in self._mock.journal.newest() if each.number == wanted), None)
        if entry is None:
            raise Refusal(404, "This exchange is not in the journal, or no longer")
        content = self._mock.journal.contents.get(wanted)
        halves = {"Request": content.request, "Answer": content.answer} if content else {}
        return self._renderer.page(
            request,
            "exchange.html",
            entry=entry,
            halves={name: (half, pretty(half)) for name, half in halves.items()},
            header=secrets.header,
            curl=curl(entry, content.request if content else None, str(request.base_url)),
            tenant=self._mock.faults.tenant,
        )


def tone(entry: Entry) -> str:
    """How an exchange went, as the tone of a badge."""
    return {None: "bad", 2: "good", 3: "info", 4: "warn"}.get(entry.status and entry.status // 100, "bad")
