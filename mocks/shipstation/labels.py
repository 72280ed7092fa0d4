"""Labels and Mark as Shipped: what of an order can be shipped, and what a shipment consists of."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mocks.control.payload import Refusal, text, whole_number
from mocks.shipstation.orders import Order

_LABEL_FIELDS = {
    "carrier",
    "service",
    "trackingNumber",
    "items",
    "shippingCost",
    "shipDate",
    "notifyCustomer",
}
_MARK_FIELDS = {"carrier", "service", "trackingNumber", "items", "shipDate", "notifyCustomer"}
_NOT_XML = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_COST = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)
_MOST = 99_999


@dataclass(frozen=True)
class Line:
    """Some units of one line of the order."""

    line_item_id: str | None
    sku: str
    name: str
    quantity: int
    upc: str | None

    def to_json(self) -> dict[str, Any]:
        """The line as the API shows it."""
        return {
            "lineItemId": self.line_item_id,
            "sku": self.sku,
            "name": self.name,
            "quantity": self.quantity,
            "upc": self.upc,
        }


@dataclass(frozen=True)
class Shipment:
    """What was shipped together. `notify_customer` is None where nothing was said."""

    carrier: str
    service: str
    tracking_number: str
    shipping_cost: str
    ship_date: date
    notify_customer: bool | None
    lines: list[Line]

    def to_json(self, order: Order, created_at: str) -> dict[str, Any]:
        """The shipment as it is kept and shown, but for its id."""
        return {
            "orderNumber": order.number,
            "carrier": self.carrier,
            "service": self.service,
            "trackingNumber": self.tracking_number,
            "shippingCost": self.shipping_cost,
            "shipDate": self.ship_date.isoformat(),
            "items": [line.to_json() for line in self.lines],
            "createdAt": created_at,
        }


def read_label(body: Mapping[str, Any], order: Order, today: date) -> Shipment:
    """A label for an order. Raises Refusal 400 or 409."""
    for name in ("carrier", "service", "trackingNumber"):
        text(body, name, limit=50)
    return _read(body, _LABEL_FIELDS, order, today)


def read_mark_as_shipped(body: Mapping[str, Any], order: Order, today: date) -> Shipment:
    """Mark as Shipped: no label was made here, so carrier and tracking number may be missing [doc]."""
    return _read(body, _MARK_FIELDS, order, today)


def _read(body: Mapping[str, Any], fields: set[str], order: Order, today: date) -> Shipment:
    if unknown := set(body) - fields:
        raise Refusal(400, f"Unknown field: {', '.join(sorted(unknown))[:200]}")
    notify = body.get("notifyCustomer")
    if notify is not None and not isinstance(notify, bool):
        raise Refusal(400, '"notifyCustomer" must be true or false')
    return Shipment(
        carrier=_short_text(body, "carrier"),
        service=_short_text(body, "service"),
        tracking_number=_short_text(body, "trackingNumber"),
        shipping_cost=_cost(body.get("shippingCost")),
        ship_date=_day(body.get("shipDate"), today),
        notify_customer=notify,
        lines=_lines(body.get("items"), order),
    )


def _short_text(body: Mapping[str, Any], name: str) -> str:
    value = text(body, name, default="", limit=50)
    if _NOT_XML.search(value):
        raise Refusal(400, f'"{name}" holds a control character')
    return value


def _cost(value: object) -> str:
    if value is None:
        return "0.00"
    written = str(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
    if not _COST.fullmatch(written):
        raise Refusal(400, '"shippingCost" must be an amount such as 4.95')
    whole, _point, cents = written.partition(".")
    return f"{int(whole)}.{cents:0<2}"


def _day(value: object, today: date) -> date:
    if value is None:
        return today
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        raise Refusal(400, '"shipDate" must be a day such as 2026-03-13') from None


def check_shippable(order: Order) -> None:
    """Raises Refusal 409 for an order that does not await shipment."""
    if order.tab != "awaiting_shipment":
        raise Refusal(409, f"The order is not in Awaiting Shipment but in {order.tab}")


def left_of(order: Order) -> list[Line]:
    """What has not been shipped yet, line by line. Adjustments are no goods."""
    return [
        _line(item, quantity)
        for item, quantity in zip(order.fields["items"], left_by_item(order), strict=True)
        if quantity
    ]


def left_by_item(order: Order) -> list[int]:
    """For each item of the order how many units have not been shipped yet; 0 for what is no goods.

    Lines are told apart by SKU only, as a notice does: lines of one SKU ship from the first to the last.
    """
    shipped = Counter[str]()
    for shipment in order.shipments:
        for item in shipment["items"]:
            shipped[item["sku"]] += item["quantity"]
    left = []
    for item in order.fields["items"]:
        goods = 0 if item["adjustment"] else max(item["quantity"], 0)
        already = min(shipped[item["sku"]], goods)
        shipped[item["sku"]] -= already
        left.append(goods - already)
    return left


def _line(item: Mapping[str, Any], quantity: int) -> Line:
    return Line(item["lineItemId"], item["sku"], item["name"], quantity, item["upc"])


def _lines(items: object, order: Order) -> list[Line]:
    left = left_of(order)
    if items is None:
        if not left and order.shipments:
            raise Refusal(409, "Everything of this order has been shipped already")
        return left
    if not isinstance(items, list) or not items:
        raise Refusal(400, '"items" must be a list with at least one item')
    return _taken(_asked_for(items), left)


def _asked_for(items: list[object]) -> Counter[str]:
    asked = Counter[str]()
    for item in items:
        if not isinstance(item, dict) or set(item) != {"sku", "quantity"} or not isinstance(item["sku"], str):
            raise Refusal(400, 'Each of "items" must be an object with "sku" and "quantity"')
        asked[item["sku"]] += whole_number(item["quantity"], "quantity", 1, _MOST)
    return asked


def _taken(asked: Counter[str], left: list[Line]) -> list[Line]:
    available = Counter[str]()
    for line in left:
        available[line.sku] += line.quantity
    for sku, quantity in asked.items():
        if quantity > available[sku]:
            raise Refusal(400, f"Only {available[sku]} of SKU '{sku[:100]}' are left to ship, not {quantity}")
    taken = []
    for line in left:
        if number := min(asked[line.sku], line.quantity):
            asked[line.sku] -= number
            taken.append(Line(line.line_item_id, line.sku, line.name, number, line.upc))
    return taken


def completes(shipment: Shipment, order: Order) -> bool:
    """Whether nothing is left once the shipment has gone."""
    return sum(line.quantity for line in shipment.lines) == sum(line.quantity for line in left_of(order))
