"""Create Label and Mark as Shipped."""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mocks.control.pages.form import read_form
from mocks.control.payload import Refusal
from mocks.shipstation.accounts import User
from mocks.shipstation.labels import Shipment, left_by_item, read_label, read_mark_as_shipped
from mocks.shipstation.orders import Order
from mocks.shipstation.pages.orders import OrderPage
from mocks.shipstation.pages.words import ERROR_UPDATING
from mocks.shipstation.shipping import Shipped, ship, store_to_tell

LABELS = {
    "carrier": "Carrier",
    "service": "Service",
    "trackingNumber": "Tracking Number",
    "shipDate": "Ship Date",
    "shippingCost": "Shipping Cost",
    "notifyCustomer": "Notify Customer",
    "items": "Items",
    "quantity": "Quantity",
}
_NOTIFY = {"": None, "yes": True, "no": False}
_FIELD = re.compile(r'"(\w+)" ')

CARRIERS = ("USPS", "UPS", "FedEx", "DHL", "OnTrac", "Other")
"""Names to choose from; any other can be typed [doc: an open set]."""

SERVICES = ("Priority Mail", "First Class Mail", "UPS Ground", "FedEx 2Day", "FedEx Priority Overnight")


class ShippingPage(OrderPage):
    """A form that ships an order, wholly or in part."""

    template: str
    done: str

    def at_first(self, today: date) -> dict[str, str]:
        """What the form holds at first."""
        return {"shipDate": today.isoformat()}

    def shipment(self, body: Mapping[str, Any], order: Order, today: date) -> Shipment:
        """What was filled in. Raises Refusal 400 or 409."""
        return read_mark_as_shipped(body, order, today)

    async def get(self, request: Request) -> Response:
        """The form."""
        user = self.user(request)
        order = self.order(request, user)
        store_to_tell(self.shipstation(request), order)
        return self._form(request, user, order, self.at_first(self._today(request, user)))

    async def post(self, request: Request) -> Response:
        """Ship; the store is told before the answer comes."""
        user = self.user(request)
        sent = await read_form(request)
        order = self.order(request, user)
        shipstation = self.shipstation(request)
        try:
            store = store_to_tell(shipstation, order)
            shipment = self.shipment(_body(sent, order), order, self._today(request, user))
        except Refusal as refusal:
            return self._form(request, user, order, sent, refusal)
        shipped = await ship(shipstation, order, store, shipment)
        text, good = _told(self.done, shipped)
        return self.see_other(request, f"/app/orders/{order.id}", text, good=good)

    def _today(self, request: Request, user: User) -> date:
        return self.shipstation(request).clocks.of(user.account).now().date()

    def _form(
        self,
        request: Request,
        user: User,
        order: Order,
        values: Mapping[str, str],
        refusal: Refusal | None = None,
    ) -> Response:
        left = left_by_item(order)
        asked = [values.get(_quantity(number), str(most)) for number, most in enumerate(left)]
        return self.show(
            request,
            user,
            self.template,
            refusal.status_code if refusal else 200,
            order=order,
            lines=list(zip(order.fields["items"], left, asked, strict=True)),
            values={name: values.get(name, "") for name in LABELS},
            errors=_errors(refusal.detail) if refusal else {},
            carriers=CARRIERS,
            services=SERVICES,
        )


class CreateLabel(ShippingPage):
    """`/app/orders/{id}/label`."""

    template = "label.html"
    done = "The label is created"

    def at_first(self, today: date) -> dict[str, str]:
        """With a made-up tracking number, as a carrier would give one with the label."""
        number = f"94001{secrets.randbelow(10**17):017}"
        label = {"carrier": "USPS", "service": "Priority Mail", "trackingNumber": number}
        return super().at_first(today) | label

    def shipment(self, body: Mapping[str, Any], order: Order, today: date) -> Shipment:
        """With a carrier, a service and a tracking number."""
        return read_label(body, order, today)


class MarkAsShipped(ShippingPage):
    """`/app/orders/{id}/mark-as-shipped`."""

    template = "mark_as_shipped.html"
    done = "The order is marked as shipped"


def _quantity(number: int) -> str:
    return f"quantity-{number}"


def _body(sent: Mapping[str, str], order: Order) -> dict[str, Any]:
    """What was filled in, as a body of the API. Raises Refusal 400."""
    names = ("carrier", "service", "trackingNumber", "shipDate", "shippingCost")
    body: dict[str, Any] = {name: text for name in names if (text := sent.get(name, "").strip())}
    if sent.get("notifyCustomer", "") not in _NOTIFY:
        raise Refusal(400, '"notifyCustomer" must be yes, no or nothing')
    body["notifyCustomer"] = _NOTIFY[sent.get("notifyCustomer", "")]
    items = []
    for number, (item, left) in enumerate(zip(order.fields["items"], left_by_item(order), strict=True)):
        asked = sent.get(_quantity(number), "").strip()
        if left and asked not in ("", "0"):
            items.append({"sku": item["sku"], "quantity": asked})
    if items or any(left_by_item(order)):
        body["items"] = items
    if body.get("items") == []:
        raise Refusal(400, '"items" to ship: enter a quantity for at least one')
    return body


def _errors(message: str) -> dict[str, str]:
    """The field at which a refusal is said, or `form`, and the sentence."""
    found = _FIELD.match(message)
    if not found or found[1] not in LABELS:
        return {"form": message}
    sentence = LABELS[found[1]] + message[found.end() - 1 :]
    return {"items" if found[1] == "quantity" else found[1]: sentence}


def _told(done: str, shipped: Shipped) -> tuple[str, bool]:
    """What to say of a shipment, and whether it is good."""
    notice = shipped.notice
    if notice is None:
        return f"{done}. Its notice is gone: the account was reset meanwhile.", False
    if notice.state == "delivered":
        return f"{done}, and the store was told.", True
    return f"{done}. {ERROR_UPDATING} the store: {notice.attempts[-1]['message']}", False
