"""A shipment notice: read from ShipStation's XML, recorded in CarePortals, exactly once."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from starlette.exceptions import HTTPException

from bridge.connection import nonsense
from bridge.crm import Order, Session
from bridge.line import read_lines
from bridge.record import Record
from bridge.timestamp import read_date, read_minute

_ORDER_KEY = re.compile(r"[0-9a-fA-F]{24}")
_ORDER_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
# JSON readers keep larger ones only roughly: no order has one, and CarePortals refuses to look for it.
_LARGEST_NUMBER = 2**53 - 1
_QUANTITY = re.compile(r"0*[1-9][0-9]{0,4}", re.ASCII)
_COST = re.compile(r"\d{1,7}(\.\d{1,4})?", re.ASCII)
_TEXT_LIMIT = 100
# Statuses that a further notice must not turn back to shipped.
_SENT = {"shipped", "completed", "delivered"}
_ATTEMPTS = 5


@dataclass(frozen=True)
class Notice:
    """One shipment, checked. `items` maps SKU to quantity; none means all that was not yet shipped."""

    order_key: str
    order_number: str
    order_name: str
    carrier: str
    service: str
    tracking_number: str
    ship_date: str | None
    label_date: str
    shipping_cost: float | None
    items: Mapping[str, int]

    def names(self, order: Record) -> bool:
        """Whether all the names that the notice gives are this order's."""
        key, number = order.identity("_id"), order.identity("id")
        return (
            self.order_key in ("", key)
            and self.order_number in ("", number)
            and self.order_name in ("", key, number)
        )

    def idempotency_key(self, organization: str, order_key: str) -> str:
        """Alike for a notice and its repetition: they carry no number of their own [doc]."""
        if self.tracking_number:
            nature = [self.carrier.lower(), self.tracking_number]
        else:
            nature = [json.dumps(self.items), self.ship_date or "", self.label_date]
        return hashlib.sha256(json.dumps([organization, order_key, *nature]).encode()).hexdigest()


def read_notice(query: Mapping[str, str], body: bytes) -> Notice:
    """The notice of a request; the body goes before the query. Raises HTTPException 400."""
    root = _parse(body)
    tracking, asked = _text(root, "TrackingNumber"), query.get("tracking_number", "").strip()
    if tracking and asked and tracking != asked:
        raise HTTPException(400, "Query and body give different tracking numbers")
    ship_date, label_date, cost = (
        _text(root, tag) for tag in ("ShipDate", "LabelCreateDate", "ShippingCost")
    )
    if cost and not _COST.fullmatch(cost):
        raise HTTPException(400, "ShippingCost is not an amount such as 4.95")
    try:
        shipped = read_date(ship_date.partition(" ")[0]).isoformat() if ship_date else None
        labelled = read_minute(label_date).isoformat() if label_date else ""
    except ValueError:
        raise HTTPException(400, "ShipDate or LabelCreateDate is not a date such as 10/19/2019") from None
    return Notice(
        order_key=_text(root, "OrderID"),
        order_number=_text(root, "OrderNumber"),
        order_name=query.get("order_number", "").strip(),
        carrier=_text(root, "Carrier") or _short("carrier", query.get("carrier", "")),
        service=_text(root, "Service") or _short("service", query.get("service", "")),
        tracking_number=tracking or _short("tracking_number", asked),
        ship_date=shipped,
        label_date=labelled,
        shipping_cost=float(cost) if cost else None,
        items=_items(root),
    )


async def record_shipment(session: Session, notice: Notice) -> None:
    """Add the shipment to its order; once all goods have gone, the order is shipped.

    Every step can be repeated, so a retry after any failure heals it. Raises HTTPException 400, 404, 409.
    """
    key, order = await _find(session, notice)
    contents = _contents(Record(order), notice)
    if contents:
        shipment: dict[str, object] = {
            "carrier": notice.carrier,
            "service": notice.service,
            "trackingNumber": notice.tracking_number,
            "shipDate": notice.ship_date,
            "lineItems": [{"sku": sku, "quantity": quantity} for sku, quantity in contents.items()],
        }
        if notice.shipping_cost is not None:
            shipment["shippingCost"] = notice.shipping_cost
        order = await session.add_shipment(key, shipment, notice.idempotency_key(session.organization, key))
    await _complete(session, key, order)


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise HTTPException(400, "The body is not well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise HTTPException(400, "A document type declaration is not accepted")
    if root.tag != "ShipNotice":
        raise HTTPException(400, "The body is not a ShipNotice")
    return root


def _only(parent: etree._Element, tag: str) -> etree._Element | None:
    found = parent.findall(tag)
    if len(found) > 1:
        raise HTTPException(400, f"{tag} is given more than once")
    return found[0] if found else None


def _text(parent: etree._Element, tag: str) -> str:
    element = _only(parent, tag)
    return "" if element is None else _short(tag, element.text or "")


def _short(name: str, text: str) -> str:
    text = text.strip()
    if len(text) > _TEXT_LIMIT:
        raise HTTPException(400, f"{name} is longer than {_TEXT_LIMIT} characters")
    return text


def _items(root: etree._Element) -> dict[str, int]:
    """Quantities by SKU. An empty SKU is that of an adjustment, which is no goods."""
    container = _only(root, "Items")
    items: Counter[str] = Counter()
    for item in [] if container is None else container.findall("Item"):
        quantity = _text(item, "Quantity")
        if not _QUANTITY.fullmatch(quantity):
            raise HTTPException(400, "Quantity must be a whole number from 1 to 99999")
        items[_text(item, "SKU")] += int(quantity)
    if items.keys() == {""}:
        raise HTTPException(400, "None of the items is a line of the order")
    del items[""]
    return dict(items)


async def _find(session: Session, notice: Notice) -> tuple[str, Order]:
    """The `_id` of the order that is meant, and the order."""
    name = notice.order_key or notice.order_number or notice.order_name
    if not name:
        raise HTTPException(400, "The notice names no order")
    order = None
    if _ORDER_KEY.fullmatch(name):
        order = await session.order(name)
    elif _ORDER_NUMBER.fullmatch(name) and int(name) <= _LARGEST_NUMBER:
        order = await session.order_numbered(name)
    if order is None:
        raise HTTPException(404, "CarePortals has no such order")
    record = Record(order)
    key = record.identity("_id") or ""
    if not _ORDER_KEY.fullmatch(key) or name not in (key, record.identity("id")):
        raise nonsense("another order than the one asked for")
    if not notice.names(record):
        raise HTTPException(400, "OrderID, OrderNumber and order_number name different orders")
    return key, order


def _contents(order: Record, notice: Notice) -> Mapping[str, int]:
    """What the shipment holds, by SKU; nothing when CarePortals knows it. Raises HTTPException 400."""
    if notice.items:
        if not notice.items.keys() & {line.sku for line in read_lines(order)}:
            raise HTTPException(400, "None of the items is a line of the order")
        return notice.items
    if notice.tracking_number and notice.tracking_number in _tracking_numbers(order, notice.carrier):
        return {}
    goods = _goods(order)
    del goods[""]
    if not goods:
        raise HTTPException(400, "The order has no line that a shipment could hold")
    # A further parcel after all was shipped: its tracking number is kept, with the whole order in it.
    return goods - _shipped(order) or (goods if notice.tracking_number else {})


def _tracking_numbers(order: Record, carrier: str) -> set[str]:
    return {
        shipment.text("trackingNumber", _TEXT_LIMIT)
        for shipment in order.children("shipments")
        if shipment.text("carrier", _TEXT_LIMIT).lower() == carrier.lower()
    }


def _goods(order: Record) -> Counter[str]:
    """Units to be shipped, by SKU: of the physical lines; of an order without any, of all lines."""
    lines = read_lines(order)
    units: Counter[str] = Counter()
    for line in [line for line in lines if not line.digital] or lines:
        units[line.sku] += line.quantity
    return units


def _shipped(order: Record) -> Counter[str]:
    """Units in all shipments of an order, by SKU; a line without SKU never counts as shipped."""
    units: Counter[str] = Counter()
    for shipment in order.children("shipments"):
        for item in shipment.children("lineItems"):
            units[item.text("sku", _TEXT_LIMIT).strip()] += item.count("quantity") or 0
    del units[""]
    return units


async def _complete(session: Session, key: str, order: Order | None) -> None:
    """Set the status to shipped if all goods are; decided anew when the order changed meanwhile."""
    for _ in range(_ATTEMPTS):
        if order is None:
            raise HTTPException(404, "CarePortals has no such order")
        record = Record(order)
        status = record.text("status", _TEXT_LIMIT)
        if record.flag("isDeleted") or status == "cancelled":
            raise HTTPException(409, "The order is cancelled")
        if status in _SENT or _goods(record) - _shipped(record):
            return
        if await session.set_status(key, "shipped", record.version()):
            return
        order = await session.order(key)
    raise HTTPException(503, "The order keeps changing in CarePortals")
