"""The part of the control side that both mocks have: health, journal, clock.

Everything lies under `/_control`, a prefix that no route of either product begins with.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mocks.control.clock import Clocks, from_text, settable, to_text
from mocks.control.journal import CONTROL_PREFIX, Journal
from mocks.control.payload import Refusal, only, read_object, whole_number

TimeMoved = Callable[[str | None], Awaitable[dict[str, object]]]
"""Called after a clock moved, with the tenant; what it returns is added to the answer."""

_YEAR = 366 * 24 * 3600


async def nothing_due(_tenant: str | None) -> dict[str, object]:
    """For a mock on which nothing happens by itself when time passes."""
    return {}


class SharedControl:
    """Endpoints over one journal and one set of clocks; `tenant` is the parameter's name in URL and body."""

    def __init__(
        self, service: str, tenant: str, journal: Journal, clocks: Clocks, time_moved: TimeMoved = nothing_due
    ) -> None:
        self.service = service
        self.tenant = tenant
        self.journal = journal
        self.clocks = clocks
        self.time_moved = time_moved

    def routes(self) -> list[Route]:
        """The routes, with their full paths."""
        return [
            Route(f"{CONTROL_PREFIX}/health", self.health),
            Route(f"{CONTROL_PREFIX}/journal", self.read_journal),
            Route(f"{CONTROL_PREFIX}/clock", self.clock, methods=["GET", "PUT", "DELETE"]),
        ]

    async def health(self, _request: Request) -> JSONResponse:
        """200 as soon as requests are served."""
        return JSONResponse({"status": "ok", "service": self.service})

    async def read_journal(self, request: Request) -> JSONResponse:
        """The journal of one tenant or of all, from a number on."""
        after = whole_number(request.query_params.get("after", "0"), "after", 0, 2**53)
        return JSONResponse(self.journal.read(request.query_params.get(self.tenant), after))

    async def clock(self, request: Request) -> JSONResponse:
        """GET the time; PUT `now` (ISO 8601) and/or `advanceSeconds`, and `frozen`; DELETE for real time."""
        body = await read_object(request, optional=True) if request.method == "PUT" else {}
        tenant = body.get(self.tenant, request.query_params.get(self.tenant))
        if tenant is not None and not isinstance(tenant, str):
            raise Refusal(400, f'"{self.tenant}" must be text')
        moved: dict[str, object] = {}
        if request.method == "PUT":
            only(body, {self.tenant, "now", "advanceSeconds", "frozen"})
            move(self.clocks, tenant, body)
            moved = await self.time_moved(tenant)
        elif request.method == "DELETE":
            self.clocks.forget(tenant)
        clock = self.clocks.of(tenant)
        return JSONResponse({"now": to_text(clock.now()), "frozen": clock.frozen, **moved})


def move(clocks: Clocks, tenant: str | None, body: Mapping[str, object]) -> None:
    """Move the clock of a tenant or of the server as PUT does. Raises Refusal 400."""
    frozen = body.get("frozen", clocks.of(tenant).frozen)
    if not isinstance(frozen, bool):
        raise Refusal(400, '"frozen" must be true or false')
    try:
        at = from_text(str(body["now"])) if "now" in body else clocks.of(tenant).now()
        seconds = whole_number(body.get("advanceSeconds", 0), "advanceSeconds", 0, 10 * _YEAR)
        at = settable(at + timedelta(seconds=seconds))
    except (ValueError, OverflowError):
        raise Refusal(
            400, '"now" must be a time such as 2026-03-13T17:34:00.000Z, from 1970 to 8999'
        ) from None
    clocks.own(tenant).set(at, frozen=frozen)
