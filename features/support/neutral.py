"""An order in the words of no particular shop, as the shop hook takes it (docs/shop-hook.md)."""

from decimal import Decimal
from typing import Any

from features.support.access import NotApplicable
from features.support.shop import ADDRESS, CUSTOMER, Line, Order

Neutral = dict[str, Any]

STATUSES = {
    "awaiting_payment": "awaiting_payment",
    "awaiting_shipment": "awaiting_shipment",
    "shipped": "shipped",
    "cancelled": "cancelled",
    "processing": "on_hold",
}
"""The guide's statuses that stand for ShipStation's five tabs; CarePortals' others are its own."""

WORDS = {
    "shippingAddress": "shipTo",
    "provinceCode": "state",
    "countryCode": "country",
    "lineItems": "lines",
    "price": "unitPrice",
    "totalAmount": "total",
}
"""Where a path of CarePortals' document has other words than ours."""


ONLY_THERE = "only CarePortals' own document can hold this"


def neutral_status(status: str) -> str:
    """The neutral word for a status of the guide. Raises NotApplicable when there is none."""
    if status not in STATUSES:
        raise NotApplicable("this status is CarePortals' own; shops in general have none such")
    return STATUSES[status]


def neutral_order(order: Order) -> Neutral:
    """The order without its times. Raises NotApplicable for what only CarePortals' document can hold."""
    amount = sum((Decimal(line.price) * line.quantity for line in order.lines), Decimal(0))
    document: Neutral = {
        "number": order.number,
        "status": neutral_status(order.status),
        "customer": dict(CUSTOMER),
        "shipTo": {WORDS.get(name, name): value for name, value in ADDRESS.items()},
        "lines": [_line(line) for line in order.lines],
        "total": str(amount if order.total is None else Decimal(order.total)),
    }
    for path, value in order.overrides:
        _set(document, path, value)
    if document["customer"] is not None:
        document["customer"] = _customer(document["customer"])
    return document


def neutral_value(order: Order, path: str) -> object:
    """What is in the field that a path of CarePortals' document stands for. Raises NotApplicable for none."""
    value: object = neutral_order(order)
    for word in path.split("."):
        value = _at(value, WORDS.get(word, word))
    return value


def neutral_field(path: str) -> str:
    """The field of a neutral order that a path of CarePortals' document lies in."""
    first = path.partition(".")[0]
    return WORDS.get(first, first)


def _line(line: Line) -> Neutral:
    if line.kind != "physical":
        raise NotApplicable("only CarePortals' own document tells lines that are no parcels")
    return {"sku": line.sku, "name": line.name, "quantity": line.quantity, "unitPrice": line.price}


def _customer(parts: Neutral) -> Neutral:
    name = " ".join(part for key in ("firstName", "lastName") if (part := parts[key]))
    return {"name": name or None, "email": parts["email"], "phone": parts["phone"]}


def _set(document: Any, path: str, value: object) -> None:
    """Set what a path of CarePortals' document stands for; `...` removes it."""
    *parents, name = (WORDS.get(word, word) for word in path.split("."))
    place = document
    for parent in parents:
        place = _at(place, parent)
    old = _at(place, name)
    key = int(name) if isinstance(place, list) else name
    if value is ...:
        place[key] = None
    elif isinstance(old, str | None) and name in {"unitPrice", "total"} and type(value) in (int, float):
        place[key] = str(value)
    elif path == "status":
        place[key] = neutral_status(str(value))
    elif type(value) is (str if old is None else type(old)) and not isinstance(value, dict | list):
        place[key] = value
    else:
        raise NotApplicable(ONLY_THERE)


def _at(place: Any, key: str) -> Any:
    if isinstance(place, dict) and key in place:
        return place[key]
    if isinstance(place, list) and key.isdecimal() and int(key) < len(place):
        return place[int(key)]
    raise NotApplicable(ONLY_THERE)
