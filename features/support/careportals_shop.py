"""The mock CarePortals as the shop: the orders of one of its organizations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from features.support.careportals import Organization
from features.support.evidence import HarnessError
from features.support.shipstation import GUIDE_MAPPING
from features.support.shop import ADDRESS, CUSTOMER, Line, Order, Shipment, iso8601


class CarePortalsShop:
    """The orders of one organization on the mock CarePortals."""

    def __init__(self, organization: Organization, now: datetime) -> None:
        self.organization = organization
        self._now = now
        self.placed: dict[int, Order] = {}
        self.passwords = organization.passwords

    @property
    def key(self) -> str:
        """The organization key."""
        return self.organization.key

    @property
    def boxes(self) -> Mapping[str, str]:
        """As the guide says."""
        return GUIDE_MAPPING

    def username(self, email: str) -> str:
        """The e-mail address itself [doc: G10]."""
        return self.organization.names.email(email)

    def open(self) -> None:
        """Hand over to CarePortals what was gathered."""
        self.organization.open()

    def add_user(self, email: str, role: str) -> None:
        """Invite and activate."""
        self.organization.add_user(email, role)

    def set_time(self, at: datetime) -> None:
        """Stop the organization's clock at this time."""
        self.organization.set_time(at)
        self._now = at

    def order_id(self, number: int) -> str:
        """The `_id` of the order with this number."""
        return self.organization.names.document(self.organization.key, "order", number)

    def place(self, order: Order) -> Order:
        """Put the order into the shop exactly so; the same number again replaces it."""
        order = self._dated(order)
        self.organization.put_order(self._document(order))
        self.placed[order.number] = order
        return order

    def place_all(self, orders: Sequence[Order]) -> dict[int, dict[str, Any]]:
        """Put many new orders into the shop at once; their documents, as `everything` would give them."""
        orders = [self._dated(order) for order in orders]
        documents = [self._document(order) for order in orders]
        self.organization.add_orders(documents)
        self.placed |= {order.number: order for order in orders}
        return {document["id"]: document for document in documents}

    def _dated(self, order: Order) -> Order:
        changed = order.changed or self.now()
        return replace(order, changed=changed, placed=order.placed or changed)

    def now(self) -> datetime:
        """The time in the shop, whose clock stands still."""
        return self._now

    def read(self, number: int) -> dict[str, Any]:
        """The order's document as it is now."""
        return self.organization.order(self.order_id(number))

    def status(self, number: int) -> str:
        """The order's status as it is now."""
        return str(self.read(number)["status"])

    def spellings(self, status: str) -> Sequence[str]:
        """Each status has one name [doc: G12 to G16]."""
        return (status,)

    def shipments(self, number: int) -> list[Shipment]:
        """The order's shipments, oldest first."""
        return [
            Shipment(
                entry["carrier"] or "",
                entry["service"] or "",
                entry["trackingNumber"] or "",
                entry["shipDate"] or "",
                tuple(sorted((line["sku"], line["quantity"]) for line in entry["lineItems"])),
            )
            for entry in self.read(number)["shipments"]
        ]

    def value(self, number: int, path: str) -> object:
        """What is in a field of the document."""
        value: Any = self.read(number)
        for key in path.split("."):
            value = value[int(key)] if isinstance(value, list) else value[key]
        return value

    def everything(self) -> dict[int, dict[str, Any]]:
        """The documents of all orders, by number."""
        return {order["id"]: order for order in self.organization.orders()}

    def sku(self, number: int, text: str) -> str:
        """A SKU, or, where the text ends in `its line N`, the product id of that line, which has no SKU."""
        words, _, line = text.partition("its line ")
        if not line or words not in {"", "the product id of "}:
            return text
        return str(self.read(number)["lineItems"][int(line) - 1]["productId"])

    def change_status(self, number: int, status: str) -> None:
        """The status dropdown of the order page."""
        self.organization.staff().call("PATCH", f"/orders/{self.order_id(number)}", {"status": status})

    def change(self, number: int, *overrides: tuple[str, object]) -> None:
        """Edit single fields of the document; the order counts as changed now."""
        if number not in self.placed:
            raise HarnessError(f"the order {number} was never placed")
        # What others have done to the order stays: its history, its parcels.
        document, order = self.read(number), self.placed[number]
        document |= {"updatedAt": iso8601(self.now()), "version": document["version"] + 1}
        for path, value in overrides:
            _set(document, path, value)
        self.organization.put_order(document)
        self.placed[number] = replace(
            order, status=document["status"], changed=self.now(), overrides=order.overrides + overrides
        )

    def delete(self, number: int) -> None:
        """Delete the order as staff do; the document stays, marked."""
        self.organization.staff().call("DELETE", f"/orders/{self.order_id(number)}")

    def _document(self, order: Order) -> dict[str, Any]:
        names = self.organization.names
        amount = sum((Decimal(line.price) * line.quantity for line in order.lines), Decimal(0))
        total = amount if order.total is None else Decimal(order.total)
        customer = CUSTOMER | {"_id": names.document("customer", order.number)}
        document: dict[str, Any] = {
            "_id": self.order_id(order.number),
            "organization": self.organization.key,
            "id": order.number,
            "customer": customer,
            "status": order.status,
            "statusHistory": [],
            "source": "checkout",
            "lineItems": [self._line(line) for line in order.lines],
            "shippingAddress": dict(ADDRESS),
            "coupon": order.coupon,
            "invoices": [],
            "totalAmount": float(total),
            "discountAmount": float(amount - total),
            "baseAmount": float(amount),
            "requirements": [],
            "version": 1,
            "isDeleted": order.deleted,
            "creditUsedAmount": 0,
            "createdAt": iso8601(order.placed),
            "updatedAt": iso8601(order.changed),
            "__v": 0,
            "shipments": [],
            "trackingCode": None,
            "shippedAt": None,
        }
        for path, value in order.overrides:
            _set(document, path, value)
        return document

    def _line(self, line: Line) -> dict[str, Any]:
        document: dict[str, Any] = {
            "name": line.name,
            "productId": self.organization.names.document("product", line.name),
            "price": float(line.price),
            "listPrice": float(line.price),
            "quantity": line.quantity,
            "isSubscription": False,
            "type": line.kind,
            "requirements": [],
            "extras": {},
        }
        return document if line.sku is None else document | {"sku": line.sku}


def _set(document: Any, path: str, value: object) -> None:
    *parents, name = path.split(".")
    for parent in parents:
        document = document[int(parent) if isinstance(document, list) else parent]
    if value is ...:
        document.pop(name, None)
    else:
        document[name] = value
