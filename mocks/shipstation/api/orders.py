"""Orders, tabs, labels."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from mocks.control.clock import to_text
from mocks.control.payload import Refusal, read_object, whole_number
from mocks.shipstation import protocol
from mocks.shipstation.accounts import User
from mocks.shipstation.api.calls import LARGEST_ID, Endpoint, number_of, parameters
from mocks.shipstation.database import transaction
from mocks.shipstation.labels import Shipment, check_shippable, completes, read_label, read_mark_as_shipped
from mocks.shipstation.mapping import TABS
from mocks.shipstation.orders import Filter, Order
from mocks.shipstation.ship_notice import ship_notice
from mocks.shipstation.stores import Store

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

    def shippable(self, request: Request, user: User) -> tuple[Order, Store]:
        """The order of the path and the store that is told. Raises Refusal 404 or 409."""
        order = self.order(request, user)
        store = self.shipstation(request).stores.get(order.store)
        if store is None:
            raise Refusal(409, "The store of this order is no longer connected")
        check_shippable(order)
        return order, store

    async def ship(self, request: Request, order: Order, store: Store, shipment: Shipment) -> JSONResponse:
        """Keep the shipment, send its notice, answer with both."""
        shipstation = self.shipstation(request)
        now = shipstation.clocks.of(order.account).now()
        query = protocol.notify_query(
            order.number, shipment.carrier, shipment.service, shipment.tracking_number, store.settings
        )
        kept = shipment.to_json(order, to_text(now))
        body = ship_notice(order, shipment, now)
        with transaction(shipstation.db):
            number = shipstation.orders.add_shipment(
                order, kept, to_text(now), complete=completes(shipment, order)
            )
            notice_id = shipstation.notices.add(order.account, order.id, query, body)
        notice = await shipstation.notices.send(notice_id)
        shown = notice.to_json() if notice else None
        return JSONResponse({"shipment": {"id": number, **kept}, "notice": shown}, 201)


class Labels(Shipping):
    """`/orders/{id}/labels`."""

    async def post(self, request: Request) -> JSONResponse:
        """Make a label for all or some of what is left."""
        user = self.user(request)
        body = await read_object(request)
        order, store = self.shippable(request, user)
        today = self.shipstation(request).clocks.of(user.account).now().date()
        return await self.ship(request, order, store, read_label(body, order, today))


class MarkAsShipped(Shipping):
    """`/orders/{id}/mark-as-shipped`."""

    async def post(self, request: Request) -> JSONResponse:
        """Shipped by other means: no label, perhaps no tracking number."""
        user = self.user(request)
        body = await read_object(request, optional=True)
        order, store = self.shippable(request, user)
        today = self.shipstation(request).clocks.of(user.account).now().date()
        return await self.ship(request, order, store, read_mark_as_shipped(body, order, today))
