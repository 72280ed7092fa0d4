"""The pages as an application."""

import functools

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from mocks.control.pages.assets import asset
from mocks.control.pages.render import Renderer
from mocks.control.pages.site import site
from mocks.shipstation.pages import notices, orders, setting_up, settings, shipping, sign_in, stores, words
from mocks.shipstation.pages.kept_passwords import KeptPasswords
from mocks.shipstation.pages.page import frame
from mocks.shipstation.pages.refresh_jobs import RefreshJobs
from mocks.shipstation.server import ShipStation

PACKAGE = "mocks.shipstation.pages"


async def start(_request: Request) -> Response:
    """What is looked at first."""
    return RedirectResponse("/app/orders", 303)


ROUTES = [
    Route("/app", start),
    Route("/app/sign-in", sign_in.SignIn),
    Route("/app/sign-out", sign_in.SignOut),
    Route("/app/orders", orders.OrderGrid),
    Route("/app/orders/{id:int}", orders.OneOrder),
    Route("/app/orders/{id:int}/label", shipping.CreateLabel),
    Route("/app/orders/{id:int}/mark-as-shipped", shipping.MarkAsShipped),
    Route("/app/notices", notices.NoticeList),
    Route("/app/notices/{id:int}", notices.OneNotice),
    Route("/app/notices/{id:int}/retry", notices.Retry),
    Route("/app/stores", stores.StoreList),
    Route("/app/stores/refresh", stores.RefreshAll),
    Route("/app/stores/{id:int}", stores.OneStore),
    Route("/app/stores/{id:int}/refresh", stores.Refresh),
    Route("/app/stores/{id:int}/test-connection", stores.TestConnection),
    Route("/app/settings", settings.Settings),
    Route("/app/settings/account", settings.Account),
    Route("/app/settings/store-setup", settings.StoreSetup),
    Route("/app/settings/store-setup/custom-store", setting_up.NewStore),
    Route("/app/settings/stores/{id:int}", setting_up.EditStore),
    Route("/app/settings/stores/{id:int}/disconnect", setting_up.Disconnect),
]


@functools.cache
def _renderer() -> Renderer:
    # Nothing in it belongs to one server, and to compile the templates takes a tenth of a second.
    renderer = Renderer(PACKAGE, "shipstation", "ShipStation")
    renderer.environment.globals |= words.GLOBALS
    renderer.environment.filters |= words.FILTERS
    return renderer


def create(shipstation: ShipStation) -> Starlette:
    """All pages; they find the server as `request.app.state.shipstation`, like the endpoints of the API."""
    files = [asset(f"/app/{file}", PACKAGE, file) for file in ("shipstation.css", "shipstation.js")]
    app = site(_renderer(), [*ROUTES, *files], frame)
    app.state.shipstation = shipstation
    app.state.renderer = _renderer()
    app.state.jobs = RefreshJobs(shipstation.refreshes)
    app.state.kept_passwords = KeptPasswords()
    return app
