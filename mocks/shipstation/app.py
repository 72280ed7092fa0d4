"""The application of the mock ShipStation: product side, control side, background work."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from mocks.control.fault_routes import FaultControl
from mocks.control.journal import CONTROL_PREFIX, PAGES_PREFIX, JournalMiddleware
from mocks.control.pages.lazy import EVENTS, SHARED_PAGES, LazyPages
from mocks.control.payload import ERROR_HANDLERS
from mocks.control.routes import SharedControl
from mocks.control.same_origin import SameOriginMiddleware
from mocks.shipstation import control
from mocks.shipstation.api import accounts, notices, orders, stores
from mocks.shipstation.api.calls import tenant_of
from mocks.shipstation.database import connect
from mocks.shipstation.schedule import TICK_SECONDS
from mocks.shipstation.seed import sow
from mocks.shipstation.server import ShipStation
from mocks.shipstation.tools import tools_of

PRODUCT_ROUTES = [
    Route("/accounts", accounts.AccountList),
    Route("/sign-in", accounts.SignIn),
    Route("/users", accounts.UserList),
    Route("/store-types", stores.StoreTypes),
    Route("/stores", stores.StoreList),
    Route("/stores/test-connection", stores.FormTest),
    Route("/stores/{id:int}", stores.OneStore),
    Route("/stores/{id:int}/test-connection", stores.StoreTest),
    Route("/stores/{id:int}/refresh", stores.StoreRefresh),
    Route("/stores/{id:int}/refreshes", stores.StoreRefreshes),
    Route("/orders", orders.OrderList),
    Route("/orders/{id:int}", orders.OneOrder),
    Route("/orders/{id:int}/labels", orders.Labels),
    Route("/orders/{id:int}/mark-as-shipped", orders.MarkAsShipped),
    Route("/tabs", orders.Tabs),
    Route("/notices", notices.NoticeList),
    Route("/notices/{id:int}/retry", notices.Retry),
]


async def openapi(_request: Request) -> Response:
    """The OpenAPI document of the product side."""
    document = resources.files("mocks.shipstation").joinpath("openapi.json").read_bytes()
    return Response(document, media_type="application/json")


async def overview(request: Request) -> Response:
    """The pages for a browser; for whoever asks with curl, what there is."""
    if "text/html" in request.headers.get("Accept", ""):
        return RedirectResponse(PAGES_PREFIX)
    paths = [route.path.replace(":int", "") for route in request.app.routes]
    product = [path for path in paths if not path.startswith((CONTROL_PREFIX, PAGES_PREFIX))]
    control_side = [path for path in paths if path.startswith(CONTROL_PREFIX)]
    lines = [f"Mock ShipStation at {request.base_url}", "", f"Pages for people: {PAGES_PREFIX}", ""]
    lines += ["Product side (see /openapi.json):", *product]
    lines += ["", f"Control side, under {CONTROL_PREFIX}:", *control_side]
    return PlainTextResponse("\n".join(lines) + "\n")


def control_routes(shipstation: ShipStation) -> list[Route]:
    """What a test or a developer does to the mock."""
    schedule = shipstation.schedule
    shared = SharedControl(
        "shipstation", "account", shipstation.journal, shipstation.clocks, schedule.run_due
    )
    faults = FaultControl(shipstation.faults, shipstation.accounts.exists)
    tools = LazyPages("mocks.control.pages.tools:create", tools_of(shipstation))
    pages = tools.routes(SHARED_PAGES, EVENTS)
    return [*shared.routes(), *faults.routes(), *control.ROUTES, *pages]


def create_app(
    *,
    database: Path | None = None,
    seed: object = None,
    transport: httpx2.AsyncBaseTransport | None = None,
    tick_seconds: float = TICK_SECONDS,
    hosts: Collection[str] = (),
) -> Starlette:
    """A mock ShipStation.

    database: SQLite file that keeps the data, else memory; raises NotOurFile.
    seed: seed document to start with; raises BadSeed.
    transport: how stores are reached, instead of the network.
    tick_seconds: how often the background looks for what is due.
    hosts: the domain names of the mock.
    """
    shipstation = ShipStation(connect(database), transport)
    if seed is not None:
        sow(shipstation, seed)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with shipstation.schedule.running(tick_seconds):
            yield

    pages = LazyPages("mocks.shipstation.pages.app:create", shipstation).routes(PAGES_PREFIX)
    described = [Route("/", overview), Route("/openapi.json", openapi)]
    app = Starlette(
        routes=[*described, *PRODUCT_ROUTES, *control_routes(shipstation), *pages],
        middleware=[
            Middleware(SameOriginMiddleware, hosts),
            Middleware(JournalMiddleware, shipstation.journal, tenant_of),
        ],
        exception_handlers=ERROR_HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.shipstation = shipstation
    return app
