"""The mock CarePortals as an ASGI application."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from mocks.careportals.api_auth import AuthApi
from mocks.careportals.api_orders import OrdersApi
from mocks.careportals.api_users import UsersApi
from mocks.careportals.control import ControlSide
from mocks.careportals.crm import Crm
from mocks.careportals.faults import FaultMiddleware
from mocks.careportals.pages.gate import OUTBOX, PagesGate
from mocks.careportals.resource import resource
from mocks.careportals.seed import seed as plant
from mocks.careportals.tools import tools_of
from mocks.control.fault_routes import FaultControl
from mocks.control.journal import CONTROL_PREFIX, PAGES_PREFIX, JournalMiddleware
from mocks.control.pages.lazy import EVENTS, SHARED_PAGES, LazyPages
from mocks.control.payload import ERROR_HANDLERS
from mocks.control.same_origin import SameOriginMiddleware


async def openapi(_request: Request) -> Response:
    """The description of the product's routes, kept as a file beside this module."""
    document = files("mocks.careportals").joinpath("openapi.json").read_bytes()
    return Response(document, media_type="application/json")


async def index(request: Request) -> PlainTextResponse:
    """What there is, for whoever asks with curl."""
    routes = [route for route in request.app.routes if route.path != "/"]
    lines = [f"  {', '.join(sorted(route.methods or ()))} {route.path}" for route in routes]
    return PlainTextResponse("\n".join([_INDEX, *lines, ""]))


def product_routes(crm: Crm) -> list[Route]:
    """What CarePortals itself would answer; described in openapi.json."""
    apis = (AuthApi(crm), UsersApi(crm), OrdersApi(crm))
    return [*(route for api in apis for route in api.routes()), resource("/openapi.json", get=openapi)]


def control_routes(crm: Crm, public_url: str | None) -> list[Route]:
    """What no product has: the control side, faults, and the pages that both mocks have."""
    faults = FaultControl(crm.faults, crm.organizations.exists)
    tools = LazyPages("mocks.control.pages.tools:create", tools_of(crm))
    return [*ControlSide(crm, public_url).routes(), *faults.routes(), *tools.routes(SHARED_PAGES, EVENTS)]


def create_app(
    database: Path | None = None,
    public_url: str | None = None,
    seed: Mapping[str, Any] | None = None,
    hosts: Collection[str] = (),
) -> Starlette:
    """The mock, in memory or on the file `database`; `seed` fills it if it has no organization yet.

    `public_url` is the address that sign-up links lead to; `hosts` are the domain names of the mock.
    Raises sqlite3.Error and Refusal.
    """
    crm = Crm(database)
    if seed is not None and not crm.organizations.read():
        plant(crm, seed)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        crm.close()

    def tenant_of(scope: Scope) -> str | None:
        organization = Headers(scope=scope).get("organization", "")
        return organization if crm.organizations.exists(organization) else None

    app = Starlette(
        routes=[resource("/", get=index), *product_routes(crm), *control_routes(crm, public_url)],
        middleware=[
            Middleware(SameOriginMiddleware, hosts=hosts),
            Middleware(PagesGate, pages=LazyPages("mocks.careportals.pages.pages:create", crm, public_url)),
            Middleware(JournalMiddleware, journal=crm.journal, tenant_of=tenant_of),
            Middleware(FaultMiddleware, faults=crm.faults),
        ],
        exception_handlers=ERROR_HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # /orders/ is no address of this API
    app.state.crm = crm
    return app


_INDEX = f"""Mock CarePortals: users, orders, shipments, mails. All data is synthetic.
Sign in:  POST /auth with the header "organization" and {{"username", "password"}} gives {{"token"}}.
Then send "Authorization: Bearer <token>" and "organization" with each call. Described in /openapi.json.
With a browser:  {PAGES_PREFIX} are its pages, {OUTBOX} are its mails.
Everything under {CONTROL_PREFIX} is for tests and developers and asks for no sign-in.
"""
