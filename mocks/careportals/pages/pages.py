"""All pages of the mock CarePortals as one application."""

from starlette.applications import Starlette

from mocks.careportals.crm import Crm
from mocks.careportals.pages import order_view, reading
from mocks.careportals.pages.entrance import Entrance
from mocks.careportals.pages.mailbox import MailboxPage
from mocks.careportals.pages.orders import OrderPages
from mocks.careportals.pages.patients import PatientPages
from mocks.careportals.pages.portal import Portal
from mocks.careportals.pages.registration import Registration
from mocks.careportals.pages.users import UserPages
from mocks.control.pages.assets import asset
from mocks.control.pages.site import site


def create(crm: Crm, public_url: str | None) -> Starlette:
    """The application for `LazyPages`; `public_url` as in `create_app`."""
    portal = Portal(crm, public_url)
    portal.renderer.environment.filters.update(
        status_label=order_view.status_label,
        status_tone=order_view.status_tone,
        dollars=reading.dollars,
        moment=reading.moment,
        items=order_view.items,
        customer=order_view.customer,
        address=order_view.address,
        amounts=order_view.amounts,
    )
    parts = (Entrance, Registration, UserPages, OrderPages, PatientPages, MailboxPage)
    routes = [route for part in parts for route in part(portal).routes()]
    files = [asset(f"/app/{file}", "mocks.careportals.pages", file) for file in ("look.css", "dialog.js")]
    return site(portal.renderer, [*files, *routes], portal.frame)
