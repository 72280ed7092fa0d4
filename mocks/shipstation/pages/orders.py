"""The orders grid, and an order's page."""

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.payload import Refusal, whole_number
from mocks.shipstation.api.calls import LARGEST_ID
from mocks.shipstation.api.orders import OrderEndpoint
from mocks.shipstation.labels import left_by_item
from mocks.shipstation.mapping import TABS
from mocks.shipstation.orders import Filter
from mocks.shipstation.pages.listing import SIZE, listing
from mocks.shipstation.pages.page import Page

_SEARCH_LIMIT = 200

_FIRST_TAB = "awaiting_shipment"
"""What the grid opens with [assumed]."""


class OrderGrid(Page):
    """`/app/orders`."""

    async def get(self, request: Request) -> Response:
        """The orders of a tab, with a search over all tabs at once."""
        user = self.user(request)
        shipstation = self.shipstation(request)
        wanted = _wanted(request)
        counts = shipstation.orders.tabs(user.account, Filter(store=wanted.store, search=wanted.search))
        total = counts[wanted.tab] if wanted.tab else sum(counts.values())
        query = {"search": wanted.search, "store": str(wanted.store) if wanted.store is not None else None}
        page = listing(request, total, {"tab": wanted.tab or "all", **query})
        orders = shipstation.orders.latest(user.account, wanted, page.offset, SIZE)
        return self.show(
            request,
            user,
            "orders.html",
            orders=orders,
            counts=counts,
            wanted=wanted,
            query={name: value for name, value in query.items() if value},
            listing=page,
            stores=shipstation.stores.of(user.account),
            rejected_of=shipstation.notices.rejected_of([order.id for order in orders]),
            left=[sum(left_by_item(order)) for order in orders],
        )


def _wanted(request: Request) -> Filter:
    given = request.query_params
    search = given.get("search", "").strip()[:_SEARCH_LIMIT] or None
    store = whole_number(given["store"], "store", 0, LARGEST_ID) if given.get("store") else None
    name = given.get("tab", "all" if search else _FIRST_TAB)
    for tab in TABS:
        if tab == name:
            return Filter(tab, store=store, search=search)
    if name != "all":
        raise Refusal(400, f'"tab" must be all or one of {", ".join(TABS)}')
    return Filter(store=store, search=search)


class OrderPage(Page, OrderEndpoint):
    """A page about one order."""


class OneOrder(OrderPage):
    """`/app/orders/{id}`."""

    async def get(self, request: Request) -> Response:
        """All that is known about an order."""
        user = self.user(request)
        order = self.order(request, user)
        shipstation = self.shipstation(request)
        return self.show(
            request,
            user,
            "order.html",
            order=order,
            left=left_by_item(order),
            store=shipstation.stores.get(order.store),
            notices=shipstation.notices.matching(user.account, order.id, None),
        )
