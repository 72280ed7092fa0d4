"""An order as its page and the list show it, whatever its document holds."""

from collections.abc import Mapping
from typing import NamedTuple

from mocks.careportals.orders import Document, listed
from mocks.careportals.pages.reading import dollars, joined, mapping, words

_TONES = {
    "good": {"shipped", "completed", "delivered"},
    "warn": {"pending", "awaiting_payment"},
    "bad": {"cancelled", "refunded", "disqualified"},
    "info": {"awaiting_shipment"},
}


def status_label(status: str) -> str:
    """A status as the screens show it: Awaiting Shipment [doc]."""
    return status.replace("_", " ").title() if status.islower() else status


def status_tone(status: str) -> str:
    """The colour of its badge."""
    return next((tone for tone, statuses in _TONES.items() if status in statuses), "plain")


class Customer(NamedTuple):
    """Who ordered."""

    name: str
    email: str
    phone: str


def customer(document: Document) -> Customer:
    """The customer, with the e-mail for a name when there is none."""
    given = mapping(document.get("customer"))
    email = words(given.get("email"))
    name = joined(given.get("firstName"), given.get("lastName"))
    return Customer(name or email or "Unknown customer", email, words(given.get("phone")))


class Item(NamedTuple):
    """One line item."""

    name: str
    sku: str
    product: str
    quantity: str
    price: str
    list_price: str
    subscription: bool
    drug: str


def items(document: Document) -> list[Item]:
    """The line items; `drug` is the name of the drug for what is no service."""
    found = []
    for line in map(mapping, listed(document, "lineItems")):
        physical = line.get("type") != "digital"
        found.append(
            Item(
                words(line.get("name")) or "Unnamed product",
                words(line.get("sku")),
                words(line.get("productId")),
                words(line.get("quantity")),
                dollars(line.get("price")),
                dollars(line.get("listPrice")),
                line.get("isSubscription") is True,
                words(mapping(line.get("extras")).get("drugName")) if physical else "",
            )
        )
    return found


def address(document: Document) -> list[str]:
    """The lines of the shipping address."""
    given = mapping(document.get("shippingAddress"))
    place = joined(joined(given.get("city"), given.get("provinceCode"), by=", "), given.get("postalCode"))
    lines = [
        words(given.get("address1")),
        words(given.get("address2")),
        place,
        words(given.get("countryCode")),
    ]
    return [line for line in lines if line]


def amounts(document: Document) -> list[tuple[str, str]]:
    """What the order costs, as labels and amounts; without what it does not have."""
    coupon = words(document.get("coupon"))
    found = [
        ("Items", dollars(document.get("baseAmount"))),
        (f"Discount ({coupon})" if coupon else "Discount", _off(document.get("discountAmount"))),
        ("Store credit", _off(document.get("creditUsedAmount"))),
        ("Total", dollars(document.get("totalAmount"))),
    ]
    return [(label, amount) for label, amount in found if amount]


def _off(value: object) -> str:
    amount = dollars(value)
    return f"-{amount}" if amount not in ("", "$0.00") and not amount.startswith("-") else ""


class Shipment(NamedTuple):
    """One shipment."""

    tracking: str
    carrier: str
    date: str
    contents: list[str]
    cost: str
    by: str


def shipments(document: Document, names: Mapping[str, str]) -> list[Shipment]:
    """The shipments; `names` are those of users by their `_id`."""
    found = []
    for given in map(mapping, listed(document, "shipments")):
        lines = map(mapping, listed(dict(given), "lineItems"))
        user = words(given.get("createdBy"))
        found.append(
            Shipment(
                words(given.get("trackingNumber")),
                joined(given.get("carrier"), given.get("service")),
                words(given.get("shipDate")) or words(given.get("createdAt"))[:10],
                [joined(line.get("quantity"), line.get("sku"), by=" × ") for line in lines],
                dollars(given.get("shippingCost")),
                names.get(user, user),
            )
        )
    return found


class Move(NamedTuple):
    """An entry of the status history."""

    before: str
    after: str
    at: object
    by: str


def history(document: Document, names: Mapping[str, str]) -> list[Move]:
    """The status history, latest first."""
    found = []
    for given in map(mapping, listed(document, "statusHistory")):
        user = words(given.get("userId"))
        before, after = words(given.get("prevStatus")), words(given.get("newStatus"))
        found.append(Move(before, after, given.get("updatedAt"), names.get(user, user)))
    return found[::-1]
