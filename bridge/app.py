"""The bridge as a web application: one URL per organization, for orders and for shipment notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bridge.access_log import AccessLog
from bridge.connection import Ask, connected
from bridge.credentials import read_credentials
from bridge.crm import Session
from bridge.notice import read_notice, record_shipment
from bridge.orders_document import write_orders
from bridge.pull import Pulls
from bridge.settings import Settings
from bridge.window import read_page, read_window

OPENAPI = Path(__file__).with_name("openapi.json")
METHODS = {"export": "GET", "shipnotify": "POST"}
"""The actions of the protocol, and the method of each [doc]."""

PARAMETERS = (
    "action",
    "start_date",
    "end_date",
    "page",
    "order_number",
    "carrier",
    "service",
    "tracking_number",
)

BODY_SECONDS = 30.0
"""Time for the body of a notice; ShipStation's own wait for an answer is about as long [assumed]."""

_NO_STORE = {"Cache-Control": "no-store"}


def create_app(settings: Settings | None = None, ask: Ask | None = None) -> Starlette:
    """The application; `ask` stands in for the network to the CRM."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Any]]:
        async with connected(settings.crm_url) if ask is None else nullcontext(ask) as crm:
            yield {"ask": crm, "settings": settings, "pulls": Pulls(settings.page_size)}

    routes = [
        Route("/shipstation/{org}", CustomStore),
        Route("/health", health),
        Route("/openapi.json", openapi),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(AccessLog)],
        exception_handlers={HTTPException: refuse},
    )
    # A redirected POST loses its body, and the credentials may go astray.
    app.router.redirect_slashes = False
    return app


class CustomStore(HTTPEndpoint):
    """The one URL of a store; `action` in the query selects what is asked for [doc]."""

    async def dispatch(self) -> None:
        """Answer any method, so that HEAD does not become an export without body."""
        response = await _answer(Request(self.scope, self.receive))
        await response(self.scope, self.receive, self.send)


async def _answer(request: Request) -> Response:
    if request.method not in METHODS.values():
        raise HTTPException(405, "Only GET and POST are served here", {"Allow": "GET, POST"})
    state = request.state
    credentials = read_credentials(request.path_params["org"], request.headers.getlist("authorization"))
    state.session = Session(state.ask, state.settings.crm_timeout, credentials)
    await state.session.sign_in()
    query = _query(request)
    state.action = _action(query, request.method)
    if state.action == "export":
        return await _export(request, query)
    return await _ship(request, query)


def _query(request: Request) -> dict[str, str]:
    """The protocol's parameters; others, such as SS-UserName and SS-Password, are not looked at."""
    query: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in query:
            raise HTTPException(400, f"{name} is given more than once")
        if name in PARAMETERS:
            query[name] = value
    return query


def _action(query: dict[str, str], method: str) -> str:
    action = query.get("action", "")
    if action not in METHODS:
        raise HTTPException(400, "action must be export or shipnotify")
    if METHODS[action] != method:
        raise HTTPException(405, f"{action} needs the method {METHODS[action]}", {"Allow": METHODS[action]})
    return action


async def _export(request: Request, query: dict[str, str]) -> Response:
    state = request.state
    window = read_window(query)
    state.page = read_page(query)
    page = await state.pulls.page(state.session, window, state.page)
    document = write_orders(page.orders, page.pages)
    return Response(document, media_type="application/xml; charset=utf-8", headers=_NO_STORE)


async def _ship(request: Request, query: dict[str, str]) -> Response:
    notice = read_notice(query, await _read_body(request))
    await record_shipment(request.state.session, notice)
    return PlainTextResponse("The shipment is recorded in CarePortals.\n", headers=_NO_STORE)


async def _read_body(request: Request) -> bytes:
    limit = request.state.settings.body_limit
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise HTTPException(413, f"The notice is larger than {limit} bytes")
    except TimeoutError:
        raise HTTPException(
            408, "The notice did not come to its end in time", {"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise HTTPException(400, "The notice broke off") from None
    return bytes(body)


async def refuse(request: Request, error: Exception) -> Response:
    """Any refusal as one short sentence, for ShipStation shows it to its user."""
    refusal = cast("HTTPException", error)
    request.state.reason = refusal.detail
    headers = {**(refusal.headers or {}), **_NO_STORE}
    return PlainTextResponse(f"{refusal.detail}\n", refusal.status_code, headers)


async def health(_request: Request) -> Response:
    """200 as soon as requests are served; the CRM is not asked."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


async def openapi(_request: Request) -> Response:
    """The interface as an OpenAPI 3.1 document."""
    return Response(OPENAPI.read_bytes(), media_type="application/json")
