"""Orders, tabs, labels."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from mocks.control.payload import Refusal, read_object, whole_number
from mocks.shipstation.accounts import User
from mocks.shipstation.api.calls import LARGEST_ID, Endpoint, number_of, parameters
from mocks.shipstation.labels import Shipment, read_label, read_mark_as_shipped
from mocks.shipstation.mapping import TABS
from mocks.shipstation.orders import Filter, Order
from mocks.shipstation.shipping import ship, store_to_tell

Reader = Callable[[Mapping[str, Any], Order, date], Shipment]

_DEFAULT_LIMIT = 50
_LARGEST_LIMIT = 500


class OrderEndpoint(Endpoint):
    """What has one order in its path."""

    def order(self, request: Request, user: User) -> Order:
        """The order of the path. Raises Refusal 404, also for one of another account."""
        order = self.shipstation(request).orders.get(user.account, number_of(request, "No such order"))
        if order is None:
            raise Refusal(404, "No such order")
        return order


class OrderList(Endpoint):
    """`/orders`."""

    async def get(self, request: Request) -> JSONResponse:
        """Orders in the order in which they were first imported, page by page."""
        user = self.user(request)
        given = parameters(request, ("tab", "number", "store", "limit", "after"))
        tab = given.get("tab")
        if tab is not None and tab not in TABS:
            raise Refusal(400, f'"tab" must be one of {", ".join(TABS)}')
        store = whole_number(given["store"], "store", 0, LARGEST_ID) if "store" in given else None
        limit = whole_number(given.get("limit", _DEFAULT_LIMIT), "limit", 1, _LARGEST_LIMIT)
        after = whole_number(given.get("after", 0), "after", 0, LARGEST_ID)
        wanted = Filter(tab, given.get("number"), store)
        orders, total, following = self.shipstation(request).orders.matching(
            user.account, wanted, after, limit
        )
        return JSONResponse({"orders": [o.to_json() for o in orders], "total": total, "next": following})


class Tabs(Endpoint):
    """`/tabs`."""

    async def get(self, request: Request) -> JSONResponse:
        """How many orders each tab holds."""
        return JSONResponse(self.shipstation(request).orders.tabs(self.user(request).account))


class OneOrder(OrderEndpoint):
    """`/orders/{id}`."""

    async def get(self, request: Request) -> JSONResponse:
        """One order."""
        return JSONResponse(self.order(request, self.user(request)).to_json())


class Shipping(OrderEndpoint):
    """What ships an order and tells the store."""

    async def ship(self, request: Request, read: Reader, body: Mapping[str, Any]) -> JSONResponse:
        """Ship the order of the path as the body says; answer with the shipment and its notice."""
        shipstation = self.shipstation(request)
        order = self.order(request, self.user(request))
        store = store_to_tell(shipstation, order)
        today = shipstation.clocks.of(order.account).now().date()
        shipped = await ship(shipstation, order, store, read(body, order, today))
        notice = shipped.notice.to_json() if shipped.notice else None
        return JSONResponse({"shipment": shipped.shipment, "notice": notice}, 201)


class Labels(Shipping):
    """`/orders/{id}/labels`."""

    async def post(self, request: Request) -> JSONResponse:
        """Make a label for all or some of what is left."""
        self.user(request)
        return await self.ship(request, read_label, await read_object(request))


class MarkAsShipped(Shipping):
    """`/orders/{id}/mark-as-shipped`."""

    async def post(self, request: Request) -> JSONResponse:
        """Shipped by other means: no label, perhaps no tracking number."""
        self.user(request)
        return await self.ship(request, read_mark_as_shipped, await read_object(request, optional=True))
