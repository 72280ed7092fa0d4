"""Shipments of an order; their shape is [assumed], only the key `shipments` is known."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from mocks.careportals.orders import LARGEST_ID, Document, Orders, listed, object_id
from mocks.careportals.store import Store
from mocks.control.payload import Refusal, integer, only, text

_TEXTS = {"carrier": 100, "service": 100, "trackingNumber": 100, "shipDate": 50}
"""Fields that may be null or empty ("Mark as Shipped" without a label), and their longest text."""

Shipment = dict[str, Any]


def read_shipment(body: Mapping[str, Any]) -> Shipment:
    """Check the body of a new shipment and complete it with null. Raises Refusal 400."""
    only(body, {*_TEXTS, "shippingCost", "lineItems"})
    shipment: Shipment = {
        name: None if body.get(name) is None else text(body, name, default="", limit=limit)
        for name, limit in _TEXTS.items()
    }
    shipment["shippingCost"] = _cost(body.get("shippingCost"))
    lines = body.get("lineItems")
    if not isinstance(lines, list) or not lines:
        raise Refusal(400, '"lineItems" must be a list with at least one element')
    shipment["lineItems"] = [_line(line, number) for number, line in enumerate(lines)]
    return shipment


def _cost(value: object) -> int | float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise Refusal(400, '"shippingCost" must be a number that is not negative')
    return value


def _line(line: object, number: int) -> dict[str, object]:
    where = f"lineItems[{number}]"
    if not isinstance(line, dict) or set(line) != {"sku", "quantity"}:
        raise Refusal(400, f'"{where}" must be an object with "sku" and "quantity"')
    if not isinstance(line["sku"], str) or len(line["sku"]) > 100:
        raise Refusal(400, f'"{where}.sku" must be text of at most 100 characters')
    quantity = integer(line["quantity"], f"{where}.quantity", 1, LARGEST_ID)
    return {"sku": line["sku"], "quantity": quantity}


class Shipments:
    """Adds shipments to orders, each once."""

    def __init__(self, store: Store, orders: Orders) -> None:
        self._store = store
        self._orders = orders

    def add(
        self, organization: str, order_id: str, shipment: Shipment, key: str | None, user_id: str
    ) -> tuple[Document, bool]:
        """Add a shipment; the order's status stays. The second value is False for a repetition of `key`.

        Raises Refusal 404; 409 when `key` came with another shipment before, or the order is cancelled or
        deleted. A repetition is answered even then: the shipment was accepted.
        """
        with self._store.transaction():
            document = self._orders.read(organization, order_id)
            if key is not None and self._repeats(organization, order_id, key, shipment):
                return document, False
            if document.get("isDeleted") is True or document["status"] == "cancelled":
                raise Refusal(409, "Order is cancelled")
            at = self._orders.stamp(document)
            entry = {"_id": object_id(), **shipment, "createdAt": at, "createdBy": user_id}
            document["shipments"] = [*listed(document, "shipments"), entry]
            document["trackingCode"] = shipment["trackingNumber"] or document.get("trackingCode")
            self._orders.replace(document)
            if key is not None:
                self._remember(organization, order_id, key, shipment)
        return document, True

    def _repeats(self, organization: str, order_id: str, key: str, shipment: Shipment) -> bool:
        row = self._store.connection.execute(
            "SELECT body FROM shipment_key WHERE organization = ? AND order_id = ? AND key = ?",
            (organization, order_id, key),
        ).fetchone()
        if row is not None and row["body"] != _digest(shipment):
            raise Refusal(409, "This Idempotency-Key was used with other parameters")
        return row is not None

    def _remember(self, organization: str, order_id: str, key: str, shipment: Shipment) -> None:
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO shipment_key VALUES (?, ?, ?, ?)",
                (organization, order_id, key, _digest(shipment)),
            )


def _digest(shipment: Shipment) -> bytes:
    return hashlib.sha256(json.dumps(shipment, sort_keys=True).encode()).digest()
